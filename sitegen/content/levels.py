"""How a site counts its warnings: `diagnostics` and `exceptions` in site.yaml. Errors are not its choice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated, Literal

import msgspec

from sitegen.content.document import Mark, position_of
from sitegen.content.kinds import Form
from sitegen.core.diagnostics import Diagnostic, diagnostic

Warn = Annotated[str, Form("warning")]
Level = Literal["error", "warning", "off"]


class Acceptance(msgspec.Struct, frozen=True, kw_only=True):
    """A warning that is accepted in a file or folder up to a day, that day included, for a reason."""

    code: Warn
    path: str
    reason: str
    until: date

    def covers(self, item: Diagnostic) -> bool:
        where = self.path.strip("/")
        return item.code == self.code and (item.path == where or item.path.startswith(f"{where}/"))


class Policy(msgspec.Struct, frozen=True):
    """The levels of codes, and what is accepted today; with its place in site.yaml."""

    levels: Mapping[str, str]
    accepted: tuple[tuple[Acceptance, int, int], ...] = ()

    def judge(self, problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Without what is off or accepted, and with warnings raised that are errors here."""
        return tuple(self._levelled(item) for item in problems if not self._is_silent(item))

    def needless(self, problems: Collection[Diagnostic], path: str) -> Iterator[Diagnostic]:
        """What is accepted and is nowhere to be found among all problems."""
        for item, line, column in self.accepted:
            if not any(item.covers(problem) for problem in problems):
                yield diagnostic("W169", path, line, column, warning=item.code, where=item.path)

    def _is_silent(self, item: Diagnostic) -> bool:
        return self.levels.get(item.code) == "off" or any(each.covers(item) for each, _, _ in self.accepted)

    def _levelled(self, item: Diagnostic) -> Diagnostic:
        if self.levels.get(item.code) != "error":
            return item
        return msgspec.structs.replace(item, raised=True)


def policy_of(
    levels: Mapping[str, str], accepted: Iterable[Acceptance], marks: Collection[Mark], today: date
) -> Policy:
    """What the settings say, on a day."""
    places = [(item, *position_of(f"exceptions.{number}", marks)) for number, item in enumerate(accepted)]
    return Policy(levels, tuple(place for place in places if today <= place[0].until))


def ended(
    accepted: Iterable[Acceptance], marks: Collection[Mark], today: date, path: str
) -> Iterator[Diagnostic]:
    """Exceptions whose last day is over."""
    for number, item in enumerate(accepted):
        if item.until < today:
            place = position_of(f"exceptions.{number}.until", marks)
            yield diagnostic(
                "W168", path, *place, warning=item.code, where=item.path, until=item.until, today=today
            )
