"""What is declared, what is locked, what is imported and what is shipped agree with each other."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

import sitegen
from sitegen.cli.commands.guides import TOPICS
from tests.meta.source import PACKAGE, ROOT, imports, read_package

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DISTRIBUTION = PROJECT["project"]["name"].replace("-", "_")
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-release.lock")
WORKFLOWS = sorted(
    [*(ROOT / ".github" / "workflows").glob("*.yml"), *(ROOT / PACKAGE).rglob("dot-github/workflows/*.yml")]
)
# Distributions whose module has another name.
MODULE_OF = {"pillow": "PIL", "python-slugify": "slugify", "pyyaml": "yaml"}


def name_of(requirement: str) -> str:
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert match
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def locked(lock: str) -> dict[str, tuple[str, int]]:
    """name -> (version, number of hashes), for each requirement of a lock."""
    found = {}
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            name, _, rest = line.partition("==")
            found[name_of(name)] = (rest.split()[0], line.count("--hash=sha256:"))
    return found


def declared(*extras: str) -> set[str]:
    requirements = list(PROJECT["project"]["dependencies"])
    for extra in extras:
        requirements += PROJECT["project"]["optional-dependencies"][extra]
    return {name_of(requirement) for requirement in requirements}


@pytest.mark.parametrize(("lock", "extras"), [(LOCKS[0], ()), (LOCKS[1], ("dev", "dask"))])
def test_what_is_declared_is_locked_with_hashes(lock: str, extras: tuple[str, ...]) -> None:
    requirements = locked(lock)
    assert declared(*extras) - requirements.keys() == set()
    assert [name for name, (_, hashes) in requirements.items() if not hashes] == []


def test_time_zones_are_installed_where_the_system_has_none() -> None:
    """As on Windows, and in small containers."""
    assert "tzdata" in declared()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place_to_fetch_from(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"--(index-url|extra-index-url|find-links|trusted-host)", text)


def test_tests_run_against_the_versions_that_build_the_site() -> None:
    runtime, development = locked(LOCKS[0]), locked(LOCKS[1])
    assert {name: development.get(name) for name in runtime} == runtime


def test_only_declared_libraries_are_imported() -> None:
    allowed = {MODULE_OF.get(name, name.replace("-", "_")) for name in declared()}
    allowed |= {MODULE_OF.get(name, name.replace("-", "_")) for name in _optional()}
    used = {
        target.split(".")[0]
        for module in read_package()
        for _, target in imports(module)
        if target.split(".")[0] not in sys.stdlib_module_names
    } - {PACKAGE}
    assert sorted(used - allowed) == []


def _optional() -> set[str]:
    extras = PROJECT["project"]["optional-dependencies"]
    return {name_of(item) for extra, items in extras.items() if extra != "dev" for item in items}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_to_a_commit(workflow: Path) -> None:
    used = re.findall(r"uses: *(.+)", workflow.read_text(encoding="utf-8"))
    assert used
    for action in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_no_workflow_may_write_to_the_repository_or_restore_a_cache(workflow: Path) -> None:
    text = workflow.read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    assert content["permissions"] in ({}, {"contents": "read"})
    granted = [job.get("permissions", {}) for job in content["jobs"].values()]
    assert all(rights.get("contents") in (None, "read") for rights in granted)
    assert "pull_request_target" not in text
    assert "actions/cache" not in text
    assert not re.search(r"^\s*cache:", text, re.MULTILINE)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    assert wheel.name.startswith(f"{DISTRIBUTION}-{sitegen.__version__}-")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("folder", ["templates", "static"])
def test_the_wheel_carries_the_whole_theme(shipped: set[str], folder: str) -> None:
    files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
    assert files
    assert {f"{PACKAGE}/_theme/{path.relative_to(ROOT).as_posix()}" for path in files} - shipped == set()


def test_the_wheel_carries_every_guide(shipped: set[str]) -> None:
    wanted = {
        f"{PACKAGE}/_docs/{place.format(lang=lang)}" for place in TOPICS.values() for lang in ("mn", "en")
    }
    assert wanted - shipped == set()


def test_the_wheel_carries_the_data_beside_the_modules(shipped: set[str]) -> None:
    data = [path for suffix in ("po", "yaml") for path in (ROOT / PACKAGE).rglob(f"*.{suffix}")]
    assert data
    assert {path.relative_to(ROOT).as_posix() for path in data} - shipped == set()


def test_the_wheel_carries_nothing_else(shipped: set[str]) -> None:
    assert {name.split("/")[0] for name in shipped} == {
        PACKAGE,
        f"{DISTRIBUTION}-{sitegen.__version__}.dist-info",
    }
