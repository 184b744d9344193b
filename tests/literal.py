"""A site written as a literal, for tests: files by path, built in a folder of its own."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from unittest.mock import patch

from sitegen.build import BuildOptions, Outcome, build
from sitegen.output import template_check
from sitegen.output.theme import CheckedTemplates, templates_digest
from sitegen.pages.views import View

TODAY = date(2026, 11, 24)

CONFIG = """
title: {mn: Архив, en: Archive}
tagline: {mn: Туршилтын сайт, en: A site for tests}
base_url: https://archive.example.org
owner: {mn: Туршилтын байгууллага, en: Sample organisation}
licence:
  id: CC-BY-4.0
  name: {mn: Лиценз, en: Licence}
cards: false
search: false
"""

RECORDS = {
    "content/terms.yaml": """
- id: pta
  name: {mn: СЭЭБХ, en: PTA}
""",
    "content/places.yaml": """
- id: khovd
  name: {mn: Ховд, en: Khovd}
  iso: MN-043
  soums:
    - id: altai
      name: {mn: Алтай, en: Altai}
""",
    "content/organisations.yaml": """
- id: gpsa
  name: {mn: Түншлэл, en: Partnership}
""",
    "content/sources.yaml": """
- id: seed
  title: {mn: Эх сурвалж, en: The source}
  url: https://source.example.org/96
""",
}


_looked_at: dict[bytes, CheckedTemplates] = {}


@contextmanager
def templates_looked_at_once() -> Iterator[None]:
    """Looking at the same templates again for each of a thousand small sites would take most of the time."""

    def remembered(sources: Mapping[str, str], views: Mapping[str, type[View]]) -> CheckedTemplates:
        key = templates_digest(sources)
        if key not in _looked_at:
            _looked_at[key] = look(sources, views)
        return _looked_at[key]

    look = template_check.check
    with patch.object(template_check, "check", remembered):
        yield


class Site:
    """Files on disk and the builds made of them. Paths are relative to the site's folder."""

    def __init__(self, root: Path, files: Mapping[str, str | bytes] | None) -> None:
        """Files get the settings and records above beside them; None stands for what the folder has."""
        self.root = root
        self.out = root / "public"
        if files is not None:
            for path, content in ({"site.yaml": CONFIG} | RECORDS | dict(files)).items():
                self.write(path, content)

    @classmethod
    def copied(cls, source: Path, root: Path) -> Site:
        """A site that begins as a copy of a folder."""
        shutil.copytree(source, root, dirs_exist_ok=True)
        return cls(root, None)

    def edit(self, path: str, before: str, after: str) -> None:
        """Replaces a text that stands once in the file."""
        text = (self.root / path).read_text("utf-8")
        assert text.count(before) == 1, (path, before)
        self.write(path, text.replace(before, after).encode())

    def write(self, path: str, content: str | bytes) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        raw = content if isinstance(content, bytes) else textwrap.dedent(content).lstrip("\n").encode()
        target.write_bytes(raw)

    def remove(self, path: str) -> None:
        (self.root / path).unlink()

    def remove_folder(self, path: str) -> None:
        shutil.rmtree(self.root / path)

    def build(self, **changes: object) -> Outcome:
        options = {"site": self.root, "out": self.out, "today": TODAY, **changes}
        with templates_looked_at_once():
            return build(BuildOptions(**options))  # type: ignore[arg-type]

    def page(self, path: str) -> str:
        """The published page at a site path such as `/en/news/`."""
        target = path.lstrip("/") + ("index.html" if path.endswith("/") else "")
        return (self.out / target).read_text("utf-8")

    def tree(self) -> dict[str, bytes]:
        """Every published file by its path."""
        return tree(self.out)


def tree(out: Path) -> dict[str, bytes]:
    files = (path for path in sorted(out.rglob("*")) if path.is_file())
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def codes(outcome: Outcome) -> list[str]:
    return [item.code for item in outcome.diagnostics]


def article(title: str = "Форум болов", body: str = "Текст.", **fields: str) -> str:
    """The file of an article; `fields` are lines of front matter as they are."""
    lines = {"title": f'"{title}"', "date": "2018-11-02"} | fields
    head = "".join(f"{name}: {value}\n" for name, value in lines.items())
    return f"---\n{head}---\n\n{body}\n"
