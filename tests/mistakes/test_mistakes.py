"""The commonest mistakes, and what an editor reads of each: word for word, in both languages.

Each folder is a site (what it lacks, such as site.yaml and the records, is that of tests/literal.py) and what
is told of it. `SITEGEN_GOLDEN=update` writes what is told now.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sitegen.core.diagnostics import as_text
from sitegen.language.catalogue import texts_of_codes
from tests.literal import Site

HERE = Path(__file__).parent
MISTAKES = sorted(path.name for path in HERE.iterdir() if path.is_dir() and not path.name.startswith("__"))


@pytest.mark.parametrize("name", MISTAKES)
def test_an_editor_is_told(tmp_path: Path, name: str) -> None:
    folder = HERE / name
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("expected.")
    }
    found = Site(tmp_path, files).build().diagnostics
    assert found
    for lang in ("mn", "en"):
        expected = folder / f"expected.{lang}.txt"
        told = as_text(found, texts_of_codes(lang))
        if os.environ.get("SITEGEN_GOLDEN") == "update":
            expected.write_text(told, "utf-8")
        assert told == expected.read_text("utf-8")


def test_there_are_thirty() -> None:
    assert len(MISTAKES) >= 30
