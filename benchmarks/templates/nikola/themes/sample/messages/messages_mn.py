"""Nikola has no Mongolian; the few words it says itself stay in English."""

import importlib.util
from pathlib import Path

import nikola

_english = Path(nikola.__file__).parent / "data" / "themes" / "base" / "messages" / "messages_en.py"
_spec = importlib.util.spec_from_file_location("messages_english", _english)
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)
MESSAGES = _module.MESSAGES
