"""Proofreads texts: mends a file without changing what it says (typography, letters of other alphabets, forms
of values, where it lies), and finds words that are in no dictionary, neither in hunspell's, where it is
installed, nor in the site's words.txt.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from itertools import count, groupby
from pathlib import Path, PurePosixPath

import msgspec

from sitegen.content.document import Document
from sitegen.content.markup.block_syntax import table_lines
from sitegen.content.markup.blocks import read_blocks
from sitegen.content.markup.parser import read_passages
from sitegen.content.source import decode, position_at
from sitegen.content.suggestions import is_of_office, is_text, language_in, languages_of
from sitegen.content.wording import around_signs, blank_out, only_words
from sitegen.content.yaml_strict import parse_yaml
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.core.files import content_of, refuse_link
from sitegen.language.alphabet import slugify
from sitegen.language.catalogue import LANGUAGES
from sitegen.language.search_words import stem
from sitegen.language.spelling import slips

# Codes of counts, dates and amounts; a diagnostic has the value that is meant if there is only one reading.
_VALUES = ("E107", "E108", "E112")
# Codes whose diagnostics have the whole line as it should be.
_LINES = ("E111", "E117", "E119")
# Codes whose diagnostics say which words to replace by which.
_WORD_SLIPS = ("W123", "W124", "W126")
# Codes of files that lie outside entries, and of texts of entries with a wrong name.
_OUTSIDE, _MISNAMED = "E309", "E316"
_LETTERS = ("mixed", "ukrainian", "fita")
_FRONT = re.compile(r"---[ \t]*\n.*?\n---[ \t]*\n", re.DOTALL)
_TEXT_FIELD = re.compile(r"(?m)^(?:title|summary):(?P<text>[ \t]*\S.*)$")
_TITLE = re.compile(r"(?m)^title:[ \t]*[\"']?(?P<title>[^\"'\n]+)")
_YEAR_OF_DATE = re.compile(r"(?m)^date:[ \t]*[\"']?(?P<year>(?:19|20)[0-9]{2})-")
_TARGET = re.compile(r"(?<=\])\([^)\n]*\)")
_ESCAPE = re.compile(r"\\[^\"]")
_QUOTED = re.compile(r"(?<![\w\"'\\])\"(?=[^\s\"])([^\"]*?[^\s\"\\])\"(?![\w\"])")
_DASH = re.compile(r"(?<=[^\s|:-] )--?(?= [^\s|:-])")
_DIGITS_BESIDE = re.compile(r"[0-9%] \Z")
_LARGEST = 1024 * 1024  # bytes of a file that is mended
_OWN_WORDS = "words.txt"
_DICTIONARIES = {"mn": ("mn_MN",), "en": ("en_GB", "en_US")}
_PROGRAM = "hunspell"
_MOST_SUGGESTIONS, _MOST_UNKNOWN = 3, 300  # words that get suggestions, which take hunspell long
_SECONDS = 120
# Words with a digit, a point or a hyphenated ending are not checked; nor are names and abbreviations, whose
# capitals _ALPHABET lacks.
_WORD = re.compile(r"(?<![\w’'.-])[^\W\d_]{3,}(?![\w’'-])")
_OF_GRAMMAR = frozenset(f"{word}{own}" for word in ("руу", "рүү", "луу", "лүү") for own in ("", "гаа", "гээ"))
_ALPHABET = {"mn": re.compile(r"[а-яёөү]+"), "en": re.compile(r"[a-z]+")}
_Position = tuple[str, int, int]  # path, line and column


def mend_document(content: bytes, lang: str, problems: Iterable[Diagnostic]) -> bytes:
    """The content of a document's file, mended; unchanged if it cannot be read. `problems` are the file's."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return content
    ends = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n")
    if len(content) > _LARGEST or "\r" in lines or lines.replace("\n", ends) != text:
        return content
    problems = tuple(problems)
    done = _mend_words(_mend_values(unicodedata.normalize("NFC", lines), problems), problems)
    done = _mend_lines(done, problems)
    found = _FRONT.match(done)
    if found is None:
        return content
    front = _TEXT_FIELD.sub(lambda field: _mend_field(field[0], lang), found[0])
    body = _mend_prose(
        _mend_tables(done[found.end() :]),
        lambda words: _mend_quotes(_mend_dashes(_mend_letters(words, lang))),
    )
    return (front + body).replace("\n", ends).encode()


def _mend_values(text: str, problems: Iterable[Diagnostic]) -> str:
    """The text with values of the front matter that have only one reading in their right form."""
    lines = text.split("\n")
    for problem in sorted(problems, reverse=True):
        args = dict(problem.args)
        value, near = args.get("value", ""), args.get("near", "")
        if problem.code not in _VALUES or not value or not near or problem.line > len(lines):
            continue
        line = lines[problem.line - 1]
        before, rest = line[: problem.column - 1], line[problem.column - 1 :]
        quote = rest[:1] if rest[:1] in ('"', "'") else ""
        if not re.fullmatch(r"(?:\s+#.*|\s*[,}\]].*|\s*)", rest[len(quote + value + quote) :]):
            continue
        if rest.startswith(quote + value + quote):
            written = near if near.startswith('"') else f"{quote}{near}{quote}"
            lines[problem.line - 1] = f"{before}{written}{rest[len(quote + value + quote) :]}"
    return "\n".join(lines)


def _mend_lines(text: str, problems: Iterable[Diagnostic]) -> str:
    """The text with lines of the front matter that YAML reads wrongly written as they are meant, if that is
    known.
    """
    lines = text.split("\n")
    for problem in problems:
        args = dict(problem.args)
        whole = args.get("item") or args.get("aligned") or args.get("continued")
        paste = whole or args.get("paste") or args.get("spaced") or args.get("bare") or ""
        if problem.code not in _LINES or not paste or not 1 < problem.line <= len(lines):
            continue
        line = lines[problem.line - 1]
        has_indent = whole or args.get("tab") or args.get("odd_space")
        indent = "" if has_indent else line[: len(line) - len(line.lstrip())]
        if parse_yaml(problem.path, f"{indent}{paste}")[1] == ():
            lines[problem.line - 1] = indent + paste
    return "\n".join(lines)


def _mend_field(line: str, lang: str) -> str:
    """The line of a title or summary with letters, quotation marks and dashes of its value mended."""
    if _ESCAPE.search(line):
        return line
    line = _mend_letters(line, lang)
    name, _, rest = line.partition(":")
    value = rest.lstrip(" \t")
    colon = ":" + rest[: len(rest) - len(value)]
    written = value.rstrip()
    sign = written[:1] if len(written) > 1 and written[0] == written[-1] and written[0] in "\"'" else ""
    inner = written[1:-1].replace("''", "'") if sign == "'" else written[1:-1].replace('\\"', '"')
    if not sign:
        inner = written
        if not parse_yaml("", written)[0] or written[:1] in "|>[{&*!\"'" or " #" in written:
            return line
    mended_text = _mend_dashes(_mend_quotes(inner))
    if mended_text == inner or "\\" in inner or (sign == '"' and '"' in mended_text):
        return line
    if sign == "'":
        mended_text = mended_text.replace("'", "''")
    return f"{name}{colon}{sign}{mended_text}{sign}"


def _mend_words(text: str, problems: Iterable[Diagnostic]) -> str:
    """The text with endings and forms of words mended, if it is certain what is meant."""
    lines = text.split("\n")
    for problem in sorted(problems, reverse=True):
        args = dict(problem.args)
        written, near = args.get("text", ""), args.get("near", "")
        if problem.code in _WORD_SLIPS and written and near and 0 < problem.line <= len(lines):
            line = lines[problem.line - 1]
            at = line.find(written, problem.column - 1)
            if at >= 0:
                lines[problem.line - 1] = line[:at] + near + line[at + len(written) :]
    return "\n".join(lines)


def _mend_letters(text: str, lang: str) -> str:
    """The text with letters that only look right replaced, if it is known which letters are meant."""
    for slip in reversed(list(slips(text, lang))):
        if slip.kind in _LETTERS and slip.suggestion:
            text = text[: slip.offset] + slip.suggestion + text[slip.offset + slip.length :]
    return text


def _mend_prose(body: str, mend: Callable[[str], str]) -> str:
    """The body with the words of its passages mended."""
    lines = body.split("\n")
    for passage in read_passages(body):
        done = around_signs("\n".join(passage.texts(lines)), mend).split("\n")
        for number, text, (start, end) in zip(count(passage.line), done, passage.spans, strict=False):
            lines[number] = lines[number][:start] + text + lines[number][end:]
    return "\n".join(lines)


def _mend_dashes(paragraph: str) -> str:
    """The paragraph with a dash for each hyphen between spaces, unless numbers make it a minus."""
    return _DASH.sub(
        lambda found: found[0] if _DIGITS_BESIDE.search(paragraph[: found.start()]) else "–", paragraph
    )


def _mend_quotes(paragraph: str) -> str:
    """The paragraph with its straight marks made curly, in pairs; unchanged if a mark has no partner."""
    if paragraph.count('"') % 2:
        return paragraph
    changed = _QUOTED.sub(r"“\1”", paragraph)
    return paragraph if '"' in changed else changed


def _mend_tables(body: str) -> str:
    """The body with bars in tables that were pasted from a spreadsheet, with tabs between cells."""
    lines = body.split("\n")
    blocks = groupby(read_passages(body), lambda passage: passage.block)
    for group in reversed([tuple(passages) for _, passages in blocks]):
        rows = lines[group[0].line : group[-1].end]
        if all(passage.kind == "row" for passage in group) and all(map(_is_tabbed, rows)):
            lines[group[0].line : group[-1].end] = _table(rows)
    return "\n".join(lines)


def _is_tabbed(row: str) -> bool:
    return "\t" in row and "|" not in row


def _table(rows: list[str]) -> list[str]:
    cells = [row.split("\t") for row in rows]
    return table_lines(cells) if len({len(row) for row in cells}) == 1 else rows


def right_paths(problems: Iterable[Diagnostic], texts: Mapping[str, str]) -> dict[str, str]:
    """(path where a file lies -> path where it would be read) for texts whose right path is certain, and for
    files beside them that only they name. `texts` are contents by path."""
    problems = [item for item in problems if item.code in (_OUTSIDE, _MISNAMED)]
    found = {
        item.path: right
        for item in problems
        if item.path in texts and (right := _right_path(item, texts[item.path]))
    }
    for item in problems:
        path = PurePosixPath(item.path)
        beside = [text for text in texts if text in found and PurePosixPath(text).parent == path.parent]
        naming = [text for text in beside if path.name in texts[text]]
        if item.code == _OUTSIDE and item.path not in texts and len(naming) == 1:
            found[item.path] = str(PurePosixPath(found[naming[0]]).with_name(path.name))
    return found


def _right_path(problem: Diagnostic, text: str) -> str:
    """The path at which a text would be read, from the text, its name and its problem; "" if it is not
    certain."""
    args, path = dict(problem.args), PurePosixPath(problem.path)
    front = _FRONT.match(text)
    if not front or not is_text(path.name) or is_of_office(path.name) or args.get("taken"):
        return ""
    title, year = _TITLE.search(front[0]), _YEAR_OF_DATE.search(front[0])
    words = (title["title"] if title else "") + _TARGET.sub("", text[front.end() :])
    lang = language_in(path.name, LANGUAGES) or "".join(languages_of(words, plainly=True))
    folders = list(path.parts[:-1] if problem.code == _MISNAMED else PurePosixPath(args["near"]).parts[:-1])
    if folders[-1] == "…":  # stands for the entry's folder, which is named by the title, as in `sitegen new`
        folders[-1] = slugify(title["title"]) if title and lang == "mn" else ""
    folders = [(year["year"] if year else "") if folder == "…" else folder for folder in folders]
    return "/".join((*folders, f"index.{lang}.md")) if lang and title and all(folders) else ""


class Spelling(msgspec.Struct, frozen=True):
    """The unknown words, as warnings, and the languages for which no dictionary is installed
    (`unchecked`)."""

    problems: tuple[Diagnostic, ...]
    unchecked: tuple[str, ...]


def check_spelling(site: Path, documents: Iterable[Document]) -> Spelling:
    """A warning for each unknown word with all its forms, at its first position in the documents. Raises
    OSError."""
    own, problems = own_words(site)
    found: dict[str, dict[str, list[_Position]]] = {}
    for document in documents:
        text = decode(document.path, content_of(site / document.path))[0] or ""
        prose, alphabet = _prose(text), _ALPHABET.get(document.lang)
        for match in _WORD.finditer(prose):
            if alphabet and alphabet.fullmatch(match[0]):
                position = (document.path, *position_at(prose, match.start()))
                found.setdefault(document.lang, {}).setdefault(match[0], []).append(position)
    unchecked: list[str] = []
    for lang, words in sorted(found.items()):
        unknown = _unknown_words(lang, {word for word in words if word not in own and stem(word) not in own})
        if unknown is None:
            unchecked.append(lang)
            continue
        of_stem: dict[str, list[str]] = {}
        for word in sorted(unknown, key=lambda word: (len(word), word)):
            of_stem.setdefault(stem(word), []).append(word)
        problems += (
            _problem(forms[0], sorted(at for word in forms for at in words[word]), unknown[forms[0]])
            for forms in of_stem.values()
        )
    return Spelling(tuple(sorted(problems)), tuple(unchecked))


def _problem(word: str, positions: list[_Position], near: str) -> Diagnostic:
    """The warning for a word, with its first position in each further file."""
    first = positions[0]
    others = {path: (path, line, column) for path, line, column in reversed(positions) if path != first[0]}
    also = tuple(f"{path}:{line}:{column}" for path, line, column in sorted(others.values()))
    return msgspec.structs.replace(diagnostic("W125", *first, word=word, near=near), also=also)


def _prose(text: str) -> str:
    """The file of a document with blanks for all that no reader reads, so that words keep their positions."""
    front = _FRONT.match(text)
    head = front[0] if front else ""
    shown = {span for field in _TEXT_FIELD.finditer(head) for span in range(*field.span("text"))}
    words = "".join(sign if at in shown else blank_out(sign) for at, sign in enumerate(head))
    return words + only_words(read_blocks(text[len(head) :]).seen)


def own_words(site: Path) -> tuple[frozenset[str], list[Diagnostic]]:
    """The words of words.txt, one on a line, with their stems, so that a word is known with all its endings;
    and what is wrong with the file."""
    try:
        refuse_link(site / _OWN_WORDS)
        text, problems = decode(_OWN_WORDS, content_of(site / _OWN_WORDS))
    except FileNotFoundError:
        return _OF_GRAMMAR, []
    lines = (line.partition("#")[0].strip().lower() for line in (text or "").splitlines())
    words = {line for line in lines if line}
    return frozenset(words | {stem(word) for word in words} | _OF_GRAMMAR), list(problems)


def _unknown_words(lang: str, words: set[str]) -> dict[str, str] | None:
    """The words that the dictionary lacks, each with its suggestions as text; None if no dictionary is
    installed."""
    for dictionary in _DICTIONARIES.get(lang, ()):
        listed = _hunspell(dictionary, "-l", "".join(f"{word}\n" for word in sorted(words)))
        if listed is not None:
            unknown = dict.fromkeys(listed.split(), "")
            few = sorted(unknown)[:_MOST_UNKNOWN]
            answers = _hunspell(dictionary, "-a", "".join(f"^{word}\n" for word in few)) or ""
            for line in answers.splitlines():
                if line.startswith("& "):
                    head, _, near = line.partition(": ")
                    unknown[head.split()[1]] = ", ".join(near.split(", ")[:_MOST_SUGGESTIONS])
            return unknown
    return None


def _hunspell(dictionary: str, how: str, words: str) -> str | None:
    """The output of hunspell; None if hunspell or the dictionary is not installed, or hunspell fails."""
    program = shutil.which(_PROGRAM)
    if program is None:
        return None
    command = [program, "-i", "utf-8", "-d", dictionary, how]
    try:
        done = subprocess.run(
            command, input=words.encode(), capture_output=True, check=False, timeout=_SECONDS, cwd="/"
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
