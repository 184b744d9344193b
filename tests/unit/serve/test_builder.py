"""What the preview shows after each save."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from unittest.mock import patch

import msgspec
import pytest
from PIL import Image

from sitegen.core.diagnostics import as_text
from sitegen.core.digest import engine_digest
from sitegen.language.catalogue import texts_of_codes
from sitegen.pages.plan import KeptPlan
from sitegen.pages.planned import KeptPage, SourceFile
from sitegen.serve import builder as module
from sitegen.serve.board import Board, PreviewState
from sitegen.serve.builder import NOTHING, Builder, Voice, made_on_request
from sitegen.serve.watch import Inbox
from sitegen.steps.session import BuildOptions
from tests.literal import CONFIG, TODAY, Site, article, templates_looked_at_once, tree

NEWS = "content/articles/2018/forum/index.mn.md"
PAGE = "news/2018/forum/index.html"


def picture(size: tuple[int, int] = (40, 30), colour: str = "teal") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    return file.getvalue()


BASE = Path(__file__).parents[3] / "templates/base.html"


class Preview:
    """A site, what is shown of it, and what the terminal said."""

    def __init__(self, site: Site, lang: str = "en", today: date | None = TODAY) -> None:
        self.site = site
        self.state = site.root / ".sitegen/preview"
        self.lines: list[str] = []
        self.board = Board(PreviewState())
        self.inbox = Inbox()
        options = BuildOptions(
            site=site.root,
            out=self.state / "site",
            state=self.state,
            today=today,
            drafts=True,
            on_request=True,
        )
        report = lambda found: self.lines.append(as_text(found, texts_of_codes(lang)))  # noqa: E731
        self.options = options
        self.builder = Builder(options, self.board, Voice(self.lines.append, report), lang, self.inbox)
        self.save()

    def save(self, *paths: str) -> None:
        """What follows a save of these files."""
        self.builder.follow(frozenset(paths), self.board.shown.drafts)
        self.builder.settle()

    def edit(self, path: str, text: str) -> None:
        self.site.write(path, text)
        self.save(path)

    def page(self, target: str = PAGE) -> str:
        assert target in self.board.shown.targets
        return (self.state / "site" / target).read_text("utf-8")

    @property
    def shown(self) -> PreviewState:
        return self.board.shown


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    with templates_looked_at_once():
        yield Preview(Site(tmp_path.resolve(), {NEWS: article()}))


def test_an_edit_is_shown(preview: Preview) -> None:
    preview.edit(NEWS, article(body="Шинэ текст."))
    assert "Шинэ текст." in preview.page()
    assert (preview.shown.failed, preview.shown.working, preview.shown.problems) == (False, False, ())


def test_an_error_leaves_the_last_good_page_with_the_problem_over_it(preview: Preview) -> None:
    before = preview.page()
    preview.edit(NEWS, article(date="2018-02-31"))
    assert preview.page() == before
    assert preview.shown.failed
    (problem,) = preview.shown.problems
    assert (problem.code, problem.line, problem.error) == ("E108", 3, True)
    assert problem.file == str(preview.site.root / NEWS)


@pytest.mark.parametrize("lang", ["mn", "en"])
def test_the_problems_are_those_of_the_terminal_in_the_editors_language(tmp_path: Path, lang: str) -> None:
    with templates_looked_at_once():
        preview = Preview(Site(tmp_path.resolve(), {NEWS: article(date="2018-02-31")}), lang)
    (problem,) = preview.shown.problems
    place = f"{problem.path}:{problem.line}:{problem.column}"
    assert f"{place}: {problem.code} {problem.message}\n    {problem.hint}\n" in preview.lines


def test_what_a_draft_names_and_is_not_there_stops_no_page_and_says_why(preview: Preview) -> None:
    preview.edit(NEWS, article("Ноорог", "[Тайлан](article:2018/report)", draft="true"))
    assert "<a>Тайлан</a>" in preview.page()
    assert not preview.shown.failed
    (problem,) = preview.shown.problems
    assert (problem.code, problem.error) == ("E412", False)
    assert problem.hint.endswith(
        "The text is not published yet: this stops nothing now, but will on that day."
    )


def test_a_site_that_never_was_right_is_shown_as_soon_as_it_is(tmp_path: Path) -> None:
    with templates_looked_at_once():
        preview = Preview(Site(tmp_path.resolve(), {NEWS: article(date="2018-02-31")}))
        assert (preview.shown.targets, preview.shown.failed) == (frozenset(), True)
        preview.edit(NEWS, article())
    assert preview.page()


def test_a_folder_that_is_no_site_tells_so(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    preview = Preview(Site(tmp_path.resolve(), None))
    assert [problem.code for problem in preview.shown.problems] == ["E155"]


def test_what_is_deleted_goes_and_what_is_new_comes(preview: Preview) -> None:
    preview.site.remove_folder("content/articles/2018/forum")
    preview.save("content/articles/2018/forum")
    assert PAGE not in preview.shown.targets
    preview.edit("content/articles/2019/new/index.en.md", article("New", date="2019-01-01"))
    assert "en/news/2019/new/index.html" in preview.shown.targets


def test_nothing_but_the_preview_is_touched(preview: Preview) -> None:
    preview.site.build()
    published, store = preview.site.tree(), (preview.site.root / ".sitegen/store").read_bytes()
    preview.edit(NEWS, article(body="Шинэ текст."))
    assert preview.site.tree() == published
    assert (preview.site.root / ".sitegen/store").read_bytes() == store
    outcome = preview.site.build()
    assert (outcome.parsed, len(outcome.rendered) > 0) == ((NEWS,), True)
    preview.save()
    assert preview.site.build().rendered == ()


def test_a_build_of_the_site_keeps_nobody_waiting(preview: Preview) -> None:
    from sitegen.steps.session import open_session

    with open_session(BuildOptions(site=preview.site.root, out=preview.site.out)):
        preview.edit(NEWS, article(body="Шинэ текст."))
    assert "Шинэ текст." in preview.page()


class TestPictures:
    """Pictures and cards take most of the time of a build: a preview makes those that somebody looks at."""

    CARD = "news/2018/forum/share-card.png"
    SMALL = "news/2018/forum/photo.jpg.720.webp"
    PHOTO = "content/articles/2018/forum/photo.jpg"
    WITH_PHOTO = article(images="[{file: photo.jpg, alt: {mn: Зураг, en: A picture}}]")

    @pytest.fixture
    def preview(self, tmp_path: Path) -> Iterator[Preview]:
        with templates_looked_at_once():
            files = {NEWS: self.WITH_PHOTO, self.PHOTO: picture(size=(900, 600))}
            config = CONFIG.replace("cards: false", "cards: true")
            yield Preview(Site(tmp_path.resolve(), files | {"site.yaml": config}))

    def asked(self, preview: Preview, target: str) -> bytes | None:
        options = msgspec.structs.replace(preview.options, engine=engine_digest())
        found = made_on_request(options, preview.board, target)
        return found[1] if found else None

    def test_are_made_when_they_are_asked_for_as_a_build_makes_them(self, preview: Preview) -> None:
        clean = preview.site.root / "clean"
        preview.site.build(out=clean, cache=False, drafts=True)
        there = {path.relative_to(clean).as_posix(): path for path in clean.rglob("*.*") if path.is_file()}
        left = {name for name in there if name.endswith((".jpg", ".webp", "share-card.png"))}
        assert {self.CARD, self.SMALL} <= left
        assert set(there) - preview.shown.targets - {".sitegen-files"} == left
        for name in left:
            assert self.asked(preview, name) == there[name].read_bytes()
        assert self.asked(preview, "news/2018/forum/other.png") is None

    def test_of_the_last_good_page_stay_while_there_are_errors(self, preview: Preview) -> None:
        before = self.asked(preview, self.SMALL)
        preview.edit(NEWS, "---\ntitle: [\n---\n")
        assert preview.shown.failed
        assert self.asked(preview, self.SMALL) == before

    def test_that_are_others_by_the_same_name_are_loaded_again(self, preview: Preview) -> None:
        before, files = self.asked(preview, self.SMALL), preview.shown.files
        preview.site.write(self.PHOTO, picture(size=(900, 600), colour="navy"))
        preview.save(self.PHOTO)
        assert self.asked(preview, self.SMALL) not in (None, before)
        assert preview.shown.files == files + 1

    def test_what_a_card_cannot_show_is_told_although_none_is_made(self, preview: Preview) -> None:
        preview.edit(NEWS, article("Форум 中"))
        assert [problem.code for problem in preview.shown.problems if problem.error] == ["E163"]
        preview.save()
        assert [problem.code for problem in preview.shown.problems if problem.error] == ["E163"]
        preview.edit(NEWS, self.WITH_PHOTO)
        assert preview.shown.problems == ()

    def test_are_not_made_of_what_a_forged_store_names(self, preview: Preview) -> None:
        secret = preview.site.root / "content/../secret.jpg"
        secret.write_bytes(picture())
        page = KeptPage("/x.jpg", "picture", "mn", "sitegen", (), b"", (SourceFile("secret.jpg", b""),))
        preview.board.show(pictures=msgspec.msgpack.encode(KeptPlan(b"", (page,))))
        assert self.asked(preview, "x.jpg") is None


def test_the_day_is_that_of_the_sites_time_zone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day in Ulaanbaatar is tomorrow already."""
    evening = datetime(2100, 1, 1, 20, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(evening.timestamp())))
    with templates_looked_at_once():
        preview = Preview(Site(tmp_path.resolve(), {NEWS: article(date="2100-01-02")}), today=None)
    assert preview.shown.desk.page_info(PAGE).hidden == ""


class TestDrafts:
    @pytest.fixture
    def preview(self, tmp_path: Path) -> Iterator[Preview]:
        with templates_looked_at_once():
            yield Preview(Site(tmp_path.resolve(), {NEWS: article(draft="true")}))

    def test_are_shown_and_marked(self, preview: Preview) -> None:
        assert preview.page()
        assert preview.shown.desk.page_info(PAGE).hidden == "draft"

    def test_are_not_shown_when_they_are_switched_off(self, preview: Preview) -> None:
        preview.builder.follow(NOTHING, False)
        assert (PAGE in preview.shown.targets, preview.shown.drafts) == (False, False)
        preview.builder.follow(NOTHING, True)
        assert PAGE in preview.shown.targets


class TestTheQuickWay:
    """An edit of a known document looks at that document only; all else is looked at when it is quiet."""

    def test_looks_for_no_other_files(self, preview: Preview) -> None:
        preview.site.write(NEWS, article(body="Шинэ текст."))
        with patch("sitegen.steps.sources.scan", side_effect=AssertionError("looked at everything")):
            preview.builder.follow(frozenset({NEWS}), True)
        assert "Шинэ текст." in preview.page()

    def test_gives_what_a_clean_build_gives(self, preview: Preview) -> None:
        for body in ("Нэг.", "[Холбоос](https://example.org)", "Гурав."):
            preview.site.write(NEWS, article(body=body))
            preview.builder.follow(frozenset({NEWS}), True)
        clean = preview.site.root / "clean"
        preview.site.build(out=clean, cache=False, drafts=True, on_request=True)
        assert tree(preview.state / "site") == tree(clean)

    def test_what_nobody_told_of_is_seen_soon_after(self, preview: Preview) -> None:
        other = "content/articles/2019/other/index.mn.md"
        preview.site.write(other, article(date="2019-01-01"))
        preview.site.write(NEWS, article(body="Шинэ текст."))
        preview.builder.follow(frozenset({NEWS}), True)
        assert "news/2019/other/index.html" not in preview.shown.targets
        assert preview.builder.unsure
        preview.builder.settle()
        assert "news/2019/other/index.html" in preview.shown.targets

    @pytest.mark.parametrize("other", ["content/articles/2018/forum/photo.txt", "content/terms.yaml"])
    def test_is_not_taken_when_anything_else_changed(self, preview: Preview, other: str) -> None:
        preview.site.write(NEWS, article(body="Шинэ текст."))
        preview.site.write(other, "- id: new\n  name: {mn: Шинэ, en: New}\n")
        preview.builder.follow(frozenset({NEWS, other}), True)
        clean = preview.site.root / "clean"
        preview.site.build(out=clean, cache=False, drafts=True, on_request=True)
        assert tree(preview.state / "site") == tree(clean)

    def test_a_file_that_came_and_went_is_no_reason_to_look_at_all(self, preview: Preview) -> None:
        preview.site.write(NEWS, article(body="Шинэ текст."))
        with patch("sitegen.steps.sources.scan", side_effect=AssertionError("looked at everything")):
            preview.builder.follow(frozenset({NEWS, "content/articles/2018/forum/sedA1b2"}), True)
        assert "Шинэ текст." in preview.page()

    def test_a_file_that_somebody_took_from_the_private_folder_comes_back(self, preview: Preview) -> None:
        (preview.state / "site/en/index.html").unlink()
        preview.edit(NEWS, article(body="Шинэ текст."))
        assert preview.page("en/index.html")


class TestAhead:
    """A page that somebody looks at has an edited theme before all the others have."""

    @pytest.fixture
    def preview(self, tmp_path: Path) -> Iterator[Preview]:
        site = Site(tmp_path.resolve(), {NEWS: article()})
        site.write("templates/base.html", BASE.read_bytes())
        with templates_looked_at_once():
            yield Preview(site)

    def edit_base(self, preview: Preview, mark: str) -> None:
        preview.site.write(
            "templates/base.html", BASE.read_text("utf-8").replace("</body>", f"{mark}</body>")
        )

    @pytest.mark.parametrize("target", [PAGE, "index.html", "en/places/khovd/index.html"])
    def test_it_is_what_the_build_gives(self, preview: Preview, target: str) -> None:
        self.edit_base(preview, "<p>MARK</p>")
        seen: list[dict[str, bytes]] = []
        original = module.build

        def build(*given: object) -> object:
            seen.append(dict(preview.shown.ahead))
            return original(*given)  # type: ignore[arg-type]

        with patch.object(module, "build", build), preview.board.watching(target):
            preview.builder.follow(frozenset({"templates/base.html"}), True)
        assert seen == [{target: preview.page(target).encode()}]
        assert "MARK" in preview.page(target)
        assert preview.shown.ahead == {}

    def test_a_theme_with_a_mistake_shows_no_page(self, preview: Preview) -> None:
        before = preview.page()
        self.edit_base(preview, "{{ page.nothing }}")
        with preview.board.watching(PAGE):
            preview.save("templates/base.html")
        assert (preview.shown.ahead, preview.shown.failed, preview.page()) == ({}, True, before)

    def test_a_build_that_the_next_edit_makes_useless_ends(self, preview: Preview) -> None:
        self.edit_base(preview, "<p>FIRST</p>")
        changed = frozenset({"templates/base.html"})
        with preview.board.watching(PAGE):
            preview.inbox.put(changed)
            preview.builder.follow(changed, True)
            assert b"FIRST" in preview.shown.ahead[PAGE]
            assert "FIRST" not in preview.page()
            self.edit_base(preview, "<p>SECOND</p>")
            assert preview.inbox.take(0) == (changed,)
            preview.builder.follow(changed, True)
        assert "SECOND" in preview.page()

    def test_an_edit_of_a_text_lets_it_go_on(self, preview: Preview) -> None:
        self.edit_base(preview, "<p>MARK</p>")
        with preview.board.watching(PAGE):
            preview.inbox.put(frozenset({NEWS}))
            preview.builder.follow(frozenset({"templates/base.html"}), True)
        assert "MARK" in preview.page()


class TestWhenItCannotBeBuilt:
    def test_a_full_disk_is_told_and_the_page_stays(self, preview: Preview) -> None:
        before = preview.page()
        full = OSError(28, os.strerror(28), "/site/x")
        with patch.object(module, "build", side_effect=full):
            preview.edit(NEWS, article(body="Шинэ текст."))  # and everything is looked at once more
        assert preview.shown.trouble == "/site/x: No space left on device"
        assert preview.lines[-1] == preview.shown.trouble
        assert (preview.page(), preview.builder.unsure) == (before, True)
        preview.builder.settle()
        assert ("Шинэ текст." in preview.page(), preview.shown.trouble) == (True, "")

    def test_a_bug_of_ours_is_told_and_no_traceback(self, preview: Preview) -> None:
        with patch.object(module, "build", side_effect=KeyError("planted")):
            preview.edit(NEWS, article(body="Шинэ текст."))
        assert preview.shown.trouble.startswith("A bug in sitegen: KeyError: 'planted'.")

    def test_another_program_than_the_one_that_runs_is_told(self, preview: Preview) -> None:
        with patch.object(module, "engine_digest", return_value=b"another"):
            preview.builder.settle()
        assert preview.shown.trouble.startswith("sitegen itself has changed.")


def test_the_page_of_all_parts_follows_the_theme_and_one_that_takes_too_long_is_given_up(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert preview.shown.parts.keys() == {"_components/index.html", "en/_components/index.html"}
    preview.edit("templates/components.html", "{{ page.frame.title }}, again")
    assert preview.shown.parts["_components/index.html"].decode() == "Загварын хэсгүүд, again"
    monkeypatch.setattr("sitegen.output.render._SECONDS", 0.2)
    loops = "".join(f"{{% for a{number} in site.menu %}}" for number in range(18))
    preview.edit("templates/components.html", loops + "{% endfor %}" * 18)
    assert preview.shown.parts == {}
    preview.edit(NEWS, article(body="Шинэ текст."))
    assert "Шинэ текст." in preview.page()


def test_a_picture_that_changed_has_its_pages_loaded_again(preview: Preview) -> None:
    preview.edit("static/extra.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    before = preview.shown.files
    preview.edit("static/extra.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9'/>")
    assert preview.shown.files == before + 1
    preview.edit(NEWS, article(body="Шинэ текст."))
    preview.edit("static/css/site.css", "body {}")
    assert preview.shown.files == before + 1


def test_the_path_of_the_sites_address_is_where_it_is_served(preview: Preview) -> None:
    config = (preview.site.root / "site.yaml").read_text("utf-8")
    preview.edit("site.yaml", config.replace("archive.example.org", "archive.example.org/below"))
    assert preview.shown.mount == "/below"
    assert 'href="/below/en/' in preview.page()


def test_what_an_earlier_preview_left_is_there_at_once(preview: Preview) -> None:
    board = Board(PreviewState())
    options = msgspec.structs.replace(preview.builder._options, tree=None)
    again = Builder(options, board, Voice(lambda _: None, lambda _: None), "en")
    again.show_last()
    assert PAGE in board.shown.targets
    with ExitStack() as stack:
        stack.enter_context(patch.object(module, "build", side_effect=AssertionError))
        assert board.shown.desk.page_info(PAGE).file == NEWS
