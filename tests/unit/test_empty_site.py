"""A site is built from its first day: with no text, no record, or nothing of some kind."""

from __future__ import annotations

import re
from pathlib import Path

from tests.command import build
from tests.literal import Site, article

SETTINGS = """\
title: {mn: Архив, en: Archive}
base_url: https://archive.example.org
owner: {mn: Манай холбоо, en: Our association}
licence: {id: CC-BY-4.0, name: {mn: CC BY 4.0, en: CC BY 4.0}}
menu: [{section: news}, {section: forums}, {section: places}, {section: tags}, {page: about}]
"""
ABOUT = "---\ntitle: Бидний тухай\n---\n\nЖишээ.\n"


def menu(page: str) -> list[str]:
    found = re.search(r'<nav class="menu".*?</nav>', page, re.DOTALL)
    assert found
    return re.findall(r'href="([^"]+)"', found[0])


def new_site(root: Path) -> Site:
    site = Site(root, None)
    site.write("site.yaml", SETTINGS)
    site.write("content/pages/about/index.mn.md", ABOUT)
    return site


def test_a_site_of_settings_alone_is_published_and_told_how_to_go_on(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(SETTINGS, "utf-8")
    run = build(tmp_path)
    assert (run.code, "content: W323 " in run.err, "sitegen new article" in run.err) == (0, True, True)
    page = (tmp_path / "public/index.html").read_text("utf-8")
    assert "Одоогоор мэдээлэл алга." in page
    assert menu(page) == []
    assert "/tags/" not in page


def test_a_folder_without_settings_is_told_of_init(tmp_path: Path) -> None:
    assert "sitegen init FOLDER" in build(tmp_path).err
    assert "sitegen init ХАВТАС" in build(tmp_path, "--lang", "mn").err


def test_menu_home_and_the_page_not_found_name_only_what_there_is(tmp_path: Path) -> None:
    site = new_site(tmp_path)
    site.write("content/articles/2018/x/index.mn.md", article(tags="[]", sources="[]"))
    assert not site.build().failed
    home = site.page("/")
    assert menu(home) == ["/news/", "/about/"]
    assert [f'"/{part}/"' in home for part in ("news", "forums", "projects", "tags")] == [True, *[False] * 3]
    assert [part in site.page("/404.html") for part in ('"/news/"', '"/forums/"')] == [True, False]


def test_a_section_comes_into_the_menu_with_its_first_entry_and_goes_with_its_last(tmp_path: Path) -> None:
    site = new_site(tmp_path)
    site.build()
    assert menu(site.page("/about/")) == ["/about/"]
    site.write("content/forums/x/index.mn.md", "---\ntitle: Форум\n---\n\nЖишээ.\n")
    site.build()
    assert menu(site.page("/about/")) == ["/forums/", "/about/"]
    site.remove_folder("content/forums/x")
    site.build()
    assert menu(site.page("/about/")) == ["/about/"]
