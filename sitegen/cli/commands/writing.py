"""`sitegen init`, `sitegen new`, `sitegen photos`, `sitegen translate`: what an editor begins.

A new site; an article, a project, a forum, a programme or a page to write; pictures of a phone or a memory
card, put beside a text and ready to publish; the file of a missing translation, ready to be filled in.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sitegen.cli import CONTENT, FINE
from sitegen.cli.asking import ask, ask_place, can_ask, choose_records, open_file
from sitegen.cli.command import ENTRY, LANG, SITE, Command, Misuse, Option, read_day_option, site_address
from sitegen.cli.terminal import report, tell, write_out
from sitegen.content.config import SITE_FILE, SiteConfig
from sitegen.content.kinds import BY_NAME
from sitegen.content.load_settings import parse_config
from sitegen.core.diagnostics import mark_message
from sitegen.core.files import content_of
from sitegen.language.catalogue import say
from sitegen.writing.new import (
    Answers,
    NewEntry,
    NewRecord,
    add_record,
    default_answers,
    free_folder,
    make_entry,
    make_site,
    refuse_what_is_there,
)

if TYPE_CHECKING:
    from sitegen.writing.photos import TakenPhoto

_PLAIN = re.compile(r"[\w./:\\][\w./:\\-]*")
_IN_QUOTES = re.compile(r'["$`!]')  # signs that a shell acts on even within quotes
ZONE = ZoneInfo("Asia/Ulaanbaatar")  # the time zone of the sample settings
_MONGOLIAN = re.compile("[А-Яа-яЁёӨөҮү\u1820-\u18aa]")  # letters of either script
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# By option: the kind of records that it names, and the field of front matter that gets them.
_NAMING = {
    "topic": ("term", "tags"),
    "organisation": ("organisation", "organisations"),
    "author": ("author", "authors"),
    "source": ("source", "sources"),
}

_TITLE_IN = {
    "mn": mark_message("Title in Mongolian (Enter: later)"),
    "en": mark_message("Title in English (Enter: later)"),
}


def _title(option: str, value: str | None) -> str | None:
    if value is not None and not value.strip():
        raise Misuse("The title is missing.")
    return value and " ".join(value.split())


def _slug(option: str, value: str | None) -> str | None:
    if value is not None and not _SLUG.fullmatch(value):
        raise Misuse(
            "{option}: “{value}” will not do. Use small Latin letters, digits and hyphens.",
            option=option,
            value=value,
        )
    return value


_OPEN = Option(
    name="--open",
    help="Open the text for editing ($EDITOR, or the program that opens such files).",
    as_name="opens",
)
OPTIONS = (
    Option(
        name="kind",
        metavar="KIND",
        choices=tuple(BY_NAME),
        missing="Say what is new: article, project, forum, programme or page.",
    ),
    Option(name="title", metavar="TITLE", missing="The title is missing.", read=_title),
    SITE,
    LANG,
    Option(
        name="--title-en",
        help="The title in English: the English text is begun too.",
        metavar="TITLE",
        read=_title,
    ),
    Option(
        name="--title-mn",
        help="The title in Mongolian: the Mongolian text is begun too.",
        metavar="TITLE",
        read=_title,
    ),
    Option(
        name="--date",
        help="Its date, such as 2026-11-24; by default today.",
        metavar="DATE",
        read=read_day_option,
        as_name="day",
    ),
    Option(
        name="--slug",
        help="The name of its folder; by default made of the title.",
        metavar="NAME",
        read=_slug,
    ),
    Option(name="--place", help="Where it is: aimag/soum, by name or id.", metavar="PLACE"),
    Option(name="--topic", help="A topic, by name or id; can be given again.", metavar="NAME", many=True),
    Option(
        name="--organisation",
        help="An organisation, by name or id; can be given again.",
        metavar="NAME",
        many=True,
    ),
    Option(
        name="--author",
        help="Who wrote it, by name or id; can be given again. For news.",
        metavar="NAME",
        many=True,
    ),
    Option(name="--source", help="A source, by title or id; can be given again.", metavar="NAME", many=True),
    Option(
        name="--add", help="Add a soum, topic, organisation or source that is not there yet, without asking."
    ),
    _OPEN,
)


def _run_new(
    *, site: Path, kind: str, title: str, lang: str, day: date | None, slug: str | None, place: str | None,
    add: bool, opens: bool, title_mn: str | None, title_en: str | None, **named: tuple[str, ...]
) -> int:  # fmt: skip
    config = _settings(site, lang)
    if config is None:
        return CONTENT
    if named["author"] and kind != "article":
        raise Misuse("--author is for news: only news says who wrote it.")
    titles = _titles(config, title, {"mn": title_mn, "en": title_en}, lang)
    if kind == "project" and not place and can_ask():
        place = ask_place(site, lang)
    chosen = choose_records(site, "place", [place] if place else [], lang, add)
    facts = {"place" if kind == "project" else "places": chosen} if chosen else {}
    facts |= {field: choose_records(site, *wanted, lang, add) for field, wanted in _names_by_field(named)}
    entry = NewEntry(
        kind=kind,
        titles=titles,
        day=day or datetime.now(ZoneInfo(config.time_zone)).date(),
        slug=slug or "",
        place=chosen[0].ident if chosen else "",
        facts={field: _value(field, found) for field, found in facts.items() if found},
    )
    free_folder(site, config, entry)
    for record in (item for found in facts.values() for item in found if item.names):
        tell(say(lang, "Added to {path}: {id}", path=add_record(site, record), id=record.ident))
    paths = make_entry(site, config, entry, lang)
    for path in paths:
        write_out(f"{site / path}\n")
    if not opens:
        message = "Open it in a text editor, write your text, and save it. To see the page: sitegen serve"
        tell(say(lang, message))
    else:
        _open_text(site / paths[0], lang)
    return FINE


def _open_text(path: Path, lang: str) -> None:
    if not open_file(path):
        tell(say(lang, "No program was found that opens it. Set EDITOR to the name of one."))


def _settings(site: Path, lang: str) -> SiteConfig | None:
    """The settings of the site; None if they are missing or faulty, which is told to the editor."""
    try:
        settings = parse_config(content_of(site / SITE_FILE))
    except FileNotFoundError:
        # Imported here, since few folders are without settings.
        from sitegen.steps.sources import missing_settings

        report((missing_settings(site),), "text", lang, site)
        return None
    if settings.config is None:
        report(settings.diagnostics, "text", lang, site)
    return settings.config


def _titles(config: SiteConfig, title: str, given: dict[str, str | None], lang: str) -> dict[str, str]:
    """The titles by language: first the language of `title`, then others that are given or answered."""
    languages: list[str] = [language.code for language in config.languages]
    written_in = "mn" if _MONGOLIAN.search(title) else "en"
    if written_in not in languages:
        written_in = languages[0]
    titles: dict[str, str] = {written_in: title}
    for other in languages:
        if other == written_in:
            continue
        question = _TITLE_IN[other]
        text = given[other] or (ask(question, lang) if can_ask() else "")
        if text:
            titles[other] = text
    return titles


def _names_by_field(named: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, tuple[str, list[str]]]]:
    """(field of front matter, (kind of records, names)) for the options that were given."""
    for option, (kind, field) in _NAMING.items():
        yield field, (kind, list(named[option]))


def _value(field: str, found: list[NewRecord]) -> str:
    names = ", ".join(item.ident for item in found)
    return names if field == "place" else f"[{names}]"


NEW = Command("Begin an article, a project, a forum, a programme or a page.", OPTIONS, _run_new)


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
    "title_mn": mark_message("Name of the site in Mongolian"),
    "title_en": mark_message("Name of the site in English"),
    "owner": mark_message("Organisation that keeps the site"),
    "base_url": mark_message("Address of the site on the internet (Enter: not known yet)"),
}


def _run_init(*, folder: str, lang: str, yes: bool, sample: str | None, **given: str | None) -> int:
    root = Path(folder)
    refuse_what_is_there(root)
    asks = can_ask() and not yes
    answers = {name: given[name] or _answer(name, lang, asks) for name in _QUESTIONS}
    today = datetime.now(ZONE).date()
    make_site(root, Answers(**answers), lang, today, _sample_files(sample, today))
    message = "A new site is in the folder {folder}. What is in it says that it is a sample. Go on with:"
    tell(say(lang, message, folder=folder))
    for words, line in _next_steps(folder, lang):
        tell(f"  {line:<38} {words}".rstrip())
    return FINE


def _sample_files(sample: str | None, today: date) -> dict[str, bytes]:
    if sample is None:
        return {}
    # Imported here, since it imports Pillow, and few sites want sample pictures.
    from sitegen.writing.photos import sample_photos

    return sample_photos(today)


def _answer(name: str, lang: str, asks: bool) -> str:
    default: str = getattr(default_answers(lang), name)
    read = site_address if name == "base_url" else None
    return ask(_QUESTIONS[name], lang, default=default, read=read) if asks else default


def _next_steps(folder: str, lang: str) -> Iterator[tuple[str, str]]:
    if folder != ".":
        yield say(lang, "go to the folder"), f"cd {_path_to_paste(folder)}"
    yield say(lang, "see the site"), "sitegen serve"
    yield say(lang, "write news"), f'sitegen new article "{say(lang, "Title")}"'
    yield say(lang, "read the guide"), "sitegen help"


def _path_to_paste(path: str) -> str:
    """The path as it can be pasted into a terminal, where possible in quotes that all of them know."""
    if _PLAIN.fullmatch(path):
        return path
    return shlex.quote(path) if _IN_QUOTES.search(path) else f'"{path}"'


INIT = Command(
    "Make a new site with samples to begin with.",
    (_FOLDER, LANG, TITLE_MN, TITLE_EN, OWNER, _BASE_URL, _SAMPLE, _YES),
    _run_init,
)


def _photo_folder(option: str, value: str | None) -> Path:
    path = Path(os.path.expanduser(value or ""))  # Windows leaves `~` to the program
    if not value or not path.exists():
        raise Misuse(
            "There is no folder “{value}”. Check its path; one with spaces stands in quotation marks.",
            value=value or "",
        )
    return path


_PHOTO_OPTIONS = (
    Option(
        name="folder",
        metavar="FOLDER",
        missing="Say in which folder the pictures are.",
        read=_photo_folder,
    ),
    Option(
        name="--for",
        help="The entry they are for: its folder, or the last part of it.",
        metavar="ENTRY",
        missing="Say which entry the pictures are for: --for ENTRY.",
        as_name="entry",
    ),
    SITE,
    LANG,
)


def _run_photos(*, folder: Path, entry: str, site: Path, lang: str) -> int:
    # Imported here, since it imports what reads and writes pictures, which takes longer than most commands.
    from sitegen.writing.photos import entry_folder, front_matter, photos_in, take_photos

    beside = entry_folder(site, entry)
    if folder.resolve() == (site / beside.path).resolve():
        raise Misuse("These pictures lie beside the text already. To clean them: sitegen check --fix")
    photos = [folder] if folder.is_file() else photos_in(folder)
    if not photos:
        raise Misuse("There are no pictures in {path}.", path=folder)
    taken = []
    for photo in take_photos(site, beside, photos):
        tell(_photo_line(photo, lang))
        taken.append(photo)
    lines, path = front_matter(site, beside, [photo.name for photo in taken if photo.name], lang)
    if lines:
        tell(say(lang, "Fill in these lines, in the front matter of {path}:", path=path))
        write_out(lines)
    return CONTENT if any(photo.problem for photo in taken) else FINE


def _photo_line(photo: TakenPhoto, lang: str) -> str:
    if photo.problem:
        return f"{photo.source}: {say(lang, photo.problem)}"
    if photo.is_there:
        return say(lang, "{source}: is there already, as {name}", source=photo.source, name=photo.name)
    line = f"{photo.source} → {photo.name}"
    if photo.had_place:
        line += f" ({say(lang, 'the place where it was taken was removed')})"
    elif photo.had_owner:
        line += f" ({say(lang, 'its owner was removed')})"
    return line


PHOTOS = Command(
    "Take pictures of a phone or a memory card into an entry, cleaned and sized.",
    _PHOTO_OPTIONS,
    _run_photos,
)


_TO = Option(
    name="--to", help="The language to translate into; by default the missing one.", metavar="LANGUAGE"
)


def _run_translate(*, site: Path, ref: str, to: str | None, opens: bool, lang: str) -> int:
    # Imported here, since they import what reads all texts, which takes longer than most commands.
    from sitegen.checks.translations import Unreadable, read_site_documents
    from sitegen.steps.session import BuildOptions
    from sitegen.writing.new_translation import begin_translation

    try:
        known = read_site_documents(BuildOptions(site=site, out=site / "public", publish=False))
    except Unreadable as unreadable:
        report(unreadable.problems, "text", lang, site)
        return CONTENT
    begun = begin_translation(site, known, ref, to or "", lang)
    (site / begun.path).write_bytes(begun.text.encode())
    write_out(f"{site / begun.path}\n")
    told = (
        "A draft: the text of {source} stands in comments above the places to fill in, marked “…”. "
        "When it is done, take “draft” away and run: sitegen accept {ref}"
    )
    tell(say(lang, told, source=begun.source, ref=ref))
    if opens:
        _open_text(site / begun.path, lang)
    return FINE


TRANSLATE = Command(
    "Begin the missing translation of an entry.", (SITE, LANG, _TO, _OPEN, ENTRY), _run_translate
)
