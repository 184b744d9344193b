"""Translating played through: write, accept, drift, mend; nobody types a digest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sitegen import cli
from tests.command import sitegen
from tests.literal import Site, article, codes

MN = "content/articles/2018/a/index.mn.md"
EN = "content/articles/2018/a/index.en.md"
PAGE = "content/pages/about/index.mn.md"
ENTRY = "article:2018/a"
ENGLISH = "---\r\ntitle: >-\r\n  A folded\r\n  title\r\ndraft: false\r\n---\r\n\r\nText.\r\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(
        tmp_path,
        {MN: article("Нэг", "Бичвэр."), "content/pages/about/index.mn.md": "---\ntitle: Б\n---\n\nА.\n"},
    )


def states(site: Site, *arguments: str) -> dict[str, str]:
    run = sitegen("status", "--format", "json", "--site", site.root, "--lang", "en", *arguments)
    return {item["ref"]: item["state"] for item in json.loads(run.out)}


def test_a_week_of_a_translator(site: Site) -> None:
    assert states(site) == {"2018/a": "missing", "about": "missing"}
    site.write(EN, ENGLISH.encode())
    assert states(site, ENTRY) == {"2018/a": "translated"}
    accepted = sitegen("accept", ENTRY, "--site", site.root, "--lang", "en")
    assert (accepted.code, accepted.err) == (cli.FINE, f"{EN} is now current with {MN}.\n")
    lines = (site.root / EN).read_bytes().split(b"\r\n")
    assert [line for line in lines if not line.startswith(b"translated_from: ")] == ENGLISH.encode().split(
        b"\r\n"
    )
    assert codes(site.build()) == []
    site.edit(MN, "Бичвэр.", "Өөр бичвэр.")
    assert states(site, ENTRY) == {"2018/a": "outdated"}
    assert "out of date" in sitegen("status", "--site", site.root, "--lang", "en").out
    sitegen("accept", ENTRY, "--site", site.root, "--lang", "en")
    assert states(site, ENTRY) == {"2018/a": "translated"}
    assert len((site.root / EN).read_bytes().split(b"\r\n")) == len(lines)
    again = sitegen("accept", ENTRY, "--site", site.root, "--lang", "mn")
    assert (again.code, again.err) == (cli.FINE, "Хийх зүйл алга: орчуулсан нь бүгд шинэ хэвээр.\n")


@pytest.mark.parametrize("name", [ENTRY, "articles/2018/a", "content/articles/2018/a/", EN])
def test_an_entry_can_be_named_in_any_way(site: Site, name: str) -> None:
    assert states(site, name) == {"2018/a": "missing"}


def test_what_is_not_there_is_told(site: Site) -> None:
    for command in ("status", "accept"):
        run = sitegen(command, "article:none", "--site", site.root, "--lang", "mn")
        assert run.code == cli.USAGE
        assert run.err == (
            "“article:none” гэсэн бичлэг алга. project:нэр гэж, эсвэл хавтсаар нь нэрлэнэ үү."
            " Шинээр эхлэх бол: sitegen new\n"
        )


@pytest.mark.parametrize(("least", "code"), [("0", cli.FINE), ("50", cli.FINE), ("90", cli.CONTENT)])
def test_too_few_translations_fail_where_that_is_asked_for(site: Site, least: str, code: int) -> None:
    site.write(EN, ENGLISH.encode())
    assert sitegen("status", "--fail-under", least, "--site", site.root, "--lang", "en").code == code


def filled(site: Site, title: str = "One") -> None:
    site.edit(EN, "title:", f"title: {title}")
    text = (site.root / EN).read_text("utf-8")
    site.write(EN, "\n".join("Text." if line == "…" else line for line in text.split("\n")).encode())


def test_translate_fill_accept_build_and_status_says_current(site: Site) -> None:
    assert sitegen("translate", ENTRY, "--site", site.root, "--lang", "en").code == cli.FINE
    assert states(site, ENTRY) == {"2018/a": "draft"}
    filled(site)
    draft = sitegen("accept", ENTRY, "--site", site.root, "--lang", "mn")
    assert (draft.code, draft.err) == (cli.FINE, "Хийх зүйл алга: орчуулсан нь бүгд шинэ хэвээр.\n")
    text = (site.root / EN).read_text("utf-8")
    site.write(EN, "".join(line for line in text.splitlines(keepends=True) if "draft" not in line).encode())
    accepted = sitegen("accept", ENTRY, "--site", site.root, "--lang", "en")
    assert (accepted.code, accepted.err) == (cli.FINE, f"{EN} is now current with {MN}.\n")
    lines = (site.root / EN).read_text("utf-8").splitlines()
    assert [line for line in lines if not line.startswith("translated_from")] == [
        "---", "title: One", "---", "", "Text."
    ]  # fmt: skip
    assert codes(site.build()) == []
    assert "Text." in site.page("/en/news/2018/a/")
    assert states(site, ENTRY) == {"2018/a": "translated"}


@pytest.mark.parametrize(
    ("lang", "no_title", "no_text"),
    [
        (
            "mn",
            f"{EN}:3: гарчгийг орчуулаагүй байна. Бичээд дахин sitegen accept хийнэ үү.\n",
            f"{EN}:9: “…” тэмдгийн оронд орчуулга бичээгүй байна. Бичээд дахин sitegen accept хийнэ үү.\n",
        ),
        (
            "en",
            f"{EN}:3: the title is still to be translated. Fill it in, then accept.\n",
            f"{EN}:9: a place “…” is still to be translated. Fill it in, then accept.\n",
        ),
    ],
)
def test_what_is_not_filled_in_is_not_accepted(site: Site, lang: str, no_title: str, no_text: str) -> None:
    sitegen("translate", ENTRY, "--site", site.root)
    run = sitegen("accept", ENTRY, "--site", site.root, "--lang", lang)
    assert (run.code, run.err) == (cli.CONTENT, no_title)
    site.edit(EN, "title:", "title: One")
    run = sitegen("accept", ENTRY, "--site", site.root, "--lang", lang)
    assert (run.code, run.err) == (cli.CONTENT, no_text)


def test_a_draft_is_accepted_and_stays_one(site: Site) -> None:
    site.write(EN, ENGLISH.replace("false", "true").encode())
    for lang, told in (
        ("en", f"{EN} is still a draft: take “draft: true” away to publish it.\n"),
        ("mn", f"{EN} ноорог хэвээр: нийтлэхийн тулд “draft: true” мөрийг устгана уу.\n"),
    ):
        assert sitegen("accept", ENTRY, "--site", site.root, "--lang", lang).err.endswith(told)
        site.edit(MN, "Бичвэр", "Бичвэрээ")
    assert states(site, ENTRY) == {"2018/a": "draft"}


@pytest.mark.parametrize(
    "same",
    [
        "“Бичвэр” - [нэр](project:new).",
        '"Бичвэр" –  [нэр](project:old).',
        "«Бичвэр» —\n[нэр](project:old).\n",
        '<!-- шинэ -->\n"Бичвэр" – [нэр](project:old).',
    ],
)
def test_renaming_spaces_and_typography_do_not_make_it_outdated(site: Site, same: str) -> None:
    site.write(MN, article("Нэг", '"Бичвэр" – [нэр](project:old).'))
    site.write(EN, ENGLISH.encode())
    sitegen("accept", ENTRY, "--site", site.root)
    site.write(MN, article("Нэг", same))
    assert states(site, ENTRY) == {"2018/a": "translated"}
    site.write(MN, article("Нэг", same.replace("Бичвэр", "Бичвэрүүд")))
    assert states(site, ENTRY) == {"2018/a": "outdated"}


def test_a_letter_corrected_in_both_is_accepted_for_both_at_once(site: Site) -> None:
    """Each of the two says that it was made from the other."""
    site.write(EN, ENGLISH.encode())
    for path in (MN, EN):
        site.edit(path, "title:", "translated_from: 0123456789ab\ntitle:")
    run = sitegen("accept", ENTRY, "--site", site.root, "--lang", "en")
    assert run.err == f"{EN} is now current with {MN}.\n{MN} is now current with {EN}.\n"
    site.build()
    page = site.page("/translations/")
    assert MN not in page
    site.edit(MN, "Бичвэр.", "Бичвэрь.")
    site.edit(EN, "Text.", "Texts.")
    run = sitegen("accept", ENTRY, "--site", site.root, "--lang", "en")
    assert run.err == f"{EN} is now current with {MN}.\n{MN} is now current with {EN}.\n"
    site.build()
    assert MN not in site.page("/translations/")


def test_nobody_sees_a_digest(site: Site) -> None:
    """Editors are told the command to run."""
    site.write(EN, ENGLISH.encode())
    sitegen("accept", ENTRY, "--site", site.root)
    digest = (site.root / EN).read_text("utf-8").partition("translated_from: ")[2][:12]
    site.edit(MN, "Бичвэр.", "Өөр бичвэр.")
    site.build()
    pages = [raw.decode() for path, raw in site.tree().items() if path.endswith(".html")]
    assert not [page for page in pages if digest in page]
    assert "<code>sitegen accept article:2018/a</code>" in site.page("/translations/")
    assert "<code>sitegen translate page:about</code>" in site.page("/translations/")


def test_the_page_about_translations_leads_to_the_files_and_shows_drafts_as_drafts(site: Site) -> None:
    site.write(EN, ENGLISH.replace("draft: false", "draft: true").encode())
    site.edit("site.yaml", "cards: false", "edit: https://git.example.org/edit/main/{path}\ncards: false")
    site.build()
    page = site.page("/translations/").replace("/<wbr>", "/")
    row = next(line for line in page.split("<tr>") if "2018/a" in line and "<td" in line)
    assert "Ноорог" in row
    assert f'<a href="https://git.example.org/edit/main/{EN}" rel="external"><code>{EN}</code></a>' in row
    assert "sitegen accept article:2018/a" in row
    about = next(line for line in page.split("<tr>") if "page:about" in line)
    assert f"edit/main/{PAGE}" in about
    assert "><code>content/pages/about/index.en.md</code></td>" in about
    drafts = states(site)
    site.edit(EN, "draft: true", "draft: false")
    site.build()
    assert (drafts["2018/a"], "Ноорог" in site.page("/translations/")) == ("draft", False)
