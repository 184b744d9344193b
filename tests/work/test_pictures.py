"""How many pictures are made: those that are new, and no others, also when the published folder is lost."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image

from sitegen.build import Outcome
from sitegen.steps.session import forget
from tests.literal import Site, article, codes

MANY = "content/articles/2018"


def photo(shade: int, size: tuple[int, int] = (8, 8)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, (shade % 256, shade // 256, 7)).save(target, "PNG")
    return target.getvalue()


def site_of(root: Path, count: int, size: tuple[int, int] = (8, 8)) -> Site:
    """Twenty pictures to an article."""
    files: dict[str, str | bytes] = {}
    for first in range(0, count, 20):
        folder = f"{MANY}/e{first}"
        names = [f"p{number}.png" for number in range(first, min(first + 20, count))]
        files[f"{folder}/index.mn.md"] = article(
            body="\n".join(f"![Зураг {name[:-4]}]({name})" for name in names)
        )
        files |= {f"{folder}/{name}": photo(int(name[1:-4]), size) for name in names}
    return Site(root, files)


def made(outcome: Outcome) -> list[str]:
    assert codes(outcome) == []
    return sorted(path for path in outcome.rendered if path.endswith((".png", ".webp")))


class TestPicturesThatWereMade:
    @pytest.fixture
    def site(self, tmp_path: Path) -> Site:
        site = site_of(tmp_path, 3, (400, 200))
        assert len(made(site.build())) == 9
        return site

    def test_are_not_made_again_for_a_folder_that_has_lost_them(self, site: Site) -> None:
        before = site.tree()
        shutil.rmtree(site.out)
        assert made(site.build()) == []
        assert site.tree() == before

    def test_serve_a_checkout_that_restored_nothing_else(self, site: Site) -> None:
        before = site.tree()
        shutil.rmtree(site.out)
        (site.root / ".sitegen/store").unlink()
        assert made(site.build()) == []
        assert site.tree() == before

    def test_are_made_when_nothing_of_earlier_builds_is_to_be_used(self, site: Site) -> None:
        shutil.rmtree(site.out)
        assert len(made(site.build(cache=False))) == 9

    @pytest.mark.parametrize("damage", [b"", b"x" * 40])
    def test_are_made_again_where_they_are_damaged(self, site: Site, damage: bytes) -> None:
        before = site.tree()
        shutil.rmtree(site.out)
        for path in (site.root / ".sitegen/pictures").iterdir():
            path.write_bytes(damage or path.read_bytes()[:-1] + b"\0\0")
        assert len(made(site.build())) == 9
        assert site.tree() == before

    def test_go_when_nothing_names_them_and_with_all_else_that_is_stored(self, site: Site) -> None:
        kept = site.root / ".sitegen/pictures"
        assert len(list(kept.iterdir())) == 9
        site.write(f"{MANY}/e0/index.mn.md", article(body="![Зураг](p0.png)"))
        site.remove(f"{MANY}/e0/p1.png")
        site.remove(f"{MANY}/e0/p2.png")
        site.build()
        assert len(list(kept.iterdir())) == 3
        assert forget(site.root)
        assert not kept.exists()

    def test_cannot_be_kept_through_a_link_to_another_folder(self, site: Site, tmp_path: Path) -> None:
        kept, other = site.root / ".sitegen/pictures", tmp_path / "other"
        shutil.rmtree(kept)
        other.mkdir()
        kept.symlink_to(other)
        site.write(f"{MANY}/e0/p1.png", photo(99, (400, 200)))
        assert len(made(site.build())) == 3
        assert list(other.iterdir()) == []


@pytest.mark.long
def test_of_two_thousand_pictures_one_that_changes_is_one_that_is_made(tmp_path: Path) -> None:
    site = site_of(tmp_path, 2000)
    assert len(made(site.build())) == 2000
    assert made(site.build()) == []
    site.write(f"{MANY}/e40/p45.png", photo(5000))
    assert made(site.build()) == ["news/2018/e40/p45.png"]
    (site.root / MANY / "e40/p46.png").rename(site.root / MANY / "e40/other.png")
    site.edit(f"{MANY}/e40/index.mn.md", "(p46.png)", "(other.png)")
    # The same picture at another address has another name and the same key: it need not be made.
    assert made(site.build()) == []
    assert (site.out / "news/2018/e40/other.png").exists()
    assert not (site.out / "news/2018/e40/p46.png").exists()
    site.edit(f"{MANY}/e40/index.mn.md", "![Зураг p47](p47.png)", "")
    site.remove(f"{MANY}/e40/p47.png")
    assert made(site.build()) == []
    assert not (site.out / "news/2018/e40/p47.png").exists()
