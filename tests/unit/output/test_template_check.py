from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sitegen.core.store import Store
from sitegen.language.catalogue import load_catalogue
from sitegen.output import template_check
from sitegen.output.template_check import check
from sitegen.output.templates import parse_all
from sitegen.pages.views import ListPage, PrintPage, ProjectListPage
from sitegen.steps.sources import checked_theme
from tests.theme import load_theme
from tests.unit.output.words_said import said_in

ROOT = Path(__file__).parents[3]


def found(source: str, view: type = ListPage, **others: str) -> list[tuple[str, int, str, dict[str, str]]]:
    """(template, line, code, arguments) of everything found in a page template and its partials."""
    sources = {"page.html": source} | {f"{name}.html": text for name, text in others.items()}
    return [
        (item.path.removeprefix("templates/"), item.line, item.code, dict(item.args))
        for item in check(sources, {"page.html": view}).diagnostics
    ]


def unknown(
    name: str, suggestion: str, line: int = 1, where: str = "page.html"
) -> tuple[str, int, str, dict[str, str]]:
    return (where, line, "E502", {"name": name, "suggestion": suggestion})


class TestATypo:
    def test_in_a_field_is_found_at_its_line_with_the_nearest_name(self) -> None:
        assert found("<p>\n{{ page.haeding }}</p>") == [unknown("page.haeding", "heading", 2)]

    def test_in_a_field_of_a_field(self) -> None:
        assert found("{{ page.frame.titel }}") == [unknown("page.frame.titel", "title")]

    def test_in_a_field_that_may_be_unknown(self) -> None:
        assert found("{{ page.pager.oldr }}") == [unknown("page.pager.oldr", "older")]

    def test_in_the_name_of_the_page(self) -> None:
        assert found("{{ pgae.heading }}") == [unknown("pgae", "page")]

    def test_in_a_loop(self) -> None:
        source = "{% for item in page.items %}\n{{ item.titel }}{% endfor %}"
        assert found(source) == [unknown("item.titel", "title", 2)]

    def test_in_the_condition_of_a_loop(self) -> None:
        source = "{% for item in page.items if item.plase %}{% endfor %}"
        assert found(source) == [unknown("item.plase", "place")]

    def test_in_a_name_that_was_set(self) -> None:
        assert found("{% set frame = page.frame %}{{ frame.titel }}") == [unknown("frame.titel", "title")]

    def test_in_one_of_several_names_set_by_a_loop(self) -> None:
        source = "{% for name, of in [(page.heading, page.frame)] %}{{ of.titel }}{% endfor %}"
        assert found(source) == [unknown("of.titel", "title")]

    def test_in_a_condition(self) -> None:
        assert found("{{ page.pager.older if page.pagre else '' }}") == [unknown("page.pagre", "pager")]

    def test_in_either_of_two_values(self) -> None:
        assert found("{{ (page.pager or page.frame).oldr }}") == [unknown("….oldr", "older")]

    def test_in_an_argument(self) -> None:
        assert found("{{ _('%(n)s', n=page.haeding) }}") == [unknown("page.haeding", "heading")]

    def test_in_a_macro_by_what_it_is_called_with(self) -> None:
        source = "{% macro card(item) %}\n{{ item.titel }}{% endmacro %}{{ card(page.items[0]) }}"
        assert found(source) == [unknown("item.titel", "title", 2)]

    def test_in_a_macro_of_another_template(self) -> None:
        cards = "{% macro card(item) %}\n{{ item.titel }}{% endmacro %}"
        source = "{% from 'cards.html' import card %}{% for item in page.items %}{{ card(item) }}{% endfor %}"
        assert found(source, cards=cards) == [unknown("item.titel", "title", 2, "cards.html")]

    def test_in_the_body_given_to_a_macro(self) -> None:
        source = (
            "{% macro box() %}{{ caller() }}{% endmacro %}{% call box() %}{{ page.haeding }}{% endcall %}"
        )
        assert found(source) == [unknown("page.haeding", "heading")]

    def test_in_the_name_of_a_macro(self) -> None:
        source = "{% from 'cards.html' import crad %}"
        assert found(source, cards="{% macro card(item) %}{% endmacro %}") == [unknown("crad", "card")]

    def test_in_an_included_template(self) -> None:
        source = "{% for item in page.items %}{% include 'card.html' %}{% endfor %}"
        assert found(source, card="\n\n{{ item.titel }}") == [unknown("item.titel", "title", 3, "card.html")]

    def test_in_the_template_a_page_extends(self) -> None:
        assert found("{% extends 'base.html' %}", base="{{ page.haeding }}") == [
            unknown("page.haeding", "heading", 1, "base.html")
        ]

    def test_in_a_block(self) -> None:
        source = "{% extends 'base.html' %}{% block main %}{{ page.haeding }}{% endblock %}"
        assert found(source, base="{% block main %}{{ page.nothing }}{% endblock %}") == [
            unknown("page.haeding", "heading")
        ]

    def test_in_a_block_that_is_shown_by_super(self) -> None:
        source = "{% extends 'base.html' %}{% block main %}{{ super() }}{% endblock %}"
        assert found(source, base="{% block main %}{{ page.haeding }}{% endblock %}") == [
            unknown("page.haeding", "heading", 1, "base.html")
        ]

    def test_in_what_a_filter_reads(self) -> None:
        source = "{{ page.items|map(attribute='titel')|list }}{{ page.items|selectattr('plase')|list }}"
        assert found(source) == [unknown("plase", "place"), unknown("titel", "title")]

    def test_behind_a_filter_that_keeps_the_kind(self) -> None:
        assert found("{{ (page.items|sort|first).titel }}") == [unknown("….titel", "title")]

    def test_in_the_name_of_a_filter(self) -> None:
        assert found("{{ page.heading|typset }}") == [unknown("typset", "typeset")]

    def test_in_the_name_of_a_test(self) -> None:
        assert found("{{ page.pager is nonne }}") == [unknown("nonne", "none")]

    def test_in_a_field_that_only_other_kinds_of_entry_have_is_not_judged(self) -> None:
        assert found("{{ page.main.entry.programme }}", PrintPage) == []
        assert found("{{ page.main.entry.progrmame }}", PrintPage) == [
            unknown("page.main.entry.progrmame", "programme")
        ]


class TestWhatIsRight:
    @pytest.mark.parametrize(
        "source",
        [
            "{{ page.frame.title.upper() }}",
            "{% for name, value in [(1, 2)] %}{{ name }}{{ value }}{{ loop.index }}{% endfor %}",
            "{{ page.narrowed[0] }}{{ page.total.sums[0].amount }}",
            "{% if note is defined %}{% endif %}",
            "{% for facet in page.facets %}{{ facet.options|length }}{% else %}-{% endfor %}",
            "{% set names = {'a': _('A')} %}{{ names[page.narrowed[0]] }}",
            "{% with frame = page.frame %}{{ frame.title }}{% endwith %}",
            "{% trans n=page.total.count %}{{ n }} project{% pluralize %}{{ n }} projects{% endtrans %}",
            "{{ ngettext('%(num)s project', '%(num)s projects', page.total.count) }}",
            "{{ site.title }}{{ jsonld(page, site) }}",
            "{% include 'absent.html' ignore missing %}",
        ],
    )
    def test_passes(self, source: str) -> None:
        assert found(source, ProjectListPage) == []

    def test_macros_may_call_each_other(self) -> None:
        macro = "{% macro tree(item) %}{% if item %}{{ tree(item) }}{% endif %}{% endmacro %}"
        assert found(macro + "{{ tree(page.items[0]) }}") == []


class TestWhatATemplateMustNotDo:
    @pytest.mark.parametrize(
        "source",
        [
            "<a href={{ page.frame.url }}>x</a>",
            "<a class='x' href=/{{ page.frame.url }}>x</a>",
            "<img\nalt=x src= {{ page.frame.url }}>",
            "<a {% if page.pager %}href={{ page.frame.url }}{% endif %}>",
        ],
    )
    def test_an_attribute_without_quotes(self, source: str) -> None:
        assert [code for _, _, code, _ in found(source)] == ["E511"]

    def test_an_attribute_without_quotes_is_found_at_its_line(self) -> None:
        assert found("{#\n#}<p>\n<a\nhref={{ page.heading }}>") == [("page.html", 4, "E511", {})]

    @pytest.mark.parametrize(
        "source",
        [
            '<a href="{{ page.frame.url }}">x</a>',
            "<a href='{{ page.frame.url }}' class=x>a = {{ page.heading }}</a>",
            '<a{% if page.pager %} href="{{ page.frame.url }}"{% endif %}>',
            "<p>1 < 2, x={{ page.heading }}</p>",
            '<a href="x"{{ _("y") }}>',
            "{# <a href={{ page.frame.url }}> #}",
        ],
    )
    def test_a_quoted_attribute_is_right(self, source: str) -> None:
        assert found(source) == []

    def test_text_passed_off_as_html(self) -> None:
        assert found("\n{{ page.heading|safe }}") == [("page.html", 2, "E513", {})]
        assert [
            code for _, _, code, _ in found("{% autoescape false %}{{ page.heading }}{% endautoescape %}")
        ] == ["E513"]

    def test_attributes_by_value(self) -> None:
        assert found("<a {{ page.frame|xmlattr }}>x</a>") == [("page.html", 1, "E514", {})]

    def test_a_template_named_by_a_value(self) -> None:
        assert found("{% include page.heading %}") == [("page.html", 1, "E504", {})]
        assert found("x\n{% extends page.heading %}") == [("page.html", 2, "E504", {})]
        assert found("{% from page.heading ~ '.html' import card %}") == [("page.html", 1, "E504", {})]

    def test_a_block_that_is_not_closed(self) -> None:
        (where, line, code, arguments) = found("{% for p in page.items %}{{ p }}\n")[0]
        assert (where, line, code) == ("page.html", 1, "E503")
        assert "endfor" in arguments["problem"]

    def test_a_loop_without_end(self) -> None:
        assert found("{% for i in range(10**12) %}{{ i }}{% endfor %}") == [unknown("range", "")]

    def test_a_template_that_is_not_there(self) -> None:
        assert found("\n{% include 'haed.html' %}") == [("page.html", 2, "E505", {"name": "haed.html"})]
        assert check({}, {"page.html": ListPage}).diagnostics[0].code == "E505"


def test_what_was_found_is_remembered_until_a_template_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "term.html").write_text("{{ page.nmae }}", "utf-8")
    walked: list[str] = []
    walk = template_check.Walk.check_page
    monkeypatch.setattr(
        template_check.Walk,
        "check_page",
        lambda self, name, view: (walked.append(name), walk(self, name, view)),
    )
    with Store(tmp_path / "store") as store:
        first = checked_theme(tmp_path, b"engine", store)
        times = len(walked)
        assert checked_theme(tmp_path, b"engine", store) == first
        assert len(walked) == times
        assert [item.code for item in first[1]] == ["E502"]
        (tmp_path / "templates" / "term.html").write_text("{{ page.name.text }}", "utf-8")
        assert checked_theme(tmp_path, b"engine", store)[1] == ()


def test_a_checked_theme_is_the_theme(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    with Store(None) as store:
        assert checked_theme(tmp_path, b"engine", store)[0] == load_theme(tmp_path)[0]


def test_every_word_of_the_templates_is_in_the_mongolian_catalogue() -> None:
    trees = parse_all(load_theme(ROOT)[0].sources)[0]
    words = said_in(trees.values())
    catalogue = load_catalogue("mn")
    assert len(words) > 100
    assert sorted(words - catalogue.messages.keys() - catalogue.plurals.keys()) == []
