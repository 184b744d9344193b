"""The command line: arguments in, exit codes and words out."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen import __version__, cli
from sitegen.cli import main
from sitegen.core.files import hold_folder, hold_lock
from sitegen.language.catalogue import preferred_language, say
from tests.command import build, own_signals, sitegen
from tests.literal import TODAY, Site, article

ROOT = Path(__file__).parents[2]
NEWS = "content/articles/2018/forum/index.mn.md"
LOCALE = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path, {NEWS: article()})


@pytest.fixture
def broken(site: Site) -> Site:
    """A site that is published, and has an error and a warning since."""
    assert build(site.root).code == cli.FINE
    site.write(NEWS, article(date="2018-02-31", body="a <b>b</b>"))
    return site


class TestWrongFolder:
    """A command outside a site tells where the site is, if that is near, and leaves nothing behind."""

    @pytest.mark.parametrize("command", [("serve", "--no-open"), ("check",), ("new", "page", "Us")])
    def test_the_site_is_in_a_folder_of_the_folder(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
    ) -> None:
        (tmp_path / "my site").mkdir()
        (tmp_path / "my site/site.yaml").write_text("")
        monkeypatch.chdir(tmp_path)
        run = sitegen(*command, "--lang", "en")
        assert run.code == cli.CONTENT
        told = (
            "site.yaml: E155 There is no settings file (site.yaml).\n    The site is in another folder. "
            f'Go there, and type the command again: cd "{tmp_path}/my site"\n'
        )
        assert run.err.startswith(told)
        assert os.listdir(tmp_path) == ["my site"]

    def test_the_site_is_above_the_folder(self, site: Site) -> None:
        run = sitegen("status", "--site", site.root / "content/articles", "--lang", "mn")
        assert f"Тэнд ороод командаа дахин бичнэ үү: cd {site.root}\n" in run.err

    def test_the_settings_have_another_name(self, site: Site) -> None:
        (site.root / "site.yaml").rename(site.root / "site.yaml.txt")
        assert "    Rename the file “site.yaml.txt”: site.yaml\n" in sitegen("check", "--site", site.root).err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ("article", "“A", "school", "library”"),
            'This is too much: school library”. What belongs together stands in quotation marks: "A school '
            'library".',
        ),
        (
            ("article", "X", "--date", "25.12.2025"),
            "--date: “25.12.2025” is not a date: write 2025-12-25.",
        ),
        (
            ("article", "X", "--date", "tomorrow"),
            "--date: “tomorrow” is not a date: write 2026-11-24.",
        ),
        (
            ("project", "X", "--place", "Khovd, Altai, 3"),
            "“Khovd, Altai, 3” is more than an aimag and a soum. Write “Khovd, Altai”.",
        ),
    ],
)
def test_what_is_typed_wrong_is_told_as_it_is_right(
    site: Site, arguments: tuple[str, ...], told: str
) -> None:
    run = sitegen("new", *arguments, "--site", site.root, "--lang", "en")
    assert (run.code, run.err) == (cli.USAGE, f"{told} See: sitegen new --help\n")


class TestExitCode:
    def test_0_fine(self, site: Site) -> None:
        run = build(site.root)
        assert (run.code, run.out) == (0, "")
        assert (site.out / "news/2018/forum/index.html").exists()

    def test_0_with_warnings(self, site: Site) -> None:
        site.write(NEWS, article(body="a <b>b</b>"))
        assert build(site.root).code == 0

    def test_1_with_nothing_published_no_folder_is_left(self, site: Site) -> None:
        site.write(NEWS, article(date="2018-02-31"))
        (site.root / "there").mkdir()
        assert build(site.root, "--out", site.root / "there/a/b").code == 1
        assert list((site.root / "there").iterdir()) == []

    def test_1_warnings_when_strict(self, site: Site) -> None:
        site.write(NEWS, article(body="a <b>b</b>"))
        run = build(site.root, "--strict")
        assert (run.code, "because of the warnings" in run.err) == (1, True)
        assert not site.out.exists()

    def test_1_errors_in_the_content_and_the_site_stays(self, broken: Site) -> None:
        before = broken.tree()
        assert build(broken.root).code == 1
        assert broken.tree() == before

    def test_1_no_settings(self, tmp_path: Path) -> None:
        run = build(tmp_path)
        assert (run.code, "site.yaml: E155" in run.err) == (1, True)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        "arguments",
        [
            ("bulid",),
            ("build", "--site", "/nowhere/at/all"),
            ("build", "--today", "24.11.2026"),
            ("build", "--jobs", "0"),
            ("build", "--executor", "tcp://127.0.0.1:8786"),
            ("build", "--executor", "127.0.0.1:8786"),
            ("build", "--executor", "dask://127.0.0.1"),
            ("build", "--executor", "dask://:8786"),
            ("build", "--executor", "dask://127.0.0.1:87860"),
            ("build", "--executor", "dask://me@127.0.0.1:8786"),
            ("build", "--executor", "dask://127.0.0.1:8786/"),
            ("check", "--executor", "dask://[::1:8786"),
            ("build", "--format", "xml"),
            ("build", "--lang", "ru"),
            ("build", "--base-url", "javascript:alert(1)"),
            ("build", "--base-url", "archive.example.org"),
            ("build", "--base-url", "https://example.org/?page="),
            ("build", "--out", __file__),
            ("build", "extra"),
            ("build", "--unknown"),
            ("build", "--out"),
            ("build", "--strict=yes"),
            ("explain",),
            ("--unknown",),
            ("--",),
            (),
        ],
    )
    def test_2_usage(
        self, arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A refusal is one line, with the option and the way to the help, in the language of messages."""
        monkeypatch.chdir(tmp_path)  # where no site has a main language
        for lang, english in (("mn", False), ("en", True)):
            monkeypatch.setenv("LANGUAGE", lang)
            run = sitegen(*arguments)
            assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)
            told, _, way = run.err.rstrip().rpartition(": sitegen ")
            assert way.endswith("--help")
            option = next((word for word in arguments if word.strip("-") and word[0] == "-"), "")
            assert option.partition("=")[0] in told
            assert bool(re.search("the|is|See", told)) == english
            assert bool(re.search("[а-яөү]", told)) != english

    def test_2_a_wrong_epoch(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        for value in ("yesterday", "9" * 30, "-1", "9" * 400, "9" * 5000, "0" * 5000 + "9" * 20, "٣"):
            monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
            run = sitegen("build", "--site", site.root, "--lang", "en")
            assert (run.code, value[:12] in run.err, len(run.err) < 200) == (2, True, True), value

    def test_3_a_folder_that_cannot_be_written(self, site: Site) -> None:
        (site.root / "file").touch()
        run = build(site.root, "--out", site.root / "file" / "public")
        assert run.code == 3
        assert str(site.root / "file") in run.err
        told = build(site.root, "--out", site.root / "file" / "public", "--lang", "mn")
        assert told.err == f"{site.root}/file/public: хавтас биш байна\n"

    def test_3_a_file_in_the_way_that_is_not_ours(self, site: Site) -> None:
        site.write("public/index.html", "mine")
        run = build(site.root)
        assert run.code == 3
        assert "public/index.html: sitegen did not write this file" in run.err
        assert site.tree() == {"index.html": b"mine"}

    @pytest.mark.long
    def test_3_a_cluster_that_does_not_answer(self, site: Site) -> None:
        process = start(site, "build", "--executor", "dask://127.0.0.1:1")
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out) == (3, "")
        assert err == "dask://127.0.0.1:1: no Dask scheduler answers there.\n"

    def test_3_a_cluster_without_the_extra_that_it_needs(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "distributed", None)
        for lang in ("mn", "en"):
            run = build(site.root, "--executor", "dask://127.0.0.1:8786", "--lang", lang)
            assert (run.code, run.err.count("\n")) == (3, 1)
            assert "pip install 'sitegen[dask]'" in run.err

    @pytest.mark.parametrize("problem", [OSError(28, "No space left on device"), ImportError("no module")])
    def test_3_a_part_of_the_program_that_cannot_be_read(
        self, site: Site, monkeypatch: pytest.MonkeyPatch, problem: Exception
    ) -> None:
        def unreadable(*_: object) -> None:
            raise problem

        monkeypatch.setattr("sitegen.steps.planning.plan_all", unreadable)
        run = build(site.root)
        assert (run.code, run.out) == (3, "")
        assert run.err.startswith(str(Path(cli.__file__).parents[1]))

    def test_70_a_bug_of_ours(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sitegen.steps.planning.plan_all", lambda *_: 1 // 0)
        run = build(site.root)
        assert run.code == 70
        assert "A bug in sitegen: ZeroDivisionError" in run.err
        assert "Traceback" not in run.err

    def test_75_another_build_is_running(self, site: Site) -> None:
        (site.root / ".sitegen").mkdir()
        with hold_lock(site.root / ".sitegen/lock"):
            run = build(site.root)
        assert run.code == 75
        assert str(os.getpid()) in run.err
        assert not site.out.exists()

    def test_75_another_site_is_published_into_the_folder(self, site: Site) -> None:
        site.build()
        before = site.tree()
        site.write(NEWS, article(body="Шинэ."))
        with hold_folder(site.out):
            run = build(site.root)
            assert sitegen("check", "--site", site.root).code == 0
        assert (run.code, run.err.startswith(f"{site.out}: ")) == (75, True)
        assert site.tree() == before
        assert build(site.root).code == 0

    def test_130_stopped_by_the_keyboard(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupted(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("sitegen.steps.planning.plan_all", interrupted)
        run = build(site.root)
        assert run.code == 130
        assert run.err.endswith("Stopped. Nothing is half published.\n")

    def test_130_stopped_by_the_keyboard_whatever_else_comes_meanwhile(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupted(*_: object) -> None:
            try:
                signal.raise_signal(signal.SIGINT)
            finally:
                signal.raise_signal(signal.SIGTERM)

        def tell_and_be_stopped_again(text: str) -> None:
            signal.raise_signal(signal.SIGTERM)
            tell(text)

        tell = main.tell
        monkeypatch.setattr("sitegen.steps.planning.plan_all", interrupted)
        monkeypatch.setattr(main, "tell", tell_and_be_stopped_again)
        run = build(site.root)
        assert run.code == 130
        assert run.err.endswith("Stopped. Nothing is half published.\n")


def test_the_words_for_every_exit_code_are_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("Exit codes:"))
    assert all(
        f"{code} " in line
        for code in (cli.FINE, cli.CONTENT, cli.USAGE, cli.MACHINE, cli.BUG, cli.LOCKED, 130, 143)
    )


class TestFormat:
    def test_text_goes_to_the_terminal_with_place_and_hint(self, broken: Site) -> None:
        run = build(broken.root)
        lines = run.err.splitlines()
        assert run.out == ""
        assert lines[0].startswith(f"{NEWS}:3:7: E108 ")
        assert lines[1].startswith("    ")
        assert any(line.startswith(f"{NEWS}:6:3: W211 ") for line in lines)

    def test_json_is_one_object_a_line_on_standard_output(self, broken: Site) -> None:
        run = build(broken.root, "--format", "json")
        found = [json.loads(line) for line in run.out.splitlines()]
        assert [(item["path"], item["line"], item["column"], item["code"]) for item in found] == [
            (NEWS, 3, 7, "E108"),
            (NEWS, 6, 3, "W211"),
        ]
        assert "E108" not in run.err

    def test_github_gets_annotations(self, broken: Site) -> None:
        run = build(broken.root, "--format", "github")
        assert run.out.startswith(f"::error file={NEWS},line=3,col=7,title=E108::")
        assert f"::warning file={NEWS},line=6,col=3,title=W211::" in run.out

    @pytest.mark.parametrize("style", ["json", "github"])
    def test_without_problems_standard_output_is_empty(self, site: Site, style: str) -> None:
        assert build(site.root, "--format", style).out == ""


class TestSummary:
    def test_counts_pages_and_problems(self, site: Site) -> None:
        first = build(site.root).err
        count = len(site.tree()) - 1
        assert first.startswith(f"{count} files written, 0 unchanged, 0 removed · 0 errors, 0 warnings · ")
        assert first.rstrip().endswith(" seconds")
        assert build(site.root).err.startswith(f"0 files written, {count} unchanged, 0 removed · ")
        site.remove_folder("content/articles/2018/forum")
        assert " removed · 0 errors" in build(site.root).err

    def test_says_that_errors_kept_the_site_from_being_published(self, broken: Site) -> None:
        assert build(broken.root).err.endswith(
            "Not published because of the errors. The site stays as it was.\n"
        )

    def test_of_a_check_counts_what_was_checked_and_writes_nothing(self, site: Site) -> None:
        run = sitegen("check", "--site", site.root, "--lang", "en", "--today", TODAY.isoformat())
        assert run.code == 0
        assert " pages checked · 0 errors, 0 warnings · " in run.err
        assert not site.out.exists()

    def test_is_all_that_a_pipe_gets(self, site: Site) -> None:
        assert build(site.root).err.count("\n") == 1


class TestLanguage:
    def test_of_messages_is_an_option(self, broken: Site) -> None:
        mongolian = build(broken.root, "--lang", "mn").err
        assert "алдаа" in mongolian
        assert "errors" not in mongolian
        assert "errors" in build(broken.root, "--lang=en").err

    @pytest.mark.parametrize(
        ("languages", "word"),
        [
            ("", "алдаа"),
            (
                "languages:\n  - {code: mn, name: Монгол}\n  - {code: en, name: English, prefix: en}\n",
                "алдаа",
            ),
            ("languages:\n- code: mn\n  name: Монгол\n  prefix: mn\n- code: en\n  name: English\n", "errors"),
            ("languages: [{code: en, name: English}]\n", "errors"),
            ('"languages": [\n  {"code": "en", "name": "English"}\n]\n', "errors"),
            ('"messages": en\n', "errors"),
        ],
    )
    def test_without_a_wish_is_the_main_one_of_the_site(
        self, languages: str, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whatever the machine speaks, as with `make site`."""
        monkeypatch.setenv("LANG", "en_US.UTF-8" if word == "алдаа" else "mn_MN.UTF-8")
        site = Site(tmp_path, {})
        settings = (tmp_path / "site.yaml").read_text("utf-8")
        assert "languages:" not in settings
        for text in (f"{settings}{languages}", f"{languages}{settings}"):
            site.write("site.yaml", text)
            assert word in sitegen("check", "--site", tmp_path).err

    @pytest.mark.parametrize("command", [(), ("build",), ("check",), ("explain",), ("clean",)])
    @pytest.mark.parametrize(("lang", "word"), [("mn", "хавтас"), ("en", "folder")])
    def test_of_the_help_is_that_of_the_messages(
        self, command: tuple[str, ...], lang: str, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("LANGUAGE", lang)
        run = sitegen(*command, "--help")
        assert run.code == 0
        assert word in run.out.lower() or not command

    @pytest.mark.parametrize("command", [(), ("build",), ("check",), ("explain",), ("clean",)])
    def test_of_the_help_is_that_of_its_headings_too(self, command: tuple[str, ...]) -> None:
        mongolian, english = (sitegen("--lang", lang, *command, "--help").out for lang in ("mn", "en"))
        assert (mongolian.split()[0], english.split()[0]) == ("Хэрэглэх", "Usage:")
        assert ("\nСонголтууд:\n" in mongolian, "\nOptions:\n" in english) == (True, True)
        assert set(re.findall(r"\b[A-Z]{3,}\b", mongolian)) <= {"HOST", "IATI", "PORT"}

    def test_of_messages_can_be_told_before_the_command(self, broken: Site) -> None:
        assert "алдаа" in sitegen("--lang", "mn", "check", "--site", str(broken.root)).err

    @pytest.mark.parametrize(
        ("environment", "lang"),
        [
            ({}, "en"),
            ({"LANG": "mn_MN.UTF-8"}, "mn"),
            ({"LANG": "C.UTF-8"}, "en"),
            ({"LANG": "ru_RU.UTF-8"}, "en"),
            ({"LC_ALL": "en_US.UTF-8", "LANG": "mn_MN.UTF-8"}, "en"),
            ({"LC_MESSAGES": "mn_MN", "LANG": "en_US.UTF-8"}, "mn"),
            ({"LANGUAGE": "ru:mn:en", "LC_ALL": "en_US.UTF-8"}, "mn"),
        ],
    )
    def test_follows_the_locale(self, environment: dict[str, str], lang: str) -> None:
        assert preferred_language(environment) == lang

    def test_follows_the_locale_when_there_is_no_option(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in LOCALE:
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("LANG", "mn_MN.UTF-8")
        assert "секунд" in sitegen("build", "--site", site.root, "--today", "2026-11-24").err

    def test_of_a_wrong_address_is_that_of_the_messages(self) -> None:
        wrong = ("build", "--executor", "tcp://127.0.0.1:8786", "--lang")
        assert "кластерын хаяг биш" in sitegen(*wrong, "mn").err
        assert "is not the address of a cluster" in sitegen(*wrong, "en").err


class TestOption:
    def test_today_decides_what_is_published(self, site: Site) -> None:
        site.write(NEWS, article(date="2030-05-01"))
        build(site.root)
        assert not (site.out / "news/2018/forum").exists()
        sitegen("build", "--site", site.root, "--today", "2030-05-01")
        assert (site.out / "news/2018/forum").exists()

    def test_drafts_are_published_on_demand(self, site: Site) -> None:
        site.write(NEWS, article(draft="yes"))
        build(site.root)
        assert not (site.out / "news/2018/forum").exists()
        build(site.root, "--drafts")
        assert (site.out / "news/2018/forum").exists()

    def test_base_url_may_have_a_path(self, site: Site) -> None:
        assert build(site.root, "--base-url", "https://example.org/archive").code == 0
        assert 'href="/archive/news/"' in site.page("/news/2018/forum/")
        assert "https://example.org/archive/en/" in site.page("/sitemap.xml")
        assert "Sitemap: https://example.org/archive/sitemap.xml" in site.page("/robots.txt")

    def test_out_is_where_the_site_goes(self, site: Site, tmp_path: Path) -> None:
        build(site.root, "--out", tmp_path / "elsewhere/deep")
        assert (tmp_path / "elsewhere/deep/index.html").exists()
        assert not site.out.exists()

    @pytest.mark.parametrize("lang", ["mn", "en"])
    @pytest.mark.parametrize(
        "out",
        [
            ".",
            "..",
            "/",
            "content",
            "content/articles/new",
            "templates",
            "static/css",
            ".sitegen",
            "public/../content",
            "link",
            "link/inside",
            "missing/../static",
        ],
    )
    def test_out_is_no_folder_of_what_the_site_is_made_from(self, site: Site, out: str, lang: str) -> None:
        (site.root / "link").symlink_to("content")
        before = sorted(site.root.rglob("*"))
        run = build(site.root, "--out", site.root / out, "--lang", lang)
        assert (run.code, run.out) == (2, "")
        assert f"--out {site.root / out}: " in run.err
        assert sorted(site.root.rglob("*")) == before

    def test_out_is_no_folder_that_holds_content_kept_elsewhere(self, tmp_path: Path) -> None:
        site = Site(tmp_path / "site", {NEWS: article()})
        (site.root / "content").rename(tmp_path / "texts")
        (site.root / "content").symlink_to("../texts")
        assert build(site.root, "--out", tmp_path / "texts").code == cli.USAGE
        run = build(site.root, "--out", tmp_path / "other")
        assert (run.code, "E318" in run.err) == (cli.CONTENT, True)

    def test_out_is_not_empty(self, site: Site) -> None:
        for lang in ("mn", "en"):
            run = build(site.root, "--out", "", "--lang", lang)
            assert (run.code, "--out" in run.err) == (2, True)

    def test_site_is_the_current_folder_when_not_said(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(site.root)
        assert sitegen("build", "--today", "2026-11-24").code == 0
        assert (site.out / "index.html").exists()

    def test_no_cache_uses_nothing_of_earlier_builds(self, site: Site) -> None:
        build(site.root)
        run = build(site.root, "--no-cache")
        assert run.code == 0
        assert not run.err.startswith("0 files")

    def test_verify_compares_with_a_clean_build(self, site: Site) -> None:
        run = build(site.root, "--verify")
        assert (run.code, "every file is what a clean build makes" in run.err) == (0, True)

    def test_version(self) -> None:
        assert sitegen("--version").out == f"sitegen, version {__version__}\n"


class TestOtherCommands:
    def test_explain_tells_why_a_page_was_rendered(self, site: Site) -> None:
        build(site.root)
        looked = ("explain", "--site", site.root, "--lang", "en", "--today", TODAY.isoformat())
        run = sitegen(*looked, "/news/2018/forum/")
        assert (run.code, NEWS in run.out) == (0, True)
        assert sitegen(*looked, "/nowhere/").code == 2

    def test_clean_empties_the_store_and_keeps_the_site(self, site: Site) -> None:
        build(site.root)
        before = site.tree()
        assert sitegen("clean", "--site", site.root, "--lang", "en").err == "Emptied the store.\n"
        assert sitegen("clean", "--site", site.root, "--lang", "en").err == "There is nothing to clean.\n"
        assert site.tree() == before


@pytest.fixture
def many(tmp_path: Path) -> Site:
    """A site that takes a while to build, with a problem in each of many files."""
    bodies = {
        f"content/articles/2018/a{number}/index.mn.md": article(body="a <b>b</b>") for number in range(400)
    }
    return Site(tmp_path, bodies)


def start(site: Site, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "sitegen", "--lang", "en", *arguments),
            *("--site", str(site.root), "--today", "2026-11-24"),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "LANGUAGE": "en", **settings},
    )


@pytest.fixture
def running(many: Site) -> Iterator[subprocess.Popen[str]]:
    """A build in a process of its own, past its start and far from its end."""
    process = start(many, "build", "--jobs", "2")
    lock = many.root / ".sitegen/lock"
    while process.poll() is None and not (lock.exists() and lock.read_text()):
        time.sleep(0.01)
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, cli.TERMINATED), (signal.SIGINT, cli.INTERRUPTED)]
)
def test_a_signal_stops_a_build_and_leaves_no_trace(
    running: subprocess.Popen[str], many: Site, number: signal.Signals, code: int
) -> None:
    running.send_signal(number)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (code, "")
    assert "Stopped. Nothing is half published." in err
    assert "Traceback" not in err
    assert not many.out.exists() or many.tree() == {}
    assert many.build().failed is False


@pytest.mark.parametrize("first", ["SIGINT", "SIGTERM"])
def test_further_signals_do_not_keep_a_build_from_cleaning_up_and_saying_that_it_stopped(
    site: Site, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    def all_signals(*given: object, **values: object) -> str:
        for name in ("SIGTERM", "SIGINT", "SIGHUP"):
            signal.raise_signal(signal.Signals[name])
        return say(*given, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(
        "sitegen.steps.planning.plan_all", lambda *_: signal.raise_signal(signal.Signals[first])
    )
    monkeypatch.setattr(
        main, "say", lambda *a, **v: (all_signals if a[1].startswith("Stopped") else say)(*a, **v)
    )
    run = build(site.root, "--lang", "en")
    assert run.code == {"SIGINT": cli.INTERRUPTED, "SIGTERM": cli.TERMINATED}[first]
    assert run.err == "Stopped. Nothing is half published.\n"


def test_signals_do_nothing_once_a_command_has_ended() -> None:
    with own_signals():
        with pytest.raises(SystemExit):
            main.main(["--version"])
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.raise_signal(number)


class Dying:
    def __init__(self, number: int) -> None:
        self.number = number

    def __del__(self) -> None:
        signal.raise_signal(self.number)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, cli.INTERRUPTED), (signal.SIGTERM, cli.TERMINATED)]
)
def test_a_signal_that_comes_where_python_drops_what_is_raised_still_stops_a_build(
    site: Site, monkeypatch: pytest.MonkeyPatch, number: int, code: int
) -> None:
    def plan(*_: object) -> None:
        Dying(number)
        for _ in range(1000):
            time.sleep(0.01)

    monkeypatch.setattr("sitegen.steps.planning.plan_all", plan)
    run = build(site.root)
    assert (run.code, run.err) == (code, "Stopped. Nothing is half published.\n")


@pytest.mark.skipif(not hasattr(signal, "SIGPROF"), reason="this system has no processor timer")
def test_a_budget_that_ends_where_python_drops_what_is_raised_still_ends_the_text_without_other_words(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def convert(*_: object) -> None:
        Dying(signal.SIGPROF)
        while True:
            pass

    monkeypatch.setattr("sitegen.content.markup.body._SECONDS", 0.02)
    monkeypatch.setattr("sitegen.content.markup.body._convert", convert)
    run = build(site.root, "--lang", "en")
    assert run.code == cli.CONTENT
    assert "E201" in run.err
    assert "Exception ignored" not in run.err


class TestClosedPipe:
    def test_does_not_hide_that_there_were_errors(self, many: Site) -> None:
        many.write(NEWS, article(date="2018-02-31"))
        process = start(many, "check", "--format", "json", "--jobs", "1")
        assert process.stdout is not None
        assert process.stdout.readline().startswith("{")
        process.stdout.close()
        assert process.stderr is not None
        err = process.stderr.read()
        assert (process.wait(), "Traceback" in err, "Exception" in err) == (cli.CONTENT, False, False)

    def test_of_messages_is_no_problem(self, many: Site) -> None:
        process = start(many, "build", "--jobs", "1")
        assert process.stderr is not None
        process.stderr.readline()
        process.stderr.close()
        assert process.wait() == cli.FINE
        assert (many.out / "index.html").exists()


def test_problems_can_be_told_to_a_terminal_that_knows_only_ascii(broken: Site) -> None:
    for style in ("text", "json"):
        process = start(broken, "check", "--format", style, PYTHONIOENCODING="ascii", LANGUAGE="mn")
        out, err = process.communicate(timeout=60)
        assert process.returncode == cli.CONTENT
        assert "E108" in out + err
        assert "Traceback" not in err
