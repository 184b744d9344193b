"""The pictures that other sites show with a link."""

from __future__ import annotations

import io
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from sitegen.output.sharing_cards import draw_card, unknown_sign
from sitegen.pages import views
from tests.literal import CONFIG, Site, article, codes

ON = {"site.yaml": CONFIG.replace("cards: false", "")}
NEWS = "content/articles/2018/forum/index.mn.md"
CARD = views.SharingCard(
    lang="mn",
    source=NEWS,
    title="Форум болов",
    kind="Мэдээ",
    site="Архив",
    band="#123f6d",
    on_band="#ffffff",
    ornament="#e0a93e",
    date=date(2018, 11, 2),
)


def photo(colour: str = "#c02020") -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (800, 600), colour).save(content, "JPEG")
    return content.getvalue()


def drawn(card: views.SharingCard, **files: bytes) -> Image.Image:
    return Image.open(io.BytesIO(draw_card(card, files))).convert("RGB")


def test_a_card_has_the_size_that_is_asked_for_and_is_always_the_same() -> None:
    assert drawn(CARD).size == (1200, 630)
    assert draw_card(CARD, {}) == draw_card(CARD, {})


def test_the_letters_of_mongolian_and_its_money_are_there() -> None:
    text = "ӨҮөүЁё ₮ € № – — “Ө” … ҚқҒғҢңҰұҺһІі Ääöü"
    assert unknown_sign(msgspec.structs.replace(CARD, title=text)) is None


@pytest.mark.parametrize("sign", ["😀", "中", "ᠮ"])
@pytest.mark.parametrize("field", ["title", "place", "site", "statement"])
def test_a_sign_that_the_fonts_lack_is_told(sign: str, field: str) -> None:
    text = f"Форум {sign}"
    assert unknown_sign(msgspec.structs.replace(CARD, **{field: text})) == (sign, text)


def rows_with(image: Image.Image, colour: tuple[int, int, int], below: int) -> list[int]:
    found = []
    for y in range(below):
        line = [image.getpixel((x, y)) for x in range(0, 1200, 2)]
        if any(
            isinstance(p, tuple) and sum(abs(a - b) for a, b in zip(p, colour, strict=True)) < 40
            for p in line
        ):
            found.append(y)
    return found


@pytest.mark.parametrize("title", ["Ө" * 100, "Эцэг эх, багшийн холбоо " * 8, "Форум"])
def test_a_title_of_any_length_stands_above_what_comes_after_it(title: str) -> None:
    statement = "Энэ мэдэгдлийг гэрээгээр шаарддаг. " * 6
    image = drawn(msgspec.structs.replace(CARD, title=title, statement=statement))
    white = rows_with(image, (255, 255, 255), 530)
    gaps = [after - before for before, after in pairwise(white)]
    assert max(gaps) >= 12  # between the title and the statement nothing touches


def test_a_short_title_is_larger_where_no_picture_stands_beside_it() -> None:
    alone, beside = (
        len(rows_with(image, (255, 255, 255), 500))
        for image in (drawn(CARD), drawn(msgspec.structs.replace(CARD, picture="photo"), photo=photo()))
    )
    assert alone > beside * 1.3


def test_a_photo_fills_the_right_and_a_logo_stands_on_white() -> None:
    card = msgspec.structs.replace(CARD, picture="photo", logos=("logo",))
    image = drawn(card, photo=photo(), logo=photo("#20c020"))
    red, green, blue = image.getpixel((1100, 200))  # type: ignore[misc]
    assert red > 150 > green + blue
    assert rows_with(image, (32, 192, 32), 600)


def test_what_is_no_picture_is_left_out() -> None:
    card = msgspec.structs.replace(CARD, picture="photo", logos=("logo",))
    assert drawn(card, photo=b"<svg/>", logo=b"").size == (1200, 630)


class TestOnTheSite:
    def test_every_page_that_is_searched_for_has_a_card_that_is_there(self, tmp_path: Path) -> None:
        site = Site(tmp_path, ON | {NEWS: article()})
        assert codes(site.build()) == []
        tree = site.tree()
        pages = {path: content.decode() for path, content in tree.items() if path.endswith("index.html")}
        without = [
            path for path, page in pages.items() if 'content="noindex"' not in page and "og:image" not in page
        ]
        assert without == []
        cards = set(
            re.findall(r'og:image" content="https://archive.example.org/([^"]+)', "".join(pages.values()))
        )
        assert cards <= tree.keys()
        assert {"share-card.png", "en/share-card.png", "news/2018/forum/share-card.png"} <= cards
        assert {"places/khovd/altai/share-card.png", "en/organisations/gpsa/share-card.png"} <= cards
        assert 'og:image:width" content="1200"' in pages["index.html"]

    def test_a_new_title_makes_its_own_card_anew_and_no_other(self, tmp_path: Path) -> None:
        site = Site(tmp_path, ON | {NEWS: article(), NEWS.replace("forum", "other"): article("Өөр")})
        site.build()
        before = {path: raw for path, raw in site.tree().items() if path.endswith(".png")}
        site.edit(NEWS, "Форум болов", "Форум дууслаа")
        assert codes(site.build()) == []
        after = {path: raw for path, raw in site.tree().items() if path.endswith(".png")}
        assert [path for path in after if after[path] != before[path]] == ["news/2018/forum/share-card.png"]

    def test_another_photo_of_the_same_name_makes_the_card_anew(self, tmp_path: Path) -> None:
        images = "\n  - file: a.jpg\n    alt: {mn: Зураг, en: Photo}"
        folder = NEWS.removesuffix("index.mn.md")
        site = Site(tmp_path, ON | {NEWS: article(images=images), f"{folder}a.jpg": photo()})
        assert codes(site.build()) == []
        path = "news/2018/forum/share-card.png"
        before = site.tree()[path]
        site.write(f"{folder}a.jpg", photo("#2020c0"))
        assert codes(site.build()) == []
        assert site.tree()[path] != before

    def test_a_sign_nobody_can_draw_is_an_error_at_its_file(self, tmp_path: Path) -> None:
        site = Site(tmp_path, ON | {NEWS: article("Форум 中")})
        (problem,) = site.build().diagnostics
        assert (problem.code, problem.path) == ("E163", NEWS)
        site.write("site.yaml", CONFIG)
        assert codes(site.build()) == []

    def test_without_cards_a_page_shows_its_own_picture(self, tmp_path: Path) -> None:
        images = "\n  - file: a.jpg\n    alt: {mn: Зураг, en: Photo}"
        folder = NEWS.removesuffix("index.mn.md")
        site = Site(tmp_path, {NEWS: article(images=images), f"{folder}a.jpg": photo()})
        assert codes(site.build()) == []
        assert not [path for path in site.tree() if path.endswith("share-card.png")]
        page = site.page("/news/2018/forum/")
        assert 'og:image" content="https://archive.example.org/news/2018/forum/a.jpg"' in page
        assert 'og:image:height" content="600"' in page
