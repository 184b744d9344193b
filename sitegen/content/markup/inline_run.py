"""The inline patterns applied to a tree: the library's own steps in its order, without those that do nothing.

The library tries every pattern on every text and keeps the ancestors of every element, which no pattern of
ours asks for. What comes out is the same, element by element (tests/properties/test_markup_stock.py).
"""

from __future__ import annotations

import re
from collections import deque
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import INLINE_PLACEHOLDER, INLINE_PLACEHOLDER_PREFIX, INLINE_PLACEHOLDER_RE, AtomicString

# The signs without which the pattern of that name finds nothing; it is tried if a text has one of them.
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
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
# These look up a definition, `[name]: address`, and find nothing where there is none.
_NEED_DEFINITIONS = ("reference", "image_reference", "short_reference", "short_image_ref")
# A text without any of these and of "  \n", the signs above and the first of a placeholder, stays as it is.
_SIGN = re.compile(r"[\\`\[<&*_\x02]")


class _Step(NamedTuple):
    number: int
    pattern: InlineProcessor
    signs: tuple[str, ...]


# For each number, the steps from it on.
_Steps = tuple[tuple[_Step, ...], ...]


class InlineRun(Treeprocessor):
    """Takes the place of the library's processor `inline`, once all patterns are registered."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._definitions = md.references
        # Patterns look here for what the placeholders in an address stand for.
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
        """Goes through the tree level by level, and through what patterns make of its texts."""
        self.stashed_nodes = {}
        self._steps = self._all if self._definitions else self._without_definitions
        waiting = deque([root])
        while waiting:
            parent = waiting.popleft()
            made = []
            for child in parent:
                text = child.text
                if text and _is_marked(text) and not isinstance(text, AtomicString):
                    made.append((child, self._run_text(child, text, waiting)))
                if (tail := child.tail) and _is_marked(tail):
                    self._run_tail(parent, child)
                if len(child):
                    waiting.append(child)
            for child, elements in made:
                child[0:0] = elements

    def _run_text(self, child: Element, text: str, waiting: deque[Element]) -> list[Element]:
        """The elements in the text of a child, which keeps what precedes them."""
        child.text = None
        elements = self._placed(self._stashed(text), child)
        waiting += elements
        return elements

    def _run_tail(self, parent: Element, child: Element) -> None:
        text = self._stashed(child.tail or "")
        child.tail = None
        elements = self._placed(text, child, is_tail=True)
        after = list(parent).index(child) + 1
        parent[after:after] = elements

    def _stashed(self, text: str, first: int = 0) -> str:
        """The text with placeholders for what the patterns from the `first` on find in it."""
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
            if not isinstance(node, str) and not isinstance(node.text, AtomicString):
                self._stash_inside(node, number)
            key = f"{len(self.stashed_nodes):04d}"
            self.stashed_nodes[key] = node
            placeholder = INLINE_PLACEHOLDER % key
            text = f"{text[:begin]}{placeholder}{text[end:]}"
            start = begin + len(placeholder)

    def _stash_inside(self, node: Element, number: int) -> None:
        """Within what was found the patterns after its own apply; beside its parts, its own once more."""
        for part in (node, *node):
            if part.text and _is_marked(part.text):
                part.text = self._stashed(part.text, number + 1)
            if part.tail and _is_marked(part.tail):
                part.tail = self._stashed(part.tail, number)

    def _placed(self, text: str, parent: Element, *, is_tail: bool = False) -> list[Element]:
        """What the placeholders in a text of `parent` stand for; `parent` gets what precedes them."""
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
        while (at := text.find(INLINE_PLACEHOLDER_PREFIX, done)) >= 0:
            found = INLINE_PLACEHOLDER_RE.search(text, at)
            node = self.stashed_nodes.get(found[1]) if found else None
            if found is None or node is None:
                end = at + len(INLINE_PLACEHOLDER_PREFIX)
                add(text[done:end])
                done = end
                continue
            add(text[done:at])
            if isinstance(node, str):
                add(node)
            else:
                self._place_inside(node)
                elements.append(node)
            done = found.end()
        add(AtomicString(text[done:]) if isinstance(text, AtomicString) else text[done:])
        return elements

    def _place_inside(self, node: Element) -> None:
        for part in (node, *node):
            if part.tail and INLINE_PLACEHOLDER_PREFIX in part.tail:
                text, part.tail = part.tail, None
                elements = self._placed(text, part, is_tail=True)
                after = 0 if part is node else list(node).index(part) + 1
                node[after:after] = elements
            if part.text and INLINE_PLACEHOLDER_PREFIX in part.text:
                text, part.text = part.text, None
                part[0:0] = self._placed(text, part)


def _is_marked(text: str) -> bool:
    return _SIGN.search(text) is not None or "  \n" in text


def _from_each(steps: list[_Step]) -> _Steps:
    return tuple(tuple(step for step in steps if step.number >= first) for first in range(len(_SIGNS) + 1))
