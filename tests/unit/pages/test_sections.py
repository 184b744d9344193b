"""A project's text in the sections that the editors' guides name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen.content.kinds import PROJECT_SECTIONS
from tests.literal import Site

GUIDES = Path(__file__).parents[3] / "docs"
PROJECT = "---\ntitle: Төсөл\n---\n\n{}\n"


def headings_of_the_guide(lang: str) -> list[str]:
    """The example that consists of nothing but headings."""
    guide = (GUIDES / f"editors.{lang}.md").read_text("utf-8")
    found = [
        example
        for example in re.findall(r"```markdown\n(.*?)```", guide, re.DOTALL)
        if all(line.startswith("## ") for line in example.split("\n") if line)
    ]
    assert len(found) == 1
    return re.findall("## (.*)", found[0])


@pytest.mark.parametrize("lang", ["mn", "en"])
def test_the_headings_of_the_guide_are_recognised(lang: str, tmp_path: Path) -> None:
    headings = headings_of_the_guide(lang)
    assert len(headings) == len(PROJECT_SECTIONS)
    body = "".join(f"## {heading}\n\nБичвэр.\n\n" for heading in headings)
    site = Site(tmp_path, {f"content/projects/x/index.{lang}.md": PROJECT.format(body)})
    site.build()
    page = site.page("/projects/x/" if lang == "mn" else "/en/projects/x/")
    assert "дурдаагүй" not in page
    assert "says nothing about" not in page


def test_a_section_that_is_left_out_is_told(tmp_path: Path) -> None:
    site = Site(tmp_path, {"content/projects/x/index.mn.md": PROJECT.format("## Асуудал\n\nБичвэр.")})
    site.build()
    page = site.page("/projects/x/")
    assert "Бичвэрт дараах зүйлийг дурдаагүй: үйл ажиллагаа, үр дүн, сургамж." in page


def test_what_is_less_asked_of_a_forum_and_a_programme_stands_after_the_text(tmp_path: Path) -> None:
    forum = "---\ntitle: Форум\ndate: 2018-10-30\nnumber: 5\ncity: {mn: Вашингтон}\n---\n\nЯриа болов.\n"
    programme = "---\ntitle: Хөтөлбөр\nidentifier: P1\nstart: 2018\nend: 2019\n---\n\nБичвэр эхлэв.\n"
    site = Site(
        tmp_path,
        {"content/forums/x/index.mn.md": forum, "content/programmes/y/index.mn.md": programme},
    )
    assert site.build().diagnostics == ()
    for path, first, text, later in (
        ("/forums/x/", "Вашингтон", "Яриа болов.", ("Форумын тухай бусад мэдээлэл", "Форумын дугаар")),
        ("/forums/x/print/", "Вашингтон", "Яриа болов.", ("Форумын тухай бусад мэдээлэл", "Форумын дугаар")),
        ("/programmes/y/", "2018–2019", "Бичвэр эхлэв.", ("Хөтөлбөрийн тухай бусад мэдээлэл", "P1")),
        ("/programmes/y/print/", "2018–2019", "Бичвэр эхлэв.", ("Хөтөлбөрийн тухай бусад мэдээлэл", "P1")),
    ):
        page = site.page(path)
        body = page[page.index("<main") :]
        places = [body.index(words) for words in (first, text, *later)]
        assert places == sorted(places), path
