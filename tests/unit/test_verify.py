"""The site as it stands against the same site built from nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.build import BuildOptions, Outcome, build
from sitegen.cli.commands import build as command
from tests.literal import TODAY, Site, article

NEWS = "content/articles/2018/forum/index.mn.md"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path, {NEWS: article()})


def verify(site: Site) -> tuple[Outcome, tuple[str, ...]]:
    return command.build_and_verify(BuildOptions(site=site.root, out=site.out, today=TODAY))


def test_a_site_that_stands_as_it_was_built_differs_in_nothing(site: Site) -> None:
    assert verify(site)[1] == ()


def test_a_file_that_a_clean_build_makes_otherwise_is_named(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def differently(options: BuildOptions, *given: object) -> Outcome:
        outcome = build(options)
        if not options.cache:
            (options.out / "index.html").write_text("x")
        return outcome

    monkeypatch.setattr(command, "build", differently)
    assert verify(site)[1] == ("index.html",)


def test_an_edit_meanwhile_is_published_and_no_difference(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    edits = iter(("Нэг", "Хоёр"))

    def edited(options: BuildOptions, *given: object) -> Outcome:
        title = None if options.cache else next(edits, None)
        if title:
            site.write(NEWS, article(title))
        return build(options)

    monkeypatch.setattr(command, "build", edited)
    assert verify(site)[1] == ()
    assert "Хоёр" in site.page("/news/2018/forum/")


def test_a_mistake_meanwhile_is_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def spoiled(options: BuildOptions, *given: object) -> Outcome:
        if not options.cache:
            site.write(NEWS, article(date="2018-02-31"))
        return build(options)

    monkeypatch.setattr(command, "build", spoiled)
    assert verify(site)[0].failed
