"""Invented texts: sentences, headings, lists, tables and links as an editor would write them in Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from benchmarks.vocabulary import VOCABULARIES, Vocabulary

WORD = re.compile(r"\w+")
SENTENCE = (8, 15)
PARAGRAPH = (2, 4)


class Writer:
    """Writes in one language, from one source of chance; `links` are put into its paragraphs in turn."""

    def __init__(self, lang: str, chance: Random, links: Sequence[str] = ()) -> None:
        self.words: Vocabulary = VOCABULARIES[lang]
        self.last = lang == "mn"  # a Mongolian sentence ends in its verb
        self.chance = chance
        self.links = list(reversed(links))

    def phrase(self, count: int) -> str:
        return " ".join(self.chance.choices(self.words.words, k=count))

    def title(self) -> str:
        """Six to nine words with a capital letter."""
        parts = [self.phrase(self.chance.randint(5, 8)), self.chance.choice(self.words.verbs)]
        return capital(" ".join(parts))

    def sentence(self, decorated: bool = True) -> str:
        words = self.chance.choices(self.words.words, k=self.chance.randint(*SENTENCE))
        verb = self.chance.choice(self.words.verbs)
        words.insert(len(words) if self.last else self.chance.randint(2, 3), verb)
        if decorated:
            self._decorate(words)
        if self.chance.random() < 0.3:
            return f"{self.chance.choice(self.words.openings)} {' '.join(words)}."
        return f"{capital(' '.join(words))}."

    def _decorate(self, words: list[str]) -> None:
        """Adds what a real sentence has now and then: a comma, a number, emphasis, quotation marks."""
        kind = self.chance.random()
        place = self.chance.randrange(1, len(words) - 2)
        if kind < 0.25:
            words[place] += ","
        elif kind < 0.40:
            words[place] = f"**{words[place]}**"
        elif kind < 0.48:
            words[place] = f"*{words[place]}*"
        elif kind < 0.58:
            words[place : place + 2] = [f"“{words[place]} {words[place + 1]}”"]
        elif kind < 0.75:
            words.insert(place, str(self.chance.randint(2, 980)))

    def paragraph(self) -> str:
        sentences = [self.sentence() for _ in range(self.chance.randint(*PARAGRAPH))]
        if self.links:
            target = self.links.pop()
            at = self.chance.randrange(len(sentences))
            sentences[at] = f"{sentences[at][:-1]} [{self.phrase(2)}]({target})."
        return " ".join(sentences)

    def bullets(self) -> str:
        mark = self.chance.choice(("-", "1."))
        lines = [
            f"{mark} {capital(self.phrase(self.chance.randint(4, 8)))}"
            for _ in range(self.chance.randint(3, 5))
        ]
        return "\n".join(lines)

    def table(self) -> str:
        rows = [
            f"| {item} | {self.chance.randint(1, 12)} | {self.chance.randint(1, 400):,} |"
            for item in self.chance.sample(self.words.items, k=self.chance.randint(3, 5))
        ]
        head = " | ".join(self.words.columns)
        return "\n".join([f"| {head} |", "|---|---|---:|", *rows])

    def body(self, words: int) -> str:
        """Sections until there are about `words` words; one table, a list in most, and the links all used."""
        blocks = [self.paragraph()]
        headings = self.chance.sample(self.words.headings, k=len(self.words.headings))
        extras = [self.table, self.bullets, self.bullets]
        while (left := words - count("\n".join(blocks))) > 0 or self.links:
            if extras and len(blocks) % 3 == 1:
                blocks.append(f"## {headings.pop()}")
            elif extras and len(blocks) % 3 == 0:
                blocks.append(extras.pop()())
            else:
                blocks.append(self.paragraph() if left > 30 or self.links else self.sentence())
        return "\n\n".join(blocks) + "\n"

    def sections(self, words: int) -> str:
        """The four sections of a project, about `words` words together."""
        blocks: list[str] = []
        for number, heading in enumerate(self.words.sections, start=1):
            blocks += [f"## {heading}", self.paragraph()]
            if number == 2:
                blocks.append(self.bullets())
            while count("\n".join(blocks)) < words * number // 4:
                blocks.append(self.paragraph())
        return "\n\n".join(blocks) + "\n"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def count(text: str) -> int:
    """Words of a Markdown text, without the targets of its links."""
    return len(WORD.findall(re.sub(r"\]\([^)]*\)", "]", text)))
