"""Installs the other generators by name, at the versions of packages.toml, into a scratch folder."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import venv
from pathlib import Path

PACKAGES = tomllib.loads(Path(__file__).with_name("packages.toml").read_text(encoding="utf-8"))


def version(package: str) -> str:
    """The version of the first package, which is the generator itself."""
    ((names),) = PACKAGES[package].values()
    return str(names[0]).rpartition("@")[2].rpartition("=")[2]


def install(package: str, folder: Path) -> Path:
    """The folder where the generator now is; installed before, it stays as it is."""
    place = folder / f"{package}-{version(package)}"
    done = place / "installed"
    if done.exists():
        return place
    print(f"Installing {package} {version(package)} …", file=sys.stderr)
    ((manager, names),) = PACKAGES[package].items()
    if manager == "pip":
        venv.create(place, clear=True, with_pip=True)
        argv = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", *names]
    else:
        place.mkdir(parents=True, exist_ok=True)
        argv = [
            "npm",
            "install",
            "--prefix",
            str(place),
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            *names,
        ]
    subprocess.run(argv, check=True, stdout=sys.stderr)
    done.touch()
    return place
