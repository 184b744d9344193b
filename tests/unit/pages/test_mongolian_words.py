"""What generated Mongolian says: aimags and soums by both names, no plural after a number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.literal import Site, article

PLACES = """\
- id: khovd
  name: {mn: Ховд, en: Khovd}
  centre: {mn: Жаргалант, en: Jargalant}
  soums:
    - {id: altai, name: {mn: Алтай, en: Altai}}
- id: tov
  name: {mn: Төв, en: Tuv}
- id: ulaanbaatar
  name: {mn: Улаанбаатар, en: Ulaanbaatar}
  kind: capital
"""
TERMS = "- {id: a, name: {mn: 'Эцэг эх, багш', en: Parents}}\n- {id: b, name: {mn: Урлаг, en: Arts}}\n"
PROJECT = """\
---
title: Төсөл
place: khovd/altai
tags: [a, b]
co_financing: [{source: {mn: Сан, en: Fund}}]
---

Бичвэр.
"""

DATED = "---\ntitle: Нөгөө төсөл\nstart: {actual: 2018}\n---\n\nБичвэр.\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = Site(
        tmp_path_factory.mktemp("site"),
        {
            "content/places.yaml": PLACES,
            "content/terms.yaml": TERMS,
            "content/projects/x/index.mn.md": PROJECT,
            "content/projects/y/index.mn.md": DATED,
            "content/articles/2018/a/index.mn.md": article("Нэг", places="[tov, khovd/altai]"),
            "content/articles/2018/b/index.mn.md": article("Хоёр"),
            "content/forums/f/index.mn.md": "---\ntitle: Форум\nmode: online\n---\n\nБичвэр.\n",
        },
    )
    made.build()
    return made


def test_a_place_is_called_by_its_aimag_and_its_soum(site: Site) -> None:
    assert "<h1>Ховд аймаг, Алтай сум</h1>" in site.page("/places/khovd/altai/")
    assert "<h1>Altai soum, Khovd aimag</h1>" in site.page("/en/places/khovd/altai/")
    assert "<h1>Төв аймаг</h1>" in site.page("/places/tov/")
    assert "<h1>Улаанбаатар</h1>" in site.page("/places/ulaanbaatar/")
    assert "<span>Ховд аймаг, Алтай сум</span>" in site.page("/projects/")
    assert re.search(r">Төв аймаг</a></li>\s*<li><a", site.page("/news/2018/a/"))


def test_beside_a_label_that_says_so_a_place_has_its_bare_name(site: Site) -> None:
    page = site.page("/places/khovd/altai/").replace("\n", "")
    assert '<dt>Аймаг</dt><dd><a href="/places/khovd/">Ховд</a>' in page
    assert "<dt>Аймгийн төв</dt><dd>Жаргалант</dd>" in site.page("/places/khovd/")


def test_names_that_hold_commas_are_items_of_a_list(site: Site) -> None:
    assert re.search(r"<li><a [^>]*>Эцэг эх, багш</a></li>\s*<li><a", site.page("/projects/x/"))


def test_no_plural_stands_after_a_number(site: Site) -> None:
    home = site.page("/")
    assert "<strong>2</strong> мэдээ</a>" in home
    assert "<strong>1</strong> форум</a>" in home
    english = site.page("/en/")
    assert "<strong>2</strong> news items</a>" in english
    assert "<strong>1</strong> forum</a>" in english


def test_a_group_of_unknowns_says_what_is_not_known(site: Site) -> None:
    page = site.page("/projects/by/year/unknown/")
    assert "<h1>Төслүүд: он тодорхойгүй</h1>" in page
    assert 'Сан: <span class="unknown">дүн тодорхойгүй</span>' in site.page("/projects/x/")


def test_the_news_before_and_after_are_not_called_old_and_new(site: Site) -> None:
    assert "Өмнөх мэдээ" in site.page("/news/2018/b/") + site.page("/news/2018/a/")
    assert "Хуучин мэдээ" not in site.page("/news/2018/b/") + site.page("/news/2018/a/")


def test_a_forum_without_dates_stands_by_its_number(tmp_path: Path) -> None:
    forum = "---\ntitle: Форум {0}\nnumber: {0}\n{1}---\n\nБичвэр.\n"
    files = {
        f"content/forums/f{n}/index.mn.md": forum.format(n, f"start: {y}\n" if y else "")
        for n, y in ((1, 2014), (2, 2015), (3, None), (4, 2018))
    }
    made = Site(tmp_path, files)
    made.build()
    page = made.page("/forums/")
    order = [page.index(f">Форум {n}<") for n in (4, 3, 2, 1)]
    assert order == sorted(order)
