"""Pictures of every kind that people bring: published right, or refused with a clear word."""

from __future__ import annotations

import io
from typing import Any

import pillow_heif
import pytest
from PIL import Image, ImageDraw

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
    published = f"{name}.jpg" if name.endswith("heic") else name  # which browsers do not read
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
    from sitegen.content.camera_data import cleaned

    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 55.0, 12.0)})
    content = heic(exif=exif.tobytes(), xmp=b"<x:xmpmeta>GPSLatitude SECRET</x:xmpmeta>")
    assert [item.code for item in check_asset("content/pages/x/a.heic", io.BytesIO(content))[1]] == ["E810"]
    clean = cleaned(content)
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
