"""Numbers as drawings."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from sitegen.language.dates import PartialDate
from sitegen.pages import views
from sitegen.pages.charts import bars, shares, spans
from tests.literal import CONFIG, Site, codes

PLACES = """
- id: khovd
  name: {mn: Ховд, en: Khovd}
  iso: MN-043
- id: uvs
  name: {mn: Увс, en: Uvs}
  iso: MN-046
- id: govisumber
  name: {mn: Говьсүмбэр, en: Govisumber}
  iso: MN-064
"""


def project(number: int, place: str, more: str = "") -> str:
    return f"---\ntitle: Төсөл {number:03}\nplace: {place}\n{more}---\n\nТекст.\n"


def archive(tmp_path: Path, places: list[str], more: str = "", settings: str = "") -> Site:
    files = {
        f"content/projects/p-{number}/index.mn.md": project(number, place, more)
        for number, place in enumerate(places)
    }
    site = Site(tmp_path, {"site.yaml": CONFIG + settings, "content/places.yaml": PLACES} | files)
    assert codes(site.build()) == []
    return site


def test_the_map_has_numbers_steps_and_a_legend(tmp_path: Path) -> None:
    page = archive(tmp_path, ["khovd"] * 9 + ["uvs"] * 2).page("/places/")
    areas = dict(re.findall(r'class="step-(\d)"><title>([^<]+)</title>', page))
    assert areas == {"3": "Ховд: 9 төсөл", "1": "Увс: 2 төсөл", "0": "Говьсүмбэр: 0 төсөл"}
    legend = re.findall(r'<li class="step-(\d)">.*?</svg>([^<]+)</li>', page)
    assert legend == [("0", "0"), ("1", "1–2"), ("2", "3–4"), ("3", "5–9")]
    assert re.findall(r"<text[^>]*>(\d+)</text>", page) == ["9", "2"]


def test_an_aimag_without_outline_is_a_dot_and_the_page_says_so(tmp_path: Path) -> None:
    page = archive(tmp_path, ["govisumber"]).page("/places/")
    assert 'class="step-3"><title>Говьсүмбэр: 1 төсөл</title><circle' in page
    assert "Чойр" in page


def test_the_front_page_shows_what_the_settings_say_in_their_order(tmp_path: Path) -> None:
    home = archive(tmp_path, ["khovd"], settings="home: [projects, map]\n").page("/")
    assert 0 < home.index("Төслүүд</h2>") < home.index("<svg class=")
    assert 'class="figures"' not in home


def test_what_is_known_of_money_is_said_with_its_number(tmp_path: Path) -> None:
    site = archive(tmp_path, ["khovd", "uvs"])
    site.write("content/projects/p-0/index.mn.md", project(0, "khovd", "amount: 5,000,000 MNT\n"))
    assert codes(site.build()) == []
    home = re.sub(r"\s+", " ", site.page("/"))
    assert "Дүн нь мэдэгдсэн төсөл: 1, нийт: 2." in home


def test_long_lists_of_projects_have_pages(tmp_path: Path) -> None:
    site = archive(tmp_path, ["khovd"] * 7, settings="entries_per_page: 3\n")
    pages = [site.page(path) for path in ("/projects/", "/projects/page/2/", "/projects/page/3/")]
    assert [re.findall(r">Төсөл (\d+)<", page) for page in pages] == [
        ["000", "001", "002"],
        ["003", "004", "005"],
        ["006"],
    ]
    assert all("7 төсөл" in page for page in pages)
    assert re.findall(r'rel="(prev|next)"', pages[1]) == ["prev", "next"]
    assert "/projects/by/aimag/khovd/page/2/" in site.page("/projects/by/aimag/khovd/")
    place = site.page("/places/khovd/")
    assert place.count('class="card"') == 3
    assert 'href="/projects/by/aimag/khovd/"' in place


def test_the_longest_bar_is_whole() -> None:
    found = bars((views.Link(title=name, url=""), value) for name, value in (("a", 4), ("b", 1)))
    assert [(bar.value, bar.share) for bar in found] == [(4, 100), (1, 25)]
    assert bars(()) == ()


def line(amount: int | None, currency: str = "MNT") -> views.AmountView:
    money = views.MoneyView(amount=Decimal(amount), currency=currency) if amount is not None else None
    return views.AmountView(label=views.Phrase(text="x"), money=money)


def test_shares_are_shown_only_where_all_is_known_in_one_currency() -> None:
    assert [item.share for item in shares([line(3), line(1)])] == [75, 25]
    for lines in ([line(3), line(None)], [line(3), line(1, "USD")], [line(3)], [line(0), line(0)]):
        assert shares(lines) == tuple(lines)


def planned(plan: PartialDate | None, actual: PartialDate | None) -> views.PlannedDate:
    return views.PlannedDate(planned=plan, actual=actual)


def test_planned_and_actual_time_stand_on_one_scale() -> None:
    found = spans(
        planned(PartialDate(2018), PartialDate(2018, 7)), planned(PartialDate(2018), PartialDate(2019))
    )
    assert [(span.planned, span.start_at, span.share) for span in found] == [(True, 0, 50), (False, 25, 75)]
    assert spans(planned(PartialDate(2018), None), planned(PartialDate(2019), None)) == ()
    assert spans(planned(PartialDate(9999), PartialDate(9999)), planned(PartialDate(9999), PartialDate(9999)))
