"""Renders a page with the templates of a theme, in one language, and has the filters that they use. Templates
are compiled to leaner Python than Jinja's own, which writes the same text: see decision 12."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from datetime import date
from functools import cache, lru_cache, partial
from keyword import iskeyword
from types import CodeType
from typing import Any
from urllib.parse import quote, urlsplit

import jinja2
import markupsafe
import msgspec
from jinja2 import meta, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from sitegen.content.document import AFTER, END, FIGURE, LINK, PREFIX
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.core.digest import installed_libraries
from sitegen.language.catalogue import Catalogue, load_catalogue
from sitegen.language.dates import Style, format_date, format_range, format_year, month_name
from sitegen.language.numbers import (
    format_compact_money,
    format_money,
    format_number,
    format_size,
    join_list,
)
from sitegen.language.typography import typeset
from sitegen.output.structured_data import Day, absolute, iso, jsonld, local_day
from sitegen.output.theme import Theme, templates_digest
from sitegen.pages.views import Chrome, Figure, MoneyView, Prose, Target, View

FIGURES = "partials/figure.html"
COMPARED = ("3.1.6",)  # versions of Jinja2 with which tests/properties/test_templates_stock.py compares ours
MOST_COMPILED = 1_000  # templates kept: the live preview compiles each change of a template
TYPESET_TEXTS = 20_000  # texts remembered: titles and interface words stand on many pages
_MOST_ENVIRONMENTS = 8  # the live preview makes one for each change of a template
NOT_GLOBALS = ("range", "lipsum", "cycler", "joiner", "dict")  # endless loops, chance or hidden state
NOT_FILTERS = ("random", "xmlattr")
_REFERRING = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
_EXPRESSION = re.compile(r"\{\{-?\s*(.*?)\s*-?\}\}")
_LINK = f' href="{LINK}'
_WITHIN = f' href="#{PREFIX}'
_LINK_END = f'{END}"'
_environments: dict[tuple[bytes, str], tuple[Catalogue, jinja2.Environment]] = {}


class RenderedPage(msgspec.Struct, frozen=True):
    """The bytes of one page and their digest; empty if diagnostics say why it could not be rendered."""

    content: bytes
    diagnostics: tuple[Diagnostic, ...] = ()
    digest: bytes = b""


def environment(theme: Theme, catalogue: Catalogue) -> jinja2.Environment:
    """Renders the theme in one language."""
    result = bare_environment()
    result.loader = jinja2.FunctionLoader(lambda name: _source(theme, name))
    install = "install_gettext_callables"  # by name, since only the extension adds it to the environment
    getattr(result, install)(catalogue.gettext, catalogue.ngettext, newstyle=True)
    result.globals.update(gettext_functions(catalogue))
    result.filters.update(filters(catalogue.lang))
    result.globals["jsonld"] = jsonld
    return result


def render(
    theme: Theme, words: Catalogue, name: str, page: View, chrome: Chrome | None, bodies: Mapping[bytes, str]
) -> RenderedPage:
    """The page rendered with template `name`. `bodies` has the HTML of all texts of the page, by digest."""
    templates = _environment(theme, words)

    def prose(text: Prose, at_once: bool = False) -> Markup:
        draw = templates.get_template(FIGURES).module.figure  # type: ignore[attr-defined]
        return fill_slots(text, bodies[text.body], words.lang, lambda figure: draw(figure, at_once))

    try:
        text = templates.get_template(name).render(page=page, site=chrome, prose=prose)
    except jinja2.TemplateSyntaxError as error:
        return RenderedPage(b"", (syntax_problem(error, name),))
    except jinja2.TemplateNotFound as error:
        return RenderedPage(b"", (diagnostic("E505", f"templates/{name}", name=error.name),))
    except Exception as error:  # any mistake of a template is told to its author, with the line
        code = "E502" if isinstance(error, jinja2.UndefinedError) else "E506"
        return RenderedPage(b"", (_run_problem(code, error, name, theme),))
    return RenderedPage(text.encode())


def _environment(theme: Theme, words: Catalogue) -> jinja2.Environment:
    """One per process, theme and language, so that each template is compiled once."""
    key = (theme.digest, words.lang)
    known = _environments.get(key)
    if known and known[0] == words:
        return known[1]
    if len(_environments) >= _MOST_ENVIRONMENTS:
        _environments.clear()
    made = environment(theme, words)
    _environments[key] = (words, made)
    return made


def _source(theme: Theme, name: str) -> tuple[str, str, None] | None:
    return (theme.sources[name], name, None) if name in theme.sources else None


def _run_problem(code: str, error: Exception, name: str, theme: Theme) -> Diagnostic:
    """The diagnostic of an error in a template, at the innermost template line of the traceback, with the
    text of that line and the lines that led there. Jinja2 maps its frames to lines of templates."""
    frames = traceback.extract_tb(error.__traceback__)
    inside = [(frame.filename, frame.lineno or 0) for frame in frames if frame.filename in theme.sources]
    where, line = inside[-1] if inside else (name, 0)
    problem = str(error) or type(error).__name__
    lines = theme.sources.get(where, "").split("\n")
    written = _EXPRESSION.findall(lines[line - 1]) if 0 < line <= len(lines) else []
    if len(written) == 1:
        problem = f"{written[0]}: {problem}"
    outer = dict.fromkeys(f"{file}:{number}" for file, number in inside[:-1])
    chain = " → ".join([*outer, f"{where}:{line}"]) if outer else ""
    return diagnostic(code, f"templates/{where}", line, problem=problem, chain=chain)


def fill_slots(prose: Prose, html: str, lang: str, figure: Callable[[Figure], str]) -> Markup:
    """`html` with its slots filled, for a page in `lang`; `figure` gives the HTML of a picture."""
    # Split at the signs of slots: a regular expression would take ten times as long.
    if prose.page:
        html = html.replace(_WITHIN, f' href="{escape_plain(prose.page)}#')
    before, *linked = html.replace(PREFIX, escape_plain(prose.prefix)).split(_LINK)
    pieces = _between_links(prose, before, figure)
    for part in linked:
        number, _, text = part.partition(_LINK_END)
        pieces.append(_address(prose.links[int(number)]))
        pieces += _between_links(prose, text, figure)
    filled = markup("".join(pieces))
    if prose.lang == lang:
        return filled
    return Markup('<div lang="{}">{}</div>').format(prose.lang, filled)


def _between_links(prose: Prose, text: str, figure: Callable[[Figure], str]) -> list[str]:
    if END not in text:
        return [text]
    pieces: list[str] = []
    *slotted, rest = text.split(END)
    for piece in slotted:
        before, mark, number = piece.partition(AFTER)
        if mark:
            pieces += (before, _endnote(prose.endnotes, int(number)))
        else:
            before, _, number = piece.partition(FIGURE)
            pieces += (before, figure(prose.figures[int(number)]))
    return [*pieces, rest]


def _address(target: Target) -> str:
    """The attributes of a link: `href`, and `hreflang` if its page is in another language (HTML, 4.6.2).

    A link to what is not published yet becomes a placeholder without an address (HTML, 4.5.1).
    """
    if not target.url:
        return ""
    hreflang = f' hreflang="{escape_plain(target.lang)}"' if target.lang else ""
    rel = ' rel="external"' if target.external else ""
    return f' href="{escape_plain(target.url)}"{hreflang}{rel}'


def _endnote(numbers: tuple[int, ...], link: int) -> str:
    number = numbers[link] if link < len(numbers) else 0
    return f'<sup class="note-number">[{number}]</sup>' if number else ""


def parse_all(sources: Mapping[str, str]) -> tuple[dict[str, nodes.Template], tuple[Diagnostic, ...]]:
    """The syntax trees of the templates that can be parsed, and what is wrong with each template by itself;
    template_check checks their fields."""
    bare = bare_environment()
    trees: dict[str, nodes.Template] = {}
    problems: list[Diagnostic] = []
    for name in sorted(sources):
        try:
            trees[name] = bare.parse(sources[name])
        except jinja2.TemplateSyntaxError as error:
            problems.append(syntax_problem(error, name))
        else:
            problems += _names_by_value(name, trees[name])
    return trees, tuple(problems)


def closures(sources: Mapping[str, str], trees: Mapping[str, nodes.Template]) -> dict[str, bytes]:
    """The digest of each template with all that it extends, includes and imports."""
    direct = {name: _references(tree) for name, tree in trees.items()}
    return {name: templates_digest(sources, _closure(name, direct)) for name in sources}


def bare_environment() -> jinja2.Environment:
    """The environment in which templates are parsed, without a language. Nothing in it reads a clock, a file
    or chance."""
    result = environment_class()(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=("jinja2.ext.i18n",),
        finalize=require_value,
        auto_reload=False,
        cache_size=-1,
    )
    for name in NOT_GLOBALS:
        del result.globals[name]
    for name in NOT_FILTERS:
        del result.filters[name]
    return result


def syntax_problem(error: jinja2.TemplateSyntaxError, name: str) -> Diagnostic:
    where = error.filename or error.name or name
    return diagnostic("E503", f"templates/{where}", error.lineno, problem=error.message or "")


def _references(tree: nodes.Template) -> tuple[str, ...]:
    names = {name for name in meta.find_referenced_templates(tree) if name is not None}
    if any(name.name == "prose" for name in tree.find_all(nodes.Name)):
        names.add(FIGURES)
    return tuple(sorted(names))


def _closure(name: str, direct: Mapping[str, tuple[str, ...]]) -> set[str]:
    found, waiting = {name}, [name]
    while waiting:
        new = set(direct.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


def _names_by_value(name: str, tree: nodes.Template) -> Iterator[Diagnostic]:
    """Diagnostics for templates named by a value: what the output is made from could not be known
    beforehand."""
    for node in tree.find_all(_REFERRING):
        if None in meta.find_referenced_templates(nodes.Template([node])):
            yield diagnostic("E504", f"templates/{name}", node.lineno)


def gettext_functions(catalogue: Catalogue) -> dict[str, Callable[..., Markup]]:
    """The gettext functions of templates, like Jinja's new style: a message may be HTML, and the values put
    into it are escaped."""

    def gettext(message: str, /, **variables: Any) -> Markup:
        return Markup(catalogue.gettext(message)) % variables

    def ngettext(singular: str, plural: str, number: int, /, **variables: Any) -> Markup:
        return Markup(catalogue.ngettext(singular, plural, number)) % {"num": number, **variables}

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}


def filters(lang: str) -> dict[str, Callable[..., Any]]:
    """The filters of one language, by the name templates use."""

    def day(value: Day, style: Style = "long") -> str:
        return format_date(local_day(value), lang, style)

    def daterange(start: Day, end: Day | None = None, style: Style = "long") -> str:
        return format_range(local_day(start), local_day(end) if end else None, lang, style)

    @lru_cache(maxsize=TYPESET_TEXTS)
    def set_in(text: str, written_in: str = "") -> str:
        return typeset(text, written_in or lang)

    return {
        "absolute": absolute,
        "compact_money": lambda value: _money(format_compact_money, value, lang),
        "date": day,
        "dial": _dial,
        "date_short": lambda value: day(value, "short"),
        "daterange": daterange,
        "host": _host,
        "iso": iso,
        "join_list": lambda items: _join(items, lang),
        "lang_name": lambda tag: _lang_name(tag, lang),
        "money": lambda value: _money(format_money, value, lang),
        "month": lambda number: month_name(number, lang),
        "number": format_number,
        "report": _report,
        "say": _say,
        "size": lambda value: format_size(value, lang),
        "typeset": set_in,
        "year": lambda number: format_year(number, lang),
    }


@cache
def _lang_name(tag: str, lang: str) -> str:
    """The name of a language in another (CLDR): `en` is “англи” in mn. An unknown tag stands for itself."""
    # Imported here, since most pages name no language.
    from babel import Locale

    return str(Locale.parse(lang).languages.get(tag.partition("-")[0], tag))


def _say(text: str, lang: str) -> str:
    """An interface text in any language: the 404 page has all languages."""
    return load_catalogue(lang).gettext(text)


def _dial(number: str) -> str:
    """A telephone number as a telephone reads it: `+97670112233`."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


def _report(address: str, title: str, url: str, version: int = 0, changed: date | None = None) -> str:
    """The address for reporting a mistake: a mail that names the page and its version (RFC 6068), or a
    form."""
    if not address.startswith("mailto:"):
        return address
    body = " ".join((f"{url}\r\nv{version}", changed.isoformat() if changed else "")) if version else url
    return f"{address}?subject={quote(title)}&body={quote(body)}"


def _host(url: str) -> str:
    """The host of an address: `www.worldbank.org`."""
    return urlsplit(url).hostname or url


def _money(form: Callable[..., str], value: MoneyView, lang: str) -> str:
    return form(value.amount, value.currency, lang)


def _join(items: Sequence[str], lang: str) -> str:
    return join_list(list(items), lang)


markup: Callable[[str], Markup] = partial(str.__new__, Markup)


def escape_publicly(text: str) -> str:
    """Plain text as HTML, for a text that is not Markup already."""
    return str(escape(text))


# The core of markupsafe's `escape` is eight times as fast, but private, so some releases may lack it.
escape_plain: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape_publicly)


def require_value(value: Any) -> Any:
    """The value. Raises UndefinedError for None, which a page would print as “None”: it must say “unknown” in
    words.
    """
    if value is None:
        raise jinja2.UndefinedError("None")
    return value


def escape_value(value: Any) -> str:
    """The HTML of a value: as `escape(require_value(value))`, but possibly as a plain string."""
    kind = type(value)
    if kind is str:
        return escape_plain(value)
    return value if kind is Markup else escape(require_value(value))


class LeanCode(CodeGenerator):
    """Generates code that, where escaping is on, joins all text of a function before it yields, and calls
    functions directly."""

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("escape_value = environment.escape_value")

    def enter_frame(self, frame: Frame) -> None:
        super().enter_frame(frame)
        if frame.parent is None:
            self.buffer(frame)

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:
        super().leave_frame(frame, with_python_scope)
        if frame.parent is None:
            self.writeline(f"yield concat({frame.buffer})")

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:
        if not node.with_context:  # Jinja yields it
            self.writeline(f"yield concat({frame.buffer})")
            self.writeline(f"{frame.buffer}.clear()")
        super().visit_Include(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        if node.dyn_args or node.dyn_kwargs or any(iskeyword(given.key) for given in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for given in (*node.args, *node.kwargs):
            self.visit(given, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        """The constant of an expression that the author wrote out; a filter is never one, since it differs in
        each language."""
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _is_escaped(frame):
            self.write("escape_value(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _is_escaped(frame):
            self.write(")")
        else:
            super()._output_child_post(node, frame, finalize)


def _is_escaped(frame: Frame) -> bool:
    return bool(frame.eval_ctx.autoescape and not frame.eval_ctx.volatile)


class CompiledTemplates(jinja2.BytecodeCache):
    """Keeps compiled templates, which the environments of all languages share."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            if len(self._codes) >= MOST_COMPILED:
                self._codes.clear()
            self._codes[bucket.key, bucket.checksum] = bucket.code


class LeanEnvironment(jinja2.Environment):
    """Renders the same as a stock environment, as long as escaping is on and no callable needs the
    context."""

    code_generator_class = LeanCode
    escape_value = staticmethod(escape_value)

    def __init__(self, **options: Any) -> None:
        """Switches Jinja's optimizer off: it would compute constants in one language, and all share the
        code."""
        super().__init__(**options, optimized=False, bytecode_cache=COMPILED)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals as a plain dict, which is copied for each page ten times as fast as Jinja's
        ChainMap."""
        return {**self.globals, **(d or {})}


COMPILED = CompiledTemplates()


@cache
def environment_class() -> type[jinja2.Environment]:
    """LeanEnvironment, if this version of Jinja2 is in COMPARED; else the stock one.

    Another version may mean something else by the same hooks; its own code is right, only slower.
    """
    return LeanEnvironment if dict(installed_libraries())["jinja2"] in COMPARED else jinja2.Environment
