"""Sequences of random edits, tried one after the other."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from typing import Any

import hypothesis
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from sitegen.core.jobs import process_pool
from tests.properties.checked_site import CheckedSite
from tests.properties.edited_site import Contents
from tests.properties.edits import DAYS, Edits
from tests.properties.oracle import forget_clean_builds
from tests.properties.purity import remember_what_is_pure
from tests.properties.steps import EDITS, Step, step_number
from tests.properties.surroundings import SURROUNDINGS, changeable

# Hypothesis makes most of what comes after ten by exchanging parts of what it has tried already.
SEQUENCES_OF_A_SEED = 10
LAST_CHOICE = 2**24 - 1  # up to here, Hypothesis takes any number as likely as any other


def explore_by_all_processors(
    seeds: Sequence[int], edits: int, names: Sequence[str] = tuple(EDITS), remember: bool = True
) -> Counter[str]:
    """What `explore` does and gives."""
    explore([], edits, names, remember)  # what is found out here need not be found out by each
    workers = os.cpu_count() or 1
    parts = [seeds[number::workers] for number in range(workers)]
    with process_pool(workers) as pool:
        counted = pool.map(partial(explore, edits=edits, names=names, remember=remember), parts)
        return sum(counted, Counter())


def explore(
    seeds: Sequence[int],
    edits: int,
    names: Sequence[str] = tuple(EDITS),
    remember: bool = True,
    **changes: Any,
) -> Counter[str]:
    """Tries ten sequences of that many edits, of the kinds named, for each seed, the same ones each time;
    counts what was done.

    Raises Difference, with the edits that lead to it in its notes.
    """
    tally: Counter[str] = Counter()
    chosen = settings(
        max_examples=SEQUENCES_OF_A_SEED,
        stateful_step_count=edits,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    with ExitStack() as stack:
        patch = stack.enter_context(changeable())
        if remember:
            remember_what_is_pure(patch)
        forget_clean_builds()
        begun = CheckedSite(DAYS[0])
        stack.callback(begun.remove)
        begun.save(Contents().files())
        begun.build()
        for seed in seeds:
            machine = _machine(seed, begun, tally, edits, names)
            run_state_machine_as_test(hypothesis.seed(seed)(machine), settings=settings(chosen, **changes))
    return tally


def _machine(
    seed: int, begun: CheckedSite, tally: Counter[str], edits: int, names: Sequence[str]
) -> type[RuleBasedStateMachine]:
    """Another seed has another edit for the simplest, which is tried most."""
    first = seed % len(names)
    turned = (*names[first:], *names[:first])
    steps = st.builds(step_number, st.sampled_from(turned), st.integers(0, LAST_CHOICE))

    class Edited(RuleBasedStateMachine):
        """Edits of a site that is published already; every build is checked."""

        def __init__(self) -> None:
            super().__init__()
            SURROUNDINGS.reset()
            self.edits = Edits(begun.copied())
            self.done: list[str] = []

        @rule(step=steps)
        def step(self, step: Step) -> None:
            note(f"{step.name}: {step.given}")
            getattr(self.edits, step.name)(**step.given)
            self.done.append(step.name)

        def teardown(self) -> None:
            tally.update(self.done)
            tally.update(self.edits.checked.tally)
            tally["sequences"] += len(self.done) == edits
            self.edits.checked.remove()

    return Edited
