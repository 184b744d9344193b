"""Words are found in every form, in Python as in the browser."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.language.search_words import bucket_of, key_of, search_words
from sitegen.language.stems import RULES, folded_stem, stem

ROOT = Path(__file__).parents[3]
FAMILIES = Path(__file__).with_name("families.txt")
RULED = json.loads(RULES.read_bytes())
# Checks a list of [text, [[stem, key, bucket], …]] in a language, and prints what differs.
CHECK = """
import { readFileSync } from "fs";
import { reader, bucket } from "./search-words.js";
import { english } from "./search-english.js";
const [, , lang, rules, forms] = process.argv;
const read = reader(JSON.parse(readFileSync(rules)), english);
const all = JSON.parse(readFileSync(forms));
const seen = (word) => [word, read.key(word, lang), bucket(read.key(word, lang))];
const differs = ([text, known]) => JSON.stringify(read.words(text, lang).map(seen)) !== JSON.stringify(known);
console.log(JSON.stringify(all.filter(differs).slice(0, 20)));
"""


def families() -> list[list[str]]:
    lines = FAMILIES.read_text("utf-8").splitlines()
    return [line.replace(":", "").split() for line in lines if not line.startswith("#")]


def found(some: list[list[str]]) -> float:
    """The part of the forms of words that are found by the word: by an equal stem, or as its beginning."""
    pairs = [(folded_stem(stem(word)), folded_stem(stem(form))) for word, *forms in some for form in forms]
    return sum(form == word or form.startswith(word) for word, form in pairs) / len(pairs)


def forms() -> Iterator[str]:
    words = sorted({*RULED["known"].split(), *(word for family in families() for word in family)})
    endings = ("", "ийн", "ын", "аас", "ээс", "д", "т", "тай", "гийн", "ыг", "ийнхаа", "сан", "ах", "гүй")
    for word in words:
        yield word
    for word in words[::2]:
        for plural in ("", "ууд", "үүд"):
            for ending in endings:
                yield word + plural + ending
    yield from ("surguul tusuv", "seebkh", "СЭЭБХ-ны", "Єндєр", "ТѲСѲЛ", "Ц.Халиун", "Қабдыл", "Баян-Өлгий")
    yield from ("5 сая", "60,9 сая", "1.2 тэрбум", "5,000,000 ₮", "5 000 000", "2014-2018", "99 оны 11 сар")
    yield from ("2018 оны 11 сар", "2018 оны 11 дүгээр сарын 2", "2018.11.02", "2018-11", "2 November 2018")


def test_forms_of_words_are_found_that_the_stemmer_was_tuned_on_and_that_it_was_not() -> None:
    everything = families()
    assert found(everything[::2]) >= 0.99
    assert found(everything[1::2]) >= 0.97


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
    ],
)
def test_what_is_typed_finds_what_is_written(typed: str, written: str) -> None:
    def keys(text: str) -> set[str]:
        return {key_of(word, "mn") for word in search_words(text, "mn")}

    assert keys(typed)
    assert keys(typed) <= keys(written)


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


@pytest.mark.skipif(shutil.which("node") is None, reason="no node is installed")
@pytest.mark.parametrize("lang", ["mn", "en"])
def test_the_script_of_the_browser_stems_as_python_does(lang: str, tmp_path: Path) -> None:
    texts = list(forms()) if lang == "mn" else sorted(set(_english_words()))
    assert len(texts) >= (5000 if lang == "mn" else 1000)
    expected = [
        (
            text,
            [(word, key_of(word, lang), bucket_of(key_of(word, lang))) for word in search_words(text, lang)],
        )
        for text in texts
    ]
    (tmp_path / "forms.json").write_text(json.dumps(expected), "utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}', "utf-8")
    (tmp_path / "check.js").write_text(CHECK, "utf-8")
    for name in ("search-words.js", "search-english.js"):
        shutil.copy(ROOT / "static/js" / name, tmp_path)
    command = ["node", str(tmp_path / "check.js"), lang, str(RULES), str(tmp_path / "forms.json")]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == []


def _english_words() -> Iterator[str]:
    for path in sorted((ROOT / "docs").rglob("*.md")):
        yield from path.read_text("utf-8").split()
