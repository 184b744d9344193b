"""Each address has one owner; what would fight over a place on disk is an error that names both."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from tests.literal import Site, article

A = "content/articles/2018/a/index.mn.md"
B = "content/articles/2018/b/index.mn.md"


def claims(tmp_path: Path, files: dict[str, str]) -> list[tuple[str, set[str]]]:
    """Code and names of everything that is wrong."""
    outcome = Site(tmp_path, files).build()
    found = [(item.code, dict(item.args)) for item in outcome.diagnostics]
    return [(code, {args["first"], args["second"]}) for code, args in found]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("/old/x", "/old/x"),
        ("/old/x", "/old/x/"),
        ("/old/X", "/old/x"),
        ("/хуучин/Ө", "/хуучин/ө"),
        ("/хуучин/й", unicodedata.normalize("NFD", "/хуучин/й")),
        ("/old/page.html", "/old/page.html/more"),
        ("/old/page.html", "/old/page.html/deep/er.html"),
    ],
)
def test_two_old_addresses_name_both_files(tmp_path: Path, first: str, second: str) -> None:
    files = {A: article(aliases=f'["{first}"]'), B: article(aliases=f'["{second}"]')}
    assert claims(tmp_path, files) == [("E304", {A, B})]


def test_the_same_old_address_twice_in_one_file(tmp_path: Path) -> None:
    assert claims(tmp_path, {A: article(aliases="[/old, /old/]")}) == [("E304", {A})]


@pytest.mark.parametrize(
    "alias",
    ["/", "/en/", "/EN/", "/news", "/feed.xml", "/sitemap.xml", "/404.html", "/robots.txt", "/_redirects",
     "/_headers", "/tags/pta", "/news/2018/a/", "/news/2018/a/print/", "/index.html", "/news/index.html"],
)  # fmt: skip
def test_an_old_address_that_is_a_page_of_the_site(tmp_path: Path, alias: str) -> None:
    found = claims(tmp_path, {A: article(aliases=f"[{alias}]")})
    assert [code for code, _ in found] == ["E304"]
    assert A in found[0][1]


@pytest.mark.parametrize("alias", ["/static/css/site.css", "/static/old.css", "/Static/css", "/feed.xml/old"])
def test_an_old_address_in_the_way_of_the_theme_or_below_a_file(tmp_path: Path, alias: str) -> None:
    found = claims(tmp_path, {A: article(aliases=f"[{alias}]")})
    assert [code for code, _ in found] == ["E304"]
    assert A in found[0][1]


@pytest.mark.parametrize(
    "alias", ["/.sitegen-files", "/.sitegen-stage/journal", "/.htaccess", "/a/../b", "/a//b"]
)
def test_an_old_address_may_not_be_hidden_or_lead_elsewhere(tmp_path: Path, alias: str) -> None:
    outcome = Site(tmp_path, {A: article(aliases=f'["{alias}"]')}).build()
    assert [item.code for item in outcome.diagnostics] == ["E306"]


def test_an_entry_called_print_below_another(tmp_path: Path) -> None:
    files = {A: article(), "content/articles/2018/a/print/index.mn.md": article()}
    found = claims(tmp_path, files)
    assert ("E304", set(files)) in found


def test_a_page_called_as_the_other_language(tmp_path: Path) -> None:
    path = "content/pages/en/index.mn.md"
    found = claims(tmp_path, {path: "---\ntitle: Англи\n---\n\nТекст.\n"})
    assert found
    assert all(code == "E304" and path in names for code, names in found)


def test_old_addresses_that_only_begin_alike_are_fine(tmp_path: Path) -> None:
    files = {
        A: article(aliases="[/old/x, /old/x-y, /old/x/y, /statics, /old.html]"),
        B: article(aliases="[/old]"),
    }
    assert Site(tmp_path, files).build().diagnostics == ()
