"""Gives projects and forums their news and their neighbours."""

import blinker
from nikola.plugin_categories import SignalHandler


class Lookup:
    """Nikola renders every page again when what templates may see has changed, so this shows no contents."""

    def __init__(self, items):
        self.items = items

    def __getitem__(self, key):
        return self.items[key]

    def __contains__(self, key):
        return key in self.items

    def __repr__(self):
        return "Lookup"


class SampleArchive(SignalHandler):
    name = "sample_archive"

    def set_site(self, site):
        super().set_site(site)
        blinker.signal("scanned").connect(self.connect)

    def connect(self, site):
        sections = {"projects": [], "forums": []}
        for page in sorted(site.pages, key=lambda page: page.date, reverse=True):
            sections[page.source_path.split("/")[0]].append(page)
        pages = {page.meta("slug"): page for page in site.pages}
        news = {slug: [] for slug in pages}
        for post in site.posts:
            for slug in (post.meta("project"), post.meta("forum")):
                news[slug].append(post)
                for lang in site.config["TRANSLATIONS"]:
                    pages[slug].add_dependency(post.translated_source_path(lang), "page", lang)
        for entries in sections.values():
            for at, page in enumerate(entries):
                page.next_post = entries[at - 1] if at else None
                page.prev_post = entries[at + 1] if at + 1 < len(entries) else None
        site.taxonomy_plugins["tag"].always_disable_rss = True  # no other generator makes a feed per tag
        site._GLOBAL_CONTEXT.update(news_of=Lookup(news), entry_of=Lookup(pages))
