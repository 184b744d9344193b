"""Text to a tree of blocks, line by line: the way of the CommonMark specification (0.31, Appendix).

A line first continues open containers (quotations, items, notes, meanings) as far as it matches them; it may
then open more containers; the rest of the line is text or begins a leaf block. Only lines after a fence or a
comment are read twice, so the time is linear but for the depth, which is limited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from sitegen.content.markup import block_syntax as syntax
from sitegen.content.markup.block_syntax import (
    Fence,
    add_table,
    closes_fence,
    read_columns,
    read_info,
    split_row,
)
from sitegen.content.markup.containers import (
    TAB,
    Blocks,
    Container,
    OpenContainers,
    OpenList,
    TooDeep,
    Twice,
)

# The tag of fenced code in the tree, which the writer replaces.
FENCE = "fence"
# Levels of elements; a list within a list takes two. Far below Python's own limit of recursion, so that a
# page fails or passes whatever the depth of the caller.
MAX_DEPTH = 200
# A line with such a beginning is text, unless it continues something: a shortcut past all tests of blocks.
_PLAIN_START = r"(?!o[ \xa0]{2}|[oØüvq]\t)[^\W\d_]|[«“„\"(№]"
_PLAIN = re.compile(_PLAIN_START)
# A list item whose text has such a beginning; the first group is the sign of its list.
_ITEM = re.compile(rf"(?:[0-9]{{1,9}}(?=[.)]))?([-*+.)])(?:(?<=[-*+])|(?<=[0-9].)) (?={_PLAIN_START})")


def read_blocks(text: str) -> Blocks:
    """The blocks of a text whose lines end with a line feed. Raises TooDeep."""
    return _Reader(text).read()


class _Reader(OpenContainers):
    def read(self) -> Blocks:
        lines = self.lines
        while self.at < len(lines):
            line = lines[self.at]
            self.at += 1
            if not line or line.isspace():
                self.blank()
            elif len(self.open) == 1 and _PLAIN.match(line):
                if not self.paragraph:
                    self.blank_from, self.paragraph_line = None, self.at - 1
                self.paragraph.append(line)
            elif not self._goes_on_with_item(line):
                self._read_line(line)
        self.close_to(1)
        self.end_paragraph()
        self.settle()
        return Blocks(
            root=self.root,
            passages=tuple(self.passages),
            notes=self.notes,
            references=self.references,
            fences=tuple(self.fences),
            twice=tuple(self.twice),
            open_comment=self.open_comment,
            seen=self.text if self.seen is None else "\n".join(self.seen),
        )

    def _goes_on_with_item(self, line: str) -> bool:
        """Reads the line as the next item of a list at the top level, a shortcut; False if it is none."""
        if len(self.open) != 2 or len(self.paragraph) != 1:
            return False
        found = _ITEM.match(line)
        around, item = self.open[0].list, self.open[1]
        if not found or not around or found[1] != around.sign or len(item.element) or "\t" in line:
            return False
        text = self.paragraph[0]
        if text[:1] == "[" or "|" in text or "\t" in text:
            return False
        self.keep_passage("item", self.paragraph_line, self.paragraph)
        item.element.text = text.strip(" \xa0")
        self.open[1] = Container("item", SubElement(around.element, "li"), 2, found.end())
        self.paragraph, self.paragraph_line = [line[found.end() :]], self.at - 1
        return True

    def _read_line(self, raw: str) -> None:
        line = syntax.with_spaces(raw)
        depth, rest = self.match(line) if len(self.open) > 1 else (1, line)
        if not rest or rest.isspace():  # an empty line of a quotation
            self.close_to(depth)
            self.end_paragraph()
            self.blank_from = depth - 1
            return
        has_begun = False
        while not _PLAIN.match(rest):
            left = self._begin(rest, depth)
            if left is None:
                break
            if not left or left.isspace():
                return
            has_begun, rest, depth = True, left, len(self.open)
            if depth > MAX_DEPTH:
                raise TooDeep
        if not self.paragraph:
            self.close_to(depth)
            self.end_blank()
            self.paragraph_line = self.at - 1
        if "\t" in raw and depth == 1 and not has_begun:
            rest = raw
        self.paragraph.append(rest)

    def _begin(self, line: str, depth: int) -> str | None:
        """Begins a container or a leaf, and returns the rest of the line; None if the line begins neither."""
        text = line.lstrip(" ")
        sign = text[0]
        goes_on = bool(self.paragraph) and depth == len(self.open)
        if goes_on and sign in "=-|:–—" and self._ends_paragraph(text):
            return ""
        if goes_on and sign in "#<_" and len(line) - len(text) >= TAB:
            return None
        if sign in "-*_" and syntax.RULE.match(text):
            self.close_to(depth)
            self.end_paragraph()
            self.add("hr")
            return ""
        if (sign.isdigit() or sign in syntax.SIGNS) and (item := syntax.ITEM.match(line)):
            return self._item(line, item, depth, goes_on)
        match sign:
            case ">":
                self.close_to(depth)
                self.end_paragraph()
                self.open.append(Container("quote", self.add("blockquote")))
                return text[1:].removeprefix(" ")
            case "#":
                return self._heading(text, depth)
            case "`" | "~":
                return self._fence(line, depth)
            case "[":
                return self._note(text, depth)
            case ":":
                return self._meaning(line, depth, goes_on)
            case "<" if text.startswith(syntax.COMMENT):
                return self._comment(text, depth)
        return None

    def _item(self, line: str, item: re.Match[str], depth: int, goes_on: bool) -> str | None:
        space, mark, number, blank = item.groups("")
        left = line[item.end() :]
        is_first = not number or int(number) == 1 or self.is_followed_by(int(number) + 1)
        if goes_on and not (left and is_first):
            return None
        depth = depth if space else self.depth_of(mark, depth)
        parent = self.open[depth - 1]
        goes_with = parent.list if parent.list and parent.list.sign == mark[-1] and not goes_on else None
        if mark in syntax.DASHES and not goes_with and not self.is_followed_by(mark):
            return None
        self.close_to(depth)
        self.end_paragraph()
        if goes_with is None:
            start = {"start": str(int(number))} if number and int(number) != 1 else None
            goes_with = OpenList(self.add("ol" if number else "ul", start), mark[-1])
            parent.list = goes_with
            self.lists.append(goes_with)
        elif self.blank_from is not None and depth - 1 >= self.blank_from:
            goes_with.is_loose = True
        self.blank_from = None
        indent = len(space) + len(mark) + (len(blank) if 0 < len(blank) <= TAB else 1)
        element = SubElement(goes_with.element, "li")
        self.open.append(Container("item", element, min(len(space) + 2, indent), indent))
        return syntax.with_box(left)

    def _note(self, text: str, depth: int) -> str | None:
        found = syntax.NOTE.match(text)
        if not found:
            return None
        self.close_to(depth)
        self.end_paragraph()
        self.open[-1].list = None
        self.blank_from = None
        element, name = Element("div"), found["name"]
        if name in self.notes:
            self.twice.append(Twice(name, is_note=True, line=self.at - 1))
        self.notes.setdefault(name, element)
        self.open.append(Container("note", element, 2, TAB))
        return text[found.end() :]

    def _meaning(self, line: str, depth: int, goes_on: bool) -> str | None:
        """Reads the line as the meaning of a term: of the lines or paragraph and blank line before it."""
        found = syntax.MEANING.match(line)
        if not found:
            return None
        terms: list[str] = []
        terms_line = self.at - 2
        if goes_on:
            self.take_definitions()
            terms, terms_line, self.paragraph = self.paragraph, self.paragraph_line, []
        elif len(self.paragraph) > 1 and self.open[-1].kind == "meaning" and depth == len(self.open) - 1:
            terms = [self.paragraph.pop()]
        self.close_to(depth)
        container = self.open[-1]
        last = container.element[-1] if len(container.element) else None
        if not terms and last is not None and last.tag == "p":
            terms, terms_line = (last.text or "").split("\n"), self.passages.pop().line
            container.element.remove(last)
            last = container.element[-1] if len(container.element) else None
        if not terms and (last is None or last.tag != "dl"):
            return None
        is_loose, self.blank_from = self.blank_from is not None, None
        container.list = None
        parent = last if last is not None and last.tag == "dl" else self.add("dl")
        for number, term in enumerate(terms, terms_line):
            self.keep_passage("term", number, (term,), is_added=True)
            SubElement(parent, "dt").text = term.strip()
        meaning = Container("meaning", SubElement(parent, "dd"), 2, found.end())
        meaning.is_loose = is_loose
        self.meanings.append(meaning)
        self.open.append(meaning)
        return line[found.end() :]

    def _ends_paragraph(self, text: str) -> bool:
        """Whether the line makes a heading of the paragraph before it, or a table of its last line."""
        if syntax.UNDERLINE.match(text):
            self.take_definitions()
            if not self.paragraph or (text[0] == "-" and syntax.is_sentence(self.paragraph)):
                return False
            content, self.paragraph = "\n".join(map(str.strip, self.paragraph)), []
            self._add_heading(1 if text[0] == "=" else 2, content, self.paragraph_line)
            return True
        columns = read_columns(self.paragraph[-1], text)
        if columns is None:
            return False
        header = self.paragraph.pop()
        self.end_paragraph()
        self.keep_passage("row", self.at - 2, (header,))
        add_table(self.add("table"), columns, [split_row(header), *map(split_row, self._rows())])
        return True

    def _rows(self) -> Iterator[str]:
        while self.at < len(self.lines):
            text = self.lines[self.at]
            depth = len(self.open)
            if depth > 1:
                depth, text = self.match(syntax.with_spaces(text))
            text = text.strip()
            if depth < len(self.open) or "|" not in text or (text[0] != "|" and syntax.starts_block(text)):
                return
            self.keep_passage("row", self.at, (text,), is_added=True)
            self.at += 1
            yield text

    def _heading(self, text: str, depth: int) -> str | None:
        following = self.lines[self.at] if self.at < len(self.lines) else ""
        found = syntax.read_heading(text, is_alone=not self.paragraph and not following.strip())
        if not found:
            return None
        self.close_to(depth)
        self.end_paragraph()
        self._add_heading(*found, self.at - 1)
        return ""

    def _add_heading(self, level: int, content: str, line: int) -> None:
        """Adds a heading. The line of one of the highest level is kept, since the editor is told about it."""
        self.keep_passage(f"h{level}", line, content.split("\n"))
        self.add(f"h{level}", {"line": str(line)} if level == 1 else None).text = content

    def _fence(self, line: str, depth: int) -> str | None:
        text = line.lstrip(" ")
        opening = syntax.FENCE_LINE.match(text)
        if not opening:
            return None
        self.close_to(depth)
        self.end_paragraph()
        start = self.at - 1
        code, is_closed = self._code(opening["fence"], len(line) - len(text))
        language, identifier, refused = read_info(opening["info"].strip())
        element = self.add(FENCE, {"number": str(len(self.fences))})
        if identifier:
            element.set("id", identifier)
        self.fences.append(Fence("\n".join(code), language, identifier, start, self.at, refused, is_closed))
        self.hide(start, self.at)
        return ""

    def _code(self, fence: str, indent: int) -> tuple[list[str], bool]:
        """(lines of code up to the closing fence or the end of the container, whether there was a fence)."""
        code: list[str] = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            is_blank = not line or line.isspace()
            if len(self.open) > 1:
                depth, line = self.match(line.expandtabs(TAB) if line.startswith("\t") else line)
                if depth < len(self.open):
                    if is_blank and all(container.kind != "quote" for container in self.open):
                        line = ""
                    elif closes_fence(line, fence, indent):
                        self.at += 1
                        return code, True
                    else:
                        break
            self.at += 1
            if closes_fence(line, fence, indent):
                return code, True
            code.append(line[min(indent, len(line) - len(line.lstrip(" "))) :])
        while code and not code[-1].strip():
            code.pop()
        return code, False

    def _comment(self, text: str, depth: int) -> str | None:
        """Skips a comment; if no comment ends in the rest of the text, the line stays text."""
        if self.open_comment is not None:
            return None
        end, found = self.at - 1, text.find("-->", len(syntax.COMMENT))
        while found < 0:
            end += 1
            if end == len(self.lines):
                self.open_comment = self.at - 1
                return None
            text = self.lines[end]
            found = text.find("-->")
        self.close_to(depth)
        self.end_paragraph()
        self.open[-1].list = None
        left = text[found + 3 :]
        self.hide(self.at - 1, end + 1)
        if self.seen is not None:
            self.seen[end] = left.rjust(len(self.lines[end]))
        self.at = end + 1
        return left
