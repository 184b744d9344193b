"""Settings of the Mongolian run."""

import sys

sys.path.insert(0, ".")

from common import *  # noqa: F403
from terms import NAMES

PATH = "content/mn"
CACHE_PATH = "cache-mn"
DEFAULT_LANG = "mn"
SITENAME = "Жишээ архив"
WORDS = {
    "note": "Энэ сайтын бичвэр бүхэлдээ зохиомол жишээ.",
    "skip": "Үндсэн агуулга руу очих",
    "menu": "Цэс",
    "news": "Мэдээ",
    "projects": "Төслүүд",
    "forums": "Форумууд",
    "tags": "Түлхүүр үг",
    "newer": "Дараагийн мэдээ",
    "older": "Өмнөх мэдээ",
    "language": "English",
    "other": "en",
}
HOME = "/"
OTHER_HOME = "/en/"
TAG_NAMES = {id: names["mn"] for id, names in NAMES.items()}
