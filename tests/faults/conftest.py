"""Folders and builders for tests that kill and starve builds."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.forked import program_looked_at_once
from tests.faults.injected import Builder
from tests.faults.sites import Change, published, unpublished

_SHM = Path("/dev/shm")


@pytest.fixture(autouse=True, scope="module")
def one_look_at_the_program() -> Iterator[None]:
    with program_looked_at_once():
        yield


@pytest.fixture(scope="session")
def memory() -> Iterator[Path]:
    """A folder in memory where there is one: a disk would be synced a thousand times."""
    folder = Path(tempfile.mkdtemp(prefix="sitegen-faults-", dir=_SHM if _SHM.is_dir() else None))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def builder(memory: Path) -> Iterator[Builder]:
    builder = Builder(memory / "builder")
    yield builder
    builder.close()


@pytest.fixture(scope="session")
def powerless(memory: Path) -> Iterator[Builder]:
    """Builds to which the rights of files apply, even where root runs the tests."""
    drop = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
    builder = Builder(memory / "powerless", drop)
    yield builder
    builder.close()


@pytest.fixture(scope="session")
def edited(memory: Path) -> Change:
    """A published site whose sources have been edited since."""
    return Change(memory / "edited", published)


@pytest.fixture(scope="session")
def unbuilt(memory: Path) -> Change:
    """A site that was never built."""
    return Change(memory / "unbuilt", unpublished)
