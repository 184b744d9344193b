"""A week of an editor, as the guide has it: write, translate, correct, accept, drift, mend. What the commands
say stands here word for word, in both languages."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.command import sitegen
from tests.literal import TODAY, Site

REF = "article:2026/surguuli-shireetei-bolloo"
MN = "content/articles/2026/surguuli-shireetei-bolloo/index.mn.md"
EN = "content/articles/2026/surguuli-shireetei-bolloo/index.en.md"
TEXT = """---
title: Сургууль ширээтэй боллоо
date: 2026-11-02
places: [khovd/altai]
---

Ховд аймгийн Алтай сумын сургууль 24 сая төгрөгөөр ширээ авав.

## Зардал

- Ширээ: 20 сая төгрөг
- Тээвэр: 4 сая төгрөг
"""
TRANSLATED = (
    ("title:\n", "title: The school has desks\n"),
    ("draft: true", ""),
    ("\n…\n", "\nThe school of Altai soum, Khovd, bought desks for MNT 24 million.\n"),
    ("## …", "## Costs"),
    ("- …\n- …", "- Desks: MNT 20 million\n- Transport: MNT 4 million"),
)
WORDS = {
    "mn": {
        "new": "Текст засварлагчаар нээж, бичвэрээ бичээд хадгална уу. Хуудсаа харах бол: sitegen serve\n",
        "missing": f"{EN}: дутуу – Сургууль ширээтэй боллоо\narticle (en): дутуу 1\n"
        f"Дутууг эхлүүлэх: sitegen translate {EN}\n",
        "begun": f"Ноорог бэлэн: {MN} файлын эх бичвэр тайлбар мөрөнд бий, орчуулгыг доор нь “…” тэмдгийн "
        f"оронд бичнэ. Дуусаад “draft” мөрийг устгаж, sitegen accept {REF} командыг ажиллуулна уу.\n",
        "not done": f"{EN}:3: гарчгийг орчуулаагүй байна. Бичээд дахин sitegen accept хийнэ үү.\n",
        "accepted": f"{EN} одоо {MN} файлтай таарч байна гэж тэмдэглэв.\n",
        "current": "article (en): орчуулсан 1\n",
        "drifted": f"{EN}: хоцрогдсон – Сургууль ширээтэй боллоо\n    {MN} · Зардал\n"
        "      - Тээвэр: 4 сая төгрөг\n      + Тээвэр: 5 сая төгрөг\narticle (en): хоцрогдсон 1\n"
        f"Хоцрогдсоныг засаж дуусаад: sitegen accept {EN}\n",
        "differs": "Мөнгөн дүн зөрж байна: энд “MNT 4 million”, нөгөө хэлэнд “5 сая төгрөг”",
        "nothing": "Хийх зүйл алга: орчуулсан нь бүгд шинэ хэвээр.\n",
    },
    "en": {
        "new": "Open it in a text editor, write your text, and save it. To see the page: sitegen serve\n",
        "missing": f"{EN}: missing – Сургууль ширээтэй боллоо\narticle (en): missing 1\n"
        f"Begin one that is missing: sitegen translate {EN}\n",
        "begun": f"A draft: the text of {MN} stands in comments above the places to fill in, marked “…”. "
        f"When it is done, take “draft” away and run: sitegen accept {REF}\n",
        "not done": f"{EN}:3: the title is still to be translated. Fill it in, then accept.\n",
        "accepted": f"{EN} is now current with {MN}.\n",
        "current": "article (en): translated 1\n",
        "drifted": f"{EN}: out of date – Сургууль ширээтэй боллоо\n    {MN} · Зардал\n"
        "      - Тээвэр: 4 сая төгрөг\n      + Тээвэр: 5 сая төгрөг\narticle (en): out of date 1\n"
        f"When one that is out of date has been mended: sitegen accept {EN}\n",
        "differs": "“MNT 4 million”",
        "nothing": "Nothing to do: what is translated is current.\n",
    },
}


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
@pytest.mark.parametrize("lang", ["mn", "en"])
def test_a_week_of_an_editor(tmp_path: Path, lang: str) -> None:
    site, words = Site(tmp_path, {}), WORDS[lang]

    def run(*command: str) -> tuple[int, str]:
        done = sitegen(*command, "--site", tmp_path, "--lang", lang)
        return done.code, done.out + done.err

    def commit() -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        for command in (("init", "-q"), ("add", "content"), ("commit", "-qm", "x")):
            subprocess.run(("git", *who, *command), cwd=tmp_path, check=True, capture_output=True)

    # Monday: a text is begun, written and published.
    assert run("new", "article", "Сургууль ширээтэй боллоо", "--date", "2026-11-02") == (
        0,
        f"{tmp_path / MN}\n{words['new']}",
    )
    site.write(MN, TEXT)
    assert site.build(today=TODAY).diagnostics == ()
    assert run("status") == (0, words["missing"])
    # Tuesday: it is translated, as a draft.
    assert run("translate", REF) == (0, f"{tmp_path / EN}\n{words['begun']}")
    assert site.build().diagnostics == ()
    assert "This page has not been translated yet" in re.sub(
        r"\s+", " ", site.page("/en/news/2026/surguuli-shireetei-bolloo/")
    )
    assert run("accept", REF) == (1, words["not done"])
    for before, after in TRANSLATED:
        site.edit(EN, before, after)
    # Wednesday: the translation is current.
    assert run("accept", REF) == (0, words["accepted"])
    assert "<!-- mn:" not in (tmp_path / EN).read_text("utf-8")
    assert run("status") == (0, words["current"])
    assert site.build().diagnostics == ()
    assert "The school has desks" in site.page("/en/news/2026/surguuli-shireetei-bolloo/")
    commit()
    # Thursday: the original is corrected, and drifts away.
    site.edit(MN, "Тээвэр: 4 сая", "Тээвэр: 5 сая")
    assert run("status") == (0, words["drifted"])
    site.build()
    assert "out of date" in site.page("/en/news/2026/surguuli-shireetei-bolloo/")
    # Somebody accepts without reading: the pair does not agree, and is not published unseen.
    assert run("accept", REF)[0] == 0
    (problem,) = site.build().diagnostics
    assert (problem.code, problem.path) == ("W432", EN)
    assert words["differs"] in run("check")[1]
    # Friday: it is mended, and all is well.
    site.edit(EN, "Transport: MNT 4 million", "Transport: MNT 5 million")
    assert site.build().diagnostics == ()
    assert run("accept", REF) == (0, words["nothing"])
    assert run("status") == (0, words["current"])
