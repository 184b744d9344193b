"""How an entry is cited: its version, and the forms that programs for references read."""

from __future__ import annotations

import datetime
import re

from sitegen.archive.model import Entry
from sitegen.content.document import Document
from sitegen.pages import views
from sitegen.pages.edition import Edition, entry_path, text

_BIBTEX = str.maketrans({sign: f"\\{sign}" for sign in "&%$#_{}"} | {"\\": "", "~": " ", "^": ""})
_LANGID = {"mn": "mongolian", "en": "english"}


def citation(edition: Edition, entry: Entry, document: Document) -> views.Citation:
    """Its version is the number of times the text was published or corrected, and the last of these days."""
    days = [entry.published.date() if entry.published else None, document.text.updated]
    days += [item.date for item in document.text.corrections]
    known = [day for day in days if day]
    number = 1 + len(document.text.corrections)
    changed = max(known, default=None)
    url = edition.archive.addresses.full(entry_path(edition, entry))
    owner = text(edition, edition.archive.config.owner)
    site = text(edition, edition.archive.config.title)
    given = (document, owner, site, entry.published and entry.published.date(), number, changed, url)
    return views.Citation(
        number=number,
        changed=changed,
        corrections=tuple(
            views.Correction(date=item.date, what=item.what)
            for item in sorted(document.text.corrections, key=lambda item: item.date)
        ),
        bibtex=bibtex(entry, *given),
        ris=ris(*given),
    )


def bibtex(
    entry: Entry,
    document: Document,
    owner: str,
    site: str,
    published: datetime.date | None,
    number: int,
    changed: datetime.date | None,
    url: str,
) -> str:
    """An `@misc`, which every style of BibTeX and biblatex knows. Braces within the quotation marks hold a
    name together."""
    name = re.sub("[^a-z0-9]+", "-", f"{entry.ref}-{document.lang}")
    version = f"version {number}" + (f", {changed.isoformat()}" if changed else "")
    fields = {
        "author": f"{{{owner.translate(_BIBTEX)}}}",
        "title": f"{{{document.text.title.translate(_BIBTEX)}}}",
        "howpublished": f"{{{site.translate(_BIBTEX)}}}",
        "year": f"{published.year}" if published else "",
        "note": version,
        "langid": _LANGID[document.lang],
        "url": url,
    }
    lines = (f'  {key} = "{value}",' for key, value in fields.items() if value)
    return "\n".join((f"@misc{{{name},", *lines, "}"))


def ris(
    document: Document,
    owner: str,
    site: str,
    published: datetime.date | None,
    number: int,
    changed: datetime.date | None,
    url: str,
) -> str:
    """A record of the type for pages on the web."""
    fields = (
        ("TY", "ELEC"),
        ("AU", owner),
        ("TI", document.text.title),
        ("T2", site),
        ("PY", f"{published.year}" if published else ""),
        ("DA", f"{published:%Y/%m/%d}" if published else ""),
        ("ET", f"{number}" + (f" ({changed.isoformat()})" if changed else "")),
        ("PB", owner),
        ("LA", document.lang),
        ("UR", url),
    )
    lines = (f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value)
    return "\n".join((*lines, "ER  - "))
