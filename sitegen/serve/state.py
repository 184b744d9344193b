"""The preview's own folder: what it builds into, and remembers, is nobody else's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from sitegen.core.lock import Locked, locked
from sitegen.core.refusal import Refusal
from sitegen.session import STATE

_FOLDER = "preview"
_ADDRESS = "address"


class Running(Refusal):
    """A preview of the site is running already, at `address`."""

    exit_code = 75


@contextmanager
def own_state(site: Path) -> Iterator[Path]:
    """The folder, kept from other previews of the site meanwhile. Raises Running.

    Below the site's own state, so that the next preview begins where this one ends; where nothing may be
    written, a temporary one.
    """
    state = site / STATE / _FOLDER
    try:
        state.mkdir(parents=True, exist_ok=True)
        writable = os.access(state, os.W_OK)
    except OSError:
        writable = False
    with ExitStack() as stack:
        if writable:
            try:
                stack.enter_context(locked(state / "running"))
            except Locked:
                raise Running(
                    "A preview of this site is running already: {address}. Open that address in a browser.",
                    address=_address(state),
                ) from None
        else:
            state = Path(stack.enter_context(TemporaryDirectory(prefix="sitegen-preview-")))
        yield state


def tell_address(state: Path, address: str) -> None:
    """For those who start a second preview."""
    with suppress(OSError):
        (state / _ADDRESS).write_text(address, "utf-8")


def _address(state: Path) -> str:
    try:
        return (state / _ADDRESS).read_text("utf-8")
    except (OSError, UnicodeError):
        return ""
