"""Files beside entries may be larger, together, than the memory there is: none is ever held whole; and
pictures are opened one after the other."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

from PIL import Image

from tests.faults.injected import on_linux
from tests.literal import Site, article

LIMIT = 600 * 1024 * 1024  # bytes of address space
FILES, SIZE = 40, 50 * 1024 * 1024
PUBLISHED = 2  # a published copy has no holes, and takes room on the disk
PHOTOS, PIXELS = 5, (8000, 6000)
FOLDER = "content/articles/2018/a"


def _run_within_the_limit(command: str, site: Site) -> None:
    line = [sys.executable, "-m", "sitegen", command, "--jobs", "1", "--site", str(site.root)]
    ran = subprocess.run(line, preexec_fn=_limit, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))


@on_linux
def test_a_site_of_more_than_three_times_its_memory_is_looked_at_and_published(tmp_path: Path) -> None:
    names = [f"{number}.docx" for number in range(FILES)]
    listed = ", ".join(f"{{title: Тайлан, file: {name}}}" for name in names)
    site = Site(tmp_path, {f"{FOLDER}/index.mn.md": article(documents=f"[{listed}]")})
    for name in names:
        with (site.root / FOLDER / name).open("wb") as file:
            file.write(b"PK\x03\x04")
            file.truncate(SIZE)
    assert FILES * SIZE > 3 * LIMIT
    _run_within_the_limit("check", site)

    for name in names[PUBLISHED:]:
        (site.root / FOLDER / name).unlink()
    listed = ", ".join(f"{{title: Тайлан, file: {name}}}" for name in names[:PUBLISHED])
    site.write(f"{FOLDER}/index.mn.md", article(documents=f"[{listed}]"))
    _run_within_the_limit("build", site)
    assert (site.out / "news/2018/a/0.docx").stat().st_size == SIZE


@on_linux
def test_photos_that_would_not_all_fit_into_memory_are_published(tmp_path: Path) -> None:
    """Noisier than any photo, so that the files are large, too."""
    names = [f"{number}.jpg" for number in range(PHOTOS)]
    text = "\n\n".join(f"![Зураг {name}]({name})" for name in names)
    site = Site(tmp_path, {f"{FOLDER}/index.mn.md": article(body=text)})
    noise = Image.effect_noise(PIXELS, 60)
    photo = Image.merge("RGB", (noise, noise, noise))
    for name in names:
        photo.save(site.root / FOLDER / name, quality=70, comment=name)
    assert PHOTOS * len(photo.getbands()) * PIXELS[0] * PIXELS[1] > LIMIT
    _run_within_the_limit("build", site)
    for name in names:
        with Image.open(site.out / "news/2018/a" / name) as published:
            assert published.size == (2400, 1800)
