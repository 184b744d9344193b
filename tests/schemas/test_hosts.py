"""What is written for Apache, read by Apache itself where it is installed."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.literal import Site, article

APACHE = shutil.which("apache2", path="/usr/sbin:/usr/bin:/usr/local/sbin")
MODULES = Path("/usr/lib/apache2/modules")
MOUNT = "/a"
# As a host that lets a folder say no more than what its files are.
SETTINGS = """
ServerRoot {folder}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/errors
{modules}
TypesConfig /etc/mime.types
DirectoryIndex index.html
DocumentRoot {folder}/www
User www-data
Group www-data
<Directory {folder}/www>
  AllowOverride FileInfo
  Require all granted
</Directory>
"""
NAMES = ("mpm_event", "authz_core", "dir", "mime", "headers", "filter", "deflate", "alias")

pytestmark = pytest.mark.skipif(APACHE is None or not MODULES.is_dir(), reason="apache2 is not installed")


class Reply(msgspec.Struct, frozen=True):
    status: int
    headers: dict[str, str]
    body: str


class Host(msgspec.Struct, frozen=True):
    port: int

    def get(self, path: str, *, compressed: bool = False) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", MOUNT + path, headers={"Accept-Encoding": "gzip"} if compressed else {})
        reply = connection.getresponse()
        headers = {name.lower(): value for name, value in reply.getheaders()}
        found = Reply(reply.status, headers, "" if compressed else reply.read().decode())
        connection.close()
        return found


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    folder = tmp_path_factory.mktemp("host")
    gone = "- {address: /news/2018/x/, since: 2026-11, title: {mn: Хассан мэдээ}}\n"
    text = article("Форум", aliases="[/post/r/96, /хуучин-хаяг/]")
    site = Site(folder / "site", {"content/articles/2018/forum/index.mn.md": text, "gone.yaml": gone})
    assert not site.build(out=folder / "www" / MOUNT.strip("/"), base_url=f"https://a.mn{MOUNT}").failed
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    modules = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in NAMES)
    settings = folder / "settings"
    settings.write_text(SETTINGS.format(folder=folder, port=port, modules=modules))
    for place in (folder, *folder.parents[:3]):  # the server is another user
        place.chmod(0o755)
    process = subprocess.Popen([str(APACHE), "-X", "-f", str(settings)])
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until and process.poll() is None:
            with socket.socket() as trying:
                if trying.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield Host(port)
    finally:
        process.kill()
        process.wait()


def test_an_old_address_leads_on_whatever_its_letters(host: Host) -> None:
    for old in (
        "/post/r/96",
        "/post/r/96/",
        "/%D1%85%D1%83%D1%83%D1%87%D0%B8%D0%BD-%D1%85%D0%B0%D1%8F%D0%B3/",
    ):
        reply = host.get(old)
        assert (reply.status, reply.headers["location"].partition(MOUNT)[2]) == (301, "/news/2018/forum/")


def test_what_is_gone_is_told_as_gone_with_the_page_that_says_so(host: Host) -> None:
    reply = host.get("/news/2018/x/")
    assert (reply.status, "<h1>Хассан мэдээ</h1>" in reply.body) == (410, True)


def test_what_never_was_has_the_page_of_the_site_for_that(host: Host) -> None:
    reply = host.get("/nothing/")
    assert (reply.status, "Page not found" in reply.body) == (404, True)


def test_pages_are_compressed_and_guarded_and_styles_kept(host: Host) -> None:
    page, style = host.get("/", compressed=True), host.get("/static/css/site.css", compressed=True)
    for reply in (page, style):
        assert (reply.status, reply.headers["content-encoding"]) == (200, "gzip")
        assert "frame-ancestors 'none'" in reply.headers["content-security-policy"]
        assert reply.headers["x-content-type-options"] == "nosniff"
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "cache-control" not in page.headers
    assert "stale-while-revalidate" in style.headers["cache-control"]
