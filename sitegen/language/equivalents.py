"""Amounts, dates, shares and names of persons in a text, each as the other language writes it.

What has no certain counterpart is left out, so that a suggestion never says another thing than the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec

from sitegen.language.alphabet import transliterate
from sitegen.language.dates import PartialDate, format_date
from sitegen.language.moments import Quantity
from sitegen.language.numbers import format_compact_money, format_money
from sitegen.language.quantities import quantities


class Equivalent(msgspec.Struct, frozen=True):
    """`written` stands from `start` to `end` of the text; `means` is how the other language writes it.

    `whole` tells whether `means` may replace `written` without loss; an ending, for example, would be lost.
    """

    start: int
    end: int
    written: str
    means: str
    whole: bool = True


_SPACE = r"[\s\u00a0\u202f]"
_DATE_MN = re.compile(
    rf"(?<!\w)(?P<y>[0-9]{{4}}){_SPACE}+он(?:ы{_SPACE}+(?P<m>[0-9]{{1,2}}){_SPACE}+(?:дүгээр|дугаар){_SPACE}+сар"
    rf"(?:ын{_SPACE}+(?P<d>[0-9]{{1,2}})(?![0-9]|{_SPACE}*[,–-]{_SPACE}*[0-9]))?)?(?P<end>(?:-?[а-яёөү]+)?)"
)
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_DATE_EN = re.compile(
    rf"(?<![\w–-])(?:(?P<d>[0-9]{{1,2}}){_SPACE}+)?(?P<name>{'|'.join(_MONTHS)}){_SPACE}+(?P<y>[0-9]{{4}})(?![\w])"
)
_PERSON = re.compile(r"(?<!\w)(?:[А-ЯЁӨҮ][а-яёөү]?\.\s?)(?:[А-ЯЁӨҮ][а-яёөү]+)(?:-[А-ЯЁӨҮ][а-яёөү]+)*")
_PERSON_EN = re.compile(r"(?<!\w)[A-Z][a-z]{0,2}\.\s?[A-Z][a-z]+(?:-[A-Z][a-z]+)*")
_ENDING = r"(?:-?[а-яёөү]{1,7})?"


def figure_equivalents(text: str, lang: str, to: str) -> list[Equivalent]:
    """The dates, amounts and shares of a text in language `lang`, in its order, as language `to` writes
    them."""
    found = list(_dates(text, lang, to))
    taken = [(item.start, item.end) for item in found]
    for quantity in quantities(text, lang):
        means = _means(text, quantity, to)
        if means and not any(start < quantity.end and quantity.start < end for start, end in taken):
            written = text[quantity.start : quantity.end]
            whole = lang != "mn" or bool(re.search(r"(?:төгрөг|₮|сая|доллар|MNT|%|хувь|[A-Z]{3})$", written))
            found.append(Equivalent(quantity.start, quantity.end, written, means, whole))
    return sorted(found, key=lambda item: item.start)


def _means(text: str, quantity: Quantity, to: str) -> str:
    if quantity.loose:
        return ""
    if quantity.kind == "percent":
        return f"{quantity.value}%"
    if quantity.kind != "amount":
        return ""
    amount, written = Decimal(quantity.value), text[quantity.start : quantity.end].lower()
    if re.search("мянга|сая|тэрбум|наяд|thousand|million|billion|trillion|bn|[0-9]m", written):
        compact = format_compact_money(amount, quantity.unit, to)
        if [item.value for item in quantities(compact, to) if item.kind == "amount"] == [quantity.value]:
            return compact
    return format_money(amount, quantity.unit, to)


def _dates(text: str, lang: str, to: str) -> Iterator[Equivalent]:
    for match in (_DATE_MN if lang == "mn" else _DATE_EN).finditer(text):
        parts = match.groupdict()
        month = _MONTHS.index(parts["name"]) + 1 if parts.get("name") else int(parts.get("m") or 0)
        try:
            day = PartialDate(int(parts["y"]), month, int(parts["d"] or 0))
        except ValueError:
            continue
        yield Equivalent(*match.span(), match[0], format_date(day, to), not parts.get("end"))


def people_equivalents(text: str, lang: str, written_so: Iterable[str] = ()) -> list[Equivalent]:
    """Names of persons with initials: a Cyrillic name in Latin letters by MNS 5217; a Latin name as one of
    `written_so`, the Cyrillic names of the original, since MNS 5217 cannot be undone."""
    if lang == "mn":
        found = ((match, _in_latin(match[0])) for match in _PERSON.finditer(text))
        return [Equivalent(*match.span(), match[0], means) for match, means in found]
    known = {_in_latin(name).replace(" ", ""): name for name in written_so}
    names = ((match, known.get(match[0].replace(" ", ""))) for match in _PERSON_EN.finditer(text))
    return [Equivalent(*match.span(), match[0], means) for match, means in names if means]


def people_in(text: str) -> set[str]:
    """The names of persons with initials in a Mongolian text, as they are written there."""
    return set(_PERSON.findall(text))


def _in_latin(name: str) -> str:
    initial, _, rest = name.partition(".")
    return f"{transliterate(initial)}. {transliterate(rest.strip())}"


def name_equivalents(text: str, lang: str, known: Iterable[tuple[str, str]]) -> list[Equivalent]:
    """The names in a text of which `known` has (name, name in the other language), in Mongolian also with
    endings; where names overlap, the longest."""
    found: list[Equivalent] = []
    taken: list[tuple[int, int]] = []
    for name, means in sorted(known, key=lambda pair: (-len(pair[0]), pair)):
        ending = _ENDING if lang == "mn" else "(?:s|’s|'s)?"
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?P<end>{ending})(?!\w)", text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                found.append(Equivalent(*match.span(), match[0], means, not match["end"]))
    return sorted(found, key=lambda item: item.start)
