"""`sitegen serve`: the site as it is while it is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sitegen.cli import CONTENT
from sitegen.cli.command import BASE_URL, JOBS, LANG, SITE, TODAY, Command, Option, number_reader
from sitegen.cli.terminal import report, tell, terminal_progress
from sitegen.content.config import SITE_FILE
from sitegen.serve.builder import Voice
from sitegen.serve.preview import PreviewOptions, serve
from sitegen.sources import missing_settings

_PORT = Option(
    name="--port",
    help="The port to listen on; by default 8000, or the next one that is free.",
    metavar="NUMBER",
    read=lambda option, value: None if value is None else number_reader(1, 65535)(option, value),
)
NO_OPEN = Option(name="--no-open", help="Do not open a browser.")
PHONE = Option(name="--phone", help="Let a phone in the same network look too (read only).")
NO_DRAFTS = Option(name="--no-drafts", help="Begin without drafts and entries of a later date.")


def _run(*, site: Path, lang: str, no_open: bool, no_drafts: bool, **given: Any) -> int:
    if not (site / SITE_FILE).exists():  # a preview would watch all folders in it
        report((missing_settings(site),), "text", lang, site)
        return CONTENT
    options = PreviewOptions(site=site, lang=lang, open_browser=not no_open, drafts=not no_drafts, **given)
    voice = Voice(tell, lambda found: report(found, "text", lang, site), terminal_progress(lang))
    serve(options, voice)


SERVE = Command(
    "Show the site in a browser while you write: every save is seen at once. Publishes nothing.",
    (SITE, LANG, TODAY, BASE_URL, JOBS, _PORT, NO_OPEN, NO_DRAFTS, PHONE),
    _run,
)
