"""One planned page to its bytes: a pure function of what the page, the theme and the language say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

import msgspec

from sitegen.core.budget import OverBudget, budget, budgets
from sitegen.core.diagnostics import diagnostic
from sitegen.core.digest import digest
from sitegen.language.catalogue import Catalogue
from sitegen.output.fingerprint import fingerprint
from sitegen.output.templates import Rendered, Theme, render
from sitegen.pages import views

SECONDS = 60.0  # a map of a site with a million addresses takes half of that
_given_up: set[str] = set()  # templates that have taken too long in this process
JSON_FEED = "feed.json"
JSON_FEED_VERSION = "https://jsonfeed.org/version/1.1"


class RenderContext(msgspec.Struct, frozen=True):
    """What all pages of a build are rendered with. Plain data, so that it can travel to a worker."""

    theme: Theme
    chromes: dict[str, views.Chrome]
    catalogues: dict[str, Catalogue]


class RenderJob(msgspec.Struct, frozen=True):
    """A page as its encoded model, with the HTML (UTF-8) of the texts it shows by their digests."""

    template: str
    lang: str
    page: bytes
    bodies: dict[bytes, bytes]


def render_batch(context: bytes, jobs: tuple[RenderJob, ...]) -> list[Rendered]:
    """Renders pages with an encoded RenderContext. Never raises for what a template does wrong."""
    decoded = _context(context)
    with budgets():
        return [_in_time(decoded, job) for job in jobs]


@lru_cache(maxsize=2)
def _context(encoded: bytes) -> RenderContext:
    return msgspec.msgpack.decode(encoded, type=RenderContext)


def new_templates() -> None:
    """For a build that begins: what took too long before may be mended."""
    _given_up.clear()


def _in_time(context: RenderContext, job: RenderJob) -> Rendered:
    """A template that took too long once is not waited for again: it may have thousands of pages."""
    if job.template not in _given_up:
        try:
            with budget(SECONDS):
                return render_job(context, job)
        except OverBudget:
            _given_up.add(job.template)
    return Rendered(b"", (diagnostic("E508", f"templates/{job.template}", seconds=f"{SECONDS:g}"),))


def render_job(context: RenderContext, job: RenderJob) -> Rendered:
    rendered = _rendered(context, job, decoded(job.template, job.page))
    name = digest(rendered.content)
    return msgspec.structs.replace(rendered, fields=fingerprint(job.page), digest=name)


def decoded(template: str, page: bytes) -> views.View:
    """What the page of a template shows. Plain text has no template, and JSON feeds are those of feed.xml."""
    if template == "":
        return msgspec.msgpack.decode(page, type=views.TextPage)
    if template == JSON_FEED:
        return msgspec.msgpack.decode(page, type=views.FeedPage)
    return msgspec.msgpack.decode(page, type=views.TEMPLATES[template])


def _rendered(context: RenderContext, job: RenderJob, page: views.View) -> Rendered:
    match page:
        case views.TextPage():
            return Rendered("".join(f"{line}\n" for line in page.lines).encode())
        case views.FeedPage() if job.template == JSON_FEED:
            return Rendered(json_feed(page))
        case _:
            chrome = context.chromes.get(job.lang)
            bodies = {name: body.decode() for name, body in job.bodies.items()}
            return render(context.theme, context.catalogues[job.lang], job.template, page, chrome, bodies)


def json_feed(feed: views.FeedPage) -> bytes:
    """JSON Feed 1.1, https://jsonfeed.org/version/1.1 ."""
    content = {
        "version": JSON_FEED_VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "description": feed.subtitle,
        "language": feed.lang,
        "authors": [{"name": feed.author}],
        "items": [_json_item(item, feed.lang) for item in feed.items],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _json_item(item: views.FeedItem, lang: str) -> Mapping[str, object]:
    known = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "summary": item.summary,
        "content_text": item.summary or item.title,
        "date_published": item.published,
        "date_modified": item.updated,
        "tags": list(item.tags),
        "language": lang,
    }
    return {name: value for name, value in known.items() if value}
