"""What an edition of a part of the archive can show."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from sitegen.pages import plan
from sitegen.pages.edition import Edition, cards, entry_link
from tests.literal import Site, article


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """A Mongolian edition of two articles, as a build makes it."""
    made: list[Edition] = []

    def make_edition(*given: object) -> Edition:
        made.append(original(*given))
        return made[-1]

    original = plan.make_edition
    monkeypatch.setattr(plan, "make_edition", make_edition)
    files = {f"content/articles/2018/{name}/index.mn.md": article(f"Мэдээ {name}") for name in "ab"}
    assert Site(tmp_path, files).build().diagnostics == ()
    return next(edition for edition in made if edition.lang == "mn")


def test_an_edition_of_a_part_shows_no_entry_outside_it_even_if_another_has_shown_it(
    edition: Edition,
) -> None:
    """Decision 11: what a page shows is what its key names."""
    near, far = edition.archive.entries.values()
    assert [card.title for card in cards(edition, (near, far))] == ["Мэдээ a", "Мэдээ b"]
    archive = msgspec.structs.replace(edition.archive, entries={near.key: near})
    part = msgspec.structs.replace(edition, archive=archive)
    assert entry_link(part, near) is entry_link(edition, near)
    with pytest.raises(KeyError):
        entry_link(part, far)
    with pytest.raises(KeyError):
        cards(part, (near, far))
