"""The sample site, built, is the expected tree, byte for byte.

`make golden` accepts what is built now; the commit then shows what changed for readers.
"""

from __future__ import annotations

import difflib
import os
import shutil
from pathlib import Path

import pytest

from sitegen.output.makers import MAKERS
from sitegen.output.theme import LIGHT, minify
from sitegen.pages.scope import Scope
from sitegen.pages.views import TEMPLATES
from sitegen.steps.planning import plan_site
from sitegen.steps.session import BuildOptions, open_session
from sitegen.steps.sources import Sources, look
from tests.literal import TODAY, Site, tree

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EXPECTED = HERE / "expected"
UPDATE = os.environ.get("SITEGEN_GOLDEN") == "update"
SHOWN = 60  # lines of a difference


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Everything published; the theme's files are told apart since they are copies."""
    site = Site.copied(HERE / "site", tmp_path_factory.mktemp("golden"))
    outcome = site.build()
    assert outcome.diagnostics == ()
    return {path: content for path, content in site.tree().items() if not path.startswith(".")}


def pages(built: dict[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in built.items() if not path.startswith("static/")}


def difference(path: str, before: bytes, after: bytes) -> str:
    lines = [content.decode("utf-8", "backslashreplace").splitlines() for content in (before, after)]
    return "\n".join(
        list(difflib.unified_diff(*lines, f"expected/{path}", f"built/{path}", lineterm=""))[:SHOWN]
    )


def accept(found: dict[str, bytes]) -> None:
    shutil.rmtree(EXPECTED, ignore_errors=True)
    for path, content in found.items():
        (EXPECTED / path).parent.mkdir(parents=True, exist_ok=True)
        (EXPECTED / path).write_bytes(content)


def test_the_sample_site_is_the_expected_tree(built: dict[str, bytes]) -> None:
    found = pages(built)
    if UPDATE:
        accept(found)
    expected = tree(EXPECTED)
    hint = "if this is meant: make golden"
    assert sorted(found) == sorted(expected), hint
    changed = [path for path in found if found[path] != expected[path]]
    shown = "\n".join(difference(path, expected[path], found[path]) for path in changed[:3])
    assert not changed, f"{len(changed)} files differ, {hint}\n{changed[:20]}\n{shown}"


def test_the_files_of_the_theme_are_copied_styles_and_scripts_without_comments(
    built: dict[str, bytes],
) -> None:
    files = tree(ROOT / "static").items()
    theme = {
        f"static/{path}": minify(path, content) if path.endswith(LIGHT) else content
        for path, content in files
    }
    assert {path: content for path, content in built.items() if path.startswith("static/")} == theme


def test_the_sample_site_shows_every_kind_of_page(tmp_path: Path) -> None:
    """So that a change to any template is seen here; cards, which are pictures, have tests of their own,
    and so has the page of components, which no site has."""
    site = Site.copied(HERE / "site", tmp_path)
    site.edit("site.yaml", "cards: false", "cards: true")
    options = BuildOptions(site=site.root, out=site.out, today=TODAY)
    with open_session(options) as session:
        sources = look(session)
        assert isinstance(sources, Sources)
        planned = plan_site(sources, session, Scope("everything"))
    assert planned
    assert {page.template for page in planned.plan.pages} == {*TEMPLATES, *MAKERS} - {"components.html"}
