"""A build imports no library that it has no work for: that would be most of the time of a small one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.literal import TODAY, Site, article

NEWS = "content/articles/2018/forum/index.mn.md"
ROOT = Path(__file__).parents[2]
FOR_PAGES = {"jinja2", "sitegen.output.render"}
FOR_TEXTS = {"markdown", "nh3", "yaml", "sitegen.content.convert"}
FOR_ALL = {"babel", "sitegen.content.load_settings"}
SELDOM = {"multiprocessing", "distributed", "importlib.metadata", "sitegen.content.values", "email"}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path, {NEWS: article()})
    assert "yaml" in imported(site)
    return site


def imported(site: Site) -> set[str]:
    """The modules that a build imports."""
    argv = [sys.executable, "-X", "importtime", "-m", "sitegen", "build", "--site", str(site.root)]
    done = subprocess.run(
        [*argv, "--today", TODAY.isoformat()], capture_output=True, text=True, check=True, cwd=ROOT
    )
    lines = (line for line in done.stderr.splitlines() if line.startswith("import time:"))
    return {line.rpartition("|")[2].strip() for line in lines}


def test_a_build_that_finds_nothing_changed_imports_nothing_to_read_or_to_make(site: Site) -> None:
    assert imported(site) & (FOR_PAGES | FOR_TEXTS | FOR_ALL | SELDOM | {"difflib"}) == set()


def test_an_edit_of_a_text_reads_no_settings_and_no_locale(site: Site) -> None:
    site.write(NEWS, article(body="Шинэ текст."))
    found = imported(site)
    assert found >= FOR_PAGES | FOR_TEXTS
    assert found & (FOR_ALL | {"multiprocessing", "distributed", "importlib.metadata"}) == set()


def test_an_edit_of_a_template_reads_no_texts(site: Site) -> None:
    site.write("templates/article.html", "{% extends 'base.html' %}{% block main %}{% endblock %}")
    found = imported(site)
    assert found >= FOR_PAGES
    assert found & (FOR_TEXTS | FOR_ALL | SELDOM) == set()
