"""Children are not shown without consent; and where the paper is kept is nobody's business."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from tests.literal import CONFIG, Site, article, codes

FOLDER = "content/articles/2018/x"


def built(root: Path, said: str, policy: str = "", body: str = "Текст.") -> Site:
    target = io.BytesIO()
    Image.new("RGB", (40, 20)).save(target, "JPEG")
    image = f"{{file: a.jpg, alt: {{mn: А, en: A}}{said and ', '}{said}}}"
    facts = {"images": f"[{image}]"} if said != "no field" else {}
    return Site(
        root,
        {
            "site.yaml": CONFIG + policy,
            f"{FOLDER}/index.mn.md": article(body=body, **facts),
            f"{FOLDER}/a.jpg": target.getvalue(),
        },
    )


ASKED = "pictures: {people: true}\n"
LENIENT = "pictures: {children: warning}\n"


@pytest.mark.parametrize(
    ("said", "policy", "found"),
    [
        ("", "", []),
        ("people: children", "", ["E812"]),
        ("people: children, consent: no", "", ["E812"]),
        ("people: children", LENIENT, ["W811"]),
        ("people: children, consent: yes", "", ["W811"]),
        ("people: children, consent: 'yes, folder 2018/7'", ASKED, []),
        ("people: none", ASKED, []),
        ("people: adults", ASKED, []),
        ("people: unknown", ASKED, ["W811"]),
        ("people: unknown", "", []),
        ("", ASKED, ["W811"]),
        ("people: child", "", ["E109"]),
    ],
)
def test_what_the_policy_asks_for(tmp_path: Path, said: str, policy: str, found: list[str]) -> None:
    site = built(tmp_path, said, policy)
    outcome = site.build()
    assert codes(outcome) == found
    assert outcome.failed == any(code[0] == "E" for code in found)
    assert site.out.exists() != outcome.failed or not any(site.tree())
    assert codes(site.build()) == found


def test_a_picture_that_only_the_text_names_says_nothing_of_people(tmp_path: Path) -> None:
    outcome = built(tmp_path, "no field", ASKED, body="![Танхим](a.jpg)").build()
    assert [(item.code, item.line) for item in outcome.diagnostics] == [("W811", 6)]


def test_where_the_paper_is_kept_is_not_published(tmp_path: Path) -> None:
    site = built(tmp_path, "people: children, consent: 'yes, PAPER-KEPT'")
    site.build()
    assert [path for path, raw in site.tree().items() if b"PAPER-KEPT" in raw] == []
