"""Who pays for what an entry tells of."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.archive.model import Archive, Entry
from sitegen.content.kinds import ProgrammeDonor, ProgrammeFacts


def donors_of(archive: Archive, entry: Entry) -> Iterator[tuple[Entry, ProgrammeDonor]]:
    """The donors of the programmes that an entry is or names, each once, with the programme."""
    own = [entry.ref] if entry.kind == "programme" else []
    named = [item.ident for item in entry.references if item.target == "programme"]
    said: set[ProgrammeDonor] = set()
    for ref in dict.fromkeys((*own, *named)):
        programme = archive.entries.get(("programme", ref))
        if programme and isinstance(programme.facts, ProgrammeFacts):
            for donor in programme.facts.donors:
                if donor not in said:
                    said.add(donor)
                    yield programme, donor
