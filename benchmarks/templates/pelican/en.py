"""Settings of the English run."""

import sys

sys.path.insert(0, ".")

from common import *  # noqa: F403
from terms import NAMES

PATH = "content/en"
CACHE_PATH = "cache-en"
SITEURL = "https://example.org/en"
DEFAULT_LANG = "en"
SITENAME = "Sample archive"
WORDS = {
    "note": "All text of this site is invented sample text.",
    "skip": "Skip to content",
    "menu": "Menu",
    "news": "News",
    "projects": "Projects",
    "forums": "Forums",
    "tags": "Topics",
    "newer": "Newer",
    "older": "Older",
    "language": "Монгол",
    "other": "mn",
}
HOME = "/en/"
OTHER_HOME = "/"
TAG_NAMES = {id: names["en"] for id, names in NAMES.items()}
