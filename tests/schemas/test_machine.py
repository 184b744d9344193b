"""Feeds and the sitemap follow their standards: judged here, and by jing and xmllint where those are."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.literal import Site, article
from tests.schemas.machine import atom, json_feed, sitemap

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "golden/site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The sample site, whose titles have signs that XML and JSON mind."""
    site = Site.copied(SAMPLE, tmp_path_factory.mktemp("site"))
    site.write(
        "content/articles/2016/summer/index.mn.md", article("Зуны цаг ]]> &amp;", date="2016-07-01 23:30")
    )
    assert not site.build().failed
    return site


def feeds(site: Site, name: str) -> list[Path]:
    """The feeds that hold whole texts, of which there are both kinds."""
    found = sorted(path for path in site.out.rglob(name) if path.with_suffix(".json").exists())
    assert len(found) == 10  # the site and four sections, in two languages
    return found


def test_atom_feeds_are_sound(site: Site) -> None:
    assert [
        (path, atom(path.read_bytes())) for path in feeds(site, "feed.xml") if atom(path.read_bytes())
    ] == []


def test_json_feeds_are_sound(site: Site) -> None:
    found = [(path, json_feed(path.read_bytes())) for path in feeds(site, "feed.json")]
    assert [item for item in found if item[1]] == []


def test_the_sitemap_is_sound(site: Site) -> None:
    assert sitemap((site.out / "sitemap.xml").read_bytes()) == []


def test_both_kinds_of_feed_say_the_same(site: Site) -> None:
    for path in feeds(site, "feed.json"):
        items = json.loads(path.read_bytes())["items"]
        text = path.with_suffix(".xml").read_text("utf-8")
        assert [f"<id>{item['id']}</id>" in text for item in items] == [True] * len(items)
        assert text.count("<entry>") == len(items)


def test_a_section_without_news_has_an_empty_feed(tmp_path: Path) -> None:
    site = Site(tmp_path, {})
    site.build()
    for path in feeds(site, "feed.xml"):
        assert atom(path.read_bytes()) == []
    for path in feeds(site, "feed.json"):
        assert json_feed(path.read_bytes()) == []


def test_times_are_those_of_the_sites_zone_at_that_time(site: Site) -> None:
    """Mongolia was an hour ahead in the summers of 2015 and 2016 (IANA, Asia/Ulaanbaatar)."""
    text = (site.out / "news/feed.json").read_text("utf-8")
    assert '"2018-11-02T09:30:00+08:00"' in text
    site.edit("site.yaml", "feed_items: 3", "feed_items: 30")
    site.build()
    assert '"2016-07-01T23:30:00+09:00"' in (site.out / "news/feed.json").read_text("utf-8")


@pytest.mark.skipif(shutil.which("jing") is None, reason="jing is not installed")
def test_atom_feeds_follow_the_grammar(site: Site) -> None:
    command = ["jing", "-c", HERE / "atom.rnc", *feeds(site, "feed.xml")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.stdout, run.returncode) == ("", 0)


@pytest.mark.skipif(shutil.which("xmllint") is None, reason="xmllint is not installed")
def test_the_sitemap_follows_the_schema(site: Site) -> None:
    command = ["xmllint", "--nonet", "--noout", "--schema", HERE / "sitemap.xsd", site.out / "sitemap.xml"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


MISTAKES_ATOM = [
    ("<updated>", "<modified>2018-11-02</modified><updated>"),
    ("<author><name>Жишээ байгууллага</name></author>", ""),
    ("<author><name>Жишээ байгууллага</name></author>", "<author><name></name></author>"),
    ('rel="self"', 'rel="related"'),
    ('xml:lang="mn"', ""),
    ("<id>https", "<id>tag"),
    ("+08:00</updated>", "</updated>"),
    ("<title>", "<title></title><title>"),
    ("<title>", "<title><b/>"),
    ('href="https://', 'href="//'),
    ('<category term="', '<category label="'),
    ("<published>2018-11-20T", "<published>2018-11-20 "),
]


@pytest.mark.parametrize(("before", "after"), MISTAKES_ATOM)
def test_mistakes_in_an_atom_feed_are_found(site: Site, before: str, after: str) -> None:
    text = (site.out / "news/feed.xml").read_text("utf-8")
    assert before in text
    assert atom(text.replace(before, after, 1).encode())


@pytest.mark.parametrize("tag", ["id", "title", "updated"])
def test_what_an_atom_feed_must_have_is_missed(site: Site, tag: str) -> None:
    text = (site.out / "news/feed.xml").read_text("utf-8")
    first, _, rest = text.partition(f"<{tag}>")
    assert atom((first + rest.partition(f"</{tag}>")[2]).encode())


def test_an_entry_that_comes_twice_is_found(site: Site) -> None:
    text = (site.out / "news/feed.xml").read_text("utf-8")
    entry = text[text.index("<entry>") : text.index("</entry>") + len("</entry>")]
    assert atom(text.replace(entry, entry * 2).encode())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<lastmod>2018-11-01", "<lastmod>01.11.2018"),
        ("<loc>https:", "<loc>ftp:"),
        ("<loc>", "<priority>1</priority><loc>"),
        ('hreflang="x-default"', 'hreflang="en-US"'),
        ('rel="alternate"', 'rel="canonical"'),
        (
            'hreflang="en" href="https://archive.example.org/en/',
            'hreflang="en" href="https://archive.example.org/',
        ),
        ("<loc>https://archive.example.org/en/</loc>", "<loc>https://archive.example.org/</loc>"),
        ("<loc>https://archive.example.org/en/</loc>", "<loc>https://archive.example.org/fr/</loc>"),
    ],
)
def test_mistakes_in_a_sitemap_are_found(site: Site, before: str, after: str) -> None:
    text = (site.out / "sitemap.xml").read_text("utf-8")
    assert before in text
    assert sitemap(text.replace(before, after, 1).encode())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("version/1.1", "version/1"),
        ('"title": "Жишээ архив: Мэдээ"', '"title": null'),
        ('"id": "', '"id": "", "guid": "'),
        ('"content_html"', '"content"'),
        ('"url": "https://', '"url": "//'),
        ("+08:00", ""),
        ('"language": "mn"\n  }', '"language": "Mongolian language"\n  }'),
        ('"name": "Жишээ байгууллага"', '"nick": "x"'),
    ],
)
def test_mistakes_in_a_json_feed_are_found(site: Site, before: str, after: str) -> None:
    text = (site.out / "news/feed.json").read_text("utf-8")
    assert before in text
    assert json_feed(text.replace(before, after, 1).encode())
