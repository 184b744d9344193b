"""The built site as it is served to the browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

from playwright.sync_api import Page

# The site is served below a folder, as on a project's page of a shared host: links that forget it break.
MOUNT = "/archive-of-news"

# Opens a page in a fresh profile; takes the options of a browser context.
NewPage = Callable[..., Page]


@dataclass(frozen=True)
class Site:
    """The built site: its folder and the address it is served at, without a slash at the end."""

    public: Path
    address: str

    def url(self, path: str) -> str:
        return self.address + path

    def paths(self) -> list[str]:
        """The address of every page, below the site's own: `/en/news/`."""
        found = (path.relative_to(self.public).as_posix() for path in self.public.rglob("*.html"))
        return sorted("/" + path.removesuffix("index.html") for path in found)


class Handler(SimpleHTTPRequestHandler):
    """Serves the site below MOUNT and nothing above it."""

    def translate_path(self, path: str) -> str:
        if not path.startswith(f"{MOUNT}/"):
            return str(Path(self.directory) / "nothing-stands-above-the-site")
        return super().translate_path(path.removeprefix(MOUNT))

    def log_message(self, format: str, *args: object) -> None:
        pass
