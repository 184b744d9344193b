"""Settings of both languages."""

PATH = "content"
SITEURL = "https://example.org"
TIMEZONE = "Asia/Ulaanbaatar"
THEME = "theme"
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["archive"]
ARTICLE_PATHS = ["news"]
PAGE_PATHS = ["projects", "forums"]
STATIC_PATHS: list[str] = []
USE_FOLDER_AS_CATEGORY = True
MARKDOWN = {
    "extensions": ["markdown.extensions.meta", "markdown.extensions.tables"],
    "output_format": "html5",
}
DIRECT_TEMPLATES = ["index", "tags", "home", "projects", "forums", "sitemap"]
PAGINATED_TEMPLATES = {"index": 20}
INDEX_SAVE_AS = "news/index.html"
INDEX_URL = "news/"
PAGINATION_PATTERNS = [
    (1, "news/", "news/index.html"),
    (2, "news/page/{number}/", "news/page/{number}/index.html"),
]
HOME_SAVE_AS = "index.html"
PROJECTS_SAVE_AS = "projects/index.html"
FORUMS_SAVE_AS = "forums/index.html"
TAGS_SAVE_AS = "tags/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = "tags/{slug}/index.html"
THEME_STATIC_DIR = "."
CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = ""
FEED_ALL_RSS = "index.xml"
FEED_MAX_ITEMS = 20
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
