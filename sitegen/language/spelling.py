"""Slips that no reader sees and every search trips over: letters that only look right, damaged encodings; and
endings that Mongolian writes after digits and abbreviations, which depend on the word that is spoken.

The rules come from slips found in real Mongolian text. Letters of Kazakh (ғ қ ң һ і ә) are no slips: names
from Bayan-Ölgii have them by right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal

import msgspec

SlipKind = Literal["mixed", "ukrainian", "fita", "mojibake", "invisible", "bidi"]
# Endings of cases and of possession, as far as they leave the word before them as it is.
_CASE = (
    r"(?:[ыи]йн|[ыи]н|гийн|[нг]?[ыи]й?|н|н?[аэоө]?[дт]|[гн]?(?:аас|ээс|оос|өөс|аар|ээр|оор|өөр)|и[ао][сор]"
    r"|т[аэо]й|[рл][уү][уү]|г|[ыи]й?г|ч[уү][уү]д(?:ын|ийн)?|[ыи]й?нх[аэоө]н)"
)
WITH_CASE = rf"[ьй]?-?н?{_CASE}?(?:аа|ээ|оо|өө)?"

_GAP = "[ \u00a0\u202f]"
# Each pattern begins with a digit and only afterwards looks behind it: `re` skips quickly to a set of
# characters.
_NUMBER = re.compile(
    rf"(?P<number>[0-9](?<![\w.,/–-].)[0-9]{{0,3}})(?:{_GAP}|-)(?P<ending>дугаар|дүгээр|дахь|дэх)(?!\w)"
)
_DAY = re.compile(
    rf"(?P<number>[0-9](?:(?<=сарын[ \u00a0].)|(?<![\w.,/–-].)(?=[0-9]?-(?:ны|ний){_GAP}өдөр))[0-9]?)"
    r"-(?P<ending>ны|ний)(?!\w)"
)
_PAIRS = (("дугаар", "дүгээр"), ("дахь", "дэх"), ("ны", "ний"))  # after back and after front vowels
# Numbers spoken with front vowels: нэг, дөрөв, ес; дөч, ер.
_FRONT_DIGITS, _FRONT_TENS = (1, 4, 9), (40, 90)

_ABBREVIATION = re.compile(r"(?P<short>[А-ЯЁӨҮ](?<![\w-].)[А-ЯЁӨҮ]+)-(?P<ending>[а-яёөү]{1,4})(?!\w)")
# An ending apart from its abbreviation, `СЭЭБХ - ны`: typography would make the hyphen a dash.
_APART = re.compile(
    r"(?P<short>[А-ЯЁӨҮ](?<![\w-].)[А-ЯЁӨҮ]+)(?:[ \u00a0]-[ \u00a0]?|-[ \u00a0])"
    r"(?P<ending>ны|ний|ын|ийн|гийн|нд|аас|ээс|оос|өөс|ыг|ийг|тай|тэй|той|аар|ээр|оор|өөр|руу|рүү)"
    r"(?!\w)"
)
# A comma before one or two digits stands for a decimal point, since commas part thousands here; a unit after
# the number shows that it is no list.
_DECIMAL = re.compile(
    r"(?P<whole>[0-9](?<![\w.,].)[0-9]{0,2}),(?P<part>[0-9]{1,2})"
    r"(?=[ \u00a0]?(?:сая|мянга|тэрбум|их наяд|хув[ьи]|км|кг|га|%))"
)
_GENITIVE, _DATIVE = ("н", "ны", "ний", "ын", "ийн", "гийн"), ("д", "т", "нд")
# The words that most abbreviations end in when spoken, each with its endings of genitive and dative.
_SPOKEN = {
    "холбоо": ("ны", "нд"), "хороо": ("ны", "нд"), "товчоо": ("ны", "нд"), "яам": ("ны", "нд"),
    "байгууллага": ("ын", "д"), "газар": ("ын", "т"), "нам": ("ын", "д"), "хурал": ("ын", "д"),
    "сан": ("гийн", "д"), "хүрээлэн": ("гийн", "д"), "төв": ("ийн", "д"), "зөвлөл": ("ийн", "д"),
    "төсөл": ("ийн", "д"), "хөтөлбөр": ("ийн", "т"), "түншлэл": ("ийн", "д"), "эвсэл": ("ийн", "д"),
    "нийгэмлэг": ("ийн", "т"), "агентлаг": ("ийн", "т"), "сургууль": ("ийн", "д"), "хэлтэс": ("ийн", "т"),
}  # fmt: skip


class Slip(msgspec.Struct, frozen=True):
    """`length` characters from `offset` on that should be `suggestion`: "" deletes them, None is unknown.

    `written` is the text itself, or its code point (`U+200B`) where it cannot be seen. Kinds: `mixed`
    alphabets in one word, `ukrainian` є ї and `fita` ѳ ӧ ӱ ў for ө ү, `mojibake` of a wrong encoding,
    `invisible`, `bidi`.
    """

    offset: int
    length: int
    kind: SlipKind
    written: str
    suggestion: str | None


# Latin letters for the Cyrillic ones that look the same; v is typed for ү on keyboards that lack it.
_TO_CYRILLIC = dict(
    zip(
        "aceopxykmtvöɵθüγACEHKMOPTXBYVÖƟΘÜ",
        "асеорхукмтүөөөүүАСЕНКМОРТХВҮҮӨӨӨҮ",
        strict=True,
    )
)
_TO_LATIN = dict(zip("асеорхуАСЕНКМОРТХВҮ", "aceopxyACEHKMOPTXBY", strict=True))
_UKRAINIAN = dict(zip("єїЄЇ", "өүӨҮ", strict=True))
_FITA = dict(zip("ѳѲӧӦӱӰўЎ", "өӨөӨүҮүҮ", strict=True))
# Old fonts showed ө ү in the places of є ї in windows-1251; these are their bytes read as Latin-1.
_LATIN_1 = dict(zip("ªº¯¿", "ӨөҮү", strict=True))

_WORD = re.compile(r"(?:[^\W\d_]|[¯¿])+")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_FOREIGN = re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0275\u0370-\u03ff]")
_FOREIGN_WITH_ENDING = re.compile("([A-Za-z]{2,})[а-яёөү]+")
_DEGREES = re.compile("º[CС]?")
# A Latin initial before a Cyrillic name, C.Бат: sorting and searching would take the name for a Latin one.
_INITIAL = re.compile(r"(?<![\w.])([ACEHKMOPTXBYV])(?=\.[А-ЯЁӨҮ])")
# A Latin v stands for ү only in a word that is Mongolian otherwise, not in COVИД.
_V_AMONG_LATIN = re.compile(r"(?=.*[vV])(?=.*[a-zA-Z])(?=.*[^\W\d_vVyYА-яЁёӨөҮү])")
_ONLY_UKRAINIAN = re.compile("[іґ]", re.IGNORECASE)

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200d\u2060\ufeff]")
_JOINERS = "\u180e\u200c\u200d"
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def _as_read(encoding: str, leads: bytes) -> tuple[str, str, dict[str, int]]:
    """How an encoding shows the bytes `leads`, how it shows the bytes 80 to BF, which follow a leading byte
    in UTF-8, and the byte of each of its characters."""
    shown = {bytes([byte]).decode(encoding, "ignore") or chr(byte): byte for byte in range(0x80, 0x100)}
    following = "".join(re.escape(character) for character, byte in shown.items() if byte < 0xC0)
    return leads.decode(encoding), following, shown


# UTF-8 read as windows-1251 (Рџ) or windows-1252 (ÐŸ). D0 to D3 lead the Cyrillic letters, C2 and C3 those of
# Latin-1, E2 80 the dashes and quotes.
_LEADS_1251, _FOLLOWING_1251, _BYTES_1251 = _as_read("cp1251", b"\xd0\xd1\xd2\xd3")
_LEADS_1252, _FOLLOWING_1252, _BYTES_1252 = _as_read("cp1252", b"\xd0\xd1\xd2\xd3")
# The first pair is written apart from the repetition, so that `re` skips quickly to its set: six times as
# fast.
_READ_AS_1251 = re.compile(f"[{_LEADS_1251}][{_FOLLOWING_1251}](?:[{_LEADS_1251}][{_FOLLOWING_1251}])+")
_READ_AS_1252 = re.compile(
    f"(?:[{_LEADS_1252}][{_FOLLOWING_1252}]){{2,}}|(?:[ÂÃ][{_FOLLOWING_1252}]|â€[{_FOLLOWING_1252}])+"
)
# Windows-1251 read as Latin-1 (Ìîíãîë).
_READ_AS_LATIN_1 = re.compile(r"(?<!\w)[À-ÖØ-öø-ÿªº¯¿]{4,}(?!\w)")

# Nearly every text has only usual letters and signs, with no Latin letter beside a Cyrillic one, and so no
# slip. The search begins with the alphabet that is rarer in the text's language.
_USUAL_LATIN, _USUAL_CYRILLIC = "A-Za-z", "А-яЁёӨөҮү"
_USUAL_SIGNS = (
    "\\x00-@\\[-`{-\x7f\xa0-\xa9\xab\xac\xae\xb0\xb1\xb4\xb6-\xb8\xbb×÷"
    "№\u2010-\u2027\u2030-\u205e\u20a0-\u20c0"
)


@cache
def _suspicion(lang: str) -> re.Pattern[str]:
    """A pattern that matches where a slip may be; it passes by letters that no slip can begin with."""
    rarer, other, passed = _USUAL_CYRILLIC, _USUAL_LATIN, _USUAL_LATIN
    if lang == "mn":
        rarer, other, passed = _USUAL_LATIN, _USUAL_CYRILLIC, "А-ПФ-яЁёӨөҮү"
    return re.compile(
        f"[^{_USUAL_SIGNS}{passed}](?:(?<=[^{_USUAL_SIGNS}{_USUAL_LATIN}{_USUAL_CYRILLIC}])"
        f"|(?<=[{rarer}])(?:(?<=[{other}].)|(?=[{other}]))"
        + (r"|(?<=[ACEHKMOPTXBYV])(?=\.[А-ЯЁӨҮ])" if lang == "mn" else "")
        + f"|(?<=[{_LEADS_1251}])[{_FOLLOWING_1251}](?:[{_LEADS_1251}][{_FOLLOWING_1251}])+)"
    )


def may_have_slips(text: str, lang: str) -> bool:
    """Whether a text is worth looking through for slips: a quick search that never misses one."""
    return not text.isascii() and _suspicion(lang).search(text) is not None


def slips(text: str, lang: str) -> Iterator[Slip]:
    """The slips of a text in its order, none overlapping; every letter is judged by its own word only."""
    if not may_have_slips(text, lang):
        return
    end = 0
    found = [*_wrong_encodings(text), *_unseen_slips(text), *_wrong_letters(text, lang)]
    if lang == "mn":
        found += (_slip(match, "mixed", _TO_CYRILLIC[match[0]]) for match in _INITIAL.finditer(text))
    for slip in sorted(found, key=lambda slip: (slip.offset, -slip.length)):
        if slip.offset >= end:
            yield slip
            end = slip.offset + slip.length


def _wrong_encodings(text: str) -> Iterator[Slip]:
    for pattern, read in ((_READ_AS_1251, _BYTES_1251), (_READ_AS_1252, _BYTES_1252)):
        for match in pattern.finditer(text):
            try:
                meant = bytes(read[character] for character in match[0]).decode()
            except UnicodeDecodeError:
                continue
            yield _slip(match, "mojibake", meant)
    for match in _READ_AS_LATIN_1.finditer(text):
        meant = match[0].encode("latin-1").decode("cp1251", "replace")
        meant = _replace_letters(meant, _UKRAINIAN)
        if meant.isalpha():
            yield _slip(match, "mojibake", meant)


def _slip(match: re.Match[str], kind: SlipKind, suggestion: str | None) -> Slip:
    return Slip(match.start(), len(match[0]), kind, match[0], suggestion)


def _unseen_slips(text: str) -> Iterator[Slip]:
    for match in _BIDI.finditer(text):
        yield Slip(match.start(), 1, "bidi", f"U+{ord(match[0]):04X}", "")
    for match in _INVISIBLE.finditer(text):
        at = match.start()
        if not (match[0] in _JOINERS and _joins(text[max(at - 1, 0) : at], text[at + 1 : at + 2])):
            yield Slip(at, 1, "invisible", f"U+{ord(match[0]):04X}", "")


def _joins(before: str, after: str) -> bool:
    """Whether a joiner stands in an emoji or in Mongolian script, where it has a meaning."""
    return any(
        "\u1800" <= beside <= "\u18af" or unicodedata.category(beside) in ("So", "Sk", "Mn")
        for beside in (before, after)
        if beside
    )


def _wrong_letters(text: str, lang: str) -> Iterator[Slip]:
    for match in _WORD.finditer(text):
        if _CYRILLIC.search(match[0]):
            slip = _wrong_letter(match, lang)
            if slip:
                yield slip


def _wrong_letter(match: re.Match[str], lang: str) -> Slip | None:
    """The first kind of slip in a word, with a suggestion that mends all of them."""
    tables: list[tuple[SlipKind, dict[str, str]]] = [("mojibake", _LATIN_1)]
    if lang == "mn" and len(match[0]) > 1 and not _ONLY_UKRAINIAN.search(match[0]):
        tables += [("ukrainian", _UKRAINIAN), ("fita", _FITA)]
    mended: str | None = match[0]
    kinds: list[SlipKind] = []
    for kind, table in tables:
        if not table.keys().isdisjoint(match[0]) and not _DEGREES.fullmatch(match[0]):
            mended = _replace_letters(mended or "", table)
            kinds.append(kind)
    if mended and _is_mixed(mended):
        mended = _in_one_alphabet(mended, lang)
        kinds.append("mixed")
    return _slip(match, kinds[0], mended) if kinds else None


def _is_mixed(word: str) -> bool:
    """Whether a word mixes the alphabets by mistake; a Latin name or acronym with a Mongolian ending (PDFын)
    does not."""
    if not _FOREIGN.search(word):
        return False
    with_ending = _FOREIGN_WITH_ENDING.fullmatch(word)
    return with_ending is None or not (
        with_ending[1].isupper() or _FOREIGN.search(_replace_letters(with_ending[1], _TO_CYRILLIC))
    )


def _in_one_alphabet(word: str, lang: str) -> str | None:
    cyrillic, latin = _replace_letters(word, _TO_CYRILLIC), _replace_letters(word, _TO_LATIN)
    whole = [text for text, other in ((cyrillic, _FOREIGN), (latin, _CYRILLIC)) if not other.search(text)]
    if _V_AMONG_LATIN.match(word):
        return latin if latin in whole else None
    return (whole[0] if lang == "mn" else whole[-1]) if whole else None


def _replace_letters(word: str, table: dict[str, str]) -> str:
    return "".join(table.get(letter, letter) for letter in word)


class WrongEnding(msgspec.Struct, frozen=True):
    """`written` stands at `offset` and should be `suggestion`; `spoken` is the number or word that decides
    the ending, empty if none does."""

    offset: int
    written: str
    suggestion: str
    spoken: str


def wrong_endings(text: str, abbreviations: Mapping[str, str]) -> Iterator[WrongEnding]:
    """The wrong endings of a text in its order; `abbreviations` gives what each short form stands for."""
    found = [*_after_numbers(text), *_after_abbreviations(text, abbreviations)]
    for match in _APART.finditer(text):
        found.append(WrongEnding(match.start(), match[0], f"{match['short']}-{match['ending']}", ""))
    yield from sorted(found, key=lambda item: item.offset)


def decimal_commas(text: str) -> Iterator[tuple[int, str, str]]:
    """(offset, the number as written, the number with a point) wherever a comma stands for a decimal
    point."""
    for match in _DECIMAL.finditer(text):
        yield match.start(), match[0], f"{match['whole']}.{match['part']}"


def _after_numbers(text: str) -> Iterator[WrongEnding]:
    for pattern in (_NUMBER, _DAY):
        for match in pattern.finditer(text):
            number, ending = match["number"], match["ending"]
            back, front = next(pair for pair in _PAIRS if ending in pair)
            right = front if _is_front(int(number)) else back
            if ending != right:
                written = match[0]
                yield WrongEnding(match.start(), written, written.removesuffix(ending) + right, number)


def _is_front(number: int) -> bool:
    """Whether the last word of the spoken number has front vowels."""
    return number % 10 in _FRONT_DIGITS or number % 100 in _FRONT_TENS


def _after_abbreviations(text: str, abbreviations: Mapping[str, str]) -> Iterator[WrongEnding]:
    for match in _ABBREVIATION.finditer(text):
        spoken = abbreviations.get(match["short"], "").lower().rpartition(" ")[2]
        for wanted, case in zip(_SPOKEN.get(spoken, ()), (_GENITIVE, _DATIVE), strict=False):
            if match["ending"] in case and match["ending"] != wanted:
                yield WrongEnding(match.start(), match[0], f"{match['short']}-{wanted}", spoken)
