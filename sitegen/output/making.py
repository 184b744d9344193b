"""What a maker gets besides its value (Materials), and raises if it cannot make a file (Unmakeable)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from sitegen.core.diagnostics import Diagnostic


class Materials(msgspec.Struct, frozen=True):
    """What a value names but does not contain: the HTML of texts by digest, and the contents of files by path
    from the site's folder."""

    texts: Mapping[bytes, bytes]
    files: Mapping[str, bytes]


class Unmakeable(Exception):
    """A file cannot be made; has the diagnostic that says why."""

    def __init__(self, problem: Diagnostic) -> None:
        super().__init__(problem.code)
        self.problem = problem
