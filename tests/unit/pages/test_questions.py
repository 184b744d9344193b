"""What lists are asked from: questions with the values in use, and a row for each entry or document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.literal import Site, article

FORUM = """---
title: Форум
start: 2014-05
organisers: [gpsa]
documents:
  - {title: {mn: Тайлан}, file: report.pdf, language: en}
  - {title: {mn: Хаягтай, en: Elsewhere}, url: "https://example.org/x"}
---

Текст.
"""


def index(site: Site, name: str) -> Any:
    return json.loads(site.page(f"/data/{name}.json"))


def test_a_row_has_the_values_of_each_question_and_what_is_not_known_is_empty(tmp_path: Path) -> None:
    site = Site(
        tmp_path,
        {"content/forums/one/index.mn.md": FORUM, "content/forums/one/report.pdf": b"%PDF-1.4\n"},
    )
    assert site.build().diagnostics == ()
    forums = index(site, "forums-index.en")
    assert [name for name, _ in forums["questions"]] == [
        "year",
        "aimag",
        "soum",
        "mode",
        "organisation",
        "tag",
    ]
    assert forums["questions"][4] == [
        "organisation",
        [["gpsa", "Partnership", "/en/organisations/gpsa/feed.xml"]],
    ]
    values = [["2014"], [], [], [], ["gpsa"], []]
    assert forums["rows"] == [["one", "Форум", "/en/forums/one/", "mn", "2014-05", "", "", "", values]]


def test_each_document_is_a_row_with_its_entry(tmp_path: Path) -> None:
    site = Site(
        tmp_path,
        {"content/forums/one/index.mn.md": FORUM, "content/forums/one/report.pdf": b"%PDF-1.4\n"},
    )
    site.build()
    report, elsewhere = index(site, "documents-index.en")["rows"]
    assert report[1:4] == ["Тайлан", "/forums/one/report.pdf", "mn"]
    assert report[8:] == [[[], ["forum"], ["PDF"], ["en"], [], [], []], ["Форум", "/en/forums/one/", "mn"]]
    assert elsewhere[1:4] == ["Elsewhere", "https://example.org/x", ""]


def test_lists_of_a_site_without_data_are_not_asked(tmp_path: Path) -> None:
    site = Site(tmp_path, {"content/forums/one/index.mn.md": "---\ntitle: Форум\n---\n\nТекст.\n"})
    site.edit("site.yaml", "title:", "data: false\ntitle:")
    site.build()
    assert 'class="ask"' not in site.page("/forums/")


def test_the_list_of_news_leads_to_what_it_can_be_narrowed_to(tmp_path: Path) -> None:
    files = {
        "content/articles/2018/a/index.mn.md": article(
            "Нэг", date="2018-11-02", places="[khovd/altai, khovd]"
        ),
        "content/articles/2018/b/index.mn.md": article("Хоёр", date="2018-11-03", places="[khovd]"),
    }
    site = Site(tmp_path, files)
    site.build()
    assert '<a href="/places/khovd/">Ховд аймаг</a> <span class="count">2</span>' in site.page("/news/")


def test_a_row_is_known_by_the_number_that_its_text_has_in_the_search(tmp_path: Path) -> None:
    documents = "documents:\n  - {title: {mn: Тайлан, en: Report}, url: 'https://example.org/x'}\n"
    files: dict[str, str | bytes] = {
        f"content/projects/{name}/index.{lang}.md": f"---\ntitle: {name}\n{more}---\n\nТекст.\n"
        for name, lang, more in (("b", "mn", documents), ("a", "mn", ""), ("b", "en", ""))
    }
    site = Site(tmp_path, files | {"content/articles/2018/a/index.mn.md": article("Нэг", date="2018-11-02")})
    site.edit("site.yaml", "search: false", "search: true")
    site.build()
    for lang, prefix in (("mn", ""), ("en", "/en")):
        listed = index(site, f"projects-index.{lang}")
        lines = (site.out / f"{prefix[1:]}/search/titles-0.txt".lstrip("/")).read_text("utf-8").split("\n")
        known = [lines[2 * number] if number is not None else None for number in listed["texts"]]
        assert known == (["/projects/a/", "/projects/b/"] if lang == "mn" else [None, "/en/projects/b/"])
    assert "texts" not in index(site, "documents-index.mn")
