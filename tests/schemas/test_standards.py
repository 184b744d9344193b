"""The files of IATI and 360Giving follow the schemas of those standards, and say what the records say."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from sitegen.core.diagnostics import Diagnostic
from sitegen.language.numbers import CURRENCY_CODES
from tests.literal import Site

HERE = Path(__file__).parent
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PREFIXES = "organisation_id: XX-SAMPLE-1\norganisation_type: 22\ngrant_prefix: 360G-sample\n"
PROJECT = """---
title: Номын сан
summary: 800 номтой болов. Өлгий & Үлгий <сум>
programme: grants
status: completed
sector: "11220"
place: khovd/altai
recipient: {pta: {mn: Алтай сумын СЭЭБХ, en: PTA of Altai soum}}
amount: 5,000,000.50 MNT
award: {actual: 2019-06-10}
start: {planned: 2019-07, actual: 2019-07-01}
end: {planned: "2020"}
funder: gpsa
---

Текст.
"""
FILES: dict[str, str | bytes] = {
    "content/programmes/grants/index.mn.md": "---\ntitle: Тэтгэлэг\nsummary: Хөтөлбөр.\nidentifier: P1\n"
    "status: ongoing\nstart: 2014-12-09\nfunder: gpsa\nplaces: [khovd]\n---\n\nТекст.\n",
    "content/projects/library/index.mn.md": PROJECT,
    "content/projects/library/index.en.md": "---\ntitle: Library\nsummary: 800 books.\n---\n\nText.\n",
    "content/projects/well/index.mn.md": "---\ntitle: Худаг\naward: {actual: 2019}\n---\n\nТекст.\n",
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path, FILES)
    site.edit("site.yaml", "owner:", f"{PREFIXES}owner:")
    assert site.build().diagnostics == ()
    return site


def check(site: Site, standards: bool = False) -> tuple[Diagnostic, ...]:
    return site.build(publish=False, standards=standards).diagnostics


def giving(site: Site) -> Any:
    return json.loads((site.out / "data/360giving.json").read_bytes())


def iati(site: Site) -> dict[str, ElementTree.Element]:
    root = ElementTree.fromstring((site.out / "data/iati.xml").read_bytes())
    return {item.findtext("iati-identifier", ""): item for item in root}


def currencies() -> set[str]:
    schema = json.loads((HERE / "360giving.json").read_bytes())
    return set(schema["definitions"]["Grant"]["properties"]["currency"]["enum"])


def broken_rules(value: Any) -> list[str]:
    """Where a value does not follow the rules of 360Giving."""
    schema = json.loads((HERE / "360giving.json").read_bytes())
    judge = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in judge.iter_errors(value)]


def test_360giving_follows_its_schema(site: Site) -> None:
    assert broken_rules(giving(site)) == []
    lacking = giving(site)
    del lacking["grants"][0]["awardDate"]
    [wrong] = broken_rules(lacking)
    assert wrong.startswith("$.grants[0]: ")
    assert "is not valid under any of the given schemas" in wrong
    for field, value in (("awardDate", "2019-06"), ("amountAwarded", "5,000"), ("currency", "төгрөг")):
        wrong_grant = giving(site)["grants"][0] | {field: value}
        assert [item.split(":")[0] for item in broken_rules({"grants": [wrong_grant]})] == [
            f"$.grants[0].{field}"
        ]


@pytest.mark.skipif(shutil.which("xmllint") is None, reason="xmllint is not installed")
@pytest.mark.parametrize(
    ("schema", "file"), [("activities", "iati.xml"), ("organisations", "iati-organisation.xml")]
)
def test_iati_follows_its_schema(site: Site, schema: str, file: str) -> None:
    rules = HERE / f"iati/iati-{schema}-schema.xsd"
    command = ["xmllint", "--nonet", "--noout", "--schema", rules, site.out / "data" / file]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_a_grant_is_told_in_both_languages_with_its_exact_amount(site: Site) -> None:
    [grant] = giving(site)["grants"]
    assert grant["id"] == "360G-sample-library"
    assert (grant["title"], grant["title_en"]) == ("Номын сан", "Library")
    assert (grant["amountAwarded"], grant["currency"], grant["awardDate"]) == (5000000.5, "MNT", "2019-06-10")
    assert grant["plannedDates"] == [{"startDate": "2019-07", "endDate": "2020"}]
    assert grant["recipientOrganization"][0]["id"] == "360G-sample-library-recipient"
    assert grant["fundingOrganization"][0]["id"] == "360G-sample-org:gpsa"
    assert grant["grantProgramme"][0]["title_mn"] == "Тэтгэлэг"


def test_an_activity_has_narratives_in_both_languages_and_no_date_that_is_not_known(site: Site) -> None:
    library = iati(site)["XX-SAMPLE-1-project-library"]
    told = {item.get(LANG): item.text for item in library.findall("title/narrative")}
    assert told == {"mn": "Номын сан", "en": "Library"}
    assert [item.attrib for item in library.findall("activity-date")] == [
        {"type": "2", "iso-date": "2019-07-01"}
    ]
    assert library.findtext("transaction/value") == "5000000.50"
    assert library.find("reporting-org[@secondary-reporter='1']") is not None
    programme = iati(site)["XX-SAMPLE-1-programme-grants"]
    assert [item.get("ref") for item in programme.findall("related-activity")] == [
        "XX-SAMPLE-1-project-library"
    ]
    assert programme.find("sector") is None


def test_the_organisation_that_publishes_has_a_file_of_its_own(site: Site) -> None:
    root = ElementTree.fromstring((site.out / "data/iati-organisation.xml").read_bytes())
    [organisation] = root
    assert organisation.findtext("organisation-identifier") == "XX-SAMPLE-1"
    told = {item.get(LANG): item.text for item in organisation.findall("name/narrative")}
    assert told == {"mn": "Туршилтын байгууллага", "en": "Sample organisation"}
    assert organisation.find("reporting-org[@ref='XX-SAMPLE-1'][@type='22']") is not None
    assert '<a href="/data/iati-organisation.xml" download>IATI: байгууллага</a>' in site.page("/data/")


def test_a_record_that_lacks_what_is_required_is_in_no_file_of_a_standard(site: Site) -> None:
    assert "Худаг" not in json.dumps(giving(site), ensure_ascii=False)
    assert sorted(iati(site)) == ["XX-SAMPLE-1-programme-grants", "XX-SAMPLE-1-project-library"]
    assert "1 / 2" in site.page("/en/data/")
    site.edit("content/projects/library/index.mn.md", "award: {actual: 2019-06-10}\n", "")
    site.build()
    assert not (site.out / "data/360giving.json").exists()


def test_identifiers_stand_on_pages_and_in_tables_and_stay_when_a_folder_is_renamed(site: Site) -> None:
    assert "<code>360G-sample-library</code>" in site.page("/projects/library/")
    assert "<code>XX-SAMPLE-1-programme-grants</code>" in site.page("/programmes/grants/")
    site.edit("content/projects/library/index.mn.md", "title:", "aliases: [/projects/library/]\ntitle:")
    (site.root / "content/projects/library").rename(site.root / "content/projects/altai-library")
    assert site.build().diagnostics == ()
    assert giving(site)["grants"][0]["id"] == "360G-sample-library"
    assert "360G-sample-library" in (site.out / "data/projects.csv").read_text("utf-8")


def test_without_a_prefix_there_is_no_such_file_and_no_identifier(tmp_path: Path) -> None:
    site = Site(tmp_path, FILES)
    site.build()
    assert not (site.out / "data/iati.xml").exists()
    assert not (site.out / "data/360giving.json").exists()
    assert "identifier" not in (site.out / "data/projects.csv").read_text("utf-8").splitlines()[0]


def test_what_is_missing_is_told_with_its_place_when_asked_for(site: Site) -> None:
    path = "content/projects/well/index.mn.md"
    found = [(item.code, item.path, item.line, item.args) for item in check(site, standards=True)]
    assert ("W173", path, 3) in [item[:3] for item in found]
    fields = {dict(args)["field"] for code, _, _, args in found if code == "W172"}
    assert fields == {"summary", "funder", "status", "start", "sector", "place", "amount", "recipient"}
    assert check(site) == ()


def test_a_project_that_was_cancelled_says_so_in_both_standards(site: Site) -> None:
    site.edit("content/projects/library/index.mn.md", "status: completed", "status: cancelled")
    assert not site.build().failed
    [grant] = giving(site)["grants"]
    assert grant["status"] == "cancelled"
    assert broken_rules(giving(site)) == []
    assert iati(site)["XX-SAMPLE-1-project-library"].find("activity-status[@code='5']") is not None


def test_an_amount_in_a_currency_that_nobody_lists_is_in_no_file_of_a_standard(site: Site) -> None:
    assert CURRENCY_CODES - {"SLE", "VED", "XCG", "ZWG"} <= currencies()  # new ones
    site.edit("content/projects/library/index.mn.md", "5,000,000.50 MNT", "5,000,000.50 XQZ")
    assert [item.code for item in site.build().diagnostics] == ["W137"]
    assert not (site.out / "data/360giving.json").exists()
    assert iati(site)["XX-SAMPLE-1-project-library"].find("transaction") is None
    assert "5000000.50,XQZ" in (site.out / "data/projects.csv").read_text("utf-8")


def test_settings_that_are_missing_are_told_too(tmp_path: Path) -> None:
    found = check(Site(tmp_path, FILES), standards=True)
    fields = {dict(item.args)["field"] for item in found if item.code == "W174"}
    assert fields == {"organisation_id", "organisation_type", "grant_prefix"}


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("E170", "XX-SAMPLE-1", "MN 1/2"),
        ("E170", "360G-sample", "sample-1"),
        ("E171", '"11220"', "education"),
    ],
)
def test_an_identifier_or_sector_that_is_none_is_an_error(
    site: Site, code: str, before: str, after: str
) -> None:
    file = "site.yaml" if code == "E170" else "content/projects/library/index.mn.md"
    site.edit(file, before, after)
    assert [item.code for item in site.build().diagnostics] == [code]
