"""The sample site, and which of its pages a build has rendered."""

from __future__ import annotations

from pathlib import Path

from sitegen.build import Outcome
from tests.literal import Site

SAMPLE = Path(__file__).parents[1] / "golden/site"


def site_path(target: str) -> str:
    return f"/{target.removesuffix('index.html')}"


def rendered(outcome: Outcome) -> set[str]:
    """Site paths of what was rendered, without files of data and of the search."""
    assert not outcome.failed, outcome.diagnostics
    return {site_path(path) for path in outcome.rendered if not (is_data(path) or is_index(path))}


def data_files(outcome: Outcome) -> set[str]:
    """Site paths of the files of data that were made."""
    assert not outcome.failed, outcome.diagnostics
    return {site_path(path) for path in outcome.rendered if is_data(path)}


def is_data(target: str) -> bool:
    is_table = target.startswith("data/") and not target.endswith(".html")
    return is_table or target.endswith("/index.json")


def index_files(outcome: Outcome) -> set[str]:
    """Site paths of the files of the search's index that were made."""
    assert not outcome.failed, outcome.diagnostics
    return {site_path(path) for path in outcome.rendered if is_index(path)}


def is_index(target: str) -> bool:
    return target.removeprefix("en/").startswith("search/") and not target.endswith(".html")


def html(site: Site) -> set[str]:
    """Site paths of all pages."""
    return {site_path(path) for path in site.tree() if path.endswith(".html")}


def showing(site: Site, text: str) -> set[str]:
    """Site paths of whatever is published that holds this text, without files of data and of the search."""
    there = {path: content for path, content in site.tree().items() if not (is_data(path) or is_index(path))}
    return {site_path(path) for path, content in there.items() if text.encode() in content}


def both(*paths: str) -> set[str]:
    """The paths of pages in both languages."""
    return set(paths) | {f"/en{path}" for path in paths}


def followed(*folders: str) -> set[str]:
    """Feeds of what is new about something, without whole texts."""
    return {f"{folder}feed.xml" for folder in folders}


def feeds(*folders: str) -> set[str]:
    return {f"{folder}feed.{form}" for folder in folders for form in ("xml", "json")}
