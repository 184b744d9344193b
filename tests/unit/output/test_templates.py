from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sitegen.content.document import AFTER, END, FIGURE, LINK, PREFIX
from sitegen.core.diagnostics import Diagnostic
from sitegen.language.catalogue import load_catalogue
from sitegen.language.dates import PartialDate
from sitegen.output.templates import closures, fill_slots, parse_all, render
from sitegen.output.theme import Theme, templates_digest
from sitegen.pages.views import MoneyView, Phrase, Prose, Target, TermPage, View
from tests.theme import load_theme
from tests.unit.output.sampling import sample


def theme(**sources: str) -> Theme:
    """Templates by their names without `.html`."""
    found = {f"{name}.html": text for name, text in sources.items()}
    return Theme(found, {}, closures(found, parse_all(found)[0]), templates_digest(found))


def shown(source: str, page: Any = None, lang: str = "mn", bodies: dict[bytes, str] | None = None) -> str:
    rendered = render(
        theme(page=source), load_catalogue(lang), "page.html", page or term(), None, bodies or {}
    )
    assert rendered.diagnostics == ()
    return rendered.content.decode()


def failed(*, name: str = "page.html", **sources: str) -> Diagnostic:
    rendered = render(theme(**sources), load_catalogue("mn"), name, term(), None, {})
    assert rendered.content == b""
    (problem,) = rendered.diagnostics
    return problem


def term(text: str = "Эцэг эх") -> TermPage:
    return msgspec.structs.replace(sample(TermPage, "mn", False), name=Phrase(text=text))


class Values(View, frozen=True):
    """A page that is one value."""

    value: Any


class TestRendering:
    def test_text_is_never_markup(self) -> None:
        assert shown("{{ page.name.text }}", term("<b>&\"'")) == "&lt;b&gt;&amp;&#34;&#39;"

    def test_a_value_that_is_not_there_is_an_error_at_its_line(self) -> None:
        problem = failed(page="<p>\n{{ page.titel }}</p>")
        assert (problem.path, problem.line, problem.code) == ("templates/page.html", 2, "E502")
        assert "titel" in dict(problem.args)["problem"]

    def test_a_value_that_is_not_known_is_not_printed(self) -> None:
        problem = failed(page="{{ page.description }}")
        assert (problem.code, dict(problem.args)["problem"]) == ("E502", "page.description: None")

    def test_an_error_is_told_where_it_is_and_not_where_it_was_included(self) -> None:
        problem = failed(page="{% include 'part.html' %}", part="\n\n{{ page.titel }}")
        assert (problem.path, problem.line) == ("templates/part.html", 3)
        assert dict(problem.args)["chain"] == "page.html:1 → part.html:3"
        assert dict(problem.args)["problem"].startswith("page.titel: ")

    def test_an_error_in_a_macro_is_told_at_the_macro(self) -> None:
        part = "{% macro show(it) %}\n{{ it.titel }}{% endmacro %}"
        problem = failed(page="{% from 'part.html' import show %}\n\n\n{{ show(page) }}", part=part)
        assert (problem.path, problem.line) == ("templates/part.html", 2)

    def test_what_cannot_be_read_is_an_error_at_its_line(self) -> None:
        problem = failed(page="\n{% if %}")
        assert (problem.path, problem.line, problem.code) == ("templates/page.html", 2, "E503")

    def test_an_error_of_syntax_is_told_in_its_own_file(self) -> None:
        problem = failed(page="{% include 'part.html' %}", part="\n\n{% endif %}")
        assert (problem.path, problem.line, problem.code) == ("templates/part.html", 3, "E503")

    def test_a_template_that_is_not_there(self) -> None:
        problem = failed(page="{% include 'part.html' %}")
        assert (problem.code, problem.args) == ("E505", (("name", "part.html"),))

    def test_an_operation_on_the_wrong_kind_of_value(self) -> None:
        problem = failed(page="\n{{ page.name.text + 1 }}")
        assert (problem.path, problem.line, problem.code) == ("templates/page.html", 2, "E506")

    @pytest.mark.parametrize("name", ["range", "lipsum", "cycler", "joiner", "dict"])
    def test_nothing_is_given_that_runs_without_end_or_by_chance(self, name: str) -> None:
        assert failed(page="{{ " + name + "() }}").code == "E502"

    @pytest.mark.parametrize("name", ["random", "xmlattr"])
    def test_no_filter_is_given_that_chooses_or_writes_attributes(self, name: str) -> None:
        assert failed(page="{{ page.name.text|" + name + " }}").code == "E503"

    def test_words_are_in_the_language_of_the_page(self) -> None:
        source = '{{ _("News") }} {{ ngettext("%(num)s project", "%(num)s projects", 2) }}'
        assert shown(source) == "Мэдээ 2 төсөл"
        assert shown(source, lang="en") == "News 2 projects"

    def test_values_put_into_words_are_text(self) -> None:
        source = '{{ _("In %(language)s", language=page.name.text) }}'
        assert shown(source, term("<b>"), "en") == "In &lt;b&gt;"


class TestFilters:
    @pytest.mark.parametrize(
        ("filtered", "value", "mongolian", "english"),
        [
            ("date", date(2018, 11, 2), "2018 оны 11 дүгээр сарын 2", "2 November 2018"),
            ("date", PartialDate(2018), "2018 он", "2018"),
            ("date_short", datetime(2018, 11, 2, 9, 30), "2018.11.02", "2 Nov 2018"),
            ("iso", PartialDate(2018, 11), "2018-11", "2018-11"),
            ("daterange(none)", PartialDate(2018, 11), "2018 оны 11 дүгээр сар", "November 2018"),
            ("money", MoneyView(amount=Decimal(5000000), currency="MNT"), "5,000,000 ₮", "MNT 5,000,000"),
            (
                "compact_money",
                MoneyView(amount=Decimal(5000000), currency="MNT"),
                "5 сая төгрөг",
                "MNT 5 million",
            ),
            ("number", 12345, "12,345", "12,345"),
            ("size", 1_250_000, "1.3 МБ", "1.3 MB"),
            ("join_list", ("А", "Б", "В"), "А, Б болон В", "А, Б and В"),
            ("lang_name", "en-GB", "англи", "English"),
            ("lang_name", "xx", "xx", "xx"),
            ("month", 11, "11 дүгээр сар", "November"),
            ("year", 2018, "2018 он", "2018"),
            ("host", "https://www.worldbank.org/en/x", "www.worldbank.org", "www.worldbank.org"),
            ("absolute('https://a.mn/b')", "/b/c/", "https://a.mn/b/c/", "https://a.mn/b/c/"),
            ("absolute('https://a.mn/b')", "https://c.mn/", "https://c.mn/", "https://c.mn/"),
        ],
    )
    def test_write_as_the_language_does(
        self, filtered: str, value: object, mongolian: str, english: str
    ) -> None:
        source = "{{ page.value|" + filtered + " }}"
        for lang, expected in (("mn", mongolian), ("en", english)):
            assert shown(source, Values(value), lang).replace("\xa0", " ") == expected

    def test_moments_that_are_equal_are_told_in_their_own_zones(self) -> None:
        there = datetime(2018, 11, 2, 2, tzinfo=timezone(timedelta(hours=8)))
        here = there.astimezone(UTC)
        assert here == there
        source = "{{ page.value|iso }} {{ page.value|date_short }}"
        assert shown(source, Values(there), "en") == "2018-11-02T02:00:00+08:00 2\xa0Nov\xa02018"
        assert shown(source, Values(here), "en") == "2018-11-01T18:00:00+00:00 1\xa0Nov\xa02018"

    def test_a_date_is_told_in_the_style_that_is_named(self) -> None:
        for style in ("'short'", "style='short'"):
            source = "{{ page.value|date(" + style + ") }}"
            assert shown(source, Values(date(2018, 11, 2))) == "2018.11.02"

    def test_say_speaks_another_language(self) -> None:
        assert shown('{{ "News"|say("mn") }}', lang="en") == "Мэдээ"

    def test_a_text_is_set_in_its_own_language(self) -> None:
        assert 'class="nb"' in shown("{{ page.name.text|typeset }}", term("СЭЭБХ-ны"))
        assert "<b>" not in shown("{{ page.name.text|typeset }}", term("<b>СЭЭБХ-ны</b>"))


class TestTheme:
    def write(self, folder: Path, **files: str) -> None:
        for name, text in files.items():
            path = folder / "templates" / f"{name}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    def test_a_file_of_the_site_stands_in_for_the_packaged_one(self, tmp_path: Path) -> None:
        self.write(tmp_path, term="own")
        (tmp_path / "static" / "css").mkdir(parents=True)
        (tmp_path / "static" / "css" / "brand.css").write_text(":root{}", "utf-8")
        found, problems = load_theme(tmp_path)
        assert problems == ()
        assert found.sources["term.html"] == "own"
        assert "{% block main %}" in found.sources["base.html"]
        assert Path(found.files["css/brand.css"]).read_text("utf-8") == ":root{}"
        assert Path(found.files["css/site.css"]).parent.parent.name == "static"

    def test_hidden_files_and_leftovers_of_editors_are_no_templates(self, tmp_path: Path) -> None:
        self.write(tmp_path, term="own")
        (tmp_path / "templates" / ".DS_Store").write_bytes(b"\xff")
        (tmp_path / "templates" / "term.html~").write_bytes(b"\xff")
        found, problems = load_theme(tmp_path)
        assert problems == ()
        assert not [name for name in found.sources if name.endswith("~") or name.startswith(".")]

    @pytest.mark.parametrize("name", [b"a\nb.txt", b"\xcc\xfd.txt", b"c:d.txt", "и\u0306.txt".encode()])
    @pytest.mark.parametrize("folder", ["static", "static/new\nline", "templates"])
    def test_a_file_whose_name_not_every_system_can_hold_is_named(
        self, tmp_path: Path, folder: str, name: bytes
    ) -> None:
        place = tmp_path / folder
        place.mkdir(parents=True)
        Path(os.fsdecode(os.path.join(os.fsencode(place), name))).write_text("x")
        found, problems = load_theme(tmp_path)
        assert problems
        assert {problem.code for problem in problems} <= {"E312", "E313"}
        assert all(problem.path.isprintable() for problem in problems)
        assert not {*found.sources, *found.files} & {name.decode(errors="surrogateescape")}

    def test_a_template_in_another_encoding_is_named(self, tmp_path: Path) -> None:
        self.write(tmp_path, term="own")
        (tmp_path / "templates" / "list.html").write_bytes("Мэдээ".encode("cp1251"))
        assert [(item.code, item.path) for item in load_theme(tmp_path)[1]] == [
            ("E501", "templates/list.html")
        ]

    def test_templates_that_cannot_be_read_or_followed_are_named(self, tmp_path: Path) -> None:
        self.write(tmp_path, term="{% if %}", list="\n{% include page.heading %}")
        problems = load_theme(tmp_path)[1]
        assert sorted((item.code, item.path, item.line) for item in problems) == [
            ("E503", "templates/term.html", 1),
            ("E504", "templates/list.html", 2),
        ]


SOURCES = {
    "page": "{% extends 'base.html' %}{% block main %}{% include 'part.html' %}{% endblock %}",
    "base": "{% block main %}{% endblock %}",
    "part": "{% from 'words.html' import word %}{{ word() }}",
    "words": "{% macro word() %}a{% endmacro %}",
    "other": "b",
}


class TestClosure:
    @pytest.mark.parametrize("changed", ["page", "base", "part", "words"])
    def test_changes_with_each_template_it_is_made_of(self, changed: str) -> None:
        before = theme(**SOURCES)
        after = theme(**SOURCES | {changed: SOURCES[changed] + "{# #}"})
        assert after.closure_digest("page.html") != before.closure_digest("page.html")

    def test_changes_with_no_other(self) -> None:
        before = theme(**SOURCES)
        after = theme(**SOURCES | {"other": "c", "new": "d"})
        assert after.closure_digest("page.html") == before.closure_digest("page.html")
        assert after.digest != before.digest

    def test_changes_when_a_missing_template_appears(self) -> None:
        source = "{% include 'late.html' ignore missing %}"
        before, after = theme(page=source), theme(page=source, late="")
        assert before.closure_digest("page.html") != after.closure_digest("page.html")

    def test_has_the_figures_where_a_text_is_shown(self) -> None:
        source = "{{ prose(page.entry.prose) }}"
        before = theme(**{"page": source, "partials/figure": "a"})
        after = theme(**{"page": source, "partials/figure": "b"})
        assert before.closure_digest("page.html") != after.closure_digest("page.html")

    def test_ends_where_templates_include_each_other(self) -> None:
        assert theme(a="{% include 'b.html' %}", b="{% include 'a.html' %}").closure_digest("a.html")


def filled(html: str, **fields: Any) -> str:
    prose = Prose(**{"body": b"", "lang": "mn"} | fields)
    return str(fill_slots(prose, html, "mn", lambda figure: f"<figure>{figure}</figure>"))


class TestSlots:
    def test_a_link_gets_its_address(self) -> None:
        links = (Target(url="/a/"), Target(url='/b/?x=1&y="'))
        assert filled(f'<a href="{LINK}1{END}">b</a>', links=links) == '<a href="/b/?x=1&amp;y=&#34;">b</a>'

    def test_a_link_tells_that_its_page_is_in_another_language_or_elsewhere(self) -> None:
        target = Target(url="https://a.mn/", lang="en", external=True)
        expected = '<a href="https://a.mn/" hreflang="en" rel="external">b</a>'
        assert filled(f'<a href="{LINK}0{END}">b</a>', links=(target,)) == expected

    def test_a_web_page_has_no_numbers_after_links(self) -> None:
        assert filled(f"<a>b</a>{AFTER}0{END}.") == "<a>b</a>."

    def test_a_print_view_numbers_its_links(self) -> None:
        html = f"<a>b</a>{AFTER}0{END}, <a>c</a>{AFTER}1{END}"
        assert filled(html, endnotes=(3, 0)) == '<a>b</a><sup class="note-number">[3]</sup>, <a>c</a>'

    def test_a_figure_is_drawn_where_it_stands(self) -> None:
        assert filled(f"<p>a</p>\n{FIGURE}0{END}\n", figures=("picture",)) == (
            "<p>a</p>\n<figure>picture</figure>\n"
        )

    def test_identifiers_get_the_prefix_of_their_chapter(self) -> None:
        html = f'<h2 id="{PREFIX}a">A</h2><a href="#{PREFIX}a">b</a>'
        assert filled(html, prefix="khovd-") == '<h2 id="khovd-a">A</h2><a href="#khovd-a">b</a>'
        assert filled(html) == '<h2 id="a">A</h2><a href="#a">b</a>'

    def test_a_text_in_another_language_says_so(self) -> None:
        assert filled("<p>a</p>", lang="en") == '<div lang="en"><p>a</p></div>'

    def test_no_slot_is_left(self) -> None:
        html = f'<a href="{LINK}0{END}">b</a>{AFTER}0{END}{FIGURE}0{END}<p id="{PREFIX}x">'
        out = filled(html, links=(Target(url="/a/"),), figures=("f",))
        assert not set(out) & {LINK, AFTER, FIGURE, PREFIX, END}

    def test_a_template_shows_a_text_with_its_pictures_loaded_late_or_at_once(self) -> None:
        figure = "{% macro figure(picture, at_once=false) %}{{ picture }}{{ at_once }}{% endmacro %}"
        sources = {"page": "{{ prose(page.value) }} {{ prose(page.value, true) }}", "partials/figure": figure}
        page = Values(Prose(body=b"x", lang="mn", figures=("f",)))  # type: ignore[arg-type]
        rendered = render(
            theme(**sources), load_catalogue("mn"), "page.html", page, None, {b"x": f"{FIGURE}0{END}"}
        )
        assert rendered.content == b"fFalse fTrue"
