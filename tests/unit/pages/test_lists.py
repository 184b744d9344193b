"""Lists, narrowed lists, the archive by time, and pages of records."""

from __future__ import annotations

import re
from pathlib import Path

from tests.literal import CONFIG, Site, article, codes

FIVE_A_PAGE = CONFIG + "articles_per_page: 5\n"


def news(count: int) -> dict[str, str | bytes]:
    """Articles `a01`, `a02` …, one a day from the first of November 2018."""
    return {
        f"content/articles/2018/a{day:02}/index.mn.md": article(f"Мэдээ {day}", date=f"2018-11-{day:02}")
        for day in range(1, count + 1)
    }


def links(html: str, pattern: str) -> list[str]:
    return list(dict.fromkeys(re.findall(rf'href="({pattern})"', html)))


class TestNews:
    def test_shows_the_newest_first(self, tmp_path: Path) -> None:
        site = Site(tmp_path, news(3))
        site.build()
        found = links(site.page("/news/"), "/news/2018/[^/]+/")
        assert found == ["/news/2018/a03/", "/news/2018/a02/", "/news/2018/a01/"]

    def test_is_one_page_while_it_is_shorter_than_two(self, tmp_path: Path) -> None:
        site = Site(tmp_path, {"site.yaml": FIVE_A_PAGE, **news(9)})
        site.build()
        assert len(links(site.page("/news/"), "/news/2018/[^/]+/")) == 9
        assert not (site.out / "news/page").exists()

    def test_has_full_older_pages_numbered_from_the_oldest(self, tmp_path: Path) -> None:
        site = Site(tmp_path, {"site.yaml": FIVE_A_PAGE, **news(17)})
        site.build()
        assert len(links(site.page("/news/"), "/news/2018/[^/]+/")) == 7
        assert links(site.page("/news/page/1/"), "/news/2018/[^/]+/")[-1] == "/news/2018/a01/"
        assert links(site.page("/news/page/2/"), "/news/2018/[^/]+/")[0] == "/news/2018/a10/"
        assert "/news/page/2/" in site.page("/news/")
        assert links(site.page("/news/page/2/"), "/news/(?:page/[0-9]/)?")[-2:] == [
            "/news/",
            "/news/page/1/",
        ] or {"/news/page/1/"} <= set(links(site.page("/news/page/2/"), "/news/page/[0-9]/"))

    def test_a_new_article_changes_no_older_page(self, tmp_path: Path) -> None:
        site = Site(tmp_path, {"site.yaml": FIVE_A_PAGE, **news(16)})
        site.build()
        before = {number: site.page(f"/news/page/{number}/") for number in (1, 2)}
        site.write("content/articles/2018/new/index.mn.md", article("Шинэ", date="2018-12-01"))
        outcome = site.build()
        assert {number: site.page(f"/news/page/{number}/") for number in (1, 2)} == before
        assert not [path for path in outcome.rendered if path.startswith("news/page/")]


def test_the_archive_has_years_and_months_with_counts(tmp_path: Path) -> None:
    files = news(2) | {"content/articles/2019/b/index.mn.md": article("Б", date="2019-03-05")}
    site = Site(tmp_path, files)
    site.build()
    assert links(site.page("/archive/"), "/archive/[0-9]+/") == ["/archive/2019/", "/archive/2018/"]
    assert links(site.page("/archive/2018/"), "/archive/2018/[0-9]+/") == ["/archive/2018/11/"]
    assert links(site.page("/archive/2018/11/"), "/news/2018/[^/]+/") == [
        "/news/2018/a02/",
        "/news/2018/a01/",
    ]
    assert "2018 оны 11 дүгээр сар" in site.page("/archive/2018/11/").replace("\xa0", " ")
    assert "November 2018" in site.page("/en/archive/2018/11/").replace("\xa0", " ")
    # The months of a year do not say the year again: two stand side by side on a phone.
    assert '>11\xa0дүгээр сар</a> <span class="count">2</span>' in site.page("/archive/2018/")
    assert '>November</a> <span class="count">2</span>' in site.page("/en/archive/2018/")


def test_a_list_of_one_is_read_and_not_asked_or_narrowed(tmp_path: Path) -> None:
    site = Site(tmp_path, {"content/articles/2018/a/index.mn.md": article(tags="[pta]")})
    site.build()
    page = site.page("/news/")
    assert "/news/2018/a/" in page
    for part in ('class="ask"', 'class="facets"', "/archive/2018/"):
        assert part not in page


def test_where_no_aimag_has_a_project_no_empty_map_is_drawn(tmp_path: Path) -> None:
    site = Site(tmp_path, news(2))
    site.build()
    assert 'class="map"' not in site.page("/") + site.page("/places/")
    assert "/places/khovd/" in site.page("/places/")
    site.write("content/projects/a/index.mn.md", project("Төсөл", place="khovd"))
    site.build()
    assert 'class="map"' in site.page("/")
    assert 'class="map"' in site.page("/places/")


def project(title: str, **fields: str) -> str:
    head = "".join(f"{name}: {value}\n" for name, value in ({"title": title} | fields).items())
    return f"---\n{head}---\n\nТекст.\n"


PROGRAMME = {"content/programmes/tame/index.mn.md": "---\ntitle: Хөтөлбөр\n---\n\nТекст.\n"}
PROJECTS: dict[str, str | bytes] = {
    **PROGRAMME,
    "content/projects/a/index.mn.md": project(
        "Яргуй", programme="tame", place="khovd/altai", status="completed", amount="5,000,000 MNT",
        award="{actual: 2019}",
    ),
    "content/projects/b/index.mn.md": project("Өнөр", programme="tame", amount="1,500,000 MNT"),
    "content/projects/c/index.mn.md": project("Ургах", place="khovd", amount="100 USD"),
}  # fmt: skip


class TestProjects:
    def test_stand_in_the_order_of_the_mongolian_alphabet(self, tmp_path: Path) -> None:
        site = Site(tmp_path, PROJECTS)
        assert codes(site.build()) == []
        found = links(site.page("/projects/"), "/projects/[a-z]/")
        assert found == ["/projects/b/", "/projects/c/", "/projects/a/"]  # Өнөр, Ургах, Яргуй

    def test_are_narrowed_by_links_alone(self, tmp_path: Path) -> None:
        site = Site(tmp_path, PROJECTS)
        site.build()
        narrowed = {
            "/projects/by/programme/tame/": {"/projects/a/", "/projects/b/"},
            "/projects/by/programme/unknown/": {"/projects/c/"},
            "/projects/by/aimag/khovd/": {"/projects/a/", "/projects/c/"},
            "/projects/by/year/2019/": {"/projects/a/"},
            "/projects/by/status/completed/": {"/projects/a/"},
            "/projects/by/status/unknown/": {"/projects/b/", "/projects/c/"},
        }
        for path, expected in narrowed.items():
            assert f'href="{path}"' in site.page("/projects/"), path
            assert set(links(site.page(path), "/projects/[a-z]/")) == expected, path

    def test_totals_are_computed_by_currency_with_how_many_are_known(self, tmp_path: Path) -> None:
        site = Site(tmp_path, PROJECTS | {"content/projects/d/index.mn.md": project("Дөрөв")})
        site.build()
        page = site.page("/projects/").replace("\xa0", " ")
        assert "6,500,000 ₮" in page
        assert "100 ам.доллар" in page
        assert "дүн нь мэдэгдсэн төсөл: 3, нийт: 4" in page

    def test_without_an_amount_say_that_it_is_not_known(self, tmp_path: Path) -> None:
        site = Site(tmp_path, {"content/projects/d/index.mn.md": project("Дөрөв")})
        site.write("content/projects/d/index.en.md", "---\ntitle: Four\n---\n\nText.\n")
        site.build()
        assert "Мэдээлэл алга" in site.page("/projects/d/")
        assert "Not known" in site.page("/en/projects/d/")

    def test_of_a_programme_are_counted_and_summed_on_its_page(self, tmp_path: Path) -> None:
        announced = "{count: 31, note: {mn: зарласан}, source: seed}"
        included = "{count: 28, note: {mn: багтсан}, source: seed}"
        site = Site(tmp_path, PROJECTS)
        site.write(
            "content/programmes/tame/index.mn.md",
            f"---\ntitle: Хөтөлбөр\ngrants_stated: [{announced}, {included}]\n---\n\nТекст.\n",
        )
        assert codes(site.build()) == []
        page = site.page("/programmes/tame/").replace("\xa0", " ")
        assert all(word in page for word in ("31", "28", "зарласан", "багтсан", "6,500,000 ₮"))
        assert set(links(page, "/projects/[a-z]/")) == {"/projects/a/", "/projects/b/"}


def test_the_aimags_of_a_programmes_map_stand_beside_it_as_links_with_numbers(tmp_path: Path) -> None:
    """The map itself is no way for the keyboard, nor for who cannot see it."""
    files = {
        f"content/projects/{ref}/index.mn.md": project(ref, programme="tame", place=place)
        for ref, place in (("a", "uvs"), ("b", "khovd"), ("c", "khovd"))
    }
    files |= {
        "content/programmes/tame/index.mn.md": project("Хөтөлбөр"),
        "content/places.yaml": """
- {id: khovd, name: {mn: Ховд}, iso: MN-043}
- {id: uvs, name: {mn: Увс}, iso: MN-046}
""",
    }
    site = Site(tmp_path, files)
    assert codes(site.build()) == []
    found = re.findall(
        r'<li><a href="/places/(\w+)/">\w+</a> <span class="count">(\d)</span></li>',
        site.page("/programmes/tame/"),
    )
    assert found == [("uvs", "1"), ("khovd", "2")]


def test_a_place_gathers_what_its_soums_have(tmp_path: Path) -> None:
    site = Site(tmp_path, PROJECTS)
    site.build()
    assert set(links(site.page("/places/khovd/"), "/projects/[a-z]/")) == {"/projects/a/", "/projects/c/"}
    assert set(links(site.page("/places/khovd/altai/"), "/projects/[a-z]/")) == {"/projects/a/"}


def test_an_organisation_has_its_roles_and_is_not_also_mentioned(tmp_path: Path) -> None:
    files = {
        "content/projects/a/index.mn.md": project("Нэг", funder="gpsa", organisations="[gpsa]"),
        "content/projects/b/index.mn.md": project("Хоёр", organisations="[gpsa]"),
    }
    site = Site(tmp_path, files)
    site.build()
    page = site.page("/organisations/gpsa/")
    assert page.count('href="/projects/a/"') == 1
    assert page.count('href="/projects/b/"') == 1
    assert page.index("/projects/a/") < page.index("/projects/b/")


def test_404_serves_both_languages_in_one_file(tmp_path: Path) -> None:
    site = Site(tmp_path, news(1))
    site.build()
    page = site.page("/404.html")
    assert "Хуудас олдсонгүй" in page
    assert "Page not found" in page
    assert 'lang="en"' in page


class TestOldAddress:
    def test_leads_to_the_entry_by_a_page_and_by_the_hosts_file(self, tmp_path: Path) -> None:
        files = {"content/articles/2018/a/index.mn.md": article(aliases="[/post/r/96, /old/page.html]")}
        site = Site(tmp_path, files)
        assert codes(site.build()) == []
        for path in ("/post/r/96/", "/old/page.html"):
            assert "url=/news/2018/a/" in site.page(path)
            assert "noindex" in site.page(path)
        rules = (site.out / "_redirects").read_text("utf-8").splitlines()
        assert rules == ["/old/page.html /news/2018/a/ 301", "/post/r/96 /news/2018/a/ 301"]

    def test_claimed_twice_names_both_files(self, tmp_path: Path) -> None:
        files = {
            "content/articles/2018/a/index.mn.md": article(aliases="[/post/r/96]"),
            "content/articles/2018/b/index.mn.md": article(aliases="[/Post/r/96]"),
        }
        (problem,) = Site(tmp_path, files).build().diagnostics
        assert problem.code == "E304"
        assert {dict(problem.args)["first"], dict(problem.args)["second"]} == set(files)

    def test_that_is_a_page_names_the_file(self, tmp_path: Path) -> None:
        files = {"content/articles/2018/a/index.mn.md": article(aliases="[/news/]")}
        (problem,) = Site(tmp_path, files).build().diagnostics
        assert (problem.code, problem.path) == ("E304", "content/articles/2018/a/index.mn.md")


def test_a_page_and_a_section_of_one_name_collide(tmp_path: Path) -> None:
    files = {"content/pages/news/index.mn.md": "---\ntitle: Мэдээ\n---\n\nТекст.\n"}
    found = Site(tmp_path, files).build().diagnostics
    assert {item.code for item in found} == {"E304"}
    assert {item.path for item in found} == set(files)


def test_forums_of_a_year_have_a_page_if_there_are_several_years(tmp_path: Path) -> None:
    def forum(start: str) -> str:
        return f"---\ntitle: Форум {start}\n" + (f"start: {start}\n" if start else "") + "---\n\nТекст.\n"

    files: dict[str, str | bytes] = {
        f"content/forums/{name}/index.mn.md": forum(start)
        for name, start in (("a", "2014-05-14"), ("b", "2014-09"), ("c", ""), ("d", "2016"))
    }
    site = Site(tmp_path, files)
    assert site.build().diagnostics == ()
    years = re.findall(
        r'href="/forums/by/year/(\w+)/">(\w+)</a> <span class="count">(\d+)', site.page("/forums/")
    )
    assert years == [("2016", "2016", "1"), ("2014", "2014", "2"), ("unknown", "Тодорхойгүй", "1")]
    page = site.page("/forums/by/year/2014/")
    assert links(page, "/forums/[a-d]/") == ["/forums/b/", "/forums/a/"]
    assert "<h1>Форумууд: 2014\xa0он</h1>" in page
    assert '<a href="/forums/by/year/2014/" aria-current="page">2014</a>' in page
    assert 'class="ask"' not in page
    assert 'hreflang="en" href="https://archive.example.org/en/forums/by/year/2014/"' in page
    assert links(site.page("/en/forums/by/year/unknown/"), "/en/forums/[a-d]/") == ["/en/forums/c/"]
    for name in ("c", "d"):
        site.remove_folder(f"content/forums/{name}")
    site.build()
    assert not (site.out / "forums/by").exists()
