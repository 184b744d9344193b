"""What each command says, word for word, in both languages: a session from the first command to the last.

The expected texts are in commands/. `make golden` writes them anew: read the difference before you commit it.
"""

from __future__ import annotations

import os
import re
import shutil
from datetime import datetime, tzinfo
from pathlib import Path

import pytest
from PIL import Image

from sitegen.cli.commands import COMMANDS
from tests.command import on_a_terminal, sitegen

EXPECTED = Path(__file__).parent / "commands"
SECONDS = re.compile(r"\b\d+\.\d\d(?= (?:seconds|секунд))")
# How many pages and files a site has would change here with every part of the theme.
COUNTS = re.compile(
    r"\b[1-9]\d*(?= (?:pages|files|unchanged|removed|new addresses|хуудас|файл|хэвээр|устгав|шинэ хаяг))"
    r"|(?<=addresses\.txt:)\d+"
)
NEWS = "content/articles/2026/nomyn-san-neegdlee"
KHOVD = ("--place", "Ховд, Манхан")

Step = tuple[str, ...]


# Commands, and what the editor does between them.
STEPS: list[Step] = [
    (),
    ("biuld",),
    *((name, "--help") for name in COMMANDS),
    ("help",),
    ("help", "begn"),
    ("explain", "E108"),
    ("check",),
    ("init", "site"),
    ("init", "site"),
    ("init",),
    ("init", "other", "--base-url", "example"),
    ("!enter site",),
    ("serve", "--port", "0"),
    ("new", "article", "Номын сан нээгдлээ", "--date", "2026-11-24"),
    ("new", "article", "Номын сан нээгдлээ", "--date", "2026-11-24"),
    ("new", "thing", "X"),
    ("new", "project", "Номын булан", *KHOVD),
    ("new", "project", "Номын булан", *KHOVD, "--add"),
    ("check",),
    ("!fill in",),
    ("build",),
    ("!mistake",),
    ("build",),
    ("check", "--fix"),
    ("!mend",),
    ("translate", "article:2026/nomyn-san-neegdlee"),
    ("translate", "article:2026/nomyn-san-neegdlee"),
    ("accept", "article:2026/nomyn-san-neegdlee"),
    ("status",),
    ("check", "--drafts"),
    ("!memory card",),
    ("photos", "../card", "--for", "nomyn-san-neegdlee"),
    ("photos", "../card", "--for", "nomyn-san-neegdlee"),
    ("photos", "../card", "--for", "nomyn-san"),
    ("photos", "../nothing", "--for", "nomyn-san-neegdlee"),
    ("photos", "../card"),
    ("photos", "static", "--for", "nomyn-san-neegdlee"),
    ("!throw the pictures away",),
    ("!translated",),
    ("accept", "article:2026/nomyn-san-neegdlee"),
    ("accept", "article:2026/nomyn-san"),
    ("status", "article:2026/nomyn-san-neegdlee"),
    ("!throw the samples away",),
    ("build",),
    ("build",),
    ("build", "--verify", "--today", "2026-12-02"),
    ("explain", "/about/"),
    ("explain", "/nothing/"),
    ("!rename the news",),
    ("build",),
    ("build", "--out", "content"),
    ("build", "--today", "tomorrow"),
    ("check", "--jobs", "many"),
    ("clean",),
    ("clean",),
]


def act(name: str) -> None:
    news = Path(NEWS)
    match name:
        case "enter site":
            os.chdir("site")
            settings = Path("site.yaml")
            text = settings.read_text("utf-8")
            for heavy in ("cards", "search", "data", "print_views"):
                text = text.replace(f"\n{heavy}: true", f"\n{heavy}: false")
            settings.write_text(text, "utf-8")
        case "fill in":
            fill_in(Path("content"))
        case "mistake":
            text = "---\ntitle: Номын сан\ndate: 24.11.2026\ntag: [pta]\n---\n\n[x](project:sample)\n"
            (news / "index.mn.md").write_text(text, "utf-8")
        case "mend":
            text = "---\ntitle: Номын сан\ndate: 2026-11-24\n---\n\nНомын сан нээгдэв.\n"
            (news / "index.mn.md").write_text(text, "utf-8")
        case "memory card":
            Path("static").mkdir()
            Path("../card").mkdir()
            exif = Image.Exif()
            exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 55.0, 12.0), 3: "E", 4: (106.0, 55.0, 2.0)})
            for number, records in enumerate([exif, Image.Exif()]):
                picture = Image.new("RGB", (64, 48), (number * 99, 20, 200))
                picture.save(f"../card/IMG_{number}.jpg", exif=records)
            Path("../card/IMG_2.jpg").write_bytes(b"no picture")
        case "throw the pictures away":
            for photo in news.glob("*.jpg"):
                photo.unlink()
        case "translated":
            (news / "index.en.md").write_text("---\ntitle: A library\n---\n\nA library opened.\n", "utf-8")
        case "throw the samples away":
            for folder in sorted(Path("content").glob("*/**/sample-*")):
                shutil.rmtree(folder)
        case "rename the news":
            news.rename(news.with_name("nomyn-san"))


# What is typed when a question stands there, after each command.
ASKED: list[tuple[Step, tuple[str, ...]]] = [
    (("init", "asked"), ("Наран архив", "", "Наран ТББ", "naran", "https://naran.example.org")),
    (("new", "article", "Номын сан", "--date", "2026-11-24", "--site", "asked"), ("",)),
    (
        ("new", "project", "Номын булан", "--date", "2026-11-24", "--site", "asked"),
        ("A book corner", "Хов", "Ховд", "Манхан", "", "Mankhan"),
    ),
    (("new", "forum", "Форум", "--topic", "grantss", "--site", "asked"), ("A forum", "")),
    (("new", "forum", "Форум", "--place", "Мянгад", "--site", "asked"), ("A forum",)),
    (
        ("new", "forum", "Форум", "--date", "2026-11-24", "--topic", "Хоол", "--organisation", "UNICEF",
         "--source", "Тайлан", "--site", "asked"),
        ("", "", "Food", "т", "", "y", ""),
    ),
    (("new", "page", "Тухай", "--topic", "Ус", "--site", "asked"), ("", "ү")),
    (("!mistake in it",), ()),
    (("check", "--fix", "--site", "asked"), ("",)),
    (("check", "--fix", "--site", "asked"), ("y",)),
]  # fmt: skip


def fill_in(content: Path) -> None:
    for path in content.rglob("index.*.md"):
        front, end, body = path.read_text("utf-8").partition("\n---\n")
        path.write_text(front + end + body.replace("…", "Бичвэр.").replace("энд бичнэ", "бичив"), "utf-8")


class Clock(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Clock:
        return cls(2026, 12, 1, tzinfo=tz)


@pytest.mark.parametrize("lang", ["mn", "en"])
def test_commands_say_what_is_expected(lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796083200")  # 1 December 2026
    monkeypatch.setattr("sitegen.cli.commands.writing.datetime", Clock)
    told = []
    for step in STEPS:
        if step and step[0].startswith("!"):
            act(step[0][1:])
            told.append(f"… {step[0][1:]}\n")
            continue
        given = (*step, "--lang", lang) if step else ("--lang", lang)
        run = sitegen(*given)
        told.append(f"$ {' '.join(('sitegen', *step))}\n{run.out}{run.err}= {run.code}\n")
    compare(f"{lang}.txt", told, tmp_path)


@pytest.mark.parametrize("lang", ["mn", "en"])
def test_questions_on_a_terminal_are_what_is_expected(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = []
    for step, answers in ASKED:
        if step[0].startswith("!"):
            news = Path("asked/content/articles/2026/nomyn-san/index.mn.md")
            text = news.read_text("utf-8").replace("2026-11-24", "24.11.2026")
            news.write_text(f'{text}\nТэр "ном" авчээ.\n', "utf-8")
            fill_in(Path("asked/content"))
            told.append(f"… {step[0][1:]}\n")
            continue
        run = on_a_terminal(answers, *step, "--lang", lang)
        told.append(f"$ {' '.join(('sitegen', *step))}\n{run.out}= {run.code}\n")
    compare(f"asked.{lang}.txt", told, tmp_path)


def compare(name: str, told: list[str], folder: Path) -> None:
    text = COUNTS.sub("N", SECONDS.sub("0.00", "\n".join(told))).replace(str(folder), "…")
    place = EXPECTED / name
    if os.environ.get("SITEGEN_GOLDEN") == "update":
        EXPECTED.mkdir(exist_ok=True)
        place.write_text(text, "utf-8")
    assert text == place.read_text("utf-8")
