"""How a site counts its warnings: levels of codes, and exceptions with a reason and a last day."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from sitegen import cli
from tests.command import Run, build, sitegen
from tests.literal import CONFIG, TODAY, Site, article

NEWS = "content/articles/2018/forum/index.mn.md"
OTHER = "content/articles/2018/other/index.mn.md"
HTML = article(body="a <b>b</b>")  # W211


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path, {NEWS: HTML, OTHER: article(body="текст")})


def configure(site: Site, settings: str) -> None:
    site.write("site.yaml", f"{CONFIG}{settings}\n")


def accepted(path: str = "content/articles", until: date = TODAY, code: str = "W211") -> str:
    return f"exceptions: [{{code: {code}, path: {path}, reason: Хуучин бичвэр, until: {until}}}]"


def codes(run: Run) -> list[str]:
    return [json.loads(line)["code"] for line in run.out.splitlines()]


def test_a_warning_can_be_an_error_of_the_site(site: Site) -> None:
    configure(site, "diagnostics: {W211: error}")
    run = build(site.root)
    assert (run.code, site.out.exists()) == (cli.CONTENT, False)
    assert "    Counted as an error, as site.yaml says.\n" in run.err
    assert "1 errors, 0 warnings" in run.err
    said = json.loads(build(site.root, "--format", "json").out)
    assert (said["code"], said["severity"]) == ("W211", "error")
    assert build(site.root, "--format", "github").out.startswith("::error ")


def test_a_warning_can_be_switched_off(site: Site) -> None:
    configure(site, "diagnostics: {W211: off}")
    run = build(site.root, "--strict")
    assert (run.code, "W211" in run.err) == (cli.FINE, False)


def test_a_level_that_changes_is_heeded_by_the_next_build(site: Site) -> None:
    said = []
    for level in ("off", "warning", "off", "error", "warning"):
        configure(site, f"diagnostics: {{W211: {level}}}")
        run = build(site.root, "--format", "json")
        said.append((run.code, codes(run)))
    fine, told = (cli.FINE, []), (cli.FINE, ["W211"])
    assert said == [fine, told, fine, (cli.CONTENT, ["W211"]), told]


@pytest.mark.parametrize(
    ("code", "place", "words"),
    [
        ("E411", "E167 The level of E411 is not for the site", "sitegen explain E411"),
        ("W701", "E167 The level of W701 is not for the site", "sitegen explain W701"),
        ("W214", "E167 There is no warning “W214”", "Did you mean “W213”?"),
        ("html", "E167 There is no warning “html”", "begins with W"),
    ],
)
def test_only_warnings_of_the_site_have_levels(site: Site, code: str, place: str, words: str) -> None:
    configure(site, f"diagnostics: {{{code}: off}}")
    run = build(site.root)
    assert run.code == cli.CONTENT
    assert place in run.err
    assert words in run.err


@pytest.mark.parametrize("path", ["content", "content/articles/2018/", NEWS])
def test_a_warning_is_accepted_in_a_file_or_folder_up_to_a_day(site: Site, path: str) -> None:
    configure(site, accepted(path))
    assert build(site.root, "--strict").code == cli.FINE


def test_an_exception_of_one_file_leaves_others_alone(site: Site) -> None:
    site.write(OTHER, HTML)
    configure(site, accepted(NEWS))
    run = build(site.root)
    assert (run.err.count("W211"), f"{OTHER}:" in run.err) == (1, True)


def test_an_exception_past_its_day_is_told_and_accepts_nothing(site: Site) -> None:
    configure(site, accepted(until=TODAY - timedelta(1)))
    run = build(site.root, "--format", "json")
    assert (run.code, codes(run)) == (cli.FINE, ["W211", "W168"])
    assert json.loads(run.out.splitlines()[1])["path"] == "site.yaml"


@pytest.mark.parametrize("path", [OTHER, "content/articles/2018/for", "articles"])
def test_an_exception_that_accepts_nothing_is_told(site: Site, path: str) -> None:
    configure(site, accepted(path))
    for _ in range(2):  # a build that finds nothing changed tells it, too
        assert codes(build(site.root, "--format", "json")) == ["W211", "W169"]


def test_an_exception_is_not_called_needless_where_an_error_may_hide_what_it_accepts(site: Site) -> None:
    configure(site, accepted())
    site.write(NEWS, article(date="2018-02-31"))
    assert codes(build(site.root, "--format", "json")) == ["E108"]


def test_no_exception_is_without_a_reason_and_a_last_day(site: Site) -> None:
    configure(site, "exceptions: [{code: W211, path: content}]")
    run = sitegen("check", "--site", site.root, "--lang", "en")
    assert run.code == cli.CONTENT
    assert run.err.count("E105") == len(("reason", "until"))
