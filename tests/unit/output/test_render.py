"""A planned page to bytes, here or in a worker."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from sitegen.core.digest import digest
from sitegen.core.jobs import process_pool
from sitegen.language.catalogue import load_catalogue
from sitegen.output.makers import MAKERS, Maker, Materials
from sitegen.output.render import FileToUse, RenderContext, RenderJob, render_batch, render_job
from sitegen.pages import views
from tests.meta.source import ROOT
from tests.theme import load_theme
from tests.unit.output.sampling import sample
from tests.unit.output.test_json_feed import FEED, TEXTS, made

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
    return RenderJob(template, lang, msgspec.msgpack.encode(page), dict(TEXTS.texts))


def test_lines_are_written_as_they_are(context: RenderContext) -> None:
    page = views.TextPage(lines=("User-agent: *", "", "Allow: /<&>"))
    assert render_job(context, job("text", page)).content == b"User-agent: *\n\nAllow: /<&>\n"


def test_a_json_feed_has_no_template(context: RenderContext) -> None:
    assert render_job(context, job("feed.json", FEED)).content == made(FEED)


class Sum(views.View, frozen=True):
    """For a maker of our own."""

    greeting: str


def test_a_maker_gets_texts_and_files(
    context: RenderContext, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def make(page: Sum, given: Materials) -> bytes:
        return b" ".join((page.greeting.encode(), *given.texts.values(), *given.files.values()))

    monkeypatch.setitem(MAKERS, "sum", Maker(Sum, make))
    (tmp_path / "a.txt").write_bytes(b"file")
    file = FileToUse("content/a.txt", str(tmp_path / "a.txt"), digest(b"file"))
    given = msgspec.structs.replace(job("sum", Sum(greeting="hi")), bodies={b"1": b"text"}, files=(file,))
    assert render_job(context, given).content == b"hi text file"
    # A cluster has no disk of ours, and gets the content itself.
    sent = msgspec.structs.replace(file, location="/nowhere", content=b"file")
    assert render_job(context, msgspec.structs.replace(given, files=(sent,))).content == b"hi text file"
    changed = msgspec.structs.replace(given, files=(msgspec.structs.replace(file, digest=b"other"),))
    [problem] = render_job(context, changed).diagnostics
    assert (problem.code, problem.path) == ("E809", "content/a.txt")


def test_every_planned_page_has_a_template_or_a_maker() -> None:
    assert not MAKERS.keys() & views.TEMPLATES.keys()


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
