"""What a picture records beside its pixels is found and can be taken away, and the pixels stay."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from PIL import Image, ImageChops, ImageOps, PngImagePlugin

from sitegen import cli
from sitegen.content.assets import check_asset
from sitegen.content.metadata import strip_metadata
from tests.command import sitegen
from tests.literal import Site, article, codes

SECRET = b"SECRET"
FOLDER = "content/articles/2018/x"


def exif_with(orientation: int = 1, place: bool = True, owner: int = 0) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SECRET"
    if owner in (0x013B, 0x9C9D):
        exif[owner] = "SECRET"
    elif owner:
        exif.get_ifd(0x8769)[owner] = "SECRET"
    if place:
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (47.0, 55.0, 0.0)
    return exif


def picture(form: str, exif: Image.Exif, **options: Any) -> bytes:
    target = io.BytesIO()
    noise = Image.effect_noise((48, 32), 80)
    if form == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", "SECRET")
        text.add_itxt("XML:com.adobe.xmp", "SECRET")
        options["pnginfo"] = text
    elif form == "JPEG":
        options |= {"comment": SECRET, "xmp": SECRET}
    else:
        options["xmp"] = SECRET
    Image.merge("RGB", (noise, noise.rotate(180), noise)).save(target, form, exif=exif, **options)
    return target.getvalue()


def moving_gif(xmp: bytes) -> bytes:
    """Two frames, shown for ever, with a remark and XMP as Adobe puts it there (XMP, part 3, 1.1.2)."""
    target = io.BytesIO()
    frames = [Image.effect_noise((48, 32), 80).convert("P") for _ in range(2)]
    frames[0].save(
        target, "GIF", save_all=True, append_images=frames[1:], loop=0, duration=80, comment=SECRET
    )
    trailer = b"\x01" + bytes(range(255, -1, -1)) + b"\x00"
    return target.getvalue()[:-1] + b"\x21\xff\x0bXMP DataXMP" + xmp + trailer + b";after: SECRET"


def test_of_a_gif_all_goes_but_what_is_seen_and_its_place_is_told() -> None:
    before = moving_gif(b"<rdf:Description exif:GPSLatitude='47,55N'>SECRET</rdf:Description>")
    assert [item.code for item in check_asset("a.gif", io.BytesIO(before))[1]] == ["E810"]
    after = strip_metadata(before)
    assert SECRET not in after
    assert check_asset("a.gif", io.BytesIO(after))[1] == ()
    shown = [Image.open(io.BytesIO(content)) for content in (before, after)]
    assert [(picture.n_frames, picture.info["loop"], picture.info["duration"]) for picture in shown] == [
        (2, 0, 80)
    ] * 2  # type: ignore[attr-defined]
    for number in range(2):
        for picture in shown:
            picture.seek(number)
        assert not ImageChops.difference(*(picture.convert("RGB") for picture in shown)).getbbox()


@pytest.mark.parametrize("cut", [6, 12, 20, 400, 900])
def test_a_gif_that_is_cut_off_is_left_as_it_is_from_there_on(cut: int) -> None:
    part = moving_gif(b"<x/>")[:cut]
    assert len(strip_metadata(part)) <= len(part)


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_of_a_heic_all_goes_but_the_pixels_however_it_was_held(orientation: int) -> None:
    target = io.BytesIO()
    noise = pillow_heif.from_pillow(Image.effect_noise((64, 48), 80).convert("RGB"))
    noise.save(target, exif=exif_with(orientation).tobytes(), xmp=b"<SECRET/>")
    after = strip_metadata(target.getvalue())
    assert SECRET in target.getvalue()
    assert (SECRET in after, len(after)) == (False, len(target.getvalue()))
    assert check_asset("a.heic", io.BytesIO(after))[1] == ()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", [1, 6, 8])
@pytest.mark.parametrize("progressive", [False, True])
def test_all_goes_but_pixels_and_turn(form: str, orientation: int, progressive: bool) -> None:
    options = {"progressive": progressive} if form == "JPEG" else {}
    before = picture(form, exif_with(orientation), **options) + SECRET
    after = strip_metadata(before)
    assert SECRET in before
    assert SECRET not in after
    old, new = (ImageOps.exif_transpose(Image.open(io.BytesIO(raw))) for raw in (before, after))
    assert old.size == new.size
    assert ImageChops.difference(old.convert("RGB"), new.convert("RGB")).getbbox() is None
    assert set(Image.open(io.BytesIO(after)).getexif()) <= {0x0112}
    assert strip_metadata(after) == after


def test_what_is_no_picture_stays() -> None:
    assert strip_metadata(b"%PDF-1.7 SECRET") == b"%PDF-1.7 SECRET"


@pytest.mark.parametrize(
    ("exif", "found"),
    [
        (exif_with(), ["E810"]),
        (exif_with(place=False), []),
        *((exif_with(place=False, owner=tag), ["E810"]) for tag in (0x013B, 0xA430, 0xA431, 0xA435)),
    ],
)
@pytest.mark.parametrize(("name", "form"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP")])
def test_a_place_or_an_owner_is_an_error_with_the_file(
    tmp_path: Path, exif: Image.Exif, found: list[str], name: str, form: str
) -> None:
    files: dict[str, str | bytes] = {
        f"{FOLDER}/index.mn.md": article(body=f"![Танхим]({name})"),
        f"{FOLDER}/{name}": picture(form, exif),
    }
    outcome = Site(tmp_path, files).build()
    assert codes(outcome) == found
    assert outcome.failed == bool(found)
    assert [item.path for item in outcome.diagnostics] == [f"{FOLDER}/{name}"] * len(found)


def test_check_mends_the_file_when_somebody_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = f"{FOLDER}/a.jpg"
    site = Site(tmp_path, {f"{FOLDER}/index.mn.md": article(body="![Танхим](a.jpg)")})
    site.write(photo, picture("JPEG", exif_with(6)))
    before = (site.root / photo).read_bytes()
    asked = ("check", "--fix", "--site", site.root, "--today", "2026-11-24", "--lang", "en")

    assert sitegen(*asked).code == cli.CONTENT
    assert (site.root / photo).read_bytes() == before, "nobody is there to be asked"

    monkeypatch.setattr("sitegen.cli.commands.check.can_ask", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: "no")
    assert sitegen(*asked).code == cli.CONTENT
    assert (site.root / photo).read_bytes() == before

    monkeypatch.setattr("builtins.input", lambda _: "y")
    run = sitegen(*asked)
    assert run.code == cli.FINE, run
    assert f"{photo}: cleaned" in run.err
    assert (site.root / photo).read_bytes() == strip_metadata(before)


@pytest.mark.parametrize("path", ["static/logo.jpg", "root/logo.jpg"])
def test_what_goes_out_as_it_is_must_tell_nothing(path: str, tmp_path: Path) -> None:
    site = Site(tmp_path, {path: picture("JPEG", exif_with())})
    for _ in range(2):
        assert [(item.code, item.path) for item in site.build().diagnostics] == [("E810", path)]
    site.write(path, picture("JPEG", exif_with(place=False)))
    assert [(item.code, item.path) for item in site.build().diagnostics] == [("W814", path)]
    assert sitegen("check", "--fix", "--yes", "--site", str(tmp_path)).code == cli.FINE
    assert codes(site.build()) == []
    assert SECRET not in site.tree()[path.removeprefix("root/")]
    site.write(path, b"no picture")
    assert codes(site.build()) == []
