"""docs/theme.md says of the theme what the theme is."""

from __future__ import annotations

import runpy

from sitegen.output.templates import filters
from tests.meta.source import ROOT


def test_the_page_about_the_theme_is_made_from_the_theme() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "make_theme.py"))["page"]()
    assert (ROOT / "docs" / "theme.md").read_text(encoding="utf-8") == made, "run docs/make_theme.py"


def test_every_filter_is_explained() -> None:
    explained = runpy.run_path(str(ROOT / "docs" / "make_theme.py"))["FILTERS"]
    assert explained.keys() == filters("mn").keys()
