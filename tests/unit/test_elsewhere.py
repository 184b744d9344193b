"""Every command works where there is nothing that only POSIX has, and gives the same."""

from __future__ import annotations

import inspect
import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from PIL import Image

from sitegen.cli.commands import COMMANDS
from sitegen.cli.main import command
from sitegen.core import files
from sitegen.core.files import remove_file, replace_file
from tests.literal import TODAY, Site, article
from tests.meta.source import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="this is elsewhere already")

DAY = ("--today", TODAY.isoformat())
# What is tried of each command: of those about a site as it is, here; of others, in the tests named.
TRIED: dict[str, tuple[str, ...]] = {
    "build": ("--jobs", "2", "--verify", *DAY),
    "check": ("--jobs", "2", *DAY),
    "explain": ("/news/2018/n1/", *DAY),
    "clean": (),
}
BEGUN = {
    **dict.fromkeys(("init", "new", "translate", "accept", "status", "help"), "a_site_is_begun"),
    **{"photos": "an_old_console", "serve": "a_preview_follows"},
}


def elsewhere(*arguments: str | Path, code: int = 0, console: str = "utf-8") -> str:
    """What the command says on a console that knows the letters of this code page."""
    argv = [sys.executable, str(ROOT / "tests/elsewhere.py"), *map(str, arguments)]
    environment = {**os.environ, "PYTHONIOENCODING": console, "PYTHONUTF8": "0"}
    done = subprocess.run(
        argv, capture_output=True, text=True, encoding=console, errors="replace",
        cwd=ROOT, check=False, env=environment,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Enough entries for several processes."""
    articles = {f"content/articles/2018/n{number}/index.mn.md": article() for number in range(140)}
    return Site(tmp_path_factory.mktemp("many"), articles)


def test_each_command_is_tried_here() -> None:
    assert TRIED.keys() | BEGUN.keys() == set(COMMANDS)
    for name, test in BEGUN.items():
        (found,) = (function for title, function in globals().items() if title.startswith(f"test_{test}"))
        assert f'"{name}"' in inspect.getsource(found)


def test_every_command_begins() -> None:
    for name in command("en").commands:
        assert elsewhere(name, "--help", "--lang", "en").startswith(f"Usage: sitegen {name}")


@pytest.mark.long
def test_commands_do_there_what_they_do_here(many: Site) -> None:
    for name, given in TRIED.items():
        elsewhere(name, "--site", many.root, *given)
        if name == "build":
            there = many.tree()
    assert not many.build().failed
    assert many.tree() == there
    assert ".sitegen-lock" not in {path.name for path in many.out.iterdir()}


def test_a_site_is_begun_written_and_translated_there(tmp_path: Path) -> None:
    site = tmp_path / "site"
    there = ("--site", site)
    elsewhere("init", site, "--lang", "mn")
    name = "khovd-mankhan-nomyn-bulan"
    made = elsewhere("new", "project", "Номын булан", "--place", "Ховд, Манхан", "--add", *there)
    assert f"{name}/index.mn.md" in made
    elsewhere("translate", f"project:{name}", *there)
    text = site / f"content/projects/{name}/index.en.md"
    text.write_text("---\ntitle: A book corner\n---\n\nBooks.\n", "utf-8")
    assert "index.en.md" in elsewhere("accept", f"project:{name}", *there)
    assert "орчуулсан 2" in elsewhere("status", *there)
    assert elsewhere("help", "begin", "--lang", "en").startswith("# Begin")
    assert "0 алдаа" in elsewhere("check", "--fix", "--yes", *there)


@pytest.mark.long
@pytest.mark.parametrize("console", ["cp866", "cp1251", "cp437"])
def test_an_old_console_is_no_obstacle_nor_are_blanks_and_cyrillic_in_paths(
    console: str, tmp_path: Path
) -> None:
    site = tmp_path / "Миний сайт" / "архив (1)"
    card = tmp_path / "Зураг авсан"
    card.mkdir()
    Image.new("RGB", (64, 48), (9, 20, 200)).save(card / "ажил 1.jpg")
    there = ("--site", site)

    def run(*arguments: str | Path, code: int = 0) -> str:
        return elsewhere(*arguments, code=code, console=console)

    run("init", site, "--lang", "mn")
    for kind in ("article", "forum", "programme", "project", "page"):
        assert f"{kind}-x" in run("new", kind, "Шинэ зүйл", "--slug", f"{kind}-x", *there)
    assert "project-x-1.jpg" in run("photos", card, "--for", "content\\projects\\project-x", *there)
    for photo in site.rglob("*.jpg"):
        photo.unlink()
    for kind in ("project", "page"):
        written = run("translate", f"content\\{kind}s\\{kind}-x\\index.mn.md", *there)
        assert f"{kind}-x" in written
    assert "project-x" in run("status", *there)
    assert "project-x" in run("accept", "content\\projects\\project-x\\", *there, code=1)
    assert "W175" in run("check", *there)
    run("build", *there, "--jobs", "1")
    assert "page-x" in run("explain", "/page-x/", *there)
    assert "E108" in run("explain", "e108", *there)
    assert "sitegen" in run("help", "windows", "--lang", "mn")


def test_letters_that_a_console_lacks_are_written_as_people_did() -> None:
    """People wrote у for ү, as on the telephones and computers of the time."""
    said = elsewhere("help", "begin", "--lang", "mn", console="cp1251")
    assert "хэлтэй сайттай болно. Программчлал мэдэх шаардлагагуй." in said
    assert "\\u0446\\u0430\\u0433" in elsewhere("help", "begin", "--lang", "mn", console="ascii")


def test_a_terminal_whose_letters_are_not_known_gets_and_gives_all(tmp_path: Path) -> None:
    """As over ssh or in a container: LC_ALL=C, and Python does not help itself."""
    settings = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

    def run(*arguments: str | Path) -> str:
        argv = [sys.executable, str(ROOT / "tests/elsewhere.py"), *map(os.fsencode, arguments)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        done = subprocess.run(argv, capture_output=True, cwd=ROOT, check=True, env=environment | settings)
        return (done.stdout + done.stderr).decode()

    site = tmp_path / "Миний сайт"
    assert "Шинэ сайт" in run("init", site, "--lang", "mn", "--title-mn", "Номын сан")
    assert "  mn: Номын сан\n" in (site / "site.yaml").read_text("utf-8")
    assert "nomyn-bulan" in run("new", "page", "Номын булан", "--site", site)
    assert "0 алдаа" in run("check", "--site", site)


@pytest.mark.long
def test_files_of_windows_are_read_as_others(tmp_path: Path) -> None:
    """Notepad writes a mark at the beginning, and two signs at the end of each line."""
    outs = []
    for name in ("as others", "of Windows"):
        site = tmp_path / name
        elsewhere("init", site, "--lang", "mn", "--base-url", "https://a.example.org")
        if name == "of Windows":
            for path in [*site.rglob("*.md"), *site.rglob("*.yaml")]:
                path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
        elsewhere("build", "--strict", "--site", site, "--jobs", "1")
        public = site / "public"
        files = {
            path.relative_to(public).as_posix(): path.read_bytes()
            for path in public.rglob("*")
            if path.is_file() and not path.name.startswith(".sitegen")
        }
        outs.append(files)
    assert outs[0].keys() == outs[1].keys()
    assert [name for name, content in outs[0].items() if content != outs[1][name]] == []


def test_a_preview_follows_what_is_saved_there(tmp_path: Path) -> None:
    site = Site(tmp_path, {"content/articles/2018/a/index.mn.md": article(body="Эхний.")})
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    given = ["--site", str(site.root), "--port", str(port), "--no-open", "--jobs", "1", *DAY]
    argv = [sys.executable, str(ROOT / "tests/elsewhere.py"), "serve", *given]
    with subprocess.Popen(argv, stderr=subprocess.PIPE, text=True, encoding="utf-8", cwd=ROOT) as preview:
        assert preview.stderr
        while "Ctrl-C" not in preview.stderr.readline():
            assert preview.poll() is None
        address = f"http://127.0.0.1:{port}/news/2018/a/"
        assert "Эхний." in shown_at(address)
        site.write("content/articles/2018/a/index.mn.md", article(body="Хоёр дахь."))
        while "a/index.mn.md" not in preview.stderr.readline():
            assert preview.poll() is None
        assert "Хоёр дахь." in shown_at(address)
        preview.kill()


def shown_at(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as reply:
        found: str = reply.read().decode()
    return found


LOCKED = """
import sys
sys.path.insert(0, {root!r})
import tests.elsewhere
from pathlib import Path
from sitegen.core.files import hold_lock, hold_folder
with {what}(Path({path!r})):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("what", ["hold_lock", "hold_folder"])
def test_one_build_keeps_out_another_there(what: str, tmp_path: Path) -> None:
    site = Site(tmp_path, {"content/articles/2018/a/index.mn.md": article()})
    elsewhere("build", "--site", site.root, *DAY)
    path = site.root / ".sitegen/lock" if what == "hold_lock" else site.out
    script = LOCKED.format(root=str(ROOT), what=what, path=str(path))
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        said = elsewhere("build", "--site", site.root, *DAY, "--lang", "en", code=75)
        assert (str(holder.pid) if what == "hold_lock" else str(site.out)) in said
        holder.kill()
    elsewhere("build", "--site", site.root, *DAY)


class TestAFileThatSomebodyHasOpen:
    """As on Windows, where a virus scanner looks at every new file."""

    def test_is_replaced_and_removed_a_moment_later(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(files, "PAUSES", (0.0, 0.0))
        tries: list[str] = []

        def busy_twice(name: str) -> None:
            original = getattr(files.os, name)

            def change(*paths: Path) -> None:
                tries.append(name)
                if tries.count(name) < 3:
                    raise PermissionError(13, "busy", str(paths[0]))
                original(*paths)

            monkeypatch.setattr(files.os, name, change)

        busy_twice("replace")
        busy_twice("remove")
        (tmp_path / "a").write_text("a")
        replace_file(tmp_path / "a", tmp_path / "b")
        assert (tmp_path / "b").read_text() == "a"
        remove_file(tmp_path / "b")
        assert list(tmp_path.iterdir()) == []
        assert tries == ["replace"] * 3 + ["remove"] * 3

    def test_is_a_failure_when_it_stays_open(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def busy(*paths: Path) -> None:
            raise PermissionError(13, "busy", str(paths[0]))

        monkeypatch.setattr(files, "PAUSES", (0.0,))
        monkeypatch.setattr(files.os, "replace", busy)
        with pytest.raises(PermissionError):
            replace_file(tmp_path / "a", tmp_path / "b")
