"""`sitegen new`: an entry to begin writing, and the records that it names."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

import pytest
from PIL import Image

from sitegen import cli
from sitegen.content.kinds import KINDS, Kind, Text
from sitegen.writing.new import NewRecord, with_record, with_soum
from tests.command import Run, on_a_terminal, sitegen

PLACES = """\
# Аймгууд
- id: khovd
  name: {mn: Ховд, en: Khovd}
  soums:
    # сумд
    - {id: altai, name: {mn: Алтай, en: Altai}}  # баруун

# төв
- id: tov
  name:
    mn: Төв
    en: Tuv
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    assert sitegen("init", tmp_path / "site", "--lang", "en").code == cli.FINE
    return tmp_path / "site"


def new(site: Path, *arguments: str, lang: str = "en") -> Run:
    return sitegen("new", *arguments, "--site", site, "--lang", lang)


def written(site: Path, *arguments: str, lang: str = "en") -> str:
    """The first text of a new entry, which is as sound as its site, but for the text that is to come."""
    run = new(site, *arguments, lang=lang)
    assert run.code == cli.FINE, run.err
    check = sitegen("check", "--site", site, "--lang", "en")
    assert (check.code, set(re.findall(r" ([EW]\d+) ", check.err))) == (cli.FINE, {"W175"}), check.err
    return Path(run.out.splitlines()[0]).read_text("utf-8")


@pytest.mark.parametrize("lang", ["mn", "en"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
class TestAnEntry:
    def test_is_sound_and_has_every_field_with_a_remark(self, site: Path, kind: Kind, lang: str) -> None:
        text = written(site, kind.name, "Шинэ зүйл: “нээлт”", lang=lang)
        fields = {*kind.facts.__struct_fields__, *Text.__struct_fields__}
        fields -= {"translated_from", "differences", "sample"}
        lines = dict(re.findall(r"^#?([a-z_]+):(.*)$", text.split("---")[1], re.MULTILINE))
        assert sorted(fields - lines.keys()) == []
        remarks = {name: line.rpartition("  # ")[2] for name, line in lines.items() if name != "title"}
        mongolian = {name for name, remark in remarks.items() if re.search("[а-яөү]", remark)}
        assert mongolian == (remarks.keys() if lang == "mn" else set())

    def test_can_have_all_its_fields_switched_on(self, site: Path, kind: Kind, lang: str) -> None:
        written(site, "programme", "Sample", "--slug", "sample-programme")
        path = Path(new(site, kind.name, "New", lang=lang).out.strip())
        Image.new("RGB", (40, 30)).save(path.with_name("zurag.jpg"))
        path.with_name("tailan.pdf").write_bytes(b"%PDF-1.7")
        text = path.read_text("utf-8").replace("…", "Text")  # what is left to fill in is told as empty
        path.write_text(re.sub(r"^#(?! )|^#(?=  +[-a-z])", "", text, flags=re.MULTILINE), "utf-8")
        check = sitegen("check", "--site", site, "--lang", "en")
        assert check.code == cli.FINE, check.err


class TestTheFolder:
    @pytest.mark.parametrize(
        ("arguments", "folder"),
        [
            (("article", "Хөвсгөлийн сургууль"), "articles/2025/khovsgoliin-surguuli"),
            (("article", "A school"), "articles/2025/a-school"),
            (("project", "Зураач", "--place", "khovd/altai"), "projects/khovd-altai-zuraach"),
            (("project", "Зураач", "--place", "Ховд, Алтай"), "projects/khovd-altai-zuraach"),
            (("project", "Зураач", "--place", "Төв"), "projects/tov-zuraach"),
            (("project", "Зураач"), "projects/zuraach"),
            (("forum", "Форум", "--slug", "gpf-2025"), "forums/gpf-2025"),
            (("page", "Ө" * 200), f"pages/{'o' * 80}"),
        ],
    )
    def test_is_named_by_year_place_and_title(
        self, site: Path, arguments: tuple[str, ...], folder: str
    ) -> None:
        run = new(site, *arguments, "--date", "2025-03-01")
        lang = "en" if arguments[1].isascii() else "mn"
        assert run.out == f"{site}/content/{folder}/index.{lang}.md\n", run.err

    def test_that_is_there_is_left_alone_and_a_free_name_proposed(self, site: Path) -> None:
        first = written(site, "page", "Тайлан")
        written(site, "page", "Тайлан", "--slug", "tailan-2")
        run = new(site, "page", "Тайлан")
        assert (run.code, run.out) == (cli.USAGE, "")
        assert run.err == "content/pages/tailan: this name is taken. A free one: --slug tailan-3\n"
        assert (site / "content/pages/tailan/index.mn.md").read_text("utf-8") == first

    @pytest.mark.parametrize("title", ["Con", "НУЛ", "com1"])
    def test_takes_no_name_that_windows_keeps_for_itself(self, site: Path, title: str) -> None:
        run = new(site, "article", title, "--date", "2025-03-01")
        name = {"НУЛ": "nul"}.get(title, title.lower())
        said = f"content/articles/2025/{name}: this name is taken. A free one: --slug {name}-2\n"
        assert (run.code, run.err) == (cli.USAGE, said)

    @pytest.mark.parametrize("title", ["News", "En", "Static"])
    def test_of_a_page_takes_no_address_of_the_site(self, site: Path, title: str) -> None:
        assert f"--slug {title.lower()}-2" in new(site, "page", title).err

    def test_must_have_a_name(self, site: Path) -> None:
        for lang, words in (("mn", "Энэ гарчгаас хавтасны нэр гарсангүй"), ("en", "No name for a folder")):
            run = new(site, "page", "???", lang=lang)
            assert (run.code, run.err.startswith(words)) == (cli.USAGE, True)


def test_a_title_in_mongolian_script_begins_the_mongolian_text(site: Path) -> None:
    assert new(site, "article", "ᠮᠣᠩᠭᠣᠯ").out.endswith("/monggol/index.mn.md\n")


@pytest.mark.parametrize("before", ["", "\ufeff"], ids=["", "BOM"])
def test_a_file_of_records_that_notepad_wrote_keeps_its_line_ends(site: Path, before: str) -> None:
    for name in ("terms", "places"):
        path = site / f"content/{name}.yaml"
        path.write_bytes((before + path.read_text("utf-8").replace("\n", "\r\n")).encode())
    written(site, "article", "Ус", "--topic", "Ус ундаа", "--place", "Ховд, Мянгад сум", "--add")
    for name in ("terms", "places"):
        content = (site / f"content/{name}.yaml").read_bytes()
        assert content.count(b"\n") == content.count(b"\r\n")
        assert (content[:3] == codecs.BOM_UTF8, content.count(codecs.BOM_UTF8)) == (bool(before), len(before))


@pytest.mark.parametrize("place", ["Ховд аймаг, Мянгад сум", "Ховд аймгийн Мянгад сум", "khovd/Мянгад"])
def test_a_soum_is_added_by_its_name_without_the_word_soum(site: Path, place: str) -> None:
    text = written(site, "project", "Ус", "--place", place, "--add")
    assert "\nplace: khovd/myangad" in text
    assert "{id: myangad, name: {mn: Мянгад}}" in (site / "content/places.yaml").read_text("utf-8")


def test_both_languages_are_begun_where_both_titles_are_given(site: Path) -> None:
    run = new(site, "article", "Номын сан", "--title-en", "A library", "--date", "2025-03-01")
    first, second = (Path(line).read_text("utf-8") for line in run.out.splitlines())
    assert ("title: Номын сан\n" in first, "date: 2025-03-01" in first) == (True, True)
    assert ("title: A library\n" in second, "\ndate:" in second) == (True, False)


class TestARecord:
    def test_is_found_by_its_name_in_any_language(self, site: Path) -> None:
        for name in ("grants", "Санхүүжилт", "GRANTS"):
            text = written(
                site, "page", "Тайлан", "--topic", name, "--slug", f"x{len(name)}{name[0] == 'G'}".lower()
            )
            assert "\ntags: [grants]  # " in text

    @pytest.mark.parametrize(
        ("option", "name", "file", "line"),
        [
            ("--topic", "Хоол", "terms.yaml", "- id: khool\n  name: {mn: Хоол}\n"),
            ("--organisation", "UNICEF", "organisations.yaml", "- id: unicef\n  name: {en: UNICEF}\n"),
            ("--source", "Өдрийн мэдээ: №1", "sources.yaml", '  title: {mn: "Өдрийн мэдээ: №1"}\n'),
            ("--place", "Ховд, Манхан", "places.yaml", "    - {id: mankhan, name: {mn: Манхан}}\n"),
        ],
    )
    def test_that_is_not_there_is_added_only_when_told_so(
        self, site: Path, option: str, name: str, file: str, line: str
    ) -> None:
        path = site / "content" / file
        before = path.read_text("utf-8")
        refused = new(site, "project", "Төсөл", option, name)
        assert (refused.code, "With --add it is added." in refused.err) == (cli.USAGE, True)
        assert (path.read_text("utf-8"), list((site / "content").rglob("*tosol*"))) == (before, [])
        written(site, "project", "Төсөл", option, name, "--add")
        after = path.read_text("utf-8")
        assert line in after
        assert after.replace(line, "") == before or all(part in after for part in before.splitlines())

    def test_is_not_added_when_the_entry_cannot_be(self, site: Path) -> None:
        before = (site / "content/terms.yaml").read_text("utf-8")
        assert new(site, "page", "News", "--topic", "Хоол", "--add").code == cli.USAGE
        assert (site / "content/terms.yaml").read_text("utf-8") == before

    def test_that_was_mistyped_is_guessed(self, site: Path) -> None:
        assert (
            "“grantz” is not in content/terms.yaml. Did you mean “grants”?"
            in new(site, "page", "X", "--topic", "grantz").err
        )

    @pytest.mark.parametrize(
        ("place", "told"),
        [
            ("Мордор/Алтай", "a comma between, such as “Khovd, Altai”."),
            ("Ховдд, Манхан", "Did you mean “Ховд”?"),
            ("Өгийнуур", "Did you mean “Архангай, Өгийнуур”?"),
        ],
    )
    def test_of_an_aimag_is_never_made(self, site: Path, place: str, told: str) -> None:
        run = new(site, "project", "Төсөл", "--place", place, "--add")
        assert (run.code, told in run.err) == (cli.USAGE, True), run.err

    def test_of_a_soum_stands_after_the_others_and_disturbs_no_remark(self) -> None:
        record = NewRecord(kind="place", ident="khovd/buyant", names={"mn": "Буянт"})
        line = "    - {id: buyant, name: {mn: Буянт}}\n"
        first = "# баруун\n"
        assert with_soum(PLACES, record) == PLACES.replace(first, first + line)

    def test_of_the_first_soum_of_an_aimag(self) -> None:
        record = NewRecord(kind="place", ident="tov/zuunmod", names={"mn": "Зуунмод", "en": "Zuunmod"})
        more = "  soums:\n    - {id: zuunmod, name: {mn: Зуунмод, en: Zuunmod}}\n"
        assert with_soum(PLACES, record) == PLACES + more
        assert with_soum(PLACES.rstrip(), record) == PLACES + more

    @pytest.mark.parametrize(
        "text", ["", "# none yet\n", "- id: a\n  name: {mn: А}", "  - id: a\n    name: {mn: А}\n"]
    )
    def test_is_written_as_the_others_are(self, text: str) -> None:
        after = with_record(text, NewRecord(kind="term", ident="b", names={"mn": "Б"}))
        assert after is not None
        indent = "  " if text.startswith("  ") else ""
        assert after.endswith(
            f"\n{indent}- id: b\n{indent}  name: {{mn: Б}}\n" if text else "- id: b\n  name: {mn: Б}\n"
        )

    @pytest.mark.parametrize("text", ["[{id: a, name: {mn: А}}]\n", "a: b\n", "- id: [\n"])
    def test_is_not_written_where_a_program_would_do_harm(self, site: Path, text: str) -> None:
        (site / "content/terms.yaml").write_text(text, "utf-8")
        run = new(site, "page", "Тайлан", "--topic", "Хоол", "--add")
        assert (run.code, "{id: khool, name: {mn: Хоол}}" in run.err) == (cli.CONTENT, True)
        assert (site / "content/terms.yaml").read_text("utf-8") == text
        assert not (site / "content/pages/tailan").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("article",),
        ("article", " "),
        ("articel", "X"),
        ("article", "X", "--date", "1.1.2026"),
        ("page", "X", "--slug", "Б"),
    ],
)
@pytest.mark.parametrize("lang", ["mn", "en"])
def test_a_wrong_use_is_told_in_one_line(site: Path, arguments: tuple[str, ...], lang: str) -> None:
    run = new(site, *arguments, lang=lang)
    assert (run.code, run.out, run.err.count("\n")) == (cli.USAGE, "", 1)
    assert bool(re.search("[а-яөү]", run.err)) == (lang == "mn")


def test_without_settings_nothing_is_made(tmp_path: Path) -> None:
    run = new(tmp_path, "page", "X")
    assert (run.code, "E155" in run.err, list(tmp_path.iterdir())) == (cli.CONTENT, True, [])


def test_it_is_opened_in_the_editor_that_was_chosen(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "my editor"
    script.write_text('#!/bin/sh\nprintf "%s" "$2" > "$1"\n')
    script.chmod(0o755)
    monkeypatch.setenv("EDITOR", f"'{script}' {tmp_path}/opened")
    run = new(site, "page", "Тайлан", "--open")
    assert (tmp_path / "opened").read_text() == run.out.strip()
    monkeypatch.setenv("EDITOR", "no-such-program")
    assert "EDITOR" in new(site, "page", "X", "--open").err


def test_the_question_for_the_aimag_may_be_answered_with_the_soum_too(site: Path) -> None:
    answers = ["A book corner", "Ховд, Цэцэг", "т", "Tsetseg"]
    run = on_a_terminal(answers, "new", "project", "Номын булан", "--site", str(site), "--lang", "mn")
    assert run.code == cli.FINE, run.out
    assert (site / "content/projects/khovd-tsetseg-nomyn-bulan/index.mn.md").is_file()
    assert "khovd/tsetseg" in run.out
