"""Gives projects and forums their news and their neighbours."""

import blinker
from nikola.plugin_categories import SignalHandler


class SampleArchive(SignalHandler):
    name = "sample_archive"

    def set_site(self, site):
        super().set_site(site)
        blinker.signal("scanned").connect(self.connect)

    def connect(self, site):
        sections = {"projects": [], "forums": []}
        for page in sorted(site.pages, key=lambda page: page.date, reverse=True):
            sections[page.folder_relative if hasattr(page, "folder_relative") else page.folder].append(page)
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
        site._GLOBAL_CONTEXT.update(sections=sections, news_of=news, entry_of=pages)
