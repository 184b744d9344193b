"""`sitegen check`, `sitegen status`, `sitegen accept`: what is wrong; what is translated, missing and out of
date; the translations of an entry are current. Nothing is published.

With `check --fix` every mending is shown as a difference first, and written if the editor agrees.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from difflib import unified_diff
from itertools import groupby
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec

from sitegen.build import Outcome, build
from sitegen.checks.proofreading import check_spelling, mend_document, own_words, right_paths
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
from sitegen.cli.asking import ask_yes_no, can_ask
from sitegen.cli.command import ENTRY, LANG, SITE, Command, Option, number_reader
from sitegen.cli.commands.build import BUILD_OPTIONS, count_errors, tell_waiting
from sitegen.cli.terminal import report, tell, terminal_progress, write_out
from sitegen.content.metadata import strip_metadata
from sitegen.content.source import UTF16
from sitegen.content.suggestions import is_text
from sitegen.core.diagnostics import Diagnostic, in_order, mark_message
from sitegen.core.files import content_of, replace_content
from sitegen.language.catalogue import make_visible, say
from sitegen.steps.session import BuildOptions

FIX = Option(
    name="--fix",
    help="Mend what is mechanical (quotes, dashes, letters, dates, amounts, tables, what pictures record, "
    "names and places of files and folders): shows the difference, then asks.",
)
SPELLING = Option(
    name="--spelling",
    help="Look words up in the dictionaries of hunspell, and in words.txt.",
)
_IATI = Option(
    name="--iati",
    help="Tell also what the standards IATI and 360Giving require and the records do not say.",
)
_YES = Option(name="--yes", help="Write what --fix shows without asking.")
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
_MOST_MENDINGS = 3
_RECORDS = "E810"
_NAME = "E302"
_ENCODING = "E113"
_PLACES = ("E309", "E316")
_STATES = {
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


def _check(
    *,
    site: Path,
    no_cache: bool,
    iati: bool,
    fix: bool,
    spelling: bool,
    yes: bool,
    style: str,
    excerpts: bool,
    lang: str,
    **given: Any,
) -> int:
    begun = perf_counter()
    options = BuildOptions(
        site=site, out=site / "public", publish=False, cache=not no_cache, standards=iati, **given
    )
    outcome = build(options, terminal_progress(lang))
    mendings = _MOST_MENDINGS if fix else 0  # repeated: a file that was moved may need mending itself
    while mendings and mend(options, outcome, yes=yes, lang=lang):
        outcome = build(options, terminal_progress(lang))
        mendings -= 1
    found = outcome.diagnostics
    if spelling:
        found = in_order((*found, *_spelling(options, lang)))
    report(found, style, lang, site, excerpts)
    errors = count_errors(outcome)
    tell(
        say(
            lang,
            "{pages} pages checked · {errors} errors, {warnings} warnings · {seconds} seconds",
            pages=outcome.pages,
            errors=errors,
            warnings=len(found) - errors,
            seconds=f"{perf_counter() - begun:.2f}",
        )
    )
    tell_waiting(outcome, lang)
    return CONTENT if outcome.failed else FINE


def _spelling(options: BuildOptions, lang: str) -> tuple[Diagnostic, ...]:
    try:
        found = check_spelling(options.site, read_site_documents(options).documents)
    except Unreadable:  # the check has told its diagnostics already
        return ()
    for missing in found.unchecked:
        message = (
            "The spelling of {name} was not checked: hunspell or its dictionary is not installed "
            "(Debian, Ubuntu: sudo apt install hunspell hunspell-{package})."
        )
        package = {"en": "en-gb"}.get(missing, missing)
        tell(say(lang, message, name=missing, package=package))
    return found.problems


def mend(options: BuildOptions, outcome: Outcome, *, yes: bool, lang: str) -> bool:
    """Mends encodings, texts, pictures, and where files and folders lie; tells whether anything was written.
    `yes` agrees to everything without a question."""
    done = [
        _write_as_utf8(options, outcome, yes=yes, lang=lang),
        _mend_texts(options, outcome.diagnostics, yes=yes, lang=lang),
        _clean_pictures(options.site, outcome, yes=yes, lang=lang),
        _move_files(options.site, outcome, yes=yes, lang=lang),
        _rename_folders(options.site, outcome, yes=yes, lang=lang),
    ]
    return any(done)


def _write_as_utf8(options: BuildOptions, outcome: Outcome, *, yes: bool, lang: str) -> bool:
    """Writes as UTF-8 what was saved as UTF-16, which the first bytes of a file tell, or probably as
    windows-1251: of that, the first line with other letters than those of ASCII is shown."""
    problems = list(outcome.diagnostics)
    with suppress(OSError):  # what else is wrong with words.txt is told by --spelling
        problems += own_words(options.site)[1]
    found: dict[str, str] = {}
    for item in problems:
        args = dict(item.args)
        encoding = args.get("notepad") or args.get("probable")
        if item.code != _ENCODING or not encoding or item.path in found:
            continue
        with suppress(UnicodeDecodeError):
            found[item.path] = content_of(options.site / item.path).decode(encoding)
            write_out(f"  {item.path}: {encoding} → UTF-8\n")
            if args.get("probable"):
                line = next(line for line in found[item.path].splitlines() if not line.isascii())
                write_out(f"    {line.strip()}\n")
    if not found or not _is_agreed(mark_message("Save these files as UTF-8?"), yes=yes, lang=lang):
        return False
    for path, text in found.items():
        replace_content(options.site / path, text.encode())
    return True


def _move_files(site: Path, outcome: Outcome, *, yes: bool, lang: str) -> bool:
    """Moves texts that are not read where they lie to where they are read; never over another file."""
    texts = dict(_texts_outside(site, outcome.diagnostics))
    wanted = {
        old: new
        for old, new in right_paths(outcome.diagnostics, texts).items()
        if _is_free(site / old, site / new)
    }
    wanted = {old: new for old, new in wanted.items() if list(wanted.values()).count(new) == 1}
    for old, new in wanted.items():
        write_out(f"  {old} → {new}\n")
    question = mark_message("Move these files to where they are read?")
    if not wanted or not _is_agreed(question, yes=yes, lang=lang):
        return False
    for old, new in wanted.items():
        (site / new).parent.mkdir(parents=True, exist_ok=True)
        (site / old).rename(site / new)
    return True


def _texts_outside(site: Path, problems: Iterable[Diagnostic]) -> Iterator[tuple[str, str]]:
    for item in problems:
        file = site / item.path
        if item.code in _PLACES and is_text(file.name) and file.is_file() and not file.is_symlink():
            with suppress(UnicodeDecodeError, OSError):
                content = content_of(file)
                encoding = "utf-16" if content.startswith(UTF16) else "utf-8-sig"
                yield item.path, content.decode(encoding).replace("\r\n", "\n")


def _is_free(old: Path, new: Path) -> bool:
    """Whether nothing else has the new name. Where the file system ignores case, a name that differs in case
    only is the file itself."""
    return not os.path.lexists(new) or (old.exists() and new.exists() and os.path.samefile(old, new))


def _rename_folders(site: Path, outcome: Outcome, *, yes: bool, lang: str) -> bool:
    """Renames folders whose name cannot stand in an address, if the name that can is free. No link breaks,
    since the folder had no address."""
    found = [
        (item.path, dict(item.args).get("near", "")) for item in outcome.diagnostics if item.code == _NAME
    ]
    wanted = [(site / path, (site / path).with_name(near)) for path, near in found if near]
    wanted = [(old, new) for old, new in wanted if _is_free(old, new)]
    if len({new for _, new in wanted}) < len(wanted) or not wanted:
        return False
    for old, new in wanted:
        write_out(f"  {old.relative_to(site).as_posix()} → {new.name}\n")
    if not _is_agreed(
        mark_message("Give these folders the names that become addresses?"), yes=yes, lang=lang
    ):
        return False
    for old, new in reversed(wanted):  # a folder inside another one comes after it, and must be renamed first
        old.rename(new)
    return True


def _mend_texts(options: BuildOptions, problems: Iterable[Diagnostic], *, yes: bool, lang: str) -> bool:
    changed = dict(_changed_files(options, tuple(problems)))
    for path, (before, after) in changed.items():
        write_out("".join(_difference(path, before, after)))
    if not changed:
        return False
    question = mark_message("Write these changes into {count} files?")
    if not _is_agreed(question, yes=yes, lang=lang, count=len(changed)):
        return False
    for path, (_, after) in changed.items():
        replace_content(options.site / path, after)
        tell(say(lang, "{path}: mended", path=path))
    return True


def _changed_files(
    options: BuildOptions, problems: tuple[Diagnostic, ...]
) -> Iterator[tuple[str, tuple[bytes, bytes]]]:
    try:
        documents = read_site_documents(options).documents
    except Unreadable:  # the check has told its diagnostics already
        return
    for document in sorted(documents, key=lambda document: document.path):
        before = content_of(options.site / document.path)
        after = mend_document(
            before, document.lang, [item for item in problems if item.path == document.path]
        )
        if after != before:
            yield document.path, (before, after)


def _difference(path: str, before: bytes, after: bytes) -> Iterator[str]:
    old, new = (text.decode().replace("\r\n", "\n").splitlines(keepends=True) for text in (before, after))
    for line in unified_diff(old, new, f"a/{path}", f"b/{path}", n=0):
        yield line if line.endswith("\n") else f"{line}\n"


def _clean_pictures(site: Path, outcome: Outcome, *, yes: bool, lang: str) -> bool:
    """Removes what pictures record beside their pixels, if the editor agrees; tells whether it did."""
    told = [item for item in outcome.diagnostics if item.code == _RECORDS or dict(item.args).get("film")]
    paths = [item.path for item in told]
    if not paths or not (yes or can_ask()):
        return False
    for path in paths:
        tell(f"  {path}")
    question = mark_message(
        "Take everything but the pixels out of these pictures, and what is written beside films?"
    )
    if not _is_agreed(question, yes=yes, lang=lang):
        return False
    for path in paths:
        location = site / path
        replace_content(location, strip_metadata(content_of(location)))
        tell(say(lang, "{path}: cleaned", path=path))
    return True


def _is_agreed(question: str, *, yes: bool, lang: str, **values: object) -> bool:
    if yes or (can_ask() and ask_yes_no(question, lang, default=False, **values)):
        return True
    tell(say(lang, "Nothing was changed. With --yes these changes are written."))
    return False


CHECK = Command(
    "Check all files and tell what is wrong. Publishes nothing.",
    (*BUILD_OPTIONS, _IATI, FIX, SPELLING, _YES),
    _check,
)


def _status(*, site: Path, ref: str | None, style: str, least: int, lang: str) -> int:
    try:
        found = translations(BuildOptions(site=site, out=site / "public", publish=False), ref or "")
    except Unreadable as unreadable:
        report(unreadable.problems, "text", lang, site)
        return CONTENT
    write_out(
        f"{msgspec.json.format(msgspec.json.encode(found)).decode()}\n"
        if style == "json"
        else "".join(_state_lines(found, lang))
    )
    if style == "text":
        for line in _next_steps(found, lang):
            tell(line)
    current = sum(item.state == TRANSLATED for item in found)
    return CONTENT if found and current * 100 < least * len(found) else FINE


def _state_lines(found: tuple[Translation, ...], lang: str) -> Iterator[str]:
    """The lines of the report: what is to be done, file by file, then how many of each kind are in which
    state."""
    for item in found:
        if item.state != TRANSLATED:
            yield f"{item.path}: {say(lang, _STATES[item.state])} – {item.title}\n"
        if item.state == OUTDATED:
            yield from _change_lines(item, lang)
    for (kind, to), group in groupby(sorted(found, key=_kind_and_lang), key=_kind_and_lang):
        states = [item.state for item in group]
        counts = (
            f"{say(lang, _STATES[state])} {states.count(state)}" for state in _STATES if state in states
        )
        yield f"{kind} ({to}): {', '.join(counts)}\n"


def _next_steps(found: tuple[Translation, ...], lang: str) -> Iterator[str]:
    for state, message in _NEXT.items():
        first = next((item.path for item in found if item.state == state), None)
        if first:
            yield say(lang, message, path=first)


def _change_lines(item: Translation, lang: str) -> Iterator[str]:
    """The lines with the changes of the original since the translation was current, sentence by sentence."""
    if item.changes is None:
        yield f"    {say(lang, _FORGOTTEN)}\n"
    for change in item.changes or ():
        section = change.section or say(lang, mark_message("At the beginning"))
        yield f"    {item.source} · {section}\n"
        for sign, sentences in (("-", change.before), ("+", change.after)):
            yield from (f"      {sign} {make_visible(sentence, shorten=False)}\n" for sentence in sentences)


def _kind_and_lang(item: Translation) -> tuple[str, str]:
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
        tell(say(lang, "{path} is now current with {source}.", path=item.path, source=item.source))
        if item.state == DRAFT:
            message = "{path} is still a draft: take “draft: true” away to publish it."
            tell(say(lang, message, path=item.path))
    if not changed:
        tell(say(lang, "Nothing to do: what is translated is current."))
    return FINE


ACCEPT = Command("Say that the translations of an entry are current.", (SITE, LANG, ENTRY), _accept)
