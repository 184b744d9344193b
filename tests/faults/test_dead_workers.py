"""A worker that dies costs one page and one diagnostic, never the build."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.core.interrupts import OverBudget
from sitegen.output.render import RenderContext, RenderJob
from sitegen.output.templates import RenderedPage
from tests.deadly import DEADLY, parse_or_die, render_or_die
from tests.literal import Site, article, codes

FILES: dict[str, str | bytes] = {
    f"content/articles/2018/a{number}/index.mn.md": article(f"Мэдээ {number}") for number in range(4)
}
VICTIM = "content/articles/2018/a2/index.mn.md"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr("sitegen.steps.session.WORTH_A_POOL", 1)
    return Site(tmp_path, FILES)


def test_over_a_file_names_that_file_and_reads_the_others(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write(VICTIM, article("Мэдээ 2", body=DEADLY))
    site.write("content/articles/2018/a3/index.mn.md", article("Мэдээ 3", date="2018-02-31"))
    monkeypatch.setattr("sitegen.content.parse.parse_batch", parse_or_die)
    outcome = site.build(jobs=2)
    assert [(item.path, item.code) for item in outcome.diagnostics] == [
        (VICTIM, "E205"),
        ("content/articles/2018/a3/index.mn.md", "E108"),
    ]


def test_over_a_file_is_forgotten_when_the_file_is_mended(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write(VICTIM, article("Мэдээ 2", body=DEADLY))
    with monkeypatch.context() as patch:
        patch.setattr("sitegen.content.parse.parse_batch", parse_or_die)
        assert codes(site.build(jobs=2)) == ["E205"]
    assert codes(site.build(jobs=2)) == []
    assert DEADLY in site.page("/news/2018/a2/")


def test_over_a_page_names_its_template_and_leaves_the_published_site(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.build()
    before = site.tree()
    site.write(VICTIM, article(DEADLY))
    monkeypatch.setattr("sitegen.output.render.render_batch", render_or_die)
    outcome = site.build(jobs=2)
    assert outcome.failed
    assert set(codes(outcome)) == {"E507"}
    assert "templates/article.html" in {item.path for item in outcome.diagnostics}
    assert site.tree() == before


def test_a_page_that_takes_too_long_names_its_template_and_leaves_the_published_site(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.build()
    before = site.tree()
    loops = [f"{{% for a{number} in page.frame.alternates %}}" for number in range(18)]
    source = (
        "{% extends 'base.html' %}{% block main %}" + "".join(loops) + "{% endfor %}" * 18 + "{% endblock %}"
    )
    site.write("templates/places.html", source)
    monkeypatch.setattr("sitegen.output.render._SECONDS", 0.2)
    outcome = site.build(jobs=2)
    assert {(item.path, item.code) for item in outcome.diagnostics} == {("templates/places.html", "E508")}
    assert site.tree() == before


def test_a_template_that_takes_too_long_is_waited_for_once(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []

    def endless(_: RenderContext, job: RenderJob) -> RenderedPage:
        begun.append(job.template)
        if job.template == "article.html":
            raise OverBudget
        return RenderedPage(job.view)

    with monkeypatch.context() as patch:
        patch.setattr("sitegen.output.render.render_job", endless)
        assert set(codes(site.build())) == {"E508"}
    assert begun.count("article.html") == 1
    assert len(set(begun)) > 1
    assert site.build().diagnostics == ()
