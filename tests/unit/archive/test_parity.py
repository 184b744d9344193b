"""Slips planted into translations are found, and pairs that agree are left in peace."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import pytest

from sitegen.archive.consistency import translation_differences
from sitegen.archive.known_names import unmatched_names
from sitegen.content.document import Document, FileToParse
from sitegen.content.load_settings import parse_records
from sitegen.content.markup import MarkupOptions, ParseOptions
from sitegen.content.parse import parse_document
from sitegen.content.records import Records
from sitegen.core.diagnostics import Diagnostic
from tests.literal import Site, article, codes
from tests.unit.archive.invented_news import (
    CENTRE_EN,
    CENTRE_MN,
    CENTRE_SLIPS,
    HONEST,
    SHELVES_EN,
    SHELVES_MN,
    SHELVES_SLIPS,
)

RECORDS = {
    "content/places.yaml": """
- {id: arkhangai, name: {mn: Архангай, en: Arkhangai}}
- {id: bayan-olgii, name: {mn: Баян-Өлгий, en: Bayan-Ulgii}}
- {id: dornod, name: {mn: Дорнод, en: Dornod}, soums: [{id: bayandun, name: {mn: Баяндун, en: Bayandun}}]}
- {id: khovsgol, name: {mn: Хөвсгөл, en: Khuvsgul}}
- id: khovd
  name: {mn: Ховд, en: Khovd}
  soums: [{id: altai, name: {mn: Алтай, en: Altai}}, {id: buyant, name: {mn: Буянт, en: Buyant}}]
- {id: uvs, name: {mn: Увс, en: Uvs}}
- {id: zavkhan, name: {mn: Завхан, en: Zavkhan}}
""",
    "content/organisations.yaml": """
- {id: world-bank, name: {mn: Дэлхийн банк, en: World Bank}}
- {id: globe, name: {mn: Глоб Интернэшнл төв ТББ, en: Globe International Center}}
""",
}
FOUND_AT_LEAST = 0.98

MN = """---
title: Жишээ мэдээ
summary: 2018 оны 11 дүгээр сарын 2-ны өдөр 28 сургуульд 24 сая төгрөг олгов.
---

Сурагчдын 45.5 хувь нь шинэ ширээтэй боллоо. [Төсөл](project:x) 2019 оны 3 дугаар сар хүртэл үргэлжилнэ.[^1]

## Зардал

- Ширээ: 12,500,000 ₮
- Сандал: 650 мянган төгрөг
- Тээвэр: 1.2 сая төгрөг

| Сум | Сургууль |
|---|---:|
| Алтай | 3 |
| Буянт | 14 |

![Ширээ](desk.jpg)

## Үр дүн

Дэлхийн банк 30 сая ам.доллар баталсан (2014-06-06). Гурван сум хамрагдав.

[^1]: Эх сурвалж: 17 дугаар хуудас.
"""
EN = """---
title: Sample news
summary: On 2 November 2018, 28 schools were given MNT 24 million.
---

Of the pupils, 45.5 per cent have new desks. The [project](project:x) goes on until March 2019.[^1]

## Costs

- Desks: MNT 12.5 million
- Chairs: MNT 650,000
- Transport: MNT 1,200,000

| Soum | Schools |
|---|---:|
| Altai | 3 |
| Buyant | 14 |

![A desk](desk.jpg)

## Results

The World Bank approved USD 30 million on 6 June 2014. Three soums took part.

[^1]: Source: page 17.
"""


def read(path: str, kind: str, lang: str, text: str) -> Document:
    options = ParseOptions(tuple(MarkupOptions(lang=code) for code in ("mn", "en")))
    parsed = parse_document(options, FileToParse(path, kind, "x", lang, text.encode(), b"x"))
    assert parsed.document, parsed.diagnostics
    return parsed.document


def held(source: Document, path: str, kind: str, text: str) -> list[Diagnostic]:
    """What is told of a translation that claims to be current."""
    target = read(path, kind, "en", text)
    words = msgspec.structs.replace(target.text, translated_from=source.text_digest)
    both = source, msgspec.structs.replace(target, text=words)
    return [*translation_differences(both), *unmatched_names(both, records())]


@cache
def records() -> Records:
    found, problems = parse_records({path: text.encode() for path, text in RECORDS.items()})
    assert problems == ()
    return found


def pairs() -> Iterator[tuple[Document, str]]:
    """Original and English text of invented news that agree, the last of which holds everything."""
    for mn, en in ((SHELVES_MN, SHELVES_EN), (CENTRE_MN, CENTRE_EN), (KITCHEN_MN, KITCHEN_EN), (MN, EN)):
        yield read("content/articles/2018/x/index.mn.md", "article", "mn", mn), en


MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
# What a tired translator does: pattern, and what is put in its place.
MISTAKES = (
    (r"(?<![\w./(:#{-])[1-9][0-9]?(?![\w.]*[0-9,/)\]}])(?!\w|\. (?!\|))", lambda m: str(int(m[0]) + 1)),
    (r"\b(?:19|20)[0-9]{2}\b(?![-/)\]])", lambda m: str(int(m[0]) - 1)),
    (r"\b[1-9][0-9]{0,2}(?:,[0-9]{3})+\b", lambda m: m[0][:-1] + ("1" if m[0][-1] != "1" else "2")),
    (r"\b[0-9.]+ million\b", lambda m: m[0].replace("million", "billion")),
    (r"\bMNT (?=[0-9])", lambda _: "USD "),
    (r"[0-9.]+(?=%| per cent)", lambda m: f"9{m[0]}"),
    (rf"(?<=[0-9] )(?:{'|'.join(MONTHS)})\b", lambda m: MONTHS[MONTHS.index(m[0]) - 1]),
    (r"(?<!!)\[([^\]^]+)\]\([^)]+\)", lambda m: m[1]),
    (r"(?m)^- .*\n", lambda _: ""),
    (r"(?m)^\| (?![-: ]).*\n", lambda _: ""),
    (r"(?m)^## .*\n", lambda _: ""),
    (r"!\[[^\]]*\]\([^)]*\)", lambda _: "A picture."),
    (r"\[\^[^\]]+\](?!:)", lambda _: ""),
    (r"(?<![\w(/:-])(?:Khovd|Uvs|Zavkhan|Bayan-Ulgii|Bayankhongor|Arkhangai)(?=[ ,.|])", lambda _: "Dornod"),
    (r"(?<![\[:/])\bWorld Bank\b(?!\])", lambda _: "Globe International Center"),
    (r"(?<![\w(])(?:Altai|Buyant)(?= (?:soum|\|))", lambda _: "Bayandun"),
    (r"\b[A-Z][a-z]?\. [A-Z][a-z]+\b", lambda m: m[0].partition(".")[0] + ". Munkhzul"),
)


def planted() -> Iterator[tuple[Document, str, str]]:
    """Each kind of mistake at each place of title, summary and text where it can be made."""
    for source, text in pairs():
        front, _, body = text.partition("\n---\n")
        head = "\n".join(line for line in front.split("\n") if line.startswith(("title:", "summary:")))
        for pattern, wrong in MISTAKES:
            for part in (head, body):
                for match in re.finditer(pattern, part):
                    slipped = part[: match.start()] + wrong(match) + part[match.end() :]
                    yield source, text.replace(part, slipped, 1), match[0].strip()


def test_slips_planted_everywhere_are_found() -> None:
    slips = list(planted())
    missed = [slip for source, text, slip in slips if not held(source, "en", "article", text)]
    assert len(slips) > 120
    assert missed == []


def test_pairs_that_agree_are_not_told_of() -> None:
    assert [problem for source, text in pairs() for problem in held(source, "en", "article", text)] == []


# Figures in words and in digits, endings after figures, a list with numbers, a comma before a part.
KITCHEN_MN = """---
title: Дотуур байрны хоолны төсөл хоёр дахь жилдээ
summary: Гурван аймгийн таван сургуульд хоёр сая таван зуун мянган төгрөг олгосон. Жишээ бичвэр.
---

Уг төсөл 2021 оны 9 дүгээр сарын 1-нд Увс аймагт эхэлж, 2023 оны 6-р сард дууссан. Нийт 1,240
хүүхдийн гучин хувь нь дотуур байранд амьдардаг.

Ц.Нарангэрэл захирал “хагас жилд 17 удаа” гэв. Зээл 1.75 тэрбум төгрөг, үүний 0.5 хувь нь урамшуулал.

## Хуваарь

1. Гал тогоо засах: гурван сая төгрөг
2. Тоног төхөөрөмж: 850,000 төгрөг
3. Сургалт: 12 цаг

## Тоо баримт

| Аймаг | Хүүхэд | Дүн |
|---|---:|---:|
| Увс | 410 | 1.2 сая ₮ |
| Завхан | 395 | 980 мянган ₮ |
| Ховд | 435 | 2,3 сая ₮ |

Өдөрт 3 удаа халуун хоолтой, хүүхэд бүрд 1,500 төгрөг ногдоно. Тогооч нар 08:30 цагт ирдэг.

[Тайлан](https://report.example.org/2022) болон [хөтөлбөр](programme:food) дээр бий.[^a]

![Гал тогоо](kitchen.jpg)

### Дараагийн алхам

- Долоон сургууль нэмэгдэнэ
- 2024-02-15-нд шалгаруулалт болно
- Төсөв 40,000 ам.доллар

Арав гаруй эцэг эх оролцов. Эхний ээлжинд 1/3 нь, 2015–2019 онд төгссөн байв.

[^a]: Тайлангийн 23 дахь тал.
"""
KITCHEN_EN = """---
title: The project of meals in dormitories is in its second year
summary: Five schools of three aimags were given two million five hundred thousand tugrugs. A sample
text.
---

The project began in Uvs aimag on 1 September 2021 and ended in June 2023. Of 1,240 children, thirty
per cent live in dormitories.

The director, Ts. Narangerel, said “17 times in half a year”. The loan is MNT 1.75 billion, of which
0.5 per cent is a bonus.

## Schedule

1. Repair of the kitchen: three million tugrugs
2. Equipment: MNT 850,000
3. Training: 12 hours

## Figures

| Aimag | Children | Sum |
|---|---:|---:|
| Uvs | 410 | MNT 1.2 million |
| Zavkhan | 395 | MNT 980,000 |
| Khovd | 435 | MNT 2.3 million |

There are hot meals 3 times a day, at 1,500 tugrugs for each child. The cooks come at 08:30.

The [report](https://report.example.org/2022) and the [programme](programme:food) tell more.[^a]

![The kitchen](kitchen.jpg)

### Next steps

- Seven schools are added
- The selection is on 15 February 2024
- The budget is USD 40,000

More than ten parents took part. In the first round 1/3 had left school in 2015–2019.

[^a]: Page 23 of the report.
"""
KITCHEN_SLIPS = [
    ("two million five hundred thousand", "two million three hundred thousand"),
    ("Five schools", "Four schools"),
    ("three aimags", "two aimags"),
    ("second year", "third year"),
    ("Uvs aimag on", "Khovd aimag on"),
    ("1 September", "11 September"),
    ("September 2021", "October 2021"),
    ("September 2021", "September 2022"),
    ("June 2023", "July 2023"),
    ("1,240", "1,420"),
    ("thirty\nper cent", "thirteen\nper cent"),
    ("Ts. Narangerel", "B. Narangerel"),
    ("17 times", "70 times"),
    ("1.75 billion", "1.75 million"),
    ("MNT 1.75", "USD 1.75"),
    ("0.5 per cent", "5 per cent"),
    ("0.5 per cent", "0.5"),
    ("three million tugrugs", "three thousand tugrugs"),
    ("MNT 850,000", "MNT 85,000"),
    ("12 hours", "20 hours"),
    ("2. Equipment: MNT 850,000\n", ""),
    ("## Schedule\n\n", ""),
    ("| Uvs | 410", "| Uvs | 401"),
    ("| 395 | MNT 980,000 |", "| 435 | MNT 980,000 |"),
    ("MNT 980,000", "MNT 980 million"),
    ("2.3 million", "3.2 million"),
    ("| Khovd | 435 | MNT 2.3 million |\n", ""),
    ("| Zavkhan | 395", "| Khuvsgul | 395"),
    ("3 times a day", "2 times a day"),
    ("1,500 tugrugs", "1,500 dollars"),
    ("08:30", "09:30"),
    ("report.example.org", "other.example.org"),
    ("[programme](programme:food)", "programme"),
    ("[^a]\n\n!", "\n\n!"),
    ("![The kitchen](kitchen.jpg)", "The kitchen"),
    ("### Next steps", "## Next steps"),
    ("Seven schools", "Six schools"),
    ("15 February 2024", "15 January 2024"),
    ("USD 40,000", "MNT 40,000"),
    ("- Seven schools are added\n", ""),
    ("More than ten parents", "More than twenty parents"),
    ("1/3", "1/4"),
    ("2015–2019", "2015–2018"),
    ("Page 23", "Page 32"),
]


def test_slips_in_figures_that_words_spell_are_found_too() -> None:
    source = read("content/articles/2022/x/index.mn.md", "article", "mn", KITCHEN_MN)
    assert held(source, "en", "article", KITCHEN_EN) == []
    assert [right for right, _ in KITCHEN_SLIPS if right not in KITCHEN_EN] == []
    found = [
        bool(held(source, "en", "article", KITCHEN_EN.replace(right, wrong, 1)))
        for right, wrong in KITCHEN_SLIPS
    ]
    assert found.count(True) >= FOUND_AT_LEAST * len(KITCHEN_SLIPS) > 40


INVENTED = ((SHELVES_MN, SHELVES_EN, SHELVES_SLIPS), (CENTRE_MN, CENTRE_EN, CENTRE_SLIPS))


def alarms(source: Document, text: str) -> set[tuple[str, str, str]]:
    found = held(source, "en", "article", text)
    return {(item.code, dict(item.args).get("here", ""), dict(item.args).get("there", "")) for item in found}


def test_slips_in_months_parts_of_years_shares_and_hours_are_found() -> None:
    missed = []
    for original, translation, slips in INVENTED:
        source = read("content/articles/2025/x/index.mn.md", "article", "mn", original)
        assert alarms(source, translation) == set()
        assert [right for right, _ in slips if right not in translation] == []
        missed += [slip for slip in slips if not alarms(source, translation.replace(*slip, 1))]
    assert missed == [  # nothing but words tells of these
        ("remaining half", "remaining third"),
        ("by half", "by a third"),
        ("Monday to Friday", "Monday to Thursday"),
    ]
    assert sum(len(slips) for *_, slips in INVENTED) > 50


@pytest.mark.parametrize(("original", "translation"), HONEST)
def test_what_two_people_write_each_in_their_way_is_the_same(original: str, translation: str) -> None:
    front = "---\ntitle: Жишээ\n---\n\n"
    source = read("content/articles/2025/x/index.mn.md", "article", "mn", front + original)
    assert alarms(source, front + translation) == set()


@pytest.mark.parametrize(
    ("right", "wrong", "code", "here", "there"),
    [
        ("MNT 24 million", "MNT 2,400,000", "W432", "MNT 2,400,000", "24 сая төгрөг"),
        ("28 schools", "82 schools", "W430", "82", "28"),
        ("2 November", "2 October", "W431", "October", "11"),
        ("45.5 per cent", "54.5%", "W433", "54.5%", "45.5 хувь"),
        ("project:x", "project:y", "W435", "[project](project:y)", "[Төсөл](project:x)"),
        ("desk.jpg", "other.jpg", "W437", "![A desk](other.jpg)", "![Ширээ](desk.jpg)"),
        ("- Chairs: MNT 650,000\n", "", "W438", "2", "3"),
        ("| Altai | 3 |\n", "", "W438", "2", "3"),
        ("## Costs\n", "", "W438", "1", "2"),
    ],
)
def test_a_slip_is_told_with_both_values(right: str, wrong: str, code: str, here: str, there: str) -> None:
    *_, (source, text) = pairs()
    assert right in text
    found = [
        problem
        for problem in held(source, "en", "article", text.replace(right, wrong))
        if problem.code == code
    ]
    assert found
    args = dict(found[0].args)
    assert (args["here"], args["there"]) == (here, there)
    assert source.path in args["other"]


def test_figures_that_changed_places_are_found() -> None:
    *_, (source, text) = pairs()
    swapped = text.replace("| Altai | 3 |", "| Altai | 14 |").replace("| Buyant | 14 |", "| Buyant | 3 |")
    assert [problem.code for problem in held(source, "en", "article", swapped)] == ["W430", "W430"]


def test_a_difference_with_a_reason_is_accepted() -> None:
    *_, (source, text) = pairs()
    reason = "differences: [{passage: 82 schools, reason: the original was misprinted}]\n---\n\nOf"
    excused = text.replace("28 schools", "82 schools").replace("---\n\nOf", reason)
    source_too = [problem.args for problem in held(source, "en", "article", excused)]
    assert len(source_too) == 1  # what the original says is still missing here
    assert dict(source_too[0])["there"] == "28"


def test_a_build_tells_of_pairs_that_claim_to_be_current(tmp_path: Path) -> None:
    source = read("content/articles/2018/x/index.mn.md", "article", "mn", MN)
    plain = re.compile(r"\[\w+\]\(project:x\)|!\[.*\n|\[\^1\].*")
    site = Site(
        tmp_path,
        {
            "content/articles/2018/x/index.mn.md": plain.sub("", MN).replace(
                "---\n\n", "date: 2018-11-02\n---\n\n"
            ),
            "content/articles/2018/x/index.en.md": plain.sub("", EN).replace("| 14 |", "| 41 |"),
        },
    )
    assert codes(site.build()) == []  # the translation claims nothing
    digest = read(source.path, "article", "mn", (site.root / source.path).read_text("utf-8")).text_digest
    site.edit("content/articles/2018/x/index.en.md", "title:", f"translated_from: {digest}\ntitle:")
    assert codes(site.build()) == ["W430"]
    site.edit("content/articles/2018/x/index.en.md", "| 41 |", "| 14 |")
    assert codes(site.build()) == []
    site.edit("content/articles/2018/x/index.en.md", "| 14 |", "| 15 |")
    assert codes(site.build()) == ["W430"]


def test_a_text_that_tells_another_amount_than_the_record_is_told(tmp_path: Path) -> None:
    project = "---\ntitle: Төсөл\namount: 5,000,000 MNT\n---\n\nТөсөлд {} олгов.\n"
    site = Site(tmp_path, {"content/projects/x/index.mn.md": project.format("6 сая төгрөг")})
    (problem,) = site.build().diagnostics
    assert (problem.code, problem.line, problem.column) == ("W434", 6, 8)
    assert dict(problem.args) == {"here": "6 сая төгрөг", "there": "5,000,000 MNT"}
    site.edit("content/projects/x/index.mn.md", "6 сая", "5 сая")
    assert codes(site.build()) == []


PLACES = """
- id: khovd
  name: {mn: Ховд, en: Khovd}
  centre: {mn: Жаргалант, en: Jargalant}
  soums:
    - {id: altai, name: {mn: Алтай, en: Altai}}
    - {id: buyant, name: {mn: Буянт, en: Buyant}}
- id: govi-altai
  name: {mn: Говь-Алтай, en: Govi-Altai}
- id: bayankhongor
  name: {mn: Баянхонгор, en: Bayankhongor}
"""
NEWS = "content/articles/2018/x/index.{}.md"


def told(root: Path, mn: str, en: str, more: str = "") -> list[tuple[str, int, int, str, str]]:
    """Code, line, column and both values of what a build tells of a text that claims to be current."""
    site = Site(root, {NEWS.format("mn"): article("Мэдээ", mn), "content/places.yaml": PLACES})
    digest = read(NEWS.format("mn"), "article", "mn", article("Мэдээ", mn)).text_digest
    site.write(NEWS.format("en"), f"---\ntitle: News\ntranslated_from: {digest}\n{more}---\n\n{en}\n")
    found = site.build().diagnostics
    return [(d.code, d.line, d.column, dict(d.args)["here"], dict(d.args)["there"]) for d in found]


@pytest.mark.parametrize(
    ("mn", "en"),
    [
        ("Ховдод, Говь-Алтайгаас иржээ.", "They came to Khovd from Govi-Altai."),
        ("Ховд аймгийн Алтай сумын", "In Altai soum of Khovd’s"),
        ("Баянхонгорын Буянтад", "In Buyant, Bayankhongor"),
        ("Ц.Халиун, Б.Бат-Эрдэнэ нар", "Ts. Khaliun and B. Bat-Erdene"),
        ("Түншлэлийн\nажил", "The work of the Partnership"),
        ("Жаргалант хотод", "In the town of Jargalant"),
        ("Баян өвөл байв.", "It was a rich winter."),
    ],
)
def test_names_are_known_with_their_endings_in_both_languages(tmp_path: Path, mn: str, en: str) -> None:
    assert told(tmp_path, mn, en) == []


@pytest.mark.parametrize(
    ("mn", "en", "found"),
    [
        (
            "Алтай сумын сургууль",
            "The school of Buyant soum",
            [("", "Алтай"), ("Buyant", "")],
        ),
        ("Ховд аймагт болов.", "It was held.", [("", "Ховд")]),
        ("Болов.", "The Partnership held it.", [("Partnership", "")]),
        ("Ц.Халиун хэлэв.", "B. Dorj said so.", [("", "Ц.Халиун"), ("B. Dorj", "")]),
    ],
)
def test_a_name_of_one_language_only_is_told(
    tmp_path: Path, mn: str, en: str, found: list[tuple[str, str]]
) -> None:
    names = [(code, here, there) for code, _, _, here, there in told(tmp_path, mn, en)]
    assert names == [("W436", *values) for values in found]


def test_names_that_changed_their_rows_are_told_where_they_stand(tmp_path: Path) -> None:
    mn = "| Сум | Тоо |\n|---|---|\n| Алтай | 3 |\n| Буянт | 3 |"
    en = "| Soum | Number |\n|---|---|\n| Buyant | 3 |\n| Altai | 3 |"
    found = told(tmp_path, mn, en)
    assert [item[0] for item in found] == ["W436"] * 4
    assert ("W436", 8, 3, "Buyant", "") in found


def test_a_name_that_is_left_out_for_a_reason_is_accepted(tmp_path: Path) -> None:
    reason = "differences: [{passage: Partnership, reason: added for readers abroad}]\n"
    assert told(tmp_path, "Болов.", "The Partnership held it.", reason) == []


@pytest.mark.parametrize(
    ("mn", "en"),
    [
        ("2018/2019 оны хичээлийн жил", "in the 2018/19 school year"),
        ("2018–2019 онд", "in 2018-19"),
        ("2018/19 оны хичээлийн жил", "in 2018–2019"),
        ("Утас: 9911-2233", "Phone: +976 9911-2233"),
        ("Гурвын хоёр нь", "Two thirds of them"),
        ("Дөрвийн нэг нь", "A quarter of them"),
        ("Гуравны хоёр нь", "Two thirds of them"),
        ("300 гаруй мянган хүүхэд", "over 300,000 children"),
    ],
)
def test_years_phones_and_shares_are_the_same_however_they_are_written(
    tmp_path: Path, mn: str, en: str
) -> None:
    assert told(tmp_path, mn, en) == []


def test_another_school_year_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, "2018/2019 онд", "in 2017/18") != []
