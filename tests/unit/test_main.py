"""The process of the command says all it has to say and ends with the code of the command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.literal import Site, article


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "-m", "sitegen", *map(str, arguments)]
    return subprocess.run(argv, capture_output=True, text=True, check=False, encoding="utf-8")


def test_what_is_said_arrives_though_the_process_ends_at_once(tmp_path: Path) -> None:
    site = Site(tmp_path, {"content/articles/2018/x/index.mn.md": article(date="2018-02-31")})
    done = run("check", "--site", site.root, "--format", "json", "--lang", "en", "--today", "2026-11-24")
    assert (done.returncode, done.stdout.count("\n")) == (1, 1)
    assert '"code":"E108"' in done.stdout.replace(" ", "")
    assert "1 errors" in done.stderr


def test_usage_has_a_code_of_its_own() -> None:
    assert run("build", "--nothing").returncode == 2


def test_all_well_is_nought() -> None:
    done = run("--version")
    assert done.returncode == 0
    assert done.stdout.startswith("sitegen")
