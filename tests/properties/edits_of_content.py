"""Edits of entries: what editors do all day."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

from tests.properties.edited_site import EditedSite, folder_of
from tests.properties.small_site import (
    BODIES,
    DATES,
    FOLDERS,
    NAMES,
    PLACES,
    TERMS,
    TITLES,
    Entry,
    Facts,
    Text,
)
from tests.properties.steps import edit, langs, number, when

texts = tuple(
    Text(*parts)
    for parts in product(TITLES, BODIES, ("", "Товч."), (False, False, True), (False, True), (False, True))
)
facts = tuple(
    Facts(*parts)
    for parts in product(DATES, ((), TERMS[:1], TERMS), PLACES, ("",), ("", "2026-11-28"), (False, True))
)


class EditsOfContent(EditedSite):
    """Each edit is built at once, or together with the next."""

    # Entries

    @edit(name=NAMES, lang=langs, text=texts, facts=facts, when=when)
    def write(self, name: Any, lang: str, text: Text, facts: Facts, when: str) -> None:
        before = self.entries.get(name, Entry(texts={}))
        self.entries[name] = replace(before, facts=facts, texts={**before.texts, lang: text})
        self.build(when)

    @edit(number=number, when=when)
    def delete(self, number: int, when: str) -> None:
        self.entries.pop(self.existing(number))
        self.build(when)

    @edit(number=number, slug=("z", "a", "b", "q"), when=when)
    def rename(self, number: int, slug: str, when: str) -> None:
        before = self.existing(number)
        self.move(before, (before[0], slug))
        self.build(when)

    @edit(number=number, kind=sorted(FOLDERS), when=when)
    def move_to_another_section(self, number: int, kind: str, when: str) -> None:
        before = self.existing(number)
        self.move(before, (kind, before[1]))
        self.build(when)

    @edit(one=number, other=number, when=when)
    def swap(self, one: int, other: int, when: str) -> None:
        first, second = self.existing(one), self.existing(other)
        if first != second:
            self.save()
            for source, target in ((first, ("page", "tmp")), (second, first), (("page", "tmp"), second)):
                self.checked.move(folder_of(source), folder_of(target))
            self.entries[first], self.entries[second] = self.entries[second], self.entries[first]
        self.build(when)

    @edit(number=number, colour=(0, 1, 2), stays=(False, True), when=when)
    def change_picture(self, number: int, colour: int, stays: bool, when: str) -> None:
        name = self.existing(number)
        self.entries[name] = replace(self.entries[name], picture=colour, stays=stays)
        self.build(when)

    # Texts

    @edit(number=number, lang=langs, title=TITLES, when=when)
    def retitle(self, number: int, lang: str, title: str, when: str) -> None:
        self.change_text(*self.text_of(number, lang), title=title)
        self.build(when)

    @edit(number=number, lang=langs, body=BODIES, when=when)
    def edit_body(self, number: int, lang: str, body: str, when: str) -> None:
        self.change_text(*self.text_of(number, lang), body=body)
        self.build(when)

    @edit(number=number, lang=langs, draft=(False, True), when=when)
    def make_or_end_a_draft(self, number: int, lang: str, draft: bool, when: str) -> None:
        self.change_text(*self.text_of(number, lang), draft=draft)
        self.build(when)

    @edit(number=number, when=when)
    def translate(self, number: int, when: str) -> None:
        name = self.existing(number)
        texts = {"mn": Text(title=TITLES[1]), "en": Text(title=TITLES[2])} | self.entries[name].texts
        self.entries[name] = replace(self.entries[name], texts=texts)
        self.build(when)

    @edit(number=number, draft=(False, True), when=when)
    def accept_the_translation(self, number: int, draft: bool, when: str) -> None:
        """As `sitegen accept` writes it; a correction of the original makes it out of date again."""
        name = self.existing(number)
        texts = self.entries[name].texts
        if len(texts) == 2:
            made_from = texts["mn"].digest()
            self.change_text(name, "en", made_from=made_from, stale=False, draft=draft)
        self.build(when)

    @edit(number=number, lang=langs, when=when)
    def take_a_translation_away(self, number: int, lang: str, when: str) -> None:
        name = self.existing(number)
        texts = {other: text for other, text in self.entries[name].texts.items() if other != lang}
        if texts:
            self.entries[name] = replace(self.entries[name], texts=texts)
        self.build(when)

    @edit(number=number, lang=langs, day=("", *DATES[:2]), when=when)
    def tell_of_a_correction(self, number: int, lang: str, day: str, when: str) -> None:
        self.change_text(*self.text_of(number, lang), corrected=day)
        self.build(when)

    # Facts

    @edit(number=number, amount=("", "300 USD", "0.75 USD", "1,250,000 MNT"), when=when)
    def change_the_amount(self, number: int, amount: str, when: str) -> None:
        self.change_facts(self.existing(number), amount=amount)
        self.build(when)

    @edit(number=number, facts=facts, when=when)
    def change_all_facts(self, number: int, facts: Facts, when: str) -> None:
        name = self.existing(number)
        self.entries[name] = replace(self.entries[name], facts=facts)
        self.build(when)

    @edit(number=number, term=TERMS, when=when)
    def add_or_remove_a_term(self, number: int, term: str, when: str) -> None:
        name = self.existing(number)
        tags = self.entries[name].facts.tags
        self.change_facts(name, tags=tuple(tag for tag in TERMS if (tag in tags) != (tag == term)))
        self.build(when)

    @edit(number=number, author=("", "bold"), when=when)
    def name_or_forget_who_wrote_it(self, number: int, author: str, when: str) -> None:
        self.change_facts(self.existing(number), author=author)
        self.build(when)

    @edit(number=number, place=PLACES, project=("", "p", "q"), programme=("", "m"), when=when)
    def add_or_remove_a_reference(
        self, number: int, place: str, project: str, programme: str, when: str
    ) -> None:
        self.change_facts(self.existing(number), place=place, project=project, programme=programme)
        self.build(when)
