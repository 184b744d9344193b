"""A page of all parts of the theme in all their states, with sample contents, which only the preview
shows."""

from __future__ import annotations

from decimal import Decimal

from sitegen.language.dates import PartialDate
from sitegen.pages import views
from sitegen.pages.charts import aimag_map, bars, shares, spans
from sitegen.pages.edition import Edition
from sitegen.pages.frame import frame
from sitegen.pages.planned import PlannedPage, generated_page

COMPONENTS = "_components"
_SHORT = {"mn": "Жишээ гарчиг", "en": "A sample title"}
LONG = {
    "mn": "Хоёр, гурван мөр эзлэх урт жишээ гарчиг: сургууль, эцэг эх, сум, аймаг хамтарсан нь",
    "en": "A sample of a long title that takes two or three lines: school, parents, soum and aimag together",
}
SUMMARY = {
    "mn": "Жишээ хураангуй. Энэ бол бодит мэдээ биш, загвар шалгах бичвэр.",
    "en": "A sample summary. It is no news, but a text to look at the theme with.",
}


def components_page(edition: Edition) -> PlannedPage:
    """The page, at an address that no section has. No plan has it, so it is never published."""
    lang = edition.lang
    page = views.ComponentsPage(
        frame=frame(edition, (COMPONENTS,), edition._("Parts of the theme"), indexed=False),
        cards=tuple(_cards(edition)),
        donors=(
            views.DonorView(
                name=views.Phrase(text=_SHORT[lang]),
                statement=views.Phrase(text=SUMMARY[lang]),
                url="#page:text",
            ),
        ),
        map=aimag_map(
            edition,
            {place.id: number % 11 for number, place in enumerate(edition.archive.records.places)},
        ),
        bars=bars((_link(str(year)), number) for year, number in ((2017, 3), (2018, 12), (2019, 7))),
        spans=spans(
            views.PlannedDate(planned=PartialDate(2018, 1), actual=PartialDate(2018, 4)),
            views.PlannedDate(planned=PartialDate(2018, 12), actual=PartialDate(2019, 6)),
        ),
        budget=shares([_amount(_SHORT[lang], 3_000_000), _amount(LONG[lang], 2_000_000)]),
        results=(
            views.ResultView(indicator=views.Phrase(text=LONG[lang]), target=views.Phrase(text="120")),
            views.ResultView(indicator=views.Phrase(text=_SHORT[lang]), actual=views.Phrase(text="1")),
        ),
        milestones=(
            views.MilestoneView(date=PartialDate(2018), what=views.Phrase(text=_SHORT[lang])),
            views.MilestoneView(date=PartialDate(2018, 11, 2), what=views.Phrase(text=LONG[lang])),
        ),
        chips=(_link(_SHORT[lang], 3), _link(_SHORT[lang], 12, current=True), _link(LONG[lang])),
        place=views.Pages(number=2, of=31, previous="#page:text", next="#page:text"),
    )
    return generated_page(edition.path(COMPONENTS), "components.html", lang, page)


def _cards(edition: Edition) -> list[views.Card]:
    lang = edition.lang
    other = next((code for code in edition.archive.languages if code != lang), "")
    when = (PartialDate(2018), PartialDate(2019, 6))
    money = views.MoneyView(amount=Decimal(5_000_000), currency="MNT")
    return [
        views.Card(kind="article", title=_SHORT[lang], url="#page:text"),
        views.Card(
            kind="project",
            title=LONG[lang],
            url="#page:text",
            summary=SUMMARY[lang],
            when=when,
            place=_SHORT[lang],
            status="completed",
            amount=money,
        ),
        views.Card(kind="forum", title=_SHORT[other or lang], url="#page:text", lang=other, when=when),
    ]


def _link(title: str, count: int | None = None, *, current: bool = False) -> views.Link:
    return views.Link(title=title, url="#page:text", count=count, current=current)


def _amount(label: str, amount: int) -> views.AmountView:
    money = views.MoneyView(amount=Decimal(amount), currency="MNT")
    return views.AmountView(label=views.Phrase(text=label), money=money)
