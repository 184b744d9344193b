"""What is known of each published file: what it was made of, and why it was rendered."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sitegen.checks.explain import Explanation, explain
from sitegen.core.store import Store
from sitegen.output.standing import DAMAGED, MADE, NEW_PAGE, SPACE, Standing, build_number, known_files
from sitegen.steps.session import BuildOptions
from tests.literal import TODAY, Site, article

NEWS = "content/articles/2018/forum/index.mn.md"
PAGE = "news/2018/forum/index.html"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path, {NEWS: article("Форум")})
    assert not site.build().failed
    return site


def why(site: Site, page: str = PAGE) -> tuple[str, ...]:
    """Why the page was last rendered."""
    with Store(site.root / ".sitegen/store") as store:
        return Standing(site.out, store, time.time_ns, set()).provenance_of([page])[page].why


def number_of_last_build(site: Site) -> int:
    with Store(site.root / ".sitegen/store") as store:
        return build_number(store)


def test_a_page_is_rendered_because_it_is_new(site: Site) -> None:
    assert why(site) == (NEW_PAGE,)


def test_a_page_is_rendered_because_of_the_fields_that_changed(site: Site) -> None:
    site.write(NEWS, article("Өөр нэр"))
    site.build()
    found = explain(BuildOptions(site=site.root, out=site.out, today=TODAY), PAGE)
    assert isinstance(found, Explanation)
    assert {"frame.title", "entry.title"} <= set(found.reasons)
    assert why(site) == ()
    assert why(site, "tags/index.html") == (NEW_PAGE,)  # not rendered since


def test_a_page_is_rendered_because_of_its_template(site: Site) -> None:
    text = (Path(__file__).parents[3] / "templates/article.html").read_text("utf-8")
    site.write("templates/article.html", text.replace("{% block main %}", "{% block main %}x"))
    site.build()
    assert why(site) == ("template",)


def test_a_page_is_rendered_because_of_the_texts_of_the_site(site: Site) -> None:
    site.edit("site.yaml", "A site for tests", "Another site")
    site.build()
    assert why(site, "en/index.html") == ("menu, footer and site texts",)


def test_a_page_is_rendered_because_somebody_changed_it(site: Site) -> None:
    (site.out / PAGE).write_text("x")
    site.build()
    assert why(site) == (DAMAGED,)


def test_every_build_that_publishes_has_a_number(site: Site) -> None:
    before = number_of_last_build(site)
    site.build()
    assert number_of_last_build(site) == before + 1
    site.build(publish=False)
    assert number_of_last_build(site) == before + 1


def test_a_file_that_is_no_longer_published_is_forgotten(site: Site) -> None:
    site.remove_folder("content/articles/2018/forum")
    site.build()
    with Store(site.root / ".sitegen/store") as store:
        assert PAGE not in known_files(store)
        assert PAGE not in store.names(MADE)


def test_a_page_is_forgotten_even_if_the_store_has_lost_what_was_published(site: Site) -> None:
    with Store(site.root / ".sitegen/store") as store:
        store.remove(SPACE, store.names(SPACE))
        store.commit()
    site.remove_folder("content/articles/2018/forum")
    site.build()
    with Store(site.root / ".sitegen/store") as store:
        assert PAGE not in store.names(MADE)


def test_a_page_that_comes_out_the_same_keeps_its_file(site: Site) -> None:
    before = (site.out / PAGE).stat()
    text = (Path(__file__).parents[3] / "templates/article.html").read_text("utf-8")
    site.write("templates/article.html", "{# a remark #}" + text)
    outcome = site.build()
    after = (site.out / PAGE).stat()
    assert PAGE in outcome.rendered
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert site.build().rendered == ()


def test_what_an_error_kept_from_being_published_is_rendered_next_time(site: Site) -> None:
    site.write(NEWS, article("Өөр нэр"))
    site.write("templates/term.html", "{{ 1 // 0 }}")
    assert site.build().failed
    site.remove("templates/term.html")
    assert PAGE in site.build().rendered
    assert "Өөр нэр" in site.page("/news/2018/forum/")
