"""The page of all components, which the live preview shows and no site has."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.archive.assemble import assemble
from sitegen.content.load_settings import parse_config
from sitegen.content.records import Records
from sitegen.language.catalogue import load_catalogue
from sitegen.output.templates import render
from sitegen.pages.frame import chrome
from sitegen.pages.plan import make_edition
from sitegen.pages.single_pages import components_page
from tests.literal import CONFIG, TODAY, Site, article
from tests.theme import load_theme

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("lang", ["mn", "en"])
def test_it_shows_every_state_in_either_language(lang: str) -> None:
    config = parse_config(CONFIG.encode()).config
    assert config
    archive, _ = assemble(config, Records(), (), {}, TODAY)
    edition = make_edition(archive, lang, load_catalogue(lang))
    planned = components_page(edition)
    theme, _ = load_theme(ROOT)
    made = render(theme, load_catalogue(lang), planned.template, planned.view, chrome(edition), {})
    assert made.diagnostics == ()
    html = made.content.decode()
    assert planned.path == ("/_components/" if lang == "mn" else "/en/_components/")
    assert all(f"status-{name}" in html for name in ("planned", "ongoing", "completed", "cancelled"))
    assert all(
        part in html for part in ('class="banner"', 'class="bars', 'class="donors"', 'class="planned"')
    )
    assert 'content="noindex"' in html


def test_it_is_never_published(tmp_path: Path) -> None:
    site = Site(tmp_path, {"content/articles/2018/a/index.mn.md": article()})
    site.build()
    assert not [path for path in site.tree() if "_components" in path]
