"""Endings that Mongolian writes after digits and abbreviations: they follow the word that is spoken last."""

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
# Each begins with a sign, to which a search skips, and then looks at what stands before it.
_NUMBER = re.compile(
    rf"(?P<number>[0-9](?<![\w.,/–-].)[0-9]{{0,3}})(?:{_GAP}|-)(?P<ending>дугаар|дүгээр|дахь|дэх)(?!\w)"
)
_DAY = re.compile(
    rf"(?P<number>[0-9](?:(?<=сарын[ \u00a0].)|(?<![\w.,/–-].)(?=[0-9]?-(?:ны|ний){_GAP}өдөр))[0-9]?)"
    r"-(?P<ending>ны|ний)(?!\w)"
)
_PAIRS = (("дугаар", "дүгээр"), ("дахь", "дэх"), ("ны", "ний"))  # after back and after front vowels
# Spoken with front vowels: нэг, дөрөв, ес; дөч, ер.
_FRONT_DIGITS, _FRONT_TENS = (1, 4, 9), (40, 90)

_ABBREVIATION = re.compile(r"(?P<short>[А-ЯЁӨҮ](?<![\w-].)[А-ЯЁӨҮ]+)-(?P<ending>[а-яёөү]{1,4})(?!\w)")
# A hyphen between spaces would be shown as a dash: `СЭЭБХ - ны`.
_APART = re.compile(
    r"(?P<short>[А-ЯЁӨҮ](?<![\w-].)[А-ЯЁӨҮ]+)(?:[ \u00a0]-[ \u00a0]?|-[ \u00a0])"
    r"(?P<ending>ны|ний|ын|ийн|гийн|нд|аас|ээс|оос|өөс|ыг|ийг|тай|тэй|той|аар|ээр|оор|өөр|руу|рүү)"
    r"(?!\w)"
)
# Commas part thousands here; one before fewer digits is a decimal point, where a unit shows it is no list.
_DECIMAL = re.compile(
    r"(?P<whole>[0-9](?<![\w.,].)[0-9]{0,2}),(?P<part>[0-9]{1,2})"
    r"(?=[ \u00a0]?(?:сая|мянга|тэрбум|их наяд|хув[ьи]|км|кг|га|%))"
)
_GENITIVE, _DATIVE = ("н", "ны", "ний", "ын", "ийн", "гийн"), ("д", "т", "нд")
# What abbreviations mostly end in, with its genitive and dative: whose, and where or to whom.
_SPOKEN = {
    "холбоо": ("ны", "нд"), "хороо": ("ны", "нд"), "товчоо": ("ны", "нд"), "яам": ("ны", "нд"),
    "байгууллага": ("ын", "д"), "газар": ("ын", "т"), "нам": ("ын", "д"), "хурал": ("ын", "д"),
    "сан": ("гийн", "д"), "хүрээлэн": ("гийн", "д"), "төв": ("ийн", "д"), "зөвлөл": ("ийн", "д"),
    "төсөл": ("ийн", "д"), "хөтөлбөр": ("ийн", "т"), "түншлэл": ("ийн", "д"), "эвсэл": ("ийн", "д"),
    "нийгэмлэг": ("ийн", "т"), "агентлаг": ("ийн", "т"), "сургууль": ("ийн", "д"), "хэлтэс": ("ийн", "т"),
}  # fmt: skip


class WrongEnding(msgspec.Struct, frozen=True):
    """What is written at an offset, with what is right; the word that decides the ending, if one does."""

    offset: int
    found: str
    suggestion: str
    spoken: str


def wrong_endings(text: str, abbreviations: Mapping[str, str]) -> Iterator[WrongEnding]:
    """In the order of the text; `abbreviations` are what short forms stand for."""
    found = [*_after_numbers(text), *_after_abbreviations(text, abbreviations)]
    for match in _APART.finditer(text):
        found.append(WrongEnding(match.start(), match[0], f"{match['short']}-{match['ending']}", ""))
    yield from sorted(found, key=lambda item: item.offset)


def decimal_commas(text: str) -> Iterator[tuple[int, str, str]]:
    """Where a comma stands for a decimal point, what is written, and how it is written here."""
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
