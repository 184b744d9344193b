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


@contextmanager
def small_disk(folder: Path, size: int, *words: str) -> Iterator[Path]:
    """An ext4 of so many bytes, made with these options, with its image in the folder."""
    image = folder / "image"
    with image.open("wb") as file:
        file.truncate(size)
    subprocess.run(["mkfs.ext4", "-q", *words, image], check=True, capture_output=True)
    with mounted(folder / "disk", "-o", "loop", str(image)) as disk:
        yield disk
