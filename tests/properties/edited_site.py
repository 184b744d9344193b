"""A small site that is edited as a value and built as files, with a way back from errors."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from tests.properties.checked_site import CheckedSite
from tests.properties.small_site import FOLDERS, MENU_NAMES_AN_ENTRY, Entry, Name, at_first, files_of

LATER, NOW, BY_TWO = "later", "now", "by two processes"
MOST_FAILURES = 3


@dataclass
class Contents:
    """What the site says: entries, the state of each other file, and what stands broken in place of some."""

    entries: dict[Name, Entry] = field(default_factory=at_first)
    shared: dict[str, int] = field(default_factory=dict)
    broken: dict[str, bytes] = field(default_factory=dict)

    def copy(self) -> Contents:
        return Contents(dict(self.entries), dict(self.shared), dict(self.broken))

    def files(self) -> dict[str, bytes]:
        return files_of(self.entries, self.shared) | self.broken


class EditedSite:
    """Contents and the checked site that they are built as.

    Errors stay while other things are edited; when a few builds in a row have failed they are mended, so that
    one mistake does not hide everything that comes after it.
    """

    def __init__(self, checked: CheckedSite) -> None:
        self.checked = checked
        self.contents = Contents()
        self.good = Contents()
        self.failures = 0

    @property
    def entries(self) -> dict[Name, Entry]:
        return self.contents.entries

    def existing(self, number: int) -> Name:
        """The entry of that number; there is always one."""
        if not self.entries:
            self.entries.update(at_first())
        return sorted(self.entries)[number % len(self.entries)]

    def text_of(self, number: int, lang: str) -> tuple[Name, str]:
        """An entry and a language that it has, this one if possible."""
        name = self.existing(number)
        texts = self.entries[name].texts
        return name, lang if lang in texts else min(texts)

    def change_text(self, name: Name, lang: str, **changes: Any) -> None:
        entry = self.entries[name]
        texts = {**entry.texts, lang: replace(entry.texts[lang], **changes)}
        self.entries[name] = replace(entry, texts=texts)

    def change_facts(self, name: Name, **changes: Any) -> None:
        entry = self.entries[name]
        self.entries[name] = replace(entry, facts=replace(entry.facts, **changes))

    def move(self, name: Name, to: Name) -> None:
        """Moves the folder of an entry; what is in the files may have to change with it."""
        if name != to:
            self.entries.pop(to, None)
            for path in [path for path in self.contents.broken if path.startswith(f"{folder_of(to)}/")]:
                del self.contents.broken[path]
            self.save()
            self.checked.move(folder_of(name), folder_of(to))
            self.entries[to] = self.entries.pop(name)

    def save(self) -> list[str]:
        """Gives the files that were written."""
        return self.checked.save(self.contents.files())

    def build(self, when: str = NOW) -> None:
        if when == LATER:
            return
        self.save()
        if self.contents.shared.get("site.yaml") == MENU_NAMES_AN_ENTRY:
            self.checked.all_may_be_rendered = True
        if self.checked.build(2 if when == BY_TWO else 1):
            self.good = self.contents.copy()
            self.failures = 0
            return
        self.failures += 1
        if self.failures == MOST_FAILURES:
            self.contents = self.good.copy()
            self.build()


def folder_of(name: Name) -> str:
    return f"{FOLDERS[name[0]]}/{name[1]}"
