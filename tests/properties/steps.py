"""Edits by name, and every step that they can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from tests.properties.edited_site import BY_TWO, LATER, NOW

Options = Sequence[Any]
number = range(56)  # an entry that is there: each is as likely while there are seven or eight
many = range(200)
langs = ("mn", "en")
when = (NOW, NOW, NOW, NOW, LATER, LATER, BY_TWO)

EDITS: dict[str, dict[str, Options]] = {}
# What an editor does every day; some of it can be published without planning everything.
TEXT_EDITS = (
    "edit_body",
    "retitle",
    "translate",
    "take_a_translation_away",
    "make_or_end_a_draft",
    "accept_the_translation",
    "add_or_remove_a_reference",
    "change_picture",
    "damage_an_output",
    "edit_body",
    "edit_body",
)
Edit = TypeVar("Edit", bound=Callable[..., None])


def edit(**options: Options) -> Callable[[Edit], Edit]:
    """Makes a method one of the edits, which is given one of each of these."""

    def register(method: Edit) -> Edit:
        EDITS[method.__name__] = options
        return method

    return register


@dataclass(frozen=True)
class Step:
    """An edit by name, with what it is given."""

    name: str
    given: dict[str, Any]


def step_number(name: str, choice: int) -> Step:
    """The step of that number among all that the edit can be."""
    given: dict[str, Any] = {}
    for key, options in EDITS[name].items():
        choice, place = divmod(choice, len(options))
        given[key] = options[place]
    return Step(name, given)
