"""What a draft names and is not there is told before it is published, and stops nothing until then."""

from __future__ import annotations

from pathlib import Path

from sitegen.core.diagnostics import Diagnostic, as_github
from sitegen.language.catalogue import texts_of_codes
from tests.literal import Site, article, codes

NEWS, DRAFT = "content/articles/2018/a/index.mn.md", "content/articles/2018/b/index.mn.md"
BODY = "[Төсөл](project:none), [тайлан](tailan.pdf)\n\n![Зураг](a.jpg)"


def places(found: tuple[Diagnostic, ...]) -> list[tuple[str, str, int, int]]:
    return [(item.path, item.code, item.line, item.column) for item in found]


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
