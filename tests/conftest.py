"""What every test may rely on: no network, no settings from outside, repeatable examples."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

TESTS = Path(__file__).parent

# Examples come in a fixed order on every commit, so that a red test stays red; the nightly run looks further.
# There is no deadline: how fast this machine is says nothing about the code.
settings.register_profile("commit", deadline=None, derandomize=True, database=None)
settings.register_profile(
    "nightly",
    deadline=None,
    max_examples=2_000,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.load_profile(os.environ.get("SITEGEN_PROFILE", "commit"))

# Seconds after which a test has hung: the run ends then, and says which test it was and where it stood.
LIMIT = 120
LONG_LIMIT = 900
NIGHTLY_LIMIT = 6 * 3600
# What `make test` leaves to `make test-all`: these kill builds, try many random examples, or drive a browser.
LONG = ("faults", "properties", "browser")
# Elsewhere nothing of it can be tried.
collect_ignore = [] if hasattr(os, "fork") else ["faults"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    nightly = os.environ.get("SITEGEN_PROFILE") == "nightly"
    for item in items:
        is_long = item.path.relative_to(TESTS).parts[0] in LONG
        if is_long:
            item.add_marker(pytest.mark.long)
        if not item.get_closest_marker("timeout"):
            seconds = NIGHTLY_LIMIT if nightly else LONG_LIMIT if is_long else LIMIT
            item.add_marker(pytest.mark.timeout(seconds))


_FROM_OUTSIDE = ("CI", "SOURCE_DATE_EPOCH", "LANGUAGE", "GITHUB_ACTIONS", "FORCE_COLOR", "CLICOLOR_FORCE")


@pytest.fixture(autouse=True, scope="session")
def nothing_from_outside() -> Iterator[None]:
    """Settings of the person's shell that a build would read are taken away."""
    with pytest.MonkeyPatch.context() as patch:
        for name in _FROM_OUTSIDE:
            patch.delenv(name, raising=False)
        patch.setenv("NO_COLOR", "1")
        yield


@pytest.fixture(autouse=True, scope="session")
def ctrl_c_is_heard() -> None:
    """A shell has the jobs in its background ignore Ctrl-C, which builds started by tests would inherit."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """A connection to any other machine fails the test that tries it."""
    connect = socket.socket.connect

    def only_this_machine(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX:
            host = address[0] if isinstance(address, tuple) else address
            if host not in ("127.0.0.1", "::1", "localhost"):
                raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", only_this_machine)
        yield
