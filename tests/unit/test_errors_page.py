"""docs/errors.md is what docs/make_errors.py writes now."""

from __future__ import annotations

import runpy
from pathlib import Path

from sitegen.language.diagnostics import catalogue

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_of_errors_is_up_to_date() -> None:
    page = runpy.run_path(str(DOCS / "make_errors.py"))["page"]
    assert (DOCS / "errors.md").read_text("utf-8") == page(catalogue()), "run: python docs/make_errors.py"
