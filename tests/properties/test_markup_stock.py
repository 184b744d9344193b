"""Our runner of inline patterns changes nothing: the tree of any text is the one that the library's makes.

But for characters written as `&#42;`, which the library takes for signs once they stand in emphasis, and for
links in links, which are no links.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.corpus import Corpus
from sitegen.content.markup import inline
from sitegen.content.markup.containers import TooDeep
from sitegen.content.markup.parser import Parser, Tree
from sitegen.content.source import remove_unseen


def parts(text: str) -> list[str]:
    pieces = re.split(r"  +|\n", text)
    return [piece.replace("␣", " ").replace("↵", "\n") for piece in pieces if piece.strip()]


ROOT = Path(__file__).parents[2]
NEVER = re.compile("(?!)")

# Parted where two spaces stand; ␣ is a space that counts, ↵ a new line.
WORDS = parts(
    r"""
    Төсөл  grant  хүүхэд  2018  12.  5  а  №  «сум»  “ном”  (a)  _  –  ²  "  '  |  |␣|  {  }  <  >  &
    `code`  ``a`b``  `  ```  \*  \`  \  \\  \[  \<  \|  `a|b`  *`a`*  klzzwxh:0000  wzxhzdk:0  ↵  ␣␣↵
    *  **  ***  _a_  __a__  *a*  **b**  ***c***  *a **b** c*  **a *b* c**  a_b_c  **a* b*  ***a `b`** c*
    **a *b **c* d* e**  *a `b` [c](d) e*  *[a*](b)  *a **b *c `d` e* f** g*  *a* _b_ *c*
    [a](b.md)  [a](b.md 'c')  [a](<b c> "d")  [a](b(c)d)  [*a*](b_c_d)  [`a`](b)  [a](b)) c)
    [a](b\)c)  [a](b*c*)  [a]( b )  [a]()  [a](b  [a](b'c)  [a](`b`)  [a](&amp;)  [a](b"c")  [a](b\*c)
    ![a](b.jpg)  ![*a*](b.jpg 'c')  ![a]  ![a][b]  [a][b]  [a]  [b][]  [  ]  ![  [[a]:  [b]:  [^2]:
    [^1]  [^2]  [^x  [^a b]  <https://x.mn/a_b>  <a@b.mn>  <mailto:a@b.mn>  <tel:+976>  <x://*a*>
    <b>  </b>  <b title='*a*'>  <!-- a -->  <?a?>  &amp;  &laquo;  &nope
    {: .note}  {#b}  {lang=en}  {onclick=x}
    *a _b_ c*  **a_b**  ***a*  a**b**c  **␣a␣**  *a␣*  **a**b**  *a*b*
"""
)
STARTS = [
    "",
    *parts(r"""
    ␣  ␣␣␣␣  #␣  ##␣  ###  #######␣  -␣  *␣  +␣  1.␣  3.␣  12)␣  1.  >␣  >  :␣  :␣␣␣  ␣␣-␣  ␣␣␣␣-␣  ␣␣␣␣1.␣
    ␣␣␣␣␣␣␣␣  |  |␣  =  --  -␣-␣  *␣*␣  ␣␣␣#␣  [^1]:␣  [^2]:  [b]:␣  [a]:  ␣[б]:␣  [a↵b]:␣
    <!--  ```  ~~~  ```py  {: .note}  \#
"""),
]
ENDS = ["", *parts(r"""␣#  ␣##  ␣|  |  \  ␣␣  {#c}  :  `  ↵---  ↵===  ↵-  ↵␣␣␣␣a  ↵|-|""")]
BLOCKS = parts(r"""
    ---  ***  * * *  ===  - - -  ___  |---|  |---|---|  ---|:--:  | a | b |  a | b
    - a↵    - b↵- c  1. a↵↵    b↵2. c  - а↵- б↵в  а↵: б  а↵↵:   б↵↵    в  - # a↵  b  - - a  - a↵- - -
    | A | B |↵|---|---:|↵| `a|b` | 2 |  |a|↵|-|↵|b|\|  a|b↵-|-↵\\|d|  | a\| | b |↵|---|---|  |a|b↵|-|-↵|c
    ␣␣␣␣code↵↵    more  > a↵> - b↵>↵> c  > a↵b  ```↵*a*↵```  ~~~py↵x↵~~~  ```↵x  [^1]: а↵    б
    - a↵↵- b  * a↵* b↵↵+ c  1. a↵1. b↵↵- c  - a↵1. b  5. a↵- b  а↵---↵б  а↵===  а↵- б  - a↵# b  1. a↵---
""")

SPACES = (*[" "] * 8, "", "", "\n", "\n", "  \n", "\t", "\xa0")
LINES = st.builds(
    lambda words, start, end: start + "".join(map("".join, words)) + end,
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SPACES)), max_size=6),
    st.sampled_from([*[""] * 20, *STARTS]),
    st.sampled_from([*[""] * 10, *ENDS]),
)
TEXTS = st.lists(
    st.lists(LINES | st.sampled_from(BLOCKS), min_size=1, max_size=4).map("\n".join), min_size=1, max_size=4
).map("\n\n".join)


def in_full(element: Element) -> Iterator[object]:
    yield element.tag, element.text or None, element.tail or None, list(element.items())
    for child in element:
        yield from in_full(child)
    yield element.tag


def told(tree: Tree) -> object:
    """All that a tree says, to be compared; an empty text is none."""
    return [
        [item for part in tree.parts for item in in_full(part)],
        [(note.name, note.times) for note in tree.notes],
        (tree.fences, tree.unused_notes, tree.refused),
    ]


class Reading:
    """Texts read one after the other by one parser, as in a build."""

    def __init__(self, *, shortcuts: bool) -> None:
        self.shortcuts = shortcuts
        self.parser = Parser(shortcuts=shortcuts)

    def of(self, text: str) -> object:
        try:
            return told(self.parser.parse(remove_unseen(text)))
        except (RecursionError, TooDeep):
            self.parser = Parser(shortcuts=self.shortcuts)
            return "too deep"


OURS, LIBRARY = Reading(shortcuts=True), Reading(shortcuts=False)


def some(texts: Iterable[str]) -> list[str]:
    """All of many texts in the nightly run, else a spread of them: no number of parts is a multiple of 13."""
    return list(texts)[:: 1 if settings().max_examples > 1000 else 13]


def differing(texts: Iterable[str]) -> list[str]:
    """The texts of which the library makes something else than we do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inline, "_PLAIN_ADDRESS", NEVER)
        expected = [(text, LIBRARY.of(text)) for text in texts]
    return [text for text, tree in expected if OURS.of(text) != tree]


@settings(max_examples=max(500, settings().max_examples))
@given(TEXTS)
def test_any_text_becomes_the_tree_that_the_library_makes_of_it(text: str) -> None:
    assert differing([text]) == []


def test_every_construct_in_a_line_beside_every_other_is_read_as_the_library_reads_it() -> None:
    assert differing(some(f"{one}{other} a" for one in WORDS for other in WORDS)) == []
    assert differing(some(f"a {one} {other}\n\n[b]: c.md 'd'" for one in WORDS for other in WORDS)) == []


def test_what_only_resembles_plain_links_and_emphasis_is_read_as_the_library_reads_it() -> None:
    signs = [
        "",
        "!",
        "^",
        "\\",
        "[",
        "]",
        "(",
        ")",
        "*",
        "_",
        "`",
        "<",
        ">",
        "&",
        "&#42;",
        " ",
        "  \n",
        "\n",
        '"',
        "ж",
    ]
    forms = (
        "{}[{}а](б)",
        "[а{}]{}(б)",
        "[а]({}б{})",
        "[а](б{}){}",
        "{}*{}а*",
        "{}**{}а**",
        "*а{}*{}",
        "**а{}**{}",
    )
    texts = [form.format(one, other) for form in forms for one in signs for other in signs]
    assert differing(texts) == []
    assert differing(some(f"г {text} д *е* [ё](ж)" for text in texts)) == []


def test_every_construct_at_the_start_and_end_of_a_line_is_read_as_the_library_reads_it() -> None:
    assert differing(some(f"{start}{word}{end}" for start in STARTS for word in WORDS for end in ENDS)) == []
    assert differing(some(f"{one}a\n{two}b" for one in [*STARTS, *WORDS] for two in [*STARTS, *WORDS])) == []


def test_every_block_before_and_after_every_other_is_read_as_the_library_reads_it() -> None:
    starts = [f"{start}a" for start in STARTS]
    blocks = [*BLOCKS, *starts, *WORDS]
    gaps = ("\n", "\n\n")
    assert differing(some(f"{one}{gap}{two}" for one in blocks for two in BLOCKS for gap in gaps)) == []
    assert differing(some(f"{one}\n\n    {two}" for one in [*BLOCKS, *starts] for two in blocks)) == []


def ordinary_texts() -> Iterator[str]:
    corpus = Corpus(seed=1, pairs=30)
    for entry in corpus.entries():
        yield from (text.body for text in entry.texts.values())


def test_the_texts_of_the_benchmarks_become_the_trees_that_the_library_makes_of_them() -> None:
    assert differing(ordinary_texts()) == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "tests/badinputs").glob("[mx][ds]*/*.md")), ids=lambda path: path.stem
)
def test_hostile_texts_become_the_trees_that_the_library_makes_of_them(path: Path) -> None:
    assert differing([path.read_text(encoding="utf-8", errors="replace")]) == []
