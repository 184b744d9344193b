"""Whatever is edited in whatever order, an incremental build gives what a clean build gives."""

from __future__ import annotations

import math
import os
import random

import pytest
from hypothesis import Phase

from tests.properties.checked_site import Difference
from tests.properties.planted import BUGS, Bug
from tests.properties.sequences import LAST_CHOICE, SEQUENCES_OF_A_SEED, explore, explore_by_all_processors
from tests.properties.steps import EDITS, TEXT_EDITS

NIGHTLY = os.environ.get("SITEGEN_PROFILE") == "nightly"
SEQUENCES = 5_000 if NIGHTLY else 200
EDITS_OF_A_SEQUENCE = 8 if NIGHTLY else 4
EDITS_WITH_A_BUG = 4


def seeds(sequences: int) -> list[int]:
    """The same on every commit; others every night. One more than needed, since Hypothesis ends a sequence
    early at one of 2^16 edits."""
    first = random.SystemRandom().randrange(2**32) if NIGHTLY else 0
    return [first + number for number in range(sequences // SEQUENCES_OF_A_SEED + 1)]


def test_an_incremental_build_equals_a_clean_one() -> None:
    done = explore_by_all_processors(seeds(SEQUENCES), EDITS_OF_A_SEQUENCE)
    assert done["sequences"] >= SEQUENCES
    assert {name for name in EDITS if done[name] < SEQUENCES / 40} == set()
    assert done["builds with errors: True"] >= SEQUENCES / 4
    assert done["builds with 2 jobs"] >= SEQUENCES / 4
    assert done["builds held to their bound"] >= SEQUENCES


def test_an_edit_published_in_part_equals_a_clean_build() -> None:
    done = explore_by_all_processors(seeds(SEQUENCES // 4), 2 * EDITS_OF_A_SEQUENCE, TEXT_EDITS)
    assert done["edits published in part"] >= SEQUENCES / 20


@pytest.mark.skipif(not NIGHTLY, reason="takes too long for every change")
def test_nothing_changes_when_nothing_is_taken_for_pure() -> None:
    explore_by_all_processors(seeds(SEQUENCES // 20), EDITS_OF_A_SEQUENCE, remember=False)


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.plant.__name__)
def test_a_planted_bug_is_found(bug: Bug, monkeypatch: pytest.MonkeyPatch) -> None:
    bug.plant(monkeypatch)
    names = bug.edits or tuple(EDITS)
    sequences = range(bug.within // SEQUENCES_OF_A_SEED)
    with pytest.raises(Difference, match=f"^{bug.found_as}"):
        explore(sequences, EDITS_WITH_A_BUG, names, phases=[Phase.generate])


def test_every_form_of_an_edit_can_come() -> None:
    forms = {name: math.prod(map(len, options.values())) for name, options in EDITS.items()}
    assert {name for name, number in forms.items() if number > LAST_CHOICE + 1} == set()
