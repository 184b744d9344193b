"""No published address is lost without a word: the ledger, aliases and tombstones."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from sitegen.build import Outcome
from sitegen.content.ledger import with_addresses
from sitegen.core.diagnostics import Diagnostic
from sitegen.language.catalogue import texts_of_codes
from tests.command import sitegen
from tests.literal import Site, article, codes, tree

OLD, NEW = "content/articles/2018/forum", "content/articles/2018/gpsa-forum"
TEXTS = {f"{OLD}/index.mn.md": article("Форум болов"), f"{OLD}/index.en.md": article("The forum was held")}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site whose addresses are all listed."""
    site = Site(tmp_path, TEXTS | {"addresses.txt": "# Remark\n"})
    listed(site, site.build())
    return site


def listed(site: Site, outcome: Outcome) -> None:
    ledger = site.root / "addresses.txt"
    ledger.write_bytes(with_addresses(ledger.read_bytes(), outcome.new_addresses))


def move(site: Site, **fields: str) -> None:
    site.remove_folder(OLD)
    site.write(f"{NEW}/index.mn.md", article("Форум болов", **fields))
    site.write(f"{NEW}/index.en.md", article("The forum was held", **fields))


def lost(outcome: Outcome) -> list[Diagnostic]:
    return [item for item in outcome.diagnostics if item.code == "E327"]


def hint(item: Diagnostic, lang: str = "en") -> str:
    return texts_of_codes(lang).hint(item)


def test_a_renamed_folder_stops_the_build_and_the_aliases_of_both_languages_are_ready_to_paste(
    site: Site,
) -> None:
    before = site.tree()
    move(site)
    outcome = site.build()
    assert outcome.failed
    assert site.tree() == before
    en, mn = sorted(lost(outcome), key=lambda item: dict(item.args)["address"])
    assert f"{NEW}/index.mn.md: aliases: [/news/2018/forum/]" in hint(mn)
    assert f"{NEW}/index.en.md: aliases: [/en/news/2018/forum/]" in hint(en)
    assert "{address: /news/2018/forum/, since: 2026-11-24}" in hint(mn)
    lines = (site.root / "addresses.txt").read_text("utf-8").splitlines()
    assert lines[mn.line - 1] == "/news/2018/forum/ article Форум болов"


def test_the_proposed_aliases_are_enough(site: Site) -> None:
    move(site)
    for item in lost(site.build()):
        args = dict(item.args)
        path = site.root / args["target"]
        path.write_text(path.read_text("utf-8").replace("---\n", f"---\n{args['alias']}\n", 1), "utf-8")
    assert not site.build().failed
    assert "url=/en/news/2018/gpsa-forum/" in site.page("/en/news/2018/forum/")


def test_an_address_that_moved_twice_leads_to_the_last_place_at_once(site: Site) -> None:
    site.remove_folder(OLD)
    both = "[/news/2018/forum/, /news/2018/second/]"
    site.write(f"{NEW}/index.mn.md", article(aliases=both))
    site.write(f"{NEW}/index.en.md", article("Held", aliases="[/en/news/2018/forum/]"))
    assert not site.build().failed
    rules = (site.out / "_redirects").read_text("utf-8").splitlines()
    targets = {rule.split()[1] for rule in rules}
    assert targets.isdisjoint(rule.split()[0] + "/" for rule in rules)
    assert "/news/2018/forum /news/2018/gpsa-forum/ 301" in rules
    assert "/news/2018/second /news/2018/gpsa-forum/ 301" in rules


def test_what_is_taken_away_on_purpose_leaves_a_page_that_says_so(site: Site) -> None:
    site.remove_folder(OLD)
    site.write(
        "gone.yaml",
        """
        - address: /news/2018/forum/
          since: 2026-11
          reason: {mn: Хүсэлтээр хасав, en: Taken down on request}
          instead: /news/
        - {address: /en/news/2018/forum/, since: 2026, title: {mn: Хуучин мэдээ, en: Old news}}
        - {address: /projects/*, since: 2026-11-24}
        """,
    )
    assert "E304" in codes(site.build())  # the list of projects is still there
    site.edit("gone.yaml", "- {address: /projects/*, since: 2026-11-24}\n", "")
    outcome = site.build()
    assert not outcome.failed, codes(outcome)
    page = site.page("/news/2018/forum/")
    assert "Форум болов" in page
    assert "Хүсэлтээр хасав" in page
    assert 'content="noindex' in page
    assert "Old news" in site.page("/en/news/2018/forum/")
    assert "/news/2018/forum/ /news/2018/forum/ 410!" in (site.out / "_redirects").read_text("utf-8")
    assert "forum" not in (site.out / "sitemap.xml").read_text("utf-8").replace("forums", "")


def test_a_language_can_be_let_go_in_one_line(site: Site) -> None:
    config = (site.root / "site.yaml").read_text("utf-8")
    site.write("site.yaml", config + "languages: [{code: mn, name: Монгол}]\n")
    site.remove(f"{OLD}/index.en.md")
    [told] = site.build().diagnostics
    below = [
        line
        for line in (site.root / "addresses.txt").read_text("utf-8").splitlines()
        if line.startswith("/en/")
    ]
    assert texts_of_codes("en").message(told) == (
        f"/en/: all {len(below)} published addresses from here down would vanish, "
        "and every link to them would break."
    )
    assert hint(told).endswith("add to gone.yaml: - {address: /en/*, since: 2026-11-24}")
    site.write("gone.yaml", "- {address: /en/*, since: 2026-11-24}\n")
    assert not site.build().failed
    assert "The forum was held" in site.page("/en/news/2018/forum/")


def test_data_that_are_no_longer_published_are_told_in_one_line(site: Site) -> None:
    site.edit("site.yaml", "title:", "data: false\ntitle:")
    told = {item.code: dict(item.args)["address"] for item in site.build().diagnostics}
    assert told == {"E330": "/data/", "E327": "/en/data/"}
    site.write(
        "gone.yaml", "- {address: /data/*, since: 2026-11-24}\n- {address: /en/data/, since: 2026-11-24}\n"
    )
    assert not site.build().failed


def test_a_mistake_in_a_text_is_told_as_that_and_not_as_a_lost_address(site: Site) -> None:
    site.write(f"{OLD}/index.mn.md", "---\ntitle: [\n---\n")
    site.remove(f"{OLD}/index.en.md")
    outcome = site.build()
    assert outcome.failed
    assert not lost(outcome)


def test_what_expires_as_it_said_is_not_lost(site: Site) -> None:
    site.write(f"{OLD}/index.mn.md", article(expires="2026-11-01"))
    assert codes(site.build()) == []


def test_a_draft_again_is_lost(site: Site) -> None:
    site.write(f"{OLD}/index.mn.md", article(draft="true"))
    site.write(f"{OLD}/index.en.md", article(draft="true"))
    assert "/news/2018/forum/" in [dict(item.args)["address"] for item in lost(site.build())]


def test_without_a_ledger_nothing_is_asked(tmp_path: Path) -> None:
    site = Site(tmp_path, TEXTS)
    assert not site.build().new_addresses
    move(site)
    assert codes(site.build()) == []


def test_a_build_lists_what_is_new_and_a_service_only_tells(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write("content/articles/2019/next/index.mn.md", article("Дараах", date="2019-01-01"))
    ledger = site.root / "addresses.txt"
    before = ledger.read_bytes()
    monkeypatch.setenv("CI", "true")
    outcome = site.build()
    assert codes(outcome) == ["W328"]
    assert not outcome.failed
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795478400")
    sitegen("build", "--site", site.root)
    assert ledger.read_bytes() == before
    monkeypatch.setenv("CI", "false")
    sitegen("build", "--site", site.root)
    lines = ledger.read_text("utf-8").splitlines()
    assert lines[0] == "# Remark"
    assert "/news/2019/next/ article Дараах" in lines
    assert lines[1:] == sorted(lines[1:])
    assert not site.build().new_addresses


def test_however_the_ledger_was_saved_it_is_the_same_ledger(site: Site) -> None:
    ledger = site.root / "addresses.txt"
    before = ledger.read_bytes()
    lines = before.decode().splitlines()
    ledger.write_bytes(("\ufeff" + "\r\n".join((*lines, *lines[2:5], "/News/ list"))).encode())
    outcome = site.build()
    assert (codes(outcome), outcome.new_addresses) == ([], {})
    listed(site, outcome)
    assert ledger.read_bytes().decode().splitlines() == sorted((*lines, "/News/ list"))


def test_a_name_in_other_letters_is_told_once(site: Site) -> None:
    (site.root / OLD).rename((site.root / OLD).with_name("Forum"))
    assert codes(site.build()) == ["E302"]


def test_who_names_what_was_renamed_is_told_its_name_as_soon_as_the_alias_is_there(site: Site) -> None:
    naming = "content/articles/2018/naming/index.mn.md"
    site.write("content/projects/well/index.mn.md", "---\ntitle: Худаг\n---\n\nТекст.\n")
    links = "[a](project:well) [b](/projects/well/) [c](../../../projects/well/index.mn.md)"
    site.write(naming, article("Мэдээ", links, projects="[well]"))
    listed(site, site.build())
    site.remove_folder("content/projects/well")
    site.write(
        "content/projects/spring/index.mn.md",
        "---\ntitle: Булаг\naliases: [/projects/well/, /en/projects/well/]\n---\n\nТекст.\n",
    )
    found = [(item.path, hint(item)) for item in site.build().diagnostics]
    assert {path for path, _ in found} == {naming}
    assert [told for _, told in found] == [
        "Write its id: spring",
        "Did you mean “project:spring”?",
        "Did you mean “../../../projects/spring/index.mn.md”?",
    ]


def test_a_line_that_is_no_address_is_told(site: Site) -> None:
    site.write("addresses.txt", "news/ list\n/news/ list\n")
    outcome = site.build()
    told = [(item.code, item.path, item.line) for item in outcome.diagnostics]
    assert told == [("E329", "addresses.txt", 1)]


def test_with_a_ledger_edits_give_what_a_clean_build_gives(site: Site, tmp_path: Path) -> None:
    move(site, aliases="[/news/2018/forum/]")
    site.write("gone.yaml", "- {address: /en/news/2018/forum/, since: 2026}\n")
    site.write(f"{NEW}/index.en.md", article("Held"))
    outcome = site.build()
    listed(site, outcome)
    site.build()
    site.edit(f"{NEW}/index.en.md", "Held", "It was held")
    edited = site.build()
    clean = site.build(out=tmp_path / "clean", cache=False)
    assert edited.diagnostics == clean.diagnostics
    assert site.tree() == tree(tmp_path / "clean")
    assert site.build().written == 0


def test_while_there_are_samples_nothing_is_listed_and_what_is_listed_is_kept(
    site: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    site.write("content/articles/2018/other/index.mn.md", article("Өөр", sample="true"))
    first = site.build()
    assert (first.new_addresses, first.samples) == ({}, 1)
    assert "бодит мэдээлэл биш" in site.page("/news/2018/other/")
    clean = Site.copied(site.root, tmp_path_factory.mktemp("clean"))
    clean.build(cache=False)
    assert site.tree() == clean.tree()
    assert (site.build().samples, site.build(today=date(2026, 11, 25)).samples) == (1, 1)

    site.remove_folder(OLD)
    assert len(lost(site.build())) == 2
    site.write(f"{OLD}/index.mn.md", TEXTS[f"{OLD}/index.mn.md"])
    site.write(f"{OLD}/index.en.md", TEXTS[f"{OLD}/index.en.md"])
    site.write("content/articles/2018/other/index.mn.md", article("Өөр"))
    last = site.build()
    assert (last.failed, last.samples, "/news/2018/other/" in last.new_addresses) == (False, 0, True)
    assert "бодит мэдээлэл биш" not in site.page("/news/2018/other/")


GRANTS = "content/programmes/grants"


@pytest.fixture
def programme(site: Site) -> Site:
    """A site with a programme, which has a feed, and a document beside it."""
    for lang, title in (("mn", "Тэтгэлэг"), ("en", "Grants")):
        documents = (
            "documents:\n  - {title: {mn: Тайлан, en: Report}, file: report.pdf}\n" if lang == "mn" else ""
        )
        site.write(f"{GRANTS}/index.{lang}.md", f"---\ntitle: {title}\n{documents}---\n\nТекст.\n")
    site.write(f"{GRANTS}/report.pdf", b"%PDF-1.4\n")
    site.write("content/articles/2018/other/index.mn.md", article("Өөр", programmes="[grants]"))
    listed(site, site.build())
    return site


def test_a_feed_and_a_document_are_lost_with_their_page_and_stay_where_it_was_with_its_alias(
    programme: Site, tmp_path: Path
) -> None:
    site = programme
    feed, document = site.page("/programmes/grants/feed.xml"), site.page("/programmes/grants/report.pdf")
    (site.root / GRANTS).rename((site.root / GRANTS).with_name("awards"))
    site.edit("content/articles/2018/other/index.mn.md", "[grants]", "[awards]")
    told = lost(site.build())
    assert [dict(item.args)["address"] for item in told] == ["/en/programmes/grants/", "/programmes/grants/"]
    assert hint(told[1]).endswith(
        "add to gone.yaml, beside site.yaml: - {address: /programmes/grants/*, since: 2026-11-24}\n"
        "If it was never on the internet, delete this line of addresses.txt."
    )
    for item in told:
        args = dict(item.args)
        path = site.root / args["target"]
        path.write_text(path.read_text("utf-8").replace("---\n", f"---\n{args['alias']}\n", 1), "utf-8")
    assert codes(site.build()) == []
    assert site.page("/programmes/grants/report.pdf") == document
    assert site.page("/programmes/grants/feed.xml") == site.page("/programmes/awards/feed.xml")
    first = "<id>https://archive.example.org/programmes/grants/</id>"
    assert first in feed
    assert first in site.page("/programmes/grants/feed.xml")
    site.edit("content/articles/2018/other/index.mn.md", "Текст.", "Өөр бичвэр.")
    site.build()
    clean = site.build(out=tmp_path / "clean", cache=False)
    assert clean.diagnostics == ()
    assert site.tree() == tree(tmp_path / "clean")
    assert "Өөр бичвэр." in site.page("/programmes/grants/feed.xml")


def test_what_is_gone_with_all_below_is_written_in_one_line(programme: Site) -> None:
    site = programme
    site.remove_folder(GRANTS)
    site.edit("content/articles/2018/other/index.mn.md", "programmes: [grants]\n", "")
    told = lost(site.build())
    assert len(told) == 4  # pages in both languages, and the lists of documents
    site.write("gone.yaml", "".join(dict(item.args)["gone"] + "\n" for item in told))
    assert codes(site.build()) == []
    assert "/programmes/grants/report.pdf" in (site.out / "_redirects").read_text("utf-8")


def test_the_id_of_a_record_is_its_address_and_where_it_went_is_proposed(site: Site) -> None:
    terms = site.root / "content/terms.yaml"
    before = terms.read_text("utf-8")
    ident = re.findall(r"id: ([a-z-]+)", before)[0]
    terms.write_text(before.replace(f"id: {ident}", f"id: {ident}-two"), "utf-8")
    told = lost(site.build())
    assert [dict(item.args)["address"] for item in told] == [f"/en/tags/{ident}/", f"/tags/{ident}/"]
    assert texts_of_codes("en").message(told[1]).startswith(f"/tags/{ident}/ (“")
    assert hint(told[1]) == (
        f"The id is its address: put “{ident}” back in content/terms.yaml.\n"
        "If it has to be another one, or was taken away, add to gone.yaml, beside site.yaml: "
        f"- {{address: /tags/{ident}/*, since: 2026-11-24, instead: /tags/{ident}-two/}}\n"
        "If it was never on the internet, delete this line of addresses.txt."
    )
    site.write("gone.yaml", "".join(dict(item.args)["gone"] + "\n" for item in told))
    assert codes(site.build()) == []
    assert f'href="/tags/{ident}-two/"' in site.page(f"/tags/{ident}/")


def test_what_gone_yaml_says_of_what_is_there_and_of_what_is_not_is_told(site: Site) -> None:
    site.write(
        "gone.yaml",
        "- {address: /news/2017/old/, since: 2026, instead: /newss/}\n"
        "- {address: /news/2018/forum/, since: 2026}\n",
    )
    nothing, twice = sorted(site.build().diagnostics, key=lambda item: item.code, reverse=True)
    assert (nothing.code, nothing.path, nothing.line, nothing.column) == ("E412", "gone.yaml", 1, 52)
    assert hint(nothing) == "Did you mean “/news/”?"
    site.edit("gone.yaml", "/newss/", "/abcdefghij/")
    told = {item.code: hint(item) for item in site.build().diagnostics}
    assert told["E412"] == "Write an address that the site has, such as /news/, or take it out of gone.yaml."
    assert twice.code == "E304"
    assert hint(twice) == "A page stands at this address now: take it out of gone.yaml."
    site.write("gone.yaml", "- {address: /news/2017/old/, since: 2026, instead: /news}\n")
    assert codes(site.build()) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/projects/b/index.mn.md", "---\ntitle: Ширээ\naliases: [projects/a]\n---\n"),
        ("gone.yaml", "- {address: projects/a, since: 2026}\n"),
    ],
)
def test_an_old_address_that_cannot_be_read_is_not_also_missed(tmp_path: Path, path: str, text: str) -> None:
    files = {"content/projects/b/index.mn.md": "---\ntitle: Ширээ\n---\n"}
    site = Site(tmp_path, files | {"addresses.txt": "/projects/a/ Ширээ\n"})
    assert codes(site.build()) == ["E327"]
    site.write(path, text)
    assert codes(site.build()) == ["E306"]
