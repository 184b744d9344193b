"""Pictures of every kind that people bring: published right, or refused with a clear word."""

from __future__ import annotations

import io
import struct
from typing import Any

import pillow_heif
import pytest
from PIL import Image, ImageDraw

from sitegen.content.assets import check_asset
from sitegen.language.catalogue import texts_of_codes
from tests.literal import CONFIG, Site, article, codes
from tests.unit.output.test_pictures import saved

FOLDER = "content/articles/2018/x"
RED = (200, 20, 20)


def scene(mode: str = "RGB", size: tuple[int, int] = (400, 200)) -> Image.Image:
    picture = Image.new("RGB", size, (20, 20, 200))
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 2, size[1]), RED)
    return picture.convert(mode)


def frames(form: str) -> bytes:
    return saved(scene(), form, save_all=True, append_images=[scene().rotate(180)], duration=200, loop=0)


def heic(**options: Any) -> bytes:
    target = io.BytesIO()
    pillow_heif.from_pillow(scene()).save(target, quality=95, **options)
    return target.getvalue()


def with_alpha() -> bytes:
    picture = scene("RGBA")
    picture.putalpha(Image.new("L", picture.size, 128))
    return saved(picture, "PNG")


GOOD = {
    "cmyk.jpg": lambda: saved(scene("CMYK"), "JPEG"),
    "progressive.jpg": lambda: saved(scene(), "JPEG", progressive=True),
    "grey.jpg": lambda: saved(scene("L"), "JPEG"),
    "palette.png": lambda: saved(scene("P"), "PNG"),
    "alpha.png": with_alpha,
    "one-bit.png": lambda: saved(scene("1"), "PNG"),
    "sixteen.png": lambda: saved(scene("I;16"), "PNG"),
    "lossless.webp": lambda: saved(scene(), "WEBP", lossless=True),
    "phone.heic": heic,
}


@pytest.mark.parametrize("name", GOOD)
def test_a_picture_is_published_in_its_sizes(tmp_path: Any, name: str) -> None:
    site = Site(
        tmp_path,
        {f"{FOLDER}/index.mn.md": article(body=f"![Танхим]({name})"), f"{FOLDER}/{name}": GOOD[name]()},
    )
    assert codes(site.build()) == []
    folder = site.out / "news/2018/x"
    published = f"{name}.jpg" if name.endswith("heic") else name  # browsers do not read HEIC
    small = Image.open(folder / f"{published}.320.webp").convert("RGB")
    assert small.size == (320, 160)
    if name not in ("grey.jpg", "one-bit.png", "sixteen.png"):
        red, green, blue = small.getpixel((80, 80))  # type: ignore[misc]
        assert red > 1.5 * max(green, blue)
    assert f'src="/news/2018/x/{published}"' in site.page("/news/2018/x/")


@pytest.mark.parametrize(("name", "form"), [("a.gif", "GIF"), ("a.webp", "WEBP"), ("a.png", "PNG")])
def test_what_moves_is_published_once_and_moves(tmp_path: Any, name: str, form: str) -> None:
    site = Site(
        tmp_path,
        {f"{FOLDER}/index.mn.md": article(body=f"![Танхим]({name})"), f"{FOLDER}/{name}": frames(form)},
    )
    assert codes(site.build()) == []
    there = [path for path in site.tree() if path.startswith(f"news/2018/x/{name}")]
    assert there == [f"news/2018/x/{name}"]
    assert Image.open(site.out / there[0]).n_frames == 2  # type: ignore[attr-defined]


def bomb() -> bytes:
    return saved(Image.new("1", (20_000, 20_000)), "PNG")


def moving(size: tuple[int, int], count: int) -> bytes:
    """A GIF of so many frames, of which each but the first is a point."""
    head = b"GIF89a" + struct.pack("<HHBBB", *size, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"!\xf9\x04\x04\x01\0\0\0," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"
    return head + frame * count + b";"


def scanned(count: int) -> bytes:
    """A progressive JPEG whose last scan is there so often."""
    plain = saved(Image.new("L", (64, 48)), "JPEG", progressive=True)
    last = plain[plain.rindex(b"\xff\xda") : -2]
    return plain[:-2] + last * count + b"\xff\xd9"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.png", bomb, "The picture “a.png” is too large (limit: 50 Mpx)."),
        (
            "a.png",
            lambda: saved(Image.new("1", (1, 40_000)), "PNG"),
            "The picture “a.png” is too large: 1 × 40000 (limit: 30000).",
        ),
        (
            "a.gif",
            lambda: moving((400, 300), 5000),
            "The picture “a.gif” is too large: 400 × 300 × 5000 (600 Mpx) (limit: 100 Mpx).",
        ),
        (
            "a.jpg",
            lambda: scanned(100),
            "The picture “a.jpg” is stored in too many scans: 106 (limit: 64).",
        ),
    ],
)
def test_what_would_take_all_memory_or_time_is_refused_before_its_pixels_are_read(
    name: str, content: Any, said: str
) -> None:
    (problem,) = check_asset(name, io.BytesIO(content()))[1]
    assert (problem.code, texts_of_codes("en").message(problem)) == ("E803", said)


def test_frames_and_scans_as_programs_write_them_are_read() -> None:
    for name, content in (("a.gif", moving((400, 300), 100)), ("a.jpg", scanned(1))):
        assert check_asset(name, io.BytesIO(content))[1] == ()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.jpg", lambda: b"", "E804"),
        ("a.jpg", lambda: b"\xff\xd8\xff\xe0 no picture", "E804"),
        ("a.jpg", lambda: saved(scene(), "JPEG")[:2000], "E804"),
        ("a.png", lambda: saved(scene(), "PNG")[:-200], "E804"),
        ("a.heic", lambda: heic()[:400], "E804"),
        ("a.jpg", heic, "E807"),
        ("a.png", bomb, "E803"),
    ],
)
def test_what_is_no_good_is_one_clear_error_at_the_file(
    tmp_path: Any, name: str, content: Any, code: str
) -> None:
    site = Site(
        tmp_path, {f"{FOLDER}/index.mn.md": article(body=f"![Танхим]({name})"), f"{FOLDER}/{name}": content()}
    )
    found = site.build().diagnostics
    assert {(item.code, item.path) for item in found} == {(code, f"{FOLDER}/{name}")}


def test_heic_without_its_library_is_an_error_that_says_so(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    site = Site(tmp_path, {f"{FOLDER}/index.mn.md": article(body="![А](a.heic)"), f"{FOLDER}/a.heic": heic()})
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    assert codes(site.build()) == ["E822"]


def test_a_place_in_heic_is_an_error_and_can_be_taken_out_without_touching_a_pixel() -> None:
    from sitegen.content.assets import check_asset
    from sitegen.content.metadata import strip_metadata

    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 55.0, 12.0)})
    content = heic(exif=exif.tobytes(), xmp=b"<x:xmpmeta>GPSLatitude SECRET</x:xmpmeta>")
    assert [item.code for item in check_asset("content/pages/x/a.heic", io.BytesIO(content))[1]] == ["E810"]
    clean = strip_metadata(content)
    assert b"SECRET" not in clean
    assert check_asset("content/pages/x/a.heic", io.BytesIO(clean))[1] == ()
    pillow_heif.register_heif_opener()
    assert Image.open(io.BytesIO(clean)).tobytes() == Image.open(io.BytesIO(content)).tobytes()


@pytest.mark.parametrize(
    ("setting", "codes_told"), [("largest_side: 300", ["E817"]), ("largest_side: 400", [])]
)
def test_the_site_sets_how_large_a_picture_may_be(tmp_path: Any, setting: str, codes_told: list[str]) -> None:
    files = {
        "site.yaml": CONFIG + f"pictures: {{{setting}}}\n",
        f"{FOLDER}/index.mn.md": article(body="![А](a.jpg)"),
        f"{FOLDER}/a.jpg": saved(scene(), "JPEG"),
    }
    assert codes(Site(tmp_path, files).build()) == codes_told
