"""`sitegen status`, `sitegen translate`, `sitegen accept`: what is translated, missing and out of date; the
file of a missing translation, ready to be filled in; the translations of an entry are current."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import msgspec

from sitegen.checks.translations import (
    DRAFT,
    MISSING,
    OUTDATED,
    TRANSLATED,
    Translation,
    Unreadable,
    accept_translations,
    read_site_documents,
    translations,
)
from sitegen.cli import CONTENT, FINE
from sitegen.cli.asking import open_file
from sitegen.cli.command import LANG, SITE, Command, Option, number_reader
from sitegen.cli.terminal import report, tell, write_out
from sitegen.core.diagnostics import mark_message
from sitegen.language.catalogue import make_visible, say
from sitegen.steps.session import BuildOptions
from sitegen.writing.new_translation import begin_translation

_ENTRY = Option(name="ref", metavar="ENTRY", missing="An entry is missing, such as project:name.")
TO = Option(
    name="--to", help="The language to translate into; by default the missing one.", metavar="LANGUAGE"
)
OPEN = Option(
    name="--open",
    help="Open the text for editing ($EDITOR, or the program that opens such files).",
    as_name="opens",
)
_ENTRIES = Option(name="ref", metavar="ENTRY")
_FORMAT = Option(
    name="--format", help="How it is told.", choices=("text", "json"), default="text", as_name="style"
)
FAIL_UNDER = Option(
    name="--fail-under",
    help="Fail if fewer of hundred texts are translated and current.",
    metavar="NUMBER",
    default="0",
    read=number_reader(0, 100),
    as_name="least",
)
_NAMES = {
    TRANSLATED: mark_message("translated"),
    OUTDATED: mark_message("out of date"),
    MISSING: mark_message("missing"),
    DRAFT: mark_message("draft"),
}
# What to do about the first translation in a state.
_NEXT = {
    OUTDATED: mark_message("When one that is out of date has been mended: sitegen accept {path}"),
    MISSING: mark_message("Begin one that is missing: sitegen translate {path}"),
    DRAFT: mark_message("When a draft is done, take its line “draft” away and: sitegen accept {path}"),
}
_FORGOTTEN = mark_message("What changed since is not known: no commit of git has the text it was made from.")


def _status(*, site: Path, ref: str | None, style: str, least: int, lang: str) -> int:
    try:
        found = translations(BuildOptions(site=site, out=site / "public", publish=False), ref or "")
    except Unreadable as unreadable:
        report(unreadable.problems, "text", lang, site)
        return CONTENT
    write_out(
        f"{msgspec.json.format(msgspec.json.encode(found)).decode()}\n"
        if style == "json"
        else "".join(_lines(found, lang))
    )
    if style == "text":
        for line in _next_steps(found, lang):
            tell(line)
    current = sum(item.state == TRANSLATED for item in found)
    return CONTENT if found and current * 100 < least * len(found) else FINE


def _lines(found: tuple[Translation, ...], lang: str) -> Iterator[str]:
    """The lines of the report: what is to be done, file by file, then how many of each kind are in which
    state."""
    for item in found:
        if item.state != TRANSLATED:
            yield f"{item.target}: {say(lang, _NAMES[item.state])} – {item.title}\n"
        if item.state == OUTDATED:
            yield from _changes(item, lang)
    for (kind, to), group in groupby(sorted(found, key=_key), key=_key):
        states = [item.state for item in group]
        counts = (f"{say(lang, _NAMES[state])} {states.count(state)}" for state in _NAMES if state in states)
        yield f"{kind} ({to}): {', '.join(counts)}\n"


def _next_steps(found: tuple[Translation, ...], lang: str) -> Iterator[str]:
    for state, message in _NEXT.items():
        first = next((item.target for item in found if item.state == state), None)
        if first:
            yield say(lang, message, path=first)


def _changes(item: Translation, lang: str) -> Iterator[str]:
    """The lines with the changes of the original since the translation was current, sentence by sentence."""
    if item.changes is None:
        yield f"    {say(lang, _FORGOTTEN)}\n"
    for change in item.changes or ():
        section = change.section or say(lang, mark_message("At the beginning"))
        yield f"    {item.source} · {section}\n"
        for sign, sentences in (("-", change.before), ("+", change.after)):
            yield from (f"      {sign} {make_visible(sentence, shorten=False)}\n" for sentence in sentences)


def _key(item: Translation) -> tuple[str, str]:
    return item.kind, item.lang


STATUS = Command(
    "Tell what is translated, missing, out of date or a draft.",
    (SITE, _FORMAT, FAIL_UNDER, LANG, _ENTRIES),
    _status,
)


def _accept(*, site: Path, ref: str, lang: str) -> int:
    options = BuildOptions(site=site, out=site / "public", publish=False)
    try:
        changed = accept_translations(options, ref)
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


ACCEPT = Command("Say that the translations of an entry are current.", (SITE, LANG, _ENTRY), _accept)


def _translate(*, site: Path, ref: str, to: str | None, opens: bool, lang: str) -> int:
    try:
        known = read_site_documents(BuildOptions(site=site, out=site / "public", publish=False))
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


TRANSLATE = Command("Begin the missing translation of an entry.", (SITE, LANG, TO, OPEN, _ENTRY), _translate)
