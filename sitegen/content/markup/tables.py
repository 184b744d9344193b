"""Tables: rows of cells between bars, and rows pasted from a spreadsheet with tabs between the cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from sitegen.content.markup.block_syntax import DELIMITERS, ITEM

_UNUSUAL = re.compile(r"[\\`]")
_TOKEN = re.compile(r"\\.|(`+)|\|")


def split_row(row: str) -> list[str]:
    """The cells of a row; a bar in code or after a backslash does not part cells."""
    row = row.strip()
    if not _UNUSUAL.search(row):
        return [cell.strip() for cell in row.removeprefix("|").removesuffix("|").split("|")]
    cells = []
    start = done = 1 if row.startswith("|") else 0
    while found := _TOKEN.search(row, done):
        done = found.end()
        if found[1]:
            closing = re.compile(rf"(?<!`){found[1]}(?!`)").search(row, done)
            done = closing.end() if closing else done
        elif found[0] == "|":
            cells.append(row[start : found.start()].strip())
            start = done
    if start < len(row):
        cells.append(row[start:].strip())
    return cells


def read_columns(header: str, delimiters: str) -> list[str] | None:
    """The alignment of each column ("" for none), if the two lines are the head of a table; else None."""
    if "|" not in delimiters or "|" not in header or not DELIMITERS.match(delimiters):
        return None
    signs = split_row(delimiters)
    names = split_row(header)
    if len(signs) != len(names) and not (header.lstrip().startswith("|") and delimiters.startswith("|")):
        return None
    columns = [_alignment(sign) for sign in signs]
    return columns + [""] * (len(names) - len(columns))


def add_table(table: Element, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Fills a table with rows, the first of which is its head; surplus cells of a row are kept."""
    part, tag = SubElement(table, "thead"), "th"
    width = max(len(columns), *map(len, rows))
    for row in rows:
        line = SubElement(part, "tr")
        for number in range(width):
            cell = SubElement(line, tag)
            cell.text = row[number] if number < len(row) else ""
            if number < len(columns) and columns[number]:
                cell.set("align", columns[number])
        if tag == "th":
            part, tag = SubElement(table, "tbody"), "td"
    if not len(part):
        line = SubElement(part, "tr")
        for _ in range(width):
            SubElement(line, "td")


def table_lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as the lines of a table, the first of them as its head."""
    written = [f"| {' | '.join(cell.strip() for cell in row)} |" for row in rows]
    return [written[0], "|" + "---|" * len(rows[0]), *written[1:]] if rows else []


def find_pasted(lines: Sequence[str]) -> tuple[int, int, list[tuple[int, list[str]]]] | None:
    """The table pasted into a paragraph, without a line of dashes below its head: (first line, end, (number
    of the line, cells) for each row); None if there is none. A line of dashes elsewhere is no row."""
    for split in (_barred, _tabbed):
        start = 0
        while start < len(lines):
            end = start
            rows: list[tuple[int, list[str]]] = []
            while end < len(lines) and (row := split(lines[end])):
                if rows and len(row) > len(rows[0][1]):
                    break
                if not DELIMITERS.match(lines[end].strip()):
                    rows.append((end - start, row))
                end += 1
            if len(rows) > 1 and sum(len(row) == len(rows[0][1]) for _, row in rows) > len(rows) / 2:
                return start, end, rows
            start = max(end, start + 1)
    return None


def _barred(line: str) -> list[str] | None:
    """The cells of a line with bars at both ends, if there are at least two; else None."""
    line = line.strip()
    if len(line) < 5 or line[0] != "|" or line[-1] != "|" or line[-2] == "\\":
        return None
    cells = split_row(line)
    return cells if len(cells) > 1 and any(cells) else None


def _tabbed(line: str) -> list[str] | None:
    if "\t" not in line.strip() or ITEM.match(line):
        return None
    cells = [cell.strip() for cell in line.rstrip("\n").split("\t")]
    while cells and not cells[-1]:
        cells.pop()
    return cells if len(cells) > 1 else None


def _alignment(sign: str) -> str:
    return {(True, True): "center", (True, False): "left", (False, True): "right"}.get(
        (sign.startswith(":"), sign.endswith(":")), ""
    )
