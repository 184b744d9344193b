"""Published pictures: right in every format and turn, small, and with nothing in them but pixels."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from benchmarks.photos import as_jpeg, noisy_photo
from sitegen.content.assets import LARGEST_SIDE, Asset, published_sizes
from sitegen.output.makers import Materials, Unmakeable, make_picture
from sitegen.pages.views import PicturePage
from tests.literal import Site, article

RED, BLUE = (200, 20, 20), (20, 20, 200)
SECRET = b"SECRET"


def drawn(size: tuple[int, int] = (40, 20)) -> Image.Image:
    """The left half is red, the right half blue."""
    picture = Image.new("RGB", size, BLUE)
    picture.paste(RED, (0, 0, size[0] // 2, size[1]))
    return picture


def saved(picture: Image.Image, form: str, **options: Any) -> bytes:
    target = io.BytesIO()
    picture.save(target, form, **options)
    return target.getvalue()


def made(content: bytes, form: str, size: tuple[int, int] = (40, 20)) -> Image.Image:
    page = PicturePage(width=size[0], height=size[1], format=form)
    return Image.open(io.BytesIO(make_picture(page, Materials({}, {"a": content}))))


def near(found: Any, wanted: tuple[int, ...], by: int = 24) -> bool:
    return all(abs(one - other) <= by for one, other in zip(found, wanted, strict=False))


def with_everything() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = exif[0x010F] = "SECRET"
    return saved(drawn((800, 400)), "JPEG", exif=exif, comment=SECRET, xmp=SECRET, quality=95) + SECRET


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_pixels_is_in_a_picture(form: str) -> None:
    assert with_everything().count(SECRET) >= 4
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "SECRET")
    for content in (with_everything(), saved(drawn((800, 400)), "PNG", pnginfo=text) + SECRET):
        page = PicturePage(width=400, height=200, format=form)
        raw = make_picture(page, Materials({}, {"a": content}))
        assert SECRET not in raw
        picture = Image.open(io.BytesIO(raw))
        assert len(picture.getexif()) == 0
        assert not {"exif", "xmp", "comment", "icc_profile", "Author", "photoshop"} & picture.info.keys()


def test_each_of_the_eight_turns_is_shown_upright() -> None:
    upright = drawn((64, 32))
    turns = {
        1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    for orientation, turn in turns.items():
        exif = Image.Exif()
        exif[0x0112] = orientation
        stored = upright.transpose(turn) if turn is not None else upright
        picture = made(saved(stored, "JPEG", exif=exif, quality=95), "PNG", (64, 32))
        assert near(picture.getpixel((8, 16)), RED), orientation
        assert near(picture.getpixel((56, 16)), BLUE), orientation


@pytest.mark.parametrize(
    "content",
    [
        saved(drawn().convert("CMYK"), "JPEG", quality=95),
        saved(drawn().convert("P"), "PNG"),
        saved(drawn().convert("P"), "GIF"),
        saved(drawn(), "PNG", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()),
        saved(drawn(), "PNG", icc_profile=b"no profile"),
        saved(drawn(), "JPEG", progressive=True, quality=95),
        saved(drawn(), "WEBP", lossless=True),
    ],
)
def test_colours_of_every_kind_stay(content: bytes) -> None:
    for form in ("JPEG", "WEBP", "PNG"):
        picture = made(content, form).convert("RGB")
        assert near(picture.getpixel((6, 10)), RED, 40)
        assert near(picture.getpixel((34, 10)), BLUE, 40)


def test_what_can_be_seen_through_stays_so() -> None:
    content = saved(Image.new("RGBA", (40, 20), (200, 20, 20, 0)), "PNG")
    assert made(content, "WEBP").convert("RGBA").getpixel((5, 5))[3] == 0
    assert made(content, "PNG").convert("RGBA").getpixel((5, 5))[3] == 0


def test_sixteen_bits_are_made_eight() -> None:
    content = saved(Image.new("I;16", (40, 20), 32768), "PNG")
    assert near((made(content, "PNG").convert("L").getpixel((5, 5)),), (128,), 2)


def test_a_moving_picture_moves() -> None:
    frames = [Image.new("RGB", (40, 20), colour) for colour in (RED, BLUE)]
    content = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=120, comment=SECRET)
    assert SECRET in content
    page = PicturePage(width=40, height=20, format="GIF")
    raw = make_picture(page, Materials({}, {"a": content}))
    assert SECRET not in raw
    assert getattr(Image.open(io.BytesIO(raw)), "n_frames") == 2  # noqa: B009


@pytest.mark.parametrize(
    "content", [b"", b"x", saved(drawn((400, 200)), "JPEG")[:900], saved(drawn(), "PNG")[:60]]
)
def test_what_is_broken_is_told(content: bytes) -> None:
    with pytest.raises(Unmakeable) as refused:
        made(content, "WEBP")
    assert refused.value.problem.code == "E804"


@pytest.mark.parametrize(
    ("width", "limit"), [(320, 20_000), (480, 35_000), (720, 90_000), (960, 160_000), (1600, 350_000)]
)
def test_a_photo_of_12_megapixels_is_light_on_the_wire(width: int, limit: int) -> None:
    """320 and 480 stand in lists; 720 is taken by a telephone or a window of 1280, 960 by many dots."""
    page = PicturePage(width=width, height=width * 3 // 4, format="WEBP")
    assert len(make_picture(page, Materials({}, {"a": noisy()}))) < limit


@cache
def noisy() -> bytes:
    return as_jpeg(noisy_photo())


def asset(width: int, height: int, name: str = "a.jpg") -> Asset:
    return Asset(f"content/pages/x/{name}", width, height, b"", 1)


def test_sizes_are_never_larger_than_the_picture() -> None:
    assert [(size.name, size.width, size.height) for size in published_sizes(asset(700, 350))] == [
        ("a.jpg", 700, 350),
        ("a.jpg.320.webp", 320, 160),
        ("a.jpg.480.webp", 480, 240),
        ("a.jpg.700.webp", 700, 350),
    ]
    assert [size.name for size in published_sizes(asset(300, 300))] == ["a.jpg"]
    whole, *others = published_sizes(asset(4000, 3000))
    assert (whole.width, whole.height, max(size.width for size in others)) == (LARGEST_SIDE, 1800, 1600)
    assert published_sizes(asset(800, 600, "a.svg")) == ()
    assert [size.name for size in published_sizes(asset(800, 600, "a.gif"))] == ["a.gif"]


class TestASite:
    @pytest.fixture
    def site(self, tmp_path: Any) -> Site:
        text = article(images="[{file: b.jpg, alt: {mn: Б, en: B}}]", body="![Танхим](a.jpg)")
        folder = "content/articles/2018/x"
        files = {
            f"{folder}/index.mn.md": text,
            f"{folder}/a.jpg": with_everything(),
            f"{folder}/b.jpg": with_everything(),
        }
        return Site(tmp_path, files)

    def test_nothing_leaves_that_should_not(self, site: Site) -> None:
        assert not site.build().failed
        there = {
            path: raw
            for path, raw in site.tree().items()
            if path.startswith("news/2018/x/") and "html" not in path
        }
        assert len(there) == 2 * 5
        assert [path for path, raw in there.items() if SECRET in raw] == []

    def test_the_browser_chooses_a_width_and_the_whole_picture_opens_without_a_script(
        self, site: Site
    ) -> None:
        site.build()
        page = site.page("/news/2018/x/")
        assert 'srcset="/news/2018/x/a.jpg.320.webp 320w, ' in page
        assert '<a class="enlarge" href="/news/2018/x/a.jpg">' in page
        assert 'width="800" height="400"' in page

    def test_a_second_build_makes_none_and_a_new_picture_its_own(self, site: Site) -> None:
        site.build()
        assert site.build().rendered == ()
        site.write("content/articles/2018/x/b.jpg", saved(drawn((800, 400)), "JPEG"))
        made_again = [path for path in site.build().rendered if not path.endswith((".html", ".xml", ".json"))]
        assert len(made_again) == 5
        assert all("/b.jpg" in path for path in made_again)
