"""Bugs to plant in sitegen, each of which the sequences of edits must find.

All that this needs of sitegen's inside stands here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from msgspec import structs
from msgspec.msgpack import encode

from sitegen import build
from sitegen.archive import assemble
from sitegen.archive.model import Entry
from sitegen.content import tree as tree_of_files
from sitegen.content.assets import Size
from sitegen.content.document import Document
from sitegen.core import store
from sitegen.core.digest import digest
from sitegen.core.files import Signature
from sitegen.language.alphabet import sort_key
from sitegen.output import journal
from sitegen.output.standing import WantedPage
from sitegen.output.theme import Theme
from sitegen.pages import plan, planned, record_pages, scope
from sitegen.steps import memory, planning
from tests.properties.steps import TEXT_EDITS

LOSS = "lose_some_of_the_store"
# Edits of which others see nothing, and for the last everything is planned.
BESIDE_THE_FACE = ("edit_body", "tell_of_a_correction")


@dataclass(frozen=True)
class Bug:
    """`plant` puts it in; it must be found within so many sequences, as a difference that begins so.

    With `edits`, only these are made.
    """

    plant: Callable[[pytest.MonkeyPatch], None]
    within: int
    found_as: str
    edits: tuple[str, ...] = ()


def keep_outputs_of_deleted_sources(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(journal, "_remove", lambda out, path: None)


def believe_size_and_time(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(tree_of_files, "signature", lambda found: Signature(found.st_size, found.st_mtime_ns, 0, 0))
    patch.setattr(store, "is_settled", lambda found, now: True)


def leave_templates_out_of_the_key(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Theme, "closure_digest", lambda self, name: b"")


def forget_the_titles_in_lists(patch: pytest.MonkeyPatch) -> None:
    """What others show of an entry is compared without what it is called."""

    def face(
        whole: tuple[Document, ...],
        shown: tuple[Document, ...],
        outdated: tuple[str, ...],
        small: Size | None,
    ) -> bytes:
        unnamed = tuple(structs.replace(document.text, title="") for document in whole)
        facts = [document.facts for document in whole]
        return digest(encode((unnamed, facts, len(shown), outdated, small)))

    patch.setattr(assemble, "_face", face)


def forget_others_in_the_keys_of_entries(patch: pytest.MonkeyPatch) -> None:
    """The pages of an entry are planned anew only when it has changed itself."""
    patch.setattr(planned, "_faces", lambda others: b"")


def render_everything_when_anything_changed(patch: pytest.MonkeyPatch) -> None:
    _change_keys(patch, lambda page, all_pages: digest(page.key, *(other.key for other in all_pages)))


def forget_what_was_wrong_with_remembered_files(patch: pytest.MonkeyPatch) -> None:
    remember = memory.remember

    def without_diagnostics(store: Any, known: Any, values: Any) -> Any:
        new = {file.path for file in known.changed}
        found = remember(store, known, values)
        return {
            path: value if path in new else structs.replace(value, diagnostics=())
            for path, value in found.items()
        }

    patch.setattr(memory, "remember", without_diagnostics)


def plan_only_the_entry_whose_title_was_edited(patch: pytest.MonkeyPatch) -> None:
    """The lists that show it are forgotten."""
    patch.setattr(memory.StoredPlans, "showing", lambda plans, keys: {})


def sort_the_articles_of_a_topic_by_title(patch: pytest.MonkeyPatch) -> None:
    """As somebody might who does not know that `by_title` is there for it."""
    cut = record_pages.paginate

    def sorted_first(found: list[Entry], size: int) -> Any:
        return cut(sorted(found, key=lambda entry: sort_key(entry.document_for("mn").text.title)), size)

    patch.setattr(record_pages, "paginate", sorted_first)


def believe_that_all_plans_are_there(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(memory, "_digest_of_names", lambda names: b"")


def keep_the_pages_of_a_programme_whose_projects_were_edited(patch: pytest.MonkeyPatch) -> None:
    """As those of any other entry, which show of others no more than their faces."""

    def holds(self: plan.Planner, known: plan.KeptPlan, entry: Entry) -> bool:
        is_same = known.identity == entry.identity
        return is_same and self._changed.isdisjoint(known.shows)

    patch.setattr(plan.Planner, "_holds", holds)


def forget_projects_in_the_keys_of_programmes(patch: pytest.MonkeyPatch) -> None:
    key = planned.Nearby.key

    def without_members(self: planned.Nearby, shared: bytes) -> bytes:
        return key(structs.replace(self, members=()), shared)

    patch.setattr(planned.Nearby, "key", without_members)


def plan_no_dossier_of_a_project_whose_text_was_edited(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(memory.StoredPlans, "dossiers", lambda plans: {})


def forget_that_projects_are_ordered_by_title(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(scope, "BY_TITLE", ())


def forget_that_languages_may_disagree(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(scope, "_may_disagree", lambda before, after: False)


def forget_the_files_that_texts_name(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(scope, "named_files", lambda document: frozenset())


def forget_the_links_of_drafts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(scope, "_targets", lambda document: [])


def believe_that_translations_stay_current(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(scope, "_is_seen_as_before", lambda archive, key, edit, plans: True)


def overlook_what_an_edit_breaks_elsewhere(patch: pytest.MonkeyPatch) -> None:
    """Overlooks, for one, a link to a heading that is gone."""
    is_enough = planning.is_enough

    def without_problems(scope: Any, edit: Any, archive: Any, plan: Any) -> bool:
        return is_enough(scope, edit, archive, structs.replace(plan, problems=()))

    patch.setattr(planning, "is_enough", without_problems)


def _change_keys(patch: pytest.MonkeyPatch, key: Callable[[WantedPage, list[WantedPage]], bytes]) -> None:
    wanted_pages = build.wanted_pages

    def planted(*given: Any) -> list[WantedPage]:
        pages = list(wanted_pages(*given))
        return [structs.replace(page, key=key(page, pages)) for page in pages]

    patch.setattr(build, "wanted_pages", planted)


BUGS = (
    Bug(keep_outputs_of_deleted_sources, 100, "not as in a clean build"),
    Bug(believe_size_and_time, 100, "not as in a clean build"),
    Bug(leave_templates_out_of_the_key, 100, "not as in a clean build"),
    Bug(forget_the_titles_in_lists, 100, "not as in a clean build"),
    Bug(forget_others_in_the_keys_of_entries, 100, "not as in a clean build"),
    Bug(plan_only_the_entry_whose_title_was_edited, 100, "not as in a clean build", TEXT_EDITS),
    Bug(
        sort_the_articles_of_a_topic_by_title,
        100,
        "not as in a clean build",
        ("retitle", "add_or_remove_a_term"),
    ),
    Bug(believe_that_all_plans_are_there, 100, "not as in a clean build", ("retitle", LOSS)),
    Bug(render_everything_when_anything_changed, 100, "rendered needlessly"),
    Bug(
        keep_the_pages_of_a_programme_whose_projects_were_edited,
        100,
        "not as in a clean build",
        BESIDE_THE_FACE,
    ),
    Bug(forget_projects_in_the_keys_of_programmes, 100, "not as in a clean build", BESIDE_THE_FACE),
    Bug(plan_no_dossier_of_a_project_whose_text_was_edited, 100, "not as in a clean build", TEXT_EDITS),
    Bug(forget_that_projects_are_ordered_by_title, 100, "not as in a clean build", TEXT_EDITS),
    Bug(forget_that_languages_may_disagree, 100, "diagnostics", TEXT_EDITS),
    Bug(forget_the_files_that_texts_name, 100, "diagnostics", ("edit_body", "change_picture")),
    Bug(forget_the_links_of_drafts, 100, "diagnostics", ("edit_body", "make_or_end_a_draft")),
    Bug(believe_that_translations_stay_current, 100, "not as in a clean build", TEXT_EDITS),
    Bug(overlook_what_an_edit_breaks_elsewhere, 100, "diagnostics", TEXT_EDITS),
    Bug(forget_what_was_wrong_with_remembered_files, 100, "diagnostics", ("make_a_mistake", "edit_body")),
)
