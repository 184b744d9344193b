"""The process of the command says all it has to say and ends with the code of the command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen import cli
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


def shell(site: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Runs a script of the shell in which `"$@"` is the command."""
    argv = ["bash", "-c", script, "bash", sys.executable, "-m", "sitegen"]
    root = str(Path(cli.__file__).parents[2])
    env = {**os.environ, "PYTHONPATH": root, "LANGUAGE": "en", "SITE": str(site)}
    return subprocess.run(argv, capture_output=True, text=True, check=False, encoding="utf-8", env=env)


CHECK = '"$@" check --site "$SITE" --format json --today 2026-11-24'
BUILD = '"$@" build --site "$SITE" --today 2026-11-24'


class TestAStreamThatIsClosedOrWhoseReaderHasGone:
    @pytest.mark.parametrize(
        ("script", "code"),
        [
            (f"{BUILD} 2>&-", cli.FINE),
            (f"{BUILD} >&-", cli.FINE),
            (f"{BUILD} >&- 2>&- <&-", cli.FINE),
            (f"{BUILD} --verify --jobs 2 >&- 2>&- <&-", cli.FINE),
            (f"{CHECK} >&-", cli.FINE),
            ('"$@" build --unknown 2>&-', cli.USAGE),
            ('"$@" --help >&-', cli.FINE),
            ('set -o pipefail; "$@" --help | true', cli.FINE),
            ('set -o pipefail; "$@" build --help | true', cli.FINE),
            ('set -o pipefail; "$@" --version | true', cli.FINE),
            ('set -o pipefail; "$@" build --unknown 2>&1 | true', cli.USAGE),
            (f"set -o pipefail; {BUILD} 2>&1 | true", cli.FINE),
        ],
    )
    def test_changes_no_exit_code(self, tmp_path: Path, script: str, code: int) -> None:
        site = Site(tmp_path, {"content/articles/2018/x/index.mn.md": article()})
        done = shell(site.root, script)
        assert done.returncode == code
        assert "Traceback" not in done.stderr
        assert "Exception" not in done.stderr
        assert ("build --site" not in script) or (site.out / "index.html").exists()

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
    @pytest.mark.parametrize("arguments", ["--help", "--version", "build --help"])
    def test_that_is_full_is_named(self, tmp_path: Path, arguments: str) -> None:
        done = shell(tmp_path, f'"$@" --lang en {arguments} >/dev/full')
        assert (done.returncode, done.stderr) == (cli.MACHINE, "<stdout>: No space left on device\n")
