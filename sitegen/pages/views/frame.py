"""Views of the frame, which base.html shows around every page."""

from __future__ import annotations

from sitegen.pages.views.values import DonorView, Link, LogoView, Phrase, View


class Switch(View, frozen=True, kw_only=True):
    """One language in the switcher. `state`: current, translated, missing (leads to a stub) or outdated."""

    lang: str
    name: str
    url: str
    state: str


class Feed(View, frozen=True, kw_only=True):
    """A feed with its addresses; `lang` is the language of the title if it is not the page's."""

    title: str
    lang: str | None = None
    atom: str
    json: str | None = None


class SocialPageView(View, frozen=True, kw_only=True):
    name: str
    url: str


class ContactView(View, frozen=True, kw_only=True):
    """How to reach the organisation; `mail` is a `mailto:` address, or the address of a page with a form."""

    address: str | None = None
    telephones: tuple[str, ...] = ()
    mail: str | None = None
    social: tuple[SocialPageView, ...] = ()


class SharingPictureView(View, frozen=True, kw_only=True):
    """What other sites show with a link to the page; `url` is absolute."""

    url: str
    alt: Phrase
    width: int | None = None
    height: int | None = None


class Frame(View, frozen=True, kw_only=True):
    """The frame of one page. `alternates` are (hreflang, absolute address), empty if there is no other
    language; `canonical` is absolute.
    """

    lang: str
    url: str
    canonical: str
    title: str
    description: str | None = None
    section: str = (
        ""  # news, forums, programmes, projects, places, organisations, tags, archive, home, page ref
    )
    kind: str = "website"  # the type for OpenGraph; `article` for entries
    alternates: tuple[tuple[str, str], ...] = ()
    switch: tuple[Switch, ...] = ()
    breadcrumb: tuple[Link, ...] = ()  # from home to the parent; the page itself is not in it
    pictures: bool = False  # whether the page shows pictures or films
    gallery: bool = False  # whether the page has pictures that can be looked through
    indexed: bool = True
    data_url: str | None = None  # the entry as JSON
    print_url: str | None = None
    edit_url: str | None = None  # address at which the page's text can be edited
    image: SharingPictureView | None = None
    feeds: tuple[Feed, ...] = ()
    follow: Feed | None = None  # the feed of what is new about the page's subject


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
    image: SharingPictureView | None = None  # for pages without a picture of their own
    logo: LogoView | None = None
    contact: ContactView | None = None
    donors: tuple[DonorView, ...] = ()
    palette: str | None = None  # address of the style sheet made from the settings
    brand: str | None = None  # address of the site's own brand.css
    search: str | None = None  # address of the search page
