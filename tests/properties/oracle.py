"""What a clean build of the same files makes: the truth that every incremental build is held against."""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import jinja2
import pytest
from msgspec.msgpack import encode

from sitegen import build as pipeline
from sitegen.build import BuildOptions, build
from sitegen.content import settings as content_settings
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.digest import digest
from sitegen.core.engine import engine_digest
from sitegen.language import catalogue
from sitegen.output import render, template_check, templates, theme

SHM = Path("/dev/shm")

RenderJobFunction = Callable[[render.RenderContext, render.RenderJob], templates.Rendered]
Tree = dict[str, tuple[int, bytes]]  # path -> (mode, digest of the content); a folder ends in "/"


def fresh_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="sitegen-test-", dir=SHM if SHM.is_dir() else None))


def tree(out: Path) -> Tree:
    """Everything below the folder with its rights; links are told from what they lead to."""
    found: Tree = {}
    for folder, folders, files in os.walk(out):
        place = os.path.relpath(folder, out) + "/"
        prefix = "" if place == "./" else place
        found[place] = (stat.S_IMODE(os.lstat(folder).st_mode), b"")
        for name in files:
            path = os.path.join(folder, name)
            found[prefix + name] = (os.lstat(path).st_mode, _content(path))
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        found |= {prefix + name: (stat.S_IFLNK, b"") for name in links}
    return found


def _content(path: str) -> bytes:
    with open(path, "rb") as file:
        return hashlib.blake2b(file.read(), digest_size=16).digest()


def stamps(out: Path) -> dict[str, int]:
    """When each file and folder below the folder was last written."""
    found = {}
    for folder, folders, files in os.walk(out):
        for name in (*folders, *files):
            path = os.path.join(folder, name)
            found[path] = os.lstat(path).st_mtime_ns
    return found


def different(one: Tree, other: Tree) -> list[str]:
    """Names that are not the same in both."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@dataclass(frozen=True)
class Clean:
    """A clean build in a folder of its own, without a store."""

    failed: bool
    diagnostics: tuple[Diagnostic, ...]
    tree: Tree


_known: dict[bytes, Clean] = {}


def clean(site: Path, files: Mapping[str, bytes], today: date, surroundings: bytes) -> Clean:
    """Remembered by all that goes in: the files, the day, and what else the test has changed."""
    parts = itertools.chain.from_iterable((path.encode(), files[path]) for path in sorted(files))
    key = digest(today.isoformat().encode(), surroundings, *parts)
    if key not in _known:
        folder = fresh_folder()
        try:
            outcome = build(BuildOptions(site=site, out=folder / "out", today=today, cache=False))
            found = tree(folder / "out") if not outcome.failed else {}
            _known[key] = Clean(outcome.failed, outcome.diagnostics, found)
        finally:
            shutil.rmtree(folder)
    return _known[key]


@dataclass
class Surroundings:
    """What a site is built by: changed here, it must change what is built."""

    engine: int = 0
    words: int = 0

    def named(self) -> bytes:
        return f"{self.engine} {self.words}".encode()


_WORDS = (b"", "Мэдээ мэдээ".encode(), "Сүүлийн мэдээ".encode())
_NEWS = ('msgid "News"\nmsgstr "', "Мэдээ".encode())


@contextmanager
def changeable(surroundings: Surroundings, remember: bool) -> Iterator[None]:
    """Lets a test change sitegen's version and the words of the interface.

    With `remember`, what is pure and slow is done once for the same input: this takes the purity of rendering
    for granted, so that thousands of builds fit into a minute. The nightly run does without.
    """
    engine, original = engine_digest(), {lang: catalogue.catalogue_bytes(lang) for lang in ("mn", "en")}

    def words(lang: str) -> bytes:
        more = _WORDS[surroundings.words]
        before = _NEWS[0].encode() + _NEWS[1]
        assert lang != "mn" or before in original[lang]
        return original[lang].replace(before, _NEWS[0].encode() + more) if more else original[lang]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "engine_digest", lambda: digest(engine, surroundings.named()))
        patch.setattr(catalogue, "catalogue_bytes", words)
        patch.setattr(content_settings, "catalogue_bytes", words)
        if remember:
            _remember_pure(patch, surroundings)
        yield
    forget_words()


def forget_words() -> None:
    """For after the words were changed: a process reads them once."""
    catalogue.load_catalogue.cache_clear()
    templates._environments.clear()


def _remember_pure(patch: pytest.MonkeyPatch, surroundings: Surroundings) -> None:
    check = template_check.check
    checked: dict[tuple[tuple[str, str], ...], template_check.Checked] = {}

    def checked_once(sources: Mapping[str, str], views: Mapping[str, Any]) -> template_check.Checked:
        key = tuple(sorted(sources.items()))
        if key not in checked:
            checked[key] = check(sources, views)
        return checked[key]

    patch.setattr(template_check, "check", checked_once)
    files = theme._files
    packaged = {folder: files(theme.REPOSITORY / folder) for folder in ("templates", "static")}
    patch.setattr(theme, "_files", lambda folder: _packaged(packaged, folder) or files(folder))
    patch.setattr(templates, "_MOST_ENVIRONMENTS", 300)
    patch.setattr(templates, "environment", _compiled_once(templates.environment))
    patch.setattr(render, "render_job", _rendered_once(render.render_job, surroundings))


def _packaged(known: dict[str, dict[str, Path]], folder: Path) -> dict[str, Path]:
    return known[folder.name] if folder.parent == theme.REPOSITORY else {}


def _compiled_once(make: Callable[..., jinja2.Environment]) -> Callable[..., jinja2.Environment]:
    compiled: dict[tuple[object, ...], Any] = {}

    def environment(found: theme.Theme, lang: str, words: catalogue.Catalogue) -> jinja2.Environment:
        made = make(found, lang, words)
        compile_anew: Callable[..., Any] = made.compile

        def compiled_once(source: str, *rest: str | None) -> Any:
            key = (lang, source, *rest)
            if key not in compiled:
                compiled[key] = compile_anew(source, *rest)
            return compiled[key]

        made.compile = compiled_once  # type: ignore[method-assign, assignment]
        return made

    return environment


def _rendered_once(work: RenderJobFunction, surroundings: Surroundings) -> RenderJobFunction:
    rendered: dict[bytes, templates.Rendered] = {}

    def render_job(context: render.RenderContext, job: render.RenderJob) -> templates.Rendered:
        around = (surroundings.named(), context.theme.digest, encode(context.chromes))
        key = digest(*around, encode(job))
        if key not in rendered:
            if len(rendered) > 20_000:
                rendered.clear()
            rendered[key] = work(context, job)
        return rendered[key]

    return render_job
