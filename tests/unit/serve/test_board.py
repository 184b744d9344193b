"""What editors are told of a page, and what waits."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from sitegen.content.addresses import make_addresses
from sitegen.content.config import Language
from sitegen.core.store import Store
from sitegen.serve.bar import editor_link, news, waiting_list
from sitegen.serve.board import Desk, PreviewState, Problem, look_over
from tests.literal import TODAY, Site, article

LANGUAGES = (Language(code="mn", name="Монгол"), Language(code="en", name="English", prefix="en"))
ADDRESSES = make_addresses("https://example.org/archive", LANGUAGES)
NEWS = "content/articles/2018/forum"


def desk_of(site: Site, before: Desk | None = None) -> Desk:
    site.build(drafts=True)
    with Store(site.root / ".sitegen/store") as store:
        return look_over(before or Desk(), store, ADDRESSES, TODAY)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path, {f"{NEWS}/index.mn.md": article(), f"{NEWS}/index.en.md": article("A forum")})


def test_a_page_knows_its_file_and_that_of_its_translation(site: Site) -> None:
    info = desk_of(site).page_info("en/news/2018/forum/index.html")
    assert (info.file, info.other) == (f"{NEWS}/index.en.md", f"{NEWS}/index.mn.md")
    assert (info.translation, info.hidden) == ("translated", "")


def test_so_does_its_print_view(site: Site) -> None:
    assert desk_of(site).page_info("news/2018/forum/print/index.html").file == f"{NEWS}/index.mn.md"


def test_a_missing_translation_is_told_on_both_sides_with_its_place(site: Site) -> None:
    site.remove(f"{NEWS}/index.en.md")
    desk = desk_of(site)
    for target in ("news/2018/forum/index.html", "en/news/2018/forum/index.html"):
        info = desk.page_info(target)
        assert (info.file, info.translation) == (f"{NEWS}/index.mn.md", "missing")
        assert info.other == f"{NEWS}/index.en.md"
    assert [(item.reason, item.path) for item in desk.waiting] == [("missing", f"{NEWS}/index.en.md")]


def test_a_translation_of_an_older_text_is_out_of_date(site: Site) -> None:
    site.write(f"{NEWS}/index.en.md", article("A forum", translated_from="0123456789ab"))
    desk = desk_of(site)
    assert desk.page_info("news/2018/forum/index.html").translation == "outdated"
    assert [(item.reason, item.url) for item in desk.waiting] == [
        ("outdated", "/archive/en/news/2018/forum/")
    ]


@pytest.mark.parametrize(
    ("fields", "hidden", "day"),
    [
        ({"draft": "true"}, "draft", None),
        ({"date": "2026-12-01"}, "ahead", date(2026, 12, 1)),
        ({"expires": "2026-11-24"}, "expired", date(2026, 11, 24)),
        ({"date": "2026-11-24"}, "", None),
    ],
)
def test_what_readers_do_not_see_is_marked(
    tmp_path: Path, fields: dict[str, str], hidden: str, day: date | None
) -> None:
    site = Site(tmp_path, {f"{NEWS}/index.mn.md": article(**fields)})
    info = desk_of(site).page_info("news/2018/forum/index.html")
    assert (info.hidden, info.day) == (hidden, day)


def test_a_date_is_that_of_the_entry_whichever_file_states_it(site: Site) -> None:
    site.write(f"{NEWS}/index.mn.md", article(date="2026-12-01"))
    site.write(f"{NEWS}/index.en.md", '---\ntitle: "A forum"\n---\n\nText.\n')
    assert desk_of(site).page_info("en/news/2018/forum/index.html").hidden == "ahead"


def test_pages_of_records_name_their_file_and_lists_none(site: Site) -> None:
    desk = desk_of(site)
    assert desk.page_info("en/places/khovd/index.html").file == "content/places.yaml"
    assert desk.page_info("tags/pta/index.html").file == "content/terms.yaml"
    assert desk.page_info("news/index.html").file == ""


def test_the_same_page_in_the_other_language_stands_at_the_same_place(site: Site) -> None:
    desk = desk_of(site)
    assert desk.counterpart("en/news/index.html", "mn") == "news/index.html"
    assert desk.counterpart("index.html", "en") == "en/index.html"


def test_an_edit_is_seen_and_what_is_deleted_goes(site: Site) -> None:
    desk = desk_of(site)
    assert desk_of(site, desk) is desk
    site.write(f"{NEWS}/index.mn.md", article("Өөр гарчиг", draft="true"))
    edited = desk_of(site, desk)
    assert edited.documents[f"{NEWS}/index.mn.md"].title == "Өөр гарчиг"
    assert edited.documents[f"{NEWS}/index.en.md"] is desk.documents[f"{NEWS}/index.en.md"]
    site.remove_folder(NEWS)
    assert desk_of(site, edited).documents == {}


def test_a_file_that_cannot_be_read_now_is_what_it_was(site: Site) -> None:
    desk = desk_of(site)
    site.write(f"{NEWS}/index.mn.md", "---\ntitle: [x\n---\n")
    target = "news/2018/forum/index.html"
    assert desk_of(site, desk).page_info(target) == desk.page_info(target)


class TestTheBarIsTold:
    def told(self, site: Site, target: str, lang: str) -> dict[str, object]:
        shown = PreviewState(desk=desk_of(site), working=False)
        found: dict[str, object] = json.loads(news(shown, target, b"", [], site.root, lang))
        return found

    def test_all_of_a_page_in_the_editors_language(self, site: Site) -> None:
        site.write(f"{NEWS}/index.mn.md", article(date="2026-12-01"))
        site.write(f"{NEWS}/index.en.md", article("A forum", date="2026-12-01", draft="true"))
        told = self.told(site, "news/2018/forum/index.html", "mn")
        full = str(site.root / NEWS / "index.mn.md")
        assert told["info"] == {
            "file": f"{NEWS}/index.mn.md",
            "full": full,
            "open": f"vscode://file{full}",
            "edit": "Энэ хуудсыг засах",
            "translation": "Орчуулсан",
            "state": "translated",
            "other": f"{NEWS}/index.en.md",
            "other_full": str(site.root / NEWS / "index.en.md"),
            "other_open": f"vscode://file{site.root / NEWS / 'index.en.md'}",
            "mark": "Огноо нь болоогүй: 2026\u00a0оны 12\u00a0дугаар\u00a0сарын\u00a01",
            "both": True,
        }
        assert told["waits"] == {
            "count": 2,
            "url": "/_sitegen/waiting",
            "parts": ["Ноорог: 1", "Огноо нь болоогүй: 1"],
        }

    def test_links_to_what_readers_do_not_see_are_to_be_marked(self, site: Site) -> None:
        site.write(f"{NEWS}/index.en.md", article("A forum", draft="true"))
        marked = [{"url": "/archive/en/news/2018/forum/", "mark": "Draft"}]
        assert self.told(site, "index.html", "en")["marked"] == marked

    def test_a_problem_with_its_place_and_a_link_that_opens_the_file(self) -> None:
        problem = Problem(
            path="content/x y/index.mn.md",
            line=3,
            column=7,
            code="E106",
            error=True,
            message="m",
            hint="h",
            file="/home/д/x y/index.mn.md",
        )
        told = json.loads(news(PreviewState(problems=(problem,)), "", None, [], Path("/home/д"), "en"))
        assert told["problems"] == [
            {
                "error": True,
                "code": "E106",
                "position": "content/x y/index.mn.md:3:7",
                "message": "m",
                "hint": "h",
                "file": "/home/д/x y/index.mn.md",
                "open": "vscode://file/home/%D0%B4/x%20y/index.mn.md:3:7",
            }
        ]

    def test_of_very_many_problems_the_first_and_how_many_more(self) -> None:
        one = Problem(path="a", line=0, column=0, code="E1", error=True, message="", hint="", file="")
        told = json.loads(news(PreviewState(problems=(one,) * 60), "", None, [], Path("/"), "en"))
        assert (len(told["problems"]), told["others"]) == (50, "10 more are on the terminal")


def test_a_file_on_windows_is_opened_too() -> None:
    assert editor_link(r"C:\сайт\index.md", 2) == "vscode://file/C:/%D1%81%D0%B0%D0%B9%D1%82/index.md:2:1"


def test_a_missing_translation_has_the_command_that_begins_it(site: Site) -> None:
    site.remove(f"{NEWS}/index.en.md")
    desk = desk_of(site)
    command = f"sitegen translate {NEWS}/index.en.md"
    assert f"<br><code>{command}</code></li>" in waiting_list(desk, site.root, "en")
    told = json.loads(news(PreviewState(desk=desk), "news/2018/forum/index.html", None, [], site.root, "en"))
    assert (told["info"]["other_full"], told["info"]["other_open"]) == (command, "")


def test_errors_are_told_before_warnings() -> None:
    warning, error = (
        Problem(path=path, line=0, column=0, code="", error=is_error, message="", hint="", file="")
        for path, is_error in (("a.md", False), ("b.html", True))
    )
    told = json.loads(news(PreviewState(problems=(warning, error)), "", None, [], Path("/"), "en"))
    assert [problem["position"] for problem in told["problems"]] == ["b.html", "a.md"]


def test_the_list_of_what_waits_escapes_titles(site: Site) -> None:
    site.write(f"{NEWS}/index.en.md", article("A <b>forum</b>", draft="true"))
    listed = waiting_list(desk_of(site), site.root, "en")
    assert "A &lt;b&gt;forum&lt;/b&gt;" in listed
    assert "<h2>Drafts: 1</h2>" in listed
    assert waiting_list(Desk(), site.root, "mn") == "<p>Хүлээгдэж буй зүйл алга.</p>\n"
