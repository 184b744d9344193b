"""Where the pictures of an entry stand: in rows, under the title, in lists, side by side, on paper."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from sitegen.language.catalogue import texts_of_codes
from tests.command import on_a_terminal
from tests.literal import Site, article, codes

FOLDER = "content/articles/2018/x"


def photo(width: int = 700, height: int = 350) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), (width % 256, 90, 40)).save(target, "JPEG")
    return target.getvalue()


def site_with(tmp_path: Path, text: str, *names: str, folder: str = FOLDER) -> Site:
    return Site(tmp_path, {f"{folder}/index.mn.md": text} | {f"{folder}/{name}": photo() for name in names})


def page_of(tmp_path: Path, body: str, *names: str, **fields: str) -> str:
    site = site_with(tmp_path, article(body=body, **fields), *names)
    assert codes(site.build()) == []
    return site.page("/news/2018/x/")


class TestPicturesInARow:
    @pytest.mark.parametrize(
        "body",
        [
            "![Нэг](a.jpg)\n![Хоёр](b.jpg)",
            "![Нэг](a.jpg)\n\n![Хоёр](b.jpg)",
            "Үг ![Нэг](a.jpg) ба ![Хоёр](b.jpg).",
        ],
    )
    def test_make_a_gallery_with_its_script(self, tmp_path: Path, body: str) -> None:
        page = page_of(tmp_path, f"Өмнөх.\n\n{body}\n\nДараах.", "a.jpg", "b.jpg")
        assert page.count('class="gallery-grid"') == 1
        inside = page.partition('class="gallery-grid"')[2].partition("</div>")[0]
        assert inside.count("<figure>") == 2
        assert 'href="/news/2018/x/a.jpg"' in inside
        assert "js/gallery.js" in page
        assert "css/pictures.css" in page

    @pytest.mark.parametrize("body", ["![Нэг](a.jpg)", "![Нэг](a.jpg)\n\nҮг.\n\n![Хоёр](b.jpg)"])
    def test_that_stand_alone_make_none(self, tmp_path: Path, body: str) -> None:
        page = page_of(tmp_path, body, *re.findall(r"\w\.jpg", body))
        assert "gallery" not in page

    def test_that_are_links_lead_where_they_say(self, tmp_path: Path) -> None:
        link = "https://example.org/"
        page = page_of(tmp_path, f"[![Нэг](a.jpg)]({link})\n[![Хоёр](b.jpg)]({link})", "a.jpg", "b.jpg")
        assert "gallery-grid" not in page
        (first, second) = re.findall(
            r'<a href="https://example.org/" rel="external">(.*?)</a>', page, re.DOTALL
        )
        assert 'src="/news/2018/x/a.jpg"' in first
        assert 'src="/news/2018/x/b.jpg"' in second
        assert "<a" not in first + second  # a link in a link would lead to the picture
        assert first.count("<picture>") == first.count("</picture>") == 1

    def test_are_looked_through_after_the_text_too(self, tmp_path: Path) -> None:
        images = ", ".join(f"{{file: {name}.jpg, alt: {name} үг}}" for name in "abc")
        page = page_of(tmp_path, "Үг.", "a.jpg", "b.jpg", "c.jpg", images=f"[{images}]")
        assert page.count("<figure>") == 3
        assert "js/gallery.js" in page


class TestTheLead:
    LEAD = "[{file: a.jpg, alt: Нэг}, {file: b.jpg, alt: Хоёр, caption: Тайлбар}]"

    def test_is_the_named_picture_and_the_only_one_fetched_at_once(self, tmp_path: Path) -> None:
        page = page_of(tmp_path, "Үг.", "a.jpg", "b.jpg", lead="b.jpg", images=self.LEAD)
        lead = page.partition('<div class="lead-picture of-news">')[2].partition("</div>")[0]
        assert 'src="/news/2018/x/b.jpg"' in lead
        assert 'fetchpriority="high"' in lead
        assert "lazy" not in lead
        assert page.count("fetchpriority") == 1
        assert page.count("Тайлбар") == 1

    @pytest.mark.parametrize(
        ("size", "figure"), [((300, 500), '<figure class="upright">'), ((500, 500), "<figure>")]
    )
    def test_that_is_upright_is_not_cut_to_a_strip(
        self, tmp_path: Path, size: tuple[int, int], figure: str
    ) -> None:
        text = article(images="[{file: a.jpg, alt: Нэг}]")
        site = Site(tmp_path, {f"{FOLDER}/index.mn.md": text, f"{FOLDER}/a.jpg": photo(*size)})
        assert codes(site.build()) == []
        assert f'<div class="lead-picture of-news">{figure}' in site.page("/news/2018/x/")

    def test_is_in_lists_and_said_to_machines(self, tmp_path: Path) -> None:
        site = site_with(tmp_path, article(lead="b.jpg", images=self.LEAD), "a.jpg", "b.jpg")
        assert codes(site.build()) == []
        url = "https://archive.example.org/news/2018/x/b.jpg"
        page = site.page("/news/2018/x/")
        assert f'<meta property="og:image" content="{url}">' in page
        assert f'"image":["{url}","https://archive.example.org/news/2018/x/a.jpg"]' in page
        assert '<img class="card-picture" src="/news/2018/x/b.jpg.320.webp" alt="" width="320"' in site.page(
            "/news/"
        )

    def test_when_nothing_is_named_the_first_of_the_text_is_fetched_at_once(self, tmp_path: Path) -> None:
        page = page_of(tmp_path, "![Нэг](a.jpg)\n\nҮг.\n\n![Хоёр](b.jpg)", "a.jpg", "b.jpg")
        assert re.findall(r'src="/news/2018/x/(\w)\.jpg"[^>]*fetchpriority', page) == ["a"]
        assert page.count('loading="lazy"') == 1

    def test_on_the_home_page_the_newest_of_three_pictured_news_leads(self, tmp_path: Path) -> None:
        site = site_with(tmp_path, article(images=self.LEAD), "a.jpg", "b.jpg")
        for name in ("y", "z"):
            site.write(f"content/articles/2018/{name}/index.mn.md", article(images=self.LEAD))
            for file in ("a.jpg", "b.jpg"):
                site.write(f"content/articles/2018/{name}/{file}", photo())
        assert codes(site.build()) == []
        home = site.page("/")
        assert home.count('<ul class="cards pictured leading">') == 1
        assert home.count('sizes="(min-width: 62rem) 45rem, (min-width: 48rem) 15rem, 6rem"') == 1
        assert home.count('sizes="(min-width: 48rem) 15rem, 6rem"') == 2
        assert "leading" not in site.page("/news/")

    def test_a_picture_of_another_size_is_seen_in_lists_at_once(self, tmp_path: Path) -> None:
        site = site_with(tmp_path, article(body="![Нэг](a.jpg)"), "a.jpg")
        site.build()
        site.write(f"{FOLDER}/a.jpg", photo(900, 300))
        site.build()
        assert 'a.jpg.320.webp" alt="" width="320" height="107"' in site.page("/news/")


def test_a_project_shows_before_and_after_side_by_side(tmp_path: Path) -> None:
    folder = "content/projects/khovd-altai"
    images = "[{file: a.jpg, alt: Хуучин ширээ}, {file: b.jpg, alt: Шинэ ширээ, caption: 2019 он}]"
    text = f"---\ntitle: Төсөл\ndate: 2018-11-02\nbefore: a.jpg\nafter: b.jpg\nimages: {images}\n---\nҮг.\n"
    site = site_with(tmp_path, text, "a.jpg", "b.jpg", folder=folder)
    assert codes(site.build()) == []
    for address in ("/projects/khovd-altai/", "/projects/khovd-altai/print/"):
        page = site.page(address)
        pair = page.partition('class="before-after"')[2].partition('<div class="prose"')[0]
        assert re.findall(r'class="which">(\w+)<|src="[^"]*/(\w)\.jpg"', pair) == [
            ("Өмнө", ""),
            ("", "a"),
            ("Дараа", ""),
            ("", "b"),
        ]
        assert page.count("<figure>") == 2


def test_paper_gets_the_whole_picture_with_its_caption(tmp_path: Path) -> None:
    site = site_with(
        tmp_path, article(lead="a.jpg", images="[{file: a.jpg, alt: Нэг, caption: Тайлбар}]"), "a.jpg"
    )
    site.build()
    page = site.page("/news/2018/x/print/")
    assert "srcset" not in page
    assert "lazy" not in page
    assert page.count("Тайлбар") == 1


@pytest.mark.parametrize(
    ("credit", "shown"),
    [
        ("'Гэрэл зураг: СЭЭБХ'", "СЭЭБХ"),
        ("'Фото: СЭЭБХ'", "СЭЭБХ"),
        ("'Photo by the PTA'", "the PTA"),
        ("'© СЭЭБХ'", "СЭЭБХ"),
        ("Зурагчин Б.", "Зурагчин Б."),
    ],
)
def test_who_took_a_picture_is_said_once(tmp_path: Path, credit: str, shown: str) -> None:
    page = page_of(tmp_path, "Үг.", "a.jpg", images=f"[{{file: a.jpg, alt: Нэг, credit: {credit}}}]")
    assert f'<span class="credit">Гэрэл зураг: {shown}</span>' in page


IN_TEXT = "![{}](a.jpg '{}')"


@pytest.mark.parametrize(
    ("fields", "body", "code", "said"),
    [
        ({"lead": "a.jpg"}, "Үг.", "W813", "  - file: a.jpg\n    alt: {mn: …}"),
        ({"images": "[{file: a.jpg, alt: {en: Desks}}]"}, "Үг.", "W813", "mn:"),
        ({"images": "[{file: a.jpg, alt: IMG_0042.JPG}]"}, "Үг.", "W813", "IMG_0042.JPG"),
        ({"images": "[{file: a.jpg, alt: Ширээ, caption: Ширээ.}]"}, "Үг.", "W813", "Ширээ"),
        ({}, IN_TEXT.format("a.jpg", ""), "W813", "a.jpg"),
        ({}, IN_TEXT.format("Ширээ", "Ширээ"), "W813", "Ширээ"),
        ({"lead": "a.jpg", "images": "[{file: a.jpg, alt: Ширээ}]"}, IN_TEXT.format("", ""), "W818", "lead"),
        ({"images": "[{file: a.jpg, alt: А}, {file: a.jpg, alt: Б}]"}, "Үг.", "W818", "images"),
        ({}, "![А](a.jpg)\n\nҮг.\n\n![Б](a.jpg)", "W818", "a.jpg"),
    ],
)
def test_what_is_wrong_with_words_of_a_picture_is_told_at_its_place(
    tmp_path: Path, fields: dict[str, str], body: str, code: str, said: str
) -> None:
    (found,) = site_with(tmp_path, article(body=body, **fields), "a.jpg").build().diagnostics
    assert found.code == code
    assert found.line > 1
    shown = texts_of_codes("mn")
    assert said in shown.message(found) + shown.hint(found)


def test_one_of_a_pair_alone_is_told_with_the_line_for_the_other(tmp_path: Path) -> None:
    folder = "content/projects/p"
    text = "---\ntitle: Төсөл\nbefore: a.jpg\nimages: [{file: a.jpg, alt: Ширээ}]\n---\nҮг.\n"
    (found,) = site_with(tmp_path, text, "a.jpg", folder=folder).build().diagnostics
    assert (found.code, found.line, dict(found.args)["paste"]) == ("W818", 3, "after: …")


def test_who_waits_for_pictures_sees_which_one_is_made(tmp_path: Path) -> None:
    names = ("a.jpg", "b.jpg", "c.jpg", "d.jpg")
    site = site_with(tmp_path, article(body="\n\n".join(f"![Нэг]({name})" for name in names)), *names)
    shown = on_a_terminal((), "build", "--site", str(site.root), "--lang", "mn", "--jobs", "1").out
    assert "Зураг, хуудас бүтээж байна" in shown
    assert "c.jpg.320.webp" in shown
