"""What somebody who may put files into the site, the store or the published folder can reach: nothing
outside, and no build waits or swells."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sitegen import cli
from sitegen.cli import main
from sitegen.content.tree import ASSET_LIMIT
from sitegen.core.digest import digest
from sitegen.core.store import Store
from sitegen.language.catalogue import LANGUAGES
from sitegen.output.standing import PublishedFile
from sitegen.pages.plan import KeptPlan, PlannedFile
from sitegen.serve import preview
from sitegen.steps.memory import LastBuild
from tests.command import Run, build, sitegen
from tests.literal import Site, article, tree

MN = "content/articles/2018/a/index.mn.md"
NOTES = "content/articles/2018/a/notes.txt"
TOP = "site.yaml"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/victim.txt").write_text("precious")
    files = {MN: article(documents="[{title: Тэмдэглэл, file: notes.txt}]"), NOTES: "Тэмдэглэл."}
    return Site(tmp_path / "in/site", files)


@pytest.fixture
def victim(site: Site) -> Path:
    return site.root.parents[1] / "outside/victim.txt"


def untouched(site: Site) -> dict[str, bytes]:
    """All files but those of the site's own folder."""
    own = site.root.relative_to(site.root.parents[1]).as_posix()
    return {path: raw for path, raw in tree(site.root.parents[1]).items() if not path.startswith(own)}


def refuses(run: Run, path: str) -> bool:
    """Told in one line and a hint at most, with the code of the content or of the machine."""
    return run.code in (cli.CONTENT, cli.MACHINE) and path in run.err and "bug" not in run.err


class TestALink:
    @pytest.mark.parametrize("folder", ["static", "templates"])
    @pytest.mark.parametrize(
        "target",
        ["/etc/passwd", "/dev/zero", "../../../outside/victim.txt", "../site.yaml", "../.env", ".env", "css"],
    )
    def test_in_the_theme_never_leads_out_or_to_what_is_hidden(
        self, site: Site, folder: str, target: str
    ) -> None:
        for path in (".env", f"{folder}/.env", f"{folder}/css/x.css"):
            site.write(path, "SECRET")
        (site.root / folder / "x.txt").symlink_to(target)
        run = build(site.root, "--lang", "en")
        assert (run.code, f"{folder}/x.txt: E310" in run.err) == (cli.CONTENT, True)
        assert not any(b"SECRET" in raw or b"precious" in raw for raw in site.tree().values())

    def test_within_static_is_followed(self, site: Site) -> None:
        site.write("static/css/a.css", "a {}")
        (site.root / "static/b.css").symlink_to("css/a.css")
        assert build(site.root).code == cli.FINE
        assert site.tree()["static/b.css"] == b"a {}\n" or site.tree()["static/b.css"] == b"a {}"

    @pytest.mark.parametrize("folder", ["static", "templates", "content"])
    def test_is_none_of_the_folders_themselves(self, site: Site, victim: Path, folder: str) -> None:
        (site.root / folder).rename(site.root / "moved") if folder == "content" else None
        (site.root / folder).symlink_to(victim.parent)
        run = build(site.root, "--lang", "en")
        assert (run.code, f"{folder}: E318" in run.err) == (cli.CONTENT, True)
        assert not site.out.exists()

    @pytest.mark.parametrize("path", [TOP, "content/terms.yaml"])
    def test_that_leads_out_is_no_settings_and_no_records(self, site: Site, victim: Path, path: str) -> None:
        site.remove(path)
        (site.root / path).symlink_to(victim)
        assert refuses(build(site.root), path)

    @pytest.mark.parametrize("name", ["lock", "store", "store-journal", "store-wal", "store-shm"])
    @pytest.mark.parametrize("run", [build, lambda site: sitegen("clean", "--site", site)])
    def test_in_the_state_is_not_followed(
        self, site: Site, victim: Path, name: str, run: Callable[[Path], Run]
    ) -> None:
        build(site.root)
        (site.root / ".sitegen" / name).unlink(missing_ok=True)
        (site.root / ".sitegen" / name).symlink_to(victim)
        before = untouched(site)
        run(site.root)
        assert untouched(site) == before

    def test_at_the_name_of_a_file_that_is_written_beside_is_not_followed(
        self, site: Site, victim: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CI", "false")
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795478400")
        before = untouched(site)
        site.write("addresses.txt", "")
        article = site.root / "content/articles/2018/a/index.mn.md"
        site.write("content/articles/2018/a/index.mn.md", "---\ntitle: А\ndate: 2018.11.02\n---\n\nТекст.\n")
        for name in (site.root / ".addresses.txt.tmp", article.with_name("index.mn.md.tmp")):
            name.symlink_to(victim)
        assert sitegen("check", "--fix", "--yes", "--site", site.root).code == cli.FINE
        assert sitegen("build", "--site", site.root).code == cli.FINE
        assert "date: 2018-11-02" in article.read_text("utf-8")
        assert "/news/2018/a/ article" in (site.root / "addresses.txt").read_text("utf-8")
        assert untouched(site) == before

    @pytest.mark.parametrize("run", [build, lambda site: sitegen("clean", "--site", site)])
    def test_is_not_the_state(self, site: Site, victim: Path, run: Callable[[Path], Run]) -> None:
        (victim.parent / "store").write_text("precious")
        (site.root / ".sitegen").symlink_to(victim.parent)
        before = untouched(site)
        assert refuses(run(site.root), ".sitegen")
        assert untouched(site) == before


class TestWhatNeverEnds:
    @pytest.mark.parametrize(
        "path",
        [
            TOP,
            "content/terms.yaml",
            MN,
            "content/articles/2018/a/photo.jpg",
            "static/x.css",
            "templates/x.html",
            ".sitegen/lock",
            ".sitegen/store",
            ".sitegen/store-journal",
            "public/.sitegen-files",
            "public/.sitegen-stage/journal",
        ],
    )
    def test_a_pipe_keeps_nobody_waiting(self, site: Site, path: str) -> None:
        place = site.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        os.mkfifo(place)
        run = build(site.root)
        assert run.code in (cli.FINE, cli.CONTENT, cli.MACHINE), run

    @pytest.mark.parametrize(
        "path", [TOP, "content/terms.yaml", MN, NOTES, "static/x.css", "templates/x.html"]
    )
    def test_a_file_of_a_terabyte_is_not_read(self, site: Site, path: str) -> None:
        place = site.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as file:
            file.truncate(1 << 40)
        run = build(site.root)
        assert refuses(run, path), run

    @pytest.mark.parametrize(
        "spoil",
        [
            os.mkfifo,
            lambda place: place.symlink_to("/dev/zero"),
            lambda place: os.truncate(os.open(place, os.O_CREAT | os.O_WRONLY), 1 << 40),
        ],
    )
    def test_nothing_is_waited_for_to_know_the_language_of_messages(
        self, site: Site, spoil: Callable[[Path], None]
    ) -> None:
        site.remove(TOP)
        spoil(site.root / TOP)
        assert main.language_of_messages(["check", "--site", str(site.root)]) in LANGUAGES
        assert refuses(sitegen("check", "--site", site.root), TOP)

    def test_what_stands_where_a_preview_tells_its_address_is_not_followed(
        self, site: Site, victim: Path
    ) -> None:
        before = untouched(site)
        address = site.root / "address"
        for spoil in (lambda: address.symlink_to(victim), lambda: os.mkfifo(address)):
            spoil()
            preview.tell_address(site.root, "http://127.0.0.1:8000/")
            assert address.read_text() == "http://127.0.0.1:8000/"
            address.unlink()
        assert untouched(site) == before

    @pytest.mark.parametrize("name", [".sitegen-files", "robots.txt"])
    def test_nor_is_one_in_the_published_folder(self, site: Site, name: str) -> None:
        build(site.root)
        with (site.out / name).open("wb") as file:
            file.truncate(1 << 40)
        assert build(site.root).code in (cli.FINE, cli.MACHINE)

    def test_the_largest_file_beside_an_entry_is_smaller_than_what_is_read_at_once(self) -> None:
        assert ASSET_LIMIT < 1 << 28


def forge(site: Site, space: str, name: str, kind: Any, change: Callable[[Any], Any]) -> None:
    """Changes a stored value, with a right seal."""
    with Store(site.root / ".sitegen/store") as store:
        value = msgspec.msgpack.decode(store.read_some(space, [name])[name], type=kind)
        store.write(space, {name: msgspec.msgpack.encode(change(value))})
        store.commit()


class TestAForgedStore:
    @pytest.fixture
    def built(self, site: Site) -> Site:
        assert build(site.root, "--out", site.root.parent / "out").code == cli.FINE
        return site

    def proved(self, site: Site) -> None:
        """A further build touches nothing but the site's folder and the published one, and makes it right."""
        out = site.root.parent / "out"
        right = {path: raw for path, raw in untouched(site).items() if not path.startswith("in/out/")}
        run = build(site.root, "--out", out)
        assert run.code == cli.FINE, run
        now = {path: raw for path, raw in untouched(site).items() if not path.startswith("in/out/")}
        assert now == right
        clean = build(site.root, "--out", site.root / "clean", "--no-cache")
        assert clean.code == cli.FINE
        assert tree(out) == tree(site.root / "clean")

    @pytest.mark.parametrize("path", ["/../../evil/", "/news/../../../evil/", "/a\0b/", "/.sitegen-stage/x/"])
    def test_plans_no_page_elsewhere(self, built: Site, path: str) -> None:
        def change(plan: KeptPlan) -> KeptPlan:
            pages = [msgspec.structs.replace(page, path=path) for page in plan.pages[:1]]
            return msgspec.structs.replace(plan, pages=(*pages, *plan.pages[1:]))

        forge(built, "plan", "article/2018/a", KeptPlan, change)
        built.write("templates/partials/more.html", "x")
        built.write("static/css/own.css", "a {}")
        self.proved(built)

    @pytest.mark.parametrize(
        ("target", "source"),
        [
            ("../evil.txt", NOTES),
            ("evil.txt", "../../outside/victim.txt"),
            ("evil.txt", "/etc/hostname"),
            ("evil.txt", "site.yaml"),
            (".sitegen-stage/evil.txt", NOTES),
        ],
    )
    def test_copies_nothing_to_or_from_elsewhere(self, built: Site, target: str, source: str) -> None:
        key = digest((built.root / source).read_bytes())
        forge(
            built,
            "last build",
            "last build",
            LastBuild,
            lambda last: msgspec.structs.replace(
                last, files=(*last.files, PlannedFile("/" + target, source, key))
            ),
        )
        built.write("templates/partials/more.html", "x")
        self.proved(built)

    @pytest.mark.parametrize("lost", [".sitegen-files", "news/2018/a/index.html"])
    def test_removes_nothing_elsewhere(self, built: Site, victim: Path, lost: str) -> None:
        def change(known: dict[str, PublishedFile]) -> dict[str, PublishedFile]:
            some = msgspec.structs.replace(
                known["index.html"], content=digest(victim.read_bytes()), settled=False
            )
            return {**known, "../../outside/victim.txt": some}

        victim.chmod(0o644)
        forge(built, "published", "published", dict[str, PublishedFile], change)
        (built.root.parent / "out" / lost).unlink()
        if lost.startswith("."):  # nothing tells any more which files are ours
            assert build(built.root, "--out", built.root.parent / "out").code == cli.MACHINE
        else:
            self.proved(built)
        assert victim.read_text() == "precious"

    def test_names_no_journal_to_be_removed_with_its_own(self, built: Site, victim: Path) -> None:
        """SQLite takes a left journal for one of several databases if it ends so, and removes the other."""
        store = built.root / ".sitegen/store"
        name = os.fsencode(victim)
        ending = (0).to_bytes(4, "big") + name + len(name).to_bytes(4, "big")
        ending += (sum(name) & 0xFFFFFFFF).to_bytes(4, "big") + bytes.fromhex("d9d505f920a163d7")
        head = bytes.fromhex("d9d505f920a163d7") + (0).to_bytes(4, "big") + bytes(4) + (1).to_bytes(4, "big")
        head += (512).to_bytes(4, "big") + (16384).to_bytes(4, "big")
        store.with_name("store-journal").write_bytes(head.ljust(512, b"\0") + ending)
        self.proved(built)
        assert victim.read_text() == "precious"

    def test_runs_nothing(self, built: Site) -> None:
        with sqlite3.connect(built.root / ".sitegen/store") as connection:
            connection.execute('CREATE TRIGGER evil AFTER INSERT ON "index" BEGIN DELETE FROM "index"; END')
        self.proved(built)


class TestAForgedPublication:
    """Somebody who may write into the published folder reaches nothing outside of it."""

    @pytest.mark.parametrize(
        "move",
        [
            ("f", "link/evil.js"),
            ("f", "../evil.js"),
            ("../../victim.txt", "x"),
            ("link", "x"),
            ("folder", "y"),
        ],
    )
    def test_moves_nothing_through_a_link(self, site: Site, victim: Path, move: tuple[str, str]) -> None:
        build(site.root)
        stage = site.out / ".sitegen-stage"
        (stage / "folder").mkdir(parents=True)
        (site.out / "link").symlink_to(victim.parent)
        (stage / "f").write_text("evil")
        (stage / "link").symlink_to(victim.parent)
        (stage / "folder/link").symlink_to(victim)
        (stage / "journal").write_bytes(msgspec.json.encode({"moves": [move], "removals": []}))
        before = untouched(site)
        assert build(site.root).code == cli.FINE
        assert untouched(site) == before
        assert not (site.out / move[1]).is_symlink()
        assert not stage.exists()

    def test_removes_nothing_through_a_link(self, site: Site, victim: Path) -> None:
        build(site.root)
        stage = site.out / ".sitegen-stage"
        stage.mkdir()
        (site.out / "link").symlink_to(victim.parent)
        (stage / "journal").write_bytes(msgspec.json.encode({"moves": [], "removals": ["link/victim.txt"]}))
        build(site.root)
        assert victim.read_text() == "precious"
