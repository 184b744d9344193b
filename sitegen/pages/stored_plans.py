"""Plans, and what their pages show, from build to build."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from sitegen.core.memory import drop_unused
from sitegen.core.store import LostValue, Store, readable
from sitegen.pages.plan import Plan
from sitegen.pages.planner import KeptPlan

PLANS = "plan"
SHOWN = "page"


def stored_plans(store: Store) -> dict[str, KeptPlan]:
    """By the names that Planner gives them."""
    return readable(KeptPlan, store.read(PLANS))


def keep_plans(store: Store, before: Mapping[str, KeptPlan], plan: Plan) -> None:
    """Keeps what is new, and drops what is no longer there or used."""
    fresh = {name: kept for name, kept in plan.plans.items() if before.get(name) is not kept}
    gone = before.keys() - plan.plans.keys()
    store.write(PLANS, {name: msgspec.msgpack.encode(kept) for name, kept in fresh.items()})
    store.remove(PLANS, gone)
    if fresh or gone:
        there = store.names(SHOWN)
        used = {page.digest.hex() for kept in plan.plans.values() for page in kept.pages}
        new = {name.hex(): encoded for name, encoded in plan.shown.items()}
        store.write(SHOWN, {name: new[name] for name in (used - there) & new.keys()})
        drop_unused(store, SHOWN, used)


def shown_pages(store: Store, plan: Plan) -> Callable[[tuple[bytes, ...]], dict[bytes, bytes]]:
    """Looks up what pages show by digest. The look-up raises LostValue."""

    def look_up(wanted: tuple[bytes, ...]) -> dict[bytes, bytes]:
        found = {name: plan.shown[name] for name in wanted if name in plan.shown}
        names = {name.hex() for name in wanted if name not in found}
        stored = store.read_some(SHOWN, names)
        if len(stored) < len(names):
            raise LostValue(f"pages {', '.join(sorted(names - stored.keys()))}")
        return found | {bytes.fromhex(name): encoded for name, encoded in stored.items()}

    return look_up
