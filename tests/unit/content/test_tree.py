"""What lies in content/, and what does not belong there."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from sitegen.content.source import FILE_LIMIT
from sitegen.content.tree import FileTree, scan
from sitegen.language.catalogue import texts_of_codes

TEXT = "---\ntitle: x\n---\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "site" / "content").mkdir(parents=True)
    return tmp_path / "site"


def put(root: Path, *paths: str) -> None:
    for path in paths:
        target = root / "content" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(TEXT, "utf-8")


def found(root: Path) -> list[tuple[str, str]]:
    """Code and path below content/ of every problem."""
    return [(item.code, item.path.removeprefix("content/")) for item in scan(root).diagnostics]


def sound(root: Path) -> FileTree:
    tree = scan(root)
    assert tree.diagnostics == ()
    return tree


def test_documents_are_known_by_kind_ref_and_language(root: Path) -> None:
    put(root, "articles/2018/forum/index.mn.md", "articles/2018/forum/index.en.md", "pages/about/index.mn.md")
    assert [(file.path, file.kind, file.ref, file.lang) for file in sound(root).documents] == [
        ("content/articles/2018/forum/index.en.md", "article", "2018/forum", "en"),
        ("content/articles/2018/forum/index.mn.md", "article", "2018/forum", "mn"),
        ("content/pages/about/index.mn.md", "page", "about", "mn"),
    ]


def test_other_files_of_an_entry_are_its_assets(root: Path) -> None:
    put(root, "pages/about/index.mn.md", "pages/about/photo.jpg", "pages/about/Тайлан 2018.pdf")
    assert [asset.path for asset in sound(root).assets] == [
        "content/pages/about/photo.jpg",
        "content/pages/about/Тайлан 2018.pdf",
    ]


def test_records_are_listed(root: Path) -> None:
    put(root, "terms.yaml", "places.yaml", "README.md")
    assert sound(root).records == ("content/places.yaml", "content/terms.yaml")


def test_an_entry_may_stand_below_another(root: Path) -> None:
    put(root, "pages/about/index.mn.md", "pages/about/team/index.mn.md")
    assert [file.ref for file in sound(root).documents] == ["about", "about/team"]


@pytest.mark.parametrize(
    "name",
    [
        ".DS_Store",
        ".index.mn.md.swp",
        "index.mn.md~",
        "#index.mn.md#",
        "~$a.docx",
        "Thumbs.db",
        "a.tmp",
        ".git/x",
    ],
)
def test_what_editors_and_systems_leave_behind_is_skipped(root: Path, name: str) -> None:
    put(root, "pages/about/index.mn.md", f"pages/about/{name}", f"pages/{name}", name)
    tree = sound(root)
    assert (len(tree.documents), tree.assets) == (1, ())


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("pages/About/index.mn.md", "E302"),
        ("pages/a_b/index.mn.md", "E302"),
        ("pages/a b/index.mn.md", "E302"),
        ("pages/Шинэ/index.mn.md", "E302"),
        ("pages/a--b/index.mn.md", "E302"),
        ("pages/🙂/index.mn.md", "E303"),
        ("pages/about/index.ru.md", "E305"),
        ("page/about/index.mn.md", "E308"),
        ("notes.txt", "E308"),
        ("pages/about.mn.md", "E309"),
        ("pages/index.mn.md", "E309"),
        ("pages/photo.jpg", "E309"),
        ("pages/about/photo.jpg", "E309"),
        ("pages/a/b/c/d/index.mn.md", "E314"),
        ("pages/con/index.mn.md", "E313"),
        ("pages/lpt1.a/index.mn.md", "E313"),
        ("pages/about/aux.jpg", "E313"),
        ("pages/about/a:b.jpg", "E313"),
        ("pages/about/a\\b.jpg", "E313"),
        ("pages/about/new\nline.jpg", "E313"),
        ("pages/about/rtl\u202egpj.exe", "E313"),
        ("pages/about/ lead.jpg", "E313"),
        ("pages/about/" + "ж" * 110, "E313"),
        ("pages/dir.md/index.mn.md", "E311"),
    ],
)
def test_what_does_not_belong_there_is_an_error(root: Path, path: str, code: str) -> None:
    put(root, path)
    assert code in {item for item, _ in found(root)}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("index.en.md.txt", "Rename it: index.en.md"),
        ("index.en.MD", "Rename it: index.en.md"),
        ("Index.en.md", "Rename it: index.en.md"),
        ("index.EN.md", "Rename it: index.en.md"),
        ("index.en (1).md", "Rename it: index.en.md"),
        ("index.en - Copy.md", "Rename it: index.en.md"),
        ("index.en - хуулбар.md", "Rename it: index.en.md"),
        ("index.en.markdown", "Rename it: index.en.md"),
        ("index_en.md", "Rename it: index.en.md"),
        ("index.eng.md", "Rename it: index.en.md"),
        ("індех.en.md", "Rename it: index.en.md"),
        ("index.en.md.bak", "Rename it: index.en.md"),
        ("index.en.txt", "Rename it: index.en.md"),
        ("index.en", "Rename it: index.en.md"),
        ("index.md", "Rename it to one of these: index.en.md"),
        (
            "medee.md",
            "To keep it unpublished, move it to: content/pages/about/_notes/\nIf it is the translation",
        ),
        ("README.md", "To keep it unpublished, move it to: content/pages/about/_notes/\nIf it is the tra"),
        ("index.en.md.", "Rename it: index.en.md"),
        ("index.en.md ", "Rename it: index.en.md"),
        ("index.mn.MD", "There is index.mn.md already: delete this file, or keep it in a folder _notes"),
        ("index.en.docx", "Copy its text into index.en.md, and keep this file in a folder _notes"),
        ("index.en.md.docx", "Copy its text into index.en.md, and keep this file in a folder _notes"),
        ("index.mn.md.txt", "There is index.mn.md already: delete this file, or keep it in a folder _notes"),
        ("index.mn (1).md", "There is index.mn.md already: delete this file, or keep it in a folder _notes"),
    ],
)
def test_a_text_whose_name_went_wrong_is_an_error_that_says_the_right_one(
    root: Path, name: str, said: str
) -> None:
    put(root, "pages/about/index.mn.md", f"pages/about/{name}")
    (item,) = scan(root).diagnostics
    assert (item.code, item.path) == ("E316", f"content/pages/about/{name}")
    assert texts_of_codes("en").hint(item).startswith(said)
    assert scan(root).assets == ()


@pytest.mark.parametrize("name", ["README.md", "notes.md", "Тэмдэглэл.MD"])
def test_beside_the_texts_of_an_entry_other_markdown_is_told_how_to_keep_it(root: Path, name: str) -> None:
    put(root, "pages/about/index.mn.md", "pages/about/index.en.md", f"pages/about/{name}")
    (item,) = scan(root).diagnostics
    assert (item.code, item.path) == ("W317", f"content/pages/about/{name}")
    assert (
        texts_of_codes("en").hint(item) == "To keep it unpublished, move it to: content/pages/about/_notes/"
    )


@pytest.mark.parametrize("name", ["photo.jpg.", "photo.jpg ", " photo.jpg"])
def test_a_name_with_a_space_or_full_stop_too_many_is_told_once_with_the_right_one(
    root: Path, name: str
) -> None:
    put(root, "pages/about/index.mn.md", f"pages/about/{name}")
    (item,) = scan(root).diagnostics
    assert texts_of_codes("en").hint(item) == "Rename it: photo.jpg"


@pytest.mark.parametrize("name", ["report-md.pdf", "index.jpg", "indeks.docx", "report.docx", "list.txt"])
def test_other_files_are_not_taken_for_texts(root: Path, name: str) -> None:
    put(root, "pages/about/index.mn.md", f"pages/about/{name}")
    assert [asset.path for asset in sound(root).assets] == [f"content/pages/about/{name}"]


def test_beside_a_text_whose_name_went_wrong_nothing_else_is_blamed(root: Path) -> None:
    put(root, "pages/about/Index.mn.md", "pages/about/photo.jpg")
    assert found(root) == [("E316", "pages/about/Index.mn.md")]


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("articles/2026/shine-medee.md", "articles/2026/shine-medee/index.mn.md"),
        ("articles/2026/shine-medee.en.md", "articles/2026/shine-medee/index.en.md"),
        ("articles/2026/Шинэ мэдээ.md", "articles/2026/shine-medee/index.mn.md"),
        ("articles/2026/Shine_medee.MD", "articles/2026/shine-medee/index.mn.md"),
        ("articles/2026/shine-medee.docx.md", "articles/2026/shine-medee/index.mn.md"),
        ("articles/2026/index.en.md", "articles/2026/…/index.en.md"),
        ("articles/2026/photo.jpg", "articles/2026/…/photo.jpg"),
        ("articles/shine-medee.md", "articles/…/shine-medee/index.mn.md"),
        ("pages/holboo.mn.md", "pages/holboo/index.mn.md"),
        ("pages/holboo/photo.jpg", "pages/holboo/index.mn.md"),
    ],
)
def test_a_file_outside_an_entry_is_told_the_folder_it_needs(root: Path, path: str, near: str) -> None:
    put(root, path)
    (item,) = scan(root).diagnostics
    assert (item.code, dict(item.args)["near"]) == ("E309", f"content/{near}")
    in_place = " (write the year or the name in place of “…”)" if "…" in near else ""
    assert texts_of_codes("en").hint(item) == f"Each entry has a folder of its own: content/{near}{in_place}"
    assert scan(root).documents == ()


def test_notes_are_never_looked_at(root: Path) -> None:
    put(root, "pages/about/index.mn.md", "_notes/x.md", "pages/_notes/x.md", "pages/about/_notes/index.en.md")
    tree = sound(root)
    assert (len(tree.documents), tree.assets) == (1, ())


def test_the_mended_name_of_a_folder_is_suggested(root: Path) -> None:
    put(root, "pages/Шинэ форум/index.mn.md", "page/x/index.mn.md")
    near = {item.code: dict(item.args)["near"] for item in scan(root).diagnostics}
    assert near == {"E302": "shine-forum", "E308": "pages"}


def test_a_document_in_a_badly_named_folder_is_still_read(root: Path) -> None:
    put(root, "pages/About/index.mn.md")
    assert [file.ref for file in scan(root).documents] == ["About"]


def test_a_photo_beside_no_document_is_not_published(root: Path) -> None:
    put(root, "articles/2018/photo.jpg", "articles/2018/forum/index.mn.md")
    assert found(root) == [("E309", "articles/2018/photo.jpg")]
    assert scan(root).assets == ()


def test_names_that_differ_only_in_case_are_one(root: Path) -> None:
    put(root, "pages/about/index.mn.md", "pages/about/photo.jpg", "pages/about/Photo.JPG")
    if len(os.listdir(root / "content/pages/about")) == 3:
        assert found(root) == [("E304", "pages/about/photo.jpg")]


def test_a_decomposed_name_is_an_error_with_the_composed_one(root: Path) -> None:
    put(root, "pages/about/index.mn.md", "pages/about/" + unicodedata.normalize("NFD", "зураг-й.jpg"))
    (item,) = scan(root).diagnostics
    assert item.code == "E312"
    assert dict(item.args)["near"] == "зураг-й.jpg"


def test_a_name_that_is_no_text_is_shown_as_bytes(root: Path) -> None:
    put(root, "pages/about/index.mn.md")
    folder = os.fsencode(root / "content/pages/about")
    try:
        with open(os.path.join(folder, b"\xcf\xf0\xe8.jpg"), "wb"):
            pass
    except OSError:
        pytest.skip("this file system takes no such names")
    assert found(root) == [("E313", "pages/about/\\xcf\\xf0\\xe8.jpg")]
    assert str(scan(root).diagnostics).encode("utf-8")


@pytest.mark.parametrize(
    "target",
    [
        "/etc/passwd",
        "/dev/zero",
        "nowhere",
        "photo.jpg",
        "../../..",
        ".",
        "../../../../outside",
        "../../../site.yaml",
        "../../../.git/config",
        "../../.hidden/config",
        "../_notes/secret.jpg",
        "../draft/index.mn.md",
        "../.through/outside",
    ],
)
def test_a_link_that_leads_out_of_content_or_to_what_is_kept_back_is_an_error(
    root: Path, target: str
) -> None:
    for path in ("../outside", ".git/config", "content/.hidden/config", "content/pages/_notes/secret.jpg"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("secret")
    (root / "site.yaml").write_text("secret")
    put(root, "pages/about/index.mn.md", "pages/draft/index.mn.md")
    os.symlink(root.parent, root / "content/pages/.through")
    os.symlink(target, root / "content/pages/about/photo.jpg")
    assert found(root) == [("E310", "pages/about/photo.jpg")]
    assert scan(root).assets == ()


def test_a_link_to_a_file_of_the_site_is_followed(root: Path) -> None:
    put(root, "pages/about/index.mn.md", "pages/about/photo.jpg", "pages/team/index.mn.md")
    os.symlink("../about/photo.jpg", root / "content/pages/team/photo.jpg")
    first, second = sound(root).assets
    assert first.signature == second.signature


def test_content_itself_may_not_be_a_link(root: Path) -> None:
    (root / "content").rename(root / "texts")
    (root / "content").symlink_to("texts")
    assert [(item.code, item.path) for item in scan(root).diagnostics] == [("E318", "content")]


def test_a_link_to_the_site_itself_does_not_matter(root: Path, tmp_path: Path) -> None:
    put(root, "pages/about/index.mn.md", "pages/about/a.jpg")
    os.symlink("a.jpg", root / "content/pages/about/b.jpg")
    os.symlink(root, tmp_path / "link")
    assert len(sound(tmp_path / "link").assets) == 2


def test_a_pipe_is_an_error_and_nobody_waits_for_it(root: Path) -> None:
    put(root, "pages/about/index.mn.md")
    os.mkfifo(root / "content/pages/about/index.en.md")
    assert found(root) == [("E311", "pages/about/index.en.md")]


def test_a_file_that_may_not_be_read_is_an_error(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, "pages/about/index.mn.md")
    (root / "content/pages/about/index.mn.md").chmod(0o600)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert found(root) == [("E601", "pages/about/index.mn.md")]


def test_a_site_without_content_is_told_so(tmp_path: Path) -> None:
    assert [item.code for item in scan(tmp_path).diagnostics] == ["W323"]


def test_entries_outside_of_content_are_told(root: Path) -> None:
    (root / "articles/2026").mkdir(parents=True)
    (problem,) = scan(root).diagnostics
    words = texts_of_codes("en")
    assert (problem.code, words.message(problem), words.hint(problem)) == (
        "W331",
        "The folder “articles” lies outside of the folder content: it is not read, and nothing in it is "
        "published.",
        "Move what is in it to: content/articles",
    )


def test_an_entry_beside_content_is_told(root: Path) -> None:
    (root / "nom").mkdir()
    (root / "nom/index.mn.md").write_bytes(b"")
    (root / "docs").mkdir()
    for folder in ("root", "_notes", ".backup"):  # read elsewhere, or left out as in content/
        (root / folder).mkdir()
        (root / folder / "index.mn.md").write_bytes(b"")
    (problem,) = scan(root).diagnostics
    mn, en = texts_of_codes("mn"), texts_of_codes("en")
    assert (problem.code, mn.message(problem), mn.hint(problem), en.hint(problem)) == (
        "W331",
        "“nom” хавтас content хавтаснаас гадуур байгаа тул уншихгүй, доторхыг нь нийтлэхгүй.",
        "Хавтсыг бүхэлд нь, ямар бичлэг болохоор нь, эдгээрийн аль нэгд зөөнө үү (… гэсэн нь он): "
        "content/articles/…, content/forums, content/programmes, content/projects, content/pages",
        "Move the whole folder to where entries of its kind lie (… is a year): "
        "content/articles/…, content/forums, content/programmes, content/projects, content/pages",
    )


def test_a_text_straight_in_content_does_not_put_content_outside_of_itself(root: Path) -> None:
    put(root, "index.mn.md")
    assert found(root) == [("E308", "index.mn.md")]


@pytest.mark.parametrize(
    ("path", "code", "size"),
    [
        ("pages/about/index.mn.md", "E110", FILE_LIMIT + 1),
        ("terms.yaml", "E110", FILE_LIMIT + 1),
        ("pages/team/film.zip", "E808", 101 * 1024 * 1024),
    ],
)
def test_a_huge_file_is_not_opened(root: Path, path: str, code: str, size: int) -> None:
    put(root, "pages/team/index.mn.md", path)
    os.truncate(root / "content" / path, size)
    tree = scan(root)
    assert [item.code for item in tree.diagnostics] == [code]
    assert f"content/{path}" not in {
        *(file.path for file in tree.documents),
        *(file.path for file in tree.assets),
        *tree.records,
    }


def test_a_huge_file_of_another_program_is_told_for_what_it_is(root: Path) -> None:
    put(root, "pages/about/index.mn.md")
    (root / "content/pages/about/index.mn.md").write_bytes(b"PK\x03\x04" + b"word/document.xml")
    os.truncate(root / "content/pages/about/index.mn.md", FILE_LIMIT + 1)
    (problem,) = scan(root).diagnostics
    assert (problem.code, dict(problem.args)["program"]) == ("E177", "Word")


def test_the_order_of_the_file_system_does_not_matter(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, *(f"pages/{name}/index.{lang}.md" for name in "cab" for lang in ("mn", "en")), "x.txt", "a.txt")
    wanted = scan(root)
    listing = os.scandir

    class Backwards:
        def __init__(self, path: Path) -> None:
            self.entries = sorted(listing(path), key=lambda entry: entry.name, reverse=True)

        def __enter__(self) -> list[os.DirEntry[str]]:
            return self.entries

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(os, "scandir", Backwards)
    assert scan(root) == wanted
