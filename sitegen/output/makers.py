"""Files that are made without a template, each by a pure function of a view and its materials: feeds,
pictures, the search index; tables of data are made in data_files.

A planned page whose `template` is a name in `MAKERS` is made here. It is keyed, left alone, removed, listed
and verified as every other page is. To add a kind of file, write a view, a function and a line in `MAKERS`,
and plan the file wherever pages are planned.
"""

from __future__ import annotations

import io
import json
import re
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from markupsafe import Markup

from sitegen.content.assets import DRAWING
from sitegen.content.drawings import strip_comments
from sitegen.content.pixels import (
    NoHeif,
    encode_picture,
    find_excess,
    frames_as_file,
    has_frames,
    open_picture,
    picture_in_size,
)
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.search_words import RULES
from sitegen.output import data_files
from sitegen.pages import views
from sitegen.pages.search import LEVEL_COUNT
from sitegen.pages.views.files import (
    AskedList,
    Database,
    DataPackage,
    Record,
    SearchFacets,
    SearchNames,
    SearchRules,
    SearchShard,
    SearchTitles,
    SearchVocabulary,
    StandardFile,
    Table,
)

JSON_FEED_VERSION = "https://jsonfeed.org/version/1.1"
_IMAGE = Markup('<figure><img src="{}" alt="{}">{}</figure>')
_GONE = Markup("<p>{}</p>")
_CAPTION = Markup("<figcaption>{}</figcaption>")


class Materials(msgspec.Struct, frozen=True):
    """What a value names but does not contain: the HTML of texts by digest, and the contents of files by path
    from the site's folder."""

    texts: Mapping[bytes, bytes]
    files: Mapping[str, bytes]


class Unmakeable(Exception):
    """A file cannot be made; has the diagnostic that says why."""

    def __init__(self, problem: Diagnostic) -> None:
        super().__init__(problem.code)
        self.problem = problem


class Maker(msgspec.Struct, frozen=True):
    """`make` gets a value of type `view` and its materials, and returns bytes. A `heavy` maker takes about as
    long as a hundred pages; `refused` tells what is wrong with a value without making the file."""

    view: type[views.View]
    make: Callable[[Any, Materials], bytes]
    heavy: bool = False
    refused: Callable[[Any], Diagnostic | None] = lambda _: None


def make_text(page: views.TextPage, _: Materials) -> bytes:
    return "".join(f"{line}\n" for line in page.lines).encode()


def make_json_feed(feed: views.FeedPage, materials: Materials) -> bytes:
    """JSON Feed 1.1, https://jsonfeed.org/version/1.1 ."""
    content = {
        "version": JSON_FEED_VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "description": feed.subtitle,
        "language": feed.lang,
        "authors": [{"name": feed.author}],
        "items": [_json_item(item, feed.lang, materials) for item in feed.items],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _json_item(item: views.FeedItem, lang: str, materials: Materials) -> Mapping[str, object]:
    # Imported here, since a build that renders nothing needs no templates.
    from sitegen.output.templates import fill_slots

    notes = Markup("").join(Markup("<p>{}</p>").format(line) for line in item.corrections)
    prose = item.prose
    html = notes + fill_slots(prose, materials.texts[prose.body].decode(), lang, _figure)
    known = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "summary": item.summary,
        "content_html": html,
        "content_text": "" if html else item.summary or item.title,
        "date_published": item.published,
        "date_modified": item.updated,
        "authors": [{"name": name} for name in item.authors],
        "tags": list(item.tags),
        "language": lang,
    }
    return {name: value for name, value in known.items() if value}


def _figure(figure: views.Figure) -> str:
    if not figure.src:
        return _GONE.format(figure.alt.text)
    said = " ".join(phrase.text for phrase in (figure.caption, figure.credit) if phrase)
    return _IMAGE.format(figure.src, figure.alt.text, _CAPTION.format(said) if said else "")


def make_card(card: views.SharingCard, materials: Materials) -> bytes:
    # Imported here, since most builds draw nothing.
    from sitegen.output.sharing_cards import draw_card

    if problem := refused_card(card):
        raise Unmakeable(problem)
    return draw_card(card, materials.files)


def refused_card(card: views.SharingCard) -> Diagnostic | None:
    from sitegen.output.sharing_cards import unknown_sign

    if found := unknown_sign(card):
        sign, text = found
        return diagnostic("E163", card.source, sign=sign, point=f"U+{ord(sign):04X}", text=text)
    return None


def make_picture(page: views.PicturePage, materials: Materials) -> bytes:
    """The picture in the page's size and format, from the page's only file, without anything recorded beside
    the pixels. Raises Unmakeable."""
    ((path, content),) = materials.files.items()
    if page.format == DRAWING:
        return strip_comments(content)
    name = path.rpartition("/")[2]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _resize_picture(page, content)
    except NoHeif as problem:
        raise Unmakeable(diagnostic("E822", path, name=name)) from problem
    except Exception as problem:  # Pillow lets many kinds out for broken files
        raise Unmakeable(diagnostic("E804", path, name=name)) from problem


def _resize_picture(page: views.PicturePage, content: bytes) -> bytes:
    file = io.BytesIO(content)
    opened = open_picture(file)
    if find_excess(opened, file):
        raise ValueError("too many pixels")
    size = (page.width, page.height)
    if opened.format == page.format and (page.format == "GIF" or has_frames(opened)):
        return frames_as_file(opened, size, page.format)
    return encode_picture(picture_in_size(opened, size, page.format), page.format)


# The files of the search index. Their form is read by static/js/search-index.js, and nothing else.
#
# words-NN.txt    a line for each stem: the stem, a tab, and its documents, each as one sign for the word's
#                 level there and the step from the document before, less one; signs before it add
#                 multiples of STEP
# titles-N.txt    address and title in turn, a line each; each word of a title has a space before it, a
#                 common word is one sign instead; ^ stands before a first word that is capital only by its
#                 position
# facets.json     columns with a sign for each document; the common words
# vocabulary.txt  the keys of stems, a line each, to find words with a slip when nothing was found
# names.json      suggestions while somebody types: places, schools, organisations, topics
FIRST_SIGN = 0x30  # the sign for -1 in columns; no sign from here on needs an escape in JSON
FURTHER_SIGNS = 0x100
_NEAR_SIGNS = 40  # numbers below it have signs from FIRST_SIGN on, others from FURTHER_SIGNS on
FIRST, MORE, LAST, STEP = 0x21, 30, 0x3F, 16  # ranges of the signs for documents in words-NN.txt
COMMON_SIGN = 0x700  # the first sign for a common word: two bytes in UTF-8, of scripts that no title has
_COMMON_SIGNS = re.compile("[\u0700-\u07ff]")
_LINE_END = re.compile(r"[\r\n]")


def make_search_words(shard: SearchShard) -> bytes:
    return "".join(f"{stem}\t{_posting_signs(postings)}\n" for stem, postings in shard.stems).encode()


def _posting_signs(postings: tuple[int, ...]) -> str:
    signs, last = "", -1
    for posting in postings:
        number, level = divmod(posting, LEVEL_COUNT)
        signs += _posting_sign(number - last - 1, level)
        last = number
    return signs


def _posting_sign(step: int, level: int) -> str:
    more, step = divmod(step, STEP)
    signs = chr(LAST + level * STEP + step)
    while more:
        more, digit = divmod(more, MORE)
        signs = chr(FIRST + digit) + signs
    return signs


def make_search_titles(titles: SearchTitles) -> bytes:
    signs = {word: chr(COMMON_SIGN + number) for number, word in enumerate(titles.common)}
    return "".join(f"{url}\n{_abbreviate_title(title, signs)}\n" for url, title in titles.items).encode()


def _abbreviate_title(title: str, signs: Mapping[str, str]) -> str:
    title = _LINE_END.sub(" ", title)
    if _COMMON_SIGNS.search(title):
        return f"={title}"
    first, *others = title.split(" ")
    rest = "".join(signs.get(word) or f" {word}" for word in others)
    small = first[:1].lower() + first[1:]
    if small in signs and small != first and small[0].upper() == first[0]:
        return f"^{signs[small]}{rest}"
    return (signs.get(first) or f" {first}") + rest


def make_search_vocabulary(vocabulary: SearchVocabulary) -> bytes:
    return "".join(f"{key}\n" for key in vocabulary.keys).encode()


def make_search_facets(facets: SearchFacets) -> bytes:
    columns = {name: "".join(map(_column_sign, column)) for name, column in facets.columns.items()}
    lengths = "".join(map(_column_sign, facets.lengths))
    return data_files.compact_json(
        {
            "shards": facets.shards,
            "chunk": facets.chunk,
            "common": " ".join(facets.common),
            "names": facets.names,
            "columns": columns,
            "lengths": lengths,
        }
    )


def _column_sign(number: int) -> str:
    return chr(FIRST_SIGN + number + 1 if number < _NEAR_SIGNS else FURTHER_SIGNS + number)


def make_search_names(names: SearchNames) -> bytes:
    return data_files.compact_json(msgspec.to_builtins(names))


def make_search_rules(_: SearchRules) -> bytes:
    """The rules of stemming, stems.json, without its white space."""
    return data_files.compact_json(json.loads(RULES.read_bytes()))


def _maker_of_value(view: type[Any], make: Callable[[Any], bytes]) -> Maker:
    """The maker of files that need no materials."""
    return Maker(view, lambda value, _: make(value))


MAKERS: dict[str, Maker] = {
    "360giving.json": _maker_of_value(StandardFile, data_files.make_360giving),
    "iati-organisation.xml": _maker_of_value(StandardFile, data_files.make_iati_organisation),
    "iati.xml": _maker_of_value(StandardFile, data_files.make_iati),
    "datapackage.json": _maker_of_value(DataPackage, data_files.make_data_package),
    "asked.json": _maker_of_value(AskedList, data_files.make_asked),
    "record.json": _maker_of_value(Record, data_files.make_json_record),
    "sqlite": _maker_of_value(Database, data_files.make_sqlite),
    "table.csv": _maker_of_value(Table, data_files.make_csv),
    "table.json": _maker_of_value(Table, data_files.make_json),
    "picture": Maker(views.PicturePage, make_picture, heavy=True),
    "text": Maker(views.TextPage, make_text),
    "feed.json": Maker(views.FeedPage, make_json_feed),
    "card.png": Maker(views.SharingCard, make_card, heavy=True, refused=refused_card),
    "search.facets": _maker_of_value(SearchFacets, make_search_facets),
    "search.names": _maker_of_value(SearchNames, make_search_names),
    "search.rules": _maker_of_value(SearchRules, make_search_rules),
    "search.titles": _maker_of_value(SearchTitles, make_search_titles),
    "search.vocabulary": _maker_of_value(SearchVocabulary, make_search_vocabulary),
    "search.words": _maker_of_value(SearchShard, make_search_words),
}


def is_heavy(template: str) -> bool:
    """Whether pages with this template are made by a heavy maker."""
    maker = MAKERS.get(template)
    return maker is not None and maker.heavy
