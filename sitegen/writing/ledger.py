"""What a build has published is written into the ledger, addresses.txt."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sitegen.content.ledger import LEDGER_FILE, with_addresses
from sitegen.core.files import content_of, refuse_link, replace


def list_addresses(site: Path, new: Mapping[str, str]) -> None:
    """Adds addresses, with what is there. Raises OSError."""
    ledger = site / LEDGER_FILE
    refuse_link(ledger)
    # Its own name, so that a build that is stopped here leaves the ledger whole.
    beside = site / f".{LEDGER_FILE}.tmp"
    beside.write_bytes(with_addresses(content_of(ledger), dict(new)))
    replace(beside, ledger)
