"""The shortcuts of our templates change nothing: the bytes and the problems are those of stock Jinja."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jinja2
import markupsafe
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from sitegen.content.document import AFTER, END, FIGURE, LINK, PREFIX
from sitegen.language.catalogue import load_catalogue
from sitegen.output import templates
from sitegen.output.templates import LeanCode, RenderedPage, closures, parse_all, render
from sitegen.output.theme import Theme, templates_digest
from sitegen.pages.views import TEMPLATES, Chrome, Figure, Prose, Target, View
from tests.theme import load_theme
from tests.unit.output.sampling import BODY, sample
from tests.unit.output.test_theme_pages import view_of

ROOT = Path(__file__).parents[2]
TEXTS = st.text(st.one_of(st.sampled_from("&<>\"';%{} аөүя\xa0\ud800"), st.characters()))


class Html:
    """What is no text, but says what HTML it is."""

    def __init__(self, html: Any) -> None:
        self.html = html

    def __html__(self) -> Any:
        return self.html


class Text(str):
    """A text whose type is not exactly str."""


class Marked(Markup):
    """Markup whose type is not exactly Markup."""


VALUES = st.one_of(
    TEXTS,
    TEXTS.map(Markup),
    TEXTS.map(Text),
    TEXTS.map(Marked),
    TEXTS.map(Html),
    TEXTS.map(Markup).map(Html),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.booleans(),
    st.dates(),
    st.lists(TEXTS),
    st.binary(),
)


@given(TEXTS)
def test_a_text_is_escaped_as_markupsafe_escapes_it(text: str) -> None:
    assert templates.escape_plain(text) == markupsafe.escape(text)
    assert templates.escape_publicly(text) == markupsafe.escape(text)
    assert type(templates.escape_plain(text)) is type(templates.escape_publicly(text)) is str


@given(VALUES)
def test_a_value_is_shown_as_markupsafe_escapes_it(value: Any) -> None:
    assert templates.escape_value(value) == markupsafe.escape(value)


@given(TEXTS)
def test_markup_is_what_markupsafe_makes(text: str) -> None:
    made = templates.markup(text)
    assert (type(made), made) == (Markup, Markup(text))


def test_nothing_is_not_shown() -> None:
    with pytest.raises(jinja2.UndefinedError):
        templates.escape_value(None)
    with pytest.raises(jinja2.UndefinedError):
        templates.escape_value(jinja2.StrictUndefined(name="a"))


def test_a_version_of_jinja_that_was_not_compared_compiles_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert templates.environment_class() is templates.LeanEnvironment
    monkeypatch.setattr(templates, "installed_libraries", lambda: (("jinja2", "3.1.99"),))
    templates.environment_class.cache_clear()
    try:
        theme = theme_of(page="<p>{{ page.value }}</p>")
        made = templates.environment(theme, load_catalogue("mn"))
        assert type(made) is jinja2.Environment
        written = made.get_template("page.html").render(page=Page("<b>"))
    finally:
        templates.environment_class.cache_clear()
    assert written == "<p>&lt;b&gt;</p>"


class Page(View, frozen=True):
    """One value, and some to go through."""

    value: Any
    items: tuple[Any, ...] = (1, "<b>", Markup("<i>"), Decimal("2.50"), ("a", "b"))
    pairs: dict[str, Any] = msgspec.field(default_factory=lambda: {"a": "<1>", "b": 2, "count": 3})
    day: date = date(2018, 11, 2)
    none: None = None


def environments(theme: Theme, lang: str) -> tuple[jinja2.Environment, jinja2.Environment]:
    """Ours, and one of stock Jinja with the same settings, filters and words."""
    ours = templates.environment(theme, load_catalogue(lang))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(templates, "environment_class", lambda: jinja2.Environment)
        patch.setattr(templates, "gettext_functions", lambda _: {})
        stock = templates.environment(theme, load_catalogue(lang))
    assert ours.code_generator_class is LeanCode
    assert stock.code_generator_class is jinja2.compiler.CodeGenerator
    return ours, stock


def both(theme: Theme, lang: str, *given: Any) -> tuple[RenderedPage, RenderedPage]:
    found = []
    for environment in environments(theme, lang):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(templates, "_environment", lambda *_, made=environment: made)
            found.append(render(theme, load_catalogue(lang), *given))
    return found[0], found[1]


def theme_of(**sources: str) -> Theme:
    found = {f"{name}.html": text for name, text in sources.items()}
    return Theme(found, {}, closures(found, parse_all(found)[0]), templates_digest(found))


def check(value: Any, lang: str = "mn", **sources: str) -> RenderedPage:
    ours, stock = both(theme_of(**sources), lang, "page.html", Page(value), None, {})
    assert ours == stock
    return ours


THEME, _ = load_theme(ROOT)
BENCHMARK, _ = load_theme(ROOT / "benchmarks/templates/sitegen")
HTML = (
    f'<h2 id="{PREFIX}a">Гарчиг</h2>\n<p><a href="{LINK}0{END}">a</a>{AFTER}0{END} \'"&amp;</p>\n'
    f"{FIGURE}0{END}\n{PREFIX}"
)
CONCRETE = {"links": (Target(url="/a/?b=1&c='", lang="en"),), "endnotes": (1,), "prefix": "a'-"}


def with_slots(value: Any, lang: str) -> Any:
    """The page with each of its texts full of slots."""
    match value:
        case Prose():
            return msgspec.structs.replace(value, figures=(sample(Figure, lang, True),), **CONCRETE)
        case msgspec.Struct():
            fields = {name: with_slots(getattr(value, name), lang) for name in value.__struct_fields__}
            return msgspec.structs.replace(value, **fields)
        case tuple():
            return tuple(with_slots(item, lang) for item in value)
        case _:
            return value


@pytest.mark.parametrize("lang", ["mn", "en"])
@pytest.mark.parametrize("theme", [THEME, BENCHMARK], ids=["theme", "benchmark"])
def test_every_template_of_the_themes(theme: Theme, lang: str) -> None:
    for name in TEMPLATES:
        for full in (True, False):
            page = with_slots(view_of(name, lang, full), lang)
            ours, stock = both(theme, lang, name, page, sample(Chrome, lang, full), {BODY: HTML})
            assert ours == stock
            assert ours.content
            assert not ours.diagnostics


MACROS = """{% macro one(a) %}<p>{{ a }}</p>{% endmacro %}
{% macro two(a, b="<d>", c=none) %}{{ a }}{{ b }}{{ c is none }}{{ one(b) }}{% endmacro %}
{% macro rest(a) %}{{ a }}{{ varargs|join(",") }}{{ kwargs.x }}{% endmacro %}
{% macro box(a) %}[{{ caller(a) }}]{{ caller("&") }}{% endmacro %}
{% macro inner(a) %}{% macro deep(b) %}{{ a }}{{ b }}{% endmacro %}{{ deep(a) }}{% endmacro %}
{% macro plain() %}<br>{% endmacro %}
"""
FROM = '{% from "macros.html" import one, two, rest, box, inner, plain %}'
ODD = [
    "{{ page.value }}{{ page.value ~ '<' }}{{ page.value|e }}{{ page.value|upper }}{{ page.value|length }}",
    "{{ one(page.value) }}{{ one(a=page.value) }}{{ one(one(page.value)) }}{{ plain() }}{{ plain()|upper }}",
    "{{ two(page.value) }}{{ two(page.value, 1) }}{{ two(c=1, a=2) }}{{ two(1, 2, 3) }}{{ one(none) }}",
    "{{ one() }}",
    "{{ one(1, 2) }}",
    "{{ one(1, b=2) }}",
    "{{ two(1, a=2) }}",
    "{{ rest(page.value, 1, '<', x=page.value) }}",
    "{{ rest(1) }}",
    "{{ rest(*page.items, **page.pairs) }}{{ rest(1, x=2, **{'class': 3}) }}{{ one(**{'a': '<'}) }}",
    "{{ inner(page.value) }}{{ one }}",
    "{{ one.name }}{{ one.arguments }}{{ one.caller }}{{ box.caller }}{{ rest.catch_varargs }}",
    "{% call(x) box(page.value) %}<u>{{ x }}</u>{% endcall %}",
    "{% call one(page.value) %}x{% endcall %}",
    "{% for x in page.items %}{% call(y) box(x) %}{{ x }}{{ loop.index }}{{ y }}{% endcall %}{% endfor %}",
    "{{ box(1) }}",
    "{% set a %}<i>{{ page.value }}</i>{% endset %}{{ a }}{{ a ~ page.value }}{{ a|length }}",
    "{% set a = page.value %}{{ a }}{% set a, b = 1, '<' %}"
    "{{ b }}{% set x|upper %}a{{ b }}{% endset %}{{ x }}",
    "{% filter upper %}<a>{{ page.value }}{{ plain() }}{% endfilter %}",
    "{% filter replace('a', '<') %}a{{ page.value }}{% endfilter %}",
    "{% for x in page.items %}{{ loop.index }}{{ x }}{{ loop.cycle('a', '<') }}{{ loop.last }}{% endfor %}",
    "{% for x in page.items if x != 1 %}{{ x }}"
    "{% else %}none{% endfor %}{% for x in [] %}{% else %}<{% endfor %}",
    "{% for a, b in page.pairs|dictsort %}{{ a }}={{ b }}"
    "{{ loop.changed(b) }}{{ loop.previtem is defined }}{% endfor %}",
    "{% for x in page.items recursive %}{{ x }}"
    "{% if x is sequence and x is not string %}{{ loop(x) }}{% endif %}{% endfor %}",
    "{% for x in [1, 2] %}{% for y in [3] %}{{ loop.index }}{{ x }}{{ one(y) }}{% endfor %}{% endfor %}",
    "{% for _ in [1, 2] %}{{ _ }}{% endfor %}{{ _('Menu') }}",
    "{% with a = page.value, b = 1 %}{{ a }}{{ b }}{% endwith %}{{ a is defined }}",
    "{% set ns = namespace(n=0) %}{% for x in [1, 2] %}{% set ns.n = ns.n + x %}{% endfor %}{{ ns.n }}",
    "{{ 1 if false }}",
    "{{ (1 if false) is defined }}{{ 'a' if page.value else '<' }}",
    "{{ page.pairs.a }}{{ page.pairs['b'] }}{{ page['value'] }}"
    "{{ page.items[1] }}{{ page.items[1:] }}{{ page.items.count(1) }}",
    "{{ page.nope is defined }}{{ page.nope|default('<') }}"
    "{{ page.pairs.nope is defined }}{{ nope is defined }}",
    "\n{{ page.nope }}",
    "\n\n{{ page.nope.more }}",
    "a\n{{ nope }}",
    "a\n{{ nope() }}",
    "a\n{{ page.nope() }}",
    "a\n{{ page.value() }}",
    "a\n{{ page.none }}",
    "{{ page.none or '<' }}{{ page.none is none }}{{ one(page.none or '') }}",
    "a\n{{ 1 + 'a' }}",
    "a\n{{ 'a'|number }}",
    "{% for x in page.value %}{{ x }}{% endfor %}",
    "a\n{% if page.value > 1 %}{{ page.value }}{% endif %}",
    "{{ 1 }}{{ 2.5 }}{{ true }}{{ 'a<' }}{{ ['<'] }}{{ {'a': '<'} }}"
    "{{ -1 }}{{ 'a' ~ 1 }}{{ 2 * 3 }}{{ '<'|e }}{{ '<' * 2 }}",
    "{{ page.day|date }}{{ page.day|iso }}{{ 'a - b'|typeset }}{{ 1000|number }}{{ page.day|date('short') }}",
    "{{ _('Menu') }}{{ gettext('Menu') }}{{ _('100%%') }}"
    "{{ _('%(a)s<b>', a=page.value) }}{{ _(page.value) }}",
    "{{ _('100%') }}",
    "{{ _('%(a)s') }}",
    "{{ _(nope) }}",
    "{{ _(page.none) }}",
    "{{ _(1) }}{{ _(1.0) }}{{ _(true) }}",
    "{{ _(one('a')) }}{{ _('<p>a</p>') }}",
    "{{ ngettext('%(num)s <b>page', '%(num)s pages', 1) }}{{ ngettext('%(n)s', '%(n)s<', 2, n=page.value) }}",
    "{{ ngettext('a', 'b', 2, num='<') }}",
    "{% trans %}Menu{% endtrans %}{% trans a=page.value %}<b>{{ a }}</b>{% endtrans %}",
    "{% trans count=2 %}{{ count }} page{% pluralize %}{{ count }} pages{% endtrans %}",
    "{{ page.items|map('string')|join(' ') }}{{ page.items|join('<') }}"
    "{{ page.items|first }}{{ [page]|map(attribute='value')|list }}",
    "{{ [page.value, plain()]|join('&') }}{{ page.items|select('string')|map('upper')|list }}",
    "{{ page.value|default('a')|replace('a', plain()) }}{{ '%s'|format(page.value) }}{{ plain() % 1 }}",
    "{{ page.value|striptags }}{{ page.value|string|truncate(3) }}"
    "{{ page.value|forceescape }}{{ page.value|tojson }}",
    "{% include 'part.html' %}{% include 'part.html' without context %}"
    "{% include 'none.html' ignore missing %}",
    "{% if true %}a{% include 'part.html' without context %}b{% endif %}c",
    "{% for x in [1, 2] %}a{% include 'part.html' without context %}{{ x }}{% endfor %}c",
    "{% include ['none.html', 'part.html'] %}{% include 'none.html' %}",
    "{% include 'shows.html' %}",
    "{% set y = 1 %}{% for x in [1] %}{% include 'context.html' %}{% endfor %}",
    "{% import 'macros.html' as m %}{{ m.one(page.value) }}{{ m.two(1, b='<') }}{{ m.nope is defined }}",
    "{% import 'part.html' as m %}{{ m }}{{ m.one('<') }}",
    "{% import 'context.html' as m with context %}{{ m }}",
    "{% from 'macros.html' import nope %}{{ nope }}",
    "{% extends 'base.html' %}{% block main %}<{{ page.value }}>{{ super() }}{{ one(1) }}{% endblock %}",
    "{% extends 'base.html' %}"
    + FROM
    + "{% block main %}{{ one(page.value) }}{{ self.foot() }}{% endblock %}",
    "{% set v = 1 %}{% extends 'base.html' %}{% block main %}{{ v }}{% endblock %}lost{{ page.value }}",
    "before{{ page.value }}{% extends 'base.html' %}after{% block item %}{{ x }}!{% endblock %}",
    "{% if page.value %}{% extends 'base.html' %}{% else %}no{% endif %}after{% block main %}m{% endblock %}",
    "{% extends 'base.html' %}{% extends 'base.html' %}",
    "{% extends 'middle.html' %}{% block main %}c{{ super() }}{{ super.super() }}{% endblock %}",
    "{% block a %}{{ page.value }}{% endblock %}{{ self.a() }}{{ self.a()|length }}",
    "{% for x in page.items %}{% block b scoped %}{{ x }}{% endblock %}{% endfor %}",
    "{% for x in [1] %}{% block c %}{{ x is defined }}{% endblock %}{% endfor %}",
    "{% block needed required %}{% endblock %}",
    "{{ super() }}{% block d %}{{ super() }}{% endblock %}",
    "{% autoescape false %}{{ page.items }}{{ 1 }}{% endautoescape %}"
    "{% autoescape true %}{{ page.value }}{% endautoescape %}",
    "{% autoescape page.value %}{{ page.items }}{% endautoescape %}",
    "a\n{% autoescape false %}{{ none }}{% endautoescape %}",
    "{{ page.value|nope }}",
    "{% if false %}{{ page.value|nope }}{% endif %}{% if true %}{{ page.value|nope }}{% endif %}",
    "{{ caller() }}{{ varargs }}",
    "{{ jsonld }}{{ page.value is html }}",
    "{{ 'x'.join(['a', '<']) }}{{ '{}<'.format(page.value) }}"
    "{{ plain().format(1) }}{{ plain() ~ '<' }}{{ plain() + '<' }}",
    "{{ site }}",
    "{%- if page.value %} a {% endif -%} b {#- c -#} d",
    "{{ page.value\n}}{{ [\npage.value,\npage.nope,\n] }}",
    "",
]
PARTS = {
    "macros": MACROS,
    "part": "{% macro one(a) %}{{ a }}{% endmacro %}part{{ one('<') }}{{ _('Menu') }}",
    "context": "{{ x is defined }}{{ y is defined }}{{ page is defined }}",
    "shows": "a\n\n{{ page.nope }}",
    "base": "<b>{% block main %}main{{ page.value }}{% endblock %}{% block foot %}<foot>{% endblock %}"
    "{% for x in page.items %}{% block item scoped %}{{ x }}{% endblock %}{% endfor %}</b>",
    "middle": "{% extends 'base.html' %}{% block main %}m{{ super() }}{% endblock %}",
}
ODD_VALUES = [
    '<a href=\'"&">',
    Markup("<i>&amp;</i>"),
    3,
    0,
    "",
    Html("<u>"),
    Text("<t>"),
    Marked("<m>"),
    ("<", 1),
]


@pytest.mark.parametrize("source", ODD)
def test_odd_templates(source: str) -> None:
    prefix = "" if "{% extends" in source else FROM
    for value in ODD_VALUES:
        check(value, page=prefix + source, **PARTS)
    check("<", "en", page=prefix + source, **PARTS)


@given(VALUES)
def test_odd_values(value: Any) -> None:
    source = (
        FROM + "{{ page.value }}{{ one(page.value) }}{{ _('%(a)s', a=page.value) }}{{ page.value ~ '<' }}"
    )
    sources = {"page": source, **PARTS}
    ours, stock = (_shown(environment, value) for environment in _environments_of(sources))
    assert ours == stock


_made: list[tuple[jinja2.Environment, jinja2.Environment]] = []


def _environments_of(sources: dict[str, str]) -> tuple[jinja2.Environment, jinja2.Environment]:
    if not _made:
        _made.append(environments(theme_of(**sources), "mn"))
    return _made[0]


def _shown(environment: jinja2.Environment, value: Any) -> str:
    return environment.get_template("page.html").render(page=Page(value))


def test_a_constant_that_is_not_known_is_not_printed() -> None:
    """Stock Jinja looks only at what it works out while it renders."""
    (problem,) = render(
        theme_of(page="a\n{{ none }}"), load_catalogue("mn"), "page.html", Page(1), None, {}
    ).diagnostics
    assert (problem.code, problem.line) == ("E502", 2)


def test_a_filter_is_that_of_the_language_though_compiled_for_another() -> None:
    source = {"page": "{{ 1234567.5|number }}{{ 11|month }}{{ 'a'|upper }}"}
    written = [check("", lang, **source).content for lang in ("mn", "en", "mn")]
    assert written[0] == written[2] != written[1]


def test_the_shortcuts_are_taken() -> None:
    """A release of Jinja that goes another way would still be right, but slow."""
    source = {"page": FROM + "{{ one(page.value) }}", **PARTS}
    ours, _ = environments(theme_of(**source), "mn")
    code = ours.compile(source["page"], "page.html", "page.html", raw=True)
    assert "context.call" not in code
    assert "escape(" not in code
    assert code.count("yield ") == 2  # Jinja's own is never reached
