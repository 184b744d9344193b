"""What a reader cites: a version that is a number and a day, forms for programs, and what was corrected."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.literal import Site, article, codes

MN = "content/articles/2018/forum/index.mn.md"
EN = "content/articles/2018/forum/index.en.md"
CORRECTIONS = "[{date: 2026-11-20, what: The sum was 5 & not 6.}, {date: 2026-11-10, what: A name.}]"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    fields = {"sources": "[kept, seed]", "corrections": CORRECTIONS}
    site = Site(
        tmp_path,
        {
            MN: article("Форум & {бусад}"),
            EN: article("Forum & {others} 100%", **fields),
            "static/sources/kept.pdf": b"%PDF-1.4",
        },
    )
    config = (site.root / "site.yaml").read_text("utf-8")
    site.write("site.yaml", config + "corrections: mistakes@example.org\n")
    site.write(
        "content/sources.yaml",
        """
        - {id: kept, title: {en: Kept}, archived: sources/kept.pdf}
        - {id: seed, title: {en: Seed}, url: https://a.example.org/, archived: https://web.example.org/a}
        """,
    )
    return site


def quoted(page: str, name: str) -> str:
    found = re.search(rf'aria-label="{name}">(.*?)</pre>', page, re.DOTALL)
    assert found
    return unescape(found[1])


def test_a_version_is_a_number_and_a_day_and_what_was_corrected_is_told(site: Site) -> None:
    assert codes(site.build()) == []
    page = site.page("/en/news/2018/forum/")
    assert 'Version 3, <time datetime="2026-11-20">' in page
    told = re.findall(r"<li>Corrected <time datetime=\"([0-9-]+)\">.*?: <span>(.*?)</span>", page)
    assert [day for day, _ in told] == ["2026-11-10", "2026-11-20"]
    mongolian = site.page("/news/2018/forum/")
    assert "Corrected" not in mongolian
    assert 'Хувилбар 1, <time datetime="2018-11-02">' in mongolian
    assert "Энэ хуудсыг ишлэх" in mongolian


def test_a_mistake_is_reported_with_address_and_version(site: Site) -> None:
    site.build()
    letters = re.findall('href="(mailto:[^"]*)"', site.page("/en/news/2018/forum/"))
    assert any("/en/news/2018/forum/%0D%0Av3%202026-11-20" in letter for letter in letters)


def test_bibtex_and_ris_hold_the_same_facts_escaped_as_each_wants_them(site: Site) -> None:
    site.build()
    page = site.page("/en/news/2018/forum/")
    bibtex = quoted(page, "BibTeX")
    assert 'title = "{Forum \\& \\{others\\} 100\\%}"' in bibtex
    assert 'author = "{Sample organisation}"' in bibtex
    assert 'note = "version 3, 2026-11-20"' in bibtex
    assert 'url = "https://archive.example.org/en/news/2018/forum/"' in bibtex
    ris = dict(line.split("  - ", 1) for line in quoted(page, "RIS").splitlines())
    assert next(iter(ris)) == "TY"
    assert list(ris)[-1] == "ER"
    assert (ris["TI"], ris["PY"], ris["DA"]) == ("Forum & {others} 100%", "2018", "2018/11/02")
    assert "TI  - Форум & {бусад}" in quoted(site.page("/news/2018/forum/"), "RIS")


def test_signs_that_mean_something_to_tex_are_named_and_braces_stay_in_pairs(site: Site) -> None:
    bibtexparser = pytest.importorskip("bibtexparser")
    site.edit(EN, "others}", r"others ~ 5^2 \\ ")
    site.build()
    bibtex = quoted(site.page("/en/news/2018/forum/"), "BibTeX")
    assert bibtexparser.parse_string(bibtex).failed_blocks == []
    assert (
        r'title = "{Forum \& \textbraceleft{}others \textasciitilde{} 5\textasciicircum{}2 '
        r'\textbackslash{} 100\%}"' in bibtex
    )


@pytest.mark.parametrize("lang", ["mn", "en"])
def test_programs_for_references_read_both_forms(site: Site, lang: str) -> None:
    bibtexparser, rispy = pytest.importorskip("bibtexparser"), pytest.importorskip("rispy")
    site.write(
        "content/authors.yaml", "- {id: bat, name: {mn: Ч.Бат, en: Ch. Bat}}\n- {id: oyu, name: {mn: Оюу}}\n"
    )
    site.edit(MN, "date: 2018-11-02", "date: 2018-11-02\nauthors: [bat, oyu]")
    assert codes(site.build()) == []
    page = site.page(f"{'' if lang == 'mn' else '/en'}/news/2018/forum/")
    title = "Форум & {бусад}" if lang == "mn" else "Forum & {others} 100%"
    authors = ["Ч.Бат", "Оюу"] if lang == "mn" else ["Ch. Bat", "Оюу"]
    assert f"<p>{'; '.join(authors)} (2018)." in page.replace("\xa0", " ")
    [record] = rispy.loads(quoted(page, "RIS"))
    assert (record["title"], record["authors"]) == (title, authors)
    assert (record["year"], record["urls"]) == (
        "2018",
        [f"https://archive.example.org{'' if lang == 'mn' else '/en'}/news/2018/forum/"],
    )
    library = bibtexparser.parse_string(quoted(page, "BibTeX"))
    assert library.failed_blocks == []
    fields = {name: field.value for name, field in library.entries[0].fields_dict.items()}
    assert fields["author"] == " and ".join(f"{{{name}}}" for name in authors)
    assert fields["title"].replace("\\", "") == f"{{{title}}}"
    assert fields["url"] == record["urls"][0]


def test_feeds_tell_corrections_and_move_their_day(site: Site) -> None:
    site.build()
    atom = "{http://www.w3.org/2005/Atom}"
    entry = ElementTree.fromstring(site.page("/en/feed.xml")).find(f"{atom}entry")
    assert entry is not None
    content = entry.findtext(f"{atom}content") or ""
    assert content.startswith("<p>Corrected 10\u00a0November\u00a02026: A name.</p><p>Corrected 20")
    assert "The sum was 5 &amp; not 6." in content
    assert (entry.findtext(f"{atom}updated") or "").startswith("2026-11-20")
    item = json.loads(site.page("/en/feed.json"))["items"][0]
    assert item["content_html"].startswith("<p>Corrected 10")


def test_a_source_has_its_kept_copy_beside_it_and_one_that_is_not_there_is_told(site: Site) -> None:
    site.build()
    page = site.page("/en/news/2018/forum/")
    assert '<a href="/static/sources/kept.pdf">Archived copy</a>' in page
    assert '<a href="https://web.example.org/a">Archived copy</a>' in page
    (site.root / "static/sources/kept.pdf").unlink()
    assert codes(site.build()) == ["E156"]
