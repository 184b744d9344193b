"""What changed in a page is told by its fields, though only their checksums are kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from sitegen.output.fingerprint import DEEPER, WIDTH, changed_fields, field_names, fingerprint
from sitegen.pages.views import TEMPLATES, View
from tests.unit.output.test_theme_pages import view_of


def encoded(page: View) -> bytes:
    return msgspec.msgpack.encode(page)


def fields(page: Any, prefix: str = "") -> Iterator[str]:
    for name in page.__struct_fields__:
        value = getattr(page, name)
        if name in DEEPER and isinstance(value, msgspec.Struct):
            yield from fields(value, f"{prefix}{name}.")
        else:
            yield prefix + name


@pytest.mark.parametrize("full", [True, False], ids=["full", "bare"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_field_of_every_page_has_its_checksum(template: str, full: bool) -> None:
    page = view_of(template, "mn", full)
    assert field_names(encoded(page)) == list(fields(page))
    assert len(fingerprint(encoded(page))) == len(field_names(encoded(page))) * WIDTH
    assert changed_fields(fingerprint(encoded(page)), encoded(page)) == ()


def test_names_what_changed() -> None:
    before = view_of("article.html", "mn", True)
    frame = msgspec.structs.replace(before.frame, title="other")
    entry = msgspec.structs.replace(before.entry, tags=())
    after = msgspec.structs.replace(before, frame=frame, entry=entry)
    assert changed_fields(fingerprint(encoded(before)), encoded(after)) == ("frame.title", "entry.tags")


def test_a_page_of_another_kind_is_one_change() -> None:
    before, after = (encoded(view_of(name, "mn", True)) for name in ("article.html", "list.html"))
    assert changed_fields(fingerprint(before), after) == ("the kind of page",)
