"""The pipeline as a whole, on sites of a few files."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Set
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sitegen.core.store import Damaged, Store
from sitegen.output.publish import Foreign
from sitegen.output.standing import Standing
from sitegen.steps import session
from sitegen.steps.session import forget
from tests.literal import Site, article, codes

NEWS = "content/articles/2018/forum/index.mn.md"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path, {NEWS: article(), "content/articles/2018/other/index.mn.md": article("Өөр")})
    outcome = site.build()
    assert codes(outcome) == []
    assert not outcome.failed
    return site


def newest(site: Site) -> str:
    return site.page("/news/2018/forum/")


def test_a_second_build_does_nothing(site: Site) -> None:
    before = {path: path.stat().st_mtime_ns for path in site.out.rglob("*")}
    outcome = site.build()
    assert (outcome.parsed, outcome.rendered, outcome.written, outcome.removed) == ((), (), 0, 0)
    assert outcome.unchanged == len(site.tree()) - 1  # the listing is not a file of the site
    assert {path: path.stat().st_mtime_ns for path in site.out.rglob("*")} == before


def test_an_error_leaves_the_published_site_as_it_was(site: Site) -> None:
    before = site.tree()
    site.write(NEWS, article("Шинэ", date="2018-02-31"))
    site.write("content/articles/2018/third/index.mn.md", article())
    outcome = site.build()
    assert (codes(outcome), outcome.failed, outcome.written) == (["E108"], True, 0)
    assert site.tree() == before


def test_the_problems_of_all_files_are_told_at_once(site: Site) -> None:
    site.write(NEWS, article(date="2018-02-31"))
    site.write("content/articles/2018/other/index.mn.md", article(body="[x](project:missing)"))
    site.write("content/terms.yaml", "- id: pta\n")
    site.write("site.yaml", (site.root / "site.yaml").read_text() + "menu: [{page: missing}]\n")
    places = [(item.path, item.code) for item in site.build().diagnostics]
    assert places == [
        ("content/articles/2018/forum/index.mn.md", "E108"),
        ("content/articles/2018/other/index.mn.md", "E412"),
        ("content/terms.yaml", "E105"),
        ("site.yaml", "E414"),
    ]


def test_problems_are_told_again_by_a_build_that_reads_nothing(site: Site) -> None:
    site.write(NEWS, article(body="<b>x</b>\n\n[x](project:missing)"))
    first = site.build()
    second = site.build()
    assert second.parsed == ()
    assert codes(first) == ["W211", "E412"]
    assert second.diagnostics == first.diagnostics


def test_a_site_without_settings_is_told_so(site: Site) -> None:
    site.remove("site.yaml")
    assert [(item.path, item.code) for item in site.build().diagnostics] == [("site.yaml", "E155")]


def test_checking_writes_no_site(tmp_path: Path) -> None:
    site = Site(tmp_path, {NEWS: article()})
    outcome = site.build(publish=False)
    assert (outcome.failed, outcome.rendered, outcome.pages > 50) == (False, (), True)
    assert not site.out.exists()


def test_a_warning_stops_only_a_strict_build(site: Site) -> None:
    site.write(NEWS, article("Ширүүн", body="a <b>b</b>"))
    outcome = site.build(strict=True)
    assert (codes(outcome), outcome.failed) == (["W211"], True)
    assert "Ширүүн" not in newest(site)
    outcome = site.build()
    assert (codes(outcome), outcome.failed) == (["W211"], False)
    assert "Ширүүн" in newest(site)


def test_a_lost_store_does_not_stop_a_strict_build(site: Site) -> None:
    site.build()
    site.write(".sitegen/store", "damaged")
    site.write(NEWS, article("Ширүүн"))
    outcome = site.build(strict=True)
    assert (codes(outcome), outcome.failed) == (["W701"], False)
    assert "Ширүүн" in newest(site)


def test_what_cannot_be_stored_once_the_site_is_published_is_a_warning(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    resource: Any = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)

    def full(standing: Standing, planned: Set[str]) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
        keep(standing, planned)

    keep = Standing.keep
    for title in ("Дүүрэн", "Дүүрсэн", "Дүүрсэн"):
        site.write(NEWS, article(title))
        with monkeypatch.context() as patch:
            patch.setattr(Standing, "keep", full)
            try:
                outcome = site.build(strict=True)
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert (codes(outcome), outcome.failed) == (["W702"], False)
        assert title in newest(site)
    assert codes(site.build()) == []


def test_a_library_of_another_version_is_told_once_and_is_no_fault_of_the_content(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "installed_libraries", lambda: (("jinja2", "3.1.6"), ("markdown", "3.99.1")))
    for text in ("Нэг", "Хоёр"):
        site.write(NEWS, article(text))
        outcome = site.build(strict=True)
        assert [(item.code, item.path) for item in outcome.diagnostics] == [("W703", "markdown 3.99.1")]
        assert not outcome.failed
        assert text in newest(site)


def test_what_is_wrong_with_content_is_told_before_what_is_in_the_way(site: Site) -> None:
    site.build()
    for path in site.tree():
        (site.out / path).write_text("perhaps somebody else's")
    site.write("content/articles/2018/last/index.mn.md", article(body="[Алга](article:2018/nowhere)"))
    assert codes(site.build()) == ["E412"]
    site.remove_folder("content/articles/2018/last")
    with pytest.raises(Foreign):
        site.build()


def test_a_strict_build_without_warnings_publishes(site: Site) -> None:
    site.write(NEWS, article("Ширүүн"))
    assert not site.build(strict=True).failed
    assert "Ширүүн" in newest(site)


def test_a_template_that_fails_leaves_the_published_site_as_it_was(site: Site) -> None:
    before = site.tree()
    site.write("templates/article.html", "{{ 1 // 0 }}")
    outcome = site.build()
    assert outcome.failed
    assert [(item.path, item.line, item.code) for item in outcome.diagnostics] == [
        ("templates/article.html", 1, "E506")
    ]
    assert site.tree() == before


def test_drafts_and_future_entries_are_published_on_demand(site: Site) -> None:
    site.write("content/articles/2018/draft/index.mn.md", article("Ноорог", draft="yes"))
    site.write("content/articles/2030/later/index.mn.md", article("Хожим", date="2030-01-01"))
    site.build()
    assert not (site.out / "news/2018/draft").exists()
    assert not (site.out / "news/2030/later").exists()
    site.build(drafts=True)
    assert "Ноорог" in site.page("/news/2018/draft/")
    assert "Хожим" in site.page("/news/2030/later/")
    site.build()
    assert not (site.out / "news/2018/draft").exists()


def test_the_build_date_is_the_option_then_the_epoch_then_the_day_in_the_sites_zone(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write(NEWS, article(expires="2026-01-02"))
    page = site.out / "news/2018/forum/index.html"
    for today, epoch, shown in [
        (date(2026, 1, 1), "1767312000", True),  # the option wins over 2026-01-02 in Greenwich
        (None, "1767225600", True),  # 2026-01-01 08:00 in Ulaanbaatar
        (None, "1767283200", False),  # still 1 January in Greenwich, 2 January in Ulaanbaatar
        (None, "4000000000", False),
    ]:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        site.build(today=today)
        assert page.exists() is shown, (today, epoch)


def test_another_address_changes_every_address(site: Site) -> None:
    site.build(base_url="https://example.org/archive/")
    html = newest(site)
    assert '<link rel="canonical" href="https://example.org/archive/news/2018/forum/">' in html
    assert 'href="/archive/static/css/site.css"' in html
    assert "archive.example.org" not in "".join(
        raw.decode() for name, raw in site.tree().items() if name.endswith((".html", ".xml", ".json", ".txt"))
    )


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_site_is_the_same_with_one_job_and_with_two(
    site: Site, jobs: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sitegen.steps.session.WORTH_A_POOL", 1)
    site.build(jobs=jobs, cache=False, out=tmp_path / "again")
    expected = site.tree()
    assert {
        path.relative_to(tmp_path / "again").as_posix(): path.read_bytes()
        for path in (tmp_path / "again").rglob("*")
        if path.is_file()
    } == expected


def test_forgetting_keeps_the_site_and_the_next_build_does_everything(site: Site) -> None:
    before = site.tree()
    assert forget(site.root)
    assert not forget(site.root)
    assert site.tree() == before
    outcome = site.build()
    assert len(outcome.parsed) == 2
    assert site.tree() == before


def store_of(site: Site) -> Path:
    return site.root / ".sitegen" / "store"


def test_a_damaged_store_is_a_warning_and_a_full_build(site: Site) -> None:
    before = site.tree()
    for damage in (b"garbage" * 500, store_of(site).read_bytes()[:5000]):
        store_of(site).write_bytes(damage)
        outcome = site.build()
        assert codes(outcome) == ["W701"]
        assert len(outcome.parsed) == 2
        assert site.tree() == before
        assert codes(site.build()) == []


def test_any_flipped_bit_in_the_store_gives_the_same_site(site: Site) -> None:
    site.write(NEWS, article("Шинэчилсэн"))
    sound = store_of(site).read_bytes()
    site.build(cache=False)
    expected = site.tree()
    for number in range(20):
        place = number * 104_729 % len(sound)
        raw = bytearray(sound)
        raw[place] ^= 1 << (number % 8)
        store_of(site).write_bytes(bytes(raw))
        outcome = site.build()
        assert set(codes(outcome)) <= {"W701"}, f"byte {place}"
        assert site.tree() == expected, f"byte {place}"


def test_after_damage_that_is_met_late_the_next_build_finds_all_in_the_store(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(standing: Standing, planned: Set[str]) -> None:
        patch.undo()
        keep(standing, planned)
        raise Damaged("met late")

    keep = Standing.keep
    site.write(NEWS, article("Хожуу"))
    with monkeypatch.context() as patch:
        patch.setattr(Standing, "keep", damaged)
        assert codes(site.build()) == ["W701"]
    assert "Хожуу" in newest(site)
    outcome = site.build()
    assert (codes(outcome), outcome.rendered, outcome.written) == ([], (), 0)


def test_what_was_removed_before_damage_is_met_is_told_by_the_build_that_goes_on(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(standing: Standing, planned: Set[str]) -> None:
        patch.undo()
        raise Damaged("met late")

    (site.root / NEWS).unlink()
    before = set(site.tree())
    with monkeypatch.context() as patch:
        patch.setattr(Standing, "keep", damaged)
        outcome = site.build()
    assert codes(outcome) == ["W701"]
    assert outcome.removed == len(before - set(site.tree())) > 0


def test_a_file_that_somebody_has_removed_already_is_not_told_as_removed(site: Site) -> None:
    (site.root / NEWS).unlink()
    before = set(site.tree())
    gone = "news/2018/forum/index.html"
    (site.out / gone).unlink()
    outcome = site.build()
    assert outcome.removed == len(before - set(site.tree()) - {gone}) > 0


@pytest.mark.parametrize(
    "damage",
    ["UPDATE body SET value = x'00'", "DELETE FROM body"],
)
def test_texts_lost_from_the_store_are_read_again(site: Site, damage: str) -> None:
    with sqlite3.connect(store_of(site)) as connection:
        connection.execute(damage)
    connection.close()
    source = (Path(__file__).parents[2] / "templates/article.html").read_text("utf-8")
    site.write("templates/article.html", source.replace("{% block main %}", "{% block main %}edited"))
    outcome = site.build()
    assert (codes(outcome), outcome.failed) == (["W701"], False)
    assert "edited" in newest(site)
    assert codes(site.build()) == []


def test_what_another_version_left_in_the_store_does_no_harm(site: Site) -> None:
    expected = site.tree()
    with Store(store_of(site)) as store:
        for space in ("document", "asset", "published", "settings"):
            store.write(space, dict.fromkeys([*store.names(space), "more"], b"\x93\x01\x02\x03"))
        store.commit()
    assert codes(site.build()) == []
    assert site.tree() == expected
    assert site.build().rendered == ()


def test_a_publication_that_was_cut_off_is_completed_even_when_the_content_now_has_errors(site: Site) -> None:
    stage = site.out / ".sitegen-stage"
    stage.mkdir()
    (stage / "0").write_text("decided")
    (stage / "journal").write_text('{"moves": [["0", "news/index.html"]], "removals": []}')
    site.write(NEWS, article(date="2018-02-31"))
    assert site.build().failed
    assert site.page("/news/") == "decided"
    assert not stage.exists()
    site.write(NEWS, article())
    site.build()
    assert "decided" not in site.page("/news/")


def test_a_check_does_not_touch_what_is_published(site: Site) -> None:
    (site.out / ".sitegen-stage").mkdir()
    site.build(publish=False)
    assert (site.out / ".sitegen-stage").exists()


@pytest.mark.skipif(not hasattr(os, "umask"), reason="POSIX")
def test_others_can_read_the_site_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        site = Site(tmp_path, {NEWS: article()})
        site.build()
    finally:
        os.umask(before)
    modes = {path.is_dir(): path.stat().st_mode & 0o777 for path in [site.out, *site.out.rglob("*")]}
    assert modes == {True: 0o755, False: 0o644}
