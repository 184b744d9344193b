"""`sitegen clean`: what earlier builds have stored is forgotten."""

from __future__ import annotations

from pathlib import Path

from sitegen.cli import FINE
from sitegen.cli.command import LANG, SITE, Command
from sitegen.cli.terminal import tell
from sitegen.language.catalogue import say
from sitegen.session import forget


def _run(*, site: Path, lang: str) -> int:
    tell(say(lang, "Emptied the store.") if forget(site) else say(lang, "There is nothing to clean."))
    return FINE


COMMAND = Command("Empty what earlier builds have stored. The published site stays.", (SITE, LANG), _run)
