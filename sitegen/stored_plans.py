"""The plans of one build, remembered for the next."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec

from sitegen.archive.model import Key
from sitegen.core.digest import digest
from sitegen.core.store import Store, readable
from sitegen.memory import SHOWN
from sitegen.pages.feeds import followed_feed
from sitegen.pages.plan import Plan
from sitegen.pages.planner import KeptPlan, plan_name

PLANS = "plan"
PLANNED_FROM = "planned from"
_NAMES = "names"


class StoredPlans:
    """The plans of an earlier build, by the names that Planner gives them. Reading raises Damaged and
    OSError."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> dict[str, KeptPlan]:
        return readable(KeptPlan, self._store.read(PLANS))

    def named(self, names: Iterable[str]) -> dict[str, KeptPlan]:
        return readable(KeptPlan, self._store.read_some(PLANS, names))

    def showing(self, keys: Collection[Key]) -> dict[str, KeptPlan]:
        # msgpack holds a text unchanged, so a search of the bytes spares decoding most plans: a plan without
        # the ref of an entry cannot show the entry.
        refs = [ref.encode() for _, ref in keys]
        raw = self._store.read(PLANS)
        likely = {name: value for name, value in raw.items() if any(ref in value for ref in refs)}
        plans = readable(KeptPlan, likely)
        return {name: kept for name, kept in plans.items() if not set(keys).isdisjoint(kept.shows)}

    def dossiers(self) -> dict[str, KeptPlan]:
        return readable(KeptPlan, self._store.read(PLANS, plan_name(("programme", ""))))

    def feeds(self, lang: str) -> dict[str, KeptPlan]:
        return readable(KeptPlan, self._store.read(PLANS, f"{followed_feed.__name__} {lang} "))

    def are_of(self, basis: bytes) -> bool:
        """Whether the plans were made from `basis` and are all there: when SQLite's index is damaged, a row
        may be missing without an error."""
        found = self._store.read(PLANNED_FROM)
        return found.get(PLANNED_FROM) == basis and found.get(_NAMES) == _digest(self._store.names(PLANS))


def keep_plan(store: Store, plan: Plan, basis: bytes) -> None:
    """Keeps the plan, also one that was not published because of errors; `basis` is the digest of what it was
    made from. With `plan.stays` it has only the plans that were made again, and the store keeps the
    others."""
    new = {name: msgspec.msgpack.encode(kept) for name, kept in plan.plans.items()}
    shown = {name.hex(): raw for name, raw in plan.shown.items()}
    if plan.stays:
        store.write(PLANS, new)
        store.write(SHOWN, shown)
    else:
        before, there = store.read(PLANS), store.names(SHOWN)
        store.write(PLANS, {name: raw for name, raw in new.items() if before.get(name) != raw})
        store.remove(PLANS, before.keys() - new.keys())
        store.write(SHOWN, {name: raw for name, raw in shown.items() if name not in there})
        store.write(PLANNED_FROM, {_NAMES: _digest(new)})
    store.write(PLANNED_FROM, {PLANNED_FROM: basis})


def _digest(names: Iterable[str]) -> bytes:
    return digest(*(name.encode() for name in sorted(names)))
