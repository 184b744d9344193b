"""Links and pictures: what may be linked to, what is refused, and where the editor wrote it."""

from __future__ import annotations

import pytest

from sitegen.content.document import FigureSlot, LinkSlot
from tests.unit.content.bodies import EN, html, read, shown


class TestLinks:
    @pytest.mark.parametrize(
        "target",
        [
            "https://gic.mn/en/post/r/993?a=1&b=2#c",
            "http://gic.mn",
            "mailto:info@example.org",
            "tel:+97611123456",
            "../khovd-altai-furniture/index.mn.md",
            "index.en.md#budget",
            "/news/2018/",
            "project:khovd-altai-furniture",
            "project:khovd-altai-furniture#budget",
            "article:2018/gpsa-forum",
            "forum:gpf-2018",
            "programme:tame",
            "page:about",
            "place:khovd/altai",
            "organisation:globe",
            "term:education",
            "https://mn.wikipedia.org/wiki/Ховд_(хот)",
            "төсөл/индекс.md",
            "./a:b/c",
        ],
    )
    def test_a_target_that_may_be_linked_to_gets_a_slot(self, target: str) -> None:
        body, found = read(f"Энэ [**нэр**]({target}).")
        assert found == ()
        assert shown(body) == '<p>Энэ <a href="{L0}"><strong>нэр</strong></a>{A0}.</p>'
        assert body.links == (LinkSlot(target, 10, 12 + len("нэр")),)

    @pytest.mark.parametrize(
        ("written", "target"),
        [
            ("[a](<b c.pdf>)", "b c.pdf"),
            ("[a](b c.pdf)", "b c.pdf"),
            ('[a](b.md "Гарчиг")', "b.md"),
            ("[a](https://x.mn/?a=1&amp;b=2)", "https://x.mn/?a=1&b=2"),
            ("[a](https://x.mn/?a=1&copy=2)", "https://x.mn/?a=1&copy=2"),
            (r"[a](b\_c.md)", "b_c.md"),
            ("[a](Project:tame)", "project:tame"),
            ("[a][b]\n\n[b]: c.md 'Гарчиг'", "c.md"),
            ("[a][]\n\n[a]: c.md", "c.md"),
            ("<https://gic.mn/a>", "https://gic.mn/a"),
            ("<info@example.org>", "mailto:info@example.org"),
            ("<mailto:info@example.org>", "mailto:info@example.org"),
            ("<tel:+97611123456>", "tel:+97611123456"),
        ],
    )
    def test_every_way_to_write_a_link(self, written: str, target: str) -> None:
        body, found = read(written)
        assert found == ()
        assert [link.address for link in body.links] == [target]

    def test_autolinks_show_their_address(self) -> None:
        assert html("<https://gic.mn> <info@gic.mn> <tel:11123456>") == (
            '<p><a href="{L0}">https://gic.mn</a>{A0} <a href="{L1}">info@gic.mn</a>{A1}'
            ' <a href="{L2}">11123456</a>{A2}</p>'
        )

    def test_links_are_numbered_in_the_order_of_the_page_with_their_own_places(self) -> None:
        body, _ = read(
            "[a](x.md) [b](y.md)\n\n- [c](x.md)[^1]\n    - [d][r]\n\n[e](x.md)\n\n"
            "[^1]: **[f](y.md)**\n\n[r]: z.md"
        )
        assert body.links == (
            LinkSlot("x.md", 10, 5),
            LinkSlot("y.md", 10, 15),
            LinkSlot("x.md", 12, 7),
            LinkSlot("z.md", 19, 6),
            LinkSlot("x.md", 15, 5),
            LinkSlot("y.md", 17, 13),
        )

    def test_the_place_is_not_confused_by_code(self) -> None:
        body, _ = read("```\n[a](x.md)\n```\n`[a](x.md)` [a](x.md)")
        assert body.links == (LinkSlot("x.md", 13, 17),)

    def test_what_cannot_be_found_again_stands_where_the_body_begins(self) -> None:
        body, _ = read("текст\n\n[a](b&#46;md)")
        assert body.links == (LinkSlot("b.md", 12, 5),)
        body, _ = read("текст\n\n[a](\n  c.md)")
        assert body.links[0].address == "c.md"

    def test_a_title_is_kept(self) -> None:
        assert html("[a](b.md \"в 'г' &amp; <д>\")") == (
            '<p><a href="{L0}" title="в \'г\' &amp; &lt;д&gt;">a</a>{A0}</p>'
        )

    def test_a_link_without_text_is_named_by_its_address_and_its_pictures_are_links(self) -> None:
        assert html("[](https://gic.mn)") == '<p><a href="{L0}">https://gic.mn</a>{A0}</p>'
        assert html("[![Ширээ](a.jpg)](b.md)") == '<a href="{L0}">{F0}</a>{A0}'
        assert html("[а ![Ширээ](a.jpg)](b.md)") == (
            '<p><a href="{L0}">а </a>{A0}</p><a href="{L0}">{F0}</a>'
        )

    def test_a_link_within_a_link_is_text(self) -> None:
        assert html("[a <https://x.mn> b](c.md)") == '<p><a href="{L0}">a https://x.mn b</a>{A0}</p>'

    @pytest.mark.parametrize(
        "address",
        [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "&#106;avascript:alert(1)",
            "&#x6A;avascript:alert(1)",
            "javascript&colon;alert(1)",
            "javascript&#58;alert(1)",
            "java&#9;script:alert(1)",
            "java&Tab;script:alert(1)",
            "java&NewLine;script:alert(1)",
            "java&#0;script:alert(1)",
            "&#1;javascript:alert(1)",
            " javascript:alert(1)",
            "<javascript:alert(1)>",
            "<java\tscript:alert(1)>",
            r"javascript\:alert(1)",
            "vbscript:msgbox(1)",
            "data:text/html;base64,PHNjcmlwdD4=",
            "file:///etc/passwd",
            "blob:https://x.mn/1",
            "жаваскрипт:alert(1)",
            "feed:javascript:alert(1)",
            "x-project&#58;//x:y",
            "https://x.mn/&#10;b",
            "b&#9;.md",
        ],
    )
    def test_any_other_scheme_is_refused_and_the_link_is_its_text(self, address: str) -> None:
        body, (found,) = read(f"а\n\n[нэр]({address}) б")
        assert shown(body) == "<p>а</p><p>нэр б</p>"
        assert body.links == ()
        assert (found.code, found.line) == ("E212", 12)

    @pytest.mark.parametrize("written", ["[нэр]()", "[нэр]( )", "[нэр](<>)", "![нэр]()"])
    def test_an_address_that_is_missing_is_told_where_it_should_stand(self, written: str) -> None:
        body, (found,) = read(f"а\n\n{written} б")
        assert body.links == ()
        assert (found.code, found.line) == ("E225", 12)

    @pytest.mark.parametrize(
        ("written", "file"),
        [
            (r"[а](C:\Users\Бат\тайлан.pdf)", "тайлан.pdf"),
            ("[а](file:///C:/Users/a/b.docx)", "b.docx"),
            (r"![а](C:\Users\Бат\зураг.jpg)", "зураг.jpg"),
            (r"[а](\\\\server\зураг\a.pdf)", "a.pdf"),
            (r"[а](D:a.pdf)", ""),
        ],
    )
    def test_a_file_on_the_computer_of_the_editor_is_to_be_copied(self, written: str, file: str) -> None:
        _, (found,) = read(written)
        assert (found.code, dict(found.args)["file"]) == ("E212", file)

    def test_a_refused_reference_or_autolink_is_text_too(self) -> None:
        body, found = read("[a][b] <javascript://%0aalert(1)> <data://x>\n\n[b]: javascript:alert(1)")
        assert shown(body) == "<p>a javascript://%0aalert(1) data://x</p>"
        assert [(item.code, item.line, item.column) for item in found] == [
            ("E212", 10, 9),
            ("E212", 10, 36),
            ("E212", 12, 6),
        ]

    @pytest.mark.parametrize(
        "address",
        [
            "//www.worldbank.org/a",
            r"/\\www.worldbank.org/a",
            r"\\/www.worldbank.org/a",
            "///www.worldbank.org/a",
        ],
    )
    def test_an_address_without_its_scheme_is_read_as_https(self, address: str) -> None:
        body, (found,) = read(f"[a]({address})")
        assert body.links[0].address == "https://www.worldbank.org/a"
        assert found.code == "W213"
        assert dict(found.args)["near"] == "https://www.worldbank.org/a"


class TestDeceiving:
    """Links that lead elsewhere than readers see; what an editor reads is in tests/mistakes."""

    @pytest.mark.parametrize(
        ("written", "near"),
        [
            ("https://bank.mn@example.org/x", "https://example.org/x"),
            ("https://user:word@example.org/", "https://example.org/"),
            ("https:nar.mn", "https://nar.mn"),
            ("https://bank.mn%2eexample.org/", ""),
            ("https://bаnk.mn", ""),  # the second letter is Cyrillic
            ("https://bank.mn:99999/", ""),
            ("tel:bank", ""),
            ("mailto:bat", ""),
            ("tag:pta", "term:pta"),
            ("org:gpsa", "organisation:gpsa"),
            ("News:2018/x", "article:2018/x"),
        ],
    )
    def test_what_a_browser_reads_otherwise_is_refused(self, written: str, near: str) -> None:
        _, (found,) = read(f"[a]({written})")
        assert (found.code, dict(found.args).get("near", "")) == ("E212", near)

    @pytest.mark.parametrize(
        "address", ["https://нар.мон/x", "https://[::1]/", "http://1.2.3.4:80/", "tel:+97699112233"]
    )
    def test_whole_addresses_stay(self, address: str) -> None:
        body, found = read(f"[a]({address})")
        assert (body.links[0].address, found) == (address, ())

    def test_words_that_are_the_address_of_another_site_are_told(self) -> None:
        body, (found,) = read("[www.nar.mn](https://example.org/x)")
        assert (found.code, dict(found.args)["host"]) == ("W228", "example.org")
        assert body.links[0].address == "https://example.org/x"

    @pytest.mark.parametrize(
        "words", ["example.org", "https://www.example.org/y", "Нар.mn", "news.example.org"]
    )
    def test_words_that_are_no_other_address_are_not(self, words: str) -> None:
        assert read(f"[{words}](https://example.org/x)")[1] == ()

    @pytest.mark.parametrize(
        ("written", "right"),
        [
            ("[тайлан] (https://example.org)", "[тайлан](https://example.org)"),
            ("(тайлан)[https://example.org]", "[тайлан](https://example.org)"),
            ("[тайлан]https://example.org.", "[тайлан](https://example.org)"),
            ("[тайлан]www.example.org", "[тайлан](https://www.example.org)"),
            ("[тайлан](https://example.org] гарав", "[тайлан](https://example.org)"),
            ("[тайлан](https://example.org гарав (2018)", "[тайлан](https://example.org)"),
            ("[төсөл](project:x гарав", "[төсөл](project:x)"),
            ("!(a.jpg)[Сурагчид]", "![Сурагчид](a.jpg)"),
        ],
    )
    def test_a_link_with_a_sign_out_of_place_is_told_with_what_to_write(
        self, written: str, right: str
    ) -> None:
        _, (found,) = read(written)
        assert (found.code, dict(found.args)["near"]) == ("W227", right)

    def test_links_that_are_right_and_signs_after_backslashes_are_not(self) -> None:
        assert read('[а](https://a.mn "б") \\[а](б) `[а](в` [а](https://a.mn/x_(y))')[1] == ()

    @pytest.mark.parametrize(
        "address",
        [
            "https://www.google.com/url?q=https://nar.mn/x&sa=D&ust=1",
            "https://google.com/url?sa=t&url=https%3A%2F%2Fnar.mn%2Fx",
            "https://l.facebook.com/l.php?u=https%3A%2F%2Fnar.mn%2Fx&h=AT0",
        ],
    )
    def test_an_address_that_another_site_put_around_it_is_told(self, address: str) -> None:
        _, (found,) = read(f"[а]({address})")
        assert (found.code, dict(found.args)["near"]) == ("W229", "https://nar.mn/x")

    def test_other_addresses_of_these_sites_are_not(self) -> None:
        assert read("[а](https://www.google.com/search?q=x) [б](https://facebook.com/l.php?u=x)")[1] == ()

    def test_a_link_to_a_path_of_windows_is_told_as_it_is_written(self) -> None:
        body, _ = read("[а](..\\..\\2018\\a\\index.mn.md) [б](.\\a.pdf)")
        assert [slot.address for slot in body.links] == ["..\\..\\2018\\a\\index.mn.md", ".\\a.pdf"]


class TestAnchors:
    @pytest.mark.parametrize(
        "anchor",
        [
            "tosliin-ur-dun",
            "төслийн-үр-дүн",
            "Төслийн%20үр%20дүн",
            "%D1%82%D3%A9%D1%81%D0%BB%D0%B8%D0%B9%D0%BD-үр-дүн",
        ],
    )
    def test_a_heading_is_found_by_id_or_text(self, anchor: str) -> None:
        assert html(f"[a](#{anchor})\n\n## Төслийн үр дүн").startswith(
            '<p><a href="#{P}tosliin-ur-dun">a</a></p>'
        )

    def test_a_written_id_is_found_also_on_a_paragraph(self) -> None:
        assert html("[a](#tip)\n\nб\n{: #tip}").startswith('<p><a href="#{P}tip">a</a></p>')
        assert html("[the plan](#Our-Plan)\n\n## Our plan", EN).startswith('<p><a href="#{P}our-plan">')

    def test_an_id_that_is_not_written_cannot_be_linked_to(self) -> None:
        _, found = read("[a <https://x.mn>{#tip} b](c.md) [d](#tip)")
        assert [item.code for item in found] == ["E214"]

    def test_an_unknown_anchor_is_an_error_with_the_nearest_one(self) -> None:
        body, (found,) = read("## Төсөв\n\n[a](#tosof) б")
        assert shown(body) == '<h2 id="{P}tosov">Төсөв</h2><p>a б</p>'
        assert (found.code, found.line, found.column) == ("E214", 12, 5)
        assert dict(found.args) == {"anchor": "tosof", "near": "tosov"}

    def test_with_no_heading_there_is_nothing_near(self) -> None:
        _, (found,) = read("[a](#tosov)")
        assert dict(found.args) == {"anchor": "tosov", "near": ""}


class TestFigures:
    def test_a_picture_alone_is_a_block(self) -> None:
        body, found = read('а\n\n![Шинэ ширээ](photo.jpg "Ховд, 2018")\n\nб')
        assert found == ()
        assert shown(body) == "<p>а</p>{F0}<p>б</p>"
        assert body.figures == (FigureSlot("photo.jpg", "Шинэ ширээ", "Ховд, 2018", 12, 15),)

    @pytest.mark.parametrize(
        ("markdown", "expected"),
        [
            ("а ![б](в.jpg) г\n\nд", "<p>а  г</p>{F0}<p>д</p>"),
            ("![а](б.jpg)\n![в](г.jpg)", '<div class="gallery-grid">{F0}{F1}</div>'),
            ("## а ![б](в.jpg)", '<h2 id="{P}a">а </h2>{F0}'),
            ("- а ![б](в.jpg)\n- г", "<ul><li>а {F0}</li><li>г</li></ul>"),
            ("> ![а](б.jpg)", "<blockquote>{F0}</blockquote>"),
            ("**а ![б](в.jpg)**", "<p><strong>а </strong></p>{F0}"),
            ("![а](б.jpg)\n{: .wide #map}", '<div class="wide" id="{P}map">{F0}</div>'),
            ("а[^1]\n\n[^1]: ![б](в.jpg) г", None),
        ],
    )
    def test_a_picture_in_a_text_follows_its_block(self, markdown: str, expected: str | None) -> None:
        written = html(markdown)
        assert written.count("{F0}") == 1
        assert expected is None or written == expected

    def test_a_picture_in_a_table_stays_in_its_cell(self) -> None:
        assert "<td>а {F0}</td>" in html("| а |\n|---|\n| а ![б](в.jpg) |")

    def test_a_picture_by_reference(self) -> None:
        body, _ = read('![Ширээ][1]\n\n[1]: photo.jpg "Ховд"')
        assert body.figures == (FigureSlot("photo.jpg", "Ширээ", "Ховд", 12, 6),)

    @pytest.mark.parametrize(
        ("written", "file"), [("./a.jpg", "a.jpg"), ("a%20b.jpg", "a b.jpg"), ("<a b.jpg>", "a b.jpg")]
    )
    def test_the_file_is_named_as_on_the_disk(self, written: str, file: str) -> None:
        assert read(f"![а]({written})")[0].figures[0].file == file

    @pytest.mark.parametrize("alt", ["", " "])
    def test_a_picture_may_leave_its_description_to_the_front_matter(self, alt: str) -> None:
        body, found = read(f"![{alt}](photo.jpg)")
        assert (found, body.figures[0].alt) == ((), "")
        assert shown(body) == "{F0}"

    @pytest.mark.parametrize(
        "address", ["https://example.org/a.jpg", "//example.org/a.jpg", "http://example.org/a.jpg"]
    )
    def test_pictures_of_other_sites_are_refused(self, address: str) -> None:
        body, (found,) = read(f"![а]({address})\n\nб")
        assert (found.code, found.line, found.column) == ("E402", 10, 6)
        assert (shown(body), body.figures) == ("<p>б</p>", ())

    @pytest.mark.parametrize(
        "address",
        ["javascript:alert(1)", "data:image/svg+xml,x", "file:///a.jpg", "#a", "project:a", "a%00.jpg"],
    )
    def test_what_is_no_file_is_refused(self, address: str) -> None:
        body, (found,) = read(f"![а]({address})")
        assert found.code == "E212"
        assert (shown(body), body.figures) == ("", ())
