"""How much a build does: exactly the pages that show what changed. Counted, never timed."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sitegen.core import digest as digests
from sitegen.core import store
from sitegen.core.files import pieces_of
from sitegen.core.store import Store
from tests.literal import Site, article
from tests.work.sample import (
    both,
    data_files,
    feeds,
    followed,
    html,
    index_files,
    rendered,
    showing,
    site_path,
)

THEME = Path(__file__).parents[2]
FORUM = "content/articles/2018/forum/index.mn.md"
NAMED_BY_FORUM = ("/tags/pta/", "/places/khovd/", "/organisations/fund/", "/programmes/grants/")


def values_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many values a build reads from the store that renders nothing."""
    read: list[str] = []

    def counting(store: Store, space: str, where: str, parameters: Any) -> dict[str, bytes]:
        found = checked(store, space, where, parameters)
        read.extend(found)
        return found

    checked = Store._read_checked
    with monkeypatch.context() as patch:
        patch.setattr(Store, "_read_checked", counting)
        assert site.build().rendered == ()
    return len(read)


class TestData:
    def test_of_a_text_is_nothing(self, site: Site) -> None:
        site.edit(FORUM, "\n---\n\n", "\n---\n\nШинэ өгүүлбэр. ")
        assert data_files(site.build()) == set()

    def test_of_a_title_is_the_table_of_its_kind_the_database_and_what_lists_are_asked_from(
        self, site: Site
    ) -> None:
        site.edit(FORUM, "шинэ эхлэл", "өөр эхлэл")
        assert data_files(site.build()) == {
            "/data/documents-index.mn.json",
            "/data/news-index.mn.json",
            "/data/articles.csv",
            "/data/articles.json",
            "/data/archive.sqlite",
        }

    def test_of_a_topic_is_the_table_of_topics_and_the_database(self, site: Site) -> None:
        site.edit("content/terms.yaml", "Associations at schools.", "Associations at all schools.")
        assert data_files(site.build()) == {
            "/data/topics.csv",
            "/data/topics.json",
            "/data/archive.sqlite",
        }


class TestNothingChanged:
    def test_does_nothing(self, site: Site) -> None:
        before = {path: path.stat().st_mtime_ns for path in site.out.rglob("*")}
        outcome = site.build()
        assert (outcome.parsed, outcome.rendered, outcome.written, outcome.removed) == ((), (), 0, 0)
        assert {path: path.stat().st_mtime_ns for path in site.out.rglob("*")} == before

    def test_reads_as_many_values_from_the_store_however_large_the_site_is(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        site.build()  # files that had only just been copied are known now
        few = values_read(site, monkeypatch)
        for number in range(20):
            site.write(f"content/articles/2018/more-{number}/index.mn.md", article(f"Бас {number}"))
        site.build()
        assert values_read(site, monkeypatch) == few

    def test_but_the_times_of_files(self, site: Site) -> None:
        for path in [*(site.root / "content").rglob("*"), site.root / "site.yaml"]:
            os.utime(path)
        outcome = site.build()
        assert (outcome.parsed, outcome.rendered, outcome.written) == ((), (), 0)

    def test_but_the_day(self, site: Site) -> None:
        outcome = site.build(today=date(2026, 11, 25))
        assert (outcome.failed, outcome.parsed, rendered(outcome), outcome.written) == (False, (), set(), 0)

    def test_but_a_comment_in_a_record(self, site: Site) -> None:
        site.edit("content/terms.yaml", "- id: pta", "# about terms\n- id: pta")
        outcome = site.build()
        assert (outcome.parsed, rendered(outcome), outcome.written) == ((), set(), 0)

    def test_but_line_ends(self, site: Site) -> None:
        path = site.root / FORUM
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        outcome = site.build()
        assert (outcome.parsed, outcome.rendered, outcome.written) == ((FORUM,), (), 0)


class TestText:
    def test_of_an_article_is_on_its_page_and_on_paper(self, site: Site) -> None:
        site.edit(FORUM, "Дахин [сайт]", "Бас дахин [сайт]")
        outcome = site.build()
        assert outcome.parsed == (FORUM,)
        pages = {"/news/2018/forum/", "/news/2018/forum/print/"}
        assert rendered(outcome) == pages | feeds("/", "/news/") | followed(*NAMED_BY_FORUM)
        assert outcome.written == 10 + len(index_files(outcome))

    def test_of_a_project_is_in_the_dossier_of_its_programme_too(self, site: Site) -> None:
        site.edit("content/projects/desks/index.en.md", "There were", "Then there were")
        assert rendered(site.build()) == {
            "/en/projects/desks/",
            "/en/projects/desks/print/",
            "/en/programmes/grants/print/",
            *feeds("/en/projects/"),
            *followed(*(f"/en{path}" for path in NAMED_BY_FORUM), "/en/organisations/school/"),
        }

    def test_without_a_translation_leaves_the_list_of_translations_alone(self, site: Site) -> None:
        site.edit("content/articles/2018/only-mn/index.mn.md", "Орчуулаагүй.", "Одоо ч орчуулаагүй.")
        assert rendered(site.build()) == {
            *("/news/2018/only-mn/", "/news/2018/only-mn/print/"),
            *feeds("/", "/news/"),
            *followed("/tags/pta/"),
        }

    def test_that_comes_out_the_same_changes_nothing(self, site: Site) -> None:
        site.edit("content/pages/about/index.mn.md", "Бүх зүйл", "Бүх  зүйл")
        outcome = site.build()
        assert len(outcome.parsed) == 1
        assert rendered(outcome) == {"/about/", "/about/print/"}  # the version of the text is shown

    def test_of_one_language_leaves_the_other_alone(self, site: Site) -> None:
        site.edit("content/pages/about/index.en.md", "Everything", "All of it")
        assert rendered(site.build()) == {"/en/about/", "/en/about/print/"}


class TestTitle:
    def test_of_an_article_is_wherever_it_is_shown(self, site: Site) -> None:
        site.edit(FORUM, "Форум: шинэ эхлэл <2018>", "Форум: өөр нэр")
        assert rendered(site.build()) == {
            *("/", "/news/", "/news/2018/forum/", "/news/2018/forum/print/"),
            "/news/2018/only-mn/",  # its neighbour
            *("/archive/2018/", "/archive/2018/11/"),
            "/documents/",  # names what a document belongs to
            *("/tags/pta/", "/places/khovd/", "/places/khovd/altai/", "/organisations/fund/"),
            *("/authors/bat/", "/authors/other/"),
            *("/forums/first/", "/programmes/grants/", "/projects/desks/"),
            *feeds("/", "/news/"),
            *followed(*NAMED_BY_FORUM),
            *("/post/r/96/", "/хуучин/форум.html"),
        }

    def test_of_a_project_is_on_lists_and_with_its_news(self, site: Site) -> None:
        site.edit("content/projects/desks/index.en.md", "Desks and chairs", "Chairs and desks")
        assert rendered(site.build()) == {
            f"/en{path}"
            for path in (
                *("/", "/projects/", "/projects/desks/", "/projects/desks/print/"),
                *("/projects/by/programme/grants/", "/projects/by/aimag/khovd/"),
                *("/projects/by/year/2019/", "/projects/by/status/completed/"),
                *("/projects/library/", "/programmes/grants/", "/programmes/grants/print/"),
                *("/news/2018/forum/", "/news/2019/grant/", "/forums/first/"),
                *("/tags/pta/", "/places/khovd/", "/places/khovd/altai/"),
                *("/organisations/fund/", "/organisations/school/"),
                *feeds("/projects/"),
                *followed("/tags/pta/", "/places/khovd/", "/organisations/fund/"),
                *followed("/organisations/school/", "/programmes/grants/"),
            )
            if path != "/projects/library/"  # not translated: its stub names no other project
        }


class TestNewArticle:
    NEW = "content/articles/2018/new/index.mn.md"

    def test_changes_one_list_page_its_month_and_what_it_names(self, site: Site) -> None:
        site.write("content/articles/2018/sixth/index.mn.md", article("Зургаа дахь", date="2018-10-01"))
        site.build()
        site.write(self.NEW, article("Шинэ", date="2018-11-10", tags="[pta]", places="[ulaanbaatar]"))
        outcome = site.build()
        assert outcome.parsed == (self.NEW,)
        assert rendered(outcome) == {
            *("/news/2018/new/", "/news/2018/new/print/", "/en/news/2018/new/"),
            *both("/", "/news/", "/archive/", "/archive/2018/", "/archive/2018/11/", "/translations/"),
            *("/news/2018/only-mn/", "/news/2018/forum/", "/en/news/2018/forum/"),  # its neighbours
            *both("/tags/", "/tags/pta/", "/places/ulaanbaatar/"),
            *feeds("/", "/news/"),
            *followed("/tags/pta/", "/places/ulaanbaatar/"),
            *both("/data/"),
            "/sitemap.xml",
        }
        assert outcome.written == len(outcome.rendered)

    def test_taken_away_again_changes_the_same_and_removes_its_pages(self, site: Site) -> None:
        site.write(self.NEW, article("Шинэ", date="2018-11-10"))
        site.build()
        before = site.tree()
        site.write("content/articles/2018/other/index.mn.md", article("Өөр", date="2018-11-11"))
        added = site.build()
        site.remove_folder("content/articles/2018/other")
        outcome = site.build()
        assert outcome.removed == 3
        own = {*both("/news/2018/other/"), "/news/2018/other/print/"}
        assert rendered(outcome) == rendered(added) - own
        assert site.tree() == before

    def test_of_the_future_changes_nothing(self, site: Site) -> None:
        site.write(self.NEW, article("Хожим", date="2030-01-01"))
        assert rendered(site.build()) == set()


class TestNewProject:
    def test_of_an_aimag_leaves_the_pages_of_its_soums_alone(self, site: Site) -> None:
        site.write(
            "content/projects/new/index.mn.md",
            "---\ntitle: Шинэ\nplace: khovd\nstatus: planned\n---\n\nТекст.\n",
        )
        assert rendered(site.build()) == {
            *("/projects/new/print/", "/sitemap.xml"),
            *both("/projects/new/", "/", "/projects/", "/places/", "/places/khovd/", "/translations/"),
            *both("/projects/desks/"),  # related: of the same aimag
            *both("/data/"),  # counts the projects
            *both("/projects/by/status/planned/", "/projects/by/aimag/khovd/"),
            *both("/projects/by/programme/unknown/", "/projects/by/year/unknown/"),
            # the choice of a status and of a programme has a new member
            *both("/projects/by/status/completed/", "/projects/by/status/unknown/"),
            *both("/projects/by/aimag/unknown/", "/projects/by/programme/grants/"),
            *both("/projects/by/year/2019/"),
        }


class TestRecord:
    def test_name_of_a_place_is_wherever_it_is_shown(self, site: Site) -> None:
        site.edit("content/places.yaml", "{mn: Алтай, en: Altai}", "{mn: Алтай, en: Altai soum}")
        outcome = site.build()
        assert outcome.parsed == ()
        assert rendered(outcome) == {
            f"/en{path}"
            for path in (
                *("/places/khovd/", "/places/khovd/altai/"),
                *("/projects/desks/", "/projects/desks/print/", "/programmes/grants/print/"),
                "/news/2018/forum/",
                # the place of the project on its cards
                *("/", "/projects/", "/projects/by/programme/grants/", "/projects/by/aimag/khovd/"),
                *("/projects/by/year/2019/", "/projects/by/status/completed/"),
                *("/programmes/grants/", "/forums/first/", "/tags/pta/"),
                *("/organisations/fund/", "/organisations/school/"),
            )
        }

    def test_description_of_a_topic_is_on_its_page(self, site: Site) -> None:
        site.edit("content/terms.yaml", "Associations at schools.", "Associations at all schools.")
        assert rendered(site.build()) == {"/en/tags/pta/"}

    def test_an_abbreviation_has_every_text_read_again_and_those_with_it_rendered(self, site: Site) -> None:
        site.edit("content/glossary.yaml", "en: parent-teacher association}", "en: an association}")
        outcome = site.build()
        assert len(outcome.parsed) == len(list((site.root / "content").rglob("*.md")))
        pages = {"/en/news/2018/forum/", "/en/news/2018/forum/print/"}
        named = followed(*(f"/en{path}" for path in NAMED_BY_FORUM))
        assert rendered(outcome) == pages | feeds("/en/", "/en/news/") | named


class TestAddress:
    def test_a_new_old_address_is_a_page_and_a_rule(self, site: Site) -> None:
        site.edit("content/pages/about/index.en.md", "title: About", "aliases: [/old/about]\ntitle: About")
        assert rendered(site.build()) == {"/old/about/", "/_redirects", "/.htaccess"}


class TestTemplate:
    def override(self, site: Site, name: str, before: str, after: str) -> set[str]:
        """What is rendered when the site changes one template."""
        text = (THEME / "templates" / name).read_text("utf-8")
        assert before in text
        site.write(f"templates/{name}", text.replace(before, after, 1).encode())
        outcome = site.build()
        assert outcome.parsed == ()
        return rendered(outcome)

    def test_of_a_topic_renders_the_topics(self, site: Site) -> None:
        found = self.override(site, "term.html", "{% block main %}", "{% block main %}<p>x</p>")
        assert found == both("/tags/pta/", "/tags/unused/")

    def test_that_is_included_renders_those_that_include_it(self, site: Site) -> None:
        found = self.override(site, "partials/facts-forum.html", "<", "<!-- x --><")
        assert found == {
            *both("/forums/first/", "/forums/first/print/"),
            *("/forums/second/", "/forums/second/print/"),
        }

    def test_of_figures_renders_whatever_may_hold_one(self, site: Site) -> None:
        """The text of an entry asks for it without naming it."""
        found = self.override(site, "partials/figure.html", "<figure", "<figure class=x")
        atom = {site_path(path) for path in site.tree() if path.endswith("feed.xml")}
        assert found == showing(site, '<div class="prose') | showing(site, 'class="dossier"') | atom
        assert showing(site, "<figure class=x>") == {
            *both("/news/2018/forum/", "/news/2018/forum/print/"),
        }

    def test_of_every_page_renders_all_but_paper_feeds_and_redirects(self, site: Site) -> None:
        found = self.override(site, "base.html", "<body>", "<body class=x>")
        paper = {path for path in html(site) if path.endswith("/print/")}
        assert found == html(site) - paper - {"/post/r/96/", "/хуучин/форум.html"}
        assert found == showing(site, "<body class=x>")

    def test_of_feeds_renders_the_feeds(self, site: Site) -> None:
        found = self.override(site, "feed.xml", "<id>", "<!-- x --><id>")
        assert found == {f"/{path}" for path in site.tree() if path.endswith("feed.xml")}

    def test_as_it_was_renders_nothing(self, site: Site) -> None:
        assert self.override(site, "term.html", "<", "<") == set()

    def test_that_shows_the_same_writes_nothing(self, site: Site) -> None:
        text = (THEME / "templates/term.html").read_text("utf-8")
        site.write("templates/term.html", f"{{# a remark #}}{text}".encode())
        outcome = site.build()
        assert (rendered(outcome), outcome.written) == (both("/tags/pta/", "/tags/unused/"), 0)

    def test_a_style_sheet_is_copied_and_nothing_is_rendered(self, site: Site) -> None:
        site.write("static/css/brand.css", ":root { --brand: #000 }\n")
        site.build()
        site.write("static/css/brand.css", ":root { --brand: #111 }\n")
        outcome = site.build()
        assert (outcome.rendered, outcome.written) == ((), 1)

    def test_a_file_of_the_site_is_read_once(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        site.write("static/report.pdf", b"%PDF-1.7 a sample")
        monkeypatch.setattr(store, "is_settled", lambda found, now: True)  # as some time after the file came
        assert site.build().written == 1
        location = str(site.root / "static/report.pdf")
        read: list[str] = []
        monkeypatch.setattr(digests, "pieces_of", lambda path: read.append(str(path)) or pieces_of(path))
        assert site.build().written == 0
        assert location not in read
        site.write("static/report.pdf", b"%PDF-1.7 another sample")
        assert site.build().written == 1
        assert location in read


class TestSettings:
    def test_a_title_of_the_site_is_on_every_page_of_its_language(self, site: Site) -> None:
        site.edit("site.yaml", "en: Sample Archive", "en: Example Archive")
        found = rendered(site.build())
        assert found == showing(site, "Example Archive")
        assert {path for path in html(site) if path.startswith("/en/")} < found

    def test_the_number_of_articles_on_a_page_changes_the_lists(self, site: Site) -> None:
        site.edit("site.yaml", "articles_per_page: 2", "articles_per_page: 20")
        assert rendered(site.build()) == both("/news/")


class TestDamage:
    @pytest.mark.parametrize("damage", [lambda file: file.unlink(), lambda file: file.write_text("x")])
    def test_of_a_published_file_is_mended_alone(self, site: Site, damage) -> None:  # type: ignore[no-untyped-def]
        before = site.tree()
        damage(site.out / "news/index.html")
        damage(site.out / "static/css/site.css")
        outcome = site.build()
        assert (rendered(outcome), outcome.written) == ({"/news/"}, 2)
        assert site.tree() == before

    def test_of_the_whole_folder_is_mended_without_reading_anything(self, site: Site) -> None:
        before = site.tree()
        site.remove_folder("public")
        assert site.build().parsed == ()
        assert site.tree() == before

    def test_a_file_that_was_only_touched_is_left_alone(self, site: Site) -> None:
        os.utime(site.out / "index.html", ns=(0, 0))
        outcome = site.build()
        assert (outcome.rendered, outcome.written) == ((), 0)
