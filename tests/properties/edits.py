"""All that can happen to a site between two builds."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

from sitegen.core.store import INDEX, Damaged, Store
from sitegen.output.journal import LISTING
from sitegen.output.standing import MADE
from sitegen.output.standing import SPACE as PUBLISHED
from sitegen.steps.memory import BODIES, DOCUMENTS, ENCODED_VIEWS, PLANS
from sitegen.steps.memory import TEXT_WORDS as FOUND_BY
from tests.properties.edits_of_content import EditsOfContent
from tests.properties.small_site import BROKEN, SHARED, SHOWN_ON_EVERY_PAGE
from tests.properties.steps import Options, edit, langs, many, number, when
from tests.properties.surroundings import SURROUNDINGS, WORDS

DAYS = (date(2026, 11, 24), date(2026, 12, 1), date(2018, 11, 20))
FOREIGN = ("more.txt", "news/more.txt")
STORE = ".sitegen/store"
UNTIL_STAMPS_ARE_BELIEVED = 0.06  # seconds: longer than FINE in sitegen/core/files.py


def states_of(*beginnings: str) -> Options:
    """The files whose paths begin so, each in each of its states."""
    paths = [path for path in SHARED if path.startswith(beginnings)]
    return [(path, state) for path in paths for state in range(len(SHARED[path]))]


class Edits(EditsOfContent):
    """Edits of content, and of everything else that a site is made from or published to."""

    # What pages share

    @edit(choice=states_of("content/"), when=when)
    def change_records(self, choice: tuple[str, int], when: str) -> None:
        self.change_shared(choice, when)

    @edit(choice=states_of("content/terms.yaml"), when=when)
    def change_terms(self, choice: tuple[str, int], when: str) -> None:
        self.change_shared(choice, when)

    @edit(choice=states_of(*SHOWN_ON_EVERY_PAGE), when=when)
    def change_a_template(self, choice: tuple[str, int], when: str) -> None:
        self.change_shared(choice, when)

    @edit(choice=states_of("templates/partials/facts"), when=when)
    def change_a_partial(self, choice: tuple[str, int], when: str) -> None:
        self.checked.all_may_be_rendered = True
        self.change_shared(choice, when)

    @edit(choice=states_of("templates/partials/cards", "templates/partials/words"), when=when)
    def change_a_macro(self, choice: tuple[str, int], when: str) -> None:
        self.checked.all_may_be_rendered = True
        self.change_shared(choice, when)

    @edit(choice=states_of("static/"), when=when)
    def change_a_static_file(self, choice: tuple[str, int], when: str) -> None:
        self.change_shared(choice, when)

    @edit(when=when)
    def rename_a_static_file(self, when: str) -> None:
        one, other = "static/more.txt", "static/most.txt"
        self.contents.shared[one] = 1 - self.contents.shared.get(one, 0)
        self.change_shared((other, 1 - self.contents.shared[one]), when)

    @edit(choice=states_of("site.yaml"), when=when)
    def change_settings(self, choice: tuple[str, int], when: str) -> None:
        self.checked.all_may_be_rendered = True
        self.change_shared(choice, when)

    @edit(choice=states_of("addresses.txt", "gone.yaml"), when=when)
    def change_what_is_kept(self, choice: tuple[str, int], when: str) -> None:
        self.checked.all_may_be_read = self.checked.all_may_be_rendered = True
        self.change_shared(choice, when)

    def change_shared(self, choice: tuple[str, int], when: str) -> None:
        self.contents.shared |= [choice]
        self.build(when)

    # What is not in the site's files

    @edit(more=(1, 2))
    def change_the_interfaces_words(self, more: int) -> None:
        SURROUNDINGS.change_words((SURROUNDINGS.words + more) % len(WORDS))
        self.checked.all_may_be_read = self.checked.all_may_be_rendered = True
        self.build()

    @edit()
    def change_sitegens_version(self) -> None:
        SURROUNDINGS.engine = 1 - SURROUNDINGS.engine
        self.checked.all_may_be_read = self.checked.all_may_be_rendered = True
        self.build()

    @edit(more=(1, 2), when=when)
    def build_on_another_day(self, more: int, when: str) -> None:
        self.checked.today = DAYS[(DAYS.index(self.checked.today) + more) % len(DAYS)]
        self.build(when)

    @edit(when=when)
    def show_or_hide_drafts(self, when: str) -> None:
        self.checked.drafts = not self.checked.drafts
        self.build(when)

    # What should change nothing, or be noticed all the same

    @edit(number=many)
    def touch(self, number: int) -> None:
        paths = sorted(self.checked.disk)
        os.utime(self.checked.site / paths[number % len(paths)])
        self.build()

    @edit()
    def wait(self) -> None:
        """Until files can be taken for unchanged without reading them."""
        time.sleep(UNTIL_STAMPS_ARE_BELIEVED)
        self.build()

    @edit()
    def check(self) -> None:
        self.save()
        self.checked.check()

    @edit(number=number, lang=langs)
    def write_the_same_size_at_the_same_time(self, number: int, lang: str) -> None:
        """As a program does that keeps time stamps: one title for another of the same length."""
        self.save()
        name, lang = self.text_of(number, lang)
        before = {path: (self.checked.site / path).stat().st_mtime_ns for path in self.checked.disk}
        title = self.entries[name].texts[lang].title
        self.change_text(name, lang, title=title[:-1] + ("а" if title[-1] != "а" else "о"))
        for path in self.save():
            os.utime(self.checked.site / path, ns=(before[path], before[path]))
        self.build()

    @edit(how=("gone", "cut", "flipped", "another version", "another program"), at=many)
    def damage_the_store(self, how: str, at: int) -> None:
        if LISTING not in self.checked.damaged:
            _damage_store(self.checked.site / STORE, how, at / 200)
            self.checked.store_is_lost = True
            self.checked.store_is_doubtful |= how in ("cut", "flipped")
        self.build()

    # Plans most often, since a build relies on them most when it plans only a part.
    @edit(
        space=(*[PLANS] * 4, ENCODED_VIEWS, BODIES, FOUND_BY, DOCUMENTS, PUBLISHED, MADE, INDEX),
        part=range(3),
    )
    def lose_some_of_the_store(self, space: str, part: int) -> None:
        """As when SQLite no longer finds rows, and does not notice. If it does, it was damaged before."""
        if LISTING not in self.checked.damaged:
            with suppress(Damaged), Store(self.checked.site / STORE) as store:
                store.remove(space, sorted(store.names(space))[part::3])
                store.commit()
            self.checked.store_is_lost = self.checked.store_is_doubtful = True
            self.checked.forgotten |= self.checked.documents
        self.build()

    @edit(number=many, how=("gone", "cut", "longer", "unreadable", "a link"), when=when)
    def damage_an_output(self, number: int, how: str, when: str) -> None:
        """Never damages the listing and others, nor the listing and the store: a file that neither knows, or
        that was changed and is not listed, may be anybody's."""
        damaged = self.checked.damaged
        paths = [path for path in sorted(self.checked.published) if not path.endswith("/")]
        if self.checked.store_is_lost or self.checked.store_is_doubtful:
            paths.remove(LISTING)
        if damaged:
            paths = [path for path in paths if (path == LISTING) == (LISTING in damaged)]
        path = paths[number % len(paths)]
        _damage(self.checked.out / path, how, self.checked.folder / "elsewhere")
        self.checked.damaged.add(path)
        self.build(when)

    @edit(path=FOREIGN, when=when)
    def add_a_file_of_somebody_else(self, path: str, when: str) -> None:
        (self.checked.out / path).write_text("mine")
        self.checked.foreign.add(path)
        self.build(when)

    @edit(path=sorted(BROKEN), when=when)
    def make_a_mistake(self, path: str, when: str) -> None:
        self.contents.broken[path] = BROKEN[path]
        self.build(when)

    @edit(when=when)
    def mend_all_mistakes(self, when: str) -> None:
        self.contents.broken.clear()
        self.build(when)


def _damage(target: Path, how: str, elsewhere: Path) -> None:
    if how == "gone" or not target.is_file():
        target.unlink(missing_ok=True)
    elif how == "cut":
        target.write_bytes(target.read_bytes()[:-1])
    elif how == "longer":
        target.write_bytes(target.read_bytes() + b" ")
    elif how == "unreadable":
        target.chmod(0o600)
    else:
        elsewhere.write_bytes(target.read_bytes())
        target.unlink()
        target.symlink_to(elsewhere)


def _damage_store(store: Path, how: str, at: float) -> None:
    raw = bytearray(store.read_bytes())
    place = min(int(at * len(raw)), len(raw) - 1)
    if how == "gone":
        store.unlink()
    elif how == "cut":
        store.write_bytes(raw[:place])
    elif how == "flipped":
        raw[place] ^= 1
        store.write_bytes(raw)
    elif how == "another version":
        raw[60:64] = (999).to_bytes(4, "big")  # user_version, sqlite.org/fileformat2.html 1.3
        store.write_bytes(raw)
    else:
        store.write_bytes(b"somebody else's\n" * place)
