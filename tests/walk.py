"""A published folder read as a visitor would: pages, their links, and what the links lead to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from tests.unit.output.reading import Reading

FOLLOWED = {
    "a": ("href",), "link": ("href",), "img": ("src", "srcset"), "script": ("src",), "source": ("src",),
    "use": ("href",), "form": ("action",), "area": ("href",),
}  # fmt: skip


class Walk:
    """`pages` by their addresses, without the host; `base` is the address of the site."""

    def __init__(self, out: Path, base: str) -> None:
        self.out = out
        self.base = base.rstrip("/")
        self.mount = urlsplit(base).path.rstrip("/")
        self.pages: dict[str, Reading] = {}
        for path in sorted(out.rglob("*.html")):
            name = path.relative_to(out).as_posix()
            address = (
                f"{self.mount}/{name.removesuffix('index.html') if name.endswith('/index.html') else name}"
            )
            address = f"{self.mount}/" if name == "index.html" else address
            self.pages[address] = Reading(path.read_text("utf-8"))
        self.ids = {
            address: {given["id"] for _, given in page.elements if "id" in given}
            for address, page in self.pages.items()
        }

    def links(self, address: str) -> Iterator[tuple[str, str]]:
        """Element and address, as written, of everything the page leads to or shows."""
        for tag, given in self.pages[address].elements:
            for name in FOLLOWED.get(tag, ()):
                if name in given and given.get("rel") not in ("canonical", "alternate"):
                    yield tag, given[name]
            if tag == "meta" and given.get("http-equiv") == "refresh":
                yield tag, given["content"].partition("url=")[2]

    def inner(self, address: str) -> Iterator[tuple[str, str]]:
        """Address without and with decoding of its fragment, of every link that stays on the site."""
        for _, written in self.links(address):
            full = urljoin(f"https://site.invalid{address}", written)
            parts = urlsplit(full)
            if parts.netloc == "site.invalid":
                yield unquote(parts.path), unquote(parts.fragment)
            elif full.startswith(f"{self.base}/"):
                yield (
                    unquote(self.mount + full.removeprefix(self.base).partition("#")[0]),
                    unquote(parts.fragment),
                )

    def broken(self) -> list[str]:
        """Links and anchors of the site that lead nowhere."""
        return [
            f"{address} -> {path}#{fragment}"
            for address in self.pages
            for path, fragment in self.inner(address)
            if not self.has(path) or (fragment and fragment not in self.ids.get(path, set()))
        ]

    def has(self, path: str) -> bool:
        if path in self.pages:
            return True
        inside = path.removeprefix(self.mount).lstrip("/")
        return path.startswith(f"{self.mount}/") and not path.endswith("/") and (self.out / inside).is_file()

    def reached(self, *starts: str) -> set[str]:
        """Pages that a reader can come to by following links."""
        waiting, found = list(starts), set(starts)
        while waiting:
            for path, _ in self.inner(waiting.pop()):
                if path in self.pages and path not in found:
                    found.add(path)
                    waiting.append(path)
        return found

    def alternates(self, address: str) -> dict[str, str]:
        """Addresses of translations by language, as the head of the page says."""
        return {
            given["hreflang"]: given["href"]
            for given in self.pages[address].named("link")
            if given.get("rel") == "alternate" and "hreflang" in given and "type" not in given
        }
