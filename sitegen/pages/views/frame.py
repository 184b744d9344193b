"""The frame: what base.html shows around every page."""

from __future__ import annotations

from sitegen.pages.views.values import Link, View


class Switch(View, frozen=True, kw_only=True):
    """One language in the switcher. `state`: current, translated, missing (leads to a stub) or outdated."""

    lang: str
    name: str
    url: str
    state: str


class Feed(View, frozen=True, kw_only=True):
    title: str
    atom: str
    json: str


class Frame(View, frozen=True, kw_only=True):
    """`alternates` are (hreflang, absolute address), empty when there is no other language; `canonical` is
    absolute.
    """

    lang: str
    url: str
    canonical: str
    title: str
    description: str | None = None
    section: str = (
        ""  # news, forums, programmes, projects, places, organisations, tags, archive, home, page ref
    )
    kind: str = "website"  # article for OpenGraph of entries
    alternates: tuple[tuple[str, str], ...] = ()
    switch: tuple[Switch, ...] = ()
    breadcrumb: tuple[Link, ...] = ()  # from home to the parent; the page itself is not in it
    indexed: bool = True
    print_url: str | None = None
    image: str | None = None
    feeds: tuple[Feed, ...] = ()


class Chrome(View, frozen=True, kw_only=True):
    """What every page of one language shares: the second input of every template, `site`."""

    lang: str
    title: str
    tagline: str
    description: str
    owner: str
    base_url: str  # without a slash at the end
    home: str
    static: str  # prefix of static files, with a slash at the end
    menu: tuple[Link, ...]  # `title` and `url`; the template marks the section
    menu_sections: tuple[str, ...]  # the section of each menu entry
    footer: tuple[Link, ...]
    licence_name: str
    licence_url: str | None
    corrections: str | None  # address for correction requests
    feed: Feed
    default_image: str | None = None
