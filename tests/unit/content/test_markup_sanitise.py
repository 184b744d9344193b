"""The sanitiser removes what should never come, and takes nothing from what we write ourselves."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from sitegen.content.markup import body as body_module
from sitegen.content.markup.body import sanitise
from tests.unit.content.bodies import FIRST_LINE, MN, PATH, read
from tests.unit.live import live

RICH = """
## Төсөв[^1] {#budget .lead}

"А" *б* **в** `г <д>` [е](https://gic.mn "ё") <info@gic.mn> [ж](#budget) &nbsp;&lt;
{: .note lang=en title='"з"'}

![и](й.jpg)

| к | л |
|:-:|--:|
| м | н |

3. о
    - п

р
:   с

> т

---

```py
у < "ф"
```

[^1]: х  \nц
"""


class _Parts(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[object] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append((tag, sorted(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def parts(html: str) -> tuple[list[object], str]:
    reader = _Parts()
    reader.feed(html)
    reader.close()
    return reader.parts, reader.text


def test_nothing_is_taken_from_what_we_write(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []
    monkeypatch.setattr(body_module, "sanitise", lambda html: given.append(html) or sanitise(html))
    read(RICH)
    assert len(given[0]) > 500
    assert parts(sanitise(given[0])) == parts(given[0])


def test_slots_stay_where_they_are() -> None:
    link = '<a href="\ue0000\ue004">b</a>\ue0010\ue004'
    html = f'<p id="\ue003a">{link}</p>\n\ue0020\ue004\n<a href="#\ue003a">c</a>'
    assert sanitise(html) == html


@pytest.mark.parametrize(
    "html",
    [
        "<p><script>alert(1)</script>a",
        "<img src=x onerror=alert(1)>a",
        "<p onclick=alert(1)>a</p>",
        "<p style='x'>a</p>",
        "<a href='javascript:alert(1)'>a</a>",
        "<a href='data:x'>a</a>",
        "<iframe src='x'></iframe>a",
        "<svg><script>alert(1)</script></svg>a",
        "<!-- a -->a",
    ],
)
def test_what_is_live_is_removed(html: str) -> None:
    assert live(html)
    assert live(sanitise(html)) == []
    assert "a" in sanitise(html)


def test_the_wall_stands_when_the_writer_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_module._Writer, "write", lambda self: "<p onclick=x>a<script>b</script></p>")
    body, _ = body_module.to_body(PATH, "a", FIRST_LINE, MN)
    assert body is not None
    assert body.html == "<p>a</p>"
