"""The board: the state that browsers see now, and who waits for news of it. Only builder and server share it.

It tells what editors want to know of each page: its file, its translation, and what of the site still waits.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from itertools import groupby
from typing import Any

import msgspec

from sitegen.content.addresses import SECTIONS, Addresses, output_path
from sitegen.content.document import Document, ReadDocument
from sitegen.core.digest import SIZE
from sitegen.core.store import INDEX, SeenFile, Store, decode_values
from sitegen.steps.memory import DOCUMENTS

# The files of records, by the sections whose pages are made from them.
_RECORDS = {
    SECTIONS["place"]: "content/places.yaml",
    SECTIONS["organisation"]: "content/organisations.yaml",
    SECTIONS["author"]: "content/authors.yaml",
    SECTIONS["term"]: "content/terms.yaml",
}
PRINT = "print/"


class _DeskDocument(msgspec.Struct, frozen=True):
    """A document, as far as the desk knows it. `name` is the digest of its path and content, `text` that of
    its wording; `day` and `expires` are the dates that this file states."""

    path: str
    kind: str
    ref: str
    lang: str
    title: str
    draft: bool
    sample: bool
    day: date | None
    expires: date | None
    text: str
    made_from: str | None
    name: bytes


class PageInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What editors want to know of one page.

    `file` is the file to edit, empty if there is not exactly one; `translation` is `translated`, `missing`,
    `outdated`, or empty; `other` is the path of the translation's file. `hidden` says why readers do not see
    the page: `draft`, or `ahead` or `expired` with the `day`.
    """

    file: str = ""
    records: bool = False
    lang: str = ""
    translation: str = ""
    other: str = ""
    hidden: str = ""
    day: date | None = None


class WaitingItem(msgspec.Struct, frozen=True, kw_only=True):
    """A text that waits for editors: `reason` is draft, ahead, expired, missing, outdated or sample."""

    reason: str
    title: str
    lang: str
    path: str
    url: str
    day: date | None = None


class Desk(msgspec.Struct, frozen=True):
    """`documents` are all by path; `entry_pages` has the entry and language of each page of an entry, by
    target; `waiting` are all texts that wait, entry by entry."""

    documents: Mapping[str, _DeskDocument] = {}
    entries: Mapping[tuple[str, str], tuple[_DeskDocument, ...]] = {}
    entry_pages: Mapping[str, tuple[tuple[str, str], str]] = {}
    addresses: Addresses = Addresses("", "", {"mn": "/"})
    today: date = date.min
    waiting: tuple[WaitingItem, ...] = ()

    def page_info(self, target: str) -> PageInfo:
        """What editors want to know of the page at `target`."""
        if target not in self.entry_pages:
            return self._of_no_entry(target)
        key, lang = self.entry_pages[target]
        entry = self.entries[key]
        own = next((item for item in entry if item.lang == lang), entry[0])
        other = next((item for item in entry if item is not own), None)
        hidden, day = _why_hidden(own, entry, self.today)
        if own.lang != lang:  # the page is a stub
            state, file, beside = "missing", own.path, _in_language(own, lang)
        elif len(self.addresses.roots) < 2:
            state, file, beside = "", own.path, ""
        elif other is None:
            missing = next(code for code in self.addresses.roots if code != lang)
            state, file, beside = "missing", own.path, _in_language(own, missing)
        else:
            outdated = _is_outdated(own, entry) or _is_outdated(other, entry)
            state, file, beside = "outdated" if outdated else "translated", own.path, other.path
        return PageInfo(file=file, lang=lang, translation=state, other=beside, hidden=hidden, day=day)

    def _of_no_entry(self, target: str) -> PageInfo:
        lang, rest = self.split(target)
        file = next((file for section, file in _RECORDS.items() if rest.startswith(section)), "")
        return PageInfo(file=file, records=bool(file), lang=lang)

    def split(self, target: str) -> tuple[str, str]:
        """(language of a target, rest of the target below the language's root)."""
        roots = sorted(self.addresses.roots.items(), key=lambda item: len(item[1]), reverse=True)
        for lang, root in roots:
            if target.startswith(root.lstrip("/")):
                return lang, target.removeprefix(root.lstrip("/"))
        return "", target

    def counterpart(self, target: str, lang: str) -> str:
        """The target of the same page in another language: only the root differs."""
        return self.addresses.roots[lang].lstrip("/") + self.split(target)[1]


def _why_hidden(item: _DeskDocument, entry: Iterable[_DeskDocument], today: date) -> tuple[str, date | None]:
    day = next((one.day for one in entry if one.day), None)
    expires = next((one.expires for one in entry if one.expires), None)
    if item.draft:
        return "draft", None
    if day and day > today:
        return "ahead", day
    if expires and expires <= today:
        return "expired", expires
    return "", None


def _is_outdated(item: _DeskDocument, entry: Iterable[_DeskDocument]) -> bool:
    made_from = item.made_from
    return bool(made_from) and all(one.text != made_from for one in entry if one is not item)


def _in_language(item: _DeskDocument, lang: str) -> str:
    return f"{item.path.removesuffix(f'{item.lang}.md')}{lang}.md"


def look_over(before: Desk, store: Store, addresses: Addresses, today: date) -> Desk:
    """The desk after a build; only documents that it does not know yet are read."""
    seen: dict[str, SeenFile] = decode_values(dict[str, SeenFile], store.read_some(INDEX, [DOCUMENTS])).get(
        DOCUMENTS, {}
    )
    fresh = {
        path
        for path, item in seen.items()
        if path not in before.documents or before.documents[path].name != item.digest
    }
    gone = before.documents.keys() - seen.keys()
    if not fresh and not gone and (before.addresses, before.today) == (addresses, today):
        return before
    read = _documents(store, {seen[path].digest: path for path in fresh})
    # A document that cannot be read any more stays as it was, like its page, which is still shown.
    known = {path: item for path, item in before.documents.items() if path not in gone}
    known |= {path: _desk_document(document, seen[path].digest) for path, document in read.items()}
    order = list(addresses.roots)
    entries = {
        key: tuple(sorted(group, key=lambda item: order.index(item.lang)))
        for key, group in groupby(sorted(known.values(), key=_entry), key=_entry)
    }
    desk = Desk(known, entries, dict(_entry_pages(entries, addresses)), addresses, today)
    return msgspec.structs.replace(desk, waiting=tuple(_waiting_texts(desk)))


def _entry(item: _DeskDocument) -> tuple[str, str]:
    return (item.kind, item.ref)


def _documents(store: Store, wanted: Mapping[bytes, str]) -> dict[str, Document]:
    """The documents with contents of these digests; their names in the store end with the digest."""
    names = {name: digest for name in store.names(DOCUMENTS) if (digest := _digest_in(name)) in wanted}
    some = store.read(DOCUMENTS) if len(names) > len(wanted) // 2 > 500 else store.read_some(DOCUMENTS, names)
    read = decode_values(ReadDocument, {name: raw for name, raw in some.items() if name in names})
    return {wanted[names[name]]: item.document for name, item in read.items() if item.document}


def _digest_in(name: str) -> bytes:
    return bytes.fromhex(name[-2 * SIZE :])


def _desk_document(document: Document, name: bytes) -> _DeskDocument:
    facts, text = document.facts, document.text
    return _DeskDocument(
        path=document.path,
        kind=document.kind,
        ref=document.ref,
        lang=document.lang,
        title=text.title,
        draft=text.draft,
        sample=text.sample,
        day=facts.date.date() if facts.date else None,
        expires=facts.expires,
        text=document.text_digest,
        made_from=text.translated_from,
        name=name,
    )


def _entry_pages(
    entries: Mapping[tuple[str, str], tuple[_DeskDocument, ...]], addresses: Addresses
) -> Iterator[tuple[str, tuple[tuple[str, str], str]]]:
    for key in entries:
        for lang in addresses.roots:
            path = addresses.entry(*key, lang)
            yield output_path(path), (key, lang)
            yield output_path(path + PRINT), (key, lang)


def _waiting_texts(desk: Desk) -> Iterator[WaitingItem]:
    for entry in desk.entries.values():
        for item in entry:
            hidden, day = _why_hidden(item, entry, desk.today)
            if hidden:
                yield _waiting_item(desk, hidden, item, item.lang, item.path, day)
            if item.sample:
                yield _waiting_item(desk, "sample", item, item.lang, item.path)
            if _is_outdated(item, entry):
                yield _waiting_item(desk, "outdated", item, item.lang, item.path)
        if len(entry) < len(desk.addresses.roots):
            there = {item.lang for item in entry}
            for lang in desk.addresses.roots.keys() - there:
                yield _waiting_item(desk, "missing", entry[0], lang, _in_language(entry[0], lang))


def _waiting_item(
    desk: Desk, reason: str, item: _DeskDocument, lang: str, path: str, day: date | None = None
) -> WaitingItem:
    url = desk.addresses.url(desk.addresses.entry(item.kind, item.ref, lang))
    return WaitingItem(reason=reason, title=item.title, lang=item.lang, path=path, url=url, day=day)


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """A diagnostic in the editor's language; `file` is the full path of its file on this computer. `hint`
    says also why an error stops nothing, or a warning is an error."""

    path: str
    line: int
    column: int
    code: str
    error: bool
    message: str
    hint: str
    file: str


class PreviewState(msgspec.Struct, frozen=True, kw_only=True):
    """The state that browsers see.

    `targets` are the files that the last good build listed, under `mount`; `files` counts how often files
    changed that are neither page nor style sheet. `failed` means that problems kept the last edit from being
    built. `trouble` says in words what is wrong besides the content. `ahead` are pages, by target, that the
    build under way has not written yet; `step` is its progress: (stage, done, total). `pictures` is the
    encoded plan of pictures that the last good build left to be made on request; `parts` are the pages of all
    parts of the theme, by target.
    """

    mount: str = ""
    targets: frozenset[str] = frozenset()
    ahead: Mapping[str, bytes] = {}
    files: int = 0
    problems: tuple[Problem, ...] = ()
    failed: bool = False
    working: bool = True
    step: tuple[str, int, int] | None = None
    pictures: bytes = b""
    parts: Mapping[str, bytes] = {}
    drafts: bool = True
    trouble: str = ""
    desk: Desk = Desk()


class Board:
    """Holds the state that is shown. Any thread may read it; only the builder changes it."""

    def __init__(self, shown: PreviewState) -> None:
        self._shown = shown
        self._lock = threading.Lock()
        self._listeners: set[Callable[[], None]] = set()
        self._watched: Counter[str] = Counter()

    @property
    def shown(self) -> PreviewState:
        return self._shown

    def show(self, **changes: Any) -> None:
        """Changes fields of what is shown, and calls the listeners."""
        self._shown = msgspec.structs.replace(self._shown, **changes)
        with self._lock:
            listeners = tuple(self._listeners)
        for listen in listeners:
            listen()

    def listen(self, listener: Callable[[], None]) -> None:
        """Has the listener called after every change, in the builder's thread."""
        with self._lock:
            self._listeners.add(listener)

    @contextmanager
    def watching(self, target: str) -> Iterator[None]:
        """Notes, during the block, that somebody looks at the page at `target`."""
        with self._lock:
            self._watched[target] += 1
        try:
            yield
        finally:
            with self._lock:
                self._watched[target] -= 1

    def watched_targets(self) -> frozenset[str]:
        """The targets of all pages that somebody looks at."""
        with self._lock:
            return frozenset(target for target, number in self._watched.items() if number)
