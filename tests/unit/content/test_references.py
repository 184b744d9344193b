"""References are found from the types of the fields, however deep."""

from __future__ import annotations

from sitegen.content.document import Reference, references
from sitegen.content.kinds import ArticleFacts, Claim, Conflict, Partner, ProjectFacts, Recipient, Result
from sitegen.language.catalogue import Words

WORDS = Words((("mn", "үг"),))


def test_lists_of_ids() -> None:
    facts = ArticleFacts(forums=("gpf-2018",), tags=("pta", "forum"))
    assert set(references(facts)) == {
        Reference("forums.0", "forum", "gpf-2018"),
        Reference("tags.0", "term", "pta"),
        Reference("tags.1", "term", "forum"),
    }


def test_ids_inside_structs_and_lists_of_structs() -> None:
    facts = ProjectFacts(
        programme="tame",
        recipient=Recipient(organisation="school"),
        partners=(Partner("gpsa"), Partner("ptf", WORDS)),
        results=(Result(WORDS, source="seed"),),
        conflicts=(Conflict(WORDS, (Claim(WORDS, "seed"), Claim(WORDS, "wb"))),),
    )
    found = {item.field: (item.kind, item.ident) for item in references(facts)}
    assert found == {
        "programme": ("programme", "tame"),
        "recipient.organisation": ("organisation", "school"),
        "partners.0.organisation": ("organisation", "gpsa"),
        "partners.1.organisation": ("organisation", "ptf"),
        "results.0.source": ("source", "seed"),
        "conflicts.0.claims.0.source": ("source", "seed"),
        "conflicts.0.claims.1.source": ("source", "wb"),
    }


def test_nothing_named_gives_nothing() -> None:
    assert list(references(ProjectFacts())) == []
