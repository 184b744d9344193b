"""sitegen with one of its shortcuts switched off, to see what that one is worth (decision 16).

    python -m benchmarks.run --work DIR --tools sitegen,sitegen-without-selecting,...

Each name of a tool after `sitegen-without-` is a key of SHORTCUTS. What comes out is the same site.
"""

from __future__ import annotations

import gc
import importlib
import pkgutil
import sys
from collections.abc import Callable
from typing import Any

import sitegen
from sitegen import __main__, build
from sitegen.content.markup import parser
from sitegen.output import templates
from sitegen.pages.scope import Change, Scope
from sitegen.steps import memory, sources


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


def run_inline_patterns_as_markdown_does() -> None:
    parser.is_tested = lambda name, version: False


def remember_nothing_of(module: str, name: str) -> Callable[[], None]:
    """The cached function is called anew each time; modules imported later take it from its own."""

    def forget() -> None:
        home = importlib.import_module(module)
        setattr(home, name, getattr(home, name).__wrapped__)

    return forget


def typeset_anew() -> None:
    remembering = templates.filters

    def forgetting(lang: str) -> dict[str, Callable[..., Any]]:
        found = remembering(lang)
        return {**found, "typeset": found["typeset"].__wrapped__}  # type: ignore[attr-defined]

    templates.filters = forgetting


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
    "inline-runner": run_inline_patterns_as_markdown_does,
    "no-collector": collect_garbage,
    "typeset-texts": typeset_anew,
    "roles-of-pieces": remember_nothing_of("sitegen.language.runs", "_role"),
    "signs-of-words": remember_nothing_of("sitegen.language.quantities", "_signs_of"),
    "stems-of-words": remember_nothing_of("sitegen.language.search_words", "stem_word"),
}


def main() -> None:
    SHORTCUTS[sys.argv.pop(1)]()
    __main__.run()


if __name__ == "__main__":
    main()
