"""What of an earlier plan still holds, and the rest planned anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

import msgspec

from sitegen.archive.model import Archive, Entry
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.digest import digest
from sitegen.language.catalogue import Catalogue
from sitegen.pages.cards import make_edition
from sitegen.pages.edition import Edition
from sitegen.pages.entry_plan import plan_entry
from sitegen.pages.nearby import Surroundings, of_faces
from sitegen.pages.planned import PageRecord, PlannedPage

LISTS = "lists"


class KeptPlan(msgspec.Struct, frozen=True, array_like=True):
    """Pages planned together: those of an entry, or all lists.

    `key` names what they are made from, and is empty if that is faulty. `identity` and `face` are the
    entry's, `near` the keys of the others that its pages can show.
    """

    key: bytes
    pages: tuple[PageRecord, ...]
    identity: bytes = b""
    face: bytes = b""
    near: tuple[tuple[str, str], ...] = ()


def plan_name(key: tuple[str, str]) -> str:
    """The name of the plan of an entry's pages."""
    return "/".join(key)


class Planner:
    """Plans page by page. `before` are the plans of an earlier build, by kind and ref.

    What newly planned pages show is put into `shown`, encoded, by digest.
    """

    def __init__(
        self,
        archive: Archive,
        catalogues: Mapping[str, Catalogue],
        engine: bytes,
        before: Mapping[str, KeptPlan],
    ) -> None:
        self.archive = archive
        self.shown: dict[bytes, bytes] = {}
        self.plans: dict[str, KeptPlan] = {}
        self._catalogues = catalogues
        self._before = before
        self._encoder = msgspec.msgpack.Encoder()
        words = [catalogues[lang] for lang in archive.languages]
        self._shared = digest(engine, *map(self._encoder.encode, (archive.config, archive.records, words)))
        assets = (asset.identity for asset in archive.assets.values())
        faces = b"".join(entry.face for entry in archive.entries.values())
        hidden = repr(sorted(archive.hidden)).encode()
        self._world = digest(self._shared, faces, b"".join(assets), hidden)
        self._same_world = LISTS in before and before[LISTS].key == self._world

    def entry(self, entry: Entry) -> tuple[Diagnostic, ...]:
        """Plans the pages of an entry.

        In the same world an entry of the same identity has the same things near it; only the dossier of a
        programme shows the texts of others.
        """
        name = plan_name(entry.key)
        known = self._before.get(name)
        if known and self._same_world and known.identity == entry.identity and entry.kind != "programme":
            self.plans[name] = known
            return ()
        nearby = self._surroundings.of(entry)
        key = nearby.key(self._shared)
        if known and known.key == key:
            self.plans[name] = known
            return ()
        pages, problems = plan_entry(self.archive, self.editions, nearby)
        records = tuple(map(self.record, pages))
        near = tuple(other.key for other in nearby.others())
        kept = KeptPlan(key, records, entry.identity, entry.face, near)
        self.plans[name] = KeptPlan(b"", records) if problems else kept
        return problems

    def lists(self, plan_lists: Callable[[tuple[Edition, ...]], Iterable[PlannedPage]]) -> None:
        """Plans the pages that show of entries only what others can see."""
        if self._same_world:
            self.plans[LISTS] = self._before[LISTS]
            return
        faces = of_faces(self.archive)
        editions = tuple(msgspec.structs.replace(edition, archive=faces) for edition in self.editions)
        self.plans[LISTS] = KeptPlan(self._world, tuple(map(self.record, plan_lists(editions))))

    def record(self, page: PlannedPage) -> PageRecord:
        encoded = self._encoder.encode(page.page)
        name = digest(encoded)
        self.shown[name] = encoded
        return PageRecord(page.path, page.template, page.lang, page.owner, page.bodies, name)

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        archive = self.archive
        return tuple(make_edition(archive, lang, self._catalogues[lang]) for lang in archive.languages)

    @cached_property
    def _surroundings(self) -> Surroundings:
        return Surroundings(self.archive)
