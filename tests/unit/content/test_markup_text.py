"""Text, lists, tables, code and headings become clean HTML."""

from __future__ import annotations

import re

import pytest

from sitegen.content.document import Heading
from sitegen.content.markup import MarkupOptions
from tests.unit.content.bodies import EN, MN, html, read, shown


def codes(markdown: str, options: MarkupOptions = MN) -> list[tuple[str, int, int]]:
    return [(item.code, item.line, item.column) for item in read(markdown, options)[1]]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Монгол **тод** ба *налуу*.", "<p>Монгол <strong>тод</strong> ба <em>налуу</em>.</p>"),
        ("Нэг\n\nХоёр", "<p>Нэг</p><p>Хоёр</p>"),
        ("Нэг  \nХоёр", "<p>Нэг<br>Хоёр</p>"),
        ("- нэг\n- хоёр", "<ul><li>нэг</li><li>хоёр</li></ul>"),
        ("3. нэг\n4. хоёр", '<ol start="3"><li>нэг</li><li>хоёр</li></ol>'),
        ("2018 онд", "<p>2018\u00a0онд</p>"),
        ("> Ишлэл", "<blockquote><p>Ишлэл</p></blockquote>"),
        ("Нэр\n:   Утга", "<dl><dt>Нэр</dt><dd>Утга</dd></dl>"),
        ("a\n\n---\n\nb", "<p>a</p><hr><p>b</p>"),
        ("a & b < c &laquo;d&raquo; &amp;lt;", "<p>a &amp; b &lt; c “d” &amp;lt;</p>"),
        (r"\*од\* \<b> \[a](b)", "<p>*од* &lt;b&gt; [a](b)</p>"),
        ("a&nbsp;b", "<p>a\u00a0b</p>"),
        ("http://gic.mn гэж бичсэн", '<p><a href="{L0}">http://gic.mn</a>{A0} гэж бичсэн</p>'),
        ("", ""),
        ("\n \n", ""),
    ],
)
def test_plain_markdown(markdown: str, expected: str) -> None:
    assert html(markdown) == expected


def test_text_is_typeset_in_its_language() -> None:
    assert html('"Төсөл" 2014-2018') == "<p>“Төсөл” 2014–2018</p>"
    assert html('He said "it\'s done".', EN) == "<p>He said “it’s done”.</p>"


def test_code_is_not_typeset_and_not_read_as_markdown() -> None:
    assert html('`"a" -- *b* <i> &lt;`') == '<p><code>"a" -- *b* &lt;i&gt; &amp;lt;</code></p>'
    assert html('```\n"a" <b>\n```') == '<pre><code>"a" &lt;b&gt;</code></pre>'


@pytest.mark.parametrize("fence", ["```", "~~~~"])
def test_fenced_code(fence: str) -> None:
    assert html(f'a\n{fence}py\nif "x" < 2:\n\n    *y*\n{fence}\nb') == (
        '<p>a</p><pre><code class="language-py">if "x" &lt; 2:    *y*</code></pre><p>b</p>'
    )


def test_a_fence_closes_only_with_as_many_signs() -> None:
    assert html("````\n```\na\n```\n````") == "<pre><code>```a```</code></pre>"


def test_a_fence_that_is_never_closed_is_reported_where_it_opens() -> None:
    body, found = read("a\n\n```\nb\n\nc")
    assert shown(body) == "<p>a</p><pre><code>bc</code></pre>"
    assert [(item.code, item.line) for item in found] == [("W219", 12)]


def test_comments_on_lines_of_their_own_are_left_out() -> None:
    assert html("a\n\n<!-- b\n\nc -->\n\nd") == "<p>a</p><p>d</p>"
    assert html("```\n<!-- a -->\n```") == "<pre><code>&lt;!-- a --&gt;</code></pre>"


class TestTable:
    TABLE = "| Зүйл | Дүн | Тоо | |\n|:-----|----:|:---:|-|\n| Ширээ | 1 | `a|b` | г |"

    def test_columns_are_headed_and_aligned_by_class(self) -> None:
        written = html(self.TABLE)
        assert '<th scope="col" class="align-left">Зүйл</th>' in written
        assert (
            '<td class="align-right">1</td><td class="align-center"><code>a|b</code></td><td>г</td>'
            in written
        )
        assert "style" not in written

    def test_a_header_without_text_is_no_header(self) -> None:
        assert "<td></td></tr></thead>" in html(self.TABLE)

    def test_the_box_that_scrolls_is_named_and_numbered_in_the_language_of_the_page(self) -> None:
        two = f"{self.TABLE}\n\nба\n\n{self.TABLE}"
        named = r'<div class="table-wrap" role="group" aria-label="([^"]*)" tabindex="0"><table>'
        assert re.findall(named, html(two)) == ["Хүснэгт 1", "Хүснэгт 2"]
        assert re.findall(named, html(two, EN)) == ["Table 1", "Table 2"]

    def test_without_a_name_the_box_is_plain(self) -> None:
        assert '<div class="table-wrap"><table>' in html(self.TABLE, MarkupOptions(lang="mn"))


class TestHeadings:
    def test_ids_come_from_the_text_in_ascii(self) -> None:
        body, found = read("## Төслийн үр дүн\n\n## Budget 2018")
        assert (
            shown(body)
            == '<h2 id="{P}tosliin-ur-dun">Төслийн үр дүн</h2><h2 id="{P}budget-2018">Budget 2018</h2>'
        )
        assert body.headings == (
            Heading(2, "tosliin-ur-dun", "Төслийн үр дүн"),
            Heading(2, "budget-2018", "Budget 2018"),
        )
        assert found == ()

    def test_ids_follow_the_language(self) -> None:
        assert read("## Хүн", MN)[0].headings[0].id == "khun"

    def test_a_written_id_wins_and_others_give_way(self) -> None:
        headings = read("## Budget\n\n## Төсөв {#budget}\n\n## Budget")[0].headings
        assert [heading.id for heading in headings] == ["budget-2", "budget", "budget-3"]

    def test_a_heading_without_letters_is_numbered(self) -> None:
        headings = read("## Эхлэл\n\n## 🙂\n\n## …")[0].headings
        assert [heading.id for heading in headings] == ["ekhlel", "section-2", "section-3"]

    def test_the_text_is_plain(self) -> None:
        body, _ = read("## **Төсөв** `x` [а](https://gic.mn)[^1]\n\n[^1]: б")
        assert body.headings[0].text == "Төсөв x а"

    @pytest.mark.parametrize(
        ("written", "levels"),
        [
            ("## a\n\n### b\n\n## c", [2, 3, 2]),
            ("### a\n\n#### b", [2, 3]),
            ("## a\n\n##### b\n\n##### c\n\n### d", [2, 3, 4, 3]),
            ("## a\n\n### b\n\n#### c\n\n##### d\n\n###### e", [2, 3, 4, 5, 6]),
        ],
    )
    def test_levels_begin_at_two_and_skip_none(self, written: str, levels: list[int]) -> None:
        body, found = read(written)
        assert [heading.level for heading in body.headings] == levels
        assert found == ()

    def test_the_level_of_the_page_title_is_moved_down_and_reported(self) -> None:
        body, found = read("Эхлэл\n\n# Нэг\n\n## Хоёр\n\nГурав\n=====\n\n```\n# код\n```")
        assert [(heading.level, heading.text) for heading in body.headings] == [
            (2, "Нэг"),
            (3, "Хоёр"),
            (2, "Гурав"),
        ]
        assert [(item.code, item.line, dict(item.args)["text"]) for item in found] == [
            ("W216", 12, "Нэг"),
            ("W216", 16, "Гурав"),
        ]


class TestRawHtml:
    def test_is_shown_as_text_and_reported_where_it_begins(self) -> None:
        body, found = read("a\n\nЭнэ <b>тод</b> ба\n<img src=x onerror=alert(1)> <br/>")
        assert shown(body).endswith(
            "<p>Энэ &lt;b&gt;тод&lt;/b&gt; ба&lt;img src=x onerror=alert(1)&gt; &lt;br/&gt;</p>"
        )
        assert [(item.code, item.line, item.column, dict(item.args)["tag"]) for item in found] == [
            ("W211", 12, 5, "<b>"),
            ("W211", 13, 1, "<img>"),
            ("W211", 13, 30, "<br>"),
        ]

    def test_in_a_block_is_shown_as_text_too(self) -> None:
        body, found = read("<div>\n\n**a**\n\n</div>\n<!-- b")
        assert shown(body) == "<p>&lt;div&gt;</p><p><strong>a</strong></p><p>&lt;/div&gt;&lt;!-- b</p>"
        assert [item.code for item in found] == ["W211", "W224"]

    def test_an_end_without_a_beginning_is_reported(self) -> None:
        assert codes("a </p>") == [("W211", 10, 3)]

    def test_a_comment_within_a_line_is_reported(self) -> None:
        assert codes("a <!-- b --> c") == [("W211", 10, 3)]

    def test_the_place_is_not_confused_by_code(self) -> None:
        assert codes("```\n<b>\n```\n`<b>` ба <b>") == [("W211", 13, 10)]

    def test_what_only_looks_like_html_is_text(self) -> None:
        assert html("5 < 6, a<b, <Цэцэг>, <3") == "<p>5 &lt; 6, a&lt;b, &lt;Цэцэг&gt;, &lt;3</p>"


class TestAbbreviations:
    PTA = MarkupOptions(
        lang="mn", abbreviations=(("СЭЭБХ", "Сургууль, эцэг эх"), ("СЭЭ", '"А"'), ("ТББ", "б"))
    )

    def test_only_the_first_use_is_explained_with_its_ending_outside(self) -> None:
        assert html("ба СЭЭБХ-ны СЭЭБХ\n\nСЭЭБХ", self.PTA) == (
            '<p>ба <span class="nb"><abbr title="Сургууль, эцэг эх">СЭЭБХ</abbr>-ны</span> СЭЭБХ</p>'
            "<p>СЭЭБХ</p>"
        )

    def test_only_whole_words_count(self) -> None:
        assert "<abbr" not in html("АСЭЭБХ СЭЭБХА Б-ТББ ТББ2 _ТББ_х", self.PTA)

    def test_an_abbreviation_within_a_longer_one_is_its_own(self) -> None:
        assert html("(СЭЭ)", self.PTA) == '<p>(<abbr title="&quot;А&quot;">СЭЭ</abbr>)</p>'

    def test_the_longest_abbreviation_is_meant(self) -> None:
        options = MarkupOptions(lang="mn", abbreviations=(("АХ", "а"), ("АХ Б", "б")))
        assert html("АХ Б", options) == '<p><abbr title="б">АХ Б</abbr></p>'

    def test_headings_links_and_code_are_left_alone(self) -> None:
        written = html("## ТББ\n\n[ТББ](https://gic.mn) `ТББ` ТББ", self.PTA)
        assert written.count("<abbr") == 1
        assert written.endswith('<abbr title="б">ТББ</abbr></p>')

    def test_english(self) -> None:
        options = MarkupOptions(lang="en", abbreviations=(("PTA", "parent-teacher association"),))
        assert (
            html("PTAs, a PTA's", options)
            == '<p>PTAs, a <abbr title="parent-teacher association">PTA</abbr>’s</p>'
        )


class TestFootnotes:
    def test_are_numbered_as_they_come_and_lead_back(self) -> None:
        written = html("А[^б] В[^а]\n\n[^а]: Хоёр.\n[^б]: *Нэг*.")

        def reference(number: int) -> str:
            link = f'<a class="footnote-ref" href="#{{P}}fn:{number}" role="doc-noteref">{number}</a>'
            return f'<sup id="{{P}}fnref:{number}">{link}</sup>'

        def backlink(number: int) -> str:
            named = 'role="doc-backlink" title="Бичвэр рүү буцах" aria-label="Бичвэр рүү буцах"'
            return f'<a class="footnote-back" href="#{{P}}fnref:{number}" {named}>\u21a9\ufe0e</a>'

        assert written == (
            f"<p>А{reference(1)} В{reference(2)}</p>"
            '<div class="footnotes"><ol>'
            f'<li id="{{P}}fn:1"><p><em>Нэг</em>. {backlink(1)}</p></li>'
            f'<li id="{{P}}fn:2"><p>Хоёр. {backlink(2)}</p></li>'
            "</ol></div>"
        )

    def test_the_way_back_is_named_in_the_language_of_the_page(self) -> None:
        assert 'title="Back to the text"' in html("a[^1]\n\n[^1]: b", EN)
        numbered = MarkupOptions(lang="en", footnote_backlink="Back to note {}")
        assert 'aria-label="Back to note 1"' in html("a[^1]\n\n[^1]: b", numbered)

    def test_a_note_used_twice_leads_back_to_both(self) -> None:
        written = html("a[^1] b[^1]\n\n[^1]: c")
        assert re.findall(r'<sup id="\{P\}([^"]*)"', written) == ["fnref:1", "fnref:1:2"]
        assert re.findall(r'back" href="#\{P\}([^"]*)"', written) == ["fnref:1", "fnref:1:2"]
        assert re.findall('aria-label="([^"]*)"', written) == ["Бичвэр рүү буцах", "Бичвэр рүү буцах 2"]
        assert written.count('id="{P}fn:1"') == 1

    def test_a_note_may_have_blocks_and_notes_of_its_own(self) -> None:
        written = html("a[^1]\n\n[^1]: b[^2]\n\n    - c\n\n[^2]: d")
        assert "<ul><li>c</li></ul><p><a class=" in written
        assert '<li id="{P}fn:2"><p>d' in written

    def test_a_note_without_text_is_reported(self) -> None:
        body, found = read("a\n\nb [^тэмдэг]")
        assert shown(body) == "<p>a</p><p>b [^тэмдэг]</p>"
        assert [(item.code, item.line) for item in found] == [("W217", 12)]

    def test_a_note_that_nothing_refers_to_is_reported_and_not_shown(self) -> None:
        body, found = read("a\n\n[^1]: b")
        assert shown(body) == "<p>a</p>"
        assert [(item.code, item.line) for item in found] == [("W218", 12)]


class TestAttributes:
    def test_what_editors_may_write(self) -> None:
        assert html("Тэмдэглэл\n{: .note #tip lang=en title='a \"b\"'}") == (
            '<p class="note" id="{P}tip" lang="en" title="a &quot;b&quot;">Тэмдэглэл</p>'
        )
        assert html("*Forum*{lang=en} а") == '<p><em lang="en">Forum</em> а</p>'
        assert html("![а](b.jpg){width=300 height=200}") == "{F0}"

    @pytest.mark.parametrize(
        ("markdown", "column", "value"),
        [
            ("а\n{: onclick='alert(1)'}", 4, "onclick=alert(1)"),
            ("а\n{: .note style=color:red}", 10, "style=color:red"),
            ("а\n{: .btn-primary}", 4, ".btn-primary"),
            ("а\n{: hidden}", 4, "hidden"),
            ("а\n{: lang='en\" onclick'}", 4, 'lang=en" onclick'),
            ("а\n{: id=../x}", 4, "#../x"),
            ("а\n{: data-x=1}", 4, "data-x=1"),
        ],
    )
    def test_anything_else_is_refused_where_it_stands(self, markdown: str, column: int, value: str) -> None:
        body, (found,) = read(markdown)
        assert re.fullmatch(r'<p( class="note")?>а</p>', shown(body))
        assert (found.code, found.line, found.column, dict(found.args)["value"]) == (
            "E212",
            11,
            column,
            value,
        )

    @pytest.mark.parametrize("markdown", ["![а](б.jpg){#x}", "<b>{#x}", "а[^1]{#x}\n\n[^1]: б"])
    def test_what_is_not_written_as_it_stands_has_no_attributes(self, markdown: str) -> None:
        found = [item for item in read(markdown)[1] if item.is_error]
        assert [(item.code, dict(item.args)) for item in found] == [("E212", {"value": "#x"})]

    def test_the_attributes_of_a_fence_are_no_exception(self) -> None:
        body, (found,) = read("а\n\n```{.py #code onclick=alert(1)}\nx\n```")
        assert shown(body) == '<p>а</p><pre id="{P}code"><code class="language-py">x</code></pre>'
        assert (found.code, found.line, dict(found.args)["value"]) == ("E212", 12, "onclick=alert(1)")

    def test_braces_in_a_sentence_are_text(self) -> None:
        assert html("Энэ {бол} текст. {x") == "<p>Энэ {бол} текст. {x</p>"
        assert html("Энэ\n{: .note}}") == "<p>Энэ{: .note}}</p>"


def test_characters_of_slots_and_control_characters_are_removed() -> None:
    hidden = "a\ue000\ue0010\ue004\x02b\x00\x1b\ufeff\ud800\ufffe&#xE002;0&#57348;&#x2;&#0000057344;c"
    assert html(f"{hidden} `{hidden}`").startswith("<p>a0b0&amp;#0000057344;c <code>a0b&amp;#xE002;")
    body, _ = read(hidden + "\n\n```\n" + hidden + "\n```\n\n## " + hidden)
    assert not re.search("[\x00-\x08\x0b-\x1f\ue000-\ue002\ue004]", body.html)
    assert body.html.count("\ue003") == 1


def test_line_ends_of_other_systems_are_read() -> None:
    body, found = read("# a\r\n\r\n<b>\r\rc")
    assert shown(body) == '<h2 id="{P}a">a</h2><p>&lt;b&gt;</p><p>c</p>'
    assert [(item.code, item.line) for item in found] == [("W216", 10), ("W211", 12)]


def test_the_same_text_gives_the_same_body_whatever_came_before() -> None:
    text = "## а[^1]\n\n[b](c.md) [d][e]\n\n[^1]: x\n[e]: https://gic.mn"
    first = read(text)
    read("## б[^2]\n\n[^2]: y\n[e]: https://other.mn\n\n```\nz")
    assert read(text) == first
