"""Three brands, ours and two from a few values each: a theme is something that others make their own."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.literal import CONFIG, Site, article, codes

BRANDS = sorted((Path(__file__).parents[2] / "brands").glob("*.yaml"))
NEWS = "content/articles/2018/forum/index.mn.md"


def test_there_are_two_besides_ours() -> None:
    assert len(BRANDS) == 2


@pytest.mark.parametrize("brand", BRANDS, ids=lambda path: path.stem)
def test_a_brand_of_a_few_values_can_be_read_and_dresses_every_page(brand: Path, tmp_path: Path) -> None:
    look = yaml.safe_load(brand.read_text("utf-8"))["look"]
    values = [
        value for part in look.values() for value in (part.values() if isinstance(part, dict) else [part])
    ]
    assert len(values) < 24
    site = Site(tmp_path, {"site.yaml": CONFIG + brand.read_text("utf-8"), NEWS: article()})
    assert codes(site.build()) == []
    sheet = (site.out / "theme.css").read_text("utf-8")
    assert all(value in sheet for value in values)
    assert 'href="/theme.css"' in site.page("/news/2018/forum/")


def test_one_value_of_a_style_sheet_changes_one_value(tmp_path: Path) -> None:
    site = Site(tmp_path, {NEWS: article(), "static/css/brand.css": ":root { --brand: #7a1f2b; }\n"})
    assert codes(site.build()) == []
    page = site.page("/news/2018/forum/")
    assert page.index("css/site.css") < page.index("css/brand.css")
    assert (site.out / "static/css/brand.css").read_text("utf-8") == ":root { --brand: #7a1f2b; }\n"
    assert "--band: #123f6d;" in (site.out / "static/css/site.css").read_text("utf-8")


def test_a_site_without_a_style_sheet_of_its_own_asks_for_none_until_it_has_one(tmp_path: Path) -> None:
    site = Site(tmp_path, {NEWS: article()})
    assert codes(site.build()) == []
    assert "brand.css" not in site.page("/news/2018/forum/")
    site.write("static/css/brand.css", ":root { --brand: #7a1f2b; }\n")
    assert codes(site.build()) == []
    assert 'href="/static/css/brand.css"' in site.page("/news/2018/forum/")
    assert 'href="/static/css/brand.css"' in site.page("/news/2018/forum/print/")
