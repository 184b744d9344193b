"""Where everything is on the site. The only module that knows prefixes and sections.

`path` here is a site path without the prefix of `base_url`: `/en/news/2018/x/`. It is permanent.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import msgspec

SECTIONS = {
    "article": "news",
    "forum": "forums",
    "programme": "programmes",
    "project": "projects",
    "page": "",
    "place": "places",
    "organisation": "organisations",
    "term": "tags",
}


class Addresses(msgspec.Struct, frozen=True):
    """`base` is the site's full address without a slash at the end, `mount` its path part (may be empty)."""

    base: str
    mount: str
    prefixes: tuple[tuple[str, str], ...]

    def path(self, lang: str, *parts: str) -> str:
        """The path of a page: the language's prefix and the parts, with slashes around."""
        prefix = dict(self.prefixes)[lang]
        return "/" + "".join(f"{part}/" for part in (prefix, *parts) if part)

    def entry(self, kind: str, ref: str, lang: str) -> str:
        return self.path(lang, SECTIONS[kind], ref)

    def asset(self, kind: str, ref: str, name: str) -> str:
        """Files beside an entry are shared by its languages and stand under the unprefixed address."""
        return "/" + "".join(f"{part}/" for part in (SECTIONS[kind], ref) if part) + name

    def url(self, path: str) -> str:
        """What a browser on the site is given."""
        return self.mount + quote(path, safe="/:@!$&'()*+,;=~-._")

    def full(self, path: str) -> str:
        """The whole address, for feeds, canonical links and paper."""
        return self.base + quote(path, safe="/:@!$&'()*+,;=~-._")


def addresses(base_url: str, prefixes: tuple[tuple[str, str], ...]) -> Addresses:
    base = base_url.rstrip("/")
    return Addresses(base, urlsplit(base).path, prefixes)


def output_path(path: str) -> str:
    """Where on disk a site path is, relative to the published folder."""
    return path.lstrip("/") + ("index.html" if path.endswith("/") else "")
