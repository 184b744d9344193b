"""Addresses of films at the three services that people here use: they are linked to, never fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from sitegen.content.values import Wrong

_SERVICES = {
    "YouTube": ("youtube.com", "youtu.be", "youtube-nocookie.com"),
    "Vimeo": ("vimeo.com",),
    "Facebook": ("facebook.com", "fb.watch", "fb.com"),
}
_EXAMPLE = "https://www.youtube.com/watch?v=…"


def service_of(address: str) -> str:
    """The name of the service that an address belongs to, or ""."""
    host = (urlsplit(address).hostname or "").lower()
    for name, hosts in _SERVICES.items():
        if any(host == known or host.endswith(f".{known}") for known in hosts):
            return name
    return ""


def read_video(text: str) -> str | Wrong:
    """The address of one film at a service."""
    # Imported here, since pages only ask for the service, and most builds read no front matter.
    from sitegen.content.values import Wrong, read_url, wrong

    address = read_url(text)
    if isinstance(address, Wrong):
        return address
    is_film = service_of(address) and urlsplit(address).path.strip("/")
    return address if is_film else wrong("E820", text, example=_EXAMPLE)
