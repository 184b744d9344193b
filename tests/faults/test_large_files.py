"""Files beside entries may be larger, together, than the memory there is: none is ever held whole."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

from tests.faults.injected import on_linux
from tests.literal import Site, article

LIMIT = 600 * 1024 * 1024  # bytes of address space
FILES, SIZE = 40, 50 * 1024 * 1024
PUBLISHED = 2  # a published copy has no holes, and takes room on the disk


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))


@on_linux
def test_a_site_of_more_than_three_times_its_memory_is_looked_at_and_published(tmp_path: Path) -> None:
    folder = "content/articles/2018/a"
    names = [f"{number}.pdf" for number in range(FILES)]
    listed = ", ".join(f"{{title: Тайлан, file: {name}}}" for name in names)
    site = Site(tmp_path, {f"{folder}/index.mn.md": article(documents=f"[{listed}]")})
    for name in names:
        place = site.root / folder / name
        place.write_bytes(b"%PDF-1.7\n")
        with place.open("r+b") as file:
            file.truncate(SIZE)
    assert FILES * SIZE > 3 * LIMIT
    command = [sys.executable, "-m", "sitegen", "check", "--jobs", "1", "--site", str(site.root)]
    checked = subprocess.run(command, preexec_fn=_limited, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr

    for name in names[PUBLISHED:]:
        (site.root / folder / name).unlink()
    listed = ", ".join(f"{{title: Тайлан, file: {name}}}" for name in names[:PUBLISHED])
    site.write(f"{folder}/index.mn.md", article(documents=f"[{listed}]"))
    command[3] = "build"
    built = subprocess.run(command, preexec_fn=_limited, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    assert (site.out / "news/2018/a/0.pdf").stat().st_size == SIZE
