"""Held against a program that finds what others miss: published pictures say nothing but size and colour."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path
from typing import Any

import pillow_heif
from PIL import Image, ImageCms

from tests.command import sitegen
from tests.faults.injected import needs
from tests.literal import CONFIG, Site, article, codes

pytestmark = needs("exiftool")

FOLDER = "content/articles/2018/x"
# What exiftool tells of any file, then what the formats need to be drawn.
SAID = {
    *("SourceFile", "ExifTool", "System", "File", "Composite"),
    *("JFIF", "PNG", "RIFF", "GIF"),
}
HARMLESS = {
    *("Palette", "Transparency"),
    *("JFIFVersion", "ResolutionUnit", "XResolution", "YResolution"),
    *("ImageWidth", "ImageHeight", "BitDepth", "ColorType", "Compression", "Filter", "Interlace"),
    *("WebP_Flags", "VP8Version", "HorizontalScale", "VerticalScale", "AlphaIsUsed"),
    *("GIFVersion", "HasColorMap", "ColorResolutionDepth", "BitsPerPixel", "BackgroundColor"),
    *("AnimationIterations", "AnimationLoopCount", "FrameCount", "Duration", "TransparentColor"),
}


def picture(form: str) -> bytes:
    target = io.BytesIO()
    drawn = Image.effect_noise((400, 300), 60).convert("RGB")
    if form == "HEIF":
        pillow_heif.from_pillow(drawn).save(target)
    else:
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        more = [drawn.rotate(180)] if form == "GIF" else []
        drawn.save(target, form, icc_profile=profile, save_all=bool(more), append_images=more)
    return target.getvalue()


def run_exiftool(*arguments: str | Path) -> str:
    run = subprocess.run(["exiftool", *map(str, arguments)], capture_output=True, text=True, check=True)
    return run.stdout


def fill(path: Path) -> None:
    """All that cameras, phones and programs write, but for the place and the owner, which are errors."""
    if path.suffix == ".heic":
        words = ("-EXIF:Make=SECRET", "-EXIF:UserComment=SECRET", "-XMP:Description=SECRET")
    elif path.suffix == ".gif":
        words = ("-Comment=SECRET", "-XMP:Description=SECRET")
    else:
        words = ("-EXIF:Make=SECRET", "-EXIF:UserComment=SECRET", "-EXIF:ImageDescription=SECRET")
        words += ("-XMP:Creator=SECRET", "-XMP:Description=SECRET", "-XMP-mwg-rs:RegionName=SECRET")
        words += ("-IPTC:By-line=SECRET", "-Comment=SECRET") if path.suffix == ".jpg" else ()
    run_exiftool("-q", "-m", "-overwrite_original", *words, path)
    if path.suffix == ".jpg":
        run_exiftool("-q", "-m", "-overwrite_original", f"-ThumbnailImage<={path}", path)
    path.write_bytes(path.read_bytes() + (b"SECRET after the end" if path.suffix != ".heic" else b""))


def told(folder: Path) -> dict[str, set[str]]:
    """The tags, by file, that say more than they need to."""
    files: list[dict[str, Any]] = json.loads(run_exiftool("-j", "-a", "-u", "-G1", "-r", folder))
    found: dict[str, set[str]] = {}
    for file in files:
        if file.get("File:MIMEType", "").startswith("image/") and not file["SourceFile"].endswith(".svg"):
            tags = {tag for tag in file if tag.partition(":")[0] not in SAID or is_odd(tag)}
            found[file["SourceFile"]] = tags
    return found


def is_odd(tag: str) -> bool:
    group, _, name = tag.partition(":")
    return (group in ("JFIF", "PNG", "RIFF", "GIF") and name not in HARMLESS) or name in (
        "Comment",
        "Warning",
    )


def test_of_files_full_of_data_only_size_and_colour_are_published(tmp_path: Path) -> None:
    names = {"a.jpg": "JPEG", "b.png": "PNG", "c.webp": "WEBP", "d.gif": "GIF", "e.heic": "HEIF"}
    body = "\n\n".join(f"![Танхим {name[0]}]({name})" for name in names)
    files = {f"{FOLDER}/index.mn.md": article(body=body)}
    files |= {f"{FOLDER}/{name}": picture(form) for name, form in names.items()}  # type: ignore[dict-item]
    site = Site(tmp_path, {"site.yaml": CONFIG.replace("cards: false", "cards: true"), **files})
    for name in names:
        fill(site.root / FOLDER / name)
        assert b"SECRET" in (site.root / FOLDER / name).read_bytes(), name
    assert codes(site.build()) == []
    found = told(site.out)
    assert len(found) > 5 * 2
    assert {path: tags for path, tags in found.items() if tags} == {}
    assert [path for path, raw in site.tree().items() if b"SECRET" in raw] == []


def test_of_a_telephones_pictures_nothing_is_left_beside_the_text_either(tmp_path: Path) -> None:
    site = Site(tmp_path / "site", {f"{FOLDER}/index.mn.md": article()})
    card = tmp_path / "card"
    card.mkdir()
    for name, form in (("a.jpg", "JPEG"), ("b.heic", "HEIF")):
        (card / name).write_bytes(picture(form))
        fill(card / name)
        place = (
            "-GPSLatitude=47.9",
            "-GPSLatitudeRef=N",
            "-EXIF:OwnerName=SECRET",
            "-EXIF:SerialNumber=SECRET",
        )
        run_exiftool("-q", "-m", "-overwrite_original", *place, card / name)
    assert sitegen("photos", card, "--for", "x", "--site", site.root).code == 0
    found = told(site.root / FOLDER)
    assert len(found) == 2
    assert {path: tags for path, tags in found.items() if tags} == {}
