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
    """The plans of an earlier build, by the names that Planner gives them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> dict[str, KeptPlan]:
        return readable(KeptPlan, self._store.read(PLANS))

    def named(self, names: Iterable[str]) -> dict[str, KeptPlan]:
        return readable(KeptPlan, self._store.read_some(PLANS, names))

    def showing(self, keys: Collection[Key]) -> dict[str, KeptPlan]:
        # msgpack holds a text as it is: most plans need not be decoded to see that they name none of these.
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
        """Whether they were made from this, and are all there: to a damaged index of SQLite's, a row may
        simply be missing."""
        found = self._store.read(PLANNED_FROM)
        return found.get(PLANNED_FROM) == basis and found.get(_NAMES) == _digest(self._store.names(PLANS))


def keep_plan(store: Store, plan: Plan, basis: bytes) -> None:
    """Keeps the plan, which may have failed; `basis` names what it was made from. The plans that stay are
    known already."""
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
