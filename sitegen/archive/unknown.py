"""What a name that nobody knows may mean, and how the thing named is added if it is new."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sitegen.archive.model import Archive
from sitegen.content.kinds import BY_NAME
from sitegen.content.suggest import suggest
from sitegen.content.values import is_id
from sitegen.content.yaml_mend import flow
from sitegen.language.slugs import slugify
from sitegen.language.words import Words

_FILES = {"term": "terms.yaml", "place": "places.yaml", "organisation": "organisations.yaml",
          "author": "authors.yaml", "source": "sources.yaml"}  # fmt: skip
# Said of a place, and no part of its name.
_OF_PLACES = re.compile(
    r"\b(?:айм(?:аг|гийн)|сум(?:ын)?|дүүрэг|aimag|sou?m|province|district)\b", re.IGNORECASE
)
_SIGNS = re.compile(r"[^\w]+")


class Names:
    """The names of everything that can be referred to, by kind."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._known: dict[str, dict[str, set[str]]] = {}
        for kind, ident, names in _names(archive):
            for name in (ident, *names):
                self._known.setdefault(kind, {}).setdefault(_folded(name), set()).add(ident)

    def hint(self, kind: str, written: str) -> dict[str, str]:
        """The arguments of E411: the id that is meant, or all that may be; and how to add a new one."""
        known = self._known.get(kind, {})
        meant = sorted(known.get(_folded(written), ()))
        if not meant and (apart := self._apart(kind, written)):
            return {"apart": apart}
        if len(meant) > 1:
            return {"either": ", ".join(meant)}
        if meant:
            return {"named": meant[0]}
        return {"suggestion": self._like(kind, written, known), **self._new(kind, written)}

    def _apart(self, kind: str, written: str) -> str:
        """Items for several names in one, `pta; grants`, if each is known. A place may have a comma in it."""
        parts = re.split("[;|]" if kind == "place" else "[;|,]", written)
        known = self._known.get(kind, {})
        ids = [known.get(_folded(part), ()) for part in parts if part.strip()]
        return ", ".join(map("".join, ids)) if len(ids) > 1 and all(len(found) == 1 for found in ids) else ""

    def _like(self, kind: str, written: str, known: dict[str, set[str]]) -> str:
        """A known id written almost so; where it has an aimag, in the same one."""
        ids = {ident for idents in known.values() for ident in idents}
        if kind == "place" and "/" in written:
            aimag = written.partition("/")[0]
            ids = {ident for ident in ids if "/" in ident and suggest(aimag, [ident.partition("/")[0]])}
        return suggest(written, ids)

    def _new(self, kind: str, written: str) -> dict[str, str]:
        if kind in BY_NAME:
            ref = written if is_id(written) else slugify(written)
            folder = f"content/{BY_NAME[kind].folder}/{ref}"
            return {"folder": folder, "use": "" if ref == written else ref} if ref else {}
        file = f"content/{_FILES[kind]}"
        lines, ident = self._place(written) if kind == "place" else _record(kind, written)
        return {"file": file, "lines": lines, "use": "" if ident == written else ident}

    def _place(self, written: str) -> tuple[str, str]:
        """Lines for a soum, and for its aimag if that is new too; none for a name that may be either."""
        aimag, _, soum = (part.strip() for part in re.sub(r"\s*[/,]\s*", "/", written).partition("/"))
        known = [ident for ident in self._known.get("place", {}).get(_folded(aimag), ()) if "/" not in ident]
        if not soum:
            return ("", "") if known or not is_id(written) else _record("place", written)
        lines, home = ("", known[0]) if len(known) == 1 else _record("place", aimag)
        line, ident = _record("place", soum, f"{home}/")
        return ("\n".join(filter(None, (lines, line))), ident) if home and ident else ("", "")


def _record(kind: str, written: str, prefix: str = "") -> tuple[str, str]:
    """A line that adds a record, and its id. Its name is in the language of what was written."""
    text = " ".join(_OF_PLACES.sub("", written).split()) if kind == "place" else written
    in_cyrillic = bool(re.search("[\u0400-\u04ff]", text))
    lang = "mn" if in_cyrillic else "en"
    ident = text if is_id(text) else slugify(text, lang)
    name = text if text != ident else ident.replace("-", " ")
    name = (
        name.title()
        if name == name.lower() and kind in ("place", "organisation", "author") and not in_cyrillic
        else name
    )
    field = "title" if kind == "source" else "name"
    line = f"- {{id: {prefix}{ident}, {field}: {{{lang}: {flow(name[:1].upper() + name[1:])}}}}}"
    return (line, prefix + ident) if ident else ("", "")


def _names(archive: Archive) -> Iterator[tuple[str, str, Iterable[str]]]:
    """Kind and id of everything, and what it is called."""
    for entry in archive.entries.values():
        yield entry.kind, entry.ref, [document.text.title for document in entry.documents]
    for term in archive.records.terms:
        yield "term", term.id, _said(term.name)
    for ident, (place, soum) in archive.places.items():
        if soum is None:
            yield "place", ident, _said(place.name)
        else:
            pairs = [f"{aimag} {name}" for aimag in _said(place.name) for name in _said(soum.name)]
            yield "place", ident, (*_said(soum.name), *pairs)
    for organisation in archive.records.organisations:
        yield "organisation", organisation.id, (*_said(organisation.name), *_said(organisation.short))
    for author in archive.records.authors:
        yield "author", author.id, _said(author.name)
    for source in archive.records.sources:
        yield "source", source.id, _said(source.title)


def _said(words: Words | None) -> list[str]:
    return [text for _, text in words.texts] if words else []


def _folded(name: str) -> str:
    """Capitals, signs, and “aimag” and “soum” make no difference."""
    return " ".join(_SIGNS.sub(" ", _OF_PLACES.sub(" ", name.lower())).split())
