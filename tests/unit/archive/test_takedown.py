"""What was taken down is nowhere in the published site, and does not come back under another name."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from sitegen.pages import frame
from tests.literal import CONFIG, Site, article, codes

FOLDER = "content/articles/2018/x"
TAKEDOWN = "content/takedown.yaml"
CARD = "news/2018/x/" + frame.SHARING_CARD
DATE = "date: 2026-11-20, reason: REASON-OF-THE-FAMILY"


def photo(shade: int, **options: object) -> bytes:
    target = io.BytesIO()
    noise = Image.effect_noise((800, 400), shade)
    Image.merge("RGB", (noise, noise.rotate(180), noise)).save(target, "JPEG", **options)
    return target.getvalue()


SECRET, OTHER, COVER = photo(80), photo(40), photo(60)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    body = (
        "![SAID-OF-IT](secret.jpg 'TITLE-OF-IT')\n\n![Танхим](other.jpg)\n\n"
        "[энд](secret.jpg), [бас](https://archive.example.org/news/2018/x/secret.jpg), [гэрээ](secret.pdf)"
    )
    facts = {
        "images": "[{file: cover.jpg, alt: {mn: SAID-OF-COVER, en: B}, credit: {mn: CREDIT-OF-COVER, en: C}},"
        " {file: secret.jpg, alt: {mn: SAID-OF-IT, en: SAID-OF-IT}, caption: {mn: TITLE-OF-IT, en: D}}]",
        "documents": "[{file: secret.pdf, title: {mn: TITLE-OF-PDF, en: TITLE-OF-PDF}}]",
    }
    files = {
        "site.yaml": CONFIG.replace("cards: false", "cards: true"),
        f"{FOLDER}/index.mn.md": article(body=body, **facts),
        f"{FOLDER}/secret.jpg": SECRET,
        f"{FOLDER}/other.jpg": OTHER,
        f"{FOLDER}/cover.jpg": COVER,
        f"{FOLDER}/secret.pdf": b"%PDF-1.7 SECRET-TEXT",
    }
    return Site(tmp_path, files)


WORDS = (b"secret.", b"cover.", b"SAID-OF", b"TITLE-OF", b"CREDIT-OF", b"SECRET-TEXT", b"REASON")


def left_over(site: Site) -> list[str]:
    """What of the files that were taken down is still somewhere in the published tree."""
    checksums = [hashlib.sha256(raw).hexdigest().encode() for raw in (SECRET, COVER)]
    return [
        path
        for path, raw in site.tree().items()
        if any(word in raw or word in path.encode() for word in (*WORDS, *checksums))
    ]


def test_it_is_gone_from_every_page_and_file_and_a_note_stands_in_its_place(site: Site) -> None:
    assert codes(site.build()) == []
    assert {"news/2018/x/secret.jpg", "news/2018/x/cover.jpg.320.webp", "feed.xml"} <= set(left_over(site))
    card = site.tree()[CARD]
    names = ("secret.jpg", "cover.jpg", "secret.pdf")
    site.write(TAKEDOWN, "".join(f"- {{file: articles/2018/x/{name}, {DATE}}}\n" for name in names))
    outcome = site.build()
    assert not outcome.failed
    assert codes(outcome) == ["W816"] * 3
    assert left_over(site) == []
    page = site.page("/news/2018/x/")
    assert page.count("Энэ зургийг нийтлэхээ больсон.") == 2
    assert "Энэ баримтыг нийтлэхээ больсон." in page
    assert "other.jpg" in page
    assert "<a>энд</a>, <a>бас</a>, <a>гэрээ</a>" in page
    assert site.tree()[CARD] != card
    assert site.build().rendered == ()


def test_a_note_stands_for_each_picture_under_the_title_in_the_text_and_in_the_gallery(
    tmp_path: Path,
) -> None:
    names = ("lead", "gallery", "text", "both")
    described = ", ".join(f"{{file: {name}.jpg, alt: {{mn: А}}}}" for name in names if name != "text")
    site = Site(
        tmp_path,
        {
            f"{FOLDER}/index.mn.md": article(
                body="![Зураг](text.jpg)\n\n![Зураг](both.jpg)", lead="lead.jpg", images=f"[{described}]"
            ),
            **{f"{FOLDER}/{name}.jpg": photo(20 + place) for place, name in enumerate(names)},
            TAKEDOWN: "".join(f"- {{file: articles/2018/x/{name}.jpg, {DATE}}}\n" for name in names),
        },
    )
    assert set(codes(site.build())) == {"W816"}
    page = site.page("/news/2018/x/")
    assert page.count("Энэ зургийг нийтлэхээ больсон.") == 4
    assert page.index("taken-down") < page.index('class="prose"')


def test_the_half_of_a_pair_that_is_left_is_not_asked_for_its_other(tmp_path: Path) -> None:
    folder = "content/projects/khovd-x"
    images = ", ".join(f"{{file: {name}.jpg, alt: {{mn: Зал}}}}" for name in ("a", "b"))
    site = Site(
        tmp_path,
        {
            f"{folder}/index.mn.md": article(before="a.jpg", after="b.jpg", images=f"[{images}]"),
            f"{folder}/a.jpg": photo(30),
            f"{folder}/b.jpg": photo(31),
            TAKEDOWN: f"- {{file: projects/khovd-x/a.jpg, {DATE}}}\n",
        },
    )
    assert codes(site.build()) == ["W816"]


def test_the_warning_gives_the_line_that_keeps_it_from_coming_back(site: Site) -> None:
    site.write(TAKEDOWN, f"- {{file: articles/2018/x/secret.jpg, {DATE}}}\n")
    (warning,) = site.build().diagnostics
    line = str(dict(warning.args)["paste"])
    site.write(TAKEDOWN, f"- {{file: articles/2018/x/secret.jpg, {line}, {DATE}}}\n")
    assert [dict(item.args).get("left") for item in site.build().diagnostics] == [
        "articles/2018/x/secret.jpg"
    ]
    site.remove(f"{FOLDER}/secret.jpg")
    assert codes(site.build()) == []
    stands = site.tree()
    exif = Image.Exif()
    exif[0x010F] = "another program"
    block = b"Exif\0\0" + exif.tobytes().removeprefix(b"Exif\0\0")
    marked = SECRET[:2] + b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block + SECRET[2:]
    site.write("content/articles/2019/y/index.mn.md", article(body="![Танхим](new.jpg)"))
    for content in (SECRET, SECRET + b"trailing", marked):
        site.write("content/articles/2019/y/new.jpg", content)
        outcome = site.build()
        assert outcome.failed
        assert [(item.code, item.path) for item in outcome.diagnostics if item.code[0] == "E"] == [
            ("E815", "content/articles/2019/y/new.jpg")
        ]
        assert site.tree() == stands


def test_a_digest_alone_is_gone_wherever_it_lies(site: Site) -> None:
    missing = hashlib.sha256(b"no file").hexdigest()
    site.write(TAKEDOWN, f"- {{digest: 'sha256:{missing}', {DATE}}}\n")
    assert codes(site.build()) == []
    assert "news/2018/x/secret.pdf" in site.tree()
    pdf = hashlib.sha256(b"%PDF-1.7 SECRET-TEXT").hexdigest()
    site.write(TAKEDOWN, f"- {{digest: {pdf}, {DATE}}}\n")
    assert codes(site.build()) == []
    assert "news/2018/x/secret.pdf" not in site.tree()
    assert "secret.pdf" not in site.page("/news/2018/x/")


@pytest.mark.parametrize("line", ["file: secret.jpg", "file: ../x/a.jpg", "digest: abc", "{}"])
def test_what_names_no_file_is_an_error(site: Site, line: str) -> None:
    line = "" if line == "{}" else f"{line}\n  "
    site.write(TAKEDOWN, f"- {line}date: 2026-11-20\n  reason: a\n")
    assert {item.code for item in site.build().diagnostics if item.path == TAKEDOWN} == {"E821"}


def test_its_address_may_vanish_from_the_ledger(site: Site) -> None:
    site.write("addresses.txt", "/news/2018/x/secret.pdf file secret.pdf\n")
    site.build()
    site.write(TAKEDOWN, f"- {{file: articles/2018/x/secret.pdf, {DATE}}}\n")
    assert not site.build().failed
    assert "news/2018/x/secret.pdf" not in site.tree()
