"""Lists that grow with the years, in pages."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from sitegen.pages.lists import numbered_outlines
from tests.literal import Site, article, codes
from tests.unit.pages.test_lists import links

FRONTS = ("/tags/pta/", "/organisations/gpsa/", "/places/khovd/", "/places/khovd/altai/")
NAMES = "tags: [pta]\norganisations: [gpsa]\nplaces: [khovd/altai]\n"


def naming_all(title: str, date: str) -> str:
    return article(title, date=date).replace("---\n", f"---\n{NAMES}", 1)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with 120 articles, twenty in a month, that name a topic, an organisation and a place."""
    files: dict[str, str | bytes] = {
        f"content/articles/2018/a{number:03}/index.mn.md": naming_all(
            f"Мэдээ {number}", f"2018-{number // 20 + 1:02}-{number % 20 + 1:02}"
        )
        for number in range(120)
    }
    files["content/projects/a/index.mn.md"] = "---\ntitle: Төсөл\nplace: khovd/altai\n---\n\nТекст.\n"
    site = Site(tmp_path_factory.mktemp("site"), files)
    assert codes(site.build()) == []
    return site


@pytest.mark.parametrize("root", ["", "/en"])
@pytest.mark.parametrize("front", FRONTS)
def test_older_pages_are_full_and_numbered_from_the_oldest(site: Site, front: str, root: str) -> None:
    front, news = f"{root}{front}", f"{root}/news/2018/[^/]+/"
    addresses = [f"{root}/news/2018/a{number:03}/" for number in range(119, -1, -1)]
    assert links(site.page(front), news) == addresses[:70]
    assert links(site.page(f"{front}page/1/"), news) == addresses[70:]
    assert f'href="{front}page/1/"' in site.page(front)
    assert f'href="{front}" rel="prev"' in site.page(f"{front}page/1/")
    assert not (site.out / front.lstrip("/") / "page/2").exists()


def test_an_older_page_names_its_list_in_the_heading_and_the_trail(site: Site) -> None:
    place = site.page("/en/places/khovd/altai/page/1/")
    assert "<h1>Altai soum, Khovd aimag: News · 1</h1>" in place.replace("\xa0", " ")
    above = ["/en/places/", "/en/places/khovd/", "/en/places/khovd/altai/"]
    assert [url for url in links(place, '/en/places/[^"]*') if "/page/" not in url] == above
    assert "<h1>СЭЭБХ · 1</h1>" in site.page("/tags/pta/page/1/").replace("\xa0", " ")


def test_what_does_not_grow_is_on_the_front_page_alone(site: Site) -> None:
    assert "/projects/a/" in site.page("/places/khovd/altai/")
    assert "/projects/a/" not in site.page("/places/khovd/altai/page/1/")


def test_a_year_of_many_articles_leaves_them_to_its_months(site: Site) -> None:
    assert links(site.page("/archive/2018/"), "/news/2018/[^/]+/") == []
    assert len(links(site.page("/archive/2018/"), "/archive/2018/[0-9]+/")) == 6
    assert len(links(site.page("/archive/2018/03/"), "/news/2018/[^/]+/")) == 20


def test_one_more_older_page_leaves_all_but_the_last_as_they_were() -> None:
    edition: Any = SimpleNamespace(lang="mn")
    pages: Any = [[SimpleNamespace(key=("article", slug))] for slug in "abcd"]
    before = list(numbered_outlines(edition, "tags", "pta", pages[:3]))
    assert list(numbered_outlines(edition, "tags", "pta", pages))[:2] == before[:2]


def test_a_new_article_leaves_the_older_pages_alone(site: Site) -> None:
    site.write("content/articles/2019/new/index.mn.md", naming_all("Шинэ", "2019-12-01"))
    rendered = site.build().rendered
    assert {f"{front.strip('/')}/index.html" for front in FRONTS} <= set(rendered)
    assert not [path for path in rendered if "/page/" in path]
