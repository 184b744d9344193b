"""Documents to an archive, seen through whole builds of small sites."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest

from sitegen.build import Outcome
from sitegen.core.digest import text_digest
from sitegen.language.catalogue import texts_of_codes
from tests.literal import Site, article, codes

MN = "content/articles/2018/a/index.mn.md"
EN = "content/articles/2018/a/index.en.md"
PROJECT = "content/projects/khovd/index.mn.md"
FORUM = "---\ntitle: Форум\nstart: 2018-10-30\n---\n\nТекст.\n"


def args(outcome: Outcome, code: str) -> list[dict[str, str]]:
    return [dict(item.args) for item in outcome.diagnostics if item.code == code]


class TestFacts:
    def test_are_shared_by_the_languages(self, tmp_path: Path) -> None:
        site = Site(tmp_path, {MN: article(places="[khovd]"), EN: "---\ntitle: Held\n---\n\nText.\n"})
        assert site.build().diagnostics == ()
        assert "/en/places/khovd/" in site.page("/en/news/2018/a/")
        assert "2 November 2018" in site.page("/en/news/2018/a/").replace("\xa0", " ")

    def test_may_be_repeated_when_they_agree(self, tmp_path: Path) -> None:
        site = Site(tmp_path, {MN: article(), EN: article("Held")})
        assert codes(site.build()) == []

    def test_that_disagree_name_both_places(self, tmp_path: Path) -> None:
        site = Site(tmp_path, {MN: article(), EN: article("Held", date="2018-11-03")})
        (problem,) = site.build().diagnostics
        assert (problem.path, problem.line, problem.code) == (EN, 3, "E130")
        assert dict(problem.args) == {"field": "date", "other": f"{MN}:3"}

    def test_in_words_are_joined_when_each_file_writes_its_own_language(self, tmp_path: Path) -> None:
        files = {
            "content/forums/f/index.mn.md": "---\ntitle: Форум\ntheme: Сэдэв нь\n---\n\nТекст.\n",
            "content/forums/f/index.en.md": "---\ntitle: Forum\ntheme: The theme\n---\n\nText.\n",
        }
        site = Site(tmp_path, files)
        assert codes(site.build()) == []
        assert "The theme" in site.page("/en/forums/f/")
        assert "Сэдэв нь" in site.page("/forums/f/")

    def test_that_a_kind_must_have_are_missed_once(self, tmp_path: Path) -> None:
        site = Site(
            tmp_path, {MN: "---\ntitle: Мэдээ\n---\n\nТекст.\n", EN: "---\ntitle: News\n---\n\nText.\n"}
        )
        (problem,) = site.build().diagnostics
        assert (problem.path, problem.line, problem.code) == (MN, 2, "E131")
        assert texts_of_codes("en").hint(problem) == (
            "Add a line to the front matter (year-month-day, such as 2026-11-30): date: …"
        )

    def test_are_not_missed_where_a_text_could_not_be_read(self, tmp_path: Path) -> None:
        """The date stands in the Mongolian file, which Notepad saved as UTF-16."""
        site = Site(tmp_path, {MN: article().encode("utf-16"), EN: "---\ntitle: News\n---\n\nText.\n"})
        assert codes(site.build()) == ["E113"]


class TestPublication:
    def test_waits_for_the_date(self, tmp_path: Path) -> None:
        site = Site(tmp_path, {MN: article(date="2026-11-25")})
        site.build()
        assert not (site.out / "news/2018/a").exists()
        site.build(today=date(2026, 11, 25))
        assert (site.out / "news/2018/a/index.html").exists()

    def test_ends_on_the_day_of_expiry(self, tmp_path: Path) -> None:
        site = Site(tmp_path, {MN: article(expires="2026-11-25")})
        site.build()
        assert (site.out / "news/2018/a/index.html").exists()
        site.build(today=date(2026, 11, 25))
        assert not (site.out / "news/2018/a").exists()

    def test_leaves_out_a_draft_and_a_draft_translation(self, tmp_path: Path) -> None:
        site = Site(tmp_path, {MN: article(), EN: article("Held", draft="true")})
        site.build()
        assert "Held" not in site.page("/en/news/2018/a/")
        site.build(drafts=True)
        assert "Held" in site.page("/en/news/2018/a/")

    def test_of_a_target_later_is_a_warning_and_no_link(self, tmp_path: Path) -> None:
        draft = "---\ntitle: Форум\ndraft: true\n---\n\nТекст.\n"
        site = Site(tmp_path, {MN: article(forums="[f]"), "content/forums/f/index.mn.md": draft})
        outcome = site.build()
        assert codes(outcome) == ["W410"]
        assert not outcome.failed


class TestReferences:
    def test_to_nothing_are_errors_with_the_nearest_name_at_their_place(self, tmp_path: Path) -> None:
        site = Site(tmp_path, {MN: article(places="[khovd, khovd/altaii]")})
        (problem,) = site.build().diagnostics
        assert (problem.path, problem.line, problem.column, problem.code) == (MN, 4, 17, "E411")
        assert dict(problem.args)["suggestion"] == "khovd/altai"
        assert texts_of_codes("mn").message(problem) == "“khovd/altaii” гэсэн газар алга."
        assert texts_of_codes("en").message(problem) == "There is no place “khovd/altaii”."

    def test_have_inverses(self, tmp_path: Path) -> None:
        files = {
            MN: article("Мэдээ", forums="[f]", projects="[khovd]", organisations="[gpsa]", tags="[pta]"),
            "content/forums/f/index.mn.md": FORUM,
            PROJECT: "---\ntitle: Төсөл\nplace: khovd/altai\nfunder: gpsa\n---\n\nТекст.\n",
        }
        site = Site(tmp_path, files)
        assert codes(site.build()) == []
        for path in ("/forums/f/", "/projects/khovd/", "/tags/pta/", "/organisations/gpsa/"):
            assert 'href="/news/2018/a/"' in site.page(path), path
        for path in ("/places/khovd/", "/places/khovd/altai/", "/organisations/gpsa/"):
            assert 'href="/projects/khovd/"' in site.page(path), path

    def test_of_the_menu_are_checked(self, tmp_path: Path) -> None:
        from tests.literal import CONFIG

        menu = "menu:\n  - section: news\n  - page: abuot\n"
        site = Site(tmp_path, {"site.yaml": CONFIG + menu, MN: article()})
        site.write("content/pages/about/index.mn.md", "---\ntitle: Тухай\n---\n\nТекст.\n")
        outcome = site.build()
        assert codes(outcome) == ["E414"]
        line = len(CONFIG.strip().splitlines()) + 3
        assert [(item.line, item.column) for item in outcome.diagnostics] == [(line, len("  - page: ") + 1)]
        assert args(outcome, "E414") == [{"id": "abuot", "suggestion": "about"}]


class TestTranslation:
    def digest(self, site: Site) -> str:
        return text_digest("Форум болов Текст.")

    def test_that_is_missing_gets_a_stub_in_the_readers_language(self, tmp_path: Path) -> None:
        site = Site(tmp_path, {MN: article(summary="Товч нь.")})
        site.build()
        stub = site.page("/en/news/2018/a/")
        assert '<html lang="en">' in stub
        assert 'content="noindex' in stub
        assert '<h1 lang="mn">' in stub or 'lang="mn"' in stub.partition("<h1")[2].partition("</h1>")[0]
        assert "Товч нь." in stub
        assert 'hreflang="x-default"' not in stub
        assert "/en/news/2018/a/" not in site.page("/en/feed.xml")
        assert "/en/news/2018/a/" not in site.page("/sitemap.xml")

    def test_made_from_the_present_text_is_up_to_date(self, tmp_path: Path) -> None:
        site = Site(tmp_path, {MN: article()})
        site.write(EN, f"---\ntitle: Held\ntranslated_from: {self.digest(site)}\n---\n\nText.\n")
        site.build()
        assert "Текст." in site.page("/news/2018/a/")
        assert MN not in site.page("/translations/")

    def test_made_from_an_older_text_is_told_as_out_of_date(self, tmp_path: Path) -> None:
        site = Site(tmp_path, {MN: article(body="Өөр текст.")})
        site.write(EN, f"---\ntitle: Held\ntranslated_from: {self.digest(site)}\n---\n\nText.\n")
        site.build()
        assert MN in site.page("/translations/").replace("/<wbr>", "/")
        assert (
            "out of date" in site.page("/en/news/2018/a/").lower()
            or "older" in site.page("/en/news/2018/a/").lower()
        )


class TestLink:
    @pytest.mark.parametrize(
        ("written", "url"),
        [
            ("project:khovd", "/projects/khovd/"),
            ("project:khovd#ur-dun", "/projects/khovd/#ur-dun"),
            ("project:khovd#Үр дүн".replace(" ", "-"), "/projects/khovd/#ur-dun"),
            ("../../../projects/khovd/index.mn.md", "/projects/khovd/"),
            ("../../../projects/khovd", "/projects/khovd/"),
            ("../../../projects/khovd/index.en.md", "/projects/khovd/"),
            ("place:khovd/altai", "/places/khovd/altai/"),
            ("organisation:gpsa", "/organisations/gpsa/"),
            ("term:pta", "/tags/pta/"),
            ("report.txt", "/news/2018/a/report.txt"),
            ("https://example.org/?a=1&b=2", "https://example.org/?a=1&amp;b=2"),
            ("//example.org/x", "https://example.org/x"),
            ("mailto:a@example.org", "mailto:a@example.org"),
        ],
    )
    def test_leads_to_what_it_names(self, tmp_path: Path, written: str, url: str) -> None:
        files: dict[str, str | bytes] = {
            MN: article(body=f"Энд [холбоос]({written}) бий."),
            PROJECT: "---\ntitle: Төсөл\n---\n\n## Үр дүн\n\nТекст.\n",
            "content/articles/2018/a/report.txt": "x",
        }
        site = Site(tmp_path, files)
        outcome = site.build()
        assert [code for code in codes(outcome) if code.startswith("E")] == []
        assert f'href="{url}"' in site.page("/news/2018/a/")

    def test_answers_in_the_readers_language(self, tmp_path: Path) -> None:
        link = "[x](../../../projects/khovd/index.mn.md)"
        site = Site(tmp_path, {MN: article(body=link), EN: article("Held", body=link)})
        site.write(PROJECT, "---\ntitle: Төсөл\n---\n\nТекст.\n")
        site.write("content/projects/khovd/index.en.md", "---\ntitle: Project\n---\n\nText.\n")
        assert codes(site.build()) == []
        assert 'href="/en/projects/khovd/"' in site.page("/en/news/2018/a/")
        assert 'href="/projects/khovd/"' in site.page("/news/2018/a/")

    def test_to_a_text_in_the_other_language_says_so(self, tmp_path: Path) -> None:
        site = Site(tmp_path, {EN: article("Held", body="[x](project:khovd)")})
        site.write(PROJECT, "---\ntitle: Төсөл\n---\n\nТекст.\n")
        site.build()
        assert '<a href="/projects/khovd/" hreflang="mn"' in site.page("/en/news/2018/a/")

    @pytest.mark.parametrize(
        ("written", "code", "suggestion"),
        [
            ("project:khovt", "E412", "project:khovd"),
            ("../../../projects/khvd/index.mn.md", "E412", "../../../projects/khovd/index.mn.md"),
            ("/projects/khovd/", "E412", "project:khovd"),
            ("/projects/khovd/#ur-dun", "E412", "project:khovd#ur-dun"),
            ("/en/projects/khovt/", "E412", "project:khovd"),
            ("/places/khovd/altai/", "E412", "place:khovd/altai"),
            ("/huuchin/khovd/", "E412", "project:khovd"),
            ("/nothing/", "E412", ""),
            ("https://archive.example.org/projects/khovt/", "E412", "project:khovd"),
            ("https://ARCHIVE.example.org/en/nothing", "E412", ""),
            ("www.nar.mn", "E412", "https://www.nar.mn"),
            ("facebook.com/nar", "E412", "https://facebook.com/nar"),
            ("example.org/page", "E412", "https://example.org/page"),
            ("a@nar.mn", "E412", "mailto:a@nar.mn"),
            ("99112233", "E412", "tel:99112233"),
            ("+976 9911-2233", "E412", "tel:+97699112233"),
            ("https:/nar.mn", "E412", "https://nar.mn"),
            ("http//nar.mn/a", "E412", "http://nar.mn/a"),
            ("mailto: a@nar.mn", "E412", "mailto:a@nar.mn"),
            ("place:khovd/alta", "E412", "place:khovd/altai"),
            ("project:khovd#ur-dunn", "E413", "ur-dun"),
            ("https://archive.example.org/projects/khovd/#ur-dunn", "E413", "ur-dun"),
            ("place:Ховд", "E412", "place:khovd"),
            ("term:СЭЭБХ", "E412", "term:pta"),
            ("project:Төсөл", "E412", "project:khovd"),
            ("content/projects/khovd/index.mn.md", "E412", "project:khovd"),
            ("/content/projects/khovd/", "E412", "project:khovd"),
            ("../khovd/", "E412", "project:khovd"),
            ("khovd", "E412", "project:khovd"),
            ("bit.ly/x", "E412", "https://bit.ly/x"),
            ("index.mn", "E412", ""),
        ],
    )
    def test_to_nothing_is_an_error_at_its_place(
        self, tmp_path: Path, written: str, code: str, suggestion: str
    ) -> None:
        site = Site(tmp_path, {MN: article(body=f"Мөр.\n\nЭнд [холбоос]({written}) бий.")})
        site.write(PROJECT, "---\ntitle: Төсөл\naliases: [/huuchin/khovd/]\n---\n\n## Үр дүн\n\nТекст.\n")
        (problem,) = site.build().diagnostics
        assert (problem.path, problem.line, problem.code) == (MN, 8, code)
        assert dict(problem.args)["suggestion"] == suggestion

    @pytest.mark.parametrize(
        ("written", "href"),
        [
            ("https://archive.example.org/projects/khovd/", "/projects/khovd/"),
            ("http://archive.example.org/projects/khovd", "/projects/khovd/"),
            ("https://archive.example.org/projects/khovd/#ur-dun", "/projects/khovd/#ur-dun"),
            ("https://archive.example.org/en/projects/khovd/", "/projects/khovd/"),
            ("https://archive.example.org/projects/", "/projects/"),
            ("https://archive.example.org/archive/2018/", "/archive/2018/"),
            ("https://archive.example.org/places/khovd/altai/", "/places/khovd/altai/"),
            ("https://archive.example.org/projects/khovd/a.txt", "/projects/khovd/a.txt"),
            ("https://archive.example.org", "/"),
        ],
    )
    def test_to_an_address_of_the_site_in_full_is_a_link_within_it(
        self, tmp_path: Path, written: str, href: str
    ) -> None:
        site = Site(tmp_path, {MN: article(body=f"[холбоос]({written})")})
        site.write(PROJECT, "---\ntitle: Төсөл\n---\n\n## Үр дүн\n\n[Текст](a.txt).\n")
        site.write("content/projects/khovd/a.txt", "x")
        assert codes(site.build()) == []
        assert f'<a href="{href}">холбоос</a>' in site.page("/news/2018/a/")


class TestFiles:
    def test_that_are_named_and_not_there_are_errors_with_the_nearest_name(self, tmp_path: Path) -> None:
        files: dict[str, str | bytes] = {
            MN: article(documents="[{title: {mn: Тайлан}, file: reprt.txt}]", body="![Зураг](photo.jpg)"),
            "content/articles/2018/a/report.txt": "x",
        }
        outcome = Site(tmp_path, files).build()
        assert codes(outcome) == ["E420", "E420"]  # and none for the report, which is meant
        assert {item["file"]: item["suggestion"] for item in args(outcome, "E420")} == {
            "reprt.txt": "report.txt",
            "photo.jpg": "",
        }

    def test_with_a_decomposed_name_are_one_problem(self, tmp_path: Path) -> None:
        there = unicodedata.normalize("NFD", "сургуулийн.txt")
        body = "[Тайлан](сургуулийн.txt)"
        site = Site(tmp_path, {MN: article(body=body), f"content/articles/2018/a/{there}": "x"})
        assert codes(site.build()) == ["E312"]

    @pytest.mark.parametrize(
        ("written", "there", "said"),
        [
            ("photo.jpg", "content/articles/2018/b/photo.jpg", "Copy it: {} → {}"),
            (
                "../b/photo.jpg",
                "content/articles/2018/b/photo.jpg",
                "Copy it: {} → {}\nThen write its name only: photo.jpg",
            ),
            ("photo.jpg", "content/articles/2018/photo.jpg", "Move it: {} → {}"),
            ("photo.jpg", "content/photo.jpg", "Move it: {} → {}"),
            (
                "images/photo.jpg",
                "content/articles/2018/a/images/photo.jpg",
                "Move it: {} → {}\nThen write its name only: photo.jpg",
            ),
            (
                "Photo.JPG",
                "content/articles/photo.jpg",
                "Move it: {} → {}\nThen write its name only: photo.jpg",
            ),
            ("photo.jpg", "static/photo.jpg", "Copy it: {} → {}"),
            (
                "/static/photo.jpg",
                "static/photo.jpg",
                "Copy it: {} → {}\nThen write its name only: photo.jpg",
            ),
        ],
    )
    def test_that_lie_elsewhere_are_told_once_with_what_to_do(
        self, tmp_path: Path, written: str, there: str, said: str
    ) -> None:
        picture = Path(__file__).parents[2] / "golden/site/content/articles/2018/forum/hall.png"
        files: dict[str, str | bytes] = {
            MN: article(body=f"![Зураг]({written})"),
            EN: article(title="News", body=f"![A picture]({written})"),
            "content/articles/2018/b/index.mn.md": article(body="Бичвэр"),
            there: picture.read_bytes(),
        }
        (told,) = [
            item
            for item in Site(tmp_path, files).build().diagnostics
            if item.is_error and item.code != "E807"
        ]
        assert texts_of_codes("en").hint(told) == said.format(there, "content/articles/2018/a/photo.jpg")
        assert (told.code, told.path, told.also) == ("E420", EN, (f"{MN}:6:10",))

    def test_of_pictures_need_a_description_in_the_text_or_in_the_front_matter(self, tmp_path: Path) -> None:
        picture = Path(__file__).parents[2] / "golden/site/content/articles/2018/forum/hall.png"
        files: dict[str, str | bytes] = {
            MN: article(body="![](hall.png)"),
            "content/articles/2018/a/hall.png": picture.read_bytes(),
        }
        site = Site(tmp_path, files)
        (problem,) = site.build().diagnostics
        assert (problem.path, problem.line, problem.code) == (MN, 6, "W215")
        site.write(MN, article(body="![](hall.png)", images="[{file: hall.png, alt: {mn: Танхим}}]"))
        assert codes(site.build()) == []
        assert 'alt="Танхим"' in site.page("/news/2018/a/")

    @pytest.mark.parametrize(
        "named",
        [
            article(documents="[{title: Тайлан, file: report.txt}]"),
            article(body="[Тайлан](report.txt)"),
            article(body="[Тайлан](../a/report.txt)"),
        ],
    )
    def test_beside_an_entry_are_published_with_it_when_it_names_them(
        self, tmp_path: Path, named: str
    ) -> None:
        site = Site(tmp_path, {MN: article(), "content/articles/2018/a/report.txt": "тайлан"})
        (problem,) = site.build().diagnostics
        assert (problem.code, problem.path) == ("W317", "content/articles/2018/a/report.txt")
        assert not (site.out / "news/2018/a/report.txt").exists()
        site.write(MN, named)
        assert codes(site.build()) == []
        assert (site.out / "news/2018/a/report.txt").read_text("utf-8") == "тайлан"
