"""The parts of every page that identify the organisation: logo, contacts, donors, colours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sitegen.archive.model import Archive, Entry
from sitegen.content.identity import Logo
from sitegen.content.kinds import ProgrammeDonor, ProgrammeFacts
from sitegen.pages import views
from sitegen.pages.edition import Edition, required_phrase

BRAND = "/static/css/brand.css"
PALETTE = "/theme.css"  # the style sheet with the colours and fonts that the settings change


def donors_of(archive: Archive, entry: Entry) -> Iterator[tuple[Entry, ProgrammeDonor]]:
    """(programme, donor) for each programme that the entry is or names; each donor once."""
    own = [entry.ref] if entry.kind == "programme" else []
    named = [item.ident for item in entry.references if item.target == "programme"]
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


def identity(edition: Edition) -> dict[str, Any]:
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
        "brand": addresses.url(BRAND) if edition.archive.branded else None,
    }
