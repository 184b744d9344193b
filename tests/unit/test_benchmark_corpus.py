"""The corpus that builds are measured with: the same bytes each time, and content that sitegen accepts."""

from __future__ import annotations

import hashlib
import re

import msgspec
import pytest
import yaml

from benchmarks.corpus import LANGUAGES, LINK, TERMS, Corpus, plain_links
from benchmarks.generators import GENERATORS
from benchmarks.generators.sitegen import SITEGEN
from benchmarks.prose import count
from sitegen.content.kinds import BY_FOLDER, Text

PAIRS = 60
CORPUS = Corpus(seed=1, pairs=PAIRS)
DOCUMENT = re.compile(
    r"content/(?P<folder>\w+)/(?P<slug>[a-z0-9-]+(/[a-z0-9-]+)?)/index\.(?P<lang>mn|en)\.md"
)
FILES = {path: content.decode() for path, content in SITEGEN.files(CORPUS) if path.startswith("content/")}


def front(text: str) -> dict[str, object]:
    opening, head, _ = text.split("---\n", 2)
    assert opening == ""
    values = yaml.safe_load(head)
    assert isinstance(values, dict)
    return values


def documents(folder: str) -> list[str]:
    return [path for path in FILES if path.startswith(f"content/{folder}/")]


def test_the_same_seed_gives_the_same_bytes() -> None:
    for generator in GENERATORS.values():
        assert list(generator.files(Corpus(7, 5))) == list(generator.files(Corpus(7, 5)))


def test_the_bytes_are_those_of_the_figures_on_record() -> None:
    """When this fails, the corpus has changed: figures measured before cannot be compared any more."""
    content = msgspec.json.encode(list(Corpus(1, 20).entries()))
    assert hashlib.sha256(content).hexdigest()[:16] == "61ff50b1cba1a70f"


def test_another_seed_gives_other_texts() -> None:
    assert CORPUS.article(3).texts != Corpus(2, PAIRS).article(3).texts


@pytest.mark.parametrize(
    ("pairs", "projects", "forums"), [(1, 1, 1), (60, 3, 1), (400, 20, 2), (5000, 250, 25)]
)
def test_projects_and_forums_are_in_proportion(pairs: int, projects: int, forums: int) -> None:
    corpus = Corpus(1, pairs)
    assert (corpus.projects, corpus.forums) == (projects, forums)


def test_every_entry_has_a_file_in_each_language() -> None:
    assert len(documents("articles")) == 2 * PAIRS
    assert len(documents("projects")) == 2 * CORPUS.projects
    assert len(documents("forums")) == 2 * CORPUS.forums
    assert len({term.id for term in TERMS}) == 60


def test_front_matter_has_only_fields_of_its_kind() -> None:
    for path in FILES:
        if not (match := DOCUMENT.fullmatch(path)):
            continue
        kind = BY_FOLDER[match["folder"]]
        known = {field.name for struct in (Text, kind.facts) for field in msgspec.structs.fields(struct)}
        fields = front(FILES[path])
        assert set(fields) <= known
        assert fields["title"]
        assert match["lang"] == "en" or set(kind.required) <= set(fields)


def test_every_name_leads_to_an_entry_or_a_record() -> None:
    entries = {match["slug"] for path in FILES if (match := DOCUMENT.fullmatch(path))}
    known = {
        name: {each["id"] for each in yaml.safe_load(FILES[f"content/{name}.yaml"])}
        for name in ("terms", "sources", "organisations")
    }
    for path in documents("articles"):
        fields = front(FILES[path]) if path.endswith(".mn.md") else {}
        assert set(fields.get("tags", ())) <= known["terms"]  # type: ignore[call-overload]
        assert set(fields.get("sources", ())) <= known["sources"]  # type: ignore[call-overload]
        named = [slug for _, slug in LINK.findall(FILES[path])]
        assert named
        assert set(named) <= entries


def test_texts_have_250_to_400_words_with_headings_lists_links_and_tables() -> None:
    bodies = [entry.texts[lang].body for entry in CORPUS.entries() for lang in LANGUAGES]
    assert all(250 <= count(body) <= 400 for body in bodies)
    for mark in ("\n## ", "\n- ", "\n1. ", "\n| ", "](article:", "](https://"):
        assert sum(mark in body for body in bodies) > len(bodies) / 5


def test_dates_go_over_many_years() -> None:
    years = {entry.date.year for entry in map(CORPUS.article, range(PAIRS))}
    assert len(years) > 15


def test_other_generators_get_addresses_for_names() -> None:
    assert plain_links("[a](project:x) [b](https://example.org/)", "en") == (
        "[a](/en/projects/x/) [b](https://example.org/)"
    )
