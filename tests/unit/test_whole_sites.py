"""A large invented archive, and the sample site, as readers get them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.corpus import BASE_URL, Corpus
from benchmarks.generators.sitegen import SITEGEN_FULL
from sitegen.build import Outcome
from tests.hostile import live
from tests.literal import Site
from tests.schemas.machine import atom, json_feed, sitemap
from tests.unit.output.reading import Reading
from tests.walk import Walk

ROOT = Path(__file__).parents[2]
BASE = "https://archive.example.org"
SAMPLE = ROOT / "tests/golden/site"
# Bytes of a page and its style sheets, not compressed, a little above what they are now. The page about the
# data names every field of every table.
BUDGETS = {"news": 48_000, "list of news": 58_000, "forums": 63_000, "projects": 63_000, "data": 68_000}
BUDGET = 50_000  # all other pages
LISTS = {"news": "list of news"}  # a list that can be asked has a form
FACTS = "identifier: P1\namount: 30,000,000 USD\nstart: 2015\n"
PROGRAMME = {
    "mn": f"---\ntitle: Жишээ хөтөлбөр\n{FACTS}---\n\nЖишээ бичвэр.\n",
    "en": "---\ntitle: A sample programme\n---\n\nA sample text.\n",
}
LETTERS = re.compile("[А-Яа-яЁёӨөҮү]{2}")


class Built(Walk):
    """A site, built and walked."""

    def __init__(self, site: Site, outcome: Outcome, base: str) -> None:
        super().__init__(site.out, base)
        self.site = site
        self.outcome = outcome

    def gone(self) -> set[str]:
        """The addresses that gone.yaml names: each stood in one language, and its tombstone stands there."""
        listed = self.site.root / "gone.yaml"
        text = listed.read_text("utf-8") if listed.exists() else ""
        return set(re.findall(r"^- address: (\S+)", text, re.MULTILINE))

    def html(self) -> Iterator[tuple[str, Reading]]:
        """Pages that are not redirects."""
        for address, page in self.pages.items():
            if not any(given.get("http-equiv") == "refresh" for given in page.named("meta")):
                yield address, page


def large(folder: Path) -> Built:
    """An invented archive, with lists and maps as those of an archive of some years."""
    site = Site(folder, None)
    for path, content in SITEGEN_FULL.files(Corpus(1, 40)):
        site.write(path, content)
    site.edit("site.yaml", BASE_URL, BASE)
    site.edit("site.yaml", "section: projects", "section: projects\n  - section: programmes")
    for lang in ("mn", "en"):
        site.write(f"content/programmes/all/index.{lang}.md", PROGRAMME[lang])
    for path in (folder / "content/projects").rglob("index.mn.md"):
        site.edit(path.relative_to(folder).as_posix(), "\nstatus:", "\nprogramme: all\nstatus:")
    return Built(site, site.build(jobs=2), BASE)


def sample(folder: Path) -> Built:
    """Below a path, so that an address that forgets it is seen."""
    site = Site.copied(SAMPLE, folder)
    base = "https://archive.example.org/deep/down"
    return Built(site, site.build(base_url=base), base)


@pytest.fixture(scope="module", params=[large, sample], ids=["large", "sample"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    made: Built = request.param(tmp_path_factory.mktemp("site"))
    return made


def test_it_builds_without_any_problem(built: Built) -> None:
    assert built.outcome.diagnostics == ()
    assert built.outcome.written > 100


def test_every_link_and_anchor_leads_somewhere(built: Built) -> None:
    assert built.broken() == []


def test_every_page_can_be_reached_from_the_home_pages(built: Built) -> None:
    reached = built.reached(f"{built.mount}/", f"{built.mount}/en/")
    expected = {address for address, _ in built.html()} - {f"{built.mount}/404.html"}
    hidden = {f"{built.mount}/translations/", f"{built.mount}/en/translations/"}
    # The editors' page is not for readers, and nothing leads to what is gone.
    assert expected - reached == hidden | {f"{built.mount}{address}" for address in built.gone()}


def test_translations_lead_back_to_each_other_and_name_a_default(built: Built) -> None:
    for address, _ in built.html():
        named = built.alternates(address)
        if named:
            assert f"{built.base}{address.removeprefix(built.mount)}" in named.values(), address
            assert named["x-default"] in {named[lang] for lang in named if lang != "x-default"}
        for other in named.values():
            assert built.alternates(built.mount + other.removeprefix(built.base)) == named, (address, other)


def test_every_page_has_one_heading_a_title_and_its_language(built: Built) -> None:
    for address, page in built.html():
        assert len(page.named("h1")) == 1, address
        names = [tag for tag, _ in page.elements]
        assert names[: names.index("body")].count("title") == 1, address
        lang = "en" if address.startswith(f"{built.mount}/en/") else "mn"
        assert [given["lang"] for given in page.named("html")] == [lang], address


def test_headings_leave_out_no_level(built: Built) -> None:
    for address, page in built.html():
        levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1, address
        assert all(after <= before + 1 for before, after in pairwise(levels)), address


def test_cyrillic_on_an_english_page_is_marked(built: Built) -> None:
    for address, page in built.html():
        if address.startswith(f"{built.mount}/en/"):
            unmarked = [
                text
                for text, lang, tag in page.texts
                if lang == "en" and LETTERS.search(text) and tag not in ("script", "title")
            ]
            assert unmarked == [], address


def test_every_page_has_a_security_policy_and_nothing_inline(built: Built) -> None:
    for address, page in built.html():
        policies = [given["content"] for given in page.named("meta") if "http-equiv" in given]
        assert len(policies) == 1, address
        assert policies[0].startswith("default-src 'none';"), address
        assert "unsafe" not in policies[0], address


def test_nothing_is_live_that_the_theme_does_not_make(built: Built) -> None:
    for path in built.out.rglob("*.html"):
        assert live(path.read_text("utf-8").replace(f"{built.mount}/static/", "/static/")) == [], path


def test_every_page_with_its_styles_is_light(built: Built) -> None:
    """But dossiers, which hold all projects of a programme."""
    dossier = re.compile(r".*/programmes/[^/]+/print/")
    heavy = {}
    for address, page in built.html():
        if dossier.fullmatch(address):
            continue
        styles = {given["href"] for given in page.named("link") if given.get("rel") == "stylesheet"}
        assert styles, address
        parts = [address.removeprefix(built.mount), *(style.removeprefix(built.mount) for style in styles)]
        files = [
            built.out / (part + "index.html" if part.endswith("/") else part).lstrip("/") for part in parts
        ]
        size = sum(file.stat().st_size for file in files)
        section = address.removeprefix(built.mount).removeprefix("/en").strip("/")
        own = LISTS.get(section) or section.partition("/")[0]
        if size >= BUDGETS.get(own, BUDGET):
            heavy[address] = size
    assert heavy == {}


def test_pictures_have_descriptions_and_sizes(built: Built) -> None:
    for address, page in built.html():
        for given in page.named("img"):
            assert "alt" in given, address
            assert given.get("width", "").isdecimal(), address
            assert given.get("height", "").isdecimal(), address


def test_nothing_of_the_machinery_shows(built: Built) -> None:
    for address, page in built.html():
        for text, _, tag in page.texts:
            shown = f"{address}: {text}"
            assert not re.search(
                r"\bNone\b|\bTrue\b|\bFalse\b|PartialDate|Decimal|Undefined|[{}]{2}|%\(", text
            ), shown
            assert not re.search("[\ue000-\uf8ff\x00-\x08\x0b-\x1f]", text), shown
            assert tag == "script" or not re.search(r"[0-9]\.00[\s\xa0]?(₮|MNT)", text), shown


def test_feeds_and_the_sitemap_are_sound_and_lead_to_pages(built: Built) -> None:
    assert sitemap((built.out / "sitemap.xml").read_bytes()) == []
    for path in built.out.rglob("feed.xml"):
        assert atom(path.read_bytes()) == [], path
    for path in built.out.rglob("feed.json"):
        assert json_feed(path.read_bytes()) == [], path
    for path in [*built.out.rglob("feed.*"), built.out / "sitemap.xml"]:
        for found in re.findall(rf'{re.escape(built.base)}(/[^"<&\\\\]*)', path.read_text("utf-8")):
            assert built.has(built.mount + found.partition("#")[0]), (path, found)


def test_pages_that_are_not_for_search_engines_are_in_no_feed_and_not_in_the_sitemap(built: Built) -> None:
    told = "".join(
        path.read_text("utf-8") for path in [*built.out.rglob("feed.*"), built.out / "sitemap.xml"]
    )
    for address, page in built.pages.items():
        if any(given.get("name") == "robots" for given in page.named("meta")):
            full = f"{built.base}{address.removeprefix(built.mount)}"
            assert not re.search(rf'{re.escape(full)}["<]', told), address


def test_both_languages_have_the_same_pages(built: Built) -> None:
    found = [address.removeprefix(built.mount) for address, page in built.html() if "/print/" not in address]
    english = {address.removeprefix("/en") for address in found if address.startswith("/en/")}
    english |= {address for address in built.gone() if not address.startswith("/en/")}
    mongolian = {address for address in found if not address.startswith("/en/")} - {"/404.html"}
    mongolian |= {address.removeprefix("/en") for address in built.gone() if address.startswith("/en/")}
    assert english == mongolian
