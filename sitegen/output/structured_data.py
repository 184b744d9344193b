"""The known facts of a page in the words of schema.org, for search engines (JSON-LD 1.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urljoin

import msgspec
from markupsafe import Markup

from sitegen.language.dates import PartialDate
from sitegen.pages import views
from sitegen.pages.views import Chrome, Link, Moment, MoneyView, Page

Data = dict[str, Any]
Day = date | PartialDate | Moment
_FORMATS = {
    "csv": "text/csv",
    "json": "application/json",
    "xml": "application/xml",
    "sqlite": "application/vnd.sqlite3",
}
# The characters that could end a script element or confuse a parser of it (HTML, 4.12.1.3; RFC 8259, section
# 7).
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def jsonld(page: Page, site: Chrome) -> Markup:
    """A script element for each thing that the page is about."""
    return Markup("").join(_script(item) for item in structured_data(page, site))


def _script(item: Data) -> Markup:
    text = msgspec.json.encode(item).decode().translate(_ESCAPES)
    return Markup(f'<script type="application/ld+json">{text}</script>\n')


def structured_data(page: Page, site: Chrome) -> tuple[Data, ...]:
    """The things that a page is about, and its breadcrumb."""
    return tuple(item for item in (_subject(page, site), breadcrumb(page, site)) if item)


def _subject(page: Page, site: Chrome) -> Data:
    match page:
        case views.ArticlePage():
            return news_article(page, site)
        case views.ForumPage():
            return event(page, site)
        case views.ProgrammePage():
            return programme(page, site)
        case views.ProjectPage():
            return grant(page, site)
        case views.OrganisationPage():
            return organisation(page, site)
        case views.AuthorPage():
            return author(page, site)
        case views.DataPage():
            return dataset(page, site)
        case views.HomePage():
            return website(page, site)
    return {}


def dataset(page: views.DataPage, site: Chrome) -> Data:
    """https://schema.org/Dataset"""
    files = [file.csv for file in page.files]  # the JSON files have the same data
    files += [item.url for item in page.standards if item.url]
    files += [page.database, page.package]
    return _thing(
        "Dataset",
        page,
        name=f"{page.heading} – {site.title}",
        description=page.frame.description,
        dateModified=_iso(page.changed),
        license=site.licence_url,
        creator=_thing("Organization", None, name=site.owner),
        isAccessibleForFree=True,
        distribution=[
            _thing(
                "DataDownload",
                None,
                contentUrl=absolute(url, site.base_url),
                encodingFormat=_FORMATS.get(url.rpartition(".")[2]),
            )
            for url in files
        ],
    )


def news_article(page: views.ArticlePage, site: Chrome) -> Data:
    """https://schema.org/NewsArticle. The site's owner is the publisher, and the author if none is named."""
    entry = page.entry
    published = entry.published or entry.date
    owner = _thing("Organization", None, name=site.owner, url=absolute(site.home, site.base_url))
    return _thing(
        "NewsArticle",
        page,
        headline=entry.title,
        description=page.frame.description,
        inLanguage=entry.lang,
        datePublished=_iso(published),
        dateModified=_iso(entry.updated or published),
        image=_images(entry, site) or _shared_image(page, site),
        author=_linked_things("Person", (author.name for author in entry.authors), site) or owner,
        publisher=owner,
        about=_linked_things("Thing", (*entry.forums, *entry.programmes, *entry.projects), site),
        keywords=[tag.title for tag in entry.tags],
        license=site.licence_url,
    )


def event(page: views.ForumPage, site: Chrome) -> Data:
    """https://schema.org/Event, which requires a day on which it begins; empty without one."""
    entry = page.entry
    if entry.start is None or not entry.start.day:
        return {}
    modes = {"in-person": "Offline", "online": "Online", "hybrid": "Mixed"}
    mode = modes.get(entry.mode or "")
    return _thing(
        "Event",
        page,
        name=entry.title,
        description=entry.summary,
        inLanguage=entry.lang,
        startDate=_iso(entry.start),
        endDate=_iso(entry.end) if entry.end and entry.end.day else None,
        eventAttendanceMode=mode and f"https://schema.org/{mode}EventAttendanceMode",
        location=_locations(page),
        organizer=_linked_things("Organization", entry.organisers, site),
        contributor=_linked_things(
            "Organization", (partner.organisation for partner in entry.partners), site
        ),
        image=_images(entry, site),
    )


def _locations(page: views.ForumPage) -> Data | list[Data] | None:
    """Where a forum was held: a place, online, or both; None if unknown."""
    entry = page.entry
    found: list[Data] = []
    if entry.mode != "online" and (entry.venue or entry.city):
        place = {"name": entry.venue and entry.venue.text, "address": entry.city and entry.city.text}
        found.append(_thing("Place", None, **place))
    if entry.mode in ("online", "hybrid"):
        found.append(_thing("VirtualLocation", None, url=page.frame.canonical))
    return found[0] if len(found) == 1 else found or None


def programme(page: views.ProgrammePage, site: Chrome) -> Data:
    """https://schema.org/MonetaryGrant: the money a funder gave to a programme."""
    entry = page.entry
    return _thing(
        "MonetaryGrant",
        page,
        name=entry.title,
        identifier=entry.identifier,
        description=entry.summary,
        amount=_amount(entry.amount),
        funder=_linked_things("Organization", [entry.funder] if entry.funder else [], site),
    )


def grant(page: views.ProjectPage, site: Chrome) -> Data:
    """https://schema.org/MonetaryGrant: a grant, the project it paid for and who received it."""
    entry = page.entry
    names = (name.text for name in (entry.pta, entry.school) if name)
    receivers = [_thing("Organization", None, name=name) for name in names]
    if entry.recipient:
        receivers += _linked_things("Organization", [entry.recipient], site) or []
    places = _linked_things("Place", [place for place in (entry.soum, entry.aimag) if place], site)
    return _thing(
        "MonetaryGrant",
        page,
        name=entry.title,
        description=entry.summary,
        amount=_amount(entry.amount),
        funder=_linked_things("Organization", [entry.funder] if entry.funder else [], site),
        fundedItem=_thing("Project", None, name=entry.title, location=places, member=receivers),
        image=_images(entry, site),
    )


def organisation(page: views.OrganisationPage, site: Chrome) -> Data:
    """https://schema.org/Organization"""
    names = [name.text for name in (page.short, page.other_name) if name]
    description = page.description and page.description.text
    return _thing(
        "Organization",
        page,
        name=page.name.text,
        alternateName=names,
        description=description,
        sameAs=page.website,
        logo=page.logo and absolute(page.logo.light, site.base_url),
    )


def author(page: views.AuthorPage, site: Chrome) -> Data:
    """https://schema.org/Person"""
    return _thing(
        "Person",
        page,
        name=page.name.text,
        alternateName=page.other_name and page.other_name.text,
        jobTitle=page.role and page.role.text,
        worksFor=_linked_things("Organization", [page.organisation] if page.organisation else [], site),
        sameAs=page.website,
    )


def website(page: views.HomePage, site: Chrome) -> Data:
    """https://schema.org/WebSite"""
    publisher = _thing("Organization", None, name=site.owner)
    return _thing(
        "WebSite",
        page,
        name=site.title,
        description=site.description,
        inLanguage=site.lang,
        publisher=publisher,
    )


def breadcrumb(page: Page, site: Chrome) -> Data:
    """https://schema.org/BreadcrumbList, from the home page to the page itself."""
    if not page.frame.breadcrumb:
        return {}
    trail = [(link.title, absolute(link.url, site.base_url)) for link in page.frame.breadcrumb]
    trail.append((page.frame.title, page.frame.canonical))
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": url}
        for position, (name, url) in enumerate(trail, start=1)
    ]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}


def _thing(kind: str, page: Page | None, **facts: Any) -> Data:
    """A thing with its known facts; with the context and the address if it is the subject of `page`."""
    head: Mapping[str, Any] = {"@context": "https://schema.org", "@type": kind} if page else {"@type": kind}
    address = {"url": page.frame.canonical} if page else {}
    known = {name: fact for name, fact in facts.items() if fact not in (None, "", [], {})}
    return {**head, **known, **address}


def _linked_things(kind: str, links: Iterable[Link], site: Chrome) -> list[Data]:
    return [{"@type": kind, "name": link.title, "url": absolute(link.url, site.base_url)} for link in links]


def _images(entry: views.EntryView, site: Chrome) -> list[str]:
    """The addresses of an entry's pictures, each once, first that of the picture under the title."""
    lead = (entry.lead,) if entry.lead else ()
    figures = (*lead, *entry.prose.figures, *entry.pair, *entry.gallery)
    return list(dict.fromkeys(absolute(figure.src, site.base_url) for figure in figures if figure.src))


def _shared_image(page: Page, site: Chrome) -> str | None:
    image = page.frame.image or site.image
    return image.url if image else None


def _amount(money: MoneyView | None) -> Data | None:
    """https://schema.org/MonetaryAmount; the currency by ISO 4217."""
    if money is None:
        return None
    value = int(money.amount) if money.amount == money.amount.to_integral_value() else float(money.amount)
    return {"@type": "MonetaryAmount", "currency": money.currency, "value": value}


def _iso(value: Day | None) -> str | None:
    return iso(value) if value else None


def iso(value: Day) -> str:
    """ISO 8601, as precise as the value is known: midnight stands for a day without a time."""
    local = local_day(value)
    if isinstance(local, datetime) and local.time() == time():
        return local.date().isoformat()
    return local.isoformat() + (value.offset if isinstance(value, Moment) else "")


def local_day(value: Day) -> date | PartialDate:
    """The day or the moment as clocks told it there, without the offset of their zone."""
    return value.local if isinstance(value, Moment) else value


def absolute(url: str, base_url: str) -> str:
    """The full address of a link of the site; a full one stays as it is."""
    return urljoin(f"{base_url}/", url)
