"""The small site that is killed and starved: as published, as edited since, and what may be found of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from sitegen.output.journal import STAGE, recover
from tests.literal import CONFIG, Site, article, codes, tree

NEWS = "content/articles/2018"
Tree = dict[str, bytes]


def at_first() -> dict[str, str | bytes]:
    return {
        "site.yaml": CONFIG + "print_views: false\n",
        f"{NEWS}/forum/index.mn.md": article(tags="[pta]"),
        f"{NEWS}/forum/index.en.md": article("The forum", tags="[pta]"),
        f"{NEWS}/gone/index.mn.md": article("Устах", body="[Форум](article:2018/forum)"),
        f"{NEWS}/renamed/index.mn.md": article("Нэр", date="2018-12-01"),
        "content/articles/2016/gone/index.mn.md": article("Онтой нь", date="2016-01-02"),
        "static/papers": "a file that becomes a folder\n",
        "static/reports/one.txt": "a folder that becomes a file\n",
    }


def edit(site: Site) -> None:
    """Something of every kind: an entry new, changed, gone, renamed; a folder for a file and the reverse."""
    site.write(f"{NEWS}/forum/index.mn.md", article("Шинэ гарчиг", tags="[pta]"))
    site.write("content/articles/2019/new/index.mn.md", article("Шинэ", date="2019-01-02"))
    site.remove_folder(f"{NEWS}/gone")
    site.remove_folder("content/articles/2016")
    (site.root / NEWS / "renamed").rename(site.root / NEWS / "other-name")
    site.remove("static/papers")
    site.write("static/papers/one.txt", "in a folder\n")
    site.remove_folder("static/reports")
    site.write("static/reports", "a file\n")


class Change:
    """A site that waits to be built, with what is published (`old`) and what is about to be (`new`)."""

    def __init__(self, folder: Path, prepare: Callable[[Site], None]) -> None:
        self._folder = folder
        self._ready = Site(folder / "ready", at_first())
        prepare(self._ready)
        self.old = tree(self._ready.out)
        assert not self._ready.build(out=folder / "clean", cache=False).failed
        self.new = tree(folder / "clean")
        assert self.old != self.new

    def site(self) -> Site:
        """A fresh copy, as nobody has built it yet."""
        root = self._folder / "site"
        if root.exists():
            shutil.rmtree(root)
        return Site.copied(self._ready.root, root)

    def is_whole(self, site: Site) -> bool:
        """Every file is wholly the old or wholly the new one, and none is missing that is in both."""
        found = {path: content for path, content in site.tree().items() if not path.startswith(STAGE)}
        return (self.old.keys() & self.new.keys()) <= found.keys() and all(
            content in (self.old.get(path), self.new.get(path)) for path, content in found.items()
        )

    def is_decided(self, site: Site) -> bool:
        """What was cut off can be completed or forgotten, without a look at the sources."""
        again = self._folder / "again"
        if site.out.exists():
            shutil.copytree(site.out, again, copy_function=os.link)
            recover(again)
        found = tree(again)
        shutil.rmtree(again, ignore_errors=True)
        return found in (self.old, self.new)

    def is_mended(self, site: Site) -> bool:
        """The next build warns of nothing and equals a clean one; the one after has nothing to do."""
        outcomes = site.build(), site.build()
        told = [codes(outcome) for outcome in outcomes]
        return (told, site.tree(), outcomes[1].written, leftovers(site)) == ([[], []], self.new, 0, [])


def published(site: Site) -> None:
    """The site is out, and its sources have been edited since."""
    assert site.build().written
    edit(site)


def unpublished(site: Site) -> None:
    """A site of which nothing was ever built."""


def leftovers(site: Site) -> list[str]:
    """What a build has left behind beside the site, its lock and its store."""
    state = site.root / ".sitegen"
    extra = {path.name for path in state.iterdir()} - {"lock", "store"} if state.is_dir() else set()
    stage = {STAGE} if (site.out / STAGE).exists() else set()
    folders = {path.name for path in site.out.rglob("*") if path.is_dir() and not any(path.iterdir())}
    return sorted(extra | stage | folders)
