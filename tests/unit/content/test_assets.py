"""Files beside documents, judged by their content."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sitegen.content.assets import ALLOWED, Asset
from sitegen.content.assets import check_asset as check_file
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.digest import digest


def check_asset(path: str, content: bytes) -> tuple[Asset, tuple[Diagnostic, ...]]:
    return check_file(path, io.BytesIO(content))


def picture(form: str = "JPEG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size).save(target, form, **options)
    return target.getvalue()


def with_exif(**tags: object) -> bytes:
    exif = Image.Exif()
    if "orientation" in tags:
        exif[0x0112] = tags["orientation"]
    if "latitude" in tags:
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = tags["latitude"]
    return picture(exif=exif)


def png_header(width: int, height: int) -> bytes:
    """A PNG file that says it is so large, without the pixels."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    header = struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + header + b"\x00\x00\xff\xffIDAT"


def codes(name: str, content: bytes) -> list[str]:
    return [item.code for item in check_asset(f"content/pages/x/{name}", content)[1]]


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.jpg", "JPEG"), ("a.JPEG", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP"), ("a.gif", "GIF")],
)
def test_a_picture_has_its_size_in_pixels(name: str, form: str) -> None:
    content = picture(form)
    asset, found = check_asset(f"content/pages/x/{name}", content)
    assert found == ()
    assert (asset.width, asset.height, asset.size) == (40, 30, len(content))
    assert asset.digest == digest(content)


def test_a_turned_photo_has_the_size_it_is_shown_in() -> None:
    asset, found = check_asset("a.jpg", with_exif(orientation=6))
    assert found == ()
    assert (asset.width, asset.height) == (30, 40)


def test_a_photo_that_says_where_it_was_taken_is_an_error() -> None:
    assert codes("a.jpg", with_exif(latitude=(47.0, 55.0, 0.0))) == ["E810"]


def test_a_photo_whose_camera_data_are_broken_is_still_a_photo() -> None:
    assert codes("a.jpg", picture(exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff")) == []


@pytest.mark.parametrize(
    ("width", "height"), [(14_000, 14_000), (9_000, 9_000), (65_535, 65_535), (60_000, 900)]
)
def test_a_picture_of_too_many_pixels_is_refused_from_its_header(width: int, height: int) -> None:
    assert codes("a.png", png_header(width, height)) == ["E803"]


@pytest.mark.parametrize(
    "content", [b"", b"not a picture", b"\xff\xd8\xff", png_header(10, 10), picture("BMP")]
)
def test_an_empty_or_broken_picture_is_an_error(content: bytes) -> None:
    assert codes("a.png", content) == ["E804"]


def test_a_wrong_extension_is_an_error_with_the_right_name() -> None:
    _, (item,) = check_asset("content/pages/x/my.photo.jpg", picture("PNG"))
    assert (item.code, dict(item.args)["near"]) == ("E807", "my.photo.png")


@pytest.mark.parametrize("name", ["a.html", "a.exe", "a.js", "a.svgz", "noextension", ".jpg.php", "a.tiff"])
def test_other_types_are_not_published(name: str) -> None:
    assert codes(name, b"x") == ["E806"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"%PDF-1.7 x"), ("a.docx", b"PK\x03\x04x"), ("a.csv", b"a;b"), ("a.txt", "текст".encode())],
)
def test_documents_to_download_have_no_size_in_pixels(name: str, content: bytes) -> None:
    asset, found = check_asset(name, content)
    assert found == ()
    assert (asset.width, asset.height) == (None, None)


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.xlsx", "a.odt", "a.zip"])
def test_a_document_that_is_not_what_it_says_is_an_error(name: str) -> None:
    assert codes(name, b"<html><script>alert(1)</script>") == ["E804"]


def test_a_refused_file_still_counts_as_there() -> None:
    """Otherwise every text that shows it would be blamed for a missing file as well."""
    asset, found = check_asset("content/pages/x/a.png", b"broken")
    assert asset.path == "content/pages/x/a.png"
    assert found


@given(
    name=st.sampled_from(ALLOWED),
    content=st.binary(max_size=200),
    start=st.sampled_from([b"", picture()[:40]]),
)
def test_any_bytes_are_judged(name: str, content: bytes, start: bytes) -> None:
    asset, _ = check_asset(f"a.{name}", start + content)
    assert asset.size == len(start + content)
