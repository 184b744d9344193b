"""sitegen with one of its shortcuts switched off, to see what that one is worth (decision 16).

    python -m benchmarks.run --work DIR --tools sitegen,sitegen-without-selecting,...

Each name of a tool after `sitegen-without-` is a key of SHORTCUTS. What comes out is the same site.
"""

from __future__ import annotations

import functools
import gc
import importlib
import pkgutil
import sys
from collections.abc import Callable
from typing import Any

import jinja2.runtime
from markupsafe import Markup

import sitegen
from sitegen import __main__, build
from sitegen.content.markup import parser
from sitegen.language.catalogue import Catalogue
from sitegen.output import template_filters, templates
from sitegen.pages.scope import Change, Scope
from sitegen.steps import memory, sources

A_FEW = 64  # values


def plan_everything() -> None:
    build.select = lambda change, stored: _all_unless_nothing(change)


def _all_unless_nothing(change: Change) -> Scope:
    return Scope(change.reason, plans={}) if change.nothing else Scope(change.reason)


def plan_everything_anew() -> None:
    plan_everything()
    memory.StoredPlans.all = lambda self: {}  # type: ignore[method-assign]


def read_settings_and_templates_anew() -> None:
    """As on the first day: `memoize` remembers nothing."""

    def memoize(store: Any, space: str, name: str, key: bytes, kind: Any, work: Callable[[], Any]) -> Any:
        return work()

    sources.memoize = memoize  # type: ignore[attr-defined]


def import_everything() -> None:
    for module in pkgutil.walk_packages(sitegen.__path__, "sitegen."):
        if not module.name.startswith(("sitegen.__main__", "sitegen.serve")):
            importlib.import_module(module.name)


def use_jinja_as_it_is() -> None:
    templates.environment_class.cache_clear()
    templates.COMPARED = ()


def escape_publicly() -> None:
    templates.escape_plain = templates.escape_publicly


def call_macros_as_jinja_does() -> None:
    templates.LeanEnvironment.macro = jinja2.runtime.Macro  # type: ignore[assignment]


def say_words_anew() -> None:
    def gettext_functions(catalogue: Catalogue) -> dict[str, Callable[..., Markup]]:
        found = original(catalogue)

        def gettext(message: str, /, **variables: Any) -> Markup:
            return Markup(catalogue.gettext(message)) % variables

        return found | {"_": gettext, "gettext": gettext}

    original = templates.gettext_functions
    templates.gettext_functions = gettext_functions


def write_dates_anew() -> None:
    original = functools.lru_cache
    functools.lru_cache = lambda maxsize: lambda form: form  # type: ignore[assignment]
    importlib.reload(template_filters)
    functools.lru_cache = original
    templates.filters = template_filters.filters


def run_inline_patterns_as_markdown_does() -> None:
    parser.is_tested = lambda name, version: False


def remember_nothing_within_a_process() -> None:
    """Leaves out caches of more than a few values; to be held against `late-imports`, done here, too."""
    import_everything()
    for name, module in list(sys.modules.items()):
        if name.startswith("sitegen."):
            for key, value in list(vars(module).items()):
                if isinstance(value, functools._lru_cache_wrapper) and _is_large(value):
                    setattr(module, key, value.__wrapped__)


def _is_large(cached: functools._lru_cache_wrapper[Any]) -> bool:
    most = cached.cache_parameters()["maxsize"]
    return most is not None and most > A_FEW


def collect_garbage() -> None:
    gc.disable = gc.enable


SHORTCUTS: dict[str, Callable[[], None]] = {
    "nothing": lambda: None,
    "selecting": plan_everything,
    "kept-plans": plan_everything_anew,
    "memoize": read_settings_and_templates_anew,
    "late-imports": import_everything,
    "lean-templates": use_jinja_as_it_is,
    "core-of-escape": escape_publicly,
    "lean-macros": call_macros_as_jinja_does,
    "known-words": say_words_anew,
    "known-dates": write_dates_anew,
    "inline-runner": run_inline_patterns_as_markdown_does,
    "no-collector": collect_garbage,
    "caches": remember_nothing_within_a_process,
}


def main() -> None:
    SHORTCUTS[sys.argv.pop(1)]()
    __main__.run()


if __name__ == "__main__":
    main()
