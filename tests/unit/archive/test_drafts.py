"""What a draft names and is not there is told before it is published, and stops nothing until then."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.build import Outcome
from sitegen.core.diagnostics import Diagnostic, as_github
from sitegen.language.catalogue import texts_of_codes
from tests.literal import Site, article, codes

NEWS, DRAFT = "content/articles/2018/a/index.mn.md", "content/articles/2018/b/index.mn.md"
BODY = "[Төсөл](project:none), [тайлан](tailan.pdf)\n\n![Зураг](a.jpg)"


def places(found: tuple[Diagnostic, ...]) -> list[tuple[str, str, int, int]]:
    return [(item.path, item.code, item.line, item.column) for item in found]


def told(outcome: Outcome, lang: str) -> list[tuple[str, str]]:
    """(position, code and message; why it counts for less) of each diagnostic."""
    words = texts_of_codes(lang)
    return [
        (f"{item.path}:{item.line}:{item.column}: {item.code} {words.message(item)}", words.level(item))
        for item in outcome.diagnostics
    ]


def test_all_that_a_draft_names_and_is_not_there_is_a_warning_at_its_line(tmp_path: Path) -> None:
    draft = article(draft="true", places="[khovd/must]", tags="[nope, pta]", body=BODY)
    site = Site(tmp_path, {NEWS: article(), DRAFT: draft})
    outcome = site.build()
    assert not outcome.failed
    assert places(outcome.diagnostics) == [
        (DRAFT, "E411", 5, 10),
        (DRAFT, "E411", 6, 8),
        (DRAFT, "E412", 9, 9),
        (DRAFT, "E412", 9, 33),
        (DRAFT, "E420", 11, 10),
    ]
    assert not any(item.is_error for item in outcome.diagnostics)
    assert "::error" not in as_github(outcome.diagnostics, texts_of_codes("mn"))
    assert "нийтлэх өдөр нь" in texts_of_codes("mn").level(outcome.diagnostics[0])
    published = site.tree()
    site.edit(DRAFT, "draft: true\n", "")
    later = site.build()
    assert later.failed
    assert codes(later) == codes(outcome)
    assert site.tree() == published


def test_what_a_draft_names_and_is_not_there_stops_the_preview_as_little_as_the_site(tmp_path: Path) -> None:
    draft = article("Ноорог", draft="true", places="[khovd/must]", tags="[nope, pta]", body=BODY)
    ahead = article("Хожим", date="2026-12-01", body="[Мэдээ](article:2018/none)")
    site = Site(tmp_path, {NEWS: article(), DRAFT: draft, "content/articles/2026/b/index.mn.md": ahead})
    plain = site.build()
    outcome = site.build(drafts=True)
    assert not outcome.failed
    assert told(outcome, "mn") == told(plain, "mn")
    assert codes(outcome) == ["E411", "E411", "E412", "E412", "E420", "E412"]
    assert "<a>Төсөл</a>, <a>тайлан</a>" in site.page("/news/2018/b/")
    assert "<a>Мэдээ</a>" in site.page("/news/2026/b/")
    site.edit(DRAFT, "Ноорог", "Нооргийн шинэ нэр")
    assert not site.build(drafts=True).failed
    assert "Нооргийн шинэ нэр" in site.page("/news/2018/b/")


def test_what_a_published_text_names_and_is_not_there_stops_the_preview_too(tmp_path: Path) -> None:
    site = Site(tmp_path, {NEWS: article(body="[Төсөл](project:none)"), DRAFT: article(draft="true")})
    assert site.build(drafts=True).failed


def test_facts_that_a_draft_states_for_a_published_entry_stop_the_preview_and_the_site(
    tmp_path: Path,
) -> None:
    english = "content/articles/2018/a/index.en.md"
    draft = "---\ntitle: News\ndraft: true\ntags: [nope]\n---\n\n[x](project:q)\n"
    site = Site(tmp_path, {NEWS: article(), english: draft})
    for drafts in (False, True):
        outcome = site.build(drafts=drafts)
        assert {item.code: item.is_error for item in outcome.diagnostics} == {"E411": True, "E412": False}


@pytest.mark.parametrize("drafts", [False, True])
def test_a_file_of_a_draft_that_lies_beside_another_entry_is_told_and_stops_nothing(
    tmp_path: Path, drafts: bool
) -> None:
    draft = article(draft="true", documents="[{file: plan.csv, title: Төлөвлөгөө}]")
    files = {NEWS: article(body="[Төлөвлөгөө](plan.csv)"), DRAFT: draft}
    site = Site(tmp_path, files | {"content/articles/2018/a/plan.csv": "он,дүн\n2018,5\n"})
    outcome = site.build(drafts=drafts)
    assert [(item.code, item.is_error) for item in outcome.diagnostics] == [("E420", False)]
    assert dict(outcome.diagnostics[0].args)["copy"] == "content/articles/2018/a/plan.csv"


def test_what_is_ahead_of_its_date_is_told_too_and_what_is_over_is_not(tmp_path: Path) -> None:
    ahead = article(date="2026-12-01", tags="[nope]")
    over = article(expires="2019-01-01", tags="[other]")
    site = Site(tmp_path, {NEWS: article(), "content/articles/2026/b/index.mn.md": ahead, DRAFT: over})
    outcome = site.build()
    assert (codes(outcome), outcome.failed) == (["E411"], False)


def test_a_draft_of_a_translation_is_looked_at_by_itself(tmp_path: Path) -> None:
    english = "content/articles/2018/a/index.en.md"
    site = Site(
        tmp_path, {NEWS: article(), english: "---\ntitle: News\ndraft: true\n---\n\n[x](project:q)\n"}
    )
    outcome = site.build()
    assert places(outcome.diagnostics) == [(english, "E412", 6, 5)]
    assert not outcome.failed


def test_drafts_may_name_each_other_and_what_waits(tmp_path: Path) -> None:
    other = "content/articles/2018/c/index.mn.md"
    linked = article(draft="true", body="[Мэдээ](article:2018/b)")
    site = Site(tmp_path, {NEWS: article(), DRAFT: article(draft="true"), other: linked})
    assert site.build().diagnostics == ()


def test_an_error_of_the_same_cause_stays_an_error(tmp_path: Path) -> None:
    files = {NEWS: article(tags="[nope]"), DRAFT: article(draft="true", tags="[nope]")}
    outcome = Site(tmp_path, files).build()
    assert outcome.failed
    (item,) = outcome.diagnostics
    assert (item.path, item.is_error, len(item.also)) == (NEWS, True, 1)


def test_an_edit_of_a_draft_is_looked_at_like_a_new_one(tmp_path: Path) -> None:
    site = Site(tmp_path, {NEWS: article(), DRAFT: article(draft="true")})
    assert site.build().diagnostics == ()
    site.edit(DRAFT, "Текст.", "[Төсөл](project:none)")
    assert codes(site.build()) == ["E412"]
    site.edit(NEWS, "Текст.", "Өөр текст.")
    assert codes(site.build()) == ["E412"]
    site.edit(DRAFT, "project:none", "article:2018/a")
    assert codes(site.build()) == []


def test_a_file_that_is_not_there_is_not_taken_for_a_text(tmp_path: Path) -> None:
    site = Site(tmp_path, {NEWS: article(body="[Тайлан](a.pdf)"), DRAFT: article("Өөр")})
    (item,) = site.build().diagnostics
    assert (item.code, dict(item.args)["suggestion"]) == ("E412", "")


BEGUN = "content/articles/2018/a/index.en.md"
WITH_HEADING = article(body="[Төсөв](#tosov)\n\n## Төсөв\n\nТекст.")
NOT_TRANSLATED = "---\ntitle:\ndraft: true\n---\n\n[…](#tosov)\n\n## …\n\n…\n"
NAMING = "---\ntitle: Other\n---\n\n[Budget](article:2018/a#tosov)\n"


def site_with_a_begun_translation(root: Path) -> Site:
    """An entry of which the translation was begun, and another in both languages that links to a heading of
    it."""
    other = article("Өөр", "[Төсөв](article:2018/a#tosov)")
    english = DRAFT.replace(".mn.", ".en.")
    return Site(root, {NEWS: WITH_HEADING, BEGUN: NOT_TRANSLATED, DRAFT: other, english: NAMING})


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "mn",
            (
                "content/articles/2018/a/index.en.md:6:5: E214 Энэ хуудсанд “#tosov” гэсэн гарчиг алга.",
                "content/articles/2018/b/index.en.md:5:10: E413 content/articles/2018/a/index.en.md файлд "
                "“#tosov” гэсэн гарчиг алга.",
                "Бичвэр хараахан нийтлэгдээгүй тул одоо саад болохгүй, харин нийтлэх өдөр нь саад болно.",
            ),
        ),
        (
            "en",
            (
                "content/articles/2018/a/index.en.md:6:5: E214 This page has no heading “#tosov”.",
                "content/articles/2018/b/index.en.md:5:10: E413 content/articles/2018/a/index.en.md has no "
                "heading “#tosov”.",
                "The text is not published yet: this stops nothing now, but will on that day.",
            ),
        ),
    ],
)
def test_a_heading_that_is_not_translated_yet_stops_neither_the_site_nor_the_preview(
    tmp_path: Path, lang: str, lines: tuple[str, str, str]
) -> None:
    within, elsewhere, why = lines
    site = site_with_a_begun_translation(tmp_path)
    outcome = site.build()
    assert (outcome.failed, told(outcome, lang)) == (False, [(within, why)])
    outcome = site.build(drafts=True)
    assert (outcome.failed, told(outcome, lang)) == (False, [(within, why), (elsewhere, why)])
    assert '<a href="/en/news/2018/a/">Budget</a>' in site.page("en/news/2018/b/index.html")
    site.edit(BEGUN, "title:\ndraft: true\n", "title: News\n# It is done.\n")
    outcome = site.build()
    assert outcome.failed
    assert [line for line in told(outcome, lang) if "#tosov" in line[0]] == [(within, ""), (elsewhere, "")]
