"""A new site: a few samples, every setting with its explanation, and what hosts need to publish it.

The samples are files of this package, with remarks as in `remarks`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import msgspec

from sitegen import __version__
from sitegen.content.config import EXAMPLE_ADDRESS
from sitegen.content.yaml_strict import flow_scalar
from sitegen.core.diagnostics import Refusal, mark_message
from sitegen.core.files import content_of, walk_leaves
from sitegen.language.catalogue import LANGUAGES, say
from sitegen.writing.new_entry import fill_blanks, in_language

_SAMPLE = Path(__file__).parent / "sample"
_CYRILLIC = re.compile("[А-Яа-яЁёӨөҮү]")


class NotEmpty(Refusal):
    """The folder for a new site is not empty."""

    exit_code = 2


OUR_ORGANISATION = mark_message("Our organisation")


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """What a new site is called, who keeps it, and where it will be."""

    title_mn: str
    title_en: str
    owner: str
    base_url: str


DEFAULTS = Answers(
    title_mn="Манай архив",
    title_en="Our archive",
    owner="Манай байгууллага",
    base_url=EXAMPLE_ADDRESS,
)


def make_site(
    folder: Path, answers: Answers, lang: str, today: date, more: Mapping[str, bytes]
) -> tuple[str, ...]:
    """Writes the site with `more` files, all or nothing; returns the paths. Raises NotEmpty and OSError."""
    refuse_what_is_there(folder)
    files = sample_files(answers, lang, today) | dict(more)
    written: list[Path] = []
    try:
        for name, content in files.items():
            target = folder / name
            written += [above for above in target.parents if not above.exists()][::-1]
            target.parent.mkdir(parents=True, exist_ok=True)
            written.append(target)
            target.write_bytes(content)
            if content.startswith(b"#!"):
                target.chmod(0o755)
    except BaseException:
        for path in reversed(written):
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink(missing_ok=True)
        raise
    return tuple(files)


def refuse_what_is_there(folder: Path) -> None:
    """Raises NotEmpty unless the folder is empty or not there."""
    if os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise NotEmpty(
            "{path}: there is something here already. Name a new folder, or an empty one.", path=folder
        )


def sample_files(answers: Answers, lang: str, today: date) -> dict[str, bytes]:
    """The files of a new site by path, with remarks in a language."""
    values = _values(answers, lang, today)
    files = {}
    for path in sorted(walk_leaves(_SAMPLE)):
        name = path.relative_to(_SAMPLE).as_posix()
        if name.startswith("README."):
            if name != f"README.{lang}.md":
                continue
            name = "README.md"
        text = in_language(content_of(path).decode(), lang)
        files[fill_blanks(name.replace("dot-", "."), values)] = fill_blanks(text, values).encode()
    return files


def _values(answers: Answers, lang: str, today: date) -> dict[str, str]:
    owner_lang = "mn" if _CYRILLIC.search(answers.owner) else "en"
    defaults = {code: say(code, OUR_ORGANISATION) for code in LANGUAGES}
    owners = defaults if answers.owner in defaults.values() else {owner_lang: answers.owner}
    owner = ", ".join(f"{code}: {flow_scalar(name)}" for code, name in owners.items())
    return {
        "lang": lang,
        "title": answers.title_mn if lang == "mn" else answers.title_en,
        "title_mn": flow_scalar(answers.title_mn),
        "title_en": flow_scalar(answers.title_en),
        "owner": owner,
        "base_url": answers.base_url,
        "year": f"{today.year:04}",
        "today": today.isoformat(),
        "distribution": _distribution(),
        "version": __version__,
    }


def _distribution() -> str:
    """The name of the distribution that this program is installed from, which may differ from the
    command's."""
    # Imported here, since importing it takes longer than most commands.
    from importlib.metadata import entry_points

    found = next(iter(entry_points(group="console_scripts", name="sitegen")), None)
    return found.dist.name if found and found.dist else "sitegen"
