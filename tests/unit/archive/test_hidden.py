"""Entries that are not published today, and what names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.literal import Site, article, codes

MN = "content/articles/2018/a/index.mn.md"
HIDDEN = "content/articles/hidden/index.mn.md"
NAMED = {"documents": "[{title: Тайлан, file: r.txt}]"}
REASONS = {"draft": {"draft": "yes"}, "future": {"date": "2027-01-01"}, "expired": {"expires": "2026-11-24"}}


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize(
    "link", ["article:hidden", "../../hidden/index.mn.md", "../../hidden", "../../hidden/r.txt"]
)
def test_a_link_in_a_text_is_a_warning_at_its_place_and_no_link(
    tmp_path: Path, reason: str, link: str
) -> None:
    site = Site(
        tmp_path,
        {
            MN: article(body=f"Энд [холбоос]({link}) бий."),
            HIDDEN: article("Далд", **NAMED, **REASONS[reason]),
        },
    )
    site.write("content/articles/hidden/r.txt", "x")
    outcome = site.build()
    assert [(item.path, item.line, item.column, item.code) for item in outcome.diagnostics] == [
        (MN, 6, 15, "W410")
    ]
    assert not outcome.failed
    assert "Энд <a>холбоос</a> бий." in site.page("/news/2018/a/").replace("\xa0", " ")
    assert "note-number" not in site.page("/news/2018/a/print/")


@pytest.mark.parametrize("reason", REASONS)
def test_is_nowhere_on_the_site(tmp_path: Path, reason: str) -> None:
    site = Site(tmp_path, {MN: article(), HIDDEN: article("Далдхан", **NAMED, **REASONS[reason])})
    site.write("content/articles/hidden/r.txt", "Далдхан")
    assert codes(site.build()) == []
    assert [
        path for path, content in site.tree().items() if "hidden" in path or "Далдхан".encode() in content
    ] == []


def test_a_draft_in_one_language_leaves_the_other_published_with_the_facts_of_both(tmp_path: Path) -> None:
    files = {
        MN: article("Мэдээ"),
        "content/articles/2018/a/index.en.md": "---\ntitle: Held\ndraft: yes\nplaces: [khovd]\n---\n\nX\n",
    }
    site = Site(tmp_path, files)
    assert codes(site.build()) == []
    assert 'href="/places/khovd/"' in site.page("/news/2018/a/")
    assert "Held" not in site.page("/en/news/2018/a/")
    assert 'hreflang="en"' not in site.page("/news/2018/a/").partition("</head>")[0]


def test_a_misspelt_target_is_still_an_error(tmp_path: Path) -> None:
    site = Site(tmp_path, {MN: article(body="[x](article:2018/hiden)"), HIDDEN: article(draft="yes")})
    assert codes(site.build()) == ["E412"]
