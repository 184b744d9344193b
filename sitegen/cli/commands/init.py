"""`sitegen init`: a new site to begin with."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sitegen.cli import FINE
from sitegen.cli.asking import ask, can_ask
from sitegen.cli.command import LANG, Command, Misuse, Option, site_address
from sitegen.cli.terminal import tell
from sitegen.core.diagnostics import marked
from sitegen.language.catalogue import say
from sitegen.writing.new_site import DEFAULTS, Answers, make_site, refuse_what_is_there

_PLAIN = re.compile(r"[\w./:\\][\w./:\\-]*")
_IN_QUOTES = re.compile(r'["$`!]')  # signs that a shell acts on even within quotes
ZONE = ZoneInfo("Asia/Ulaanbaatar")  # the time zone of the sample settings


def _name(option: str, value: str | None) -> str | None:
    if value is not None and not value.strip():
        raise Misuse("{option}: a name is needed.", option=option)
    return value and value.strip()


_FOLDER = Option(name="folder", metavar="FOLDER", missing="The name of the new site's folder is missing.")
TITLE_MN = Option(name="--title-mn", help="The site's name in Mongolian.", metavar="NAME", read=_name)
TITLE_EN = Option(name="--title-en", help="The site's name in English.", metavar="NAME", read=_name)
OWNER = Option(name="--owner", help="The organisation that keeps the site.", metavar="NAME", read=_name)
_BASE_URL = Option(
    name="--base-url", help="Where the site will be on the internet.", metavar="ADDRESS", read=site_address
)
_SAMPLE = Option(name="--sample", help="More samples: a news item with drawn pictures.", choices=("photos",))
_YES = Option(name="--yes", help="Ask nothing; what is not given can be changed in site.yaml later.")


# The questions, by the fields of Answers.
_QUESTIONS = {
    "title_mn": marked("Name of the site in Mongolian"),
    "title_en": marked("Name of the site in English"),
    "owner": marked("Organisation that keeps the site"),
    "base_url": marked("Address of the site on the internet (Enter: not known yet)"),
}


_OWNER = marked("Our organisation")


def _run(*, folder: str, lang: str, yes: bool, sample: str | None, **given: str | None) -> int:
    place = Path(folder)
    refuse_what_is_there(place)
    asks = can_ask() and not yes
    answers = {name: given[name] or _answer(name, lang, asks) for name in _QUESTIONS}
    today = datetime.now(ZONE).date()
    make_site(place, Answers(**answers), lang, today, _more(sample, today))
    message = "A new site is in the folder {folder}. What is in it says that it is a sample. Go on with:"
    tell(say(lang, message, folder=folder))
    for words, line in _next_steps(folder, lang):
        tell(f"  {line:<38} {words}".rstrip())
    return FINE


def _more(sample: str | None, today: date) -> dict[str, bytes]:
    if sample is None:
        return {}
    # Imported here, since it imports Pillow, and few sites want sample pictures.
    from sitegen.writing.photos import sample_photos

    return sample_photos(today)


def _answer(name: str, lang: str, asks: bool) -> str:
    default: str = say(lang, _OWNER) if name == "owner" else getattr(DEFAULTS, name)
    read = site_address if name == "base_url" else None
    return ask(_QUESTIONS[name], lang, default=default, read=read) if asks else default


def _next_steps(folder: str, lang: str) -> Iterator[tuple[str, str]]:
    if folder != ".":
        yield say(lang, "go to the folder"), f"cd {_pasted(folder)}"
    yield say(lang, "see the site"), "sitegen serve"
    yield say(lang, "write news"), f'sitegen new article "{say(lang, "Title")}"'
    yield say(lang, "read the guide"), "sitegen help"


def _pasted(path: str) -> str:
    """The path as it can be pasted into a terminal, where possible in quotes that all of them know."""
    if _PLAIN.fullmatch(path):
        return path
    return shlex.quote(path) if _IN_QUOTES.search(path) else f'"{path}"'


COMMAND = Command(
    "Make a new site with samples to begin with.",
    (_FOLDER, LANG, TITLE_MN, TITLE_EN, OWNER, _BASE_URL, _SAMPLE, _YES),
    _run,
)
