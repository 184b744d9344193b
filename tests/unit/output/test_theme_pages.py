"""The theme of this repository: every template, with all that a page can have and with the least."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest

from sitegen.language.catalogue import load_catalogue
from sitegen.output.template_check import check
from sitegen.output.templates import render
from sitegen.output.theme import minify
from sitegen.pages import views
from sitegen.pages.machine_pages import HEADERS
from sitegen.pages.views import TEMPLATES, Chrome
from tests.theme import load_theme
from tests.unit.output.reading import Reading
from tests.unit.output.sampling import BODY, FOREIGN, TEXT, sample

ROOT = Path(__file__).parents[3]
THEME, PROBLEMS = load_theme(ROOT)
PAGES = sorted(name for name in TEMPLATES if name.endswith(".html"))
WITH_FRAME = [name for name in PAGES if not name.startswith(("print-", "redirect"))]
HTML = "<h2>Гарчиг</h2>\n<p>Бичвэр.</p>\n"
SIZE_OF_A_PAGE = 49_500  # bytes, with its style sheets: what a slow connection loads in a second or two


ENTRIES = {
    "print-article.html": views.ArticleView,
    "print-forum.html": views.ForumView,
    "print-page.html": views.PlainView,
    "print-programme.html": views.ProgrammeView,
    "print-project.html": views.ProjectView,
}


def view_of(name: str, lang: str, full: bool) -> views.View:
    view: views.View = sample(TEMPLATES[name], lang, full)
    if isinstance(view, views.PrintPage):
        chapter = msgspec.structs.replace(view.main, entry=sample(ENTRIES[name], lang, full))
        project = views.Chapter(id="khovd-altai", entry=sample(views.ProjectView, lang, full))
        view = msgspec.structs.replace(view, main=chapter, chapters=(_prefixed(project),) if full else ())
    return view


def page(name: str, lang: str = "mn", full: bool = True) -> str:
    view = view_of(name, lang, full)
    rendered = render(THEME, load_catalogue(lang), name, view, sample(Chrome, lang, full), {BODY: HTML})
    assert rendered.diagnostics == ()
    return rendered.content.decode()


def _prefixed(chapter: views.Chapter) -> views.Chapter:
    prose = msgspec.structs.replace(chapter.entry.prose, prefix=f"{chapter.id}-")
    return msgspec.structs.replace(chapter, entry=msgspec.structs.replace(chapter.entry, prose=prose))


@pytest.fixture(params=["mn", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_templates_fit_their_views() -> None:
    assert PROBLEMS == ()
    assert check(THEME.sources, TEMPLATES).diagnostics == ()


def faults(html: Reading, lang: str) -> Iterator[object]:
    """What is wrong with a page in a language."""
    elements = html.elements
    if html.unbalanced or html.named("html")[0]["lang"] != lang:
        yield "is not whole", html.unbalanced
    levels = [int(tag[1]) for tag, _ in elements if re.fullmatch("h[1-6]", tag)]
    if levels.count(1) != 1 or any(after > before + 1 for before, after in pairwise([0, *levels])):
        yield "has no one title, or a gap between heading levels", levels
    if "evil" in {tag for tag, _ in elements}:
        yield "shows text as HTML"
    yield from (("shows", text) for text, _, _ in html.texts if "None" in text)
    for tag, attributes in elements:
        if tag == "style" or any(name == "style" or name.startswith("on") for name in attributes):
            yield "has code or style inside", tag, attributes
        if tag == "script" and "src" not in attributes and attributes["type"] != "application/ld+json":
            yield "has a script inside", attributes
    ids = Counter(attributes["id"] for _, attributes in elements if "id" in attributes)
    yield from (("has an id twice", name) for name, count in ids.items() if count > 1)
    wanted = {link["href"][1:] for link in html.named("a") if link["href"].startswith("#")}
    # Headings of the text come with the text.
    yield from (("links to no id", name) for name in wanted - ids.keys() - {TEXT})
    other = {"mn": "en", "en": "mn"}[lang]
    for text, found, tag in html.texts:
        if FOREIGN in text and tag != "script" and found != other:
            yield "does not mark what is in the other language", text


@pytest.mark.parametrize("full", [True, False], ids=["full", "bare"])
def test_no_page_has_a_fault(lang: str, full: bool) -> None:
    found = [(name, fault) for name in PAGES for fault in faults(Reading(page(name, lang, full)), lang)]
    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        "<p>",
        "<h1>b</h1>",
        "<h4>b</h4>",
        "<evil></evil>",
        "<p>None</p>",
        '<p style="a"></p>',
        '<p onclick="a"></p>',
        '<script type="module"></script>',
        '<p id="a"></p>',
        '<a href="#b"></a>',
        "<p>" + FOREIGN.replace("<", "&lt;") + "</p>",
    ],
)
def test_each_fault_is_found(planted: str) -> None:
    sound = '<html lang="mn"><h1>a</h1><p id="a">{}</p></html>'
    assert list(faults(Reading(sound.format("")), "mn")) == []
    assert len(list(faults(Reading(sound.format(planted)), "mn"))) == 1


@pytest.mark.parametrize("name", WITH_FRAME)
class TestEveryFramedPage:
    def test_allows_no_code_from_elsewhere(self, name: str) -> None:
        metas = {
            meta.get("http-equiv"): meta["content"]
            for meta in Reading(page(name)).named("meta")
            if "content" in meta
        }
        policy = metas["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy

    def test_leads_past_the_menu_to_its_content(self, name: str) -> None:
        html = Reading(page(name))
        assert html.named("a")[0] == {"class": "skip", "href": "#page:text"}
        assert html.named("main")[0] == {"id": "page:text", "tabindex": "-1"}

    def test_fits_a_slow_connection(self, name: str) -> None:
        sheet = minify("site.css", (ROOT / "static" / "css" / "site.css").read_bytes())
        assert len(page(name).encode()) + len(sheet) < SIZE_OF_A_PAGE


def directives(policy: str) -> dict[str, str]:
    return dict(part.strip().partition(" ")[::2] for part in policy.split(";"))


def test_what_a_page_needs_its_host_allows_as_well() -> None:
    """Browsers apply both policies: that of the page, for hosts without headers, and that of the headers."""
    allowed = directives(dict(HEADERS)["Content-Security-Policy"])
    stated = {
        name: directives(found[1])
        for name in ("base.html", "print.html", "redirect.html")
        if (found := re.search(r'Content-Security-Policy" content="([^"]+)"', THEME.sources[name]))
    }
    # A page cannot say this of itself (CSP 3, 3.3).
    assert stated["base.html"] == {k: v for k, v in allowed.items() if k != "frame-ancestors"}
    assert stated["print.html"].items() < allowed.items()
    assert stated["redirect.html"].items() < allowed.items()


@pytest.mark.parametrize("state", ["current", "translated", "missing", "outdated"])
def test_the_switcher_says_how_far_a_translation_is(state: str) -> None:
    term = sample(views.TermPage, "mn", False)
    switch = (views.Switch(lang="en", name="English", url="/en/x/", state=state),)
    frame = msgspec.structs.replace(term.frame, switch=switch)
    view = msgspec.structs.replace(term, frame=frame)
    html = render(
        THEME, load_catalogue("mn"), "term.html", view, sample(Chrome, "mn", False), {}
    ).content.decode()
    words = {"missing": "not translated yet", "outdated": "translation out of date"}
    said = [name for name, text in words.items() if load_catalogue("mn").gettext(text) in html]
    assert said == [name for name in words if name == state]
    assert ('href="/en/x/"' in html) is (state != "current")


ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def xml(name: str, full: bool) -> ElementTree.Element:
    rendered = render(
        THEME, load_catalogue("mn"), name, sample(TEMPLATES[name], "mn", full), None, {BODY: "<p>x</p>"}
    )
    assert rendered.diagnostics == ()
    return ElementTree.fromstring(rendered.content)


@pytest.mark.parametrize("full", [True, False], ids=["full", "bare"])
class TestForPrograms:
    def test_a_feed_has_what_every_reader_needs(self, full: bool) -> None:
        """RFC 4287, sections 4.1.1 and 4.1.2."""
        feed = xml("feed.xml", full)
        assert feed.tag == f"{ATOM}feed"
        for part in (feed, *feed.findall(f"{ATOM}entry")):
            assert [len(part.findall(ATOM + name)) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert feed.find(f"{ATOM}author/{ATOM}name") is not None
        assert [link.get("rel") for link in feed.findall(f"{ATOM}link")] == ["self", "alternate"]

    def test_a_feed_shows_text_as_text(self, full: bool) -> None:
        assert xml("feed.xml", full).findtext(f"{ATOM}title") == TEXT

    def test_a_sitemap_names_translations_after_the_date(self, full: bool) -> None:
        """https://www.sitemaps.org/protocol.html: elements of other namespaces come last."""
        sitemap = xml("sitemap.xml", full)
        link = "{http://www.w3.org/1999/xhtml}link"
        expected = [[f"{SITEMAP}loc", f"{SITEMAP}lastmod", link]] if full else []
        assert [[part.tag for part in url] for url in sitemap.findall(f"{SITEMAP}url")] == expected
