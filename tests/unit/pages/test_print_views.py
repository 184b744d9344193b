"""Print views: documents of their own."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from tests.literal import Site, article, codes

PROGRAMME = "content/programmes/tame/index.mn.md"


def project(title: str, body: str) -> str:
    return f"---\ntitle: {title}\nprogramme: tame\nsources: [seed]\n---\n\n{body}\n"


FILES: dict[str, str | bytes] = {
    PROGRAMME: "---\ntitle: Хөтөлбөр\n---\n\n## Зорилго\n\n[Төсөл](project:a) [гадна](https://example.org/x)\n",
    "content/projects/a/index.mn.md": project(
        "Нэг", "## Зорилго\n\nА[^1] [гадна](https://example.org/x)\n\n[^1]: Тэмдэглэл."
    ),
    "content/projects/b/index.mn.md": project(
        "Хоёр", "## Зорилго\n\nБ[^1] [өөр](https://example.org/y)\n\n[^1]: Тэмдэглэл."
    ),
}


def ids(html: str) -> Counter[str]:
    return Counter(re.findall(r'\bid="([^"]*)"', html))


def test_numbers_links_in_the_order_of_the_text_and_prints_whole_addresses(tmp_path: Path) -> None:
    body = "[нэг](https://example.org/1) [хоёр](project:a) [дахин](https://example.org/1)"
    site = Site(tmp_path, FILES | {"content/articles/2018/a/index.mn.md": article(body=body)})
    assert codes(site.build()) == []
    page = site.page("/news/2018/a/print/")
    assert re.findall(r"\[([0-9]+)\]</sup>", page) == ["1", "2", "1"]
    assert page.count("https://archive.example.org/projects/a/") >= 1
    assert page.rindex("https://example.org/1") < page.rindex("https://archive.example.org/projects/a/")
    assert "note-number" not in site.page("/news/2018/a/")


def test_has_title_place_address_licence_and_version_and_no_navigation(tmp_path: Path) -> None:
    site = Site(tmp_path, {"content/articles/2018/a/index.mn.md": article("Форум болов")})
    site.build()
    page = site.page("/news/2018/a/print/")
    for part in ("Форум болов", "Мэдээ", "https://archive.example.org/news/2018/a/", "Лиценз"):
        assert part in page
    assert re.search(r"Бичвэрийн хувилбар: 1", page)
    assert page.count("<nav") == page.count('<nav class="screen-only"') == 1  # the way back, never on paper
    assert 'content="noindex' in page


def test_a_dossier_does_not_name_its_programme_in_every_chapter(tmp_path: Path) -> None:
    site = Site(tmp_path, FILES)
    site.build()
    fact = '<dt>Хөтөлбөр</dt><dd><a href="/programmes/tame/">'
    assert fact in site.page("/projects/a/print/")
    assert fact not in site.page("/programmes/tame/print/")


def test_a_long_title_at_the_head_of_sheets_ends_at_a_word(tmp_path: Path) -> None:
    title = "Сургуулийн эцэг эх, багшийн холбоодын тэтгэлэгт хөтөлбөрийн хэрэгжилтийн явцын зөвлөгөөн"
    site = Site(tmp_path, {"content/articles/2018/a/index.mn.md": article(title)})
    site.build()
    page = site.page("/news/2018/a/print/")
    head = "Сургуулийн эцэг эх, багшийн холбоодын тэтгэлэгт хөтөлбөрийн хэрэгжилтийн явцын…"
    assert f'data-title="{head}"' in page
    assert f"<title>{title} – " in page


def test_the_page_leads_to_it(tmp_path: Path) -> None:
    site = Site(tmp_path, {"content/articles/2018/a/index.mn.md": article()})
    site.build()
    assert 'href="/news/2018/a/print/"' in site.page("/news/2018/a/")


class TestDossier:
    def test_holds_all_projects_of_the_programme(self, tmp_path: Path) -> None:
        site = Site(tmp_path, FILES)
        assert codes(site.build()) == []
        page = site.page("/programmes/tame/print/")
        assert page.index("Хөтөлбөр") < page.index("Нэг") < page.index("Хоёр")

    def test_has_every_id_once_and_every_inner_link_an_id(self, tmp_path: Path) -> None:
        site = Site(tmp_path, FILES)
        site.build()
        page = site.page("/programmes/tame/print/")
        found = ids(page)
        assert [name for name, count in found.items() if count > 1] == []
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(found)

    def test_gives_one_address_one_number(self, tmp_path: Path) -> None:
        site = Site(tmp_path, FILES)
        site.build()
        page = site.page("/programmes/tame/print/")
        assert re.findall(r"\[([0-9]+)\]</sup>", page) == ["1", "2", "2", "3"]
