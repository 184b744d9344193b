"""What is near an entry is the same in the whole archive and in any part that holds all of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.archive.assemble import assemble
from sitegen.archive.model import Archive, Key
from sitegen.build import BuildOptions
from sitegen.content.document import Document
from sitegen.pages.planned import Nearby, NearbyFinder
from sitegen.steps.memory import read_content
from sitegen.steps.session import open_session
from sitegen.steps.sources import Sources, look
from tests.literal import TODAY, Site

FOLDERS = {"article": "articles", "project": "projects", "forum": "forums", "programme": "programmes"}
KINDS = tuple(FOLDERS)


@dataclass(frozen=True)
class Drawn:
    """An entry; numbers choose among the few values that make entries near each other."""

    kind: str
    title: int
    day: int
    place: bool
    names: tuple[int, ...]  # other entries, by number

    def text(self, keys: list[Key]) -> str:
        named = [keys[number % len(keys)] for number in self.names]
        programmes = [ref for kind, ref in named if kind == "programme"]
        forums = [ref for kind, ref in named if kind == "forum"]
        lines = [f"title: Гарчиг {self.title}"]
        if self.kind in ("article", "forum"):
            lines += [f"{'date' if self.kind == 'article' else 'start'}: 2018-11-0{1 + self.day}"]
        if self.kind == "project":
            lines += ["place: khovd"] * self.place + [f"programme: {ref}" for ref in programmes[:1]]
        if self.kind == "article" and forums:
            lines.append(f"forums: [{', '.join(dict.fromkeys(forums))}]")
        head = "\n".join(lines)
        links = "\n".join(f"[нэг]({kind}:{ref})" for kind, ref in named)
        return f"---\n{head}\n---\n\nТекст.\n\n{links}\n"


drawn = st.builds(
    Drawn,
    st.sampled_from(KINDS),
    st.integers(0, 3),
    st.integers(0, 4),
    st.booleans(),
    st.lists(st.integers(0, 30), max_size=3).map(tuple),
)


def read(entries: list[Drawn]) -> tuple[Sources, tuple[Document, ...]]:
    """The site of these entries, and its documents."""
    keys = [(entry.kind, f"e{number}") for number, entry in enumerate(entries)]
    files: dict[str, str | bytes] = {
        f"content/{FOLDERS[kind]}/{ref}/index.mn.md": entry.text(keys)
        for entry, (kind, ref) in zip(entries, keys, strict=True)
    }
    with TemporaryDirectory() as folder:
        site = Site(Path(folder), files)
        options = BuildOptions(site=site.root, out=site.out, today=TODAY, cache=False)
        with open_session(options) as session:
            sources = look(session)
            assert isinstance(sources, Sources)
            content = read_content(sources.surveyed, session)
    return sources, content.documents


def part(sources: Sources, documents: tuple[Document, ...], keys: set[Key] | None = None) -> Archive:
    some = [item for item in documents if keys is None or (item.kind, item.ref) in keys]
    archive, _ = assemble(sources.config, sources.records, some, {}, TODAY)
    return archive


def named(nearby: Nearby) -> set[Key]:
    return {entry.key for entry in (*nearby.whole(), *nearby.others())}


@given(st.lists(drawn, min_size=1, max_size=24), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_nothing_near_is_lost_or_gained_in_a_part(entries: list[Drawn], chance: object) -> None:
    sources, documents = read(entries)
    whole = part(sources, documents)
    finder = NearbyFinder(whole)
    for entry in whole.entries.values():
        nearby = finder.find_nearby(entry)
        more = {key for key in whole.entries if chance.random() < 0.3}  # type: ignore[attr-defined]
        some = part(sources, documents, named(nearby) | more)
        again = NearbyFinder(some).find_nearby(some.entries[entry.key])
        assert again.key(b"") == nearby.key(b"")
