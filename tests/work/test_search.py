"""An edit of a text makes only those files of the search anew whose words it has changed."""

from __future__ import annotations

from pathlib import Path

from tests.literal import Site, article, tree
from tests.work.sample import index_files, is_index

TEXTS = {
    f"content/articles/2018/{name}/index.{lang}.md": article(title=title)
    for name, lang, title in (
        *((f"n{number}", "mn", f"Мэдээ {number}") for number in range(20)),
        *((f"n{number}", "en", f"News {number}") for number in range(20)),
    )
}
EDITED = "content/articles/2018/n7/index.mn.md"


def searched(tmp_path: Path) -> Site:
    site = Site(tmp_path, TEXTS)
    site.edit("site.yaml", "search: false", "search: true")
    assert not site.build().failed
    return site


def index(site: Site) -> dict[str, bytes]:
    return {path: content for path, content in site.tree().items() if is_index(path)}


def clean(site: Site) -> dict[str, bytes]:
    out = site.root / "clean"
    assert not site.build(out=out, cache=False).failed
    return tree(out)


def test_a_new_word_in_a_text_changes_its_file_of_words_the_vocabulary_and_no_other_language(
    tmp_path: Path,
) -> None:
    site = searched(tmp_path)
    before = index(site)
    site.edit(EDITED, "Текст.", "Хүрээлэн.")
    outcome = site.build()
    assert outcome.scope == "texts were edited"
    after = index(site)
    changed = {path for path, content in after.items() if content != before[path]}
    assert {path.split("/")[-1].split("-")[0] for path in changed} == {"words", "vocabulary.txt"}
    assert len(changed) <= 3  # one word went, one came
    assert {f"/{path}" for path in changed} == index_files(outcome)
    assert not any(path.startswith("en/") for path in changed)
    assert site.tree() == clean(site)


def test_a_word_that_comes_back_leaves_no_trace(tmp_path: Path) -> None:
    site = searched(tmp_path)
    before = site.tree()
    for now, then in (("Текст.", "Хүрээлэн Хүрээлэн."), ("Хүрээлэн Хүрээлэн.", "Текст.")):
        site.edit(EDITED, now, then)
        assert site.build().scope == "texts were edited"
    assert site.tree() == before


def test_a_new_title_is_found_and_shown(tmp_path: Path) -> None:
    site = searched(tmp_path)
    site.edit(EDITED, "Мэдээ 7", "Ээлжит хурал")
    assert site.build().scope == "texts were edited"
    assert "Ээлжит хурал" in "".join(site.page(f"/search/titles-{number}.txt") for number in range(1))
    assert any("хурл\t" in content.decode() for path, content in index(site).items() if "words" in path)
    assert site.tree() == clean(site)


def test_a_word_that_becomes_frequent_in_titles_or_rare_is_written_otherwise_everywhere(
    tmp_path: Path,
) -> None:
    site = searched(tmp_path)
    assert "мэдээ" in site.page("/search/facets.json")
    for now, then, is_common in (("Мэдээ 7", "Хурал хурал хурал хурал", True), ("хурал хурал ", "", False)):
        site.edit(EDITED, now, then)
        assert site.build().scope == "texts were edited"
        assert ("хурал" in site.page("/search/facets.json")) == is_common
        assert site.tree() == clean(site)


def test_what_is_not_published_is_in_no_file_of_the_search(tmp_path: Path) -> None:
    site = Site(
        tmp_path,
        {
            "content/articles/2018/open/index.mn.md": article(title="Нээлттэй"),
            "content/articles/2018/draft/index.mn.md": article(title="Цаасавч", draft="true"),
            "content/articles/2018/gone/index.mn.md": article(title="Цаасавч", expires="2018-12-01"),
            "content/articles/2018/later/index.mn.md": article(title="Цаасавч", published="2099-01-01"),
        },
    )
    site.edit("site.yaml", "search: false", "search: true")
    assert not site.build().failed
    everything = b"".join(index(site).values()).decode()
    assert "Нээлттэй" in everything
    assert "цаасав" not in everything.lower()
    assert "open" not in "".join(content.decode() for path, content in index(site).items() if "en/" in path)
