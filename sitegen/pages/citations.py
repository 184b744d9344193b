"""How an entry is cited: its version, and the forms that programs for references read."""

from __future__ import annotations

import datetime
import re

import msgspec

from sitegen.archive.model import Entry
from sitegen.content.document import Document
from sitegen.content.kinds import ArticleFacts, Text
from sitegen.content.wording import Correction
from sitegen.pages import views
from sitegen.pages.edition import Edition, entry_path, text

_NAMED = {"\\": "textbackslash", "~": "textasciitilde", "^": "textasciicircum"}
_BIBTEX = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%$#_{}"} | {sign: f"\\{name}{{}}" for sign, name in _NAMED.items()}
)
# BibTeX counts braces, escaped ones too.
_ODD_BRACES = str.maketrans(_BIBTEX | {ord("{"): "\\textbraceleft{}", ord("}"): "\\textbraceright{}"})
_LANGID = {"mn": "mongolian", "en": "english"}


class Cited(msgspec.Struct, frozen=True):
    """The parts of a citation. `number` and `changed` are the version of the text; without `authors` the
    site's owner is the author."""

    entry: Entry
    document: Document
    authors: tuple[str, ...]
    owner: str
    site: str
    number: int
    changed: datetime.date | None
    url: str

    @property
    def published(self) -> datetime.date | None:
        return self.entry.published.date() if self.entry.published else None


def citation(edition: Edition, entry: Entry, document: Document) -> views.Citation:
    """How to cite a text. Its version is how often the text was published or corrected, and the last day of
    it."""
    days = (entry.published.date() if entry.published else None, last_change(document.text))
    number = 1 + len(document.text.corrections)
    changed = max((day for day in days if day), default=None)
    url = edition.archive.addresses.full(entry_path(edition, entry))
    owner = text(edition, edition.archive.config.owner)
    site = text(edition, edition.archive.config.title)
    cited = Cited(entry, document, _authors(edition, entry) or (owner,), owner, site, number, changed, url)
    return views.Citation(
        number=number,
        changed=changed,
        authors=cited.authors,
        corrections=tuple(
            views.CorrectionView(date=item.date, what=item.what)
            for item in corrections_in_order(document.text)
        ),
        bibtex=bibtex(cited),
        ris=ris(cited),
    )


def _authors(edition: Edition, entry: Entry) -> tuple[str, ...]:
    written_by = entry.facts.written_by if isinstance(entry.facts, ArticleFacts) else ()
    links = (edition.records.get(("author", ident)) for ident in written_by)
    return tuple(link.title for link in links if link)


def last_change(text: Text) -> datetime.date | None:
    """The last day on which the text was corrected, or otherwise changed."""
    days = [text.updated, *(item.date for item in text.corrections)]
    return max((day for day in days if day), default=None)


def corrections_in_order(text: Text) -> list[Correction]:
    return sorted(text.corrections, key=lambda item: item.date)


def bibtex(cited: Cited) -> str:
    """The citation as an `@misc` entry, which every style of BibTeX and biblatex knows. Braces within the
    quotation marks keep a name from being parted."""
    name = re.sub("[^a-z0-9]+", "-", f"{cited.entry.ref}-{cited.document.lang}")
    version = f"version {cited.number}" + (f", {cited.changed.isoformat()}" if cited.changed else "")
    fields = {
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in cited.authors),
        "title": f"{{{_escaped(cited.document.text.title)}}}",
        "howpublished": f"{{{_escaped(cited.site)}}}",
        "year": f"{cited.published.year}" if cited.published else "",
        "note": version,
        "langid": _LANGID[cited.document.lang],
        "url": cited.url,
    }
    lines = (f'  {key} = "{value}",' for key, value in fields.items() if value)
    return "\n".join((f"@misc{{{name},", *lines, "}"))


def _escaped(text: str) -> str:
    braces = re.sub("[^{}]", "", text)
    while "{}" in braces:
        braces = braces.replace("{}", "")
    return text.translate(_ODD_BRACES if braces else _BIBTEX)


def ris(cited: Cited) -> str:
    """The citation as an RIS record of type ELEC, web page."""
    published, changed = cited.published, cited.changed
    fields = (
        ("TY", "ELEC"),
        *(("AU", name) for name in cited.authors),
        ("TI", cited.document.text.title),
        ("T2", cited.site),
        ("PY", f"{published.year}" if published else ""),
        ("DA", f"{published:%Y/%m/%d}" if published else ""),
        ("ET", f"{cited.number}" + (f" ({changed.isoformat()})" if changed else "")),
        ("PB", cited.owner),
        ("LA", cited.document.lang),
        ("UR", cited.url),
    )
    lines = (f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value)
    return "\n".join((*lines, "ER  - "))
