"""The pipeline: files -> documents -> archive -> pages -> bytes -> the published site.

Parsing and rendering are pure and remembered; assembling and planning run whole on every build. Errors stop the
site from being published, never the search for further errors.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from sitegen.archive.assemble import assemble
from sitegen.content.config import SiteConfig, load_config
from sitegen.content.load_records import load_records
from sitegen.content.reading import Content, read_content
from sitegen.content.tree import scan
from sitegen.core.diagnostics import Diagnostic, diagnostic, has_errors, in_order
from sitegen.core.engine import engine_digest
from sitegen.core.jobs import InlineExecutor, process_pool
from sitegen.core.lock import locked
from sitegen.core.store import Store
from sitegen.language.catalogue import load_catalogue
from sitegen.output.publish import recover
from sitegen.output.site import publish_site
from sitegen.output.templates import load_theme
from sitegen.pages.plan import Plan, plan

STATE = ".sitegen"
WORTH_A_POOL = 128  # items; below, starting processes costs more than it saves

Progress = Callable[[str, int, Iterable[Any]], Iterator[Any]]


class BuildOptions(msgspec.Struct, frozen=True, kw_only=True):
    """`publish=False` checks only; `today=None` takes SOURCE_DATE_EPOCH or the day in the site's time zone."""

    site: Path
    out: Path
    publish: bool = True
    jobs: int = 1
    strict: bool = False
    drafts: bool = False
    today: date | None = None
    cache: bool = True
    base_url: str | None = None


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did. `parsed` and `rendered` count work; `written` files include copies."""

    diagnostics: tuple[Diagnostic, ...]
    failed: bool
    pages: int = 0
    parsed: int = 0
    rendered: tuple[str, ...] = ()
    written: int = 0
    unchanged: int = 0
    removed: int = 0


def build(options: BuildOptions, progress: Progress | None = None) -> Outcome:
    """Builds or checks the site. Raises Locked, Foreign and OSError; everything else is in the outcome."""
