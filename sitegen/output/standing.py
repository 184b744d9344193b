"""The state of the published folder, compared with what the store knows of it, and pictures that earlier
builds made, for a published folder that has lost them: a fresh checkout, or CI.

Each picture is a file of its own beside the store, named by the key of all that it is made from, and sealed.
A damaged file counts as missing, and a picture that cannot be kept is made again next time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import suppress
from pathlib import Path

import msgspec

from sitegen.content.addresses import output_path
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.digest import digest, digest_of
from sitegen.core.files import Signature, content_of, file_signature, is_settled, is_signed
from sitegen.core.store import Damaged, Store, decode_values
from sitegen.language.catalogue import Catalogue
from sitegen.output.journal import is_of_file, is_of_site
from sitegen.output.makers import MAKERS
from sitegen.output.theme import Theme
from sitegen.pages.plan import Plan
from sitegen.pages.planned import KeptPage

# What a page is made of besides its view, in the order of `WantedPage.ingredients`.
INGREDIENTS = ("sitegen and its libraries", "interface words", "template", "menu, footer and site texts")
# Why a page was rendered, besides an ingredient that changed.
NEW_PAGE = "new"
DAMAGED = "the file was changed or deleted"
SPACE = "published"  # all files in one value, since every build looks at all of them
MADE = "made"
COUNTER = "build"
# A file that was put: (target, key, digest of its content, what it was made of if it is a page).
Written = tuple[str, bytes, bytes, "Provenance | None"]
TEMPLATE = "picture"  # only pictures are kept: everything else is made quickly
_SEAL = len(digest(b""))


class WantedPage(msgspec.Struct, frozen=True):
    """A page of the plan with the key of all that it is made from, and its file in the published folder
    (`target`).

    `ingredients` are the digests of all that it is made from besides its view, in the order of INGREDIENTS.
    """

    planned: KeptPage
    target: str
    key: bytes
    ingredients: tuple[bytes, ...]


def wanted_pages(
    plan: Plan, theme: Theme, catalogues: Mapping[str, Catalogue], engine: bytes
) -> Iterator[WantedPage]:
    """The pages of a plan with their keys; `engine` is the digest of the program."""
    encode = msgspec.msgpack.Encoder().encode
    words = {lang: digest(encode(catalogue)) for lang, catalogue in catalogues.items()}
    chromes = {lang: digest(encode(chrome)) for lang, chrome in plan.chromes.items()}
    shared: dict[tuple[str, str], tuple[tuple[bytes, ...], bytes]] = {}
    for page in plan.pages:
        kind = (page.template, page.lang)
        if kind not in shared:
            parts: tuple[bytes, ...] = (engine,)
            if page.template not in MAKERS:
                closure = theme.closure_digest(page.template)
                parts = (engine, words[page.lang], closure, chromes[page.lang])
            shared[kind] = (parts, digest(page.template.encode(), page.lang.encode(), *parts))
        parts, base = shared[kind]
        key = base + page.view_digest
        if page.files:
            key = digest(key, *(file.digest for file in page.files))
        yield WantedPage(page, output_path(page.path), key, parts)


class Provenance(msgspec.Struct, frozen=True, array_like=True):
    """What a page was made of, and why it was last rendered. `view` is the digest of what it shows, `before`
    of what it showed at the rendering before; `build` is the number of the build."""

    ingredients: tuple[bytes, ...]
    view: bytes
    before: bytes
    why: tuple[str, ...]
    build: int


class PublishedFile(msgspec.Struct, frozen=True, array_like=True):
    """What the store knows of a published file: the key of what it was made from, the digest of its content,
    and its state on disk."""

    key: bytes
    content: bytes
    signature: Signature
    settled: bool


class Standing:
    """Compares the published folder with what the store knows of its files, and records what was written."""

    def __init__(
        self,
        out: Path,
        store: Store,
        clock: Callable[[], int],
        removed: set[str],
        *,
        nobody_else: bool = False,
    ) -> None:
        """`removed` collects the files that publishing removes. `nobody_else` tells that no other program
        writes into the folder, so that files that stay need no look at the disk."""
        self.out = out
        self.removed = removed
        self._nobody_else = nobody_else
        self.clock = clock
        self.begun = clock()
        self.before = known_files(store)
        self.build = build_number(store) + 1
        self._store = store
        self._changed: dict[str, PublishedFile] = {}
        self._former: dict[str, Provenance] = {}
        self._made: dict[str, Provenance | None] = {}

    def provenance_of(self, targets: Iterable[str]) -> dict[str, Provenance]:
        """What the pages among these files were made of, by target."""
        return decode_values(Provenance, self._store.read_some(MADE, self.before.keys() & targets))

    def new_provenance(self, page: WantedPage) -> Provenance:
        """What a page of those that publication began with is made of now, and why it is made anew."""
        view, former = page.planned.view_digest, self._former.get(page.target)
        if former is None:
            return Provenance(page.ingredients, view, b"", (NEW_PAGE,), self.build)
        parts = zip(INGREDIENTS, former.ingredients, page.ingredients, strict=False)
        why = [name for name, old, new in parts if old != new]
        if self.before[page.target].key == page.key:
            why.append(DAMAGED)
        return Provenance(page.ingredients, view, former.view, tuple(why), self.build)

    def has(self, target: str, key: bytes) -> bool:
        """Whether the file with this key is there, and nobody has written it since."""
        known = self.before.get(target)
        return bool(known and known.key == key and self._holds(target, known, known))

    def stands(self, target: str, key: bytes, content: bytes, made: Provenance) -> bool:
        """Whether the file has these bytes already, though another key: its new key is noted, and the file
        left alone."""
        known = self.before.get(target)
        if known is None or known.content != content:
            return False
        if not self._holds(target, known, msgspec.structs.replace(known, key=key)):
            return False
        self._made[target] = made
        return True

    def _holds(self, target: str, known: PublishedFile, fresh: PublishedFile) -> bool:
        location = f"{self.out}/{target}"
        if not (known.settled and is_signed(location, known.signature)):
            now = file_signature(location)
            if now is None or now.size != known.signature.size:
                return False
            if not _is_content(Path(location), known.content):
                return False
            fresh = msgspec.structs.replace(fresh, signature=now, settled=is_settled(now, self.begun))
        if fresh is not known:
            self._changed[target] = fresh
        return True

    def has_still(self, targets: Iterable[str]) -> bool:
        """Whether these files, which the store knows, are there and nobody has written them since."""
        if self._nobody_else:
            return True
        return all(self._holds(name, self.before[name], self.before[name]) for name in targets)

    def find_ours(self) -> frozenset[str]:
        """The files that still hold what we put there, for a folder that has lost its listing."""
        return frozenset(name for name, known in self.before.items() if self._holds(name, known, known))

    def note_written(self, files: Iterable[Written]) -> None:
        now = self.clock()
        for target, key, content, made in files:
            found = file_signature(f"{self.out}/{target}")
            if found:  # None if somebody has removed the file again
                self._changed[target] = PublishedFile(key, content, found, is_settled(found, now))
                self._made[target] = made

    def begin(self, changed: Iterable[WantedPage]) -> None:
        """Begins a publication of these pages: looks up what they were made of. Writes to the store before
        anything is published, so that SQLite has its files open for `keep`: later there may be no descriptors
        left."""
        _count(self._store, self.build - 1)
        self._former = self.provenance_of(page.target for page in changed)

    def keep(self, planned: Set[str]) -> None:
        """Keeps the state of the published files for the next build. The site stands already, so a store that
        cannot be written is no error."""
        store = self._store
        store.tolerate_failures()
        gone = (self.before.keys() or store.names(MADE)) - planned
        if self._changed or gone:
            known = self.before | self._changed
            for name in known.keys() - planned:
                del known[name]
            store.write(SPACE, {SPACE: msgspec.msgpack.encode(known)})
        made = {name: msgspec.msgpack.encode(item) for name, item in self._made.items() if item}
        store.write(MADE, made)
        store.remove(MADE, gone | (self._made.keys() - made))
        _count(store, self.build)


def _count(store: Store, build: int) -> None:
    store.write(COUNTER, {COUNTER: str(build).encode()})


def _is_content(path: Path, content: bytes) -> bool:
    return is_of_file(path.stat().st_mode) and digest_of(path) == content


class PublishResult(msgspec.Struct, frozen=True):
    """What publishing did. `rendered` are the addresses of rendered pages.

    It is not `as_planned` if a source file changed while it was published.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    rendered: tuple[str, ...] = ()
    written: int = 0
    unchanged: int = 0
    as_planned: bool = True


def known_files(store: Store) -> dict[str, PublishedFile]:
    """What the store knows of every published file, by target. Raises Damaged for a path where no file of a
    site may stand."""
    found: dict[str, PublishedFile] = decode_values(dict[str, PublishedFile], store.read(SPACE)).get(
        SPACE, {}
    )
    if not all(map(is_of_site, found)):
        raise Damaged("published files that are no paths of a site")
    return found


def views_before(store: Store) -> Iterator[bytes]:
    """The digests of the views that pages had before they were last rendered."""
    return (made.before for made in decode_values(Provenance, store.read(MADE)).values() if made.before)


def build_number(store: Store) -> int:
    """The number of the last build that published; 0 when there was none."""
    number = store.read(COUNTER).get(COUNTER, b"")
    return int(number) if number.isdigit() else 0


class KeptPictures:
    """Keeps pictures in a folder, which may not exist yet; with None nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = None if folder and folder.is_symlink() else folder

    def find(self, page: WantedPage) -> bytes | None:
        """The bytes of a picture that an earlier build made from the same; None if there is none."""
        if self._folder is None or page.planned.template != TEMPLATE:
            return None
        with suppress(OSError):
            raw = content_of(self._folder / _name(page))
            if digest(raw[_SEAL:]) == raw[:_SEAL]:
                return raw[_SEAL:]
        return None

    def keep(self, page: WantedPage, content: bytes) -> None:
        if self._folder is None or page.planned.template != TEMPLATE or not content:
            return
        location = self._folder / _name(page)
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            written = location.with_suffix(".tmp")
            written.write_bytes(digest(content) + content)
            os.replace(written, location)

    def sweep(self, pages: Iterable[WantedPage]) -> None:
        """Removes the pictures that belong to none of these pages."""
        if self._folder is None or not self._folder.is_dir():
            return
        wanted = {_name(page) for page in pages if page.planned.template == TEMPLATE}
        with suppress(OSError):
            for path in list(self._folder.iterdir()):
                if path.name not in wanted:
                    path.unlink()


def _name(page: WantedPage) -> str:
    return digest(page.key).hex()
