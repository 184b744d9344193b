"""What the pages say can be taken away as tables."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sitegen.language.numbers import format_money
from tests.literal import Site, article

ISO = "A year, a month or a day (ISO 8601), as much as is known"
PROJECT = """---
title: {title}
programme: pta
place: khovd/altai
amount: {amount}
budget:
  - {{item: {{mn: Ном, en: Books}}, amount: "1,000,000 MNT"}}
conflicts:
  - topic: {{mn: Хэдэн хүүхэд, en: How many children}}
    claims:
      - {{value: {{mn: "20", en: "20"}}, source: s}}
      - {{value: {{mn: "30", en: "30"}}, source: s}}
sources: [s]
---

Текст.
"""
FILES: dict[str, str | bytes] = {
    "content/places.yaml": "- id: khovd\n  name: {mn: Ховд, en: Khovd}\n  iso: MN-043\n"
    "  soums: [{id: altai, name: {mn: Алтай, en: Altai}}]\n",
    "content/sources.yaml": "- id: s\n  title: {mn: Эх сурвалж}\n  url: https://source.example.org/\n"
    "  archived: https://kept.example.org/s\n- id: kept\n  title: {en: Kept}\n  archived: s.txt\n",
    "static/s.txt": "kept",
    "content/programmes/pta/index.mn.md": "---\ntitle: Хөтөлбөр\n---\n\nТекст.\n",
    "content/projects/library/index.mn.md": PROJECT.format(title='"=Номын сан"', amount="5,000,000.50 MNT"),
    "content/projects/library/index.en.md": "---\ntitle: Library\n---\n\nText.\n",
    "content/projects/tree/index.mn.md": "---\ntitle: Мод\nprogramme: pta\n---\n\nТекст.\n",
    "content/projects/hidden/index.mn.md": "---\ntitle: Ноорог\ndraft: true\n---\n\nТекст.\n",
    "content/articles/2018/forum/index.mn.md": article("Өлгийд “форум”", date="2018-11-02"),
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path, FILES)
    assert site.build().diagnostics == ()
    return site


def read(site: Site, path: str) -> bytes:
    return (site.out / "data" / path).read_bytes()


def rows(site: Site, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(read(site, path).decode("utf-8-sig"))))


def records(site: Site, path: str) -> Any:
    return json.loads(read(site, path))


def test_a_spreadsheet_reads_the_letters_and_runs_no_formula(site: Site) -> None:
    assert read(site, "projects.csv").startswith(b"\xef\xbb\xbfref,title_mn,title_en,")
    library = rows(site, "projects.csv")[0]
    assert (library["ref"], library["title_mn"], library["title_en"]) == ("library", "'=Номын сан", "Library")
    assert rows(site, "articles.csv")[0]["title_mn"] == "Өлгийд “форум”"


def test_an_amount_is_exact_and_what_is_not_known_is_empty(site: Site) -> None:
    library, tree = rows(site, "projects.csv")
    assert (library["amount"], library["currency"], library["place"]) == ("5000000.50", "MNT", "khovd/altai")
    assert (tree["amount"], tree["currency"], tree["place"], tree["url_en"]) == ("", "", "", "")
    assert "amount" not in records(site, "projects.json")[1]


def test_nothing_is_told_of_what_is_not_published(site: Site) -> None:
    assert [row["ref"] for row in rows(site, "projects.csv")] == ["library", "tree"]
    assert "Ноорог".encode() not in b"".join(path.read_bytes() for path in (site.out / "data").rglob("*.*"))


def test_json_holds_the_same_with_lists_as_lists(site: Site) -> None:
    library = records(site, "projects.json")[0]
    assert (library["title_mn"], library["amount"], library["sources"]) == ("=Номын сан", 5000000.5, ["s"])
    beside = json.loads((site.out / "projects/library/index.json").read_bytes())
    assert {name: beside[name] for name in library} == library
    assert '<link rel="alternate" type="application/json" href="/projects/library/index.json">' in site.page(
        "/en/projects/library/"
    )


def test_conflicts_and_budgets_are_rows_of_their_own(site: Site) -> None:
    claims = [(row["entry_ref"], row["claim_en"], row["source"]) for row in rows(site, "conflicts.csv")]
    assert claims == [("library", "20", "s"), ("library", "30", "s")]
    [line] = rows(site, "budget.csv")
    assert (line["entry_kind"], line["item_mn"], line["row"]) == ("project", "Ном", "1")
    assert (line["amount"], line["currency"]) == ("1000000", "MNT")


def test_each_programme_has_its_projects(site: Site) -> None:
    assert [row["ref"] for row in rows(site, "programmes/pta/projects.csv")] == ["library", "tree"]
    package = records(site, "programmes/pta/datapackage.json")
    assert package["titles"] == {"mn": "Хөтөлбөр", "en": "Хөтөлбөр"}
    assert package["id"] == "https://archive.example.org/data/programmes/pta/"
    [projects] = package["resources"]
    [whole] = [item for item in records(site, "datapackage.json")["resources"] if item["name"] == "projects"]
    assert projects["schema"]["fields"] == whole["schema"]["fields"]
    for page in ("/data/", "/en/data/"):
        shown = site.page(page).partition('id="page:programmes"')[2]
        assert re.findall('(?:href=")(/data/programmes/[^"]*)', shown) == [
            f"/data/programmes/pta/{name}" for name in ("projects.csv", "projects.json", "datapackage.json")
        ]
        assert "Хөтөлбөр</a>" in shown


def test_the_database_sums_up_what_the_pages_sum_up(site: Site) -> None:
    with sqlite3.connect(site.out / "data/archive.sqlite") as connection:
        query = "SELECT aimag, currency, projects, amounts_known, total FROM projects_by_aimag"
        assert connection.execute(query).fetchall() == [
            (None, None, 1, 0, None),
            ("khovd", "MNT", 1, 1, 5000000.5),
        ]
        assert connection.execute("SELECT count(*) FROM conflicts").fetchone() == (2,)
    assert "5,000,000.50" in site.page("/projects/")


def test_the_package_describes_every_column_in_both_languages(site: Site) -> None:
    package = records(site, "datapackage.json")
    assert {item["path"] for item in package["resources"]} == {
        path.name for path in (site.out / "data").glob("*.csv")
    }
    for resource in package["resources"]:
        header = read(site, resource["path"]).decode("utf-8-sig").splitlines()[0].split(",")
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == header
        assert all(field["titles"].keys() == {"mn", "en"} for field in fields)
        notes = {field["name"]: field["descriptions"]["en"] for field in fields if "descriptions" in field}
        assert {"amount", "currency", "date"} & set(header) <= notes.keys()
        assert notes.get("date", ISO) == ISO
    assert package["sources"] == [
        {"title": "Эх сурвалж", "titles": {"mn": "Эх сурвалж"}, "path": "https://source.example.org/"},
        {"title": "Kept", "titles": {"en": "Kept"}},
    ]
    assert package["licenses"][0]["titles"] == {"mn": "Лиценз", "en": "Licence"}
    assert [row["archived"] for row in rows(site, "sources.csv")] == [
        "https://archive.example.org/static/s.txt",
        "https://kept.example.org/s",
    ]
    assert "A decimal number, in the currency of the next column" in site.page("/en/data/")
    assert "Аравтын бутархай тоо, дараагийн баганад заасан валютаар" in site.page("/data/")


def test_the_page_lists_every_table_in_its_language(site: Site) -> None:
    assert 'href="/data/projects.csv"' in site.page("/data/")
    assert "Төслүүд" in site.page("/data/")
    assert '<p>Сүүлд өөрчилсөн: <time datetime="2018-11-02">' in site.page("/data/")
    assert 'href="/data/projects.csv"' in site.page("/en/data/")


def test_the_file_beside_a_page_holds_its_lists_too(site: Site) -> None:
    record = json.loads(site.page("/projects/library/index.json"))
    assert (record["ref"], record["amount"], record["currency"]) == ("library", 5000000.5, "MNT")
    assert record["budget"] == [
        {"item_mn": "Ном", "item_en": "Books", "amount": 1000000, "currency": "MNT"},
    ]
    assert [claim["claim_mn"] for claim in record["conflicts"]] == ["20", "30"]
    assert "budget" not in json.loads(site.page("/projects/tree/index.json"))


def test_a_site_can_do_without(site: Site) -> None:
    site.edit("site.yaml", "title:", "data: false\ntitle:")
    site.build()
    assert not (site.out / "data").exists()
    assert not (site.out / "projects/library/index.json").exists()
    assert "/data/" not in site.page("/sitemap.xml") + site.page("/")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_mongolian_letters_and_adds_up_what_the_page_adds_up(site: Site) -> None:
    command = [
        *("soffice", f"-env:UserInstallation={(site.root / 'office').as_uri()}", "--headless"),
        *(
            "--infilter=CSV:44,34,76",
            "--convert-to",
            "fods",
            "--outdir",
            site.root,
        ),  # UTF-8, as its dialog says
        *(site.out / f"data/{name}.csv" for name in ("projects", "articles")),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=100)
    assert "Өлгийд “форум”" in (site.root / "articles.fods").read_text("utf-8")
    projects = (site.root / "projects.fods").read_text("utf-8")
    assert "=Номын сан" in projects
    assert "table:formula" not in projects
    assert re.findall('value-type="float" office:value="([^"]+)"', projects) == ["5000000.5"]


@pytest.mark.parametrize("page", ["data.en.md", "data.mn.md"])
def test_the_questions_of_the_guide_are_answered_with_the_figures_of_the_pages(site: Site, page: str) -> None:
    text = (Path(__file__).parents[3] / "docs" / page).read_text("utf-8").replace("'grants'", "'pta'")
    questions = re.findall(r"```sql\n(.*?)```", text, re.DOTALL)
    with sqlite3.connect(site.out / "data/archive.sqlite") as connection:
        answers = [connection.execute(question).fetchall() for question in questions]
    assert ("khovd", "MNT", 1, 1, 5000000.5) in answers[0]
    assert answers[1] == [("MNT", 1, 5000000.5)]
    assert "5,000,000.50" in site.page("/projects/")
    assert [row[2] for row in answers[2]] == [5000000.5, None]
    assert [row[3] for row in answers[3]] == ["20", "30"]


def test_the_package_is_valid(site: Site) -> None:
    frictionless = pytest.importorskip("frictionless")
    for name in ("data/programmes/pta/datapackage.json", "data/datapackage.json"):
        report = frictionless.Package(str(site.out / name)).validate()
        assert report.flatten(["type", "title", "message"]) == []
    assert "projects" in {task.name for task in report.tasks}
    projects = site.out / "data/projects.csv"
    projects.write_bytes(projects.read_bytes().replace(b"5000000.50", b"five"))
    report = frictionless.Package(str(site.out / "data/datapackage.json")).validate()
    assert [error for [error] in report.flatten(["type"])] == ["type-error"]


GIVEN = {  # programme, place, amount
    "one": ("pta", "khovd/altai", "1,250,000 MNT"),
    "two": ("pta", "khovd", "300 USD"),
    "three": ("pta", "uvs", "0.75 USD"),
    "four": ("books", "uvs", "12,000.20 EUR"),
    "five": ("books", "khovd", "999,999,999.99 MNT"),
    "six": ("books", "", ""),
    "seven": ("", "uvs", "450,000 MNT"),
}
COLUMN_OF = {"programme": "programme", "aimag": "place"}
SUMS = {
    "": {"EUR": "12,000.20", "MNT": "1,006,700,000.49", "USD": "300.75"},
    "pta": {"MNT": "6,250,000.50", "USD": "300.75"},
    "books": {"EUR": "12,000.20", "MNT": "999,999,999.99"},
    "khovd": {"MNT": "1,006,250,000.49", "USD": "300"},
    "uvs": {"EUR": "12,000.20", "MNT": "450,000", "USD": "0.75"},
}


@pytest.fixture
def summed(site: Site) -> Site:
    """A site with amounts in three currencies, two programmes and two aimags."""
    known = (site.root / "content/places.yaml").read_text("utf-8")
    site.write("content/places.yaml", known + "- id: uvs\n  name: {mn: Увс, en: Uvs}\n")
    site.write("content/programmes/books/index.mn.md", "---\ntitle: Ном\n---\n\nТекст.\n")
    for programme in ("pta", "books"):
        site.write(f"content/programmes/{programme}/index.en.md", "---\ntitle: Grants\n---\n\nText.\n")
    for name, facts in GIVEN.items():
        given = zip(("programme", "place", "amount"), facts, strict=True)
        lines = "".join(f"{field}: {value}\n" for field, value in given if value)
        site.write(f"content/projects/{name}/index.mn.md", f"---\ntitle: {name}\n{lines}---\n\nТекст.\n")
    assert site.build().diagnostics == ()
    return site


def sums(some: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The sums, by currency, that these records of projects add up to."""
    found: dict[str, Decimal] = {}
    for row in some:
        if row.get("amount"):
            found[row["currency"]] = found.get(row["currency"], Decimal(0)) + Decimal(str(row["amount"]))
    return {name: format_money(total, name, "en").partition("\xa0")[2] for name, total in found.items()}


def totals(site: Site, path: str) -> dict[str, str]:
    """The sums, by currency, that a page says first that all its projects got together."""
    page = site.page(path).replace("\xa0", " ")
    told = re.search('(?:<span class="money">[^<]+</span>(?:, )?)+', page)
    assert told, path
    return dict(re.findall("([A-Z]{3}) ([^<]+)<", told[0]))


def test_sums_in_files_are_the_sums_on_pages_in_each_currency(summed: Site) -> None:
    projects = rows(summed, "projects.csv")
    assert sums(projects) == totals(summed, "/en/projects/") == SUMS[""]
    for facet, value in (("programme", "pta"), ("programme", "books"), ("aimag", "khovd"), ("aimag", "uvs")):
        some = [row for row in projects if row[COLUMN_OF[facet]].partition("/")[0] == value]
        assert sums(some) == totals(summed, f"/en/projects/by/{facet}/{value}/") == SUMS[value], value
    for aimag in ("khovd", "uvs"):
        assert totals(summed, f"/en/places/{aimag}/") == SUMS[aimag]
    for programme in ("pta", "books"):
        assert sums(rows(summed, f"programmes/{programme}/projects.csv")) == SUMS[programme]
        assert sums(records(summed, f"programmes/{programme}/projects.json")) == SUMS[programme]
        assert totals(summed, f"/en/programmes/{programme}/") == SUMS[programme]


def test_sums_in_the_database_are_the_sums_on_pages_in_each_currency(summed: Site) -> None:
    with sqlite3.connect(summed.out / "data/archive.sqlite") as connection:
        for facet, column in COLUMN_OF.items():
            view = "aimag" if facet == "aimag" else column
            query = f"SELECT {view}, currency, total FROM projects_by_{view} WHERE currency IS NOT NULL"
            found = connection.execute(query).fetchall()
            for value in {value for value, _, _ in found if value}:
                page = totals(summed, f"/en/projects/by/{facet}/{value}/")
                there = {currency: total for of, currency, total in found if of == value}
                assert there == {name: float(told.replace(",", "")) for name, told in page.items()}, value


def test_programs_that_look_for_data_are_told_of_every_file_in_full(site: Site) -> None:
    """What https://schema.org/Dataset and the search for datasets of Google ask for."""
    for page in ("/data/", "/en/data/"):
        [text] = re.findall('<script type="application/ld\\+json">(.*?)</script>', site.page(page))[:1]
        data = json.loads(text)
        assert (data["@context"], data["@type"]) == ("https://schema.org", "Dataset")
        assert data["url"] == f"https://archive.example.org{page}"
        assert 50 <= len(data["description"]) <= 5000
        assert data["name"]
        assert data["creator"]["name"]
        there = {path.relative_to(site.out).as_posix() for path in (site.out / "data").glob("*.*")}
        told = [
            item["contentUrl"].removeprefix("https://archive.example.org/") for item in data["distribution"]
        ]
        same = {name.replace(".csv", ".json") for name in told if name.endswith(".csv")}
        others = {"data/index.html"} | {name for name in there if "-index." in name}
        assert set(told) == there - others - same
        assert all("/" in item["encodingFormat"] for item in data["distribution"])
