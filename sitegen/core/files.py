"""What the file system says of a file, and how far that can be believed."""

from __future__ import annotations

import os

import msgspec

GRANULARITY = 2_000_000_000  # nanoseconds; the coarsest time stamps in use are two seconds (FAT)


class Signature(msgspec.Struct, frozen=True, array_like=True):
    """Changes whenever somebody writes the file, if it was settled. Times in nanoseconds."""

    size: int
    modified: int
    changed: int
    inode: int


def signature(stat: os.stat_result) -> Signature:
    return Signature(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)


def is_settled(found: Signature, now: int) -> bool:
    """Whether a later write would leave another signature: the last one is older than a time stamp is coarse."""
    return max(found.modified, found.changed) < now - GRANULARITY
