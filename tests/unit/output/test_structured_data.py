from __future__ import annotations

import json
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from sitegen.language.dates import PartialDate
from sitegen.output.structured_data import jsonld, structured_data
from sitegen.pages import views
from sitegen.pages.views import Chrome, Link, Moment, MoneyView, Page, Phrase
from tests.unit.output.sampling import sample

SITE = msgspec.structs.replace(
    sample(Chrome, "mn", False),
    title="Сайн сургууль",
    owner="Глоб Интернэшнл төв",
    base_url="https://a.mn/archive",
    home="/archive/",
    licence_url=None,
)
ABOUT = (
    views.ArticlePage,
    views.ForumPage,
    views.ProgrammePage,
    views.ProjectPage,
    views.OrganisationPage,
    views.HomePage,
)


def bare(kind: type[Page], **fields: Any) -> Any:
    """A page of which only the required is known, and these fields of its entry, or else its own."""
    page = sample(kind, "mn", False)
    frame = msgspec.structs.replace(page.frame, canonical="https://a.mn/archive/x/", title="X")
    page = msgspec.structs.replace(page, frame=frame)
    if not hasattr(page, "entry"):
        return msgspec.structs.replace(page, **fields)
    return msgspec.structs.replace(page, entry=msgspec.structs.replace(page.entry, **fields))


def said(page: Page) -> dict[str, Any]:
    return structured_data(page, SITE)[0]


def test_an_article() -> None:
    page = bare(
        views.ArticlePage,
        title="Форум",
        date=Moment(local=datetime(2018, 11, 2, 10, 30), offset="+08:00"),
        updated=date(2019, 1, 15),
        forums=(Link(title="Форум 2018", url="/archive/forums/gpf-2018/"),),
        tags=(Link(title="форум", url="/archive/tags/forum/"),),
    )
    owner = {"@type": "Organization", "name": "Глоб Интернэшнл төв", "url": "https://a.mn/archive/"}
    assert said(page) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Форум",
        "inLanguage": "mn",
        "datePublished": "2018-11-02T10:30:00+08:00",
        "dateModified": "2019-01-15",
        "author": owner,
        "publisher": owner,
        "about": [{"@type": "Thing", "name": "Форум 2018", "url": "https://a.mn/archive/forums/gpf-2018/"}],
        "keywords": ["форум"],
        "url": "https://a.mn/archive/x/",
    }


def test_a_forum_of_which_only_the_month_is_known_is_no_event() -> None:
    page = bare(
        views.ForumPage,
        title="Форум",
        start=PartialDate(2017, 10),
        city=Phrase(text="Вашингтон"),
        mode="in-person",
    )
    assert structured_data(page, SITE) == ()
    start = msgspec.structs.replace(page.entry, start=PartialDate(2017, 10, 31))
    found = said(msgspec.structs.replace(page, entry=start))
    assert found["@type"] == "Event"
    assert found["startDate"] == "2017-10-31"
    assert "endDate" not in found
    assert found["location"] == {"@type": "Place", "address": "Вашингтон"}
    assert found["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"


def test_a_project_is_a_grant_that_paid_for_it() -> None:
    page = bare(
        views.ProjectPage,
        title="Ширээ",
        amount=MoneyView(amount=Decimal("5000000"), currency="MNT"),
        funder=Link(title="Сан", url="/archive/organisations/ldf/"),
        pta=Phrase(text="Алтай сумын СЭЭБХ"),
        soum=Link(title="Алтай", url="/archive/places/khovd/altai/"),
        aimag=Link(title="Ховд", url="/archive/places/khovd/"),
    )
    found = said(page)
    assert found["@type"] == "MonetaryGrant"
    assert found["amount"] == {"@type": "MonetaryAmount", "currency": "MNT", "value": 5000000}
    assert [funder["name"] for funder in found["funder"]] == ["Сан"]
    assert [place["name"] for place in found["fundedItem"]["location"]] == ["Алтай", "Ховд"]
    assert found["fundedItem"]["member"] == [{"@type": "Organization", "name": "Алтай сумын СЭЭБХ"}]


def test_a_grant_of_which_the_amount_is_not_known_has_none() -> None:
    assert "amount" not in said(bare(views.ProjectPage))
    assert "amount" not in said(bare(views.ProgrammePage))


def test_cents_are_kept() -> None:
    page = bare(views.ProgrammePage, amount=MoneyView(amount=Decimal("12.50"), currency="USD"))
    assert said(page)["amount"]["value"] == 12.5


def test_an_organisation_has_its_other_names() -> None:
    other = Phrase(text="Globe International Center", lang="en")
    page = bare(views.OrganisationPage, name=Phrase(text="Глоб"), other_name=other, website="https://gic.mn/")
    assert said(page) == {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": "Глоб",
        "alternateName": ["Globe International Center"],
        "sameAs": "https://gic.mn/",
        "url": "https://a.mn/archive/x/",
    }


def test_the_home_page_is_the_site() -> None:
    assert said(bare(views.HomePage))["@type"] == "WebSite"


def test_the_trail_ends_with_the_page_itself() -> None:
    page = bare(views.TermPage)
    trail = (Link(title="Нүүр", url="/archive/"), Link(title="Сэдэв", url="/archive/tags/"))
    page = msgspec.structs.replace(page, frame=msgspec.structs.replace(page.frame, breadcrumb=trail))
    (found,) = structured_data(page, SITE)
    items = [(item["position"], item["name"], item["item"]) for item in found["itemListElement"]]
    assert items == [
        (1, "Нүүр", "https://a.mn/archive/"),
        (2, "Сэдэв", "https://a.mn/archive/tags/"),
        (3, "X", "https://a.mn/archive/x/"),
    ]


def values(data: Any) -> list[Any]:
    """Everything inside, at any depth."""
    inside = data.values() if isinstance(data, dict) else data if isinstance(data, list) else []
    return [data, *(value for item in inside for value in values(item))]


@pytest.mark.parametrize("full", [True, False], ids=["full", "bare"])
@pytest.mark.parametrize("kind", ABOUT)
class TestEverything:
    def test_says_nothing_that_is_not_known(self, kind: type[Page], full: bool) -> None:
        for found in structured_data(sample(kind, "mn", full), SITE):
            assert not [value for value in values(found) if value is None or value in ("", [], {})]

    def test_cannot_end_the_script_it_stands_in(self, kind: type[Page], full: bool) -> None:
        page = sample(kind, "mn", full)
        evil = "</script><script>alert(1)</script><!-- \u2028 &amp;"
        page = msgspec.structs.replace(page, frame=msgspec.structs.replace(page.frame, title=evil))
        if hasattr(page, "entry"):
            page = msgspec.structs.replace(page, entry=msgspec.structs.replace(page.entry, title=evil))
        html = str(jsonld(page, SITE))
        blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>\n', html)
        assert "".join(f'<script type="application/ld+json">{block}</script>\n' for block in blocks) == html
        assert not [block for block in blocks if set(block) & set("<>&\u2028\u2029")]
        assert [json.loads(block) for block in blocks] == list(structured_data(page, SITE))
