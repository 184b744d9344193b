"""Typesetting changes quotes, dashes, spaces and hyphens, and nothing else, once, in linear time."""

from __future__ import annotations

import gc
import re
import sys
from html import unescape
from html.parser import HTMLParser
from types import FrameType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.language.typography import typeset, typeset_html

LANGUAGES = st.sampled_from(["mn", "en"])
WORDS = (
    *(
        '"',
        "'",
        "“",
        "”",
        "‘",
        "’",
        "«",
        "»",
        "-",
        "--",
        "---",
        "–",
        "—",
        ".",
        "...",
        "…",
        ",",
        "(",
        ")",
        "/",
    ),
    *(
        " ",
        " ",
        " ",
        "\n",
        "\xa0",
        "\u202f",
        "гол",
        "дотор",
        "СЭЭБХ",
        "-ны",
        "-р",
        "-ний",
        "PTA",
        "-ийн",
        "Ц.",
    ),
    *(
        "Халиун",
        "2014",
        "2018",
        "1",
        "12",
        "5,000,000",
        "10:30",
        "1.5",
        "₮",
        "№",
        "оны",
        "он",
        "дүгээр",
        "сарын",
        "сая",
    ),
    *("MNT", "USD", "May", "Ts", "s", "tis", "90s", "https://x.mn/a", "www.", "99112233", "2018-11-02", "I."),
)
TEXTS = st.lists(st.sampled_from(WORDS) | st.characters(exclude_categories=["Cs"]), max_size=24).map("".join)
SLOTS = ("\ue00012\ue004", "\ue0013\ue004", "\ue0020\ue004", "\ue003", "\ue004", "\ue00f")
TAGS = (
    *(
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<em>",
        "</em>",
        "<a href=\"x - y '2014-2018'\">",
        "</a>",
        "<br>",
        "<li>",
    ),
    *(
        "<abbr title='\"СЭЭБХ-ны\"'>",
        "</abbr>",
        '<span class="nb">',
        "<span>",
        "</span>",
        "<img alt='\"a\"'>",
    ),
    *(
        "<code>",
        "</code>",
        "<pre>",
        "</pre>",
        '<!-- "a" -->',
        "<kbd>",
        "</kbd>",
        "<h2 id='\ue003a-b'>",
        "</h2>",
    ),
    *("<script>\"a\" < 'b'</script>", "<svg>", "</svg>", '<td title=">">', "<", ">", '<a title="', "<script"),
    *("&amp;", "&lt;", "&quot;", "&#39;", "&nbsp;", "&", "&#x27", "&hellip;"),
)
HTML = st.lists(st.sampled_from((*WORDS, *TAGS, *SLOTS)), max_size=24).map("".join)

SPAN = re.compile(r'<span class="nb">((?:[^<]|<(?!/span>))*)</span>')


class Skeleton(HTMLParser):
    """Tags, attributes and the letters of the text; quotes, dashes, dots and spaces left out."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[object] = []
        self.letters = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.letters += letters(data)


def letters(text: str) -> str:
    return re.sub(r"[\s\"'“”‘’«»″′.…–-]+", "", text)


BETWEEN = ("<p>", "</p>\n<p>", "</li>\n</ul>\n<p>", '</td>\n<td class="a b">', "<ol><li>", "</tr>\n<tr>")


IN_BLOCKS = (
    "5 сая",
    '"а"',
    "СЭЭБХ",
    "-ны",
    " ",
    "\n",
    "<em>",
    "</em>",
    "</p>",
    "<span class='nb'>",
    "</span>",
)


@given(st.lists(st.sampled_from((*IN_BLOCKS, *BETWEEN)), max_size=16).map("".join), LANGUAGES)
def test_tags_between_blocks_are_read_alike_with_attributes_and_without(html: str, lang: str) -> None:
    marked = re.sub(r"<(p|ol|li|tr|td class=.a b.)>", r'<\1 id="x">', html)
    assert typeset_html(marked, lang).replace(' id="x"', "") == typeset_html(html, lang)


def typeset_text(text: str, lang: str) -> str:
    """What a reader sees of it."""
    return unescape(SPAN.sub(r"\1", typeset(text, lang)))


@given(TEXTS, LANGUAGES)
@example("'tis \"5'10\"", "en")
def test_text_typeset_twice_is_text_typeset_once(text: str, lang: str) -> None:
    once = typeset_text(text, lang)
    assert typeset_text(once, lang) == once


@given(TEXTS, LANGUAGES)
def test_text_keeps_its_letters(text: str, lang: str) -> None:
    assert letters(typeset_text(text, lang)) == letters(text)


@given(HTML, LANGUAGES)
@example('<span class="nb"><b>СЭЭБХ</span>-ны</b>', "mn")
@example("2018<br>оны .<b>.</b>.", "mn")
@example("\u202f- ", "mn")
@example(" -\u202f", "mn")
@example("...MNT-ны", "mn")
def test_html_typeset_twice_is_html_typeset_once(html: str, lang: str) -> None:
    once = typeset_html(html, lang)
    assert typeset_html(once, lang) == once


@given(HTML, LANGUAGES)
@example('2014-ны<span class="nb">', "mn")
@example('<"<td title=">">', "mn")
def test_tags_and_letters_stay(html: str, lang: str) -> None:
    html = html.replace('class="nb"', 'class="own"')  # the spans that are added have the class “nb”, too
    before, after = Skeleton(html), Skeleton(SPAN.sub(r"\1", typeset_html(html, lang)))
    assert after.tags == before.tags
    assert after.letters == before.letters


@given(HTML, LANGUAGES)
def test_slots_stay(html: str, lang: str) -> None:
    slots = re.compile("[\ue000-\ue003\ue005-\ue00f][0-9]*\ue004|[\ue000-\ue00f]")
    assert slots.findall(typeset_html(html, lang)) == slots.findall(html)


@given(st.lists(st.sampled_from(WORDS), max_size=24).map("".join), LANGUAGES)
def test_a_slot_after_a_link_does_not_change_the_text(text: str, lang: str) -> None:
    slot = "\ue0017\ue004"
    for at in range(0, len(text), 3):
        with_slot = typeset_html(text[:at] + slot + text[at:], lang)
        assert SPAN.sub(r"\1", with_slot.replace(slot, "")) == typeset_text_around(text, at, lang)


def typeset_text_around(text: str, at: int, lang: str) -> str:
    """What any markup of no width at this place would give."""
    expected = typeset_html(text[:at] + "<wbr>" + text[at:], lang)
    return SPAN.sub(r"\1", expected.replace("<wbr>", ""))


ADVERSARIES = (
    *(
        '"',
        "'",
        "“",
        "«",
        '"a ',
        "'a ",
        "a' ",
        '" ',
        "«a",
        "-",
        "- ",
        " -",
        ".",
        "...",
        "1",
        "1,",
        "1-",
        "1-2-",
    ),
    *(
        "a.",
        "(",
        "(a",
        "а)",
        "СЭЭБХ-",
        "https://",
        "https://a",
        "www.",
        "<",
        '<"',
        "<'",
        "<\"'<",
        "<a ",
        "<script ",
    ),
    *("<script>", "</script ", "<!--", "&", "&#", "&amp;", "\ue001", "\ue0011", "<b>", "<b>1-</b>", "<code>"),
    *('<span class="nb">', '<span class="nb">1-р', "</span>", "<b>СЭЭБХ-ны", "</b>-ны", "Ц. ", "№ ", " \n"),
)


@pytest.mark.parametrize("part", ADVERSARIES)
def test_work_grows_with_the_text_and_not_faster(part: str) -> None:
    small, large = (events(part * count) for count in (500, 1000))
    assert large <= 2 * small + 100


@pytest.mark.parametrize("part", ADVERSARIES)
def test_a_long_text_is_typeset(part: str) -> None:
    """A regular expression that looks at the rest of the text from every place would never finish this."""
    text = part * (100_000 // len(part))
    assert letters(without_spans(typeset_html(text, "mn"))) == letters(without_spans(text))


def without_spans(html: str) -> str:
    return html.replace('<span class="nb">', "").replace("</span>", "")


def events(html: str) -> int:
    """How many calls, lines and returns it takes to typeset a piece of HTML.

    Without the collection of garbage, which runs code of Hypothesis in between.
    """
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> object:
        nonlocal count
        count += 1
        return trace

    previous = sys.gettrace()
    gc.disable()
    sys.settrace(trace)
    try:
        typeset_html(html, "mn")
    finally:
        sys.settrace(previous)
        gc.enable()
    return count
