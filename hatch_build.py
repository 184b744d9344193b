"""Puts the list of all that the program needs into the wheel, where `make dist` has made one (PEP 770)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LIST = "sitegen.cdx.json"


class ListOfContents(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if (Path(self.root) / LIST).is_file():
            build_data["sbom_files"].append(LIST)
