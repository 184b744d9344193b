"""Settings of Nikola."""

import sys

sys.path.insert(0, ".")

from terms import NAMES

BLOG_AUTHOR = "Sample"
BLOG_TITLE = {"mn": "Жишээ архив", "en": "Sample archive"}
BLOG_DESCRIPTION = {
    "mn": "Энэ сайтын бичвэр бүхэлдээ зохиомол жишээ.",
    "en": "All text of this site is invented sample text.",
}
SITE_URL = "https://example.org/"
BLOG_EMAIL = "sample@example.org"
DEFAULT_LANG = "mn"
TRANSLATIONS = {"mn": "", "en": "./en"}
TRANSLATIONS_PATTERN = "{path}.{lang}.{ext}"
TIMEZONE = "Asia/Ulaanbaatar"
THEME = "sample"
OUTPUT_FOLDER = "../out"
POSTS = (("news/*.md", "news", "post.tmpl"),)
PAGES = (("projects/*.md", "projects", "post.tmpl"), ("forums/*.md", "forums", "post.tmpl"))
COMPILERS = {"markdown": (".md",)}
MARKDOWN_EXTENSIONS = ["markdown.extensions.tables"]
INDEX_PATH = "news"
INDEX_DISPLAY_POST_COUNT = 20
INDEXES_STATIC = False
FEED_LENGTH = 20
FEED_TEASERS = True
GENERATE_ATOM = False
TAG_PATH = "tags"
PRETTY_URLS = True
STRIP_INDEXES = True
COPY_SOURCES = False
SHOW_SOURCELINK = False
DISABLED_PLUGINS = [
    *("archive", "classify_archive", "classify_authors", "classify_categories", "classify_page_index"),
    *("classify_sections", "create_bundles", "gzip", "redirect", "render_galleries", "render_listings"),
    *("render_sources", "robots", "scale_images"),
]
SITEMAP_EXCLUDE_PATTERNS = ["/rss.xml"]
WORDS = {
    "mn": {
        "note": "Энэ сайтын бичвэр бүхэлдээ зохиомол жишээ.",
        "home": "/",
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
    },
    "en": {
        "note": "All text of this site is invented sample text.",
        "home": "/en/",
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
    },
}
GLOBAL_CONTEXT = {"words": WORDS, "names": NAMES}
