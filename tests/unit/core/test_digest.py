"""Digests name bytes, part by part."""

from __future__ import annotations

from sitegen.core.digest import SIZE, digest, digest_pieces, text_digest


def test_a_digest_names_its_parts_and_where_each_ends() -> None:
    assert len({digest(b"ab", b"c"), digest(b"a", b"bc"), digest(b"abc"), digest(b"abc", b"")}) == 4


def test_a_digest_is_the_same_on_every_machine() -> None:
    assert digest(b"site", b"gen").hex() == "20671a7997e876ce66718989c6e6f09e"
    assert len(digest()) == SIZE


def test_a_text_digest_never_changes_since_editors_write_it_into_their_files() -> None:
    assert text_digest("Форум") == "90e6d2a4ac51"
    assert text_digest("форум") != text_digest("Форум")


def test_pieces_have_the_digest_of_the_whole() -> None:
    assert digest_pieces([b"a", b"", b"bc"]) == digest(b"abc")
