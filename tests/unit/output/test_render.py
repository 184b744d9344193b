"""A planned page to bytes, here or in a worker."""

from __future__ import annotations

import msgspec
import pytest

from sitegen.core.jobs import process_pool
from sitegen.language.catalogue import load_catalogue
from sitegen.output.render import RenderContext, RenderJob, json_feed, render_batch, render_job
from sitegen.output.template_sources import load_theme
from sitegen.pages import views
from tests.meta.source import ROOT
from tests.unit.output.sampling import sample
from tests.unit.output.test_json_feed import FEED

REDIRECT = views.RedirectPage(
    lang="mn", title="“Форум” <b>", url="/news/?a=1&b=2", canonical="https://x.example/"
)


@pytest.fixture(scope="module")
def context() -> RenderContext:
    theme, problems = load_theme(ROOT)
    assert problems == ()
    chromes = {lang: sample(views.Chrome, lang, full=True) for lang in ("mn", "en")}
    catalogues = {lang: load_catalogue(lang) for lang in chromes}
    return RenderContext(msgspec.structs.replace(theme, files={}), chromes, catalogues)


def job(template: str, page: views.View, lang: str = "mn") -> RenderJob:
    return RenderJob(template, lang, msgspec.msgpack.encode(page), {})


def test_lines_are_written_as_they_are(context: RenderContext) -> None:
    page = views.TextPage(lines=("User-agent: *", "", "Allow: /<&>"))
    assert render_job(context, job("", page)).content == b"User-agent: *\n\nAllow: /<&>\n"


def test_a_json_feed_has_no_template(context: RenderContext) -> None:
    assert render_job(context, job("feed.json", FEED)).content == json_feed(FEED)


def test_a_page_is_rendered_by_its_template_in_its_language(context: RenderContext) -> None:
    mongolian = render_job(context, job("redirect.html", REDIRECT)).content.decode()
    assert "“Форум” &lt;b&gt;" in mongolian
    assert "/news/?a=1&amp;b=2" in mongolian
    english = render_job(context, job("redirect.html", REDIRECT, "en")).content.decode()
    assert "This page has moved" in english
    assert "This page has moved" not in mongolian


def test_what_a_template_does_wrong_is_a_diagnostic_at_its_line(context: RenderContext) -> None:
    sources = context.theme.sources | {"redirect.html": "{{ page.title }}\n{{ page.titel }}"}
    wrong = msgspec.structs.replace(context.theme, sources=sources, digest=b"another")
    result = render_job(msgspec.structs.replace(context, theme=wrong), job("redirect.html", REDIRECT))
    assert result.content == b""
    assert [(item.code, item.path, item.line) for item in result.diagnostics] == [
        ("E502", "templates/redirect.html", 2)
    ]


def test_a_worker_gives_the_same_bytes_as_this_process(context: RenderContext) -> None:
    jobs = (job("redirect.html", REDIRECT), job("feed.json", FEED), job("feed.xml", FEED, "en"))
    encoded = msgspec.msgpack.encode(context)
    here = render_batch(encoded, jobs)
    with process_pool(1) as pool:
        assert pool.submit(render_batch, encoded, jobs).result() == here
    assert [item.diagnostics for item in here] == [(), (), ()]
