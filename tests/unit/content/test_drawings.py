"""SVG drawings: nothing in them runs or calls out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.content.drawings import check_drawing, strip_comments
from tests.literal import Site, article

USE = "<use href='#a{}'/>"
NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def codes(inside: str, attributes: str = "") -> list[str]:
    return [item.code for item in check_drawing("a.svg", svg(inside, attributes))[1]]


def svg(inside: str, attributes: str = "") -> bytes:
    return f"<?xml version='1.0'?>\n<svg {NAMESPACES} {attributes}>{inside}</svg>".encode()


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="120" height="80.4"', (120, 80)),
        ('width="120px" height="80px"', (120, 80)),
        ('viewBox="0 0 24 48"', (24, 48)),
        ('viewBox="0,0,24,48" width="100%"', (24, 48)),
        ('width="0" height="5"', None),
        ("", None),
    ],
)
def test_the_size_is_read(attributes: str, size: tuple[int, int] | None) -> None:
    assert check_drawing("a.svg", svg("<path d='M0 0'/>", attributes)) == (size, ())


def test_what_drawing_programs_write_is_fine() -> None:
    assert (
        codes("""
<defs><linearGradient id="a"><stop offset="0"/></linearGradient><style>path { fill: url(#a) }</style></defs>
<path d="M0 0h9" fill="url(#a)" style="stroke:url( '#a' )"/>
<use xlink:href="#b"/><g font-family="'Noto Sans', sans-serif" aria-label="x" data-name="1"/>
<rect style="fill:rgb(1,2,3);stroke:none"><animate attributeName="opacity" from="0" to="1" dur="2s"/></rect>
<text x="1"><tspan dy="2">A</tspan></text><circle transform="rotate(45 1 2)" filter="url(#f)"/>
<image href="data:image/png;base64,iVBO"/><title>Өмнөговь</title>
""")
        == []
    )


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<SCRIPT/>",
        "<x:script xmlns:x='http://www.w3.org/2000/svg'/>",
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>",
        "<a href='#x'/>",
        "<path onclick='alert(1)'/>",
        "<path ONLOAD='alert(1)'/>",
        "<use href='https://evil.example/x.svg#a'/>",
        "<use xlink:href='javascript:alert(1)'/>",
        "<image href='//evil.example/x.png'/>",
        "<image href='data:image/svg+xml,x'/>",
        "<image href=' data:text/html,x'/>",
        "<path fill='url(https://evil.example/x)'/>",
        "<path style='fill: url( &quot;https://evil.example/x&quot; )'/>",
        "<style>@import 'https://evil.example/x.css';</style>",
        "<style>path { fill: u<!-- -->rl(//evil.example) }</style>",
        "<style>@import 'https://evil.example/x.css';<style/></style>",
        "<style><style/>path { fill: url(//evil.example) }</style>",
        "<style>path { fill: red }<title/></style>",
        "<animate attributeName='href' to='javascript:alert(1)'/>",
        "<set attributeName='xlink:href' to='x'/>",
        "<?xml-stylesheet href='https://evil.example/x.css'?>",
        "<animate attributeName='style' to='fill:red'/>",
        "<set attributeName='class' to='x'/>",
        "<animate attributeName='fill' values='url(//evil.example/x)'/>",
        "<image href='data:image/png,x'/>",
        "<path fill='u\\72l(http://evil.example)'/>",
        "<path style='background:image-set(&quot;http://evil.example&quot; 1x)'/>",
        "<style>@\\69mport 'http://evil.example';</style>",
        "<style>@font-face { font-family: x; src: local(x) }</style>",
        "<style>svg{background:image-set('http://evil.example' 1x)}</style>",
        "<style>svg{background:-webkit-image-set('x' 1x)}</style>",
        "<style>svg{background:src('x')}</style>",
        "<style>svg{behavior:expression(alert(1))}</style>",
        "<feImage href='#x'/>",
        "<filter><feImage xlink:href='//evil.example'/></filter>",
        "<svg xml:base='https://evil.example/'/>",
        "<use xlink:href='x.svg#a'/>",
        "<use href='\tjava\nscript:alert(1)'/>",
        "<handler/>",
        "<tref xlink:href='#a'/>",
        "<metadata/>",
        "<discard href='#a'/>",
        "<h:script xmlns:h='http://www.w3.org/1999/xhtml'/>",
        "<h:frame xmlns:h='http://www.w3.org/1999/xhtml' src='java&#10;script:alert(1)'/>",
        "<h:img xmlns:h='http://www.w3.org/1999/xhtml' src='http://evil.example/x.png'/>",
        "<h:meta xmlns:h='http://www.w3.org/1999/xhtml' http-equiv='refresh' content='0;url=http://x'/>",
        "<g xmlns='' />",
        "<g xmlns:e='http://www.w3.org/2001/xml-events' e:event='load'/>",
        "<rect begin='x' onbegin='alert(1)'/>",
        "<iframe xmlns='http://www.w3.org/1999/xhtml' srcdoc='x'/>",
    ],
)
def test_what_could_run_or_call_out_is_refused(inside: str) -> None:
    assert set(codes(inside)) == {"E802"}


@pytest.mark.parametrize(
    "encoding", ["gbk", "big5", "utf-7", "iso-2022-jp", "utf-16", "windows-1251", "x-user-defined"]
)
def test_a_drawing_that_says_another_encoding_is_refused_with_its_line(encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?><svg {NAMESPACES}/>'.encode()
    found = check_drawing("a.svg", content)[1]
    assert {(item.code, item.line) for item in found} <= {("E802", 1), ("E804", 1)}
    assert found


def test_utf_8_may_be_said_in_either_way() -> None:
    for encoding in ("UTF-8", "utf-8"):
        content = f'\ufeff<?xml version="1.0" encoding="{encoding}"?><svg {NAMESPACES}/>'.encode()
        assert check_drawing("a.svg", content)[1] == ()


def test_copies_of_copies_without_end_are_refused() -> None:
    levels = "".join(f"<g id='a{n}'>{USE.format(n + 1) * 10}</g>" for n in range(6))
    assert codes(levels + "<g id='a6'/><use href='#a0'/>") == ["E802"]
    assert codes("<g id='a'><use href='#a'/></g>" * 1) in ([], ["E802"])
    assert codes("<g id='a'/>" + "<use href='#a'/>" * 500) == []


@pytest.mark.parametrize(
    ("element", "attribute"),
    [("pattern", "fill"), ("mask", "mask"), ("clipPath", "clip-path"), ("g", "filter")],
)
def test_what_fills_or_cuts_what_fills_or_cuts_without_end_is_refused(element: str, attribute: str) -> None:
    shapes = [
        f"<path {attribute}='url(#a{n})' style='stroke: url( &quot;#a{n}&quot; )'/>" * 4 for n in range(20)
    ]
    levels = "".join(f"<{element} id='a{n + 1}'>{shape}</{element}>" for n, shape in enumerate(shapes))
    assert codes(levels + f"<path {attribute}='url(#a20)'/>") == ["E802"]


def test_rules_of_style_that_fill_what_fills_without_end_are_refused() -> None:
    rules = "".join(f".c{n + 1} {{ fill: url(#a{n}) }}" for n in range(20))
    shapes = [f"<path class='c{n}'/>" * 4 for n in range(1, 21)]
    levels = "".join(f"<pattern id='a{n}'>{shape}</pattern>" for n, shape in enumerate(shapes, start=1))
    assert codes(f"<style>{rules}</style>{levels}<path fill='url(#a20)'/>") == ["E802"]
    assert codes(f"<style>{rules}</style>" + "".join(f"<path class='c{n}'/>" for n in range(20))) == []


def test_many_shapes_may_be_filled_by_one_pattern() -> None:
    filled = "<g id='layer1'>" + "<path fill='url(#a)'/>" * 20_000 + "</g>"
    assert codes(f"<pattern id='a'><path/></pattern>{filled}") == []


def test_elements_within_elements_are_counted_once_each() -> None:
    deep = "".join(f"<g id='a{n}'>" for n in range(5_000)) + "<use href='#b'/>" * 5_000 + "</g>" * 5_000
    assert codes(deep) == []


def test_a_problem_has_its_line() -> None:
    _, (item,) = check_drawing("a.svg", svg("\n  <script/>"))
    assert (item.line, item.column) == (3, 3)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE svg [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!doctype svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
    ],
)
def test_declarations_are_refused_before_anything_is_read(declaration: str) -> None:
    content = f'<?xml version="1.0"?>\n{declaration}<svg {NAMESPACES}><text>&x;</text></svg>'.encode()
    _, (item,) = check_drawing("a.svg", content)
    assert (item.code, item.line) == ("E801", 2)


@pytest.mark.parametrize(
    "content", [b"<svg>", b"not xml", b"<html></html>", b"<svg/><svg/>", b"<svg>&x;</svg>"]
)
def test_what_is_no_drawing_is_an_error(content: bytes) -> None:
    assert [item.code for item in check_drawing("a.svg", content)[1]] == ["E804"]


def test_a_drawing_in_another_encoding_is_an_error() -> None:
    assert [item.code for item in check_drawing("a.svg", "<svg>Ү</svg>".encode("utf-16"))[1]] == ["E113"]


def test_deep_drawings_are_read_without_recursion() -> None:
    assert codes("<g>" * 50_000 + "</g>" * 50_000) == []


def test_many_problems_do_not_flood_the_report() -> None:
    assert len(codes("<script/>" * 1000)) == 20


@given(st.text(st.sampled_from(list("<>/svg =\"'&;!?-[]:x")), max_size=60))
def test_any_text_is_judged(text: str) -> None:
    check_drawing("a.svg", text.encode())


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("<!-- C:\\Users\\Bat\\logo.ai --><path d='M0 0'/>", "<path d='M0 0'/>"),
        ("<text>Ү<!-- Ү -->г<!----></text>", "<text>Үг</text>"),
        ("<style><!-- .a{} --></style>", "<style></style>"),
        (
            "<style><![CDATA[.a{fill:red}<!-- kept -->]]></style>",
            "<style><![CDATA[.a{fill:red}<!-- kept -->]]></style>",
        ),
        ("<!-- <script> -->\n<g/>\n<!-- a - > b -->", "\n<g/>\n"),
        ("<desc>Муж</desc>", "<desc>Муж</desc>"),
    ],
)
def test_drawings_are_published_uncommented(written: str, published: str) -> None:
    assert strip_comments(svg(written)) == svg(published)
    assert strip_comments(svg(published)) == svg(published)


def test_comments_before_and_after_a_drawing_go_too() -> None:
    begun, drawn = svg("<g/>").split(b"\n")
    commented = begun + b"<!-- Generator: Adobe Illustrator -->\n" + drawn + b"<!-- B.Bat -->"
    assert strip_comments(b"\xef\xbb\xbf" + commented) == b"\xef\xbb\xbf" + svg("<g/>")
    assert strip_comments(b"<svg><!-- broken") == b"<svg><!-- broken"


def test_the_published_drawing_is_the_one_uncommented(tmp_path: Path) -> None:
    drawing = svg("<!-- B.Bat --><path d='M0 0h9'/>")
    folder = "content/articles/2018/x"
    files = {f"{folder}/index.mn.md": article(body="![Зураг](a.svg)"), f"{folder}/a.svg": drawing}
    site = Site(tmp_path, files | {"static/own.svg": drawing})
    assert site.build().diagnostics == ()
    for path in ("news/2018/x/a.svg", "static/own.svg"):
        assert (site.out / path).read_bytes() == svg("<path d='M0 0h9'/>")
    site.write(f"{folder}/a.svg", svg("<!-- another --><path d='M0 0h9'/>"))
    assert site.build().diagnostics == ()
    site.write(f"{folder}/index.mn.md", article(body="Текст."))
    site.build()
    assert not (site.out / "news/2018/x/a.svg").exists()
