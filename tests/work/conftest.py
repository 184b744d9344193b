"""The sample site, published once, for tests that count what a change causes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.literal import Site
from tests.work.sample import SAMPLE


@pytest.fixture(scope="package")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site, published."""
    site = Site.copied(SAMPLE, tmp_path_factory.mktemp("site"))
    assert not site.build().failed
    return site.root


@pytest.fixture
def site(published: Path, tmp_path: Path) -> Site:
    """A copy of it, with what its build remembers."""
    return Site.copied(published, tmp_path)
