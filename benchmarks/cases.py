"""What is measured: a build from nothing, one with nothing changed, and one after each kind of edit."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import msgspec

from benchmarks.corpus import Corpus, File
from benchmarks.generators.generator import Generator, Places
from benchmarks.measure import Measured, measure

CASES = ("cold", "noop", "body", "title", "base", "memory")
BODY_MARK = "Хэмжилтийн өгүүлбэр"
TITLE_MARK = "хэмжилтийн гарчиг"
PAGE_MARK = "Measured edition"


class Run(msgspec.Struct, frozen=True):
    """One build. `shown` counts the pages that show the edit, `written` and `size` HTML files and bytes."""

    generator: str
    case: str
    measured: Measured
    shown: int | None
    written: int
    size: int


class Bench(msgspec.Struct, frozen=True):
    """A generator with its own copy of the corpus."""

    generator: Generator
    places: Places
    corpus: Corpus
    environment: dict[str, str]

    @property
    def log(self) -> Path:
        return self.places.site.with_name("log.txt")

    def prepare(self) -> None:
        """Writes the site anew and removes what was built."""
        self.clear()
        shutil.rmtree(self.places.site, ignore_errors=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.write_bytes(b"")
        for file in self.generator.files(self.corpus):
            write(self.places.site, file)

    def clear(self) -> None:
        for path in (self.places.out, *(self.places.site / cache for cache in self.generator.caches)):
            if path.is_file():
                path.unlink()
            else:
                shutil.rmtree(path, ignore_errors=True)

    def run(self, case: str, repetition: int) -> Run:
        """Edits as the case says, builds, and looks where the edit shows."""
        mark = self.edit(case, repetition)
        commands = self.generator.commands(self.places)
        measured = measure(
            commands, self.places.site, self.environment, self.log, exact_memory=case == "memory"
        )
        pages = list(self.places.out.rglob("*.html"))
        shown = sum(mark in page.read_bytes() for page in pages) if mark else None
        size = sum(page.stat().st_size for page in pages)
        return Run(self.generator.name, case, measured, shown, len(pages), size)

    def edit(self, case: str, repetition: int) -> bytes:
        """Gives the mark to look for. Articles in the middle are edited, another one each time."""
        number = (self.corpus.pairs // 2 + repetition) % self.corpus.pairs
        if case in ("cold", "memory"):
            self.clear()
            return b""
        if case == "noop":
            return b""
        if case == "base":
            return self._edit_template(f"{PAGE_MARK} {repetition}.")
        return self._edit_article(case, number, repetition)

    def _edit_article(self, case: str, number: int, repetition: int) -> bytes:
        entry = self.corpus.article(number)
        path = self.places.site / self.generator.article_file(entry, "mn")
        text = path.read_text(encoding="utf-8")
        title = entry.texts["mn"].title
        if case == "title":
            mark = f"{title} {TITLE_MARK} {repetition}"
            text = text.replace(title, mark, 1)
        else:
            mark = f"{BODY_MARK} {repetition}"
            text = f"{text}\n{mark}.\n"
        path.write_text(text, encoding="utf-8")
        return mark.encode()

    def _edit_template(self, mark: str) -> bytes:
        path = self.places.site / self.generator.template
        text = path.read_text(encoding="utf-8")
        changed = re.sub(rf"(<p>{PAGE_MARK} \d+\.</p>\n)?</body>", f"<p>{mark}</p>\n</body>", text)
        if changed == text:
            raise ValueError(f"{path} has no </body>")
        path.write_text(changed, encoding="utf-8")
        return mark.encode()


def write(folder: Path, file: File) -> None:
    path, content = file
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
