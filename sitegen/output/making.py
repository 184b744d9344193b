"""What a maker of files gets besides its value, and how it says that it cannot make one."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from sitegen.core.diagnostics import Diagnostic


class Materials(msgspec.Struct, frozen=True):
    """What a value names and does not hold: the HTML of texts by digest, the contents of files by their path
    in the site's folder."""

    texts: Mapping[bytes, bytes]
    files: Mapping[str, bytes]


class Unmakeable(Exception):
    """A maker's word that a file cannot be made."""

    def __init__(self, problem: Diagnostic) -> None:
        super().__init__(problem.code)
        self.problem = problem
