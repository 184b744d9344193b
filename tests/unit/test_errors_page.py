"""docs/errors.mn.md and docs/errors.en.md are what docs/make_errors.py writes now."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from sitegen.language.catalogue import code_table

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("lang", ["mn", "en"])
def test_the_page_of_errors_is_up_to_date(lang: str) -> None:
    page = runpy.run_path(str(DOCS / "make_errors.py"))["page"]
    written = (DOCS / f"errors.{lang}.md").read_text("utf-8")
    assert written == page(code_table(), lang), "run: python docs/make_errors.py"
