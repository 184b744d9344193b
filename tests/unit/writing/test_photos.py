"""`sitegen photos`: what a phone or a memory card holds comes beside a text clean, upright and sized."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
import yaml
from PIL import Image

from sitegen import cli
from sitegen.content.assets import LARGEST_SIDE
from tests.command import sitegen
from tests.literal import Site, article, codes

FOLDER = "content/articles/2018/altai-shine-shiree"


def exif_of(place: bool = True, turn: int = 1, moment: str = "") -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = turn
    if moment:
        exif.get_ifd(0x8769)[0x9003] = moment
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 55.0, 12.0), 3: "E", 4: (106.0, 55.0, 2.0)})
    return exif


def photo(size: tuple[int, int] = (3000, 1500), shade: int = 20, form: str = "JPEG", **options: Any) -> bytes:
    picture = Image.new("RGB", size, (20, shade, 200))
    picture.paste((200, shade, 20), (0, 0, size[0] // 2, size[1]))
    target = io.BytesIO()
    picture.save(target, form, **options)
    return target.getvalue()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site", {f"{FOLDER}/index.mn.md": article(), f"{FOLDER}/index.en.md": article()})


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """A memory card: in folders, with names of cameras, not in the order of time."""
    files = {
        "DCIM/100CANON/IMG_0002.JPG": photo(shade=1, exif=exif_of(moment="2018:11:02 10:00:00")),
        "DCIM/100CANON/IMG_0001.JPG": photo(shade=2, exif=exif_of(moment="2018:11:02 12:00:00", turn=6)),
        "DCIM/101CANON/зураг 3.png": photo((40, 20), shade=3, form="PNG"),
        "DCIM/MISC/notes.txt": b"-",
    }
    for name, content in files.items():
        (tmp_path / "card" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "card" / name).write_bytes(content)
    return tmp_path / "card"


def take(site: Site, folder: Path, entry: str = "altai-shine-shiree", *more: str) -> Any:
    return sitegen("photos", folder, "--for", entry, "--site", site.root, *more)


def beside(site: Site) -> dict[str, Image.Image]:
    there = (path for path in (site.root / FOLDER).iterdir() if path.suffix != ".md")
    return {path.name: Image.open(path) for path in sorted(there)}


def test_pictures_are_named_by_the_entry_in_the_order_of_time_upright_and_clean(
    site: Site, card: Path
) -> None:
    assert take(site, card).code == cli.FINE
    there = beside(site)
    assert {name: picture.size for name, picture in there.items()} == {
        "altai-shine-shiree-1.jpg": (LARGEST_SIDE, LARGEST_SIDE // 2),
        "altai-shine-shiree-2.jpg": (LARGEST_SIDE // 2, LARGEST_SIDE),
        "altai-shine-shiree-3.png": (40, 20),
    }
    assert all(not picture.getexif() and "exif" not in picture.info for picture in there.values())
    # A turn of 6 brings the left side up.
    red, _, blue = there["altai-shine-shiree-2.jpg"].getpixel((100, 100))  # type: ignore[misc]
    assert red > 150 > blue


def test_nothing_is_written_over_and_the_same_picture_comes_once(site: Site, card: Path) -> None:
    first = take(site, card)
    before = {name: picture.tobytes() for name, picture in beside(site).items()}
    again = take(site, card)
    assert "аль хэдийн" in again.err
    assert again.out == first.out  # the lines are told until the text has them
    site.write(f"{FOLDER}/index.mn.md", article(images=first.out.removeprefix("images:")))
    assert take(site, card).out == ""
    (card / "more.jpg").write_bytes(photo(shade=77))
    take(site, card / "more.jpg")
    after = {name: picture.tobytes() for name, picture in beside(site).items()}
    assert before.items() < after.items()
    assert "altai-shine-shiree-4.jpg" in after


def test_the_lines_to_paste_make_a_site_when_they_are_filled_in(site: Site, card: Path) -> None:
    run = take(site, card)
    assert f"{FOLDER}/index.mn.md" in run.err
    assert "байршлыг нь арилгав" in run.err
    fields = yaml.safe_load(run.out)["images"]
    assert fields[0]["file"] == "altai-shine-shiree-1.jpg"
    assert set(fields[0]["alt"]) == {"mn", "en"}
    # What is left as it was is told; filled in, it is published.
    site.edit(f"{FOLDER}/index.mn.md", "---\n\n", f"{run.out}---\n\n")
    assert set(codes(site.build())) == {"E149"}
    text = (site.root / FOLDER / "index.mn.md").read_text("utf-8")
    site.write(f"{FOLDER}/index.mn.md", text.replace("mn: …, en: …", "mn: Ширээ, en: Desks"))
    assert codes(site.build()) == []
    assert "altai-shine-shiree-1.jpg.320.webp" in site.page("/news/")


def test_with_pictures_in_the_front_matter_only_their_lines_are_given_in_the_editors_language(
    site: Site, card: Path
) -> None:
    site.edit(f"{FOLDER}/index.mn.md", "date:", "images: []\ndate:")
    out = take(site, card, "content/articles/2018/altai-shine-shiree/index.mn.md", "--lang", "en").out
    assert out.startswith("  - file: altai-shine-shiree-1.jpg\n")
    assert "# who is seen" not in out.partition("\n")[0]
    assert "who is seen" in out


@pytest.mark.parametrize(
    "name",
    [
        "altai-shine-shiree",
        "2018/altai-shine-shiree",
        "article:2018/altai-shine-shiree",
        "content/articles/2018/altai-shine-shiree/",
    ],
)
def test_an_entry_is_known_by_any_of_its_names(site: Site, card: Path, name: str) -> None:
    assert take(site, card, name).code == cli.FINE


def test_an_entry_that_is_not_there_is_told_with_the_one_meant(site: Site, card: Path) -> None:
    run = take(site, card, "altai-shine-shire")
    assert run.code == cli.USAGE
    assert "article:2018/altai-shine-shiree" in run.err
    assert "sitegen new" in take(site, card, "nothing-of-the-kind").err


def test_heic_is_read_and_upright(site: Site, tmp_path: Path) -> None:
    heif = pillow_heif.from_pillow(Image.open(io.BytesIO(photo())))
    heif.save(tmp_path / "IMG_1.HEIC", exif=exif_of(turn=6).tobytes())
    run = take(site, tmp_path / "IMG_1.HEIC")
    assert (run.code, [picture.size for picture in beside(site).values()]) == (cli.FINE, [(1200, 2400)])


def test_without_its_library_heic_is_told_and_other_pictures_are_taken(
    site: Site, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pillow_heif.from_pillow(Image.new("RGB", (64, 64))).save(card / "a.heic")
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    run = take(site, card)
    assert "pip install pillow-heif" in run.err
    assert (run.code, len(beside(site))) == (cli.CONTENT, 3)


def test_a_broken_picture_is_told_and_leaves_nothing(site: Site, tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(photo()[:3000])
    run = take(site, tmp_path / "broken.jpg")
    assert "эвдэрсэн" in run.err
    assert (run.code, beside(site)) == (cli.CONTENT, {})


@pytest.mark.parametrize("size", [(20_000, 20_000), (9_000, 9_000), (1, 40_000)])
def test_a_picture_that_is_too_large_is_called_so(site: Site, tmp_path: Path, size: tuple[int, int]) -> None:
    Image.new("1", size).save(tmp_path / "large.png")
    run = take(site, tmp_path / "large.png")
    assert "зураг хэт том" in run.err
    assert (run.code, beside(site)) == (cli.CONTENT, {})
