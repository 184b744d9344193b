"""The plan becomes the published site: what changed is rendered or copied, the rest is left alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from pathlib import Path

import msgspec

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.digest import digest
from sitegen.core.files import Signature, is_settled, signature
from sitegen.core.store import Store
from sitegen.output.publish import Publication, signatures
from sitegen.output.render import RenderContext
from sitegen.output.rendering import Wanted, render_pages
from sitegen.output.templates import Rendered


class Published(msgspec.Struct, frozen=True, array_like=True):
    """What the store knows of a published file: what it was made from, its content, and its state on disk."""

    key: bytes
    content: bytes
    signature: Signature
    settled: bool


class Copy(msgspec.Struct, frozen=True):
    """A file to publish as it is; `key` is the digest of its content."""

    target: str
    source: Path
    key: bytes


class Result(msgspec.Struct, frozen=True):
    """`rendered` names the pages that were rendered, `removed` the files that went."""

    diagnostics: tuple[Diagnostic, ...] = ()
    rendered: tuple[str, ...] = ()
    written: int = 0
    unchanged: int = 0
    removed: tuple[str, ...] = ()


class Standing:
    """What stands in the published folder already, against what the store knows of it."""

    def __init__(self, out: Path, store: Store) -> None:
        self.out = out
        self.space = "published"
        decoder = msgspec.msgpack.Decoder(Published)
        self.before = {name: decoder.decode(value) for name, value in store.read(self.space).items()}
        self.found = signatures(out)
        self.changed: dict[str, Published] = {}

    def has(self, target: str, key: bytes) -> bool:
        """Whether the file is there, made from exactly this, and nobody has written it since."""
        known = self.before.get(target)
        now = self.found.get(target)
        if known is None or now is None or known.key != key:
            return False
        if known.settled and known.signature == now:
            return True
        if digest((self.out / target).read_bytes()) != known.content:
            return False
        self.note(target, key, known.content, now)
        return True

    def note(self, target: str, key: bytes, content: bytes, found: Signature) -> None:
        self.changed[target] = Published(key, content, found, is_settled(found, time.time_ns()))

    def keep(self, store: Store, planned: frozenset[str]) -> None:
        encoder = msgspec.msgpack.Encoder()
        store.write(self.space, {name: encoder.encode(item) for name, item in self.changed.items()})
        store.remove(self.space, self.before.keys() - planned)


def publish_site(
    out: Path,
    pages: list[Wanted],
    copies: Iterable[Copy],
    context: RenderContext,
    bodies: Callable[[tuple[bytes, ...]], dict[bytes, str]],
    store: Store,
    executor: Callable[[int], Executor],
    progress: Callable[[str, int, Iterable[Rendered]], Iterator[Rendered]],
) -> Result:
    """Makes the folder exactly the planned set of files, unless a template fails: then nothing changes."""
    standing = Standing(out, store)
    files = list(copies)
    planned = frozenset((*(page.target for page in pages), *(copy.target for copy in files)))
    to_render = [page for page in pages if not standing.has(page.target, page.key)]
    to_copy = [copy for copy in files if not standing.has(copy.target, copy.key)]
    written: dict[str, tuple[bytes, bytes]] = {}
    problems: list[Diagnostic] = []
    with Publication(out) as publication:
        results = render_pages(to_render, context, bodies, executor(len(to_render)))
        for page, rendered in zip(to_render, progress("rendering", len(to_render), results), strict=True):
            problems += rendered.diagnostics
            content = digest(rendered.content)
            if not problems and not _stands(standing, page, content):
                publication.put(page.target, rendered.content)
                written[page.target] = (page.key, content)
        if problems:
            return Result(diagnostics=tuple(problems))
        for copy in to_copy:
            publication.put(copy.target, copy.source)
            written[copy.target] = (copy.key, copy.key)
        removed = publication.commit(planned)
    for target, (key, content) in written.items():
        standing.note(target, key, content, signature((out / target).stat()))
    standing.keep(store, planned)
    return Result(
        rendered=tuple(page.target for page in to_render),
        written=len(written),
        unchanged=len(planned) - len(written),
        removed=removed,
    )


def _stands(standing: Standing, page: Wanted, content: bytes) -> bool:
    """Whether the very bytes are there already, made from something else: then the file is left alone."""
    known = standing.before.get(page.target)
    now = standing.found.get(page.target)
    if now is None or known is None or known.content != content:
        return False
    trusted = known.settled and known.signature == now
    if not trusted and digest((standing.out / page.target).read_bytes()) != content:
        return False
    standing.note(page.target, page.key, content, now)
    return True
