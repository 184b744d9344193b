"""The command `serve`: what it says, word for word, and how it begins and ends."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import msgspec
import pytest

from sitegen.core.diagnostics import Refusal
from sitegen.language.catalogue import say
from sitegen.serve import preview as module
from sitegen.serve import server
from sitegen.serve.builder import Voice
from sitegen.serve.preview import PreviewOptions, serve
from tests.command import sitegen
from tests.literal import TODAY, Site, article, templates_looked_at_once
from tests.meta.source import ROOT

NEWS = "content/articles/2018/forum/index.mn.md"
TIME = re.compile(r"^\d\d:\d\d:\d\d ", re.MULTILINE)
PROBLEM = re.compile(r"(?<=E108) .*\n( {4}.*\n)*")  # whose words are those of `sitegen check`
NUMBER = re.compile(r"\d+\.\d\d(?= (секунд|seconds))|\d+(?= хуудас)|(?<=pages: )\d+")


class Enough(Exception):
    """Ends a preview that runs in this process."""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path.resolve(), {NEWS: article()})


@pytest.fixture(autouse=True)
def no_browser() -> Iterator[None]:
    with patch.object(module, "_has_screen", return_value=False), templates_looked_at_once():
        yield


def run(site: Site, lang: str, then: Callable[[str], None] = lambda _: None, **options: object) -> list[str]:
    """What a preview says from its beginning until `then`, called with its address, has returned."""
    said: list[str] = []

    def ready(address: str) -> None:
        then(address)
        raise Enough

    given = PreviewOptions(site=site.root, lang=lang, open_browser=False, today=TODAY)
    voice = Voice(said.append, lambda _: None)
    with pytest.raises(Enough):
        serve(msgspec.structs.replace(given, **options), voice, ready)
    return said


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as bound:
        port: int = bound.getsockname()[1]
        return port


@pytest.mark.parametrize("patience", [0.0, 60.0])
def test_the_browser_opens_once_when_the_site_is_there_or_after_a_while(site: Site, patience: float) -> None:
    opened: list[str] = []
    came = threading.Event()

    def browser(address: str) -> None:
        opened.append(address)
        came.set()

    with (
        patch.object(module, "_has_screen", return_value=True),
        patch.object(module, "PATIENCE", patience),
        patch.object(module.webbrowser, "open", browser),
    ):
        said = run(site, "en", lambda _: came.wait(10), open_browser=True)
    assert len(opened) == 1
    assert f"The preview is at {opened[0]}" in said


GREETING = {
    "mn": [
        "Сайтыг үүсгэж байна …",
        "Урьдчилан харах хаяг: {address}",
        "Файлаа засаад хадгалахад хуудас өөрөө шинэчлэгдэнэ. Зогсоох: Ctrl-C.",
        "Ноорог болон огноо нь болоогүй бичлэгийг тэмдэглэж харуулна. Нийтэлсэн сайтад юу ч өөрчлөгдөхгүй.",
    ],
    "en": [
        "Building the site …",
        "The preview is at {address}",
        "Edit a file and save it: the page follows by itself. Stop with Ctrl-C.",
        "Drafts and entries of a later date are shown, and marked. The published site is left as it is.",
    ],
}
ANOTHER_PORT = {
    "mn": "{wanted} портыг өөр программ ашиглаж байгаа тул {port} портыг авлаа.",
    "en": "Another program uses port {wanted}, so this is port {port}.",
}
PORT_TAKEN = {
    "mn": (
        "--port {port}: энэ портыг ашиглах боломжгүй (энэ хаягийг өөр программ ашиглаж байна). "
        "Өөр тоо бичнэ үү."
    ),
    "en": "--port {port}: this port cannot be used (Address already in use). Write another number.",
}
ALREADY = {
    "mn": (
        "Энэ сайтыг урьдчилан харах программ аль хэдийн ажиллаж байна: {address}. "
        "Хөтчөөр тэр хаягийг нээнэ үү."
    ),
    "en": "A preview of this site is running already: {address}. Open that address in a browser.",
}
PHONE = {
    "mn": [
        "Утсаар харах: компьютертой ижил сүлжээнд холбогдсон утсаараа энэ кодыг уншуулна уу.\n{address}",
        "Анхаар: энэ сүлжээнд байгаа, дээрх хаягийг мэдсэн хэн ч сайтыг нооргуудтай нь харж чадна, "
        "харин юу ч өөрчилж чадахгүй. Ctrl-C дарахад хаагдана.",
    ],
    "en": [
        "On a phone: scan this code with a phone that is in the same network.\n{address}",
        "Note: whoever is in this network and knows the address above can read the site with its drafts, and "
        "change nothing. Ctrl-C ends that.",
    ],
}
NO_NETWORK = {
    "mn": "--phone: энэ компьютер ямар ч сүлжээнд холбогдоогүй байна. Wi-Fi-д холбогдоод дахин оролдоно уу.",
    "en": "--phone: this computer is in no network. Connect to one and try again.",
}
POLLING = {
    "mn": (
        "Энэ компьютер файлын өөрчлөлтийг мэдэгдэж чадахгүй байна (ажиглах файлын тоо хязгаартаа хүрсэн). "
        "Оронд нь файлуудыг секунд тутам шалгана."
    ),
    "en": (
        "This computer cannot tell when a file changes (its limit of watched files is reached). "
        "The files are looked at every second instead."
    ),
}
SAVES = {
    "mn": f"""\
шинэчлэв: {NEWS} · N хуудас · N секунд
алдаа: 1; сүүлчийн зөв хуудаснууд хэвээр байна: {NEWS}
{NEWS}:3:7: E108 …
Зогсоолоо. Дутуу нийтэлсэн зүйл байхгүй.
""",
    "en": f"""\
updated: {NEWS} · pages: N · N seconds
errors: 1; the last good pages stay: {NEWS}
{NEWS}:3:7: E108 …
Stopped. Nothing is half published.
""",
}


@pytest.mark.parametrize("lang", ["mn", "en"])
class TestItSays:
    def test_where_it_is_and_how_it_ends(self, site: Site, lang: str) -> None:
        seen: list[str] = []
        said = run(site, lang, seen.append, port=free_port())
        assert said == [line.format(address=seen[0]) for line in GREETING[lang]]

    def test_when_a_port_is_another_ones(self, site: Site, lang: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as other, patch.object(module, "TRIED", 1):
            wanted = other.getsockname()[1]
            with patch.object(module, "_PORT", wanted):
                seen: list[str] = []
                said = run(site, lang, seen.append)
        port = seen[0].rpartition(":")[2].strip("/")
        assert said[0] == ANOTHER_PORT[lang].format(wanted=wanted, port=port)

    def test_when_the_port_that_was_asked_for_is_taken(self, site: Site, lang: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            found = sitegen("serve", "--site", site.root, "--lang", lang, "--no-open", "--port", str(port))
        assert (found.code, found.err) == (3, f"{PORT_TAKEN[lang].format(port=port)}\n")

    def test_when_a_preview_of_the_site_is_running_already(self, site: Site, lang: str) -> None:
        def second(address: str) -> None:
            found = sitegen("serve", "--site", site.root, "--lang", lang, "--no-open")
            assert (found.code, found.err) == (75, f"{ALREADY[lang].format(address=address)}\n")

        run(site, lang, second)

    def test_who_can_see_it_on_a_phone(self, site: Site, lang: str) -> None:
        with patch.object(server, "local_address", return_value="127.0.0.2"):
            seen: list[str] = []
            said = run(site, lang, seen.append, phone=True, port=free_port())
        code, told, warning = said[4:]
        address = told.rpartition("\n")[2]
        assert [told, warning] == [line.format(address=address) for line in PHONE[lang]]
        assert re.fullmatch(r"http://127\.0\.0\.2:\d+/[\w-]{16}/", address)
        assert code == server.phone_code(address)

    def test_that_there_is_no_network_for_a_phone(self, site: Site, lang: str) -> None:
        with patch.object(server, "local_address", side_effect=server.NoNetwork):
            options = ["--site", site.root, "--lang", lang, "--no-open", "--port", str(free_port())]
            found = sitegen("serve", *options, "--phone")
        assert (found.code, found.err) == (3, f"{NO_NETWORK[lang]}\n")

    def test_that_the_system_cannot_tell_of_changes(self, site: Site, lang: str) -> None:
        told = threading.Event()
        full = OSError('OS file watch limit reached. about ["content"]')
        with patch("sitegen.serve.watch.watch", side_effect=full):
            said = run(site, lang, lambda _: told.wait(1), port=free_port())
        assert POLLING[lang] in said

    def test_what_came_of_each_save(self, site: Site, lang: str) -> None:
        with Running(site, lang) as running:
            site.write(NEWS, article(body="Шинэ текст."))
            running.wait_for(NEWS)
            site.write(NEWS, article(date="2018-02-31"))
            running.wait_for("E108")
            said = running.end(signal.SIGINT)
        assert PROBLEM.sub(" …\n", NUMBER.sub("N", TIME.sub("", said))) == SAVES[lang]
        assert running.code == 130

    def test_how_it_is_used(self, lang: str) -> None:
        found = sitegen("serve", "--lang", lang, "--help")
        assert found.code == 0
        for words in (
            "Show the site in a browser while you write: every save is seen at once. Publishes nothing.",
            "The port to listen on; by default 8000, or the next one that is free.",
            "Do not open a browser.",
            "Let a phone in the same network look too (read only).",
            "Begin without drafts and entries of a later date.",
        ):
            assert say(lang, words) in " ".join(found.out.split())


class Running:
    """The command in a process of its own."""

    def __init__(self, site: Site, lang: str = "en") -> None:
        self.port = free_port()
        argv = [sys.executable, "-m", "sitegen", "serve", "--site", str(site.root), "--lang", lang]
        argv += ["--no-open", "--port", str(self.port), "--today", TODAY.isoformat(), "--jobs", "1"]
        self.process = subprocess.Popen(argv, cwd=ROOT, stderr=subprocess.PIPE, text=True)
        self.code: int | None = None
        self.said = ""

    def __enter__(self) -> Running:
        while len(self.said.splitlines()) < len(GREETING["en"]):
            self.said += self._line()
        self.said = ""
        return self

    def _line(self) -> str:
        assert self.process.stderr
        line = self.process.stderr.readline()
        assert line, self.said
        return line

    def wait_for(self, text: str) -> None:
        while text not in self.said.rpartition("\n\n")[2]:
            self.said += self._line()

    def end(self, number: int) -> str:
        """Ends it so, and gives all that it said since its greeting."""
        assert self.process.stderr
        self.process.send_signal(number)
        self.said += self.process.stderr.read()
        self.code = self.process.wait(10)
        return self.said

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_while_browsers_listen(site: Site, number: int, code: int) -> None:
    with Running(site) as running:
        listening = http.client.HTTPConnection("127.0.0.1", running.port)
        listening.request("GET", "/_sitegen/news?page=/")
        assert listening.getresponse().status == 200
        assert running.end(number) == "Stopped. Nothing is half published.\n"
        assert running.code == code


def test_the_next_preview_begins_where_one_ended(site: Site) -> None:
    run(site, "en", port=free_port())
    with patch("sitegen.content.parse.parse_batch", side_effect=AssertionError("parsed again")):
        run(site, "en", port=free_port())


def test_it_listens_on_this_machine_only(site: Site) -> None:
    def addresses(_: str) -> None:
        lines = Path("/proc/self/net/tcp").read_text().splitlines()[1:]
        here = {line.split()[1] for line in lines if line.split()[3] == "0A"}
        assert f"0100007F:{port:04X}" in here
        assert f"00000000:{port:04X}" not in here

    port = free_port()
    run(site, "en", addresses, port=port)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_where_nothing_may_be_written_it_keeps_its_own_elsewhere(site: Site) -> None:
    site.root.chmod(0o555)
    try:
        run(site, "en", port=free_port())
    finally:
        site.root.chmod(0o755)
    assert not (site.root / ".sitegen").exists()


def test_a_mistake_in_the_first_build_does_not_keep_it_from_beginning(site: Site) -> None:
    def look(address: str) -> None:
        connection = http.client.HTTPConnection(address.removeprefix("http://").strip("/"))
        connection.request("GET", "/")
        assert "The pages are not ready yet." in connection.getresponse().read().decode()

    site.write(NEWS, article(date="2018-02-31"))
    run(site, "en", look, port=free_port())


def test_what_no_watch_has_told_is_seen_too_as_another_day_is() -> None:
    class Builder:
        unsure, patience = False, 0.0

        def settle(self) -> None:
            assert self.unsure
            raise Enough

    from sitegen.serve.watch import Inbox

    with pytest.raises(Enough):
        module._loop(Builder(), Inbox(), True)  # type: ignore[arg-type]


def test_a_computer_without_a_network_has_no_address_for_a_phone() -> None:
    with patch("socket.socket.connect", side_effect=OSError), pytest.raises(Refusal):
        server.local_address()
