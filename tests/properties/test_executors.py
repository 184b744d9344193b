"""The same bytes and diagnostics wherever the work is done, and one page lost for what breaks its worker."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from sitegen.build import Outcome
from sitegen.core import jobs
from sitegen.core.jobs import process_pool
from sitegen.steps import session
from tests.dask_cluster import Cluster, dask_cluster
from tests.deadly import DEADLY, ENDLESS, parse_or_die, parse_or_overrun, render_article_or_die
from tests.literal import Site, article
from tests.properties.small_site import at_first, files_of

FILES = files_of(at_first(), {}) | {
    f"content/articles/2018/n{number}/index.mn.md": article(f"Мэдээ {number}", "a <b>b</b>").encode()
    for number in range(4)
}
VICTIM = "content/articles/2018/n1/index.mn.md"
WRONG = "content/articles/2018/n3/index.mn.md"
BROKEN = FILES | {VICTIM: article(tags="[x]").encode(), WRONG: article(date="2018-02-31").encode()}
# Elsewhere than on Linux nothing forks, and what a system's own libraries do then is theirs.
METHODS = ("fork", "forkserver", "spawn") if sys.platform == "linux" else ("forkserver", "spawn")

Build = Callable[[], Outcome]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with dask_cluster() as running:
        yield running


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path, FILES)


@pytest.fixture
def build(site: Site, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Builds with the executor that the test names, in many small batches, and with no other."""
    monkeypatch.setattr(jobs, "BATCH", 2)
    monkeypatch.setattr(session, "WORTH_A_POOL", 1)
    monkeypatch.setattr(jobs, "InlineExecutor", None)
    if request.param == "dask":
        return partial(site.build, executor=request.getfixturevalue("cluster").address)
    if request.param in METHODS:
        monkeypatch.setattr(jobs, "process_pool", partial(process_pool, method=request.param))
        return partial(site.build, jobs=2)
    return partial(site.build, jobs=request.param)


everywhere = pytest.mark.parametrize("build", [*METHODS, "dask"], indirect=True)
at_any_number_of_jobs = pytest.mark.parametrize("build", [2, 3, *METHODS, "dask"], indirect=True)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, dict[str, bytes]]:
    """What one process makes of the site."""
    site = Site(tmp_path_factory.mktemp("published"), FILES)
    return site.build(jobs=1), site.tree()


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """What one process says of the site when it is broken."""
    return Site(tmp_path_factory.mktemp("refused"), BROKEN).build(jobs=1)


@at_any_number_of_jobs
def test_bytes_and_diagnostics_are_those_of_one_process(
    published: tuple[Outcome, dict[str, bytes]], build: Build, site: Site
) -> None:
    outcome = build()
    assert (outcome, site.tree()) == published
    assert outcome.rendered
    assert outcome.diagnostics


@at_any_number_of_jobs
def test_errors_are_those_of_one_process(refused: Outcome, build: Build, site: Site) -> None:
    for path in (VICTIM, WRONG):
        site.write(path, BROKEN[path])
    assert build() == refused
    assert len(errors(refused)) == 2


@everywhere
def test_a_file_that_kills_its_worker_is_one_error(
    build: Build, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write(VICTIM, article(body=DEADLY))
    site.write(WRONG, article(date="2018-02-31"))
    monkeypatch.setattr("sitegen.content.parse.parse_batch", parse_or_die)
    assert errors(build()) == [(VICTIM, "E205"), (WRONG, "E108")]


@everywhere
def test_a_page_that_kills_its_worker_is_one_error(
    build: Build, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write(VICTIM, article(body=DEADLY))
    monkeypatch.setattr("sitegen.output.render.render_batch", render_article_or_die)
    assert errors(build()) == [("templates/article.html", "E507")]
    assert site.tree() == {}


@everywhere
def test_a_file_that_overruns_its_time_is_one_error(
    build: Build, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write(VICTIM, article(body=ENDLESS))
    site.write(WRONG, article(date="2018-02-31"))
    monkeypatch.setattr("sitegen.content.parse.parse_batch", parse_or_overrun)
    assert errors(build()) == [(VICTIM, "E201"), (WRONG, "E108")]


def errors(outcome: Outcome) -> list[tuple[str, str]]:
    return [(item.path, item.code) for item in outcome.diagnostics if item.is_error]
