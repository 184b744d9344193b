"""What has to be planned again, decided before anything is read or planned.

The facts of an entry decide on which pages it stands, and where; its title, summary and text only what is
read there. If only titles, summaries or texts were edited, the plans tell which pages show them, and an
archive of what these plans can show is enough to make them anew. In any other case everything is planned.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

import msgspec

from sitegen.archive.files import named_files
from sitegen.archive.model import Archive, Key
from sitegen.content.document import Document, blocks_of
from sitegen.content.wording import comparable_blocks, stated_amounts
from sitegen.pages.edition import BY_TITLE
from sitegen.pages.plan import FEEDS, KeptPlan, Plan, plan_name
from sitegen.pages.planned import KeptPage
from sitegen.pages.search import INDEXES

WITH_AMOUNT = ("programme", "project")
MOST_EDITED = 16  # entries; if more were edited, everything is planned
MOST_TOUCHED = 200  # plans; for more, finding what each needs would take as long as planning everything


class Edit(msgspec.Struct, frozen=True):
    """Documents that stand where they stood, by path, as they were and as they are."""

    before: Mapping[str, Document]
    after: Mapping[str, Document]

    @property
    def keys(self) -> frozenset[Key]:
        return frozenset((document.kind, document.ref) for document in self.after.values())

    @property
    def languages(self) -> frozenset[str]:
        return frozenset(document.lang for document in self.after.values())

    @property
    def changed_faces(self) -> frozenset[Key]:
        """The keys of entries whose faces differ."""
        changed = (after for path, after in self.after.items() if after.face != self.before[path].face)
        return frozenset((document.kind, document.ref) for document in changed)


class Change(msgspec.Struct, frozen=True):
    """What differs from the last build that published: nothing, only the theme, or an `edit` of documents
    that stand where they stood; otherwise anything may differ, for this `reason`. `parsed` are the paths of
    the documents that were parsed to find out."""

    reason: str
    nothing: bool = False
    only_theme: bool = False
    edit: Edit | None = None
    parsed: tuple[str, ...] = ()


class Scope(msgspec.Struct, frozen=True):
    """What has to be planned again, and why: some `plans` of the last build, by name, for which an archive of
    the entries with the keys `entries` is enough. `plans` is None if everything has to be planned.

    The files of all other plans stay as they are, unless the theme changed (`restyled`).
    """

    reason: str
    plans: Mapping[str, KeptPlan] | None = None
    entries: frozenset[Key] = frozenset()
    restyled: bool = False


class PlansBefore(Protocol):
    """The plans of the last build."""

    def with_names(self, names: Iterable[str]) -> dict[str, KeptPlan]:
        """The plans with these names, without those that are missing."""

    def showing(self, keys: Collection[Key]) -> dict[str, KeptPlan]:
        """The plans whose pages can show one of these entries."""

    def dossiers(self) -> dict[str, KeptPlan]:
        """The plans of programmes."""

    def feeds(self, lang: str) -> dict[str, KeptPlan]:
        """The plans of feeds of what is new about something, in one language."""


def select(change: Change, stored: PlansBefore) -> Scope:
    """What has to be planned again after a change: everything, unless less is certain."""
    if change.nothing or change.only_theme:
        return Scope(change.reason, plans={}, restyled=change.only_theme)
    return _plans_showing(change.edit, stored) if change.edit else Scope(change.reason)


def _plans_showing(edit: Edit, stored: PlansBefore) -> Scope:
    """The plans that can show what was edited, if they can be made again by themselves; else everything."""
    reason = _why_all(edit)
    if reason:
        return Scope(reason)
    own = {plan_name(key) for key in edit.keys}
    plans = stored.with_names(own)
    if edit.changed_faces:
        plans |= stored.showing(edit.changed_faces)
    of_texts = stored.dossiers() | stored.with_names({FEEDS})
    for lang in edit.languages:
        of_texts |= stored.feeds(lang)
    plans |= {name: kept for name, kept in of_texts.items() if not edit.keys.isdisjoint(kept.shows)}
    plans |= stored.with_names(INDEXES)
    if not own <= plans.keys():
        return Scope("an entry was not published before")
    if len(plans) > MOST_TOUCHED:
        return Scope("many pages show what was edited")
    if any(kept.is_faulty for kept in plans.values()):
        return Scope("links or pictures were wrong before")
    named = (name for document in edit.after.values() for name in document.entries)
    shown = (key for kept in plans.values() for key in kept.shows)
    return Scope("texts were edited", plans, frozenset((*shown, *named)))


def _why_all(edit: Edit) -> str:
    """Why the edit may change where entries stand, so that everything has to be planned; empty if it
    cannot."""
    if len(edit.keys) > MOST_EDITED:
        return "many entries were edited"
    for path, after in edit.after.items():
        before = edit.before[path]
        if before.text.title != after.text.title and after.kind in BY_TITLE:
            return "a title was edited that lists are ordered by"
        text = msgspec.structs.replace(after.text, title=before.text.title, summary=before.text.summary)
        # Encoded, since 100 equals 100.00 but a page may show them differently.
        encode = msgspec.msgpack.encode
        if encode((before.facts, before.stated, before.text)) != encode((after.facts, after.stated, text)):
            return "facts were edited"
        if _may_disagree(before, after):
            return "what the languages have in common was edited"
        if named_files(before) != named_files(after):
            return "other files are named"
        if after.text.draft and _targets(before) != _targets(after):
            return "a draft links to something else"
    return ""


def _targets(document: Document) -> list[str]:
    return [slot.address for slot in document.links]


def _may_disagree(before: Document, after: Document) -> bool:
    """Whether a text may now disagree with the text it was translated from, with a translation made from it,
    or with the entry's own amount.

    An original whose wording differs outdates its translation, which is then compared with nothing. In the
    same wording, the addresses of links, lists and headings may differ.
    """
    if after.text.translated_from or before.text_digest == after.text_digest:
        return comparable_blocks(blocks_of(before)) != comparable_blocks(blocks_of(after))
    return after.kind in WITH_AMOUNT and stated_amounts(blocks_of(before)) != stated_amounts(blocks_of(after))


def is_enough(scope: Scope, edit: Edit, archive: Archive, plan: Plan) -> bool:
    """Whether the plans of the scope, made again, have the same pages as before and no fault, and no other
    plan is touched. If not, everything has to be planned."""
    assert scope.plans is not None
    before = scope.plans
    if plan.problems or not all(_is_seen_as_before(archive, key, edit, before) for key in edit.keys):
        return False
    return {name: _pages(kept) for name, kept in plan.plans.items()} == {
        name: _pages(kept) for name, kept in before.items()
    }


def _is_seen_as_before(archive: Archive, key: Key, edit: Edit, plans: Mapping[str, KeptPlan]) -> bool:
    """Whether the entry is published as before, and its face changed only by the edited documents; a
    translation may have become outdated, for example."""
    entry = archive.entries.get(key)
    return entry is not None and (key in edit.changed_faces or entry.face == plans[plan_name(key)].face)


def _pages(kept: KeptPlan) -> list[tuple[str, str, str, str]]:
    return [_address(page) for page in kept.pages]


def _address(page: KeptPage) -> tuple[str, str, str, str]:
    return (page.path, page.template, page.lang, page.owner)
