"""Files in root/ stand at the root of the site; what hosts read is made there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.literal import Site, article

NEWS = "content/articles/2018/forum/index.mn.md"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path, {NEWS: article(), "root/CNAME": "archive.mn\n"})


def codes(site: Site) -> list[tuple[str, str]]:
    outcome = site.build()
    assert outcome.failed == bool(outcome.diagnostics)
    return [(item.code, item.path) for item in outcome.diagnostics]


def test_they_are_published_as_they_are_whatever_they_are(site: Site) -> None:
    files = {
        ".well-known/security.txt": b"x",
        ".nojekyll": b"",
        "favicon.ico": b"\0\1",
        "google1.html": b"<p>",
    }
    for name, content in files.items():
        site.write(f"root/{name}", content)
    site.write("root/.DS_Store", "left behind")
    assert codes(site) == []
    tree = site.tree()
    assert {name: tree.get(name) for name in files} == files
    assert (tree["CNAME"], ".DS_Store" in tree) == (b"archive.mn\n", False)


def test_they_change_and_go_with_their_source(site: Site) -> None:
    site.build()
    site.write("root/CNAME", "www.archive.mn\n")
    assert site.build().written == 1
    assert site.tree()["CNAME"] == b"www.archive.mn\n"
    site.remove("root/CNAME")
    site.build()
    assert "CNAME" not in site.tree()


@pytest.mark.parametrize(
    "name",
    [
        "robots.txt",
        "index.html",
        "404.html",
        ".htaccess",
        "_headers",
        "news/index.html",
        "News",
        "static/x.css",
    ],
)
def test_an_address_of_the_site_cannot_be_taken(site: Site, name: str) -> None:
    site.write(f"root/{name}", "mine")
    assert codes(site) == [("E304", f"root/{name}")]


def test_what_the_program_keeps_there_cannot_be_taken(site: Site) -> None:
    site.write("root/.sitegen-files", "mine")
    assert codes(site) == [("E326", "root/.sitegen-files")]


def test_nothing_is_followed_out_of_the_folder(site: Site) -> None:
    (site.root / "root/link.txt").symlink_to("/etc/passwd")
    (site.root / "root/folder").symlink_to("/etc")
    assert codes(site) == [("E311", "root/folder"), ("E311", "root/link.txt")]


def test_old_addresses_are_for_every_host_to_redirect(site: Site) -> None:
    site.write(NEWS, article(aliases="[/post/r/96, /old.php]"))
    site.build(base_url="https://archive.example.org/a")
    assert "/a/post/r/96 /a/news/2018/forum/ 301" in site.page("/_redirects")
    rules = dict(re.findall(r'^RedirectMatch 301 "(.*)" "(.*)"$', site.page("/.htaccess"), re.MULTILINE))
    assert set(rules.values()) == {"/a/news/2018/forum/"}
    for address, leads in (
        ("/a/post/r/96", True),
        ("/a/post/r/96/", True),
        ("/a/old.php", True),
        ("/a/oldxphp", False),
    ):
        assert any(re.match(rule, address) for rule in rules) is leads, address


def test_hosts_are_told_of_policy_caching_and_the_page_not_found(site: Site) -> None:
    site.build(base_url="https://archive.example.org/a")
    apache, others = site.page("/.htaccess"), site.page("/_headers")
    assert "ErrorDocument 404 /a/404.html\n" in apache
    for told in (apache, others):
        assert "default-src 'none'" in told
        assert "max-age=" in told
    assert "AddOutputFilterByType DEFLATE text/html" in apache


def test_each_text_leads_to_where_it_is_edited_when_that_is_set(site: Site) -> None:
    site.build()
    assert "Энэ хуудсыг засах" not in site.page("/news/2018/forum/")
    before = (site.root / "site.yaml").read_text("utf-8")
    site.write("site.yaml", before + 'edit: "https://github.com/ORG/REPO/edit/main/{path}"\n')
    site.build()
    assert f'href="https://github.com/ORG/REPO/edit/main/{NEWS}"' in site.page("/news/2018/forum/")
    assert "Энэ хуудсыг засах" not in site.page("/news/")
    site.write("site.yaml", before + "edit: https://github.com/ORG/REPO\n")
    assert codes(site) == [("E325", "site.yaml")]
