"""Applies the inline patterns to a tree: the library's own steps in its order, without those that do nothing.

The library tries every pattern on every text and keeps the ancestors of every element, which no pattern of
ours needs. The result is the same, element by element (tests/properties/test_markup_stock.py).
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import INLINE_PLACEHOLDER, INLINE_PLACEHOLDER_PREFIX, INLINE_PLACEHOLDER_RE, AtomicString

from sitegen.content.markup.bare import BARE_SIGNS
from sitegen.content.markup.emphasis import WHOLE

# By pattern, the signs without which it finds nothing; it is tried only on texts with one of them.
_SIGNS = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n", "\\\n"),
    "html": ("<",),
    "bare": BARE_SIGNS,
    "entity": ("&",),
    "em_strong": ("*", "_", "~~"),
}
# Patterns that look up a definition, `[name]: address`, and are not tried in texts without definitions.
_NEED_DEFINITIONS = ("reference", "image_reference", "short_reference", "short_image_ref")
# The signs of one character; a text without them, and without the longer ones of _SIGNS, stays as it is.
_SIGN = re.compile(r"[\\`\[<&*_@]")


class _Step(NamedTuple):
    number: int
    pattern: InlineProcessor
    signs: tuple[str, ...]


# For each step, the tuple of all steps from it on.
_Steps = tuple[tuple[_Step, ...], ...]


class InlineRun(Treeprocessor):
    """Takes the place of the library's processor `inline`, once all patterns are registered."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        # The library's patterns look up placeholders in an attribute of this name.
        self.stashed_nodes: dict[str, Element | str] = {}
        names = {md.inlinePatterns[name]: name for name in _SIGNS}
        patterns: list[Any] = list(md.inlinePatterns)
        if any(pattern.ANCESTOR_EXCLUDES for pattern in patterns) or len(patterns) != len(names):
            raise ValueError("the library has patterns that are not known here")
        steps = [_Step(n, pattern, _SIGNS[names[pattern]]) for n, pattern in enumerate(patterns)]
        self._all = _from_each(steps)
        self._without_definitions = _from_each(
            [step for step in steps if names[step.pattern] not in _NEED_DEFINITIONS]
        )
        self._steps = self._all

    def run(self, root: Element) -> None:
        """Replaces the text and the tail of every element by what the patterns make of them."""
        self.stashed_nodes = {}
        self._steps = self._all if self.md.references else self._without_definitions
        for parent, child in [(element, child) for element in root.iter() for child in element]:
            text, tail = child.text, child.tail
            if text and _is_marked(text) and not isinstance(text, AtomicString):
                child.text = None
                child[0:0] = self._placed(self._stashed(text), child)
            if tail and _is_marked(tail):
                self._place_tail(parent, child, self._stashed(tail))

    def _stashed(self, text: str, first: int = 0) -> str:
        """The text with placeholders for all that the patterns from number `first` on find in it."""
        if isinstance(text, AtomicString):
            return text
        for number, pattern, signs in self._steps[first]:
            for sign in signs:
                if sign in text:
                    text = self._apply(number, pattern, text)
                    break
        return text

    def _apply(self, number: int, pattern: InlineProcessor, text: str) -> str:
        """The text with placeholders for everything that one pattern finds in it."""
        find = pattern.getCompiledRegExp().finditer
        start = 0
        while True:
            for match in find(text, start):
                node, begin, end = pattern.handleMatch(match, text)
                if begin is not None and end is not None:
                    break
            else:
                return text
            if node is None:
                start = end
                continue
            if not isinstance(node, str) and node.text and _is_marked(node.text):
                node.text = self._stashed(node.text, number)
            key = f"{len(self.stashed_nodes):04d}"
            self.stashed_nodes[key] = node
            placeholder = INLINE_PLACEHOLDER % key
            text = f"{text[:begin]}{placeholder}{text[end:]}"
            start = begin + len(placeholder)

    def _placed(self, text: str, parent: Element, *, is_tail: bool = False) -> list[Element]:
        """The elements that the placeholders in a text stand for; `parent` gets the text before the first
        one."""
        elements: list[Element] = []

        def add(piece: str) -> None:
            if not piece:
                return
            if elements:
                elements[-1].tail = elements[-1].tail + piece if elements[-1].tail else piece
            elif is_tail:
                parent.tail = parent.tail + piece if parent.tail else piece
            else:
                parent.text = parent.text + piece if parent.text else piece

        done = 0
        for found in INLINE_PLACEHOLDER_RE.finditer(text):
            add(text[done : found.start()])
            done = found.end()
            node = self.stashed_nodes[found[1]]
            if isinstance(node, str):
                add(node)
                continue
            self._place_inside(node)
            if node.tag == WHOLE:
                add(str(node.text or ""))
                elements += node
            else:
                elements.append(node)
        add(text[done:])
        return elements

    def _place_inside(self, node: Element) -> None:
        """Replaces the placeholders in the texts of an element by elements, at all depths."""
        for child in list(node):
            self._place_inside(child)
            if (tail := child.tail) and INLINE_PLACEHOLDER_PREFIX in tail:
                self._place_tail(node, child, tail)
        if (text := node.text) and INLINE_PLACEHOLDER_PREFIX in text:
            node.text = None
            node[0:0] = self._placed(text, node)

    def _place_tail(self, parent: Element, child: Element, tail: str) -> None:
        child.tail = None
        after = list(parent).index(child) + 1
        parent[after:after] = self._placed(tail, child, is_tail=True)


def _is_marked(text: str) -> bool:
    if _SIGN.search(text):
        return True
    return "://" in text or "  \n" in text or "www." in text or "~~" in text or "WWW." in text


def _from_each(steps: list[_Step]) -> _Steps:
    return tuple(tuple(step for step in steps if step.number >= first) for first in range(len(_SIGNS) + 1))
