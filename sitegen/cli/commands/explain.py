"""`sitegen explain`: what a page is made of and why it was rendered or left alone; what a message means."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sitegen.cli import CONTENT, FINE, USAGE
from sitegen.cli.command import LOOKING, OUT, Command, Option
from sitegen.cli.terminal import report, tell, write_out
from sitegen.language.catalogue import say
from sitegen.language.diagnostics import code_named, explain_code, is_known, near_codes

WHAT = Option(
    name="what",
    metavar="ADDRESS|CODE",
    missing="Name a page by its address, or a message by its code, such as E411.",
)


def _run(*, what: str, lang: str, **given: Any) -> int:
    if code := code_named(what):
        return _explain_code(code, lang)
    return _explain_page(what, lang, **given)


def _explain_code(code: str, lang: str) -> int:
    if not is_known(code):
        near = ", ".join(near_codes(code))
        tell(
            say(lang, "There is no message {code}. Did you mean one of these: {near}?", code=code, near=near)
        )
        return USAGE
    write_out(explain_code(code, lang))
    return FINE


def _explain_page(path: str, lang: str, *, site: Path, out: Path | None, **given: Any) -> int:
    # Imported here, since a message is explained without a site.
    from sitegen.checks.explain import Explanation, explain, explanation_text
    from sitegen.session import BuildOptions

    found = explain(BuildOptions(site=site, out=out or site / "public", publish=False, **given), path)
    if isinstance(found, tuple):
        report(found, "text", lang, site)
        return CONTENT
    if found is None:
        tell(say(lang, "There is no page “{path}”.", path=path))
        return USAGE
    if isinstance(found, Explanation):
        report(found.diagnostics, "text", lang, site)
    write_out(explanation_text(found, lang))
    return FINE


COMMAND = Command(
    "Tell what a page is made of and why it was rendered or left alone, or what E411 means.",
    (*LOOKING, OUT, WHAT),
    _run,
)
