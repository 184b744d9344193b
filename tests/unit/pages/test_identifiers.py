"""Every id of a page is its own, whatever editors call their headings and their folders."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.literal import Site, article, codes
from tests.unit.output.reading import Reading

HEADINGS = (
    *("Content", "Contents", "Contents title", "Source 1", "Programme", "The programme", "Dossier contents"),
    *("Khovd", "Khovd altai", "Khovd zorilgo", "Main", "Menu", "Project khovd", "fn 1", "fnref 1", "Note 1"),
)
BODY = "А[^1] [гадна](https://example.org/x)\n\n" + "".join(f"## {title}\n\nТекст.\n\n" for title in HEADINGS)
TEXT = f"{BODY}\n[^1]: Тэмдэглэл.\n"
PROGRAMME = "content/programmes/khovd/index.mn.md"


def entry(title: str, **fields: str) -> str:
    head = "".join(
        f"{name}: {value}\n" for name, value in ({"title": title, "sources": "[seed]"} | fields).items()
    )
    return f"---\n{head}---\n\n{TEXT}"


REFS = ("khovd", "khovd-altai", "khovd/altai", "khovd-zorilgo", "programme", "contents", "main", "source-1")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    projects = {
        f"content/projects/{ref}/index.mn.md": entry(f"Төсөл {ref}", programme="khovd") for ref in REFS
    }
    files = {
        "content/articles/2018/a/index.mn.md": article(body=TEXT, sources="[seed]"),
        "content/forums/f/index.mn.md": entry("Форум"),
        "content/pages/p/index.mn.md": entry("Хуудас"),
        PROGRAMME: entry("Хөтөлбөр"),
    }
    site = Site(tmp_path_factory.mktemp("site"), files | projects)
    assert codes(site.build()) == []
    return site


def test_no_page_has_an_id_twice(site: Site) -> None:
    for path in site.out.rglob("*.html"):
        ids = Counter(given["id"] for _, given in Reading(path.read_text("utf-8")).elements if "id" in given)
        assert [name for name, count in ids.items() if count > 1] == [], path


def test_every_link_within_a_page_leads_to_an_id_of_it(site: Site) -> None:
    for path in site.out.rglob("*.html"):
        page = Reading(path.read_text("utf-8"))
        ids = {given["id"] for _, given in page.elements if "id" in given}
        inner = {given["href"][1:] for given in page.named("a") if given.get("href", "").startswith("#")}
        assert inner <= ids, path


def test_every_label_leads_to_an_id_of_its_page(site: Site) -> None:
    for path in site.out.rglob("*.html"):
        page = Reading(path.read_text("utf-8"))
        ids = {given["id"] for _, given in page.elements if "id" in given}
        for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
            named = {word for _, given in page.elements for word in given.get(name, "").split()}
            assert named <= ids, path


def test_the_dossier_has_a_chapter_for_every_project(site: Site) -> None:
    page = Reading(site.page("/programmes/khovd/print/"))
    chapters = [given for given in page.named("section") if given.get("class") == "chapter"]
    assert len(chapters) == len(REFS) + 1


def test_links_within_a_text_stay_within_its_chapter(tmp_path: Path) -> None:
    body = "[доош](#ur-dun)\n\n## Үр дүн\n\nТекст.\n"
    files = {PROGRAMME: f"---\ntitle: Хөтөлбөр\n---\n\n{body}"}
    for ref in ("a", "b"):
        files[f"content/projects/{ref}/index.mn.md"] = f"---\ntitle: {ref}\nprogramme: khovd\n---\n\n{body}"
    site = Site(tmp_path, files)
    assert codes(site.build()) == []
    page = site.page("/programmes/khovd/print/")
    for chapter in page.split('<section class="chapter"')[1:]:
        inner = Reading(chapter)
        ids = {given["id"] for given in inner.named("h2", "h3", "h4") if "id" in given}
        links = [given["href"][1:] for given in inner.named("a") if given.get("href", "").endswith("ur-dun")]
        assert len(links) == 1
        assert set(links) <= ids
