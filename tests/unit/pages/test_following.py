"""What is new about a programme, an aimag, a topic or an organisation can be followed."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.literal import Site, article
from tests.schemas.machine import atom
from tests.unit.content.test_assets import picture

ATOM = "{http://www.w3.org/2005/Atom}"
FILES: dict[str, str | bytes] = {
    "content/programmes/grants/index.mn.md": "---\ntitle: Тэтгэлэг\ndate: 2018-01-01\n---\n\nТекст.\n",
    "content/projects/well/index.mn.md": "---\ntitle: Худаг\ndate: 2019-05-01\nprogramme: grants\n"
    "place: khovd/altai\nfunder: gpsa\n---\n\nТекст.\n",
    "content/articles/2018/forum/index.mn.md": article(
        "Форум болов", tags="[pta]", programmes="[grants]", places="[khovd]"
    ),
    "content/articles/2018/forum/index.en.md": article("The forum was held"),
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path, FILES)
    assert site.build().diagnostics == ()
    return site


def told(site: Site, path: str) -> list[str]:
    feed = ElementTree.fromstring((site.out / path).read_bytes())
    return [entry.findtext(f"{ATOM}title", "") for entry in feed.findall(f"{ATOM}entry")]


def test_each_has_a_feed_of_what_names_it_newest_first(site: Site) -> None:
    assert told(site, "programmes/grants/feed.xml") == ["Худаг", "Форум болов"]
    assert told(site, "places/khovd/feed.xml") == ["Худаг", "Форум болов"]
    assert told(site, "tags/pta/feed.xml") == ["Форум болов"]
    assert told(site, "organisations/gpsa/feed.xml") == ["Худаг"]


def test_a_feed_tells_what_is_written_in_its_language(site: Site) -> None:
    assert told(site, "en/tags/pta/feed.xml") == ["The forum was held"]
    assert told(site, "en/organisations/gpsa/feed.xml") == []
    assert not (site.out / "en/programmes/grants/feed.xml").exists()


def test_they_are_sound(site: Site) -> None:
    feeds = list(site.out.rglob("feed.xml"))
    assert [(path, atom(path.read_bytes())) for path in feeds if atom(path.read_bytes())] == []


def test_pages_lead_to_their_feed(site: Site) -> None:
    for path in ("/programmes/grants/", "/places/khovd/", "/tags/pta/", "/organisations/gpsa/"):
        page = site.page(path)
        assert f'<a href="{path}feed.xml" type="application/atom+xml">Дагах</a>' in page
        assert f'href="{path}feed.xml">\n' in page
    assert "Дагах" not in site.page("/places/khovd/altai/")


def test_an_id_stays_when_a_programme_is_renamed(site: Site) -> None:
    def idents(path: str) -> list[str | None]:
        feed = ElementTree.fromstring((site.out / path).read_bytes())
        return [
            feed.findtext(f"{ATOM}id"),
            *(item.findtext(f"{ATOM}id") for item in feed.iter(f"{ATOM}entry")),
        ]

    before = idents("programmes/grants/feed.xml")
    site.edit("content/programmes/grants/index.mn.md", "title:", "aliases: [/programmes/grants/]\ntitle:")
    (site.root / "content/programmes/grants").rename(site.root / "content/programmes/small-grants")
    for path in ("content/projects/well/index.mn.md", "content/articles/2018/forum/index.mn.md"):
        text = (site.root / path).read_text("utf-8")
        site.write(path, text.replace("grants", "small-grants"))
    assert site.build().diagnostics == ()
    assert idents("programmes/small-grants/feed.xml") == before


def test_what_was_corrected_is_told_to_those_who_follow(site: Site) -> None:
    corrections = 'corrections: [{date: 2026-11-20, what: "Дүн < буруу байв."}]\n'
    site.edit("content/projects/well/index.mn.md", "programme:", f"{corrections}programme:")
    assert site.build().diagnostics == ()
    for path in ("programmes/grants/feed.xml", "places/khovd/feed.xml"):
        feed = ElementTree.fromstring((site.out / path).read_bytes())
        notes = [entry.findtext(f"{ATOM}content") for entry in feed.findall(f"{ATOM}entry")]
        said = "<p>Зассан 2026\xa0оны 11\xa0дүгээр\xa0сарын\xa020: Дүн &lt; буруу байв.</p>"
        assert notes == [f"{said}<p>Текст.</p>", "<p>Текст.</p>"]
        assert atom((site.out / path).read_bytes()) == []


def text_of(site: Site, path: str, title: str) -> str | None:
    feed = ElementTree.fromstring((site.out / path).read_bytes())
    named = (entry for entry in feed.findall(f"{ATOM}entry") if entry.findtext(f"{ATOM}title") == title)
    return next(named).findtext(f"{ATOM}content")


def test_they_hold_the_texts_with_every_address_in_full(site: Site) -> None:
    base = "https://archive.example.org"
    text = "Үзэх: [худаг](project:well), [хавсралт](a.pdf), [доор](#доор).\n\n![Зураг](b.png)\n\n## Доор\n"
    site.write("content/articles/2018/forum/a.pdf", b"%PDF-1.4\n%%EOF\n")
    site.write("content/articles/2018/forum/b.png", picture("PNG"))
    site.edit("content/articles/2018/forum/index.mn.md", "Текст.\n", text)
    assert site.build().diagnostics == ()
    for path in ("programmes/grants", "places/khovd", "tags/pta"):
        html = text_of(site, f"{path}/feed.xml", "Форум болов")
        assert html
        assert html == text_of(site, "news/feed.xml", "Форум болов")
        assert f'<a href="{base}/projects/well/">худаг</a>' in html
        assert f'<a href="{base}/news/2018/forum/a.pdf">хавсралт</a>' in html
        assert f'<a href="{base}/news/2018/forum/#door">доор</a>' in html
        assert f'src="{base}/news/2018/forum/b.png' in html


def test_what_has_no_text_has_its_summary_alone(site: Site) -> None:
    site.edit("content/projects/well/index.mn.md", "title: Худаг", "title: Худаг\nsummary: Товч.")
    site.edit("content/projects/well/index.mn.md", "Текст.\n", "")
    assert site.build().diagnostics == ()
    for path in ("places/khovd/feed.xml", "projects/feed.xml"):
        assert text_of(site, path, "Худаг") is None
        assert "<summary>Товч.</summary>" in site.page(f"/{path}")


def test_an_edited_text_is_new_in_each_feed_that_has_it_and_no_other_feed_is_touched(site: Site) -> None:
    others = {path: path.stat().st_mtime_ns for path in site.out.rglob("organisations/*/feed.xml")}
    site.edit("content/articles/2018/forum/index.mn.md", "Текст.", "Өөр үг.")
    outcome = site.build()
    assert outcome.scope == "texts were edited"
    for path in ("programmes/grants", "places/khovd", "tags/pta"):
        assert text_of(site, f"{path}/feed.xml", "Форум болов") == "<p>Өөр үг.</p>"
    assert {path: path.stat().st_mtime_ns for path in others} == others
    site.edit("content/articles/2018/forum/index.mn.md", "Өөр үг.", "[Худаг](project:well)")
    assert site.build().diagnostics == ()
    assert "/projects/well/" in str(text_of(site, "tags/pta/feed.xml", "Форум болов"))


def test_what_a_text_links_to_moves_in_the_feed_too(site: Site) -> None:
    site.edit("content/articles/2018/forum/index.mn.md", "Текст.", "[Худаг](project:well)")
    assert site.build().diagnostics == ()
    site.edit("content/projects/well/index.mn.md", "title: Худаг", "title: Худаг\ndraft: true")
    assert [item.code for item in site.build().diagnostics] == ["W410"]
    assert text_of(site, "tags/pta/feed.xml", "Форум болов") == "<p><a>Худаг</a></p>"
    site.edit("content/projects/well/index.mn.md", "draft: true\n", "")
    assert site.build().diagnostics == ()
    assert "/projects/well/" in str(text_of(site, "tags/pta/feed.xml", "Форум болов"))
