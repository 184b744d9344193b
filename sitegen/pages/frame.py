"""The frame around a page: names, addresses, languages, trail; and what all pages of a language share:
menus, logo, contacts, donors, colours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

import msgspec

from sitegen.archive.model import Archive, Entry
from sitegen.content.addresses import section_of
from sitegen.content.assets import published_sizes
from sitegen.content.config import MenuEntry
from sitegen.content.document import has_gallery, has_pictures, shorten_text
from sitegen.content.kinds import ProgrammeDonor, ProgrammeFacts, pictures_in_order
from sitegen.content.records import Logo
from sitegen.pages import views
from sitegen.pages.edition import Edition, asset_path, asset_url, entry_path, link_to, required_phrase, text

FEED_SECTIONS = {"news": "News", "forums": "Forums", "programmes": "Programmes", "projects": "Projects"}
SECTION_NAMES = FEED_SECTIONS | {
    "places": "Places",
    "organisations": "Organisations",
    "authors": "Authors",
    "tags": "Topics",
    "archive": "Archive",
}
BRAND = "css/brand.css"  # the site's own style sheet, below static/
PALETTE = "/theme.css"  # the style sheet with the colours and fonts that the settings change


def sections(archive: Archive) -> tuple[str, ...]:
    """The sections that have a page; the section of authors has none if no author is named."""
    return tuple(name for name in SECTION_NAMES if name != "authors" or archive.authors)


SHARING_CARD = "share-card.png"  # the name of a card, beside its page


def entry_frame(edition: Edition, entry: Entry, print_view: bool) -> views.Frame:
    """The frame of an entry's page; the entry must have a text in the edition's language."""
    document = entry.document_for(edition.lang)
    path = entry_path(edition, entry)
    addresses = edition.archive.addresses
    section = section_of(entry.kind) or entry.ref
    return views.Frame(
        lang=edition.lang,
        url=addresses.url(path),
        canonical=addresses.full(path),
        title=document.text.title,
        description=page_description(edition, document.text.title, document.text.summary or document.opening),
        section=section,
        kind="article",
        alternates=_alternates(edition, entry),
        switch=entry_switch(edition, entry),
        breadcrumb=trail(edition, *_links_above(edition, entry)),
        data_url=asset_url(edition, entry, "index.json")
        if entry.kind == "project" and edition.archive.config.data
        else None,
        print_url=addresses.url(path + "print/") if print_view else None,
        edit_url=edit_address(edition, document.path),
        image=_own_sharing_card(edition, path, document.text.title)
        if edition.archive.config.cards
        else _image(edition, entry),
        feeds=feeds(edition, section),
        pictures=has_pictures(document, entry.facts),
        gallery=has_gallery(document, entry.facts),
        follow=feed_about(edition, entry.kind, entry.ref, document.text.title)
        if entry.kind == "programme"
        else None,
    )


def edit_address(edition: Edition, path: str) -> str | None:
    address = edition.archive.config.edit
    return address.replace("{path}", quote(path)) if address else None


def frame(
    edition: Edition,
    parts: tuple[str, ...],
    title: str,
    *,
    section: str = "",
    above: tuple[views.Link, ...] = (),
    description: str | None = None,
    shows: Iterable[views.Card | views.Link] = (),
    indexed: bool = True,
    translated: bool = True,
    follow: views.Feed | None = None,
) -> views.Frame:
    """The frame of a page with the same address parts in every language. What it `shows` gives its
    description.

    A page is `translated` if the page of the other language says the same.
    """
    addresses = edition.archive.addresses
    path = edition.path(*parts)
    return views.Frame(
        lang=edition.lang,
        url=addresses.url(path),
        canonical=addresses.full(path),
        title=title,
        description=page_description(edition, title, description or _list_titles(title, shows)),
        section=section,
        alternates=alternates(edition, parts) if indexed and translated else (),
        switch=_switch(edition, parts),
        breadcrumb=trail(edition, *above) if parts else (),
        indexed=indexed,
        image=_list_sharing_card(edition, parts) if edition.archive.config.cards and indexed else None,
        feeds=feeds(edition, section),
        follow=follow,
    )


def _own_sharing_card(edition: Edition, path: str, title: str, lang: str = "") -> views.SharingPictureView:
    return views.SharingPictureView(
        url=edition.archive.addresses.full(path + SHARING_CARD),
        alt=views.Phrase(text=title, lang=lang),
        width=views.CARD_WIDTH,
        height=views.CARD_HEIGHT,
    )


def _list_sharing_card(edition: Edition, parts: tuple[str, ...]) -> views.SharingPictureView:
    """The card of a list: its own for a place or an organisation, else that of its section."""
    config = edition.archive.config
    if not parts or parts[0] not in SECTION_NAMES:
        title = (config.tagline or config.title).pick(edition.lang, edition.archive.languages)[0]
        return _own_sharing_card(edition, edition.path(), title)
    section, *rest = parts
    ident = "/".join(rest).partition("page/")[0].strip("/")
    kind = {"places": "place", "organisations": "organisation"}.get(section, "")
    record = edition.records.get((kind, ident))
    if record:
        return _own_sharing_card(edition, edition.path(section, ident), record.title, record.lang)
    return _own_sharing_card(edition, edition.path(section), edition._(SECTION_NAMES[section]))


def page_description(edition: Edition, title: str, words: str | None) -> str:
    """The words as description, or, without words, the page's title with the site's, which no other page
    has."""
    return words or f"{title} – {text(edition, edition.archive.config.title)}"


def _list_titles(title: str, shows: Iterable[views.Card | views.Link]) -> str:
    names = " · ".join(item.title for item in shows)
    return shorten_text(f"{title}: {names}") if names else ""


def trail(edition: Edition, *above: views.Link) -> tuple[views.Link, ...]:
    home = views.Link(title=edition._("Home"), url=edition.url())
    return (home, *above)


def section_link(edition: Edition, section: str) -> views.Link:
    names = SECTION_NAMES | {"data": "Data", "documents": "Documents"}
    return views.Link(title=edition._(names[section]), url=edition.url(section))


def year_link(edition: Edition, year: int) -> views.Link:
    return views.Link(title=str(year), url=edition.url("archive", f"{year:04}"))


def _links_above(edition: Edition, entry: Entry) -> tuple[views.Link, ...]:
    if entry.kind == "page":
        return ()
    section = section_link(edition, section_of(entry.kind))
    if entry.kind == "article" and entry.date:
        return (section, year_link(edition, entry.date.year))
    return (section,)


def _alternates(edition: Edition, entry: Entry) -> tuple[tuple[str, str], ...]:
    """(hreflang, full address) of the languages in which the entry has a text, and of the default; empty if
    it has one language only."""
    if len(entry.documents) < 2:
        return ()
    addresses = edition.archive.addresses
    found = [
        (document.lang, addresses.full(addresses.entry(entry.kind, entry.ref, document.lang)))
        for document in entry.documents
    ]
    return (*found, ("x-default", found[0][1]))


def alternates(edition: Edition, parts: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    addresses = edition.archive.addresses
    found = [(lang, addresses.full(addresses.path(lang, *parts))) for lang in edition.archive.languages]
    return (*found, ("x-default", found[0][1])) if len(found) > 1 else ()


def entry_switch(edition: Edition, entry: Entry) -> tuple[views.Switch, ...]:
    def state(lang: str) -> str:
        if lang == edition.lang:
            return "current"
        if entry.document(lang) is None:
            return "missing"
        return "outdated" if lang in entry.outdated else "translated"

    addresses = edition.archive.addresses
    return tuple(
        views.Switch(
            lang=language.code,
            name=language.name,
            url=addresses.url(addresses.entry(entry.kind, entry.ref, language.code)),
            state=state(language.code),
        )
        for language in edition.archive.config.languages
    )


def _switch(edition: Edition, parts: tuple[str, ...]) -> tuple[views.Switch, ...]:
    addresses = edition.archive.addresses
    return tuple(
        views.Switch(
            lang=language.code,
            name=language.name,
            url=addresses.url(addresses.path(language.code, *parts)),
            state="current" if language.code == edition.lang else "translated",
        )
        for language in edition.archive.config.languages
    )


def feeds(edition: Edition, section: str) -> tuple[views.Feed, ...]:
    """The feed of a section, if it has one, and the feed of the whole language."""
    return edition.feeds.get(section) or edition.feeds[""]


def all_feeds(edition: Edition) -> dict[str, tuple[views.Feed, ...]]:
    """The feeds that pages offer, by section; under "" those of pages in no section."""
    whole = site_feed(edition)
    return {"": (whole,)} | {section: (section_feed(edition, section), whole) for section in FEED_SECTIONS}


def site_feed(edition: Edition) -> views.Feed:
    title, _ = edition.archive.config.title.pick(edition.lang, edition.archive.languages)
    return _feed(edition, title)


def section_feed(edition: Edition, section: str) -> views.Feed:
    return _feed(edition, edition._(SECTION_NAMES[section]), section)


def feed_about(edition: Edition, kind: str, ident: str, title: str, lang: str | None = None) -> views.Feed:
    """The feed of what is new about a programme, a place, a topic or an organisation."""
    addresses = edition.archive.addresses
    page = addresses.url(addresses.entry(kind, ident, edition.lang))
    return views.Feed(title=title, lang=lang, atom=f"{page}feed.xml")


def _feed(edition: Edition, title: str, *parts: str) -> views.Feed:
    folder = edition.url(*parts)
    return views.Feed(title=title, atom=folder + "feed.xml", json=folder + "feed.json")


def _image(edition: Edition, entry: Entry) -> views.SharingPictureView | None:
    """The entry's own picture for sharing, as it is published; None if it has none."""
    archive = edition.archive
    for file in pictures_in_order(entry.facts):
        asset = archive.assets.get(asset_path(entry, file))
        sizes = published_sizes(asset) if asset else ()
        image = next((item for item in entry.facts.images if item.file == file), None)
        return views.SharingPictureView(
            url=archive.addresses.full(
                archive.addresses.asset(entry.kind, entry.ref, sizes[0].name if sizes else file)
            ),
            alt=required_phrase(edition, image.alt)
            if image
            else views.Phrase(text=entry.document_for(edition.lang).text.title),
            width=sizes[0].width if sizes else None,
            height=sizes[0].height if sizes else None,
        )
    return None


def donors_of(archive: Archive, entry: Entry) -> Iterator[tuple[Entry, ProgrammeDonor]]:
    """(programme, donor) for each programme that the entry is or names; each donor once."""
    own = [entry.ref] if entry.kind == "programme" else []
    named = [item.ident for item in entry.references if item.kind == "programme"]
    said: set[ProgrammeDonor] = set()
    for ref in dict.fromkeys((*own, *named)):
        programme = archive.entries.get(("programme", ref))
        if programme and isinstance(programme.facts, ProgrammeFacts):
            for donor in programme.facts.donors:
                if donor not in said:
                    said.add(donor)
                    yield programme, donor


def logo_of(edition: Edition, logo: Logo | None) -> views.LogoView | None:
    """The addresses of a logo's files; None for None."""
    if logo is None:
        return None
    url = edition.archive.addresses.url
    return views.LogoView(
        light=url(f"/static/{logo.light}"), dark=url(f"/static/{logo.dark}") if logo.dark else None
    )


def chrome(edition: Edition) -> views.Chrome:
    """What all pages of the language share; whenever it changes, all of them are rendered again."""
    archive = edition.archive
    config = archive.config
    menu = [(item.section or item.page or "", _menu_link(edition, item)) for item in config.menu]
    shown = [(section, link) for section, link in menu if link]
    return views.Chrome(
        lang=edition.lang,
        title=text(edition, config.title),
        tagline=text(edition, config.tagline),
        description=text(edition, config.description),
        owner=text(edition, config.owner),
        base_url=archive.addresses.base,
        home=edition.url(),
        static=archive.addresses.url("/static/"),
        menu=tuple(link for _, link in shown),
        menu_sections=tuple(section for section, _ in shown),
        footer=tuple(section_link(edition, name) for name in _footer_sections(archive)),
        licence_name=text(edition, config.licence.name),
        licence_url=config.licence.url,
        corrections=config.corrections,
        feed=site_feed(edition),
        **_identity(edition),
    )


def _footer_sections(archive: Archive) -> Iterator[str]:
    if archive.organisations:
        yield "organisations"
    if archive.authors:
        yield "authors"
    if archive.terms:
        yield "tags"
    yield "archive"
    if archive.config.data:
        yield "data"


def _menu_link(edition: Edition, item: MenuEntry) -> views.Link | None:
    """The link of a menu item; None if its page is missing, which is reported by missing_menu_pages."""
    link = section_link(edition, item.section) if item.section else link_to(edition, "page", item.page)
    if link is None or item.label is None:
        return link
    return msgspec.structs.replace(link, title=text(edition, item.label))


def _identity(edition: Edition) -> dict[str, Any]:
    """The fields of Chrome that identify the organisation."""
    config, addresses = edition.archive.config, edition.archive.addresses

    def static(file: str | None) -> str | None:
        return addresses.url(f"/static/{file}") if file else None

    image, contact = config.image, config.contact
    return {
        "search": edition.url("search") if config.search else None,
        "logo": logo_of(edition, config.logo),
        "image": image
        and views.SharingPictureView(
            url=addresses.full(f"/static/{image.file}"), alt=required_phrase(edition, image.alt)
        ),
        "contact": contact
        and views.ContactView(
            address=required_phrase(edition, contact.address).text if contact.address else None,
            telephones=contact.telephones,
            mail=contact.mail,
            social=tuple(views.SocialPageView(name=page.name, url=page.url) for page in contact.social),
        ),
        "donors": tuple(
            views.DonorView(
                name=required_phrase(edition, donor.name),
                statement=required_phrase(edition, donor.statement),
                logo=static(donor.logo),
                url=donor.url,
            )
            for donor in config.donors
        ),
        "palette": addresses.url(PALETTE) if config.look else None,
        "brand": addresses.url(f"/static/{BRAND}") if edition.archive.branded else None,
    }
