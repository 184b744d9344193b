"""A small bilingual site as a value: what its files say, and which files that makes."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import cache

from PIL import Image

from sitegen.content.wording import plain_wording
from sitegen.core.digest import text_digest
from tests.meta.source import ROOT

TITLES = ("Форум болов", "Сургалт", "A forum", "Ховд")
BODIES = (
    "Текст.",
    "Нэг хоёр.\n\n## Гарчиг\n\n- нэг\n- хоёр\n\nТовчлол СЭЭБХ.",
    "[Төсөл](project:p) ба [мэдээ](article:2018/b).",
    "![Зураг](photo.png)\n\nТайлбар[^1].\n\n[^1]: Тэмдэглэл.",
    "[Төсөл](project:q#гарчиг) ба [мэдээ](article:2018/b).",  # the same words, but for an address
    "Нийт 300 USD, 25 сургууль.",
    "Нийт 300 USD, 27 сургууль.",
    "[Хожмын мэдээ](article:2018/d)",
)
DATES = ("2018-11-02", "2018-12-05", "2019-01-01", "2026-11-30")
LEAD = ["lead: photo.png", "images: [{file: photo.png, alt: {mn: Зураг, en: A picture}}]"]
TERMS = ("pta", "forum", "budget")
PLACES = ("", "khovd", "khovd/altai")
FOLDERS = {
    "article": "content/articles/2018",
    "project": "content/projects",
    "programme": "content/programmes",
    "forum": "content/forums",
    "page": "content/pages",
}
# What the search suggests, and what it finds by a title of its own.
FOUND_BY_NAME = (
    "recipient: {school: {mn: Дунд сургууль, en: Middle school}}",
    "documents: [{title: {mn: Эцсийн тайлан}, url: 'https://example.org/report'}]",
)
DONORS = "donors: [{name: {mn: Сан, en: Fund}, statement: {mn: Дэмжив., en: Supported.}, logo: logo.png}]"
Name = tuple[str, str]  # kind and slug
NAMES: tuple[Name, ...] = (
    *(("article", slug) for slug in "abcd"),
    *(("project", slug) for slug in "pq"),
    ("programme", "m"),
    ("forum", "f"),
    ("page", "about"),
)


@dataclass(frozen=True)
class Text:
    """What one language says of an entry."""

    title: str = TITLES[0]
    body: str = BODIES[0]
    summary: str = ""
    draft: bool = False
    alias: bool = False
    stale: bool = False
    corrected: str = ""  # when
    made_from: str = ""  # the digest of the text of the other language, once somebody accepted it

    def digest(self) -> str:
        return text_digest(plain_wording(self.title, self.summary, self.body))

    def lines(self, name: Name, lang: str) -> list[str]:
        lines = [f'title: "{self.title}"']
        lines += [f"summary: {self.summary}"] if self.summary else []
        lines += ["draft: true"] if self.draft else []
        lines += [f"aliases: [/old/{lang}/{'-'.join(name)}/]"] if self.alias else []
        lines += [f"corrections: [{{date: {self.corrected}, what: Алдаа}}]"] if self.corrected else []
        made_from = "0123456789ab" if self.stale else self.made_from
        return lines + ([f"translated_from: {made_from}"] if made_from else [])


@dataclass(frozen=True)
class Facts:
    """What an entry's languages share."""

    date: str = DATES[0]
    tags: tuple[str, ...] = ()
    place: str = ""
    project: str = ""  # an article has it
    expires: str = ""
    lead: bool = False
    author: str = ""
    amount: str = "5,000,000 MNT"
    programme: str = ""  # a project has it

    def lines(self, kind: str) -> list[str]:
        lines = [f"date: {self.date}"]
        lines += [f"tags: [{', '.join(self.tags)}]"] if self.tags else []
        lines += [f"expires: {self.expires}"] if self.expires else []
        if kind in ("project", "programme"):
            lines += [f'amount: "{self.amount}"'] if self.amount else []
        if kind == "project":
            lines += [f"place: {self.place}"] if self.place else []
            lines += [f"programme: {self.programme}"] if self.programme else []
            return [*lines, "status: completed", "sources: [seed]", *FOUND_BY_NAME]
        lines += [f"places: [{self.place}]"] if self.place else []
        lines += [DONORS] if kind == "programme" else []
        if kind == "article":
            lines += [f"author: {self.author}"] if self.author else []
            lines += [f"projects: [{self.project}]"] if self.project else []
        return lines


@dataclass(frozen=True)
class Entry:
    """Both languages of an entry; `picture` is the colour of the pictures beside it. One of them `stays` when
    no text names it any more."""

    facts: Facts = Facts()
    texts: dict[str, Text] = field(default_factory=lambda: {"mn": Text()})
    picture: int = 0
    stays: bool = False

    def files(self, name: Name) -> dict[str, bytes]:
        """The facts stand in the file of the first language."""
        folder = "/".join((FOLDERS[name[0]], name[1]))
        first = "mn" if "mn" in self.texts else "en"
        is_placed = any("photo.png" in text.body for text in self.texts.values())
        # Twice on a page would be told in every build too.
        leads = self.facts.lead and not is_placed
        beside = ["photo.png"] if is_placed or leads or self.stays else []
        beside += ["logo.png"] if name[0] == "programme" else []
        found = {f"{folder}/{file}": picture(self.picture) for file in beside}
        for lang, text in self.texts.items():
            lines = text.lines(name, lang) + (self.facts.lines(name[0]) if lang == first else [])
            lines += LEAD if leads and lang == first else []
            head = "\n".join(lines)
            found[f"{folder}/index.{lang}.md"] = f"---\n{head}\n---\n\n{text.body}\n".encode()
        return found


@cache
def picture(colour: int) -> bytes:
    """A picture; another colour or another size is another file."""
    file = io.BytesIO()
    Image.new("RGB", (4 + colour % 2, 3), (colour * 40, 0, 0)).save(file, "PNG")
    return file.getvalue()


def at_first() -> dict[Name, Entry]:
    """A site in which entries refer to each other."""
    original = Text(body=BODIES[2])
    accepted = Text(title=TITLES[2], body=BODIES[2], made_from=original.digest())
    return {
        ("article", "a"): Entry(
            Facts(tags=("pta",), project="p", author="bold"), {"mn": original, "en": accepted}
        ),
        ("article", "b"): Entry(
            Facts(date=DATES[1], tags=("pta",)),
            {"mn": Text(title=TITLES[1], body=BODIES[3]), "en": Text(title=TITLES[2])},
            stays=True,
        ),
        ("article", "c"): Entry(
            Facts(date=DATES[1]), {"mn": Text(title=TITLES[1]), "en": Text(title=TITLES[2], draft=True)}
        ),
        ("programme", "m"): Entry(Facts(), {"mn": Text(title="Хөтөлбөр")}),
        ("project", "p"): Entry(
            Facts(place="khovd/altai", programme="m"),
            {"mn": Text(title=TITLES[3]), "en": Text(body=BODIES[1])},
        ),
        ("project", "q"): Entry(Facts(programme="m"), {"mn": Text(title=TITLES[1], body=BODIES[1])}),
        ("page", "about"): Entry(Facts(), {"mn": Text(title="Бидний тухай"), "en": Text(title="About")}),
    }


# Files that are not documents, each in several states; None where the file is not there.
def _packaged(path: str, before: str, after: str) -> tuple[bytes | None, ...]:
    """A template of the site's own: none, a changed one, and the packaged one."""
    source = (ROOT / path).read_text("utf-8")
    assert before in source
    return (None, source.replace(before, after).encode(), source.encode())


_CONFIG = """\
title: {{mn: {title}, en: Archive}}
base_url: https://archive.example.org{path}
owner: {{mn: Холбоо, en: Association}}
licence: {{id: CC-BY-4.0, name: {{mn: Лиценз, en: Licence}}}}
print_views: {prints}
cards: false
articles_per_page: {size}
entries_per_page: 2
menu: [{{section: news}}{menu}]
{more}"""
# The site then has the files of both standards, and identifiers on its pages.
_PREFIXES = "organisation_id: XX-SAMPLE-{number}\norganisation_type: 22\ngrant_prefix: 360G-sample{number}\n"


def _config(
    title: str = "Архив", path: str = "", prints: str = "true", size: int = 20, menu: str = "", more: str = ""
) -> bytes:
    return _CONFIG.format(title=title, path=path, prints=prints, size=size, menu=menu, more=more).encode()


SHARED: dict[str, tuple[bytes | None, ...]] = {
    "site.yaml": (
        _config(),
        _config(prints="false"),
        _config(size=1),
        _config(title="Шинэ архив"),
        _config(path="/deep/er"),
        _config(menu=", {page: about}"),
        _config(prints="false", menu=", {section: projects}"),
        _config(more=_PREFIXES.format(number=1)),
        _config(more=_PREFIXES.format(number=2)),
        _config(more="data: false\n"),
        _config(more="languages: [{code: mn, name: Монгол}]\n"),
    ),
    # What was published: an entry that may go, one that never was, a list of the other language.
    "addresses.txt": (
        None,
        "/news/2018/c/ article Сургалт\n/projects/p/ project Ховд\n".encode(),
        "/news/2018/c/ article Сургалт\n/news/2018/z/ article Алга\n/en/news/ list\n".encode(),
    ),
    "gone.yaml": (
        None,
        b"- {address: /news/2018/z/, since: 2026-11}\n",
        "- {address: /news/2018/z/, since: 2026, title: {mn: Хуучин, en: Old}, instead: /news/}\n".encode(),
        b"- {address: /news/2018/c/, since: 2026-11-24}\n- {address: /en/*, since: 2026}\n",
    ),
    "content/terms.yaml": tuple(
        "".join(f"- id: {ident}\n  name: {{mn: {ident}{mark}, en: {ident}}}\n" for ident in order).encode()
        for order, mark in ((TERMS, ""), (TERMS, "-шинэ"), (TERMS[::-1], ""), (TERMS[:1], ""))
    ),
    "content/places.yaml": tuple(
        f"- id: khovd\n  name: {{mn: {name}, en: Khovd}}\n  iso: MN-043\n  soums:\n"
        f"    - id: altai\n      name: {{mn: Алтай, en: Altai}}\n{more}".encode()
        for name, more in (
            ("Ховд", ""),
            ("Ховд аймаг", ""),
            ("Ховд", "    - id: buyant\n      name: {mn: Буянт, en: Buyant}\n"),
        )
    ),
    "content/organisations.yaml": (
        None,
        b"- id: gpsa\n  name: {mn: GPSA, en: GPSA}\n",
        b"- id: gpsa\n  name: {mn: GPSA, en: Global Partnership}\n  url: https://gpsa.example.org/\n",
        b"- id: gpsa\n  name: {mn: GPSA, en: GPSA}\n  logo: {light: favicon.svg}\n",
    ),
    "content/authors.yaml": (
        "- id: bold\n  name: {mn: Б.Болд, en: B. Bold}\n".encode(),
        "- id: bold\n  name: {mn: Б.Болд, en: Bold B.}\n  role: {mn: Сурвалжлагч, en: Reporter}\n".encode(),
        b"- {id: bold, name: {en: Bold}}\n- {id: dorj, name: {en: Dorj}}\n",
    ),
    "content/sources.yaml": tuple(
        f"- id: seed\n  title: {{mn: Эх, en: Source}}\n{kept}".encode()
        for kept in ("", "  archived: https://kept.example.org/seed\n", "  archived: more.txt\n")
    ),
    "content/glossary.yaml": (
        None,
        "- id: pta\n  short: {mn: СЭЭБХ, en: PTA}\n  long: {mn: Холбоо, en: Association}\n".encode(),
        "- id: pta\n  short: {mn: СЭЭБХ, en: PTA}\n  long: {mn: Эвлэл, en: Association}\n".encode(),
    ),
    "templates/base.html": _packaged("templates/base.html", "</body>", "<!-- more --></body>")[:2],
    "templates/list.html": _packaged("templates/list.html", "</h1>", "</h1><hr>"),
    "templates/partials/cards.html": _packaged(
        "templates/partials/cards.html", 'class="card"', 'class="card more"'
    ),
    "templates/partials/words.html": _packaged(
        "templates/partials/words.html", 'class="unknown"', 'class="unknown more"'
    )[:2],
    "templates/partials/facts-project.html": _packaged(
        "templates/partials/facts-project.html", 'class="facts"', 'class="facts more"'
    ),
    "static/css/site.css": (None, b"body { color: red }\n", b"body { color: tan }\n"),
    "static/more.txt": (None, b"more\n"),
    "static/most.txt": (None, b"more\n"),
}

# The state of site.yaml in which a new title of an entry changes every page.
MENU_NAMES_AN_ENTRY = 5

# Every page made from these shows the change; the other templates have pages that do not.
SHOWN_ON_EVERY_PAGE = ("templates/base.html", "templates/list.html")

# Each keeps the site from being published.
BROKEN: dict[str, bytes] = {
    "content/articles/2018/a/index.mn.md": b"---\ntitle: [\n---\n",
    "content/articles/2018/b/index.en.md": b"---\ntitle: x\ndate: 2018-13-40\ntags: [none]\n---\n",
    "content/projects/p/index.en.md": b"---\ntitle: P\nstatus: no\n---\n\n[x](project:none)\n",
    "content/forums/photo.png": b"?",
    "content/terms.yaml": b"- id: pta\n",
    "site.yaml": b"title: {mn: x}\n",
    "templates/partials/cards.html": b"{% if %}",
    "templates/list.html": b"{{ page.nothing }}",
    "gone.yaml": b"- {address: news}\n",
}


def files_of(entries: dict[Name, Entry], shared: dict[str, int]) -> dict[str, bytes]:
    """Every file of the site; `shared` chooses among the states of the other files, the first by default."""
    found = {path: states[shared.get(path, 0)] for path, states in SHARED.items()}
    there = {path: content for path, content in found.items() if content is not None}
    for name, entry in entries.items():
        if entry.texts:
            there |= entry.files(name)
    return there
