"""The preview on a phone: an address in the local network that nobody can guess, as a code to scan."""

from __future__ import annotations

import io
import secrets
import socket

from sitegen.core.refusal import Refusal


class NoNetwork(Refusal):
    """This computer is in no network."""

    def __init__(self) -> None:
        super().__init__("--phone: this computer is in no network. Connect to one and try again.")


def local_address() -> str:
    """The address of this computer in its network. Raises NoNetwork.

    Nothing is sent: the system only tells which way it would take to an address kept for documentation
    (RFC 5737).
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))
            address: str = asked.getsockname()[0]
        except OSError:
            raise NoNetwork from None
    if address.startswith(("127.", "0.")):
        raise NoNetwork
    return address


def passphrase() -> str:
    """The part of the address that nobody can guess: 96 bits."""
    return secrets.token_urlsafe(12)


def code(address: str) -> str:
    """The address as a QR code, for a terminal."""
    import segno

    out = io.StringIO()
    segno.make(address, error="m", micro=False).terminal(out, compact=True)
    return out.getvalue()
