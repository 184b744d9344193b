"""What is pure and slow is done once for the same input, so that hundreds of builds fit into a minute.

This takes for granted that looking at templates, compiling and rendering are pure. The nightly run tries some
sequences without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import jinja2
import pytest
from msgspec.msgpack import encode

from sitegen.core.digest import digest
from sitegen.language import catalogue
from sitegen.output import render, template_check, templates, theme
from tests.properties.surroundings import SURROUNDINGS

RenderJobFunction = Callable[[render.RenderContext, render.RenderJob], templates.RenderedPage]
MOST_RENDERED = 20_000

_checked: dict[bytes, template_check.CheckedTemplates] = {}
_compiled: dict[tuple[object, ...], Any] = {}
_rendered: dict[bytes, templates.RenderedPage] = {}


def remember_what_is_pure(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(template_check, "check", _checked_once(template_check.check))
    files = theme._files
    folders = [theme.REPOSITORY / name for name in ("templates", "static")]
    packaged = {folder: list(files(folder, theme.ASSET_LIMIT, [])) for folder in folders}
    patch.setattr(
        theme,
        "_files",
        lambda folder, limit, problems: (
            packaged[folder] if folder in packaged else files(folder, limit, problems)
        ),
    )
    patch.setattr(templates, "_MOST_ENVIRONMENTS", 100)
    patch.setattr(templates, "environment", _compiled_once(templates.environment))
    patch.setattr(render, "render_job", _rendered_once(render.render_job))


def _checked_once(
    check: Callable[..., template_check.CheckedTemplates],
) -> Callable[..., template_check.CheckedTemplates]:
    def checked_once(sources: Mapping[str, str], views: Mapping[str, Any]) -> template_check.CheckedTemplates:
        key = theme.templates_digest(sources)
        if key not in _checked:
            _checked[key] = check(sources, views)
        return _checked[key]

    return checked_once


def _compiled_once(make: Callable[..., jinja2.Environment]) -> Callable[..., jinja2.Environment]:
    def environment(found: theme.Theme, words: catalogue.Catalogue) -> jinja2.Environment:
        made = make(found, words)
        compile_anew: Callable[..., Any] = made.compile

        def compiled_once(source: str, *rest: str | None) -> Any:
            key = (words.lang, source, *rest)
            if key not in _compiled:
                _compiled[key] = compile_anew(source, *rest)
            return _compiled[key]

        made.compile = compiled_once  # type: ignore[method-assign, assignment]
        return made

    return environment


def _rendered_once(work: RenderJobFunction) -> RenderJobFunction:
    def render_job(context: render.RenderContext, job: render.RenderJob) -> templates.RenderedPage:
        around = (SURROUNDINGS.word().encode(), context.theme.digest, encode(context.chromes))
        key = digest(*around, encode(job))
        if key not in _rendered:
            if len(_rendered) > MOST_RENDERED:
                _rendered.clear()
            _rendered[key] = work(context, job)
        return _rendered[key]

    return render_job
