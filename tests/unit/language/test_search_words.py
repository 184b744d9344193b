"""Words are found in every form, in Python as in the browser."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitegen.content.kinds import Text
from sitegen.content.parse import text_words
from sitegen.language.search_words import (
    RULES,
    bucket_of,
    folded_stem,
    key_of,
    stem,
    stem_word,
    words_of,
)
from tests.search.engine import asked_words, text_stems

ROOT = Path(__file__).parents[3]
FAMILIES = Path(__file__).with_name("families.txt")
# MNS 5217:2012, and letters of Kazakh names.
MNS = dict(
    re.findall(
        "([^a-zöü])([a-zöü]+)",
        "аaбbвvгgдdеyeёyoжjзzиiйiкkлlмmнnоoөöпpрrсsтtуuүüфfхkhцtsчchшshщshъiыyьiэeюyuяyaіiқqұuәaғgңnһh",
    )
)
RULED = json.loads(RULES.read_bytes())
# Checks a list of [text, [[stem, whole, length, key, bucket], …]] in a language, and prints what differs.
CHECK = """
import { readFileSync } from "fs";
import { reader, bucket } from "./search-words.js";
import { english } from "./search-english.js";
const [, , lang, rules, forms] = process.argv;
const read = reader(JSON.parse(readFileSync(rules)), english);
const all = JSON.parse(readFileSync(forms));
const place = (word) => [read.key(word, lang), bucket(read.key(word, lang))];
const seen = ([word, whole, shorter, typed]) => [word, whole, shorter, typed, ...place(word)];
const differs = ([text, known]) => JSON.stringify(read.asked(text, lang).map(seen)) !== JSON.stringify(known);
console.log(JSON.stringify(all.filter(differs).slice(0, 20)));
"""


def families() -> tuple[list[list[str]], list[list[str]]]:
    """Words with their forms: families that the rules were tuned on, and others."""
    _, tuned, others = FAMILIES.read_text("utf-8").split("\n\n")
    first, second = (
        [re.split(": |, ", line) for line in part.splitlines() if not line.startswith("#")]
        for part in (tuned, others)
    )
    return first, second


def keys(text: str) -> list[str]:
    return [key_of(word, "mn") for word in text_stems(text, "mn")]


Asked = tuple[set[str], str]  # keys that a word of a text may begin with, and one that it must equal


def asked_keys(query: str) -> list[Asked]:
    return [
        ({key_of(one, "mn") for one in word[:2] if one}, key_of(word[2], "mn"))
        for word in asked_words(query, "mn")
    ]


def is_found(query: str, text: str) -> bool:
    return fits(asked_keys(query), keys(text))


def fits(asked: list[Asked], there: list[str]) -> bool:
    """Whether each word of a query is found in a text, by an equal key or as the beginning of a long one."""
    return bool(asked) and all(
        shorter in there
        or any(key == own or (len(own) > 3 and key.startswith(own)) for own in some for key in there)
        for some, shorter in asked
    )


def recall(some: list[list[str]], typed: Callable[[str], str] = str) -> float:
    """The part of the forms of words that are found by the word as it is typed."""
    hits = [is_found(typed(word), form) for word, *forms in some for form in forms]
    return sum(hits) / len(hits)


def forms() -> Iterator[str]:
    words = sorted(
        {*RULED["known"].split(), *(word for part in families() for family in part for word in family)}
    )
    endings = ("", "ийн", "ын", "аас", "ээс", "д", "т", "тай", "гийн", "ыг", "ийнхаа", "сан", "ах", "гүй")
    for word in words:
        yield word
    for word in words[::2]:
        for plural in ("", "ууд", "үүд"):
            for ending in endings:
                yield word + plural + ending
    yield from ("багш нарын", "нар", "нар салхи", "УИХ-ыг", "Говь-Алтайгаас", "эцэг-эх")
    yield from ("surguul tusuv", "seebkh", "СЭЭБХ-ны", "Єндєр", "ТѲСѲЛ", "Ц.Халиун", "Қабдыл", "Баян-Өлгий")
    yield from ("5 сая", "60,9 сая", "1.2 тэрбум", "5,000,000 ₮", "5 000 000", "2014-2018", "99 оны 11 сар")
    yield from ("2018 оны 11 сар", "2018 оны 11 дүгээр сарын 2", "2018.11.02", "2018-11", "2 November 2018")


def test_forms_of_words_are_found_that_the_stemmer_was_tuned_on_and_that_it_was_not() -> None:
    tuned, others = families()
    assert sum(len(family) > 6 for family in tuned + others) >= 200
    assert recall(tuned) >= 0.99
    assert recall(others) >= 0.975


def test_words_are_found_by_each_of_their_forms() -> None:
    for part in families():
        found = [is_found(form, word) for word, *others in part for form in others]
        assert sum(found) / len(found) >= 0.985


@pytest.mark.parametrize(
    ("how", "least"),
    [
        ({"ө": "є", "ү": "ї", "Ө": "Є", "Ү": "Ї"}, 0.975),
        ({"ө": "ѳ", "ү": "v", "Ө": "Ѳ", "Ү": "V"}, 0.975),
        ({"ө": "о", "ү": "у", "Ө": "О", "Ү": "У"}, 0.975),
        ({"о": "ө", "у": "ү"}, 0.975),
        (MNS, 0.975),
        (MNS | {"ө": "u", "ү": "u", "х": "h", "ь": "", "е": "e"}, 0.96),
        (MNS | {"ө": "o", "ү": "u", "ж": "zh", "й": "y", "ц": "c"}, 0.975),
    ],
)
def test_words_are_found_however_they_are_typed(how: dict[str, str], least: float) -> None:
    table = str.maketrans(how)
    _, others = families()
    assert recall(others, lambda word: (word.lower() if how.get("а") else word).translate(table)) >= least
    assert recall(others, str.upper) >= 0.975


def test_words_find_few_forms_of_other_words() -> None:
    """Most of the first ten forms that a word finds, in the worst order, belong to it."""
    whose: dict[str, set[str]] = {}
    for word, *forms in (family for part in families() for family in part if " " not in family[0]):
        for form in (word, *forms):
            whose.setdefault(form.lower(), set()).add(word)
    there = {form: keys(form) for form in whose}
    exact = []
    for word in {word for words in whose.values() for word in words}:
        asked = asked_keys(word)
        equal = {form for form, own in there.items() if len(asked) == 1 and asked[0][0].intersection(own)}
        others = [form for form, own in there.items() if form not in equal and fits(asked, own)]
        first = [word in whose[form] for form in equal]
        ten = [*sorted(first), *sorted(word in whose[form] for form in others)][:10]
        exact.append(sum(ten) / len(ten))
    assert sum(exact) / len(exact) >= 0.9


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("surguul", "сургуулийн"),
        ("surguuli", "сургууль"),
        ("tusuv", "төсвийн"),
        ("tosov", "төсөв"),
        ("tuv", "Төв"),
        ("seebkh", "СЭЭБХ-ны"),
        ("sheebh", "шээбх"),
        ("Єндєр", "Өндөр"),
        ("тѳсѳл", "төслийг"),
        ("ероо", "ерөө"),
        ("Khaliun", "Ц.Халиун"),
        ("Qabdyl", "Қабдыл"),
        ("5 сая", "5,000,000"),
        ("2018.11.2", "2018 оны 11 дүгээр сарын 2"),
        ("November 2018", "2018 оны 11 сар"),
        ("Nov. 2, 2018", "2018 оны 11 дүгээр сарын 2-нд"),
        ("2018-11", "2018 оны 11-р сар"),
        ("2018 11 сар", "2018.11"),
        ("5 млн", "5 000 000 төгрөг"),
        ("5.000.000", "5,000,000 ₮"),
        ("1,2 тэрбум", "1.2 billion"),
        ("30 мянган", "30,000"),
        ("Тѳсѳв-ийн", "төсвийн"),
        ("УИХ-ыг", "УИХ"),
        ("ЕБС-ууд", "(ЕБС)-ийн"),
        ("хянах", "хянана"),
        ("Ноён сум", "Ноёны сумаас"),
        ("Ховдын", "Ховд"),
        ("Ховд", "Ховдоос"),
        ("Цагааннуурын", "Цагааннуур"),
        ("Сайншандад", "Сайншанд"),
        ("Зэрэг сум", "Зэрэг сумын"),
        ("байгуулах", "байгуулав"),
        ("оролцов", "оролцсон"),
        ("төсөв", "төсвийг"),
        ("үе шат", "үеийн шатанд"),
        ("бэлчээрийн", "бэлчээр"),
    ],
)
def test_what_is_typed_finds_what_is_written(typed: str, written: str) -> None:
    assert keys(typed)
    assert is_found(typed, written)


def test_words_with_a_hyphen_are_found_as_one_and_a_particle_is_no_word_of_a_query() -> None:
    words = {stem_word(word, "mn") for word in words_of(["Баян-Өлгийн багш нар УИХ-ын"], "mn")}
    assert {"баянөлг", "нар"} <= words
    assert [word[0] for word in asked_words("багш нарын", "mn")] == ["багш"]
    assert [word[0] for word in asked_words("нар салхи", "mn")] == ["нар", "салх"]


def test_the_numbers_of_two_lines_are_not_one() -> None:
    html = "<ul><li>Шинэ сандал 12</li><li>348 ном, 5 000 дэвтэр</li></ul>"
    found = text_words(Text(title="Сандал"), (), html, "mn")
    assert {word for word in found.levels if word.isdigit()} == {"12", "348", "5000"}


def test_words_that_differ_have_other_stems() -> None:
    words = (
        "багш",
        "баг",
        "банк",
        "санаа",
        "сан",
        "төсөл",
        "төсөв",
        "хот",
        "хүн",
        "эх",
        "эрх",
        "ном",
        "анги",
    )
    assert len({folded_stem(stem(word)) for word in words}) == len(words)


def test_a_word_in_latin_that_is_one_letter_of_ours_has_a_stem() -> None:
    assert list(text_stems("ya ye yo yu", "mn")) == ["я", "е", "ё", "ю"]


@pytest.mark.long
@pytest.mark.skipif(shutil.which("node") is None, reason="no node is installed")
@pytest.mark.parametrize("lang", ["mn", "en"])
def test_the_script_of_the_browser_stems_as_python_does(lang: str, tmp_path: Path) -> None:
    texts = list(forms()) if lang == "mn" else sorted(set(_english_words()))
    assert len(texts) >= (5000 if lang == "mn" else 1000)
    expected = [(text, [_seen(*pair, lang) for pair in asked_words(text, lang)]) for text in texts]
    (tmp_path / "forms.json").write_text(json.dumps(expected), "utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}', "utf-8")
    (tmp_path / "check.js").write_text(CHECK, "utf-8")
    for name in ("search-words.js", "search-english.js"):
        shutil.copy(ROOT / "static/js" / name, tmp_path)
    command = ["node", str(tmp_path / "check.js"), lang, str(RULES), str(tmp_path / "forms.json")]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == []


def _seen(word: str, whole: str, shorter: str, typed: str, lang: str) -> tuple[str, str, str, str, str, int]:
    key = key_of(word, lang)
    return word, whole, shorter, typed, key, bucket_of(key)


def _english_words() -> Iterator[str]:
    for path in sorted((ROOT / "docs").rglob("*.md")):
        yield from path.read_text("utf-8").split()
