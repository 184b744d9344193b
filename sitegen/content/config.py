"""The settings of a site: site.yaml. There is no setting for what can be a convention."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated, Literal

import msgspec

from sitegen.content.document import Mark, position_of
from sitegen.content.identity import Contact, ContactDetails, Donor, Logo, Look, SharingPicture
from sitegen.content.kinds import BY_NAME, Form, Ident, Url
from sitegen.content.records import OrganisationIdentifier
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.catalogue import Words

Warn = Annotated[str, Form("warning")]
Level = Literal["error", "warning", "off"]
SITE_FILE = "site.yaml"
EXAMPLE_ADDRESS = "https://example.org"  # what a new site has until somebody gives the real address
Section = Literal[
    "news", "forums", "programmes", "projects", "places", "organisations", "authors", "tags", "archive"
]
TimeZone = Annotated[str, Form("time-zone")]
HomePart = Literal["map", "figures", "news", "projects", "programmes", "forums"]
SiteAddress = Annotated[str, Form("site-address")]
# Services that publish sites; some have a limit of files (FILES_OF_HOST).
Host = Literal["github-pages", "gitlab-pages", "netlify", "cloudflare-pages", "other"]
# IATI, code list OrganisationType.
OrganisationType = Literal[
    "10", "11", "15", "21", "22", "23", "24", "30", "40", "60", "70", "71", "72", "73", "80", "90"
]  # fmt: skip
CountShown = Annotated[int, msgspec.Meta(ge=1, le=200)]
# By section, the kind of entry or the field of Records that it shows.
_SHOWN_BY_SECTION: dict[str, str] = {
    "news": "article",
    "forums": "forum",
    "programmes": "programme",
    "projects": "project",
    "places": "places",
    "organisations": "organisations",
    "authors": "authors",
    "tags": "terms",
}


class Acceptance(msgspec.Struct, frozen=True, kw_only=True):
    """A warning that is accepted in a file or folder up to a day, that day included, for a reason."""

    code: Warn
    path: str
    reason: str
    until: date

    def covers(self, item: Diagnostic) -> bool:
        where = self.path.strip("/")
        return item.code == self.code and (item.path == where or item.path.startswith(f"{where}/"))


class Policy(msgspec.Struct, frozen=True):
    """The levels of codes, and what is accepted today: (acceptance, line, column in site.yaml)."""

    levels: Mapping[str, str]
    accepted: tuple[tuple[Acceptance, int, int], ...] = ()

    def judge(self, problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """The problems without those that are off or accepted, and with warnings raised that the site makes
        errors.
        """
        return tuple(self._levelled(item) for item in problems if not self._is_silent(item))

    def needless(self, problems: Collection[Diagnostic], path: str) -> Iterator[Diagnostic]:
        """A diagnostic for each acceptance that accepts none of the problems, which must be all of a
        build."""
        for item, line, column in self.accepted:
            if not any(item.covers(problem) for problem in problems):
                yield diagnostic("W169", path, line, column, warning=item.code, where=item.path)

    def _is_silent(self, item: Diagnostic) -> bool:
        return self.levels.get(item.code) == "off" or any(each.covers(item) for each, _, _ in self.accepted)

    def _levelled(self, item: Diagnostic) -> Diagnostic:
        if self.levels.get(item.code) != "error":
            return item
        return msgspec.structs.replace(item, raised=True)


def policy_of(
    levels: Mapping[str, str], accepted: Iterable[Acceptance], marks: Collection[Mark], today: date
) -> Policy:
    """The policy of the settings on a day, without acceptances that have ended."""
    places = [(item, *position_of(f"exceptions.{number}", marks)) for number, item in enumerate(accepted)]
    return Policy(levels, tuple(place for place in places if today <= place[0].until))


def ended_acceptances(
    accepted: Iterable[Acceptance], marks: Collection[Mark], today: date, path: str
) -> Iterator[Diagnostic]:
    """A diagnostic for each acceptance whose last day is over."""
    for number, item in enumerate(accepted):
        if item.until < today:
            place = position_of(f"exceptions.{number}.until", marks)
            yield diagnostic(
                "W168", path, *place, warning=item.code, where=item.path, until=item.until, today=today
            )


class Language(msgspec.Struct, frozen=True, kw_only=True):
    """A language of the site. `name` is what its own readers call it; `prefix` begins its addresses."""

    code: Literal["mn", "en"]
    name: str
    prefix: Ident = ""


class Licence(msgspec.Struct, frozen=True, kw_only=True):
    """How others may use the texts; `id` is an SPDX licence identifier."""

    id: str
    name: Words
    url: Url | None = None


class MenuEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An item of the menu: a section of the site, or a page by its ref; `label` replaces its own title."""

    section: Section | None = None
    page: Ident | None = None
    label: Words | None = None


class PicturePolicy(msgspec.Struct, frozen=True, kw_only=True):
    """Whether each picture has to say who is seen on it (`people`); the level for children without consent;
    how large a picture may be, in pixels of its longer side and in megabytes of its file."""

    people: bool = False
    children: Literal["error", "warning"] = "error"
    largest_side: Annotated[int, msgspec.Meta(ge=100, le=50_000)] = 12_000
    largest_megabytes: Annotated[int, msgspec.Meta(ge=1, le=100)] = 25


class SiteConfig(msgspec.Struct, frozen=True, kw_only=True):
    """The settings, see docs/config.md. The main language is the one without a prefix."""

    title: Words
    base_url: SiteAddress
    owner: Words
    licence: Licence
    first_base_url: Url | None = None
    organisation_id: OrganisationIdentifier | None = None
    organisation_type: OrganisationType | None = None
    grant_prefix: Annotated[str, Form("grant-prefix")] | None = None
    tagline: Words | None = None
    description: Words | None = None
    languages: tuple[Language, ...] = (
        Language(code="mn", name="Монгол"),
        Language(code="en", name="English", prefix="en"),
    )
    time_zone: TimeZone = "Asia/Ulaanbaatar"
    messages: Literal["mn", "en"] | None = None  # the language that the program speaks to editors
    corrections: Contact | None = None
    edit: str | None = None  # an address for editing a file, `{path}` standing for the path
    host: Host | None = None
    logo: Logo | None = None
    image: SharingPicture | None = None
    contact: ContactDetails | None = None
    donors: tuple[Donor, ...] = ()
    look: Look | None = None
    home: tuple[HomePart, ...] = ("figures", "map", "news", "programmes", "forums", "projects")
    menu: tuple[MenuEntry, ...] = ()
    articles_per_page: CountShown = 20
    entries_per_page: CountShown = 50
    feed_items: CountShown = 20
    print_views: bool = True
    pictures: PicturePolicy | None = None
    cards: bool = True
    data: bool = True
    search: bool = True
    diagnostics: dict[Warn, Level] = {}
    exceptions: tuple[Acceptance, ...] = ()

    def without_empty_sections(self, there: Collection[str]) -> SiteConfig:
        """The settings without menu items of sections that are empty; `there` has the kinds of entries and
        records of which there are any. A page is missed only where there is any text."""
        has_texts = not BY_NAME.keys().isdisjoint(there)
        menu = (item if _is_shown(item, there, has_texts) else MenuEntry() for item in self.menu)
        return msgspec.structs.replace(self, menu=tuple(menu))


def _is_shown(item: MenuEntry, there: Collection[str], has_texts: bool) -> bool:
    if item.page:
        return has_texts
    return item.section not in _SHOWN_BY_SECTION or _SHOWN_BY_SECTION[item.section] in there


class Settings(msgspec.Struct, frozen=True):
    """The content of site.yaml with the positions of its fields (`marks`); `config` is None if an error
    leaves nothing to build."""

    config: SiteConfig | None
    diagnostics: tuple[Diagnostic, ...]
    marks: tuple[Mark, ...] = ()
