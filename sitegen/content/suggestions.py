"""What was probably meant: names as editors mistype them, of files and entries too, and words that people
write for our codes and field names, which are those of our pages and of other programs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

from sitegen.content.kinds import BY_FOLDER, BY_NAME
from sitegen.content.source import code_point
from sitegen.core.diagnostics import Refusal
from sitegen.language.catalogue import LANGUAGES

_MARKDOWN = frozenset({"md", "mdx", "mdown", "mkd", "mkdn", "mdwn", "markdown", "rmd", "qmd"})
# Extensions that Notepad, Word and other programs put after a name, or instead of `md`.
_OFFICE = frozenset({"doc", "docx", "docm", "dotx", "odt", "rtf", "pages", "gdoc"})
_PLAIN = frozenset({"txt", "text", "html", "htm", "rst", "bak", "old", "orig", "download"})
_COPIED = frozenset({"copy", "хуулбар", "хуулга"})
_WORD_OF_NAME = re.compile(r"[^\W_]+")
# 639-2 codes and names that editors write for our languages.
_LANGUAGES = {"mon": "mn", "mongolian": "mn", "монгол": "mn", "mongol": "mn", "мн": "mn", "eng": "en",
              "english": "en", "англи": "en", "angli": "en", "ен": "en"}  # fmt: skip
_TEXT = re.compile(r"/index\.[a-z]{2}\.md$")
# Cyrillic letters that look like Latin ones (Unicode confusables, UTS #39).
_LOOK_ALIKES = str.maketrans("аеорсухіјѕкмнтвАЕОРСУХІЈЅКМНТВ", "aeopcyxijskmhtbAEOPCYXIJSKMHTB")
_JOINTS = re.compile(r"[\s_-]+")
_ENOUGH_ALIKE = 0.7
_WORDS: dict[str, str] = {
    # status
    "planned": "төлөвлөсөн, төлөвлөгдсөн, төлөвлөгөөтэй, төлөвлөж байгаа, to be done, upcoming",
    "approved": "батлагдсан, батласан, зөвшөөрөгдсөн, accepted, granted",
    "ongoing": "хэрэгжиж байгаа, хэрэгжиж байна, хэрэгжиж буй, үргэлжилж байгаа, үргэлжилж байна, явагдаж "
    "байна, active, in progress, running, continuing, current",
    "completed": "дууссан, дуусгасан, хэрэгжсэн, хэрэгжиж дууссан, биелсэн, finished, done, ended, closed, "
    "complete",
    "suspended": "түр зогссон, түр зогсоосон, зогссон, хойшилсон, хойшлуулсан, on hold, paused, postponed, "
    "stopped",
    "cancelled": "цуцалсан, цуцлагдсан, болиулсан, зогссон, canceled, called off, stopped",
    # confidence
    "high": "өндөр, strong, certain",
    "medium": "дунд, дундаж, дунд зэрэг, дунд зэргийн, average, moderate, middle",
    "low": "бага, доогуур, weak",
    # mode
    "in-person": "танхимаар, танхим, биечлэн, оффлайн, offline, face to face, face-to-face, on site, onsite, "
    "live",
    "online": "цахимаар, цахим, онлайн, зайнаас, virtual, remote, webinar",
    "hybrid": "хосолсон, хосолмол, холимог, танхимаар болон цахимаар, танхим ба цахим, танхим цахим, mixed, "
    "in person and online",
    # beneficiaries
    "pupils": "сурагч, сурагчид, сурагчийн, students, student, schoolchildren",
    "boarders": "дотуур байрны сурагч, дотуур байрны хүүхэд, дотуур байр, boarding pupils",
    "children": "хүүхэд, хүүхдүүд, хүүхдийн, kids, child",
    "parents": "эцэг эх, эцэг эхчүүд, эцэг, эх, parent",
    "teachers": "багш, багш нар, багшийн, teacher",
    "households": "өрх, өрхүүд, айл, айл өрх, families, family, household",
    "people": "хүн, хүмүүс, иргэн, иргэд, persons, person, citizens, participants",
    # records, settings
    "aimag": "аймаг, province",
    "capital": "нийслэл, хот, city, ulaanbaatar",
    "news": "мэдээ, мэдээнүүд, articles",
    "forums": "форум, форумууд, forum",
    "programmes": "хөтөлбөр, хөтөлбөрүүд, programs, programme, program",
    "projects": "төсөл, төслүүд, project",
    "places": "газар, газар нутаг, аймаг сум, place",
    "organisations": "байгууллага, байгууллагууд, organizations, organisation, organization",
    "authors": "зохиогч, зохиогчид, нийтлэлч, сурвалжлагч, writers, author",
    "tags": "сэдэв, сэдвүүд, topics, terms",
    "archive": "архив",
    "mn": "монгол, mongolian, mon, mn-mn",
    "en": "англи, english, eng, en-us, en-gb",
}
CODES_FOR: dict[str, tuple[str, ...]] = {}


def suggest(name: str, known: Iterable[str], enough: float = _ENOUGH_ALIKE) -> str:
    """The known name that was probably meant, or "".

    Capitals, `-`, `_` and spaces, and letters that only look alike make no difference. A name with another
    number is never suggested: the forum of 2018 is not the forum of 2016. `enough` is the least likeness, up
    to 1.
    """
    folded = {_fold_value(other): other for other in sorted(known, reverse=True)}
    if (written := _fold_value(name)) in folded:
        return folded[written]
    import difflib  # imported here, since most builds have nothing to suggest

    near = difflib.get_close_matches(written, sorted(folded), n=3, cutoff=enough)
    return next((folded[other] for other in near if _digits(other) == _digits(written)), "")


def odd_characters(name: str) -> str:
    """The invisible characters of a name, and those of another alphabet, as `U+200B U+0435`.

    A name wholly in Cyrillic was meant so, and has none.
    """
    letters = [character for character in name if character.isalpha()]
    mixed = any(character.isascii() for character in letters)
    odd = [
        character
        for character in name
        if not character.isascii() and (mixed or not character.isalpha()) and not _is_mark_of_word(character)
    ]
    return " ".join(dict.fromkeys(code_point(character) for character in odd))


def in_latin(text: str) -> str:
    """The text with Latin letters for the Cyrillic ones that look like them."""
    return text.translate(_LOOK_ALIKES)


def languages_of(text: str, *, plainly: bool = False) -> tuple[str, ...]:
    """The languages that a text can be in, by its letters; with `plainly`, none for a text that mixes
    alphabets."""
    letters = [character for character in text if character.isalpha()]
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in letters)
    if plainly and 5 * min(cyrillic, len(letters) - cyrillic) >= len(letters):
        return ()
    if not letters:
        return LANGUAGES
    return ("mn",) if cyrillic * 2 >= len(letters) else ("en",)


def _fold_value(name: str) -> str:
    seen = "".join(c for c in name if unicodedata.category(c) not in ("Cf", "Cc"))
    return _JOINTS.sub("-", in_latin(seen).strip().lower())


def _digits(name: str) -> list[str]:
    return sorted(character for character in name if character.isdigit())


def _is_mark_of_word(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


for _code, _listed in _WORDS.items():
    for _word in _listed.split(", "):
        CODES_FOR[_word] = (*CODES_FOR.get(_word, ()), _code)
# Words for “not known”; a field with one of them counts as left out.
_UNKNOWN = (
    "?, -, –, —, n/a, na, none, nil, tbd, tba, unknown, not known, тодорхойгүй, тодорхой бус, "
    "байхгүй, мэдэхгүй, мэдэгдэхгүй, мэдээлэл алга, алга, үгүй"
)
UNKNOWN = frozenset(_UNKNOWN.split(", "))


# Names that other programs have for our fields. One name may stand for several: the first that the kind has
# is meant.
_OURS: dict[str, str] = {
    "title": "headline, heading, name, post_title, link_title, гарчиг, нэр, нэршил, төслийн нэр, "
    "мэдээний гарчиг",
    "summary": "excerpt, description, desc, abstract, intro, lede, teaser, subtitle, meta_description, "
    "seo_description, post_excerpt, custom_excerpt, introtext, товч, товч агуулга, хураангуй, тойм, "
    "тайлбар, агуулга",
    "updated": "lastmod, last_modified, modified, last_modified_at, updated_at, date_modified, date_updated, "
    "last_updated, last_update, updated_date, post_modified, revised, зассан, шинэчилсэн, "
    "шинэчилсэн огноо, зассан огноо",
    "draft": "ноорог",
    "sample": "жишээ",
    "aliases": "alias, redirect_from, redirects, redirect, old_url, old_urls, хуучин хаяг, хуучин хаягууд",
    "date": "publish_date, pub_date, post_date, event_date, published_at, created, created_at, "
    "date_published, posted, pubdate, "
    "огноо, өдөр, он сар өдөр, нийтэлсэн огноо, нийтэлсэн",
    "expires": "expiry_date, expiry, unpublish_date, expire, end_date_publication, хугацаа, дуусах хугацаа",
    "tags": "categories, category, tag, keywords, topics, topic, taxonomies, сэдэв, сэдвүүд, шошго, "
    "түлхүүр үг, ангилал, post_category, tags_input, series",
    "place": "location, aimag, soum, province, аймаг, сум, газар, байршил, аймаг сум",
    "places": "locations, location, aimag, soum, аймаг, сум, газар, байршил, газар нутаг",
    "organisations": "organizations, organization, organisation, байгууллага, байгууллагууд",
    "author": "by, byline, writer, written_by, зохиогч, нийтлэлч, сурвалжлагч, бичсэн",
    "authors": "bylines, writers, зохиогчид, нийтлэлчид, сурвалжлагчид",
    "lead": "cover, cover_image, featured_image, feature_image, hero_image, og_image, thumbnail, hero, "
    "banner, нүүр зураг, гол зураг",
    "images": "image, img, picture, photo, photos, gallery, зураг, зургууд",
    "documents": "document, files, file, pdf, attachments, attachment, downloads, баримт, баримт бичиг, "
    "файл, "
    "хавсралт",
    "videos": "video, film, видео, бичлэг, кино",
    "sources": "source, references, reference, эх сурвалж, эх сурвалжууд",
    "licence": "license, rights, copyright, лиценз, эрх",
    "confidence": "итгэмж, найдвартай байдал",
    "status": "state, төлөв, байдал",
    "amount": "budget_total, total, sum, grant, grant_amount, money, дүн, мөнгө, мөнгөн дүн, санхүүжилт, "
    "санхүүжилтийн дүн, тэтгэлгийн дүн, нийт дүн",
    "budget": "төсөв",
    "co_financing": "cofinancing, co_funding, cofunding, хамтын санхүүжилт",
    "start": "start_date, startdate, begin, begins, from, эхэлсэн, эхлэх, эхэлсэн огноо, эхлэх огноо",
    "end": "end_date, enddate, finish, ends, until, дууссан, дуусах, дууссан огноо, дуусах огноо",
    "venue": "байр, газар",
    "city": "town, хот",
    "participants": "attendees, оролцогч, оролцогчид",
    "organisers": "organizers, organizer, organiser, зохион байгуулагч, зохион байгуулагчид",
    "partners": "partner, хамтрагч, хамтрагчид, түнш",
    "funder": "donor, funded_by, санхүүжүүлэгч, донор",
    "implementers": "implementer, implemented_by, хэрэгжүүлэгч, хэрэгжүүлэгчид",
    "beneficiaries": "хамрагдсан, хамрагдсан хүн, үр шим хүртэгч",
    "results": "outcomes, үр дүн",
    "recipient": "grantee, хүлээн авагч, тэтгэлэг авагч",
    "programme": "program, хөтөлбөр",
    "programmes": "programs, program, programme, хөтөлбөр, хөтөлбөрүүд",
    "forums": "forum, форум, форумууд",
    "projects": "project, төсөл, төслүүд",
    "number": "дугаар",
    "mode": "хэлбэр",
    "theme": "сэдэв",
}
# The same for the fields of items within a field.
_OURS_WITHIN: dict[str, str] = {
    "item": "title, name, label, line, description, нэр, зүйл, гарчиг",
    "indicator": "what, name, title, result, үзүүлэлт, үр дүн",
    "what": "text, description, note, title, reason, юу, тайлбар",
    "title": "name, label, caption, нэр, гарчиг",
    "name": "title, label, нэр",
    "file": "src, image, img, path, filename, picture, photo, pdf, файл, зураг",
    "url": "link, href, address, src, хаяг, холбоос",
    "alt": "alt_text, alttext, alternative, description, тайлбар",
    "caption": "text, legend, title, зургийн тайлбар, тайлбар",
    "credit": "photographer, author, by, photo, source, зурагчин, зургийг авсан",
    "amount": "sum, cost, price, total, value, money, дүн, үнэ",
    "date": "day, when, огноо, өдөр",
    "actual": "done, real, бодит",
    "planned": "plan, expected, төлөвлөсөн",
}
# States by which other programs keep an entry from readers; below, the fields and switches that do so.
NOT_PUBLIC = frozenset(("draft", "private", "pending", "hidden", "unpublished", "trash", "future", "ноорог",
                        "хувийн", "нууц", "хүлээгдэж байгаа", "нийтлээгүй"))  # fmt: skip
_PUBLIC = frozenset(("publish", "published", "public", "нийтэлсэн", "нийтлэгдсэн"))
_HIDING = frozenset(("private", "hidden", "unlisted", "password", "нууц", "хувийн", "нуусан"))
_STATES = frozenset(("status", "state", "poststatus", "draftstatus", "visibility", "төлөв"))
_NO = frozenset(("false", "no", "off", "0", "үгүй", "n"))
# Fields of other programs that have none here, by the variant of the hint that says what to do instead.
_OTHERWISE = {
    "slug": "slug, permalink, url, path, post_name",
    "lang": "lang, language, locale, хэл, title_en, title_mn, summary_en, summary_mn, description_en, "
    "description_mn, гарчиг_en, english_title",
    "layout": "layout, template, template_key, type, post_type, kind, төрөл, загвар",
    "author": "author, authors, byline, writer, editor, post_author, зохиогч, зохиогчид, сурвалжлагч, бичсэн",
    "public": "published, public, visible, publish, is_published, live, private, hidden, unlisted, "
    "draft_status, post_status, visibility, нийтлэх, нийтлэгдсэн, нууц, хувийн",
    "needless": "wp_id, post_id, nid, link_title_en, params, cascade, outputs, resources, markup, headless, "
    "translation_key, reading_time, excerpt_separator, sidebar_label, nav_order, weight, toc, math, "
    "comments, id, uid, guid, featured, sticky, menu, sitemap, robots, "
    "cssclass, noindex, seo, classes, header, sidebar, sidebar_position",
}


def _table(listed: dict[str, str]) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for ours, words in listed.items():
        for word in words.split(", "):
            table.setdefault(_fold_field(word), []).append(ours)
    return table


def _fold_field(name: str) -> str:
    """A name as it is compared: `publishDate`, `publish-date` and `Publish date` are alike."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.strip())
    return re.sub(r"[\s_-]+", "", spaced.lower())


_TABLE = _table(_OURS)
_TABLE_WITHIN = _table(_OURS_WITHIN)
_OTHER = _table(_OTHERWISE)


def is_no(text: str) -> bool:
    """Whether the text switches something off, in our words or those of other programs."""
    return text.strip().lower() in _NO


def is_kept_back(name: str, value: str) -> bool:
    """Whether a field of another program keeps the entry from readers, as `draft: true` does here."""
    folded, text = _fold_field(name), value.strip().lower()
    if folded in _STATES:
        return text in NOT_PUBLIC
    if folded in _HIDING:
        return bool(text) and not is_no(text)
    return done_otherwise(name) == "public" and is_no(text)


def is_public_state(name: str, value: str) -> bool:
    """Whether a field of another program only says that the entry is published."""
    return _fold_field(name) in _STATES and value.strip().lower() in _PUBLIC


def our_field(name: str, known: Collection[str], *, within: bool = False) -> str:
    """The field among `known` that has this name in other programs, or "". `within` for a field of an
    item."""
    table = _TABLE_WITHIN if within else _TABLE
    return next((field for field in table.get(_fold_field(name), ()) if field in known), "")


def done_otherwise(name: str, known: Collection[str] = ()) -> str:
    """The variant of the hint for a field of other programs that has none among those `known`, or ""."""
    hint = next(iter(_OTHER.get(_fold_field(name), ())), "")
    return "" if hint == "author" and our_field(name, known) else hint


def is_text(name: str) -> bool:
    """Whether a name is that of Markdown, or was meant for a text of an entry: `index.mn.md.txt`,
    `Index.mn.MD`, `index.mn (1).markdown`, `index.mn.docx`."""
    if name.endswith(".md"):
        return True
    words = [word for word in _words_of_name(name) if not (word.isdigit() or word in _COPIED)]
    ending = words[-1] if len(words) > 1 else ""
    endings = {part.partition(" ")[0].partition("(")[0] for part in name.casefold().split(".")[1:]}
    is_markdown = not _MARKDOWN.isdisjoint(endings) and ending in _MARKDOWN | _OFFICE | _PLAIN
    languages = {*_LANGUAGES, *_LANGUAGES.values()}
    return is_markdown or (words[:1] == ["index"] and ending in _OFFICE | _PLAIN | languages)


def is_other_text(name: str) -> bool:
    """Whether a Markdown file is clearly no text of an entry, such as `README.md` and `notes.md`."""
    words = _words_of_name(name)
    languages = {*_LANGUAGES, *_LANGUAGES.values()}
    return "index" not in words and words[-1:] == ["md"] and languages.isdisjoint(words)


def language_in(name: str, languages: Iterable[str]) -> str:
    """The language of `languages` that a name tells: `en` for `Index.EN.md.txt`; "" if it tells none."""
    known = set(languages)
    found = [_LANGUAGES.get(word, word) for word in _words_of_name(name)]
    return next((word for word in found if word in known), "")


def is_of_office(name: str) -> bool:
    """Whether the file is one of a word processor, which renaming would not make Markdown."""
    return not _OFFICE.isdisjoint(_words_of_name(name)[-1:])


def subject_of(name: str) -> str:
    """The part of a text's name that tells its subject: `shine-medee` of `shine-medee.mn.md`."""
    words = [
        word
        for word in _words_of_name(name)
        if word not in {"index", *_MARKDOWN, *_OFFICE, *_PLAIN, *_COPIED, *_LANGUAGES, *_LANGUAGES.values()}
    ]
    return "-".join(words)


def _words_of_name(name: str) -> list[str]:
    """The parts of a name in small letters. Cyrillic letters become the Latin ones they look like, if that
    makes the whole part Latin."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    words = _WORD_OF_NAME.findall(folded)
    return [
        latin if (latin := in_latin(word)).isascii() and word not in _LANGUAGES else word for word in words
    ]


class NoEntry(Refusal):
    """No entry has this name, or several have it."""

    exit_code = 2


def find_entry(wanted: str, folders: Collection[str]) -> str:
    """The one of `folders` (below content/) that `wanted` names: by its path or that of a text in it, by kind
    and ref (`article:2026/forum`), or by its last part, if no other ends with the same.

    Raises NoEntry, which suggests entries.
    """
    name = wanted.strip().replace("\\", "/").strip("/").removeprefix("./").removeprefix("content/")
    kind, _, ref = _TEXT.sub("", name).rpartition(":")
    name = f"{BY_NAME[kind].folder}/{ref}" if kind in BY_NAME else f"{kind}/{ref}".strip("/")
    found = [folder for folder in folders if f"/{folder}".endswith(f"/{name}")]
    if name in found or len(found) == 1:
        return name if name in found else found[0]
    if found:
        raise NoEntry(
            "Several entries are called “{name}”: {known}.",
            name=wanted,
            known=", ".join(map(_entry_name, found)),
        )
    last = {folder.rpartition("/")[2]: folder for folder in folders}
    if near := suggest(name, folders) or last.get(suggest(name.rpartition("/")[2], last)):
        raise NoEntry("There is no entry “{name}”. Did you mean {near}?", name=wanted, near=_entry_name(near))
    raise NoEntry(
        "There is no entry “{name}”. Name it as project:name, or by its folder. A new one: sitegen new",
        name=wanted,
    )


def _entry_name(folder: str) -> str:
    top, _, ref = folder.partition("/")
    return f"{BY_FOLDER[top].name}:{ref}"
