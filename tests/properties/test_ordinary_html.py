"""What passes by the sanitiser is what the sanitiser would make of it (docs/decisions/0013)."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.corpus import Corpus
from sitegen.content.markup import body as body_module
from sitegen.content.markup.body import Body, to_body
from sitegen.content.markup.options import MarkupOptions
from sitegen.content.markup.sanitise import is_ordinary, sanitise
from sitegen.language.typography import typeset_html, typeset_pieces
from tests.properties.test_markup_stock import BLOCKS, STARTS, TEXTS, WORDS

ROOT = Path(__file__).parents[2]
PATH = "content/pages/about/index.mn.md"
OPTIONS = MarkupOptions("mn", (("ТББ", "б"), ("сум", 'г "д" <е>')), "Буцах {}", "Хүснэгт")
FRONT = re.compile(r"\A---\n.*?^---$", re.DOTALL | re.MULTILINE)
ALLOWED = {
    **dict.fromkeys(
        ("p", "h2", "h3", "h4", "h5", "h6", "ul", "li", "table", "thead", "tbody", "tr", "td"), ""
    ),
    **dict.fromkeys(("em", "strong", "abbr", "br", "hr"), ""),
    **{"a": "href role aria-label", "div": "role aria-label tabindex", "ol": "start", "th": "scope"},
}
NAMES = [*ALLOWED, "code", "pre", "blockquote", "sup", "dl", "dd", "script", "svg", "b", "select", "template"]
ATTRIBUTES = [
    *('class="a b"', 'id="\ue003а"', 'lang="en"', 'title="ж"', 'title=""', 'class=""', 'scope="col"'),
    *('href="\ue0000\ue004"', 'href="#\ue003а"', 'href="javascript:a"', 'href="//a"', 'href=""', 'start="3"'),
    *(
        'onclick="a"',
        'style="a"',
        'title="&amp;"',
        'title="&quot;"',
        "title='a'",
        "title=a",
        "title",
        'a="<"',
    ),
    *(
        'title="\xa0"',
        'title="\n"',
        'title="\x00"',
        'CLASS="a"',
        'title=">"',
        "/",
        'role="a"',
        'tabindex="0"',
    ),
]
PIECES = [
    *("", " ", "\n", "а", '5 "сая" 2-3', "a...", "-", "<", ">", "&", "&amp;", "&lt;b&gt;", "&nbsp;", "\xa0"),
    *(
        "\x00",
        "\r",
        "\x0c",
        "\ufeff",
        "\ue0010\ue004",
        "\ue0020\ue004",
        "<!-- a -->",
        "<![CDATA[a]]>",
        "<?a?>",
    ),
    *("<b", "</p", "< p>", "<p/>", "<br/>", "</br>", "<P>", "<p >", "<p><p>", "</p></p>", "<p>а", "<em>\n"),
    *(f"<{name}>" for name in NAMES),
    *(f"</{name}>" for name in NAMES),
    *(f"<{name} {attribute}>" for name in ("p", "a", "td", "ol") for attribute in ATTRIBUTES),
]
TEXT_PIECES = st.sampled_from(
    ["а", "5", " сая", '"б"', "-2 ", "2014-2016", "\n", "PTA-ийн", "...", "  - ", "«г"]
)


def element(name: str, attributes: Iterable[str], content: Iterable[list[str]]) -> list[str]:
    start = " ".join([f"<{name}", *attributes])
    return [f"{start}>", *(piece for pieces in content for piece in pieces), f"</{name}>"]


def holding(names: Iterable[str], content: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    attributes = st.lists(st.sampled_from(ATTRIBUTES[:7]), max_size=2)
    return st.builds(
        element, st.sampled_from(list(names)), attributes | st.just([]), st.lists(content, max_size=3)
    )


WORD = st.one_of(TEXT_PIECES, st.sampled_from(["<br>", "<br>\n", "\ue0010\ue004"])).map(lambda piece: [piece])
LINKS = st.lists(WORD, max_size=2).map(lambda content: element("a", ['href="\ue0000\ue004"'], content))
PHRASE = WORD | LINKS | holding(("em", "strong", "abbr"), WORD | LINKS)
PARAGRAPH = holding(("p", "h2", "h3", "h6"), PHRASE)
LIST = holding(
    ("ul", "ol"), holding(("li",), PHRASE | PARAGRAPH | holding(("ul",), holding(("li",), PHRASE)))
)
ROW = holding(("tr",), holding(("td", "th"), PHRASE))
TABLE = holding(("div",), holding(("table",), holding(("thead", "tbody"), ROW)))
HTML = st.lists(
    PARAGRAPH | LIST | TABLE | st.just(["<hr>\n"]) | st.just(["\ue0020\ue004", "\n"]), max_size=4
).map(lambda blocks: [piece for block in blocks for piece in block])
MENDED = {f"</{name}>": f"</{name}>\n" for name in ("p", "h2", "li", "ul", "ol", "tr", "td", "table", "div")}


class _Tags(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert {name for name, _ in attrs} <= {"id", "class", "lang", "title", *ALLOWED[tag].split()}
        assert (dict(attrs).get("href") or "#")[0] in "#\ue000"

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def check(pieces: list[str]) -> bool:
    """Whether they pass, and then rightly."""
    if not is_ordinary(pieces):
        return False
    html = "".join(pieces)
    assert sanitise(html) == html
    tags = _Tags()
    tags.feed(html)
    tags.close()
    assert typeset_pieces(pieces, "mn") == typeset_html(html, "mn")
    return True


def bodies(text: str) -> tuple[Body | None, Body | None]:
    """The body of a text, and the one it has when everything is sanitised."""
    with pytest.MonkeyPatch.context() as patch:
        quick, _ = to_body(PATH, text, 1, OPTIONS)
        patch.setattr(body_module, "is_ordinary", lambda pieces: False)
        full, _ = to_body(PATH, text, 1, OPTIONS)
    return quick, full


def check_texts(texts: Iterable[str]) -> None:
    for text in texts:
        quick, full = bodies(text)
        assert quick == full, text


@given(HTML)
def test_html_of_the_form_passes_rightly(pieces: list[str]) -> None:
    check(pieces)
    check([MENDED.get(piece, piece) for piece in pieces])


@given(HTML, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 1), st.sampled_from(PIECES)), max_size=3))
def test_html_with_anything_put_into_it_passes_rightly_or_not(
    pieces: list[str], changes: list[tuple[int, int, str]]
) -> None:
    for at, length, piece in changes:
        pieces[at : at + length] = [piece]
    check(pieces)


@given(st.lists(st.sampled_from(PIECES), max_size=8))
def test_any_pieces_pass_rightly_or_not(pieces: list[str]) -> None:
    check(pieces)


def test_every_element_in_every_other_passes_rightly_or_not() -> None:
    passed = 0
    for names in product(NAMES, repeat=3):
        starts, ends = [f"<{name}>" for name in names], [f"</{name}>" for name in names[::-1]]
        passed += check([*starts, *ends])
        passed += check([piece for tag in [*starts, *ends] for piece in (tag, "а")][:-1])
        passed += check([starts[0], starts[1], ends[1], starts[2], ends[0], ends[2]])
        passed += check(["<p>", *starts, *ends, "</p>"])
        passed += check(
            ['<div class="a">', "<table>", "<tbody>", *starts, *ends, "</tbody>", "</table>", "</div>"]
        )
        passed += check(["<ul>", "<li>", "а", *starts, *ends, "</li>", "</ul>"])
    assert passed > 100


def test_every_attribute_beside_every_other_passes_rightly_or_not() -> None:
    for one, other in product(ATTRIBUTES, repeat=2):
        for name in ("p", "a", "th", "ol", "div", "script"):
            check([f"<{name} {one} {other}>", f"</{name}>"])
            check(["<p>", f"<{name} {one} {other}>", "а", f"</{name} {one}>", "</p>"])


def test_every_character_that_passes_in_a_text_and_in_an_attribute_stays() -> None:
    characters = [chr(code) for code in range(sys.maxunicode + 1) if chr(code) not in "\ue001\ue002"]
    passing = [character for character in characters if is_ordinary(["<p>", character, "</p>"])]
    assert len(passing) > 1_100_000
    html = f"<p>{''.join(passing)}</p>"
    assert sanitise(html) == html
    passing = [character for character in passing if is_ordinary([f'<p title="{character}">', "</p>"])]
    html = f'<p title="{"".join(passing)}"></p>'
    assert sanitise(html) == html
    some = "".join(character for character in passing if character.isprintable())[::50]
    assert typeset_pieces(["<p>", some, "</p>"], "en") == typeset_html(f"<p>{some}</p>", "en")


@settings(max_examples=max(300, settings().max_examples))
@given(TEXTS)
def test_any_text_becomes_what_it_is_when_all_is_sanitised(text: str) -> None:
    check_texts([text])


def test_every_construct_becomes_what_it_is_when_all_is_sanitised() -> None:
    check_texts(f"{one} {other} a\n\n[b]: c.md 'd'" for one in WORDS[::3] for other in WORDS[::5])
    check_texts(f"{start}{word}\nб" for start in STARTS for word in WORDS[::4])
    check_texts(f"{one}\n\n{other}" for one in BLOCKS for other in BLOCKS[::3])


def test_the_texts_of_the_site_and_of_the_benchmarks_become_what_they_are_when_all_is_sanitised() -> None:
    corpus = Corpus(seed=1, pairs=30)
    site = [path.read_text() for path in sorted(ROOT.glob("content/**/*.md"))]
    check_texts(FRONT.sub("", text) for text in site)
    check_texts(text.body for entry in corpus.entries() for text in entry.texts.values())


def test_hostile_texts_become_what_they_are_when_all_is_sanitised() -> None:
    paths = sorted((ROOT / "tests/badinputs").glob("[mx][ds]*/*.md"))
    assert paths
    check_texts(path.read_text(encoding="utf-8", errors="replace") for path in paths)


def test_most_texts_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    passed: list[bool] = []
    monkeypatch.setattr(
        body_module, "is_ordinary", lambda pieces: passed.append(is_ordinary(pieces)) or passed[-1]
    )
    site = [path.read_text() for path in sorted(ROOT.glob("content/**/*.md"))]
    for text in site:
        to_body(PATH, FRONT.sub("", text), 1, OPTIONS)
    assert sum(passed) > 0.8 * len(site)
