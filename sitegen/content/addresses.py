"""Addresses: of everything on the site, and what those in links mean. Only here are paths made of a
language's prefix and a kind's section; modules of lists name the sections whose lists they are.

A `path` is a site path without the prefix of `base_url`: `/en/news/2018/x/`. Such a path is permanent. A
link is read as far as the file with the link can tell what it names. Films at the three services that
people here use are linked to, never fetched.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qs, quote, unquote, urlsplit

import msgspec

from sitegen.content.config import Language
from sitegen.content.document import LinkSlot
from sitegen.content.kinds import BY_FOLDER, BY_NAME

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
_KIND_IN = {folder.rstrip("/"): kind for kind, folder in SECTIONS.items()}
_SCHEME = re.compile("https?://", re.IGNORECASE)
_AFTER_PATH = re.compile("[?#]")
_PLAIN = re.compile(r"[A-Za-z0-9/._~-]*")
_EXTERNAL = ("http:", "https:", "mailto:", "tel:")
NOWHERE = ("", "")
_MAIL = re.compile(r"(?:mailto:\s*)?([\w.+-]+@[\w-]+(?:\.[\w-]+)+)", re.IGNORECASE)
_CALL = re.compile(r"(?:tel:\s*)?(\+?[0-9(][0-9() \u2010-\u2015-]{4,24})", re.IGNORECASE)
_RIGHT = re.compile(r"(?:mailto|tel):\S+", re.IGNORECASE)
_MONGOLIAN_NUMBER = re.compile(r"976[0-9]{8}")
_DOCUMENT = re.compile(r"/index(?:\.[a-z]{2})?\.md\Z")
_NO_DIGIT = re.compile(r"[^0-9+]")
# An address whose scheme has a letter or a sign too few or too many.
_WEB = re.compile(
    r"(?P<scheme>(?:https?://)?h?t{1,3}ps?(?:;|:)?[/\\]{1,3}(?:https?:?/{1,2})?|(?=www\.))(?P<rest>[\w-]+\.[^\s]+)",
    re.IGNORECASE,
)
_ENDINGS = "mn|com|org|net|edu|gov|int|info|io|me|ly|ru|cn|kr|jp|de|uk|eu|tv|us|fr|asia|be"
_DOMAIN = re.compile(
    rf"(?!index\.)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:{_ENDINGS})(?::[0-9]+)?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_AUTHORITY = re.compile(
    r"https?://(?P<named>[^/?#\\]*@)?(?P<host>\[[0-9a-fA-F:.]+\]|[^/?#\\@:\[\]]+)(?P<port>:\d*)?"
)
# What stands before an id in links, as other people call it.
_MISNAMED = {"tag": "term", "tags": "term", "topic": "term", "terms": "term", "org": "organisation",
             "organization": "organisation", "organisations": "organisation", "places": "place",
             "news": "article", "articles": "article", "forums": "forum", "projects": "project",
             "program": "programme", "programs": "programme", "programmes": "programme", "pages": "page",
             "authors": "author", "person": "author", "мэдээ": "article", "форум": "forum",
             "хөтөлбөр": "programme", "төсөл": "project", "хуудас": "page", "сэдэв": "term",
             "газар": "place", "аймаг": "place", "сум": "place", "байгууллага": "organisation",
             "зохиогч": "author"}  # fmt: skip
_CALL_TO = re.compile(r"tel:[+0-9()., \u2010-\u2015*#-]{3,30}", re.IGNORECASE)
_LABEL = re.compile(r"[^.\W]+")
# Pages that lead on to an address in one of these fields.
_AROUND = {"google.com/url": ("q", "url"), "l.facebook.com/l.php": ("u",), "lm.facebook.com/l.php": ("u",)}
_SERVICES = {
    "YouTube": ("youtube.com", "youtu.be", "youtube-nocookie.com"),
    "Vimeo": ("vimeo.com",),
    "Facebook": ("facebook.com", "fb.watch", "fb.com"),
}


def section_of(kind: str) -> str:
    """The name of the section of a kind; empty for plain pages."""
    return SECTIONS[kind].rstrip("/")


def kind_in(section: str) -> str:
    """The kind of the entries or records in a section."""
    return _KIND_IN[section]


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

    def parse_path(self, path: str) -> tuple[str, str, str]:
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
        _, of, ref = self.parse_path(alias)
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


def make_addresses(base_url: str, languages: Iterable[Language]) -> Addresses:
    base = base_url.rstrip("/")
    roots: dict[str, str] = {item.code: f"/{item.prefix}/" if item.prefix else "/" for item in languages}
    return Addresses(base, urlsplit(base).path, roots)


def _quote_path(path: str) -> str:
    """The path percent-encoded (RFC 3986, section 3.3). Most paths are plain, so a quick test comes first."""
    return path if _PLAIN.fullmatch(path) else quote(path, safe="/:@!$&'()*+,;=~-._")


def output_path(path: str) -> str:
    """The file of a site path, relative to the published folder: `/en/` is `en/index.html`."""
    return path.lstrip("/") + ("index.html" if path.endswith("/") else "")


def is_external(address: str) -> bool:
    return address.startswith("//") or address.lower().startswith(_EXTERNAL)


def mend_address(address: str) -> str:
    """The right form of a mistyped address of the web, of mail or of a telephone; "" if it is right or
    unclear."""
    written = address.strip()
    mended = ""
    if mail := _MAIL.fullmatch(written):
        mended = f"mailto:{mail[1]}"
    elif call := _CALL.fullmatch(written):
        number = _NO_DIGIT.sub("", call[1])
        abroad = "+" if _MONGOLIAN_NUMBER.fullmatch(number) else ""
        mended = f"tel:{abroad}{number}" if 6 <= len(number.lstrip("+")) <= 15 else ""
    elif web := _WEB.fullmatch(written):
        is_secure = "s" in web["scheme"].lower() or not web["scheme"]
        mended = f"{'https' if is_secure else 'http'}://{web['rest']}"
    elif kind := _MISNAMED.get(written.partition(":")[0].lower()):
        mended = f"{kind}:{written.partition(':')[2].strip()}"
    elif _DOMAIN.fullmatch(written):
        mended = f"https://{written}"
    is_right = mended.lower() == written.lower() or _RIGHT.fullmatch(written)
    return "" if is_right else mended


def link_around(address: str) -> dict[str, str]:
    """The arguments of W229 for an address that Google or Facebook put around another one; else none."""
    parts = urlsplit(address)
    fields = _AROUND.get(parts.netloc.lower().removeprefix("www.") + parts.path, ())
    named = parse_qs(parts.query)
    near = next((named[field][0] for field in fields if field in named), "")
    return {"host": parts.netloc, "near": near} if _SCHEME.match(near) else {}


def web_problem(address: str) -> dict[str, str]:
    """Why an address with a scheme leads elsewhere than readers see, or nowhere: arguments of E212, or none.

    Without `//` a browser takes what follows for a path; what stands before `@` is no part of the site.
    """
    scheme, _, rest = address.partition(":")
    if scheme.lower() == "tel":
        return {} if _CALL_TO.fullmatch(address) else {"value": address}
    if scheme.lower() == "mailto":
        return {} if "@" in rest or rest.startswith("?") else {"value": address}
    found = _AUTHORITY.match(f"{scheme.lower()}:{rest}")
    if not found:
        if mend_address(address):  # reported with the links, once they are known to lead nowhere
            return {}
        bare = rest.lstrip("/\\")
        return {"value": address, "near": f"{scheme.lower()}://{bare}" if _DOMAIN.fullmatch(bare) else ""}
    if found["named"]:
        return {"value": address, "near": address.replace(found["named"], "", 1)}
    port = (found["port"] or "")[1:]
    if "%" in found["host"] or " " in found["host"] or int(port or 0) > 65535:
        return {"value": address}
    if mixed := next(filter(_is_mixed, _LABEL.findall(found["host"])), ""):
        return {"value": address, "mixed": mixed}
    return {}


def _is_mixed(label: str) -> bool:
    """Whether a part of a site's name mixes two alphabets, as only deceiving names do."""
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in label if letter.isalpha()}
    return len(scripts & {"LATIN", "CYRILLIC", "GREEK"}) > 1


def other_site(text: str, address: str) -> str:
    """The site that a link leads to, if its words are the address of another site; else ""."""
    shown = re.sub(r"(?i)^https?://", "", text.strip().rstrip("/."))
    if not _DOMAIN.fullmatch(shown) or not (found := _AUTHORITY.match(address.lower())):
        return ""
    said, host = (site.lower().removeprefix("www.") for site in (re.split("[/?#:]", shown)[0], found["host"]))
    return "" if said == host or host.endswith(f".{said}") or said.endswith(f".{host}") else host


def file_named(document: str, name: str) -> str:
    """The path, from the site's folder, of what a relative address in a document names."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(document), name))


def entry_named(path: str) -> tuple[str, str]:
    """('project', 'x') for `content/projects/x` and for a document in it."""
    parts = _DOCUMENT.sub("", path).split("/", 2)
    if len(parts) == 3 and parts[0] == "content" and parts[1] in BY_FOLDER:
        return BY_FOLDER[parts[1]].name, parts[2]
    return NOWHERE


def leads_to(document: str, links: Iterable[LinkSlot]) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """The entries, as (kind, ref), and the paths of files that the links of a document lead to."""
    entries: dict[tuple[str, str], None] = {}
    files: dict[str, None] = {}
    for slot in links:
        name = slot.address.partition("#")[0]
        scheme, colon, ident = name.partition(":")
        if colon and scheme in BY_NAME:
            entries[scheme, ident.strip("/")] = None
        elif not colon and not is_external(slot.address):
            path = file_named(document, name)
            files[path] = None
            entries[entry_named(path)] = None
            entries[entry_named(posixpath.dirname(path))] = None
    entries.pop(NOWHERE, None)
    return tuple(entries), tuple(files)


def service_of(address: str) -> str:
    """The name of the service that an address belongs to, or ""."""
    host = (urlsplit(address).hostname or "").lower()
    for name, hosts in _SERVICES.items():
        if any(host == known or host.endswith(f".{known}") for known in hosts):
            return name
    return ""
