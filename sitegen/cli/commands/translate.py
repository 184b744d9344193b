"""`sitegen translate`: the file of a missing translation, ready to be filled in."""

from __future__ import annotations

from pathlib import Path

from sitegen.checks.translations import Unreadable, read_known
from sitegen.cli import CONTENT, FINE
from sitegen.cli.asking import open_file
from sitegen.cli.command import LANG, SITE, Command, Option
from sitegen.cli.terminal import report, tell, write_out
from sitegen.language.catalogue import say
from sitegen.session import BuildOptions
from sitegen.writing.new_translation import begin_translation

_REF = Option(name="ref", metavar="ENTRY", missing="An entry is missing, such as project:name.")
TO = Option(
    name="--to", help="The language to translate into; by default the missing one.", metavar="LANGUAGE"
)
OPEN = Option(
    name="--open",
    help="Open the text for editing ($EDITOR, or the program that opens such files).",
    as_name="opens",
)


def _run(*, site: Path, ref: str, to: str | None, opens: bool, lang: str) -> int:
    try:
        known = read_known(BuildOptions(site=site, out=site / "public", publish=False))
    except Unreadable as unreadable:
        report(unreadable.problems, "text", lang, site)
        return CONTENT
    begun = begin_translation(site, known, ref, to or "", lang)
    (site / begun.path).write_bytes(begun.text.encode())
    write_out(f"{site / begun.path}\n")
    told = (
        "A draft: the text of {source} stands in comments above the places to fill in, marked “…”. "
        "When it is done, take “draft” away and run: sitegen accept {ref}"
    )
    tell(say(lang, told, source=begun.source, ref=ref))
    if opens and not open_file(site / begun.path):
        tell(say(lang, "No program was found that opens it. Set EDITOR to the name of one."))
    return FINE


COMMAND = Command("Begin the missing translation of an entry.", (SITE, LANG, TO, OPEN, _REF), _run)
