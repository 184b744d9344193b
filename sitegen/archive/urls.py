"""Addresses of everything on the site. The only module that knows prefixes and sections.

A `path` here is a site path without the prefix of `base_url`: `/en/news/2018/x/`. Such a path is permanent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

import msgspec

# The folder of each kind of page; plain pages stand at the root.
SECTIONS = {
    "article": "news/",
    "forum": "forums/",
    "programme": "programmes/",
    "project": "projects/",
    "page": "",
    "place": "places/",
    "organisation": "organisations/",
    "author": "authors/",
    "term": "tags/",
}
_SCHEME = re.compile("https?://", re.IGNORECASE)
_AFTER_PATH = re.compile("[?#]")
_PLAIN = re.compile(r"[A-Za-z0-9/._~-]*")


def section_of(kind: str) -> str:
    """The name of the section of a kind; empty for plain pages."""
    return SECTIONS[kind].rstrip("/")


class Addresses(msgspec.Struct, frozen=True):
    """`base` is the site's full address without a slash at the end, `mount` its path part (may be empty).

    `roots` are the paths of the languages' home pages.
    """

    base: str
    mount: str
    roots: Mapping[str, str]

    def path(self, lang: str, *parts: str) -> str:
        """The path of a page: the language's root and the parts, with slashes around."""
        root = self.roots[lang]
        return f"{root}{'/'.join(parts)}/" if parts else root

    def entry(self, kind: str, ref: str, lang: str) -> str:
        return f"{self.roots[lang]}{SECTIONS[kind]}{ref}/"

    def named(self, path: str) -> tuple[str, str, str]:
        """(language, kind, ref) that a path would belong to: `/en/news/x/` is en, article, x.

        The ref is empty for the list of a section; a path in no section, such as the home page, is a `page`.
        """
        lang = max((lang for lang, root in self.roots.items() if path.startswith(root)), key=self._length)
        inner = path.removeprefix(self.roots[lang])
        for kind, folder in SECTIONS.items():
            if folder and f"{inner.rstrip('/')}/".startswith(folder):
                return lang, kind, inner.removeprefix(folder.rstrip("/")).strip("/")
        return lang, "page", inner.strip("/")

    def former_ref(self, kind: str, alias: str) -> str:
        """What an entry was called when it had this old address; empty if it had it elsewhere."""
        _, of, ref = self.named(alias)
        return ref if of == kind and kind != "page" else ""

    def own(self, address: str) -> str | None:
        """The path in a full address of this site, without what follows `?` or `#`; None for another site."""
        rest = _SCHEME.sub("", address)
        base = _SCHEME.sub("", self.base)
        found, path = rest[: len(base)], _AFTER_PATH.split(rest[len(base) :], maxsplit=1)[0]
        if rest == address or found.lower() != base.lower() or path[:1] not in ("", "/"):
            return None
        return unquote(path) or "/"

    def _length(self, lang: str) -> int:
        return len(self.roots[lang])

    def asset(self, kind: str, ref: str, name: str) -> str:
        """The path of a file beside an entry. It has no prefix of a language: all languages share the
        file."""
        return f"/{SECTIONS[kind]}{ref}/{name}"

    def url(self, path: str) -> str:
        """The address that a page gives to a browser: with the prefix of `base_url`, percent-encoded."""
        return self.mount + _quote_path(path)

    def full(self, path: str) -> str:
        """The address with scheme and host, for feeds, canonical links and paper."""
        return self.base + _quote_path(path)


def make_addresses(base_url: str, prefixes: tuple[tuple[str, str], ...]) -> Addresses:
    base = base_url.rstrip("/")
    roots = {lang: f"/{prefix}/" if prefix else "/" for lang, prefix in prefixes}
    return Addresses(base, urlsplit(base).path, roots)


@lru_cache(maxsize=1 << 16)
def _quote_path(path: str) -> str:
    """The path percent-encoded (RFC 3986, section 3.3). Most paths are plain, so a quick test comes first."""
    return path if _PLAIN.fullmatch(path) else quote(path, safe="/:@!$&'()*+,;=~-._")


def output_path(path: str) -> str:
    """The file of a site path, relative to the published folder: `/en/` is `en/index.html`."""
    return path.lstrip("/") + ("index.html" if path.endswith("/") else "")
