"""Gives entries their neighbours, and projects and forums their news."""

from itertools import pairwise

from pelican import signals
from pelican.generators import ArticlesGenerator, PagesGenerator


def neighbours(entries):
    for newer, older in pairwise(entries):
        newer.older, older.newer = older, newer


def connect(generators):
    articles = next(each for each in generators if isinstance(each, ArticlesGenerator))
    pages = next(each for each in generators if isinstance(each, PagesGenerator))
    context = articles.context
    sections = {"projects": [], "forums": []}
    for page in sorted(pages.pages, key=lambda page: page.date, reverse=True):
        sections[page.url.split("/")[0]].append(page)
    news = {}
    for article in articles.articles:
        for slug in (article.project, article.forum):
            news.setdefault(slug, []).append(article)
    for entries in (articles.articles, *sections.values()):
        neighbours(entries)
    context["sections"] = sections
    context["news_of"] = news
    context["entry_of"] = {page.slug: page for page in pages.pages}


def register():
    signals.all_generators_finalized.connect(connect)
