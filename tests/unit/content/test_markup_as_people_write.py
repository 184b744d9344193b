"""Texts from GitHub, Google Docs, Word and other programs are read as those who wrote them mean it."""

from __future__ import annotations

import pytest

from sitegen.language.catalogue import texts_of_codes
from tests.unit.content.bodies import EN, html, read, shown

TWO = "<ul><li>нэг</li><li>хоёр</li></ul>"
NESTED = "<ul><li>нэг<ul><li>хоёр</li></ul></li><li>гурав</li></ul>"
TABLE = (
    '<div class="table-wrap" role="group" aria-label="Хүснэгт 1" tabindex="0"><table>'
    '<thead><tr><th scope="col">Сургууль</th><th scope="col">Дүн</th></tr></thead>'
    "<tbody><tr><td>Алтай</td><td>5</td></tr></tbody></table></div>"
)
CODE = "<pre><code>a  b</code></pre>"
SIGNS = "•–·▪◦●\uf0b7"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Авсан нь:\n- нэг\n- хоёр", f"<p>Авсан нь:</p>{TWO}"),
        ("Авсан нь:\n* нэг\n* хоёр\n\nба", f"<p>Авсан нь:</p>{TWO}<p>ба</p>"),
        ("Авсан нь:\n1. нэг\n2. хоёр", "<p>Авсан нь:</p><ol><li>нэг</li><li>хоёр</li></ol>"),
        ("Авсан нь:\n3. нэг\n4. хоёр", '<p>Авсан нь:</p><ol start="3"><li>нэг</li><li>хоёр</li></ol>'),
        ("Тэр нь\n2018. Тэр", "<p>Тэр нь2018. Тэр</p>"),
        ("- нэг\n  - хоёр\n- гурав", NESTED),
        ("- нэг\n   - хоёр\n- гурав", NESTED),
        ("- нэг\n    - хоёр\n- гурав", NESTED),
        ("- нэг\n\t- хоёр\n- гурав", NESTED),
        ("1. нэг\n  - хоёр\n2. гурав", "<ol><li>нэг<ul><li>хоёр</li></ul></li><li>гурав</li></ol>"),
        ("10. нэг\n   - хоёр", '<ol start="10"><li>нэг<ul><li>хоёр</li></ul></li></ol>'),
        ("1. нэг\n  2. хоёр", "<ol><li>нэг</li><li>хоёр</li></ol>"),
        ("1) нэг\n2) хоёр", "<ol><li>нэг</li><li>хоёр</li></ol>"),
        ("- нэг\n-\n- хоёр", "<ul><li>нэг</li><li></li><li>хоёр</li></ul>"),
        ("Текст:\n- нэг\n- \n- хоёр", "<p>Текст:</p><ul><li>нэг</li><li></li><li>хоёр</li></ul>"),
        ("- Нэг.\n\n  Бас.\n\n- Хоёр.", "<ul><li><p>Нэг.</p><p>Бас.</p></li><li><p>Хоёр.</p></li></ul>"),
        ("1. Нэг.\n\n  Бас.\n2. Хоёр.", "<ol><li><p>Нэг.</p><p>Бас.</p></li><li><p>Хоёр.</p></li></ol>"),
        ("- нэг\n\n\n- хоёр\n\nба", "<ul><li><p>нэг</p></li><li><p>хоёр</p></li></ul><p>ба</p>"),
        ("1. а\n\n<!-- -->\n\n1. б", "<ol><li>а</li></ol><ol><li>б</li></ol>"),
        ("- а\n<!-- б -->\n- в", "<ul><li>а</li></ul><ul><li>в</li></ul>"),
        *((f"{sign}{gap}нэг\n{sign}{gap}хоёр", TWO) for sign in SIGNS for gap in (" ", "\xa0", "\t")),
        ("-\xa0нэг\n- хоёр", TWO),
        ("\xa0\xa0• нэг\n\xa0\xa0• хоёр", TWO),
        ("• нэг\n  ◦ хоёр\n• гурав", NESTED),
        ("– Тэгье, гэв.", "<p>– Тэгье, гэв.</p>"),
        ("– Тэгье.\n\n– Үгүй.", "<p>– Тэгье.</p><p>– Үгүй.</p>"),
        ("Ховд аймаг\n– манай нутаг", "<p>Ховд аймаг– манай нутаг</p>"),
        ("2018. 11. 02 нь баасан.", "<p>2018. 11. 02 нь баасан.</p>"),
    ],
)
def test_lists(markdown: str, expected: str) -> None:
    assert html(markdown) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("o\tнэг\no\tхоёр", TWO),
        ("§\tнэг\n§\tхоёр", TWO),
        ("o   нэг\no   хоёр", TWO),
        ("Авсан нь:\no\tнэг\no\tхоёр", f"<p>Авсан нь:</p>{TWO}"),
        ("•\tнэг\no\tхоёр\n•\tгурав", NESTED),
        ("● нэг\n○ хоёр\n● гурав", NESTED),
        ("•нэг\n•хоёр", TWO),
        ("➢ нэг\n➢ хоёр", TWO),
        ("- [ ] нэг\n- [x] хоёр", "<ul><li>☐ нэг</li><li>☑ хоёр</li></ul>"),
        ("o нэг", "<p>o нэг</p>"),
        ("```\no\tнэг\n```", "<pre><code>o\tнэг</code></pre>"),
    ],
)
def test_bullets_of_word_processors(markdown: str, expected: str) -> None:
    assert html(markdown) == expected


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("а) нэг", "б) хоёр"),
        ("е. нэг", "ж. хоёр"),  # ё has no place in most lists
        ("А. нэг", "Б. хоёр"),
        ("а/ нэг", "б/ хоёр"),
        ("a) one", "b) two"),
        ("i. нэг", "ii. хоёр"),
        ("IV. нэг", "V. хоёр"),
        ("1/ нэг", "2/ хоёр"),
        ("(1) нэг", "(2) хоёр"),
        ("[1] нэг", "[2] хоёр"),
        ("1.1 нэг", "1.2 хоёр"),
        ("2.1.1. нэг", "2.1.2. хоёр"),
        ("1.Нэг", "2.Хоёр"),
        ("📌 нэг", "📍 хоёр"),
        ("✅ нэг", "❌ хоёр"),
        ("➡️нэг", "➡️хоёр"),
        ("1️⃣ нэг", "2️⃣ хоёр"),
        ("§ нэг", "§ хоёр"),
        ("o нэг", "o хоёр"),
        ("10:00 нэг", "10:30 хоёр"),
        ("9.00–10.00 нэг", "10.00–11.00 хоёр"),
    ],
)
def test_labels_that_are_no_markdown_make_a_list_that_keeps_them(first: str, second: str) -> None:
    expected = f'<ul class="labelled"><li>{first}</li><li>{second}</li></ul>'
    assert html(f"{first}\n{second}") == expected
    assert html(f"Үүнд:\n{first}\n{second}") == f"<p>Үүнд:</p>{expected}"


def test_labels_within_an_item_are_a_list_in_it() -> None:
    assert html("1. нэг\n   a. хоёр\n   b. гурав\n2. дөрөв") == (
        '<ol><li>нэг<ul class="labelled"><li>a. хоёр</li><li>b. гурав</li></ul></li><li>дөрөв</li></ol>'
    )


@pytest.mark.parametrize(
    "markdown",
    [
        "а) нэг\nг) хоёр",
        "А. Бат ирэв.",
        "2.5 сая\n3.5 сая",
        "Тэр нь\n1.5 сая",
        "нэг\nа) хоёр",
        "📌 нэг\nхоёр",
    ],
)
def test_labels_without_another_beside_them_are_text(markdown: str) -> None:
    assert "<li>" not in html(markdown)


@pytest.mark.parametrize(
    "markdown",
    [
        "| Сургууль | Дүн |\n|---|---|\n| Алтай | 5 |",
        "| Сургууль | Дүн |\n|–|—|\n| Алтай | 5 |",
        "Сургууль | Дүн\n--- | ---\nАлтай | 5",
        "| Сургууль | Дүн |\n|---|\n| Алтай | 5 |",
        "| Сургууль | Дүн |\n| Алтай | 5 |",
        "|Сургууль|Дүн|\n|Алтай|5|",
        "Сургууль\tДүн\nАлтай\t5",
        "Сургууль\tДүн\t\nАлтай\t5\t",
        "Сургууль\t Дүн \nАлтай \t5",
    ],
)
def test_tables(markdown: str) -> None:
    assert html(markdown) == TABLE
    assert html(f"Дүн:\n{markdown}\n\nба") == f"<p>Дүн:</p>{TABLE}<p>ба</p>"


def test_a_table_ends_where_no_cell_follows() -> None:
    assert html("| Сургууль | Дүн |\n|---|---|\n| Алтай | 5 |\nба") == f"{TABLE}<p>ба</p>"
    assert html("| Сургууль | Дүн |\n|---|---|\n| Алтай | 5 |\n- ба") == f"{TABLE}<ul><li>ба</li></ul>"


def test_no_cell_of_a_row_that_is_too_long_is_lost() -> None:
    assert "<td>в</td>" in html("| а | б |\n|---|---|\n| а | б | в |")


@pytest.mark.parametrize("markdown", ["а | б\nв | г", "а\tб", "Дүн:\t5\nНэр", "|а|", "1.\tнэг\n2.\tхоёр"])
def test_what_is_no_table_for_certain_is_none(markdown: str) -> None:
    assert "<table>" not in shown(read(markdown)[0])


def test_what_may_be_a_table_is_told_with_the_finished_table() -> None:
    _, (told,) = read("а | б\nв | г")
    assert (told.code, dict(told.args)["lines"]) == ("W226", "| а | б |\n|---|---|\n| в | г |")


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        (" ## Үр", '<h2 id="{P}ur">Үр</h2>'),
        ("   ## Үр", '<h2 id="{P}ur">Үр</h2>'),
        ("##Үр", '<h2 id="{P}ur">Үр</h2>'),
        ("## Үр ##", '<h2 id="{P}ur">Үр</h2>'),
        ("##\xa0Үр", '<h2 id="{P}ur">Үр</h2>'),
        ("Текст\n## Үр\nба", '<p>Текст</p><h2 id="{P}ur">Үр</h2><p>ба</p>'),
        ("Үр\n---", '<h2 id="{P}ur">Үр</h2>'),
        ("Үр:\n---", '<h2 id="{P}ur">Үр:</h2>'),
        ("Үр дүн гарав.\n---\nба", "<p>Үр дүн гарав.</p><hr><p>ба</p>"),
        ("Үр\nдүн\n---", "<p>Үрдүн</p><hr>"),
        ("## Үр {#x}", '<h2 id="{P}x">Үр</h2>'),
        ("#боловсрол #сургууль", "<p>#боловсрол #сургууль</p>"),
        ("#5 сургууль", "<p>#5 сургууль</p>"),
        ("> Ишлэл.\n---\n\nба", "<blockquote><p>Ишлэл.</p></blockquote><hr><p>ба</p>"),
        ("- нэг\n---\nба", "<ul><li>нэг</li></ul><hr><p>ба</p>"),
    ],
)
def test_headings(markdown: str, expected: str) -> None:
    assert html(markdown) == expected


def test_a_single_sign_without_a_space_begins_a_heading_that_stands_alone() -> None:
    body, found = read("#Гарчиг\n\nба")
    assert shown(body) == '<h2 id="{P}garchig">Гарчиг</h2><p>ба</p>'
    assert [item.code for item in found] == ["W216"]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("```\na  b\n ```\n\nба", f"{CODE}<p>ба</p>"),
        ("   ```\n   a  b\n   ```\n\nба", f"{CODE}<p>ба</p>"),
        ("    ```\n    a  b\n    ```\n\nба", f"{CODE}<p>ба</p>"),
        ("- нэг\n  ```\n  a  b\n  ```\n- хоёр", f"<ul><li>нэг{CODE}</li><li>хоёр</li></ul>"),
        ("1. нэг\n\n   ```\n   a  b\n   ```", f"<ol><li><p>нэг</p>{CODE}</li></ol>"),
        ("- нэг\n  ```\n  a  b\n```\nба", f"<ul><li>нэг{CODE}</li></ul><p>ба</p>"),
        ("> ```\n> a  b\n> ```\nба", f"<blockquote>{CODE}</blockquote><p>ба</p>"),
        ("    Догол мөр.\n\n\tДогол мөр.", "<p>Догол мөр.</p><p>Догол мөр.</p>"),
        ("Мөр\n\n    Догол мөр\n    хоёр.", "<p>Мөр</p><p>Догол мөрхоёр.</p>"),
        ("\xa0\xa0\xa0\xa0Догол мөр.", "<p>Догол мөр.</p>"),
    ],
)
def test_code_and_indentation(markdown: str, expected: str) -> None:
    assert html(markdown) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Дүн ~~5~~ 6 сая.", "<p>Дүн <del>5</del> 6\xa0сая.</p>"),
        ("~~*а* б~~", "<p><del><em>а</em> б</del></p>"),
        ("~5 сая, ~6 сая", "<p>~5\xa0сая, ~6\xa0сая</p>"),
        ("Алтай сум\\\nХовд аймаг", "<p>Алтай сум<br>Ховд аймаг</p>"),
        ("Алтай сум   \nХовд аймаг", "<p>Алтай сум<br>Ховд аймаг</p>"),
        ("Төгсгөл\\", "<p>Төгсгөл\\</p>"),
        (r"\#\-\+\! \( \[а\](б) \~~в\~~ 1\. \$", "<p>#-+! ( [а](б) ~~в~~ 1. $</p>"),
        ("**«Төсөл»**ийн *“б”*-г", "<p><strong>“Төсөл”</strong>ийн <em>“б”</em>-г</p>"),
        ("а_б_в __г__д", "<p>а_б_в __г__д</p>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("4*6*2, 4м*6м*2м", "<p>4*6*2, 4м*6м*2м</p>"),
        ("____/____ ____", "<p>____/____ ____</p>"),
        ("5**тод**2018", "<p>5<strong>тод</strong>2018</p>"),
        ("***а** б*", "<p><em><strong>а</strong> б</em></p>"),
        ("&#42;а&#42; **б &#42;в&#42;**", "<p>*а* <strong>б *в*</strong></p>"),
        ("_[__|_**хоёр**", "<p><em>[__|</em><strong>хоёр</strong></p>"),
    ],
)
def test_marks(markdown: str, expected: str) -> None:
    assert html(markdown) == expected


@pytest.mark.parametrize(
    ("written", "address", "after"),
    [
        ("https://nar.mn", "https://nar.mn", ""),
        ("https://nar.mn/a_b_c?x=1&y=2#z", "https://nar.mn/a_b_c?x=1&y=2#z", ""),
        ("http://nar.mn.", "http://nar.mn", "."),
        ("https://nar.mn/а(б)", "https://nar.mn/а(б)", ""),
        ("https://nar.mn)", "https://nar.mn", ")"),
        ("https://nar.mn/ба”", "https://nar.mn/ба", "”"),
        ("www.nar.mn", "https://www.nar.mn", ""),
        ("www.nar.mn-ээс", "https://www.nar.mn", "-ээс"),
        ("WWW.NAR.MN", "https://WWW.NAR.MN", ""),
        ("info@nar.mn", "mailto:info@nar.mn", ""),
        ("info@nar.mn,", "mailto:info@nar.mn", ","),
        (r"https://nar.mn/a\_b", "https://nar.mn/a_b", ""),
        ("https://nar.mn/?a=1&amp;b=2", "https://nar.mn/?a=1&b=2", ""),
    ],
)
def test_addresses_are_links_without_brackets(written: str, address: str, after: str) -> None:
    body, found = read(f"Эх: {written} ба")
    assert [(link.address, link.line, link.column) for link in body.links] == [(address, 10, 5)]
    assert shown(body).endswith(f"</a>{{A0}}{after} ба</p>")
    assert found == ()


@pytest.mark.parametrize(
    "text", ["а@б", "@nar", "nar.mn", "www.", "https://", "ааwww.nar.mn", "a@b@c.mn", "`www.nar.mn`"]
)
def test_what_is_no_address_for_certain_is_text(text: str) -> None:
    assert read(text)[0].links == ()


def test_an_address_that_is_the_text_of_a_link_is_no_link_of_its_own() -> None:
    body, found = read("[www.nar.mn](https://www.nar.mn) **https://nar.mn** <https://gic.mn>")
    assert [link.address for link in body.links] == [
        "https://www.nar.mn",
        "https://nar.mn",
        "https://gic.mn",
    ]
    assert found == ()


def test_text_pasted_from_word() -> None:
    pasted = (
        "\tДогол мөр.\n\nЖагсаалт:\n- нэг\n- хоёр\n\n• гурав\n• дөрөв\n\nШатлал:\n\n- нэг\n  - дэд зүйл\n\n"
        "Сургууль\tСурагч\tДүн\nАлтай\t120\t5 000 000\n\nВидео: https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    )
    written = html(pasted, EN)
    assert written.startswith("<p>Догол мөр.</p><p>Жагсаалт:</p>")
    assert "<ul><li>нэг</li><li>хоёр</li></ul><ul><li>гурав</li><li>дөрөв</li></ul>" in written
    assert "<ul><li>нэг<ul><li>дэд зүйл</li></ul></li></ul>" in written
    assert "<td>120</td>" in written
    assert '<a href="{L0}">https://www.youtube.com/watch?v=dQw4w9WgXcQ</a>' in written


ITEMS = "<ul><li>desks</li><li>chairs</li></ul>"
BOOKS = "<ul><li>books</li><li>maps</li></ul>"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("We bought:\n- desks\n- chairs", f"<p>We bought:</p>{ITEMS}"),
        ("- Furniture\n  - desks\n  - chairs\n- Books", f"<ul><li>Furniture{ITEMS}</li><li>Books</li></ul>"),
        (
            "- First.\n\n  More of the first.\n\n- Second.",
            "<ul><li><p>First.</p><p>More of the first.</p></li><li><p>Second.</p></li></ul>",
        ),
        ("The grant was ~~5~~ 6 million.", "<p>The grant was <del>5</del> 6\xa0million.</p>"),
        ("Altai soum\\\nKhovd aimag", "<p>Altai soum<br>Khovd aimag</p>"),
        ("1) Apply\n2) Sign", "<ol><li>Apply</li><li>Sign</li></ol>"),
        (
            "```\nmake site\n ```\n\nThe rest of the news.",
            "<pre><code>make site</code></pre><p>The rest of the news.</p>",
        ),
        (
            "1. desks\n2. chairs\n\n<!-- -->\n\n1. books\n2. maps",
            (ITEMS + BOOKS).replace("ul>", "ol>"),
        ),
        ("[![The school](school.png)](https://example.org/)", '<a href="{L0}">{F0}</a>{A0}'),
        (
            "- desks\n-\n- chairs\n\n> A quotation.\n---\n\nText.",
            ITEMS.replace("</li><li>", "</li><li></li><li>")
            + "<blockquote><p>A quotation.</p></blockquote><hr><p>Text.</p>",
        ),
        (" ## Results\n\nText.", '<h2 id="{P}results">Results</h2><p>Text.</p>'),
        ("• desks\n• chairs\n\n-\xa0books\n- maps", ITEMS + BOOKS),
        ('The report " Loans issued by banks" is out.', "<p>The report “Loans issued by banks” is out.</p>"),
    ],
)
def test_texts_that_other_programs_show_otherwise(markdown: str, expected: str) -> None:
    assert html(markdown, EN) == expected


@pytest.mark.parametrize(("written", "right"), [("__Төсөл__ийн", "**Төсөл**ийн"), ("_хоёр_оос", "*хоёр*оос")])
def test_underscores_before_an_ending_mark_nothing_and_are_told(written: str, right: str) -> None:
    _, (told,) = read(written)
    assert (told.code, dict(told.args)["near"]) == ("W227", right)


@pytest.mark.parametrize(
    ("markdown", "lang", "expected"),
    [
        (
            "Нэг<br>хоёр",
            "mn",
            "<br> гэснийг авч, мөр таслах газраа \\ тавиад, цааш нь дараагийн мөрөнд бичнэ үү.",
        ),
        (
            "One<br>two",
            "en",
            "In place of <br>, write \\ where the line is to break, and go on in the next line.",
        ),
        (
            "|а|\n|---|\n|нэг<br>хоёр|",
            "mn",
            "Хүснэгтийн нүдэнд мөр таслахгүй: <br> гэсний оронд таслал, цэг тавина уу.",
        ),
        (
            "|a|\n|---|\n|one<br>two|",
            "en",
            "Lines do not break in a cell of a table: write a comma or a full stop in place of <br>.",
        ),
        (
            "<iframe>",
            "mn",
            "Бичлэг бол хаягийг нь толгой хэсгийн videos талбарт бичнэ үү; "
            "газрын зураг юм уу өөр хуудас бол холбоос тавина уу.",
        ),
        (
            "<iframe>",
            "en",
            "For a film, write its address in the field videos of the front matter; "
            "for a map or another page, make a link.",
        ),
        ("А.[^1]\n\n[^1] Тайлан", "mn", "Хоёр цэг дутуу байна. Ингэж бичнэ үү: [^1]: Тайлан"),
        ("A.[^1]\n\n[^1] Report", "en", "A colon is missing. Write it like this: [^1]: Report"),
    ],
)
def test_what_is_to_be_written_instead_is_said(markdown: str, lang: str, expected: str) -> None:
    _, (told,) = read(markdown)
    assert texts_of_codes(lang).hint(told) == expected
