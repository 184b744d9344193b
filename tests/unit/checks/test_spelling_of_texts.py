"""`check --spelling`: what hunspell does not know, and what the site says of its own words."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.command import sitegen
from tests.literal import Site, article

NEWS = "content/articles/2018/x/index.mn.md"
BODY = "Сургуль ширээтэй боллоо. Энэ сургульд `кодд` ба [холбоос](https://a.mn/сургуль) бий."
# Knows a few words, and is asked as hunspell is.
HUNSPELL = """#!/bin/sh
for last; do :; done
case "$*" in *mn_MN*) ;; *) echo "Can't open affix file" >&2; exit 1;; esac
while read -r word; do
  case "$word" in
    сургуль|сургульд) [ "$last" = -l ] && echo "$word" ;;
    ^сургуль) echo "& сургуль 2 1: сургууль, сургаал"; echo ;;
  esac
done
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "hunspell").write_text(HUNSPELL, "utf-8")
    (programs / "hunspell").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    return Site(tmp_path / "site", {NEWS: article("Сайн мэдээ", BODY.lower())})


def checked(site: Site, lang: str = "mn") -> str:
    run = sitegen("check", "--spelling", "--site", site.root, "--lang", lang)
    assert run.code == 0
    return run.out + run.err


def test_an_unknown_word_is_told_once_with_what_it_may_be(site: Site) -> None:
    told = checked(site)
    assert f"{NEWS}:6:1: W125 “сургуль” гэсэн үг тольд алга." in told
    assert "магадгүй: сургууль, сургаал. Зөв бол words.txt файлд нэмнэ: сургуль" in told
    assert told.count("W125") == 1


def test_words_of_the_site_are_known_with_their_endings(site: Site) -> None:
    site.write("words.txt", "# Манай үгс\nсургуль\n")
    assert "W125" not in checked(site)


def test_words_of_the_site_that_cannot_be_read_are_told(site: Site) -> None:
    site.write("words.txt", "сургуль\n".encode("utf-16"))
    assert "words.txt:1:1: E113 Файл UTF-8 кодчилолтой биш байна (1-р байт)." in checked(site)


def test_without_a_dictionary_that_is_said_and_nothing_fails(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write(NEWS.replace(".mn.", ".en."), "---\ntitle: News\n---\n\nSome text.\n")
    assert "hunspell-en-gb" in checked(site)
    monkeypatch.setenv("PATH", "/nowhere")
    assert "hunspell-mn" in checked(site, "en")


def test_without_asking_nobody_runs_it(site: Site) -> None:
    assert "W125" not in sitegen("check", "--site", site.root, "--lang", "mn").out


def test_the_dictionary_itself_finds_a_slip(tmp_path: Path) -> None:
    program = shutil.which("hunspell")
    asked = program and subprocess.run(
        (program, "-d", "mn_MN", "-l"), input=b"", capture_output=True, check=False
    )
    if not asked or asked.returncode:
        pytest.skip("hunspell-mn is not installed")
    told = checked(Site(tmp_path, {NEWS: article("Мэдээ", "Энэ сургуульд хүүхэд сургчах болно.")}))
    assert "“сургчах”" in told
    assert told.count("W125") == 1
