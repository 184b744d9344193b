"""Endings that Mongolian writes after digits and abbreviations, which depend on the word that is spoken
last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

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


class WrongEnding(msgspec.Struct, frozen=True):
    """`found` is written at `offset` and should be `suggestion`; `spoken` is the number or word that decides
    the ending, empty if none does."""

    offset: int
    found: str
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
