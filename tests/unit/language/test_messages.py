"""What the machine says, in the reader's language."""

from __future__ import annotations

import errno
import os

import pytest

from sitegen.core.diagnostics import diagnostic
from sitegen.language.catalogue import system_reason, texts_of_codes

MET_BY_BUILDS = (
    errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EACCES, errno.EPERM, errno.EROFS, errno.EMFILE, errno.EXDEV,
    errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG,
)  # fmt: skip


@pytest.mark.parametrize("number", MET_BY_BUILDS)
def test_a_refusal_of_the_system_is_told_in_mongolian(number: int) -> None:
    said = os.strerror(number)
    assert not system_reason("mn", said).isascii()
    assert system_reason("en", said) == said


def test_what_is_not_known_stays_as_it_was_said() -> None:
    assert system_reason("mn", "Something else") == "Something else"


@pytest.mark.parametrize(
    ("code", "args"), [("E601", {"problem": "Permission denied"}), ("W702", {"reason": "disk I/O error"})]
)
def test_diagnostics_tell_it_so_too(code: str, args: dict[str, str]) -> None:
    (said,) = args.values()
    item = diagnostic(code, "content", name="content", **args)
    assert said in texts_of_codes("en").message(item)
    assert said not in texts_of_codes("mn").message(item)
    assert system_reason("mn", said) in texts_of_codes("mn").message(item)
