"""`check --fix`: mechanical slips are mended, the difference is shown first, nothing else is touched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.corpus import Corpus
from benchmarks.generators.sitegen import SITEGEN
from sitegen import cli
from sitegen.checks.proofreading import mend_document
from sitegen.content.yaml_strict import parse_yaml
from sitegen.writing.new import default_answers, sample_files
from tests.command import Run, sitegen
from tests.literal import TODAY, Site, article

NEWS = "content/articles/2018/a/index.mn.md"
GRANT = "content/projects/x/index.mn.md"


def fixed(body: str, lang: str = "mn") -> str:
    """A body as it is after mending."""
    front = "---\ntitle: А\n---\n\n"
    return mend_document((front + body).encode(), lang, ()).decode().removeprefix(front)


@pytest.mark.parametrize(
    ("slip", "right"),
    [
        ('Тэд "сайн сургууль" гэв.', "Тэд “сайн сургууль” гэв."),
        ('("нэг", "хоёр")', "(“нэг”, “хоёр”)"),
        ("Энэ - тэр, мөн -- тэр.", "Энэ – тэр, мөн – тэр."),
        ("Зайлшгvй бaйнa", "Зайлшгүй байна"),
        ("хєгжил, їйл, ѳмнѳ", "хөгжил, үйл, өмнө"),
        (unicodedata.normalize("NFD", "Йод, ёс"), "Йод, ёс"),
        ("Сум\tДүн\nАлтай\t5\n", "| Сум | Дүн |\n|---|---|\n| Алтай | 5 |\n"),
    ],
)
def test_a_mechanical_slip_is_mended(slip: str, right: str) -> None:
    assert fixed(slip) == right
    assert fixed(right) == right


@pytest.mark.parametrize(
    "text",
    [
        '`"код" - хєгжил`',
        '```\n"код" - бaйнa\na\tb\nc\td\n```',
        '![Зураг](a.png "Гарчиг")',
        '[нэр](project:x "тайлбар - бичиг")',
        "10 - 5 нь 5",
        "- нэг\n- хоёр\n\n---\n\n| а | б |\n|---|---|\n| - | - |",
        'Ганц " тэмдэг',
        'Өндөр нь 5" байв, "хашилт" бас',
        "Қабдыл, Әлия, PDF-ийн",
        '{#anchor title="x"} <https://a.mn/бa>',
        '<!-- "x" - y -->',
        "а\tб\n\nв\tг",
    ],
)
def test_what_has_a_meaning_is_left_alone(text: str) -> None:
    assert fixed(text) == text


def sound_texts() -> Iterator[tuple[str, bytes]]:
    """The texts of a new site, and of an invented archive that has all parts of Markdown."""
    for files in (sample_files(default_answers("mn"), "mn", TODAY).items(), SITEGEN.files(Corpus(1, 40))):
        yield from ((path, text) for path, text in files if re.search(r"index\...\.md$", path))


def test_nothing_is_mended_in_sound_texts() -> None:
    texts = dict(sound_texts())
    changed = [
        path for path, text in texts.items() if mend_document(text, Path(path).suffixes[0][1:], ()) != text
    ]
    assert len(texts) > 80
    assert changed == []


@pytest.fixture
def site(tmp_path: Path) -> Site:
    grant = (
        "---\ntitle: Төсөл\namount: 24 сая төгрөг # бүгд\n"
        "budget:\n  - {item: Ширээ, amount: 12 сая ₮}\n---\n\nА.\n"
    )
    news = article("Нэг", 'Тэд "за" гэв.', date="2018 оны 11 сарын 2").replace("\n", "\r\n")
    return Site(tmp_path, {NEWS: news.encode(), GRANT: grant.encode()})


DIFFERENCE = f"""--- a/{NEWS}
+++ b/{NEWS}
@@ -3 +3 @@
-date: 2018 оны 11 сарын 2
+date: 2018-11-02
@@ -6 +6 @@
-Тэд "за" гэв.
+Тэд “за” гэв.
--- a/{GRANT}
+++ b/{GRANT}
@@ -3 +3 @@
-amount: 24 сая төгрөг # бүгд
+amount: 24,000,000 MNT # бүгд
@@ -5 +5 @@
-  - {{item: Ширээ, amount: 12 сая ₮}}
+  - {{item: Ширээ, amount: "12,000,000 MNT"}}
"""


def check(site: Site, *arguments: str, lang: str = "en") -> Run:
    return sitegen("check", "--fix", *arguments, "--site", site.root, "--lang", lang, "--today", "2026-11-24")


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("mn", "Юу ч өөрчилсөнгүй. --yes гэж нэмбэл эдгээр өөрчлөлтийг бичнэ.\n"),
        ("en", "Nothing was changed. With --yes these changes are written.\n"),
    ],
)
def test_without_yes_the_difference_is_shown_and_nothing_is_written(site: Site, lang: str, told: str) -> None:
    before = {path: (site.root / path).read_bytes() for path in (NEWS, GRANT)}
    run = check(site, lang=lang)
    assert (run.code, run.out) == (cli.CONTENT, DIFFERENCE)
    assert run.err.startswith(told)
    assert {path: (site.root / path).read_bytes() for path in before} == before


def test_a_folder_gets_the_name_that_becomes_an_address_unless_that_is_taken(tmp_path: Path) -> None:
    files = {f"content/articles/2018/{name}/index.mn.md": article() for name in ("Шинэ мэдээ", "Ном", "nom")}
    site = Site(tmp_path, files)
    shown = sitegen("check", "--fix", "--site", site.root, "--lang", "mn").out
    assert "  content/articles/2018/Шинэ мэдээ → shine-medee\n" in shown
    assert "→ nom\n" not in shown
    assert (site.root / "content/articles/2018/Шинэ мэдээ").is_dir()
    sitegen("check", "--fix", "--yes", "--site", site.root)
    assert {path.name for path in (site.root / "content/articles/2018").iterdir()} == {
        "shine-medee",
        "Ном",
        "nom",
    }


def test_what_was_moved_is_mended_where_it_is_then(tmp_path: Path) -> None:
    text = "---\ntitle: Форум: нээлт\ndate: 02.11.2018\n---\n\nНээлт боллоо.\n"
    site = Site(tmp_path, {"content/articles/2018/neelt.md": text.encode("utf-16")})
    run = check(site, "--yes")
    assert run.code == cli.FINE, run.err
    found = (site.root / "content/articles/2018/neelt/index.mn.md").read_text("utf-8")
    assert found == '---\ntitle: "Форум: нээлт"\ndate: 2018-11-02\n---\n\nНээлт боллоо.\n'


def test_files_saved_as_utf16_become_utf8(tmp_path: Path) -> None:
    """As Notepad and Excel save them where nobody chooses."""
    terms = "- {id: pta, name: {mn: Холбоо}}\r\n"
    texts = {NEWS: article(tags="[pta]"), "content/terms.yaml": terms}
    site = Site(tmp_path, {path: text.encode("utf-16") for path, text in texts.items()})
    other = "content/articles/2018/b/index.mn.md"
    site.write(other, article(tags="[pta]", body="[Сэдэв](term:pta)"))
    run = check(site)
    assert run.out == f"  {NEWS}: UTF-16 → UTF-8\n  content/terms.yaml: UTF-16 → UTF-8\n"
    assert "E411" not in run.err + run.out  # what cannot be read may be there
    assert "E412" not in run.err
    run = check(site, "--yes")
    assert run.code == cli.FINE, run.err
    assert {path: (site.root / path).read_bytes().decode() for path in texts} == texts


def test_files_saved_as_windows_1251_are_shown_as_utf8_and_become_it(tmp_path: Path) -> None:
    """An old font shows ө and ү in the places of є and ї, which are mended as letters afterwards."""
    text = article("Сургуулийн номын сан", body="Єргєтгєсєн номын санд шинэ ном ирлээ.")
    site = Site(tmp_path, {NEWS: text.encode("cp1251"), "words.txt": "бөхийн\n".encode("utf-16")})
    run = check(site)
    assert run.out == (
        f'  {NEWS}: windows-1251 → UTF-8\n    title: "Сургуулийн номын сан"\n  words.txt: UTF-16 → UTF-8\n'
    )
    assert (site.root / NEWS).read_bytes() == text.encode("cp1251")
    assert (
        f"{NEWS}:2:9: E113 The file is not UTF-8 (byte 13).\n"
        "    It looks like windows-1251. To see how it reads as UTF-8, and to save it so: "
        "sitegen check --fix\n"
    ) in run.err
    run = check(site, lang="mn")
    assert (
        f"{NEWS}:2:9: E113 Файл UTF-8 кодчилолтой биш байна (13-р байт).\n"
        "    Файл windows-1251 кодчилолтой бололтой. UTF-8 болгоход хэрхэн уншигдахыг харж, зөв бол хадгалах "
        "команд: sitegen check --fix\n"
    ) in run.err
    run = check(site, "--yes")
    assert run.code == cli.FINE, run.err
    assert (site.root / NEWS).read_text("utf-8") == text.replace("Єргєтгєсєн", "Өргөтгөсөн")
    assert (site.root / "words.txt").read_text("utf-8") == "бөхийн\n"


LONE = {
    "2026/shine-medee.md": article("Шинэ", body="Номын сан.\n\n![Ном](nom.jpg)"),
    "2026/nom.jpg": "",
    "2026/hen-negniih.jpg": "",
    "Хоёр дахь.en.md": article("The second", date="2025-03-01", body="Books."),
    "2026/index.md": article("Гурав дахь мэдээ"),
    "2026/d/Medee.txt.md": "\ufeff" + article("Дөрөв").replace("\n", "\r\n"),
    "2026/no-date.md": article("Товч", body="Kind of mixed үг хэллэг."),
    "2026/taken.md": article("Тав"),
    "2026/taken/index.mn.md": article("Байгаа"),
    "2026/notes.md": "Тэмдэглэл, бичлэг биш.",
    "nodate.md": "---\ntitle: Огноогүй\n---\n\nБичвэр.\n",
}
MOVED = """  content/articles/2026/d/Medee.txt.md → content/articles/2026/d/index.mn.md
  content/articles/2026/index.md → content/articles/2026/gurav-dakhi-medee/index.mn.md
  content/articles/2026/shine-medee.md → content/articles/2026/shine-medee/index.mn.md
  content/articles/Хоёр дахь.en.md → content/articles/2025/khoyor-dakhi/index.en.md
  content/articles/2026/nom.jpg → content/articles/2026/shine-medee/nom.jpg
"""


def test_a_text_outside_a_folder_of_its_own_is_moved_into_one_where_that_is_certain(tmp_path: Path) -> None:
    site = Site(tmp_path, {f"content/articles/{path}": text for path, text in LONE.items()})
    folder = site.root / "content/articles"

    def files() -> dict[str, bytes]:
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    before = files()
    assert check(site).out == MOVED
    assert files() == before
    assert check(site, "--yes").out == MOVED
    after = files()
    assert sorted(after.values()) == sorted(before.values())  # none is lost, none changed
    assert before.keys() & after.keys() == {
        *("2026/hen-negniih.jpg", "2026/no-date.md", "2026/taken.md", "2026/taken/index.mn.md"),
        *("2026/notes.md", "nodate.md"),
    }
    assert check(site, "--yes").out == ""


def test_with_yes_it_is_written_and_checked_again(site: Site) -> None:
    run = check(site, "--yes")
    assert (run.code, run.out) == (cli.FINE, DIFFERENCE)
    assert run.err.startswith(f"{NEWS}: mended\n{GRANT}: mended\n")
    assert (site.root / NEWS).read_bytes().endswith("\r\n\r\nТэд “за” гэв.\r\n".encode())
    again = check(site, "--yes")
    assert (again.code, again.out) == (cli.FINE, "")


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ('title: Форум "нээлт" боллоо', "title: Форум “нээлт” боллоо"),
        ('title: "Форум \\"нээлт\\" боллоо"', 'title: "Форум “нээлт” боллоо"'),
        ("title: 'Форум \"нээлт\" боллоо'", "title: 'Форум “нээлт” боллоо'"),
        ("title: Форум - нээлт", "title: Форум – нээлт"),
        ("title: Форум: нээлт", 'title: "Форум: нээлт"'),
        ("title:Форум", "title: Форум"),
        ("title: Тайлан #5", 'title: "Тайлан #5"'),
        ("title: А\ntags: pta", "title: А\ntags: [pta]"),
    ],
)
def test_lines_of_front_matter_are_written_as_they_are_meant(tmp_path: Path, line: str, right: str) -> None:
    site = Site(tmp_path, {NEWS: f"---\n{line}\ndate: 2018-11-02\n---\n\nТекст.\n"})
    run = sitegen("check", "--fix", "--yes", "--site", site.root, "--lang", "mn")
    assert run.code == cli.FINE
    assert (site.root / NEWS).read_text("utf-8") == f"---\n{right}\ndate: 2018-11-02\n---\n\nТекст.\n"
    again = sitegen("check", "--fix", "--yes", "--site", site.root, "--lang", "mn")
    assert "---" not in again.out


@pytest.mark.parametrize(
    "line",
    [
        "title: 'Нэг' ба \"хоёр",
        'title: "Хоёр\n  мөр - тэр"',
        'title: >-\n  Тэр "энэ" - тэр',
        "title: 5 - 3",
        'title: "А\\tБ \\"в\\""',
        'title: А # "тайлбар" - бичиг',
    ],
)
def test_what_is_not_certain_in_a_title_stays(line: str) -> None:
    text = f"---\n{line}\ndate: 2018-11-02\n---\n\nТекст.\n"
    assert mend_document(text.encode(), "mn", ()).decode() == text


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("tags: [#pta]", "tags: [pta]"),
        ("tags:\n- pta\n-arts", "tags:\n- pta\n- arts"),
        ("summary: Нэг\nхоёр", "summary: Нэг\n  хоёр"),
        ("start: {planned: 2019; actual: 2020}", "start: {planned: 2019, actual: 2020}"),
        ("start: {planned:2019}", "start: {planned:2019}"),
    ],
)
def test_a_line_of_front_matter_out_of_place_is_mended(line: str, right: str) -> None:
    raw = f"---\ntitle: А\n{line}\n---\n\nБ\n".encode()
    assert mend_document(raw, "mn", parse_yaml(NEWS, f"title: А\n{line}", 2)[1]).decode().split("---")[1] == (
        f"\ntitle: А\n{right}\n"
    )
