"""A word that changes in any document is rendered wherever it is shown, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.build import Outcome
from tests.literal import Site
from tests.work.sample import (
    SAMPLE,
    both,
    data_files,
    feeds,
    followed,
    index_files,
    rendered,
    showing,
    site_path,
)

WORD = "Qzx"
DOCUMENTS = sorted(path.relative_to(SAMPLE).as_posix() for path in SAMPLE.glob("content/**/*.md"))
NOT_PUBLISHED = [path for path in DOCUMENTS if "/draft/" in path or "/later/" in path]
PUBLISHED = [path for path in DOCUMENTS if path not in NOT_PUBLISHED]

Change = Callable[[Site, str], Outcome]


def retitle(site: Site, path: str) -> Outcome:
    return _edit(site, path, r'(?m)^title: ("?)', rf"title: \1{WORD} ")


def add_to_the_text(site: Site, path: str) -> Outcome:
    return _edit(site, path, r"\Z", f"\n{WORD}.\n")


def tell_of_a_correction(site: Site, path: str) -> Outcome:
    return _edit(site, path, "(?m)^title: ", "corrections: [{date: 2026-11-01, what: Алдаа}]\ntitle: ")


def _edit(site: Site, path: str, pattern: str, replacement: str) -> Outcome:
    text, number = re.subn(pattern, replacement, (site.root / path).read_text("utf-8"), count=1)
    assert number == 1
    site.write(path, text.encode())
    return site.build()


def own_pages(path: str) -> set[str]:
    """The page of a document and its print view."""
    section, *rest = Path(path).parent.parts[1:]
    folders = {"articles": ["news", *rest], "pages": rest}.get(section, [section, *rest])
    page = "/".join(("/en" if path.endswith(".en.md") else "", *folders, ""))
    return {page, f"{page}print/"}


def dossiers(path: str) -> set[str]:
    """The print views of programmes that have this document as a chapter; both, if it is not translated."""
    if path.startswith("content/projects/library/"):
        return both("/programmes/grants/print/")
    if path.startswith("content/projects/"):
        return {"/en/programmes/grants/print/" if path.endswith(".en.md") else "/programmes/grants/print/"}
    return set()


def feeds_of(site: Site, path: str) -> set[str]:
    """The feeds that hold the text, and so its address as that of an entry."""
    address = min(own_pages(path), key=len)
    ends = (f'{address}"/>\n<published>', f'{address}",\n   "title"')
    return {
        site_path(name)
        for name, content in site.tree().items()
        if "feed." in name
        and name.startswith("en/") == address.startswith("/en/")
        and any(end.encode() in content for end in ends)
    }


@pytest.mark.parametrize("path", PUBLISHED)
def test_a_title_is_rendered_wherever_it_is_shown_and_nowhere_else(site: Site, path: str) -> None:
    outcome = retitle(site, path)
    assert outcome.parsed == (path,)
    assert own_pages(path) | dossiers(path) <= showing(site, WORD)
    assert rendered(outcome) == showing(site, WORD)


@pytest.mark.parametrize("path", PUBLISHED)
def test_a_text_is_rendered_on_its_page_on_paper_and_in_its_dossier(site: Site, path: str) -> None:
    shown = own_pages(path) | dossiers(path) | feeds_of(site, path)
    outcome = add_to_the_text(site, path)
    assert outcome.parsed == (path,)
    assert showing(site, WORD) == shown
    assert rendered(outcome) == shown


def test_some_texts_are_in_feeds(site: Site) -> None:
    assert feeds_of(site, "content/articles/2018/forum/index.mn.md") == {
        *feeds("/", "/news/"),
        *followed("/tags/pta/", "/places/khovd/", "/organisations/fund/", "/programmes/grants/"),
    }
    assert feeds_of(site, "content/pages/about/index.mn.md") == set()


@pytest.mark.parametrize("change", [retitle, add_to_the_text, tell_of_a_correction])
@pytest.mark.parametrize("path", PUBLISHED)
def test_whatever_is_rendered_has_changed(site: Site, path: str, change: Change) -> None:
    before = site.tree()
    outcome = change(site, path)
    after = site.tree()
    changed = {site_path(name) for name in after if before[name] != after[name]}
    assert rendered(outcome) | data_files(outcome) | index_files(outcome) == changed
    assert outcome.written == len(outcome.rendered) > 0


@pytest.mark.parametrize("change", [retitle, add_to_the_text])
@pytest.mark.parametrize("path", NOT_PUBLISHED)
def test_what_is_not_published_changes_nothing(site: Site, path: str, change: Change) -> None:
    outcome = change(site, path)
    assert (outcome.parsed, rendered(outcome), outcome.written) == ((path,), set(), 0)
