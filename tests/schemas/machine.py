"""Feeds and sitemaps judged by their standards, without any tool: every rule that we could break."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")

# Element: how often in a feed, how often in an entry (RFC 4287, 4.1.1 and 4.1.2); 2 means any number.
OFTEN = {
    "id": ((1, 1), (1, 1)), "title": ((1, 1), (1, 1)), "updated": ((1, 1), (1, 1)), "link": ((1, 2), (1, 2)),
    "author": ((1, 2), (0, 2)), "category": ((0, 2), (0, 2)), "subtitle": ((0, 1), (0, 0)),
    "entry": ((0, 2), (0, 0)), "published": ((0, 0), (0, 1)), "summary": ((0, 0), (0, 1)),
    "content": ((0, 0), (0, 1)),
}  # fmt: skip


def atom(content: bytes) -> list[str]:
    """What is wrong with an Atom feed: RFC 4287."""
    root = ElementTree.fromstring(content)
    if root.tag != f"{ATOM}feed":
        return [f"the root is {root.tag}"]
    entries = root.findall(f"{ATOM}entry")
    found = [*_parts(root, 0)]
    if not LANGUAGE.fullmatch(root.get(XML_LANG, "")):
        found.append("no language")
    if not any(link.get("rel") == "self" for link in root.iter(f"{ATOM}link")):
        found.append("no link to itself (4.1.1)")
    for entry in entries:
        found += _parts(entry, 1)
        if entry.find(f"{ATOM}content") is None and not _alternates(entry):
            found.append("an entry with neither content nor a link (4.1.2)")
    idents = Counter(entry.findtext(f"{ATOM}id") for entry in entries)
    return found + [f"{ident} twice" for ident, count in idents.items() if count > 1]


def _parts(parent: ElementTree.Element, column: int) -> Iterator[str]:
    counts = Counter(child.tag.removeprefix(ATOM) for child in parent)
    for name in counts.keys() - OFTEN.keys():
        yield f"unknown element {name}"
    for name, often in OFTEN.items():
        least, most = often[column]
        if not least <= min(counts[name], 2) <= most:
            yield f"{counts[name]} × {name}"
    for child in parent:
        yield from _atom_value(child)
    kinds = Counter((link.get("type"), link.get("hreflang")) for link in _alternates(parent))
    yield from (f"two alternates {kind} (4.1.1)" for kind, count in kinds.items() if count > 1)


def _alternates(parent: ElementTree.Element) -> list[ElementTree.Element]:
    return [link for link in parent.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]


def _atom_value(element: ElementTree.Element) -> Iterator[str]:
    name, text = element.tag.removeprefix(ATOM), element.text or ""
    if name in ("updated", "published") and not is_moment(text):
        yield f"{name} {text} (3.3)"
    if name == "id" and not ADDRESS.fullmatch(text):
        yield f"id {text} (4.2.6)"
    if name == "link" and not ADDRESS.fullmatch(element.get("href", "")):
        yield f"link {element.attrib} (4.2.7)"
    if name == "author" and not (element.findtext(f"{ATOM}name") or "").strip():
        yield "an author without a name (3.2.1)"
    if name == "category" and not element.get("term"):
        yield "a category without a term (4.2.2)"
    if name in ("title", "subtitle", "summary") and (len(element) or not text.strip()):
        yield f"{name} {text!r} is no plain text (3.1)"


def is_moment(text: str) -> bool:
    """RFC 3339, with a zone."""
    try:
        return datetime.fromisoformat(text).tzinfo is not None and "T" in text
    except ValueError:
        return False


def is_day(text: str) -> bool:
    """A day or a moment of the W3C's profile of ISO 8601."""
    return bool(re.fullmatch(r"[0-9]{4}-[01][0-9]-[0-3][0-9]", text)) or is_moment(text)


def sitemap(content: bytes) -> list[str]:
    """What is wrong with a sitemap: sitemaps.org, and links to translations that lead back."""
    root = ElementTree.fromstring(content)
    if root.tag != f"{SITEMAP}urlset":
        return [f"the root is {root.tag}"]
    found = [f"{child.tag} in urlset" for child in root if child.tag != f"{SITEMAP}url"]
    if not 0 < len(root) <= 50_000 or len(content) > 52_428_800:
        found.append(f"{len(root)} addresses, {len(content)} bytes")
    pages = {url.findtext(f"{SITEMAP}loc") or "": url for url in root}
    if len(pages) != len(root):
        found.append("an address comes twice")
    for address, url in pages.items():
        found += _sitemap_page(address, url)
        links = _translations(url)
        found += [
            f"{address}: {other} does not link back"
            for other in links.values()
            if other not in pages or _translations(pages[other]) != links
        ]
    return found


def _sitemap_page(address: str, url: ElementTree.Element) -> Iterator[str]:
    names = [child.tag for child in url]
    if names[:1] != [f"{SITEMAP}loc"] or not ADDRESS.fullmatch(address) or len(address) > 2047:
        yield f"{address}: no address"
    for name in set(names) - {f"{SITEMAP}loc", f"{SITEMAP}lastmod", f"{XHTML}link"}:
        yield f"{address}: {name}"
    changed = url.findtext(f"{SITEMAP}lastmod")
    if changed is not None and not is_day(changed):
        yield f"{address}: lastmod {changed}"
    for link in url.findall(f"{XHTML}link"):
        if link.get("rel") != "alternate" or not re.fullmatch("[a-z]{2}|x-default", link.get("hreflang", "")):
            yield f"{address}: {link.attrib}"
    links = _translations(url)
    if links and address not in links.values():
        yield f"{address}: is not among its translations"
    if links and "x-default" not in links:
        yield f"{address}: has no default"


def _translations(url: ElementTree.Element) -> Mapping[str, str]:
    return {link.get("hreflang", ""): link.get("href", "") for link in url.findall(f"{XHTML}link")}


# JSON Feed 1.1, https://jsonfeed.org/version/1.1
FEED_KEYS = {
    *("version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon"),
    *("favicon", "authors", "language", "expired", "hubs", "items"),
}
ITEM_KEYS = {
    *("id", "url", "external_url", "title", "content_html", "content_text", "summary", "image"),
    *("banner_image", "date_published", "date_modified", "authors", "tags", "language", "attachments"),
}


def json_feed(content: bytes) -> list[str]:
    """What is wrong with a JSON feed."""
    feed: dict[str, Any] = json.loads(content)
    found = [f"unknown key {key}" for key in feed.keys() - FEED_KEYS]
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        found.append(f"version {feed.get('version')}")
    if not isinstance(feed.get("title"), str) or not isinstance(feed.get("items"), list):
        return [*found, "no title or no items"]
    for key in ("home_page_url", "feed_url"):
        if key in feed and not ADDRESS.fullmatch(feed[key]):
            found.append(f"{key} {feed[key]}")
    if not all(author.keys() & {"name", "url", "avatar"} for author in feed.get("authors", ())):
        found.append("an author without anything")
    for item in feed["items"]:
        found += _item(item)
    idents = Counter(item.get("id") for item in feed["items"])
    return found + [f"{ident} twice" for ident, count in idents.items() if count > 1]


def _item(item: Mapping[str, Any]) -> Iterator[str]:
    name = item.get("id")
    if not isinstance(name, str) or not name:
        yield "an item without an id"
    for key in item.keys() - ITEM_KEYS:
        yield f"{name}: unknown key {key}"
    if not any(isinstance(item.get(key), str) for key in ("content_html", "content_text")):
        yield f"{name}: no content"
    if "url" in item and not ADDRESS.fullmatch(item["url"]):
        yield f"{name}: url {item['url']}"
    for key in ("date_published", "date_modified"):
        if key in item and not is_moment(item[key]):
            yield f"{name}: {key} {item[key]}"
    if not all(isinstance(tag, str) for tag in item.get("tags", ())):
        yield f"{name}: tags {item['tags']}"
    if "language" in item and not LANGUAGE.fullmatch(item["language"]):
        yield f"{name}: language {item['language']}"
