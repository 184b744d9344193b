"""An archive of invented sample text, any size: the same seed and size give the same bytes.

`pairs` articles, pairs/20 projects and pairs/200 forums, each in Mongolian and English, and 60 terms.
Everything is computed from a number, so that any entry can be had without the others, and nothing is held.
The modules of `benchmarks.generators` lay the archive out as a site of sitegen and of the other generators.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import chain
from random import Random

import msgspec

from benchmarks.prose import Writer
from benchmarks.vocabulary import ASPECTS, PLACES, SLUG_FIRST, SLUG_SECOND, SUBJECTS

LANGUAGES = ("mn", "en")
TITLES = {"mn": "Жишээ архив", "en": "Sample archive"}
NOTES = {
    "mn": "Энэ сайтын бичвэр бүхэлдээ зохиомол жишээ.",
    "en": "All text of this site is invented sample text.",
}
BASE_URL = "https://example.org"
FIRST_DAY, LAST_DAY = date(2008, 1, 7), date(2025, 6, 20)
ORGANISATIONS = SOURCES = 12
WORDS = (280, 370)
LINK = re.compile(r"\]\((article|project|forum):([^)]+)\)")

File = tuple[str, bytes]


class Text(msgspec.Struct, frozen=True):
    title: str
    summary: str
    body: str


class Entry(msgspec.Struct, frozen=True):
    """An article, project or forum. `slug` of an article has its year: `2018/open-garden-00042`."""

    kind: str
    number: int
    slug: str
    date: date
    tags: tuple[str, ...]
    place: str
    texts: dict[str, Text]
    project: str | None = None
    forum: str | None = None


class Term(msgspec.Struct, frozen=True):
    id: str
    names: dict[str, str]


TERMS = tuple(
    Term(f"{subject}-{aspect}", {"mn": f"{s_mn.capitalize()}: {a_mn}", "en": f"{s_en.capitalize()} {a_en}"})
    for subject, s_mn, s_en in SUBJECTS
    for aspect, a_mn, a_en in ASPECTS
)


class Corpus(msgspec.Struct, frozen=True):
    seed: int
    pairs: int

    @property
    def projects(self) -> int:
        return max(1, self.pairs // 20)

    @property
    def forums(self) -> int:
        return max(1, self.pairs // 200)

    def day(self, number: int, total: int) -> date:
        """The entries of a kind lie evenly between the first day and the last."""
        return FIRST_DAY + timedelta(days=(LAST_DAY - FIRST_DAY).days * number // total)

    def article_slug(self, number: int) -> str:
        words = f"{SLUG_FIRST[number % 11]}-{SLUG_SECOND[number // 11 % 11]}"
        return f"{self.day(number, self.pairs).year}/{words}-{number:05d}"

    def project_slug(self, number: int) -> str:
        return f"{PLACES[number % 4][0]}-{SLUG_FIRST[number // 4 % 11]}-{number:04d}"

    def forum_slug(self, number: int) -> str:
        return f"forum-{number:03d}"

    def article(self, number: int) -> Entry:
        chance = Random(f"{self.seed} article {number}")
        project, forum = chance.randrange(self.projects), chance.randrange(self.forums)
        links = [
            f"article:{self.article_slug(chance.randrange(self.pairs))}",
            f"project:{self.project_slug(project)}",
            f"article:{self.article_slug(chance.randrange(self.pairs))}",
            f"forum:{self.forum_slug(forum)}",
            f"https://example.org/report/{number}",
        ]
        return Entry(
            kind="article",
            number=number,
            slug=self.article_slug(number),
            date=self.day(number, self.pairs),
            tags=tuple(term.id for term in chance.sample(TERMS, k=3)),
            place=some_place(chance),
            texts={lang: write(lang, chance, links, Writer.body) for lang in LANGUAGES},
            project=self.project_slug(project),
            forum=self.forum_slug(forum),
        )

    def project(self, number: int) -> Entry:
        chance = Random(f"{self.seed} project {number}")
        forum = self.forum_slug(chance.randrange(self.forums))
        links = [f"article:{self.article_slug(chance.randrange(self.pairs))}", f"forum:{forum}"]
        return Entry(
            kind="project",
            number=number,
            slug=self.project_slug(number),
            date=self.day(number, self.projects),
            tags=tuple(term.id for term in chance.sample(TERMS, k=2)),
            place=some_place(chance),
            texts={lang: write(lang, chance, links, Writer.sections) for lang in LANGUAGES},
            forum=forum,
        )

    def forum(self, number: int) -> Entry:
        chance = Random(f"{self.seed} forum {number}")
        links = [f"project:{self.project_slug(chance.randrange(self.projects))}"]
        return Entry(
            kind="forum",
            number=number,
            slug=self.forum_slug(number),
            date=self.day(number, self.forums),
            tags=tuple(term.id for term in chance.sample(TERMS, k=2)),
            place=some_place(chance),
            texts={lang: write(lang, chance, links, Writer.body) for lang in LANGUAGES},
        )

    def entries(self) -> Iterator[Entry]:
        """Articles from the oldest to the newest, then projects, then forums."""
        return chain(
            map(self.article, range(self.pairs)),
            map(self.project, range(self.projects)),
            map(self.forum, range(self.forums)),
        )


def write(lang: str, chance: Random, links: list[str], shape: Callable[[Writer, int], str]) -> Text:
    writer = Writer(lang, chance, links)
    return Text(writer.title(), writer.sentence(decorated=False), shape(writer, chance.randint(*WORDS)))


def some_place(chance: Random) -> str:
    aimag, _, _, _, soums = chance.choice(PLACES)
    soum = chance.choice((None, *soums))
    return f"{aimag}/{soum[0]}" if soum else aimag


def address(kind: str, slug: str, lang: str) -> str:
    """Where an entry is on the sites that all generators build: Mongolian at the root, English under /en/."""
    section = {"article": "news", "project": "projects", "forum": "forums"}[kind]
    return f"{'' if lang == 'mn' else '/' + lang}/{section}/{slug}/"


def plain_links(body: str, lang: str) -> str:
    """The text with addresses in place of names, for generators that do not resolve names."""
    return LINK.sub(lambda match: f"]({address(match[1], match[2], lang)})", body)
