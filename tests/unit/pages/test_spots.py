"""Where a project was: a dot on the drawn map, and an address on one that can be gone into."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.content.values import BadValue, read_coordinates
from sitegen.pages.charts import spot
from tests.literal import Site, codes

PROJECT = "---\ntitle: Төсөл\ncoordinates: {coordinates}\n---\n\nТекст.\n"


def test_choir_stands_where_the_map_has_its_dot() -> None:
    where = spot("46.36, 108.36")
    assert abs(where.x - 641) <= 1
    assert abs(where.y - 262) <= 1


def test_a_page_shows_the_spot_and_links_to_it(tmp_path: Path) -> None:
    text = PROJECT.format(coordinates="46.8056,91.6532")
    site = Site(tmp_path, {"content/projects/a/index.mn.md": text})
    assert codes(site.build()) == []
    page = site.page("/projects/a/")
    assert page.count('class="spot"') == 1
    assert (
        '<a href="https://www.openstreetmap.org/?mlat=46.8056&amp;mlon=91.6532#map=13/46.8056/91.6532"'
        ' rel="external">46.8056, 91.6532</a>'
    ) in page


@pytest.mark.parametrize(
    ("text", "swapped"),
    [
        ("91.6532, 46.8056", "46.8056, 91.6532"),
        ("46.8", ""),
        ("0, 0", ""),
        ("55.75, 37.61", ""),
        ("a, b", ""),
    ],
)
def test_what_is_not_in_mongolia_is_an_error_and_turned_numbers_are_said_rightly(
    text: str, swapped: str
) -> None:
    assert read_coordinates(text) == BadValue("E176", {"value": text, "swapped": swapped, "near": ""})


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("46.8056 91.6532", "46.8056, 91.6532"),
        ("46,8056, 91,6532", "46.8056, 91.6532"),
        ("46.8056° N, 91.6532° E", "46.8056, 91.6532"),
        ("https://maps.google.com/?q=46.8056,91.6532", "46.8056, 91.6532"),
        ("https://maps.google.com/@46.8056,91.6532,12.5z", "46.8056, 91.6532"),
        ("46°48'20\"N 91°39'11\"E", ""),
        ("46.8056, 191.6532", ""),
    ],
)
def test_numbers_of_a_spot_among_other_signs_are_said(text: str, near: str) -> None:
    read = read_coordinates(text)
    assert isinstance(read, BadValue)
    assert read.args["near"] == near
