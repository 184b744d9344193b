"""Templates: a theme as plain data, and a page rendered with it."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2
import msgspec
from jinja2 import meta, nodes
from jinja2.filters import FILTERS as DEFAULT_FILTERS
from jinja2.tests import TESTS as DEFAULT_TESTS
from markupsafe import Markup

from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.core.digest import digest
from sitegen.language.catalogue import Catalogue, load_catalogue
from sitegen.output.prose import FIGURES, fill
from sitegen.output.structured_data import jsonld
from sitegen.output.template_filters import filters
from sitegen.pages.views import Chrome, Prose, View

PACKAGED = Path(__file__).parents[1] / "_theme"
REPOSITORY = Path(__file__).parents[2]
EXTENSIONS = ("jinja2.ext.i18n",)
# Names in every template besides `page` and `site`.
GIVEN = ("_", "gettext", "ngettext", "jsonld", "prose")
_NOT_GIVEN = ("range", "lipsum", "cycler", "joiner", "dict")  # endless loops, chance, hidden state
_NOT_FILTERS = ("random", "xmlattr")
FILTERS = sorted((DEFAULT_FILTERS.keys() | filters("").keys()) - set(_NOT_FILTERS))
TESTS = sorted(DEFAULT_TESTS)


class Theme(msgspec.Struct, frozen=True):
    """Template sources and static files by name; the site's own stand in for the packaged ones.

    `closures` name, for each template, everything its output is made from besides the page.
    """

    sources: dict[str, str]
    files: dict[str, str]
    closures: dict[str, bytes]
    digest: bytes

    def closure_digest(self, name: str) -> bytes:
        """Changes exactly when the template or one that it extends, includes or imports changes."""
        return self.closures.get(name, b"")


class Rendered(msgspec.Struct, frozen=True):
    """The bytes of one page; empty when a diagnostic says why."""

    content: bytes
    diagnostics: tuple[Diagnostic, ...] = ()


def load_theme(site_dir: Path) -> tuple[Theme, tuple[Diagnostic, ...]]:
    """The packaged theme with the site's own `templates/` and `static/` over it, file by file."""
    packaged = PACKAGED if PACKAGED.is_dir() else REPOSITORY
    places = dict.fromkeys((packaged, site_dir))
    sources: dict[str, str] = {}
    files: dict[str, str] = {}
    problems: list[Diagnostic] = []
    for place in places:
        files |= {name: str(path) for name, path in _files(place / "static").items()}
        for name, path in _files(place / "templates").items():
            try:
                sources[name] = path.read_text("utf-8")
            except UnicodeDecodeError:
                problems.append(diagnostic("E501", f"templates/{name}"))
    parsed: dict[str, nodes.Template] = {}
    for name in sorted(sources):
        try:
            parsed[name] = parse(sources[name])
        except jinja2.TemplateSyntaxError as error:
            problems.append(_syntax_problem(error, name))
    problems += [problem for name, tree in parsed.items() for problem in _dynamic(name, tree)]
    return theme_of(sources, files, parsed), tuple(problems)


def theme_of(sources: dict[str, str], files: dict[str, str], parsed: Mapping[str, nodes.Template]) -> Theme:
    """A theme from its sources and those of them that could be parsed."""
    direct = {name: _references(tree) for name, tree in parsed.items()}
    closures = {name: _digest_of(sources, _closure(name, direct)) for name in sources}
    return Theme(sources, files, closures, _digest_of(sources, sources))


def parse(source: str) -> nodes.Template:
    """The syntax tree of a template; raises TemplateSyntaxError."""
    return _bare_environment().parse(source)


def environment(theme: Theme, lang: str, catalogue: Catalogue) -> jinja2.Environment:
    """Renders the theme in one language. Nothing in it reads a clock, a file or chance."""
    result = _bare_environment()
    result.loader = jinja2.FunctionLoader(lambda name: _source(theme, name))
    install = "install_gettext_callables"  # added to the environment by the extension
    getattr(result, install)(catalogue.gettext, catalogue.ngettext, newstyle=True)
    result.filters.update(filters(lang))
    result.globals["jsonld"] = jsonld
    return result


def render(
    theme: Theme, lang: str, name: str, page: View, chrome: Chrome | None, bodies: Mapping[bytes, str]
) -> Rendered:
    """The page as its template shows it. `bodies` holds the HTML of every prose of the page."""
    templates = _environment(theme, lang)

    def prose(text: Prose, at_once: bool = False) -> Markup:
        draw = templates.get_template(FIGURES).module.figure  # type: ignore[attr-defined]
        return fill(text, bodies[text.body], lang, lambda figure: draw(figure, at_once))

    try:
        text = templates.get_template(name).render(page=page, site=chrome, prose=prose)
    except jinja2.TemplateSyntaxError as error:
        return Rendered(b"", (_syntax_problem(error, name),))
    except jinja2.TemplateNotFound as error:
        return Rendered(b"", (diagnostic("E505", f"templates/{name}", missing=error.name),))
    except Exception as error:  # whatever a template does wrong is its author's to mend, at its line
        code = "E502" if isinstance(error, jinja2.UndefinedError) else "E506"
        return Rendered(b"", (_run_problem(code, error, name, theme),))
    return Rendered(text.encode())


_environments: dict[tuple[bytes, str], jinja2.Environment] = {}


def _environment(theme: Theme, lang: str) -> jinja2.Environment:
    """One per process, theme and language, so that each template is compiled once."""
    key = (theme.digest, lang)
    if key not in _environments:
        _environments[key] = environment(theme, lang, load_catalogue(lang))
    return _environments[key]


def _bare_environment() -> jinja2.Environment:
    result = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=EXTENSIONS,
        finalize=_known,
        auto_reload=False,
        cache_size=-1,
    )
    for name in _NOT_GIVEN:
        del result.globals[name]
    for name in _NOT_FILTERS:
        del result.filters[name]
    return result


def _known(value: Any) -> Any:
    if value is None:
        raise jinja2.UndefinedError("None")
    return value


def _source(theme: Theme, name: str) -> tuple[str, str, None] | None:
    return (theme.sources[name], name, None) if name in theme.sources else None


def _files(folder: Path) -> dict[str, Path]:
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not _hidden(path, folder))
    return {path.relative_to(folder).as_posix(): path for path in found}


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") or part.endswith("~") for part in path.relative_to(folder).parts)


def _references(tree: nodes.Template) -> tuple[str, ...]:
    names = {name for name in meta.find_referenced_templates(tree) if name is not None}
    called = [call.node for call in tree.find_all(nodes.Call)]
    if any(isinstance(node, nodes.Name) and node.name == "prose" for node in called):
        names.add(FIGURES)
    return tuple(sorted(names))


def _closure(name: str, direct: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    found, waiting = {name}, [name]
    while waiting:
        new = set(direct.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return tuple(sorted(found))


def _digest_of(sources: Mapping[str, str], names: Mapping[str, str] | tuple[str, ...]) -> bytes:
    """A name without a source counts too: the template may appear later."""
    return digest(*(part.encode() for name in sorted(names) for part in (name, sources.get(name, "\0"))))


def _dynamic(name: str, tree: nodes.Template) -> Iterator[Diagnostic]:
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    for node in tree.find_all(kinds):
        target = getattr(node, "template")  # noqa: B009 (jinja2 declares fields by name only)
        if not (isinstance(target, nodes.Const) and isinstance(target.value, str)):
            yield diagnostic("E504", f"templates/{name}", node.lineno)


def _syntax_problem(error: jinja2.TemplateSyntaxError, name: str) -> Diagnostic:
    where = error.filename or error.name or name
    return diagnostic("E503", f"templates/{where}", error.lineno, problem=error.message or "")


def _run_problem(code: str, error: Exception, name: str, theme: Theme) -> Diagnostic:
    """At the innermost template line of the traceback; jinja2 maps its frames to template lines."""
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if frame.filename in theme.sources]
    where, line = (inside[-1].filename, inside[-1].lineno or 0) if inside else (name, 0)
    problem = str(error) or type(error).__name__
    return diagnostic(code, f"templates/{where}", line, what=problem, nearest="")
