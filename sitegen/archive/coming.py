"""When the site changes by itself."""

from __future__ import annotations

from sitegen.archive.entries import DRAFT, EXPIRED
from sitegen.archive.model import Archive


def next_change(archive: Archive) -> str:
    """The next day on which an entry appears or expires (`2026-12-01`), or nothing: a build must run then."""
    days = [item.reason for item in archive.waiting if item.reason not in (DRAFT, EXPIRED)]
    expiries = (entry.facts.expires for entry in archive.entries.values())
    days += [day.isoformat() for day in expiries if day]
    return min((day for day in days if day > archive.today.isoformat()), default="")
