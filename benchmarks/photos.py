"""Two hundred photos of 12 megapixels: seconds and memory of a cold build, and of those after it.

    python -m benchmarks.photos [--photos 200] [--jobs 2]

The photos are invented: detail of every size as nature has it, and the noise of a sensor. So they weigh what
photos weigh, and need nobody's consent.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageChops

from benchmarks.measure import measure

ROOT = Path(__file__).parents[1]
SIZE = (4000, 3000)
# As in nature, about as much contrast at every scale (in pixels), less where a lens is not sharp enough.
_GRAINS = (*((2**power, 16) for power in range(10, 2, -1)), (4, 11), (2, 6))
_SENSOR = ((1, 6),)
_SETTINGS = """title: {mn: Хэмжилт, en: A measurement}
base_url: https://archive.example.org
owner: {mn: Туршилтын байгууллага, en: Sample organisation}
licence: {id: CC-BY-4.0, name: {mn: Лиценз, en: Licence}}
cards: false
"""


def noisy_photo(size: tuple[int, int] = SIZE) -> Image.Image:
    """Ground with light and shade of every size, in softer colours, under a sky that takes a third of it."""
    light = _noise(Image.new("L", size, 110), _GRAINS)
    sky = (
        Image.linear_gradient("L").rotate(180).resize((size[0], size[1] // 3)).point(lambda at: 150 + at // 4)
    )
    light.paste(sky, (0, 0))
    planes = []
    for tint in (0, 8, 24):
        colour = _noise(Image.new("L", size, 128 + tint), ((scale, most // 3) for scale, most in _GRAINS[:5]))
        planes.append(_noise(ImageChops.add(light, colour, 1, -128), _SENSOR))
    return Image.merge("RGB", planes)


def _noise(ground: Image.Image, grains: Iterable[tuple[int, int]]) -> Image.Image:
    for scale, strength in grains:
        small = (max(ground.width // scale, 2), max(ground.height // scale, 2))
        noise = Image.effect_noise(small, strength).resize(ground.size, Image.Resampling.BICUBIC)
        ground = ImageChops.add(ground, noise, 1, -128)
    return ground


def as_jpeg(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=92)
    return target.getvalue()


def make_site(root: Path, photos: int) -> None:
    """Ten to an article; few are drawn, since that takes long, and the others are these, moved."""
    (root / "site.yaml").write_text(_SETTINGS, "utf-8")
    drawn = [noisy_photo() for _ in range(min(photos, 4))]
    for number in range(photos):
        folder = root / f"content/articles/2026/photos-{number // 10}"
        folder.mkdir(parents=True, exist_ok=True)
        moved = ImageChops.offset(drawn[number % len(drawn)], number * 16, number * 8)
        (folder / f"p{number % 10}.jpg").write_bytes(as_jpeg(moved))
    for folder in root.glob("content/articles/2026/*"):
        shown = "".join(f"![Зураг {name.stem}]({name.name})\n\n" for name in sorted(folder.glob("*.jpg")))
        (folder / "index.mn.md").write_text(f"---\ntitle: Зургууд\ndate: 2026-11-20\n---\n\n{shown}", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--photos", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        make_site(site, options.photos)
        size = sum(path.stat().st_size for path in site.rglob("*.jpg")) / 1e6
        print(f"{options.photos} photos, {size:.0f} MB, {options.jobs} processes", flush=True)
        command = [
            sys.executable,
            "-m",
            "sitegen",
            "build",
            "--jobs",
            str(options.jobs),
            "--today",
            "2026-11-29",
        ]
        for name in ("cold", "nothing changed", "public/ deleted"):
            if name.startswith("public"):
                shutil.rmtree(site / "public")
            found = measure([command], site, {"PYTHONPATH": str(ROOT)}, site / "log.txt", exact_memory=True)
            assert found.status == 0, (site / "log.txt").read_text("utf-8")
            print(
                f"{name}: {found.wall:.1f} s, {found.cpu:.1f} s of processors, {found.memory / 1e6:.0f} MB",
                flush=True,
            )


if __name__ == "__main__":
    main()
