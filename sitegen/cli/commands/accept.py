"""`sitegen accept`: the translations of an entry are current."""

from __future__ import annotations

from pathlib import Path

from sitegen.checks.translations import DRAFT, Unreadable, accept
from sitegen.cli import CONTENT, FINE
from sitegen.cli.command import LANG, SITE, Command, Option
from sitegen.cli.terminal import report, tell
from sitegen.language.catalogue import say
from sitegen.session import BuildOptions

_REF = Option(name="ref", metavar="ENTRY", missing="An entry is missing, such as project:name.")


def _run(*, site: Path, ref: str, lang: str) -> int:
    options = BuildOptions(site=site, out=site / "public", publish=False)
    try:
        changed = accept(options, ref)
    except Unreadable as unreadable:
        report(unreadable.problems, "text", lang, site)
        return CONTENT
    for item in changed:
        tell(say(lang, "{target} is now current with {source}.", target=item.target, source=item.source))
        if item.state == DRAFT:
            message = "{target} is still a draft: take “draft: true” away to publish it."
            tell(say(lang, message, target=item.target))
    if not changed:
        tell(say(lang, "Nothing to do: what is translated is current."))
    return FINE


COMMAND = Command("Say that the translations of an entry are current.", (SITE, LANG, _REF), _run)
