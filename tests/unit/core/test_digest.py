"""Digests name bytes, part by part; anything that shapes the output gives the engine another one."""

from __future__ import annotations

import platform
import shutil
import tomllib
import unicodedata
from importlib import metadata
from pathlib import Path

import pytest

from sitegen.core.digest import (
    LIBRARIES,
    PACKAGE,
    SIZE,
    digest,
    digest_pieces,
    engine_digest,
    installed_libraries,
    python_version,
    text_digest,
)

ROOT = Path(__file__).parents[3]
NOT_IN_PAGES = {"click", "segno", "watchfiles"}  # arguments, the preview


def test_a_digest_names_its_parts_and_where_each_ends() -> None:
    assert len({digest(b"ab", b"c"), digest(b"a", b"bc"), digest(b"abc"), digest(b"abc", b"")}) == 4


def test_a_digest_is_the_same_on_every_machine() -> None:
    assert digest(b"site", b"gen").hex() == "20671a7997e876ce66718989c6e6f09e"
    assert len(digest()) == SIZE


def test_a_text_digest_never_changes_since_editors_write_it_into_their_files() -> None:
    assert text_digest("Форум") == "90e6d2a4ac51"
    assert text_digest("форум") != text_digest("Форум")


def test_pieces_have_the_digest_of_the_whole() -> None:
    assert digest_pieces([b"a", b"", b"bc"]) == digest(b"abc")


def test_another_version_of_any_library_is_another_engine() -> None:
    versions = installed_libraries()
    digests = {engine_digest(versions)}
    for number, (name, version) in enumerate(versions):
        digests.add(engine_digest((*versions[:number], (name, f"{version}.1"), *versions[number + 1 :])))
    assert len(digests) == len(LIBRARIES) + 1
    assert engine_digest() == engine_digest(versions)


def test_another_python_is_another_engine() -> None:
    python, unicode, sqlite = python_version()
    others = ((f"{python}.1", unicode, sqlite), (python, f"{unicode}.1", sqlite))
    assert len({engine_digest(), *(engine_digest(python=other) for other in others)}) == 3
    assert engine_digest() == engine_digest(python=(python, unicode, sqlite))


def test_the_version_of_python_is_that_in_use() -> None:
    assert platform.python_version() in python_version()[0]
    assert unicodedata.unidata_version in python_version()


def test_the_versions_are_those_of_the_installed_libraries() -> None:
    assert installed_libraries() == tuple((name, metadata.version(name)) for name in LIBRARIES)


def test_every_dependency_that_shapes_pages_counts() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {line.split(">")[0] for line in project["dependencies"]}
    assert names - NOT_IN_PAGES == set(LIBRARIES)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package that the digest is taken of."""
    copy = tmp_path / "sitegen"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr("sitegen.core.digest.PACKAGE", copy)
    return copy


@pytest.mark.parametrize("file", ["build.py", "language/diagnostics.yaml", "language/locales/mn.po"])
def test_a_change_of_our_own_source_is_another_engine(package: Path, file: str) -> None:
    before = engine_digest()
    target = package / file
    target.write_bytes(target.read_bytes() + b"\n# more\n")
    assert engine_digest() != before


def test_a_module_of_another_name_is_another_engine(package: Path) -> None:
    before = engine_digest()
    (package / "checks/explain.py").rename(package / "checks/explain2.py")
    assert engine_digest() != before


def test_compiled_files_and_the_packaged_theme_do_not_count(package: Path) -> None:
    before = engine_digest()
    for name in ("__pycache__/build.pyc", "_theme/templates/base.html", "_theme/static/site.py"):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_bytes(b"x")
    assert engine_digest() == before
