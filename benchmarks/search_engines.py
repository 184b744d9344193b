"""The other search engines, each with an index of a site's Mongolian pages and a page to ask it from."""

from __future__ import annotations

import gzip
import json
import mimetypes
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from sitegen.language.search_words import search_words

HEADERS = 230  # bytes of an answer before its content, about
TAG = re.compile("<[^>]*>")

# The same page for both: a field, a list of ten results.
PAGE = """<!doctype html><html lang="mn"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Хайлт</title><main><form><input name="q"></form><ol id="search-results"></ol></main>
<script type="module">
const list = document.getElementById("search-results");
const show = (some) => list.replaceChildren(...some.map(({ url, title }) => {
  const item = document.createElement("li"), link = document.createElement("a");
  link.href = url; link.textContent = title; item.append(link); return item;
}));
%s
document.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  show(await find(document.querySelector("input").value));
});
</script></html>
"""
PAGEFIND = """
const find = async (query) => {
  const { search } = await import("/pagefind/pagefind.js");
  const { results } = await search(query);
  const some = await Promise.all(results.slice(0, 10).map((result) => result.data()));
  return some.map(({ url, meta }) => ({ url, title: meta.title }));
};"""
MINISEARCH = """
import { reader } from "/static/js/search-words.js";
let opened;
const open = async () => {
  const [{ default: MiniSearch }, rules, index] = await Promise.all([
    import("/minisearch/index.js"),
    fetch("/search/rules.json").then((answer) => answer.json()),
    fetch("/minisearch/index.json").then((answer) => answer.text()),
  ]);
  const options = {
    fields: ["title", "text"], storeFields: ["title"],
    tokenize: (text) => text.split(" "), processTerm: (term) => term,
  };
  return { read: reader(rules), index: MiniSearch.loadJSON(index, options) };
};
const find = async (query) => {
  opened ??= open();
  const { read, index } = await opened;
  return index.search(read.words(query, "mn").join(" "), { boost: { title: 4 }, combineWith: "AND" })
    .slice(0, 10).map(({ id, title }) => ({ url: id, title }));
};"""
MAKE_INDEX = """
import MiniSearch from "minisearch";
import { readFileSync, writeFileSync } from "fs";
const [, , from, to] = process.argv;
const index = new MiniSearch({
  fields: ["title", "text"], storeFields: ["title"],
  tokenize: (text) => text.split(" "), processTerm: (term) => term,
});
index.addAll(JSON.parse(readFileSync(from)));
writeFileSync(to, JSON.stringify(index));
"""


def entry_pages(out: Path) -> list[Path]:
    """The pages of the Mongolian edition."""
    return sorted(
        page for kind in ("news", "projects", "forums") for page in (out / kind).glob("*/**/index.html")
    )


def text_of(page: Path) -> tuple[str, str]:
    """Title and text of a page, without its head and foot."""
    html = page.read_text("utf-8")
    main = html[html.index("<main") : html.index("</main>")]
    title = main[main.index("<h1") : main.index("</h1>")]
    return unescape(TAG.sub(" ", title)), unescape(TAG.sub(" ", main))


def pagefind_site(out: Path, tools: Path) -> str:
    """Pagefind over the pages of entries; the address of the page to ask from."""
    argv = [
        str(tools / "node_modules/.bin/pagefind"),
        "--site",
        str(out),
        "--glob",
        "{news,projects,forums}/**/*.html",
    ]
    subprocess.run([*argv, "--output-path", str(out / "pagefind"), "--quiet"], check=True)
    (out / "ask-pagefind.html").write_text(PAGE % PAGEFIND, "utf-8")
    return "ask-pagefind.html"


def minisearch_site(out: Path, tools: Path) -> str:
    """MiniSearch with our stems; its index is one file, since it cannot be read in parts."""
    folder = out / "minisearch"
    folder.mkdir(exist_ok=True)
    texts = [(page, *text_of(page)) for page in entry_pages(out)]
    documents = [
        {
            "id": f"/{page.parent.relative_to(out).as_posix()}/",
            "title": " ".join(search_words(title, "mn")),
            "text": " ".join(search_words(text, "mn")),
        }
        for page, title, text in texts
    ]
    (tools / "documents.json").write_text(json.dumps(documents, ensure_ascii=False), "utf-8")
    (tools / "make.mjs").write_text(MAKE_INDEX, "utf-8")
    argv = ["node", "make.mjs", str(tools / "documents.json"), str(folder / "index.json")]
    subprocess.run(argv, cwd=tools, check=True)
    script = tools / "node_modules/minisearch/dist/es/index.js"
    (folder / "index.js").write_bytes(script.read_bytes())
    (out / "ask-minisearch.html").write_text(PAGE % MINISEARCH, "utf-8")
    return "ask-minisearch.html"


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, list[int]]]:
    """The address of a folder, served compressed, and the bytes of each answer as they are sent."""
    sent: list[int] = []
    handler = partial(Compressed, folder, cache(compressed), sent)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", sent
    server.shutdown()
    server.server_close()


def compressed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 9)


class Compressed(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, folder: Path, read: object, sent: list[int], *args: object) -> None:
        self.folder, self.read, self.sent = folder, read, sent
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = self.folder / self.path.partition("?")[0].lstrip("/")
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        content = self.read(path)  # type: ignore[operator]
        self.send_response(200)
        self.send_header("Content-Type", mimetypes.guess_type(path.name)[0] or "application/octet-stream")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Content-Length", str(len(content)))
        self.sent.append(len(content) + HEADERS)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        pass
