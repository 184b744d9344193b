"""Documents to download: what is said of each, the page of all of them, and authors left in them."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from tests.literal import Site, article, codes

FOLDER = "content/articles"
CORE = "<dc:creator>SECRET</dc:creator><cp:lastModifiedBy>S</cp:lastModifiedBy>"


def pdf(pages: int = 3, **properties: str) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    writer.add_metadata({f"/{name}": value for name, value in properties.items()})
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def commented_pdf() -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf(1)))
    note = {"/Type": "/Annot", "/Subtype": "/Text", "/T": "SECRET", "/Rect": "[0 0 9 9]"}
    written = {NameObject(name): TextStringObject(text) for name, text in note.items()}
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(DictionaryObject(written))])
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def packed(**parts: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return target.getvalue()


def office(core: str = "", app: str = "") -> bytes:
    return packed(**{"docProps/core.xml": f"<p>{core}</p>", "docProps/app.xml": f"<p>{app}</p>"})


def site_with(tmp_path: Path, name: str, content: bytes, **more: str) -> Site:
    said = "".join(f", {key}: {value}" for key, value in more.items())
    documents = f"[{{title: {{mn: Тайлан, en: Report}}, file: {name}{said}}}]"
    folder = f"{FOLDER}/2018/x"
    return Site(
        tmp_path, {f"{folder}/index.mn.md": article(documents=documents), f"{folder}/{name}": content}
    )


def test_kind_size_pages_language_and_checksum_are_told(tmp_path: Path) -> None:
    content = pdf(12)
    site = site_with(tmp_path, "a.pdf", content, language="en")
    assert codes(site.build()) == []
    page = site.page("/news/2018/x/")
    said = re.sub(r"\s+", " ", page.partition('class="documents"')[2].partition("</section>")[0])
    assert 'hreflang="en">Тайлан</a>' in said
    assert re.search(r"\(PDF, [^,]+, 12 хуудас, англи хэлээр\)", said), said
    assert f"SHA-256 {hashlib.sha256(content).hexdigest()}" in said
    assert 'href="/documents/"' in said


@pytest.mark.parametrize(
    ("name", "content", "pages"),
    [
        ("a.docx", office(app="<Pages>7</Pages>"), "7 хуудас"),
        ("a.pptx", office(app="<Slides>9</Slides>"), "9 хуудас"),
        ("a.odt", packed(**{"meta.xml": '<m meta:page-count="4"/>'}), "4 хуудас"),
        ("a.pdf", b"%PDF-1.7 no more than that", ""),
        ("a.docx", b"PK\x03\x04 broken", ""),
        ("a.txt", b"text", ""),
    ],
)
def test_pages_are_told_where_the_file_tells_them(
    tmp_path: Path, name: str, content: bytes, pages: str
) -> None:
    site = site_with(tmp_path, name, content)
    assert codes(site.build()) == []
    page = site.page("/news/2018/x/")
    assert (pages in page) if pages else ("хуудас</span>" not in page)


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.pdf", pdf(1, Author="SECRET"), "Author"),
        ("a.docx", office(CORE, "<Company>S</Company>"), "Author, Last Modified By, Company"),
        ("a.odt", packed(**{"meta.xml": "<meta:initial-creator>SECRET</meta:initial-creator>"}), "Author"),
        ("a.pdf", commented_pdf(), "Comments"),
        (
            "a.docx",
            packed(**{"word/comments.xml": '<w:comment w:id="1" w:author="SECRET">'}),
            "Comments, Revisions",
        ),
        (
            "a.docx",
            packed(**{"word/document.xml": '<w:del w:id="1" w:author="SECRET">'}),
            "Comments, Revisions",
        ),
        ("a.xlsx", packed(**{"xl/comments1.xml": "<author>SECRET</author>"}), "Comments, Revisions"),
        (
            "a.pptx",
            packed(**{"ppt/commentAuthors.xml": '<p:cmAuthor name="SECRET"/>'}),
            "Comments, Revisions",
        ),
        (
            "a.odt",
            packed(
                **{"content.xml": "<office:annotation><dc:creator>SECRET</dc:creator></office:annotation>"}
            ),
            "Author, Comments, Revisions",
        ),
    ],
)
def test_an_author_left_in_a_file_is_a_warning_that_does_not_repeat_the_name(
    tmp_path: Path, name: str, content: bytes, found: str
) -> None:
    (problem,) = site_with(tmp_path, name, content).build().diagnostics
    assert (problem.code, problem.path) == ("W814", f"{FOLDER}/2018/x/{name}")
    args: dict[str, Any] = dict(problem.args)
    assert args["found"] == found
    assert "SECRET" not in str(args)


@pytest.mark.parametrize("content", [pdf(1, Author=" "), office("<dc:creator></dc:creator><dc:creator/>")])
def test_an_empty_author_is_none(tmp_path: Path, content: bytes) -> None:
    name = "a.pdf" if content.startswith(b"%PDF") else "a.docx"
    assert codes(site_with(tmp_path, name, content).build()) == []


class TestTheListOfAll:
    @pytest.fixture
    def site(self, tmp_path: Path) -> Site:
        def told(title: str, file: str) -> str:
            return f"[{{title: {{mn: {title}, en: {title} en}}, file: {file}}}]"

        files: dict[str, str | bytes] = {}
        for year, title, more in (("2017", "Нэг", {"tags": "[pta]"}), ("2019", "Хоёр", {})):
            folder = f"{FOLDER}/{year}/x"
            fields = {"date": f"{year}-01-02", "documents": told(title, "a.pdf"), **more}
            files[f"{folder}/index.mn.md"] = article(f"Мэдээ {year}", **fields)
            files[f"{folder}/a.pdf"] = pdf(int(year) - 2010)
        return Site(tmp_path, files)

    def test_is_by_year_and_by_topic_in_both_languages(self, site: Site) -> None:
        assert codes(site.build()) == []
        for address, titles in (("/documents/", ("Хоёр", "Нэг")), ("/en/documents/", ("Хоёр en", "Нэг en"))):
            page = site.page(address)
            assert re.findall(r"<h2>(\d+)</h2>", page) == ["2019", "2017"]
            first, second = titles
            assert page.index(f">{first}</a>") < page.index(f">{second}</a>")
            assert page.count(f">{second}</a>") == 2  # by year, and by topic
            assert page.count(f">{first}</a>") == 1

    def test_is_reached_from_the_home_page_with_a_count_and_from_the_search(self, site: Site) -> None:
        site.edit("site.yaml", "search: false", "search: true")
        site.build()
        for prefix, count in (("", "баримт бичиг"), ("/en", "documents")):
            assert f'<a href="{prefix}/documents/"><strong>2</strong> {count}</a>' in site.page(f"{prefix}/")
            assert f'<a href="{prefix}/documents/">' in site.page(f"{prefix}/search/")

    def test_follows_a_file_and_ends_with_the_last(self, site: Site) -> None:
        site.build()
        assert "9 хуудас" in site.page("/documents/")
        site.write(f"{FOLDER}/2019/x/a.pdf", pdf(55))
        assert codes(site.build()) == []
        assert "55 хуудас" in site.page("/documents/")
        site.remove_folder(f"{FOLDER}/2017")
        site.remove_folder(f"{FOLDER}/2019")
        site.build()
        assert not (site.out / "documents/index.html").exists()
