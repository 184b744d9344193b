"""The plans of entries, and what their pages show, from build to build."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from sitegen.core.memory import drop_unused
from sitegen.core.store import LostValue, Store, readable
from sitegen.pages.entry_plan import EntryPlan
from sitegen.pages.plan import Plan

PLANS = "plan"
SHOWN = "page"


def stored_plans(store: Store) -> dict[str, EntryPlan]:
    """By kind and ref."""
    return readable(EntryPlan, store.read(PLANS))


def keep_plans(store: Store, before: Mapping[str, EntryPlan], plan: Plan) -> None:
    """Keeps what is new, and drops what is no longer there or used."""
    fresh = {name: entry for name, entry in plan.entries.items() if before.get(name) is not entry}
    gone = before.keys() - plan.entries.keys()
    store.write(PLANS, {name: msgspec.msgpack.encode(entry) for name, entry in fresh.items()})
    store.remove(PLANS, gone)
    pages = [page.digest for entry in fresh.values() for page in entry.pages]
    store.write(SHOWN, {name.hex(): plan.shown[name] for name in pages})
    if fresh or gone:
        used = {page.digest.hex() for entry in plan.entries.values() for page in entry.pages}
        drop_unused(store, SHOWN, used)


def shown_pages(store: Store, plan: Plan) -> Callable[[bytes], bytes]:
    """Looks up what a page shows by its digest. The look-up raises LostValue."""

    def look_up(name: bytes) -> bytes:
        found = plan.shown.get(name) or store.read_some(SHOWN, [name.hex()]).get(name.hex())
        if found is None:
            raise LostValue(f"page {name.hex()}")
        return found

    return look_up
