"""Names that nobody knows: what was meant, and lines to add what is new, which work as they stand."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.core.diagnostics import Diagnostic
from sitegen.language.catalogue import texts_of_codes
from tests.command import sitegen
from tests.literal import RECORDS, Site, article, codes

NEWS = "content/articles/2018/x/index.mn.md"
PLACES = """
- id: khovd
  name: {mn: Ховд, en: Khovd}
  soums:
    - {id: altai, name: {mn: Алтай, en: Altai}}
    - {id: must, name: {mn: Мөст, en: Must}}
- id: govi-altai
  name: {mn: Говь-Алтай, en: Govi-Altai}
  soums:
    - {id: altai, name: {mn: Алтай, en: Altai}}
"""
AUTHORS = "- {id: bold, name: {mn: Болд}, organisation: gpsa}\n"


def site(root: Path, **fields: str) -> Site:
    project = {"content/projects/khovd-x/index.mn.md": "---\ntitle: Ширээ\n---\n"}
    return Site(root, {NEWS: article(**fields), "content/places.yaml": PLACES, **project})


def only(found: tuple[Diagnostic, ...]) -> Diagnostic:
    (item,) = found
    return item


@pytest.mark.parametrize(
    ("field", "written", "argument", "meant"),
    [
        ("tags", "СЭЭБХ", "named", "pta"),
        ("tags", '"pta; PTA"', "apart", "pta, pta"),
        ("tags", '"pta, СЭЭБХ"', "apart", "pta, pta"),
        ("tags", '"pta; new"', "apart", ""),
        ("places", '"Ховд; Говь-Алтай, Алтай"', "apart", "khovd, govi-altai/altai"),
        ("tags", "PTA", "named", "pta"),
        ("tags", "“pta”", "", ""),
        ("tags", "рta", "suggestion", "pta"),
        ("organisations", "Түншлэл", "named", "gpsa"),
        ("organisations", "partnership", "named", "gpsa"),
        ("sources", "Эх сурвалж", "named", "seed"),
        ("places", "Ховд", "named", "khovd"),
        ("places", "Ховд аймаг", "named", "khovd"),
        ("places", "Мөст сум", "named", "khovd/must"),
        ("places", "Алтай", "either", "govi-altai/altai, khovd/altai"),
        ("places", "altai", "either", "govi-altai/altai, khovd/altai"),
        ("places", '"Ховд аймаг, Алтай сум"', "named", "khovd/altai"),
        ("places", "Ховд/Алтай", "named", "khovd/altai"),
        ("places", "Khovd Altai", "named", "khovd/altai"),
        ("places", '"Алтай сум, Ховд аймаг"', "named", "khovd/altai"),
        ("places", '"Ховд аймгийн Алтай сум, Баянгол баг"', "suggestion", "khovd/altai"),
        ("places", '"Ховд аймгийн Алтай сум, Баянгол баг"', "lines", ""),
        ("places", '"khovd/altai, khovd/must"', "apart", "khovd/altai, khovd/must"),
        ("places", "place:khovd/altai", "named", "khovd/altai"),
        ("places", "places/khovd/altai/", "named", "khovd/altai"),
        ("tags", '"pta pta"', "apart", "pta, pta"),
        ("tags", '"pta, arts"', "lines", ""),
        ("tags", "term:pta", "named", "pta"),
        ("tags", "/tags/pta/", "named", "pta"),
        ("organisations", "жпса", "named", ""),
        ("organisations", "гпса", "named", "gpsa"),
        ("sources", "https://source.example.org/96", "named", "seed"),
        ("projects", "project:khovd-x", "named", "khovd-x"),
        ("projects", "projects/khovd-x", "named", "khovd-x"),
        ("projects", "/projects/khovd-x/", "named", "khovd-x"),
        ("projects", "content/projects/khovd-x", "named", "khovd-x"),
        ("projects", "projects/khovd-y", "suggestion", "khovd-x"),
        ("projects", "project:uvs-z", "begin", 'sitegen new project "Uvs z" --slug uvs-z'),
        ("places", "khovd/altay", "suggestion", "khovd/altai"),
        ("places", "khovd/tsetserleg", "suggestion", ""),
    ],
)
def test_a_name_gives_the_id_or_all_that_it_may_be(
    tmp_path: Path, field: str, written: str, argument: str, meant: str
) -> None:
    found = site(tmp_path, **{field: f"[{written}]"}).build().diagnostics
    if not argument:
        assert found == ()
        return
    item = only(found)
    assert (item.code, item.line) == ("E411", 4)
    assert dict(item.args).get(argument, "") == meant


@pytest.mark.parametrize(
    ("field", "written", "file", "lines", "use"),
    [
        ("places", "khovd/tsetseg", "places", ["- {id: khovd/tsetseg, name: {en: Tsetseg}}"], ""),
        (
            "places",
            "uvs/zavkhan-gol",
            "places",
            ["- {id: uvs, name: {en: Uvs}}", "- {id: uvs/zavkhan-gol, name: {en: Zavkhan Gol}}"],
            "",
        ),
        ("places", "Ховд/Цэцэг", "places", ["- {id: khovd/tsetseg, name: {mn: Цэцэг}}"], "khovd/tsetseg"),
        (
            "places",
            '"Ховд аймаг, Цэцэг сум"',
            "places",
            ["- {id: khovd/tsetseg, name: {mn: Цэцэг}}"],
            "khovd/tsetseg",
        ),
        ("tags", "school-meals", "terms", ["- {id: school-meals, name: {en: School meals}}"], ""),
        ("tags", "Үдийн хоол", "terms", ["- {id: udiin-khool, name: {mn: Үдийн хоол}}"], "udiin-khool"),
        (
            "organisations",
            "world-vision",
            "organisations",
            ["- {id: world-vision, name: {en: World Vision}}"],
            "",
        ),
        (
            "organisations",
            '"Сан: ирээдүй"',
            "organisations",
            ['- {id: san-ireedui, name: {mn: "Сан: ирээдүй"}}'],
            "san-ireedui",
        ),
        ("sources", "wb-2019", "sources", ["- {id: wb-2019, title: {en: Wb 2019}}"], ""),
    ],
)
def test_what_is_new_can_be_added_with_the_lines_of_the_hint(
    tmp_path: Path, field: str, written: str, file: str, lines: list[str], use: str
) -> None:
    news = site(tmp_path, **{field: f"[{written}]"})
    item = only(news.build().diagnostics)
    args = dict(item.args)
    assert (item.code, args["file"], args["use"]) == ("E411", f"content/{file}.yaml", use)
    for lang in ("mn", "en"):
        assert texts_of_codes(lang).hint(item).splitlines()[1:] == lines
    records = PLACES if file == "places" else RECORDS[f"content/{file}.yaml"]
    news.write(f"content/{file}.yaml", records + "\n".join(lines) + "\n")
    if use:
        news.edit(NEWS, written, use)
    assert news.build().diagnostics == ()
    assert (news.out / "index.html").is_file()


def test_a_name_that_may_be_an_aimag_or_a_soum_gets_no_lines(tmp_path: Path) -> None:
    item = only(site(tmp_path, places="[Шинэ]").build().diagnostics)
    assert (item.code, dict(item.args)["lines"]) == ("E411", "")
    assert "content/places.yaml" in texts_of_codes("mn").hint(item)


def test_an_entry_that_is_not_there_is_given_the_command_that_begins_it(tmp_path: Path) -> None:
    news = site(tmp_path, forums="[gpf-2018]")
    _, _, command = texts_of_codes("mn").hint(only(news.build().diagnostics)).rpartition(": ")
    assert command == 'sitegen new forum "Gpf 2018" --slug gpf-2018'
    assert sitegen(*shlex.split(command)[1:], "--date", "2018-11-02", "--site", news.root).code == 0
    assert [item.code for item in news.build().diagnostics] == ["W175"]


def test_a_name_puts_nothing_into_the_command_that_a_shell_would_run(tmp_path: Path) -> None:
    news = site(tmp_path, forums="['$(rm -r x) `id` \\\\ %PATH% \"Форум\"!']")
    _, _, command = texts_of_codes("mn").hint(only(news.build().diagnostics)).rpartition(": ")
    assert command == 'sitegen new forum "(rm -r x) id  PATH Форум" --slug rm-r-x-id-path-forum'


def test_a_deleted_forum_is_one_problem_with_all_its_places(tmp_path: Path) -> None:
    files = {f"content/articles/2018/a{n}/index.mn.md": article(forums="[gpf-2018]") for n in range(24)}
    linked = article(body="Энэ [форум](forum:gpf-2018) болов.")
    news = Site(tmp_path, {**files, NEWS: linked})
    item = only(news.build().diagnostics)
    assert (item.code, len(item.also)) == ("E411", 24)
    assert item.also[-1].startswith(f"{NEWS}:6:")
    assert (
        texts_of_codes("mn").also(item).splitlines()[0]
        == "Мөн энд: content/articles/2018/a1/index.mn.md:4:10"
    )


def test_a_soum_can_stand_by_itself_under_its_aimag(tmp_path: Path) -> None:
    places = PLACES + "- {id: khovd/tsetseg, name: {mn: Цэцэг, en: Tsetseg}}\n"
    news = Site(tmp_path, {NEWS: article(places="[khovd/tsetseg]"), "content/places.yaml": places})
    assert news.build().diagnostics == ()
    assert "Цэцэг" in news.page("/places/khovd/tsetseg/")
    assert "/places/khovd/tsetseg/" in news.page("/places/khovd/")


def test_a_soum_without_its_aimag_or_twice_is_an_error(tmp_path: Path) -> None:
    twice = "- {id: khovd/altai, name: {mn: Алтай}}\n- {id: uvs/x, name: {mn: Х}}\n"
    found = Site(tmp_path, {NEWS: article(), "content/places.yaml": PLACES + twice}).build()
    assert codes(found) == ["E150", "E411"]


def _linked_to(target: str) -> Callable[[Path], None]:
    def link(file: Path) -> None:
        (file.parent / ".hidden.yaml").write_bytes(file.read_bytes())
        file.unlink()
        file.symlink_to(target)

    return link


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (_linked_to("nowhere"), ("E310", "content/{}.yaml")),
        (_linked_to("/etc/hostname"), ("E310", "content/{}.yaml")),
        (_linked_to(".hidden.yaml"), ("E310", "content/{}.yaml")),
        (lambda file: (file.unlink(), os.mkfifo(file)), ("E311", "content/{}.yaml")),
        (lambda file: (file.unlink(), file.mkdir()), ("E308", "content/{}.yaml")),
        (lambda file: file.write_bytes(b"#" * 2_000_000), ("E110", "content/{}.yaml")),
        (lambda file: file.rename(file.with_suffix(".yml")), ("E308", "content/{}.yml")),
        (lambda file: file.rename(f"{file}.txt"), ("E308", "content/{}.yaml.txt")),
        (lambda file: file.rename(f"{file.with_suffix('')} (1).yaml"), ("E308", "content/{} (1).yaml")),
    ],
    ids=["dangling", "out", "hidden", "pipe", "folder", "large", "yml", "txt", "copy"],
)
@pytest.mark.parametrize("records", ["terms", "places", "organisations", "authors", "sources"])
def test_records_that_cannot_be_read_are_one_problem_however_often_they_are_named(
    tmp_path: Path, spoil: Callable[[Path], None], expected: tuple[str, str], records: str
) -> None:
    # A symbolic link, a pipe, a folder, too many bytes, or a name that is almost right.
    named = {"tags": "[pta]", "places": "[khovd/altai]", "organisations": "[gpsa]", "sources": "[seed]"}
    text = article("А", **named, author="bold") + "[а](place:khovd) [б](term:pta) [в](author:bold)\n"
    site = Site(tmp_path, {"content/articles/2018/a/index.mn.md": text, "content/authors.yaml": AUTHORS})
    assert site.build().diagnostics == ()
    spoil(site.root / f"content/{records}.yaml")
    code, path = expected
    assert [(item.code, item.path) for item in site.build().diagnostics] == [(code, path.format(records))]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda file: file.symlink_to("nowhere"), "E310"),
        (lambda file: file.symlink_to("/etc/hostname"), "E310"),
        (os.mkfifo, "E311"),
        (lambda file: os.truncate(os.open(file, os.O_CREAT | os.O_WRONLY), 10**9), "E808"),
    ],
)
@pytest.mark.parametrize("text", ["![Зураг](a.png)", "[Зураг](a.png)", "Текст [дээр](../x/a.png#page=2)."])
def test_a_file_that_cannot_be_taken_is_one_problem_however_it_is_named(
    tmp_path: Path, spoil: Callable[[Path], None], code: str, text: str
) -> None:
    news = Site(tmp_path, {NEWS: article(body=text, images="[{file: a.png, alt: Зураг}]")})
    spoil(news.root / "content/articles/2018/x/a.png")
    assert codes(news.build()) == [code]


def test_where_only_one_can_stand_several_are_not_told_to_be_items(tmp_path: Path) -> None:
    files = {"content/projects/x/index.mn.md": '---\ntitle: Ширээ\nplace: "khovd/altai, khovd/must"\n---\n'}
    item = only(Site(tmp_path, files | {"content/places.yaml": PLACES}).build().diagnostics)
    said = [texts_of_codes(lang).hint(item) for lang in ("mn", "en")]
    assert said == [
        "Энд зөвхөн нэгийг нь бичнэ: khovd/altai, khovd/must",
        "Only one can stand here; write the one that is meant: khovd/altai, khovd/must",
    ]


def test_a_source_by_an_address_is_added_with_the_address_and_a_title_to_write(tmp_path: Path) -> None:
    built = site(tmp_path, sources="[https://www.example.org/a/b-1.html?x=2]")
    item = only(built.build().diagnostics)
    assert texts_of_codes("mn").hint(item) == (
        "Шинэ бол энд “example-org-a-b-1-html” гэж бичээд, content/sources.yaml файлын төгсгөлд нэмнэ үү:\n"
        '- {id: example-org-a-b-1-html, title: {mn: …}, url: "https://www.example.org/a/b-1.html?x=2"}'
    )
    written = (tmp_path / "content/sources.yaml").read_text("utf-8") + dict(item.args)["lines"] + "\n"
    built.write("content/sources.yaml", written.replace("mn: …", "mn: Тайлан"))
    built.write(NEWS, article(sources="[example-org-a-b-1-html]"))
    assert built.build().diagnostics == ()
