"""Every hostile or mistaken file, in a site that is built: a diagnostic at its place, or correct output."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sitegen import cli
from sitegen.core.interrupts import budget
from tests.command import build
from tests.hostile import live
from tests.literal import Site, article

SAMPLES = Path(__file__).parents[1] / "badinputs"
PLACE = "content/articles/2024/sample/index.mn.md"
PAGE = "news/2024/sample/index.html"
OTHER = "content/articles/2024/other/index.mn.md"
MISTAKE = article("Өөр мэдээ", date="2024-11-02", body="[x](project:missing)")
SECONDS = 5
# What only a whole site finds, beyond what the lists of parts of the pipeline say.
BESIDES = {
    "md/placeholder.md": {"E113"},  # control characters are refused before Markdown sees them
    "xss/url-attrlist.md": {"E412"},  # and the link leads nowhere
    "fm/multi-doc.md": {"E131"},  # its date would stand in the part that is not read
    "enc/nfd-body.md": {"W122"},
    "fm/colon.md": {"W122"},
    "fm/csv-formula.md": {"E411"},  # its author is in no record
    "fm/slug-collide-a.md": {"W122"},
}


@cache
def listed() -> dict[str, frozenset[str]]:
    """The codes each sample ends with; the samples for Markdown also state a language, which is no field."""
    found = {}
    for table in ("frontmatter.tsv", "markdown.tsv"):
        with (SAMPLES / table).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                unknown_field = {"E106"} if table == "markdown.tsv" else set()
                named = set(row["expected"].split()) - {"fine"}
                found[row["file"]] = frozenset(named | unknown_field | BESIDES.get(row["file"], set()))
    return found


def told(out: str) -> list[dict[str, str | int]]:
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A published site with another article, in which a mistake was made since."""
    site = Site(
        tmp_path_factory.mktemp("site"),
        {OTHER: article("Өөр мэдээ", date="2024-11-02"), PLACE: article("Эхний")},
    )
    assert build(site.root).code == cli.FINE
    site.write(OTHER, MISTAKE)
    return site


@pytest.mark.parametrize("file", sorted(listed()))
def test_every_sample_is_reported_beside_all_other_problems_and_nothing_is_published(
    site: Site, file: str
) -> None:
    before = site.tree()
    site.write(PLACE, (SAMPLES / file).read_bytes())
    with budget(SECONDS):
        run = build(site.root, "--format", "json")
    assert run.code == cli.CONTENT, run.err
    mine = [item for item in told(run.out) if item["path"] == PLACE]
    others = [(item["path"], item["code"]) for item in told(run.out) if item["path"] != PLACE]
    assert {item["code"] for item in mine} == listed()[file]
    assert all(item["line"] and item["column"] and item["message"] for item in mine)
    assert others == [(OTHER, "E412")]
    assert site.tree() == before


def without_unknown_fields(raw: bytes, out: str) -> bytes:
    wrong = {item["line"] for item in told(out) if item["code"] == "E106"}
    lines = raw.decode().replace("\r\n", "\n").replace("\r", "\n").splitlines(keepends=True)
    return "".join(line for number, line in enumerate(lines, start=1) if number not in wrong).encode()


def is_publishable(codes: frozenset[str]) -> bool:
    """Whether a field that sitegen does not know is the worst of it."""
    return all(code == "E106" or code.startswith("W") for code in codes)


MISSPELT = {"fm/cyrillic-homoglyph-key.md", "fm/zwsp-key.md"}  # the unknown field was meant to be the title
PUBLISHABLE = sorted(
    file for file, codes in listed().items() if is_publishable(codes) and file not in MISSPELT
)


@pytest.fixture
def alone(tmp_path: Path) -> Site:
    return Site(tmp_path, {})


@pytest.mark.parametrize("file", PUBLISHABLE)
def test_a_sample_without_errors_is_published_and_harmless(alone: Site, file: str) -> None:
    raw = (SAMPLES / file).read_bytes()
    alone.write(PLACE, raw)
    first = build(alone.root, "--format", "json")
    alone.write(PLACE, without_unknown_fields(raw, first.out))
    with budget(SECONDS):
        run = build(alone.root, "--format", "json")
    assert (run.code, {item["code"] for item in told(run.out)}) == (cli.FINE, listed()[file] - {"E106"})
    assert (alone.out / PAGE).is_file()
    assert_harmless(alone.tree())


def assert_harmless(tree: Mapping[str, bytes]) -> None:
    """Judged by html.parser, json and ElementTree: none of them knows sitegen."""
    for path, content in tree.items():
        if path.endswith((".sqlite", ".png", ".jpg", ".webp")):
            continue
        text = content.decode()
        if path.endswith(".html"):
            assert live(text) == [], path
        elif path.endswith((".xml", ".svg")):
            ElementTree.fromstring(text)
        elif path.endswith(".json"):
            json.loads(text)


@pytest.mark.parametrize("file", ["fm/crlf.md", "fm/cr-only.md"])
def test_the_kind_of_line_ends_makes_no_difference(tmp_path: Path, file: str) -> None:
    raw = (SAMPLES / file).read_bytes().replace(b"lang: uk", b"# lang: uk")
    unix = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    trees = []
    for number, content in enumerate((raw, unix)):
        site = Site(tmp_path / str(number), {PLACE: content})
        assert build(site.root).code == cli.FINE
        trees.append(site.tree())
    assert unix != raw
    assert trees[0] == trees[1]


@pytest.mark.parametrize("name", ["xxe.svg", "lol.svg"])
def test_a_drawing_that_declares_entities_is_refused_and_names_its_file(site: Site, name: str) -> None:
    before = site.tree()
    beside = "content/articles/2024/sample/drawing.svg"
    site.write(PLACE, article(date="2024-11-02", body="![Зураг](drawing.svg)"))
    site.write(beside, (SAMPLES / "xss" / name).read_bytes())
    with budget(SECONDS):
        run = build(site.root, "--format", "json")
    site.remove(beside)
    assert run.code == cli.CONTENT
    assert [(item["path"], item["code"]) for item in told(run.out)] == [(OTHER, "E412"), (beside, "E801")]
    assert site.tree() == before


def test_two_samples_that_differ_in_titles_alone_have_addresses_of_their_own(alone: Site) -> None:
    for letter in "ab":
        raw = (SAMPLES / f"fm/slug-translit-{letter}.md").read_bytes()
        alone.write(f"content/articles/2024/{letter}/index.mn.md", raw)
    assert build(alone.root).code == cli.FINE
    assert (alone.out / "news/2024/a/index.html").is_file()
    assert (alone.out / "news/2024/b/index.html").is_file()


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<script src=/x.js></script>",
        "<script src=//evil.example/static/x.js></script>",
        "<p onclick=x>",
        "<p style='color:red'>",
        "<style>p{}</style>",
        "<a href=' java\tscript:x'>",
        "<img src='https://evil.example/x.png'>",
        "<img src='data:image/png;base64,x'>",
        "<link rel=stylesheet href='https://evil.example/x.css'>",
        "<meta http-equiv=refresh content='0; url=https://evil.example/'>",
        "<meta http-equiv=refresh content='0; url=//evil.example/'>",
        "<meta http-equiv=refresh content='0; url=/\\evil.example/'>",
        "<iframe src=/x></iframe>",
        "<base href=/x>",
        "<!-- x -->",
        "<?x>",
    ],
)
def test_the_judge_finds_what_is_live(html: str) -> None:
    assert live(html)


def test_the_judge_refuses_structured_data_that_ends_early() -> None:
    with pytest.raises(json.JSONDecodeError):
        live('<script type="application/ld+json">{"a":"</script><b>"}</script>')


def test_the_judge_leaves_a_page_of_our_own_alone() -> None:
    assert (
        live(
            '<script src="/static/js/site.js" defer></script><link rel="stylesheet" href="/static/css/a.css">'
            '<script type="application/ld+json">{"a":"\\u003cscript>"}</script><img src="/news/x.jpg" alt="">'
            '<meta http-equiv="refresh" content="0; url=/news/"><a href="https://example.org/">x</a>'
            '<a href="#a:b">x</a><a href="report.pdf">x</a><p title="onclick=x">&lt;script&gt;</p>'
        )
        == []
    )
