"""Every page of the plan with the key of all that it is made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from sitegen.archive.urls import output_path
from sitegen.core.digest import digest
from sitegen.language.catalogue import Catalogue
from sitegen.output.makers import MAKERS
from sitegen.output.theme import Theme
from sitegen.pages.plan import Plan
from sitegen.pages.planned import PageRecord

# What a page is made of besides itself, in the order of `Wanted.surroundings`.
SURROUNDINGS = ("sitegen and its libraries", "interface words", "template", "menu, footer and site texts")


class Wanted(msgspec.Struct, frozen=True):
    """A page of the plan with the key of all that it is made from, and its path in the folder.

    `surroundings` are digests of what is not the page, in the order of SURROUNDINGS.
    """

    page: PageRecord
    target: str
    key: bytes
    surroundings: tuple[bytes, ...]


def wanted_pages(
    plan: Plan, theme: Theme, catalogues: Mapping[str, Catalogue], engine: bytes
) -> Iterator[Wanted]:
    """`engine` names the program."""
    encode = msgspec.msgpack.Encoder().encode
    words = {lang: digest(encode(catalogue)) for lang, catalogue in catalogues.items()}
    chromes = {lang: digest(encode(chrome)) for lang, chrome in plan.chromes.items()}
    around: dict[tuple[str, str], tuple[tuple[bytes, ...], bytes]] = {}
    for page in plan.pages:
        kind = (page.template, page.lang)
        if kind not in around:
            parts: tuple[bytes, ...] = (engine,)
            if page.template not in MAKERS:
                closure = theme.closure_digest(page.template)
                parts = (engine, words[page.lang], closure, chromes[page.lang])
            around[kind] = (parts, digest(page.template.encode(), page.lang.encode(), *parts))
        parts, base = around[kind]
        key = base + page.digest
        if page.files:
            key = digest(key, *(file.digest for file in page.files))
        yield Wanted(page, output_path(page.path), key, parts)
