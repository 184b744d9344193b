"""Proof in the field: the published site is compared with the same site built from nothing."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from sitegen.build import Outcome, build
from sitegen.core.files import content_of
from sitegen.core.jobs import Progress
from sitegen.output.journal import listed_files
from sitegen.session import BuildOptions

TRIES = 3


class Verification(msgspec.Struct, frozen=True):
    """`differing` are the files that are not, byte for byte, what a clean build makes; there should be
    none."""

    outcome: Outcome
    differing: tuple[str, ...] = ()


def verify(options: BuildOptions, progress: Progress | None = None) -> Verification:
    """Builds, then builds clean beside, and compares every file. Raises as `build` does.

    If the site was edited between the two builds, both are done once more, since a difference would say
    nothing.
    """
    outcome = build(options, progress)
    for _ in range(TRIES):
        if outcome.failed:
            return Verification(outcome)
        differing = _differing_from_clean(options, progress)
        if not differing:
            break
        again = build(options, progress)
        if not (again.written or again.removed or again.failed):
            break
        outcome = again
    return Verification(outcome, differing)


def _differing_from_clean(options: BuildOptions, progress: Progress | None) -> tuple[str, ...]:
    with TemporaryDirectory(prefix="sitegen-verify-") as folder:
        clean = Path(folder) / "site"
        build(msgspec.structs.replace(options, out=clean, cache=False), progress)
        return _differing_files(options.out, clean)


def _differing_files(standing: Path, clean: Path) -> tuple[str, ...]:
    made = {path.relative_to(clean).as_posix() for path in clean.rglob("*") if path.is_file()}
    names = sorted(made | listed_files(standing))
    return tuple(name for name in names if _content(standing / name) != _content(clean / name))


def _content(path: Path) -> bytes | None:
    return content_of(path) if os.path.isfile(path) else None
