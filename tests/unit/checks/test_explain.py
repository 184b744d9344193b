"""What `sitegen explain` says of pages and files, however they are named and whatever became of them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from sitegen import cli
from tests.command import Run, build, sitegen
from tests.literal import TODAY, Site, article

MN = "content/articles/2018/forum/index.mn.md"
EN = "content/articles/2018/forum/index.en.md"
PAGE = "/news/2018/forum/"
STANDS = "nothing it is made of has changed"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    files = {
        MN: article(
            aliases="[/old/forum, /old/forum.html]", documents='[{"title": Жагсаалт, file: list.txt}]'
        ),
        EN: "---\ntitle: A forum was held\n---\n\nText.\n",
        "content/articles/2018/forum/list.txt": "1, 2",
    }
    return Site(tmp_path, files)


@pytest.fixture
def built(site: Site) -> Site:
    assert build(site.root).code == cli.FINE
    return site


def explained(site: Site, address: str, *options: str, lang: str = "en") -> Run:
    fixed = ("--site", site.root, "--lang", lang, "--today", TODAY.isoformat())
    return sitegen("explain", *fixed, *options, address)


class TestThePublishedFile:
    def test_that_stands_is_said_to(self, built: Site) -> None:
        assert STANDS in explained(built, PAGE).out

    @pytest.mark.parametrize("address", [PAGE, "/static/css/site.css", "/news/2018/forum/list.txt"])
    @pytest.mark.parametrize(
        ("lang", "words"), [("en", "changed or deleted"), ("mn", "өөрчилсөн эсвэл устгасан")]
    )
    def test_that_was_damaged_or_deleted_will_be_written_again(
        self, built: Site, address: str, lang: str, words: str
    ) -> None:
        place = built.out / address.lstrip("/")
        place = place / "index.html" if address.endswith("/") else place
        place.write_text("damaged")
        assert words in explained(built, address, lang=lang).out
        place.unlink()
        said = explained(built, address, lang=lang).out
        assert words in said
        assert STANDS not in said

    @pytest.mark.parametrize(
        ("lang", "why", "next_time"),
        [("en", "because of: new\n", "template"), ("mn", "шалтгаан: шинэ хуудас\n", "загвар")],
    )
    def test_is_there_for_reasons_that_are_told_in_the_readers_language(
        self, built: Site, lang: str, why: str, next_time: str
    ) -> None:
        assert why in explained(built, PAGE, lang=lang).out
        built.write("templates/article.html", "{% extends 'base.html' %}{% block main %}{% endblock %}")
        assert explained(built, PAGE, lang=lang).out.endswith(f": {next_time}\n")

    def test_that_went_elsewhere_is_looked_for_there(self, site: Site, tmp_path: Path) -> None:
        build(site.root, "--out", tmp_path / "other")
        assert STANDS in explained(site, PAGE, "--out", str(tmp_path / "other")).out


class TestAPageThatWasNeverBuilt:
    def test_is_new(self, site: Site) -> None:
        said = explained(site, PAGE)
        assert (said.code, said.err) == (cli.FINE, "")
        assert "new: the next build will render it" in said.out
        assert "—" not in said.out

    def test_is_new_beside_others(self, built: Site) -> None:
        built.write("content/articles/2018/other/index.mn.md", article())
        assert "new: the next build will render it" in explained(built, "/news/2018/other/").out

    def test_of_files_too(self, site: Site) -> None:
        assert "new: the next build will copy it" in explained(site, "/static/css/site.css").out


def test_what_the_store_has_lost_is_told_as_far_as_it_goes(built: Site) -> None:
    with sqlite3.connect(built.root / ".sitegen/store") as store:
        store.execute('DELETE FROM "view"')
    store.close()
    built.edit(MN, "title:", "title: Х")
    said = explained(built, PAGE)
    assert said.code == cli.FINE
    assert MN in said.out
    assert "the next build will render it, changed: what it shows" in said.out


class TestAnAddress:
    @pytest.mark.parametrize(
        "address",
        [
            "/news/2018/forum",
            "news/2018/forum/",
            "/news/2018/forum/index.html",
            "/news/2018/forum/?from=mail",
            "/news/2018/forum/#results",
            "/news/2018/forum?a=1#b",
            "/news/2018/%66orum/",
            "https://archive.example.org/news/2018/forum/",
            "https://archive.example.org/news/2018/forum?a#b",
            "HTTP://ARCHIVE.example.org/news/2018/forum",
        ],
    )
    def test_is_taken_as_people_have_it(self, site: Site, address: str) -> None:
        assert explained(site, address).out.startswith(f"{PAGE}\n")

    def test_of_the_front_page_is_one_too(self, site: Site) -> None:
        for address in ("/", "https://archive.example.org", "https://archive.example.org/"):
            assert explained(site, address).out.startswith("/\n"), address

    @pytest.mark.parametrize(
        "address",
        [
            PAGE,
            "/archive/news/2018/forum",
            "https://example.org/archive/news/2018/forum/",
            "https://example.org/archive/news/2018/forum#a",
        ],
    )
    def test_may_have_the_path_of_the_site(self, site: Site, address: str) -> None:
        base = ("--base-url", "https://example.org/archive")
        assert explained(site, address, *base).out.startswith(f"{PAGE}\n")

    @pytest.mark.parametrize(
        "address",
        [
            "https://example.org/news/2018/forum/",
            "https://elsewhere.example.org/archive/news/2018/forum/",
            "https://example.org/archives/news/2018/forum/",
            "https://[::1",
        ],
    )
    def test_of_another_site_is_none(self, site: Site, address: str) -> None:
        base = ("--base-url", "https://example.org/archive")
        assert explained(site, address, *base).code == cli.USAGE


class TestWhatIsNoOrdinaryPage:
    def test_is_a_file_of_the_theme(self, built: Site) -> None:
        built.write("static/own.css", "a {}")
        said = explained(built, "/static/own.css").out
        assert said.startswith("/static/own.css\n  a file copied from static/own.css\n  new: ")

    def test_is_a_file_beside_an_entry(self, built: Site) -> None:
        address = "/news/2018/forum/list.txt"
        source = "content/articles/2018/forum/list.txt"
        said = explained(built, address).out
        assert said == f"{address}\n  a file copied from {source}\n  {STANDS}\n"
        built.write(source, "1, 2, 3")
        assert "source has changed: the next build will copy it again" in explained(built, address).out

    @pytest.mark.parametrize("address", ["/old/forum", "/old/forum/", "/old/forum.html"])
    def test_is_an_old_address(self, built: Site, address: str) -> None:
        said = explained(built, address).out
        assert "an old address: leads to where the entry is now" in said
        assert MN in said

    @pytest.mark.parametrize("address", ["/robots.txt", "/_redirects", "/_headers"])
    def test_is_made_by_the_program(self, built: Site, address: str) -> None:
        said = explained(built, address).out
        assert "template: none, it is made by the program itself" in said
        assert STANDS in said


def test_sources_are_all_files_of_the_entry_since_its_facts_are_in_any_of_them(built: Site) -> None:
    assert f"sources: {EN}, {MN}\n" in explained(built, "/en" + PAGE).out
    assert f"sources: {MN}, {EN}\n" in explained(built, PAGE).out


class TestAMessage:
    @pytest.mark.parametrize("typed", ["E411", "e411", "Е411"])  # the last with a Cyrillic letter
    def test_is_explained_by_its_code_without_a_site(self, typed: str, tmp_path: Path) -> None:
        said = sitegen("explain", "--site", tmp_path, "--lang", "en", typed)
        assert (said.code, said.err) == (cli.FINE, "")
        assert said.out.startswith("E411 · an error: nothing is published")
        assert "There is no ‹kind› “‹id›”." in said.out
        assert "before:\n    tags: [Сургууль]\n\nAnd after:\n    tags: [education]\n" in said.out

    def test_is_explained_in_mongolian(self, tmp_path: Path) -> None:
        said = sitegen("explain", "--site", tmp_path, "--lang", "mn", "W215").out
        assert said.startswith("W215 · анхааруулга: сайт нийтлэгдэнэ")
        assert "зургийн тайлбар алга" in said
        assert "Зассаны дараа:\n    ![Сурагчид шинэ ширээндээ](photo.jpg)\n" in said

    @pytest.mark.parametrize(
        ("typed", "near"), [("E432", "W432, W431, W433"), ("W411", "E411"), ("E999", "E822")]
    )
    def test_that_does_not_exist_leads_to_the_nearest(self, typed: str, near: str, tmp_path: Path) -> None:
        said = sitegen("explain", "--site", tmp_path, "--lang", "en", typed)
        assert (said.code, said.out) == (cli.USAGE, "")
        assert f"There is no message {typed}. Did you mean one of these: {near}" in said.err
