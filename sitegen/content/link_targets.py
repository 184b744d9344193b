"""What the target of a link names, as far as the file with the link can tell, and addresses of films at the
three services that people here use: they are linked to, never fetched."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import urlsplit

from sitegen.content.document import LinkSlot
from sitegen.content.kinds import BY_FOLDER, BY_NAME

EXTERNAL = ("http:", "https:", "mailto:", "tel:")
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
_KINDS = {"tag": "term", "tags": "term", "topic": "term", "terms": "term", "org": "organisation",
          "organization": "organisation", "organisations": "organisation", "places": "place",
          "news": "article", "articles": "article", "forums": "forum", "projects": "project",
          "program": "programme", "programs": "programme", "programmes": "programme", "pages": "page",
          "authors": "author", "person": "author"}  # fmt: skip
_CALL_TO = re.compile(r"tel:[+0-9()., \u2010-\u2015*#-]{3,30}", re.IGNORECASE)
_LABEL = re.compile(r"[^.\W]+")
_SERVICES = {
    "YouTube": ("youtube.com", "youtu.be", "youtube-nocookie.com"),
    "Vimeo": ("vimeo.com",),
    "Facebook": ("facebook.com", "fb.watch", "fb.com"),
}


def is_external(target: str) -> bool:
    return target.startswith("//") or target.lower().startswith(EXTERNAL)


def mend_address(target: str) -> str:
    """The right form of a mistyped address of the web, of mail or of a telephone; "" if it is right or
    unclear."""
    written = target.strip()
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
    elif kind := _KINDS.get(written.partition(":")[0].lower()):
        mended = f"{kind}:{written.partition(':')[2].strip()}"
    elif _DOMAIN.fullmatch(written):
        mended = f"https://{written}"
    is_right = mended.lower() == written.lower() or _RIGHT.fullmatch(written)
    return "" if is_right else mended


def web_problem(target: str) -> dict[str, str]:
    """Why an address with a scheme leads elsewhere than readers see, or nowhere: arguments of E212, or none.

    Without `//` a browser takes what follows for a path; what stands before `@` is no part of the site.
    """
    scheme, _, rest = target.partition(":")
    if scheme.lower() == "tel":
        return {} if _CALL_TO.fullmatch(target) else {"value": target}
    if scheme.lower() == "mailto":
        return {} if "@" in rest or rest.startswith("?") else {"value": target}
    found = _AUTHORITY.match(f"{scheme.lower()}:{rest}")
    if not found:
        if mend_address(target):  # reported with the links, once they are known to lead nowhere
            return {}
        bare = rest.lstrip("/\\")
        return {"value": target, "near": f"{scheme.lower()}://{bare}" if _DOMAIN.fullmatch(bare) else ""}
    if found["named"]:
        return {"value": target, "near": target.replace(found["named"], "", 1)}
    port = (found["port"] or "")[1:]
    if "%" in found["host"] or " " in found["host"] or int(port or 0) > 65535:
        return {"value": target}
    if mixed := next(filter(_is_mixed, _LABEL.findall(found["host"])), ""):
        return {"value": target, "mixed": mixed}
    return {}


def _is_mixed(label: str) -> bool:
    """Whether a part of a site's name mixes two alphabets, as only deceiving names do."""
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in label if letter.isalpha()}
    return len(scripts & {"LATIN", "CYRILLIC", "GREEK"}) > 1


def other_site(text: str, target: str) -> str:
    """The site that a link leads to, if its words are the address of another site; else ""."""
    shown = re.sub(r"(?i)^https?://", "", text.strip().rstrip("/."))
    if not _DOMAIN.fullmatch(shown) or not (found := _AUTHORITY.match(target.lower())):
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
        name = slot.target.partition("#")[0]
        scheme, colon, ident = name.partition(":")
        if colon and scheme in BY_NAME:
            entries[scheme, ident.strip("/")] = None
        elif not colon and not is_external(slot.target):
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
