"""Small disks that can be filled and taken away."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def mounted(place: Path, *words: str) -> Iterator[Path]:
    """`mount` with these words; skips the test where that is not allowed."""
    place.mkdir(exist_ok=True)
    found = subprocess.run(["mount", *words, str(place)], capture_output=True, text=True, check=False)
    if found.returncode != 0:
        pytest.skip(f"cannot mount here: {found.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)
