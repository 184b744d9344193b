"""Renders a page with the templates of a theme, in one language."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import jinja2
import msgspec
from markupsafe import Markup

from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.catalogue import Catalogue
from sitegen.output.prose import FIGURES, fill
from sitegen.output.structured_data import jsonld
from sitegen.output.template_filters import filters
from sitegen.output.template_sources import bare_environment, load_theme, syntax_problem
from sitegen.output.theme import Theme
from sitegen.pages.views import Chrome, Prose, View

PHRASES = 2_000
__all__ = ["Rendered", "Theme", "environment", "load_theme", "render"]
_EXPRESSION = re.compile(r"\{\{-?\s*(.*?)\s*-?\}\}")
_environments: dict[tuple[bytes, str], tuple[Catalogue, jinja2.Environment]] = {}
_MOST_ENVIRONMENTS = 8  # the live preview makes one for each change of a template


def spoken(catalogue: Catalogue) -> dict[str, Callable[..., Markup]]:
    """The gettext functions of templates, like Jinja's new style: a message may be HTML, and the values put
    into it are escaped."""

    @lru_cache(maxsize=PHRASES)
    def phrase(message: str) -> Markup:
        return Markup(catalogue.gettext(message)) % {}

    def gettext(message: str, /, **variables: Any) -> Markup:
        if not variables and type(message) is str:
            return phrase(message)
        return Markup(catalogue.gettext(message)) % variables

    def ngettext(singular: str, plural: str, number: int, /, **variables: Any) -> Markup:
        return Markup(catalogue.ngettext(singular, plural, number)) % {"num": number, **variables}

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}


class Rendered(msgspec.Struct, frozen=True):
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
    result.globals.update(spoken(catalogue))
    result.filters.update(filters(catalogue.lang))
    result.globals["jsonld"] = jsonld
    return result


def render(
    theme: Theme, words: Catalogue, name: str, page: View, chrome: Chrome | None, bodies: Mapping[bytes, str]
) -> Rendered:
    """The page rendered with template `name`. `bodies` has the HTML of all texts of the page, by digest."""
    templates = _environment(theme, words)

    def prose(text: Prose, at_once: bool = False) -> Markup:
        draw = templates.get_template(FIGURES).module.figure  # type: ignore[attr-defined]
        return fill(text, bodies[text.body], words.lang, lambda figure: draw(figure, at_once))

    try:
        text = templates.get_template(name).render(page=page, site=chrome, prose=prose)
    except jinja2.TemplateSyntaxError as error:
        return Rendered(b"", (syntax_problem(error, name),))
    except jinja2.TemplateNotFound as error:
        return Rendered(b"", (diagnostic("E505", f"templates/{name}", name=error.name),))
    except Exception as error:  # any mistake of a template is told to its author, with the line
        code = "E502" if isinstance(error, jinja2.UndefinedError) else "E506"
        return Rendered(b"", (_run_problem(code, error, name, theme),))
    return Rendered(text.encode())


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
