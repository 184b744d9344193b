"""A translation begun by the command: what stands in it, how it builds, and when it is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.corpus import Corpus
from benchmarks.generators.sitegen import SITEGEN
from sitegen import cli
from sitegen.checks.translations import SiteDocuments, entry_documents, read_site_documents, translations_of
from sitegen.content.document import blocks_of
from sitegen.steps.session import BuildOptions
from sitegen.writing.new_translation import begin_translation
from tests.command import sitegen
from tests.literal import Site, article, codes

SAMPLE = Path(__file__).parents[2] / "golden/site"
PICTURE = (SAMPLE / "content/articles/2018/forum/hall.png").read_bytes()
MN = "content/articles/2018/a/index.mn.md"
EN = "content/articles/2018/a/index.en.md"
ENTRY = "article:2018/a"
BODY = """Ховдын [сумд](place:khovd/altai) Д.Хишигбуян 24 сая төгрөг өгөв.[^1]

## Зардал

- Ширээ: 12,500,000 ₮
  хоёр мөр
- [Түншлэл](organisation:gpsa)

| Газар | Дүн | Хэзээ |
|---|---:|---|
| Ховд | 650 мянган төгрөг | 2018 оны 11 дүгээр сарын 2 |
| Ховд, бусад | 45 хувь | 1,234 |

![Анги](room.png)

> Ишлэл

```
код 5 сая
```

[^1]: Тэмдэглэл."""
TRANSLATED = """---
# mn: Нэг
title:
draft: true  # take this line away when the translation is done
translated_from: {digest}
---

<!-- mn: Ховдын [сумд](place:khovd/altai) Д.Хишигбуян 24 сая төгрөг өгөв.[^1]
Names and figures: Ховдын = Khovd; Д.Хишигбуян = D. Khishigbuyan; 24 сая төгрөг = MNT\xa024\xa0million -->
… [Altai](place:khovd/altai) …[^1]

<!-- mn: ## Зардал -->
## …

<!-- mn: - Ширээ: 12,500,000 ₮
  хоёр мөр
- [Түншлэл](organisation:gpsa)
Names and figures: 12,500,000 ₮ = MNT\xa012,500,000; Түншлэл = Partnership -->
- …
- [Partnership](organisation:gpsa)

<!-- mn: | Газар | Дүн | Хэзээ |
|---|---:|---|
| Ховд | 650 мянган төгрөг | 2018 оны 11 дүгээр сарын 2 |
| Ховд, бусад | 45 хувь | 1,234 |
Names and figures: Ховд = Khovd; 650 мянган төгрөг = MNT\xa0650,000; \
2018 оны 11 дүгээр сарын 2 = 2\xa0November\xa02018; 45 хувь = 45% -->
| … | … | … |
|---|---:|---|
| Khovd | MNT\xa0650,000 | 2\xa0November\xa02018 |
| Khovd, … | 45% | 1,234 |

<!-- mn: ![Анги](room.png) -->
![…](room.png)

<!-- mn: > Ишлэл -->
> …

```
код 5 сая
```

<!-- mn: [^1]: Тэмдэглэл. -->
[^1]: …
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path, {MN: article("Нэг", BODY), "content/articles/2018/a/room.png": PICTURE})


def run(site: Site, *arguments: str, lang: str = "en") -> tuple[int, str, str]:
    ended = sitegen("translate", *arguments, "--site", site.root, "--lang", lang)
    return ended.code, ended.out, ended.err


def test_all_that_the_original_decides_is_in_its_place(site: Site) -> None:
    code, out, told = run(site, ENTRY)
    assert (code, out) == (cli.FINE, f"{site.root / EN}\n")
    assert told == (
        f"A draft: the text of {MN} stands in comments above the places to fill in, marked “…”. "
        f"When it is done, take “draft” away and run: sitegen accept {ENTRY}\n"
    )
    written = (site.root / EN).read_text("utf-8")
    digest = written.partition("translated_from: ")[2][:12]
    assert written == TRANSLATED.format(digest=digest)
    assert codes(site.build()) == codes(site.build(drafts=True)) == []
    assert "Names and figures" not in site.page("/en/news/2018/a/")


def test_a_heading_that_the_text_links_to_keeps_its_name(site: Site) -> None:
    body = "[А](#zardal), [б](#үр-дүн)\n\n## Зардал\n\n## Үр дүн ##\n\n## Бусад\n\n![Анги](room.png)"
    site.write(MN, article(body=body))
    run(site, ENTRY)
    written = (site.root / EN).read_text("utf-8")
    assert re.findall(r"(?m)^## .*", written) == ["## … {#zardal}", "## … {#ur-dun} ##", "## …"]
    assert not site.build(drafts=True).diagnostics


def test_from_english_into_mongolian(site: Site) -> None:
    english = "D. Khishigbuyan in Khovd gave MNT 24 million on 2 November 2018 (45 per cent)."
    site.write("content/articles/2018/b/index.en.md", article("B", english))
    site.write("content/pages/c/index.mn.md", "---\ntitle: В\n---\n\nД.Хишигбуян.\n")
    code, _, told = run(site, "article:2018/b", lang="mn")
    written = (site.root / "content/articles/2018/b/index.mn.md").read_text("utf-8")
    assert code == cli.FINE
    assert told == (
        "Ноорог бэлэн: content/articles/2018/b/index.en.md файлын эх бичвэр тайлбар мөрөнд бий, орчуулгыг "
        "доор нь “…” тэмдгийн оронд бичнэ. Дуусаад “draft” мөрийг устгаж, sitegen accept article:2018/b "
        "командыг ажиллуулна уу.\n"
    )
    assert written.partition("Нэр, тоо: ")[2].partition(" -->")[0].replace("\xa0", " ") == (
        "D. Khishigbuyan = Д.Хишигбуян; Khovd = Ховд; MNT 24 million = 24 сая төгрөг; "
        "2 November 2018 = 2018 оны 11 дүгээр сарын 2; 45 per cent = 45%"
    )


@pytest.mark.parametrize(
    ("arguments", "mongolian", "english"),
    [
        (
            (ENTRY, "--to", "mn"),
            f"{MN} аль хэдийн бий. Юу хоцорсныг sitegen status хэлнэ.\n",
            f"{MN} is there already. What is out of date: sitegen status\n",
        ),
        (
            (ENTRY, "--to", "ru"),
            "Сайтад “ru” хэл алга. Байгаа нь: mn, en.\n",
            "The site has no language “ru”. It has mn, en.\n",
        ),
        (
            ("artcle:2018/a",),
            "“artcle:2018/a” гэсэн бичлэг алга. article:2018/a гэх гэсэн үү?\n",
            "There is no entry “artcle:2018/a”. Did you mean article:2018/a?\n",
        ),
        (
            ("page:nothing",),
            "“page:nothing” гэсэн бичлэг алга. project:нэр гэж, эсвэл хавтсаар нь нэрлэнэ үү. "
            "Шинээр эхлэх бол: sitegen new\n",
            "There is no entry “page:nothing”. Name it as project:name, or by its folder."
            " A new one: sitegen new\n",
        ),
    ],
)
def test_refused_with_words(site: Site, arguments: tuple[str, ...], mongolian: str, english: str) -> None:
    before = sorted(site.root.rglob("*.md"))
    assert run(site, *arguments, lang="mn") == (cli.USAGE, "", mongolian)
    assert run(site, *arguments, lang="en") == (cli.USAGE, "", english)
    assert sorted(site.root.rglob("*.md")) == before


def test_a_translation_that_is_there_is_never_written_over(site: Site) -> None:
    site.write(EN, "---\ntitle: Mine\n---\n\nMine.\n")
    code, _, told = run(site, ENTRY)
    assert (code, told) == (cli.USAGE, f"{EN} is there already. What is out of date: sitegen status\n")
    assert "Mine" in (site.root / EN).read_text("utf-8")


PLACES = """Сургууль нээгдэв.

- Нэг

| Сум | Дүн |
|---|---|
| Хол | 5 |

[Мэдээ](https://example.org/)
"""


def test_a_place_that_nobody_has_filled_is_told_once_the_draft_mark_is_gone(site: Site) -> None:
    site.write(MN, article("Мэдээ", PLACES))
    assert run(site, ENTRY)[0] == cli.FINE
    text = (site.root / EN).read_text("utf-8").replace("title:", "title: News")
    left = []
    while True:
        site.write(EN, text)
        assert "W175" not in codes(site.build(drafts=True))
        site.write(EN, text.replace("draft: true", "#"))
        found = [item for item in site.build().diagnostics if item.code == "W175"]
        if not found:
            break
        left.append(found[0].args)
        lines = text.split("\n")
        assert "…" in lines[found[0].line - 1]
        lines[found[0].line - 1] = lines[found[0].line - 1].replace("…", "Filled")
        text = "\n".join(lines)
    assert [dict(args)["count"] for args in left] == ["5", "4", "3", "2", "1"]


def sample(folder: Path) -> Site:
    return Site.copied(SAMPLE, folder)


def invented(folder: Path) -> Site:
    """Texts that have all parts of Markdown."""
    site = Site(folder, None)
    for path, content in SITEGEN.files(Corpus(1, 30)):
        site.write(path, content)
    return site


@pytest.mark.parametrize(("begin", "entries"), [(sample, 12), (invented, 33)])
def test_every_entry_of_a_site_can_be_translated_anew(
    begin: Callable[[Path], Site], entries: int, tmp_path: Path
) -> None:
    """Entries in one language, and all others as if their translation had never been made."""
    site = begin(tmp_path)
    options = BuildOptions(site=tmp_path, out=tmp_path / "public", publish=False)
    for known in (read_site_documents(options), _without_translations(site, options)):
        for group in entry_documents(known):
            for item in translations_of(group, known.languages):
                if item.state == "missing":
                    begun = begin_translation(tmp_path, known, f"{item.kind}:{item.ref}", item.lang, "mn")
                    site.write(begun.path, begun.text.encode())
    built = {document.path: document for document in read_site_documents(options).documents}
    known = read_site_documents(options)
    pairs = [item for group in entry_documents(known) for item in translations_of(group, known.languages)]
    assert len(pairs) >= entries
    assert {item.state for item in pairs} == {"draft"}
    unlike = [
        item.path
        for item in pairs
        if [b.kind for b in blocks_of(built[item.source]) if b.kind not in ("title", "summary")]
        != [b.kind for b in blocks_of(built[item.path]) if b.kind not in ("title", "summary")]
    ]
    assert unlike == []
    outcome = site.build(drafts=True, publish=False)
    assert [item for item in outcome.diagnostics if "index." in item.path and item.is_error] == []
    for item in pairs:
        text = (tmp_path / item.path).read_text("utf-8")
        site.write(item.path, re.sub(r"(?m)^draft: .*\n", "", text).replace("title:\n", "title: X\n"))
    told = {item.path for item in site.build(publish=False).diagnostics if item.code == "W175"}
    assert {item.path for item in pairs} - told == set()


def _without_translations(site: Site, options: BuildOptions) -> SiteDocuments:
    known = read_site_documents(options)
    for group in entry_documents(known):
        for item in translations_of(group, known.languages):
            if item.state in ("translated", "outdated"):
                site.remove(item.path)
    return read_site_documents(options)
