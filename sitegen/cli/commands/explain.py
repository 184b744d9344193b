"""`sitegen explain`: what a page is made of, and why it was rendered or left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sitegen.cli import CONTENT, FINE, USAGE
from sitegen.cli.command import Command, Option
from sitegen.cli.options import LOOKING, OUT
from sitegen.cli.terminal import report, tell, write_out
from sitegen.explain import Explanation, explain, told
from sitegen.language.messages import say
from sitegen.session import BuildOptions

PATH = Option(name="path", metavar="ADDRESS", missing="The address of a page is missing.")


def _run(*, site: Path, out: Path | None, path: str, lang: str, **given: Any) -> int:
    found = explain(BuildOptions(site=site, out=out or site / "public", publish=False, **given), path)
    if isinstance(found, tuple):
        report(found, "text", lang, site)
        return CONTENT
    if found is None:
        tell(say(lang, "There is no page “{path}”.", path=path))
        return USAGE
    if isinstance(found, Explanation):
        report(found.diagnostics, "text", lang, site)
    write_out(told(found, lang))
    return FINE


COMMAND = Command(
    "Tell what a page is made of, and why it was rendered or left alone.", (*LOOKING, OUT, PATH), _run
)
