"""Plans, and what their pages show, from build to build."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

import msgspec

from sitegen.archive.model import Key
from sitegen.core.digest import digest
from sitegen.core.memory import drop_unused
from sitegen.core.store import Damaged, Store, readable
from sitegen.pages.plan import Plan
from sitegen.pages.planner import KeptPlan, Planner, plan_name

PLANS = "plan"
BASIS = "planned from"
NAMES = "names"
SHOWN = "page"


def stored_plans(store: Store) -> dict[str, KeptPlan]:
    """By the names that Planner gives them."""
    return readable(KeptPlan, store.read(PLANS))


def planned_from(store: Store) -> bytes:
    """Names what the stored plans were made from: it may be more or less than what was published last.

    Nothing when they are not all there: to a damaged index of SQLite's, a row may simply be missing.
    """
    found = store.read(BASIS)
    return found.get(BASIS, b"") if found.get(NAMES) == _digest(store.names(PLANS)) else b""


def keep_basis(store: Store, basis: bytes) -> None:
    store.write(BASIS, {BASIS: basis})


def _digest(names: Iterable[str]) -> bytes:
    return digest(*(name.encode() for name in sorted(names)))


def stored_dossiers(store: Store) -> dict[str, KeptPlan]:
    """The plans of programmes."""
    return readable(KeptPlan, store.read(PLANS, plan_name(("programme", ""))))


def some_stored_plans(store: Store, names: Iterable[str]) -> dict[str, KeptPlan]:
    """Those of these names that are there."""
    return readable(KeptPlan, store.read_some(PLANS, names))


def plans_showing(store: Store, keys: Collection[Key]) -> dict[str, KeptPlan]:
    """Those whose pages can show one of these entries."""
    # msgpack holds a text as it is: most plans need not be decoded to see that they name none of these.
    refs = [ref.encode() for _, ref in keys]
    likely = {name: raw for name, raw in store.read(PLANS).items() if any(ref in raw for ref in refs)}
    plans = readable(KeptPlan, likely)
    return {name: kept for name, kept in plans.items() if not set(keys).isdisjoint(kept.shows)}


def keep_some_plans(store: Store, before: Mapping[str, KeptPlan], planner: Planner) -> None:
    """Keeps plans in the place of others."""
    store.write(PLANS, {name: msgspec.msgpack.encode(kept) for name, kept in planner.plans.items()})
    old, new = _shown(before), _shown(planner.plans)
    store.write(SHOWN, {name.hex(): encoded for name, encoded in planner.shown.items()})
    drop_unused(store, SHOWN, new, old)


def _shown(plans: Mapping[str, KeptPlan]) -> set[str]:
    return {page.digest.hex() for kept in plans.values() for page in kept.pages}


def keep_plans(store: Store, before: Mapping[str, KeptPlan], plan: Plan) -> None:
    """Keeps what is new, and drops what is no longer there or used."""
    fresh = {name: kept for name, kept in plan.plans.items() if before.get(name) is not kept}
    gone = before.keys() - plan.plans.keys()
    store.write(PLANS, {name: msgspec.msgpack.encode(kept) for name, kept in fresh.items()})
    store.remove(PLANS, gone)
    store.write(BASIS, {NAMES: _digest(plan.plans)})
    if fresh or gone:
        there = store.names(SHOWN)
        used = _shown(plan.plans)
        new = {name.hex(): encoded for name, encoded in plan.shown.items()}
        store.write(SHOWN, {name: new[name] for name in (used - there) & new.keys()})
        drop_unused(store, SHOWN, used)


def shown_pages(
    store: Store, planned: Mapping[bytes, bytes]
) -> Callable[[tuple[bytes, ...]], dict[bytes, bytes]]:
    """Looks up what pages show by digest, planned now or before. The look-up raises Damaged."""

    def look_up(wanted: tuple[bytes, ...]) -> dict[bytes, bytes]:
        found = {name: planned[name] for name in wanted if name in planned}
        names = {name.hex() for name in wanted if name not in found}
        stored = store.read_some(SHOWN, names)
        if len(stored) < len(names):
            raise Damaged(f"pages {', '.join(sorted(names - stored.keys()))}")
        return found | {bytes.fromhex(name): encoded for name, encoded in stored.items()}

    return look_up
