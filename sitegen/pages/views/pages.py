"""Pages of entries: web, stub and print."""

from __future__ import annotations

from sitegen.language.dates import PartialDate
from sitegen.pages.views.entries import (
    AnyEntryView,
    ArticleView,
    ForumView,
    PlainView,
    ProgrammeView,
    ProjectView,
)
from sitegen.pages.views.frame import Frame
from sitegen.pages.views.values import AimagMap, Bar, Card, Link, Moment, Phrase, View


class Page(View, frozen=True, kw_only=True):
    frame: Frame


class ArticlePage(Page, frozen=True, kw_only=True):
    entry: ArticleView
    newer: Link | None = None
    older: Link | None = None


class ForumPage(Page, frozen=True, kw_only=True):
    entry: ForumView
    news: tuple[Card, ...] = ()
    projects: tuple[Card, ...] = ()
    previous: Link | None = None
    next: Link | None = None


class ProgrammePage(Page, frozen=True, kw_only=True):
    """The first of its projects; `more_projects` leads to all of them. Their numbers by aimag and year."""

    entry: ProgrammeView
    projects: tuple[Card, ...] = ()
    more_projects: Link | None = None
    map: AimagMap | None = None
    years: tuple[Bar, ...] = ()
    parts: tuple[Card, ...] = ()  # programmes whose parent is this one
    news: tuple[Card, ...] = ()


class ProjectPage(Page, frozen=True, kw_only=True):
    entry: ProjectView
    news: tuple[Card, ...] = ()
    related: tuple[Card, ...] = ()  # of the same programme or aimag


class PlainPage(Page, frozen=True, kw_only=True):
    entry: PlainView


class StubPage(Page, frozen=True, kw_only=True):
    """Stands where a translation is missing; title and summary are in `lang`, the other language."""

    title: str
    lang: str
    date: Moment | None
    summary: str | None
    url: str
    kind: str


class GonePage(Page, frozen=True, kw_only=True):
    """Stands where something was taken away: what it was, since when it is gone, why, and what helps now."""

    title: Phrase | None
    since: PartialDate
    reason: Phrase | None = None
    instead: str | None = None


class Endnote(View, frozen=True, kw_only=True):
    """The full address of a link, numbered in the order of the text."""

    number: int
    url: str


class Chapter(View, frozen=True, kw_only=True):
    """One entry inside a print view. `id` is its anchor and prefixes all ids in its text."""

    id: str
    entry: AnyEntryView


class PrintPage(Page, frozen=True, kw_only=True):
    """A document of its own for paper. A programme's is a dossier: its projects follow as `chapters`.

    Of the frame, only language, addresses and title are there; lists of what an entry is about (tags, places,
    organisations, forums, programmes, projects) are empty.
    """

    main: Chapter
    chapters: tuple[Chapter, ...] = ()
    endnotes: tuple[Endnote, ...] = ()
    trail: tuple[str, ...] = ()  # the place in the archive, as words
