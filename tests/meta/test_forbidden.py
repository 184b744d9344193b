"""Calls and imports that could run what an editor wrote, or reach the network, are not in the package."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.meta.source import Module, imports, parse, read_package

# Each of these runs code while it reads data.
_UNSAFE_FORMATS = frozenset({"pickle", "cPickle", "dill", "marshal", "shelve"})
_NETWORK = frozenset(
    {
        *("aiohttp", "ftplib", "http.client", "http.server", "httpx", "imaplib", "poplib", "requests"),
        *("smtplib", "socket", "socketserver", "ssl", "telnetlib", "urllib.request", "urllib3", "websockets"),
    }
)
# The live preview listens on this machine; nothing else knows of sockets.
_MAY_LISTEN = "sitegen.serve"
_CALLS = frozenset(
    {
        *("eval", "exec", "compile", "__import__"),
        *("os.system", "os.popen", "yaml.unsafe_load", "yaml.full_load", "yaml.load_all"),
        *("shutil.unpack_archive",),
        # The day in the zone of the machine: the site has one of its own.
        *("date.today", "datetime.date.today", "datetime.today", "time.localtime"),
    }
)


def offences(module: Module) -> Iterator[str]:
    may_listen = module.name == _MAY_LISTEN or module.name.startswith(f"{_MAY_LISTEN}.")
    for line, target in imports(module, _NETWORK):
        if target.split(".")[0] in _UNSAFE_FORMATS:
            yield f"{module.path}:{line}: imports {target}"
        if not may_listen and {target, target.split(".")[0]} & _NETWORK:
            yield f"{module.path}:{line}: imports {target} outside the live preview"
    for node in module.nodes:
        if isinstance(node, ast.Call) and (reason := _call_offence(node, module)):
            yield f"{module.path}:{node.lineno}: {reason}"


def _call_offence(call: ast.Call, module: Module) -> str:
    name = ast.unparse(call.func)
    given = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords if keyword.arg}
    if name in _CALLS:
        return f"calls {name}"
    if name.endswith(".extractall"):
        return "unpacks an archive without looking at its names"
    if given.get("shell", "False") != "False":
        return "starts a shell"
    if name == "yaml.load" and not _loads_safely(call, given, module):
        return "calls yaml.load without a safe loader"
    if name.endswith("Environment") and given.get("autoescape") != "True":
        return "makes a template environment without autoescape=True"
    return ""


def _loads_safely(call: ast.Call, given: dict[str, str], module: Module) -> bool:
    loader = given.get("Loader") or (ast.unparse(call.args[1]) if len(call.args) > 1 else "")
    choices = [loader] + [
        ast.unparse(node.value)
        for node in module.nodes
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == loader
    ]
    return any("SafeLoader" in choice for choice in choices)


def test_nothing_forbidden_is_used() -> None:
    assert [offence for module in read_package() for offence in offences(module)] == []


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "from marshal import loads",
        "import shelve as store",
        "import socket",
        "import urllib.request",
        "from urllib import request",
        "from urllib.request import urlopen",
        "from http import client",
        "import requests",
        "eval(text)",
        "exec(text)",
        "import os\nos.system(command)",
        "subprocess.run(command, shell=True)",
        "subprocess.Popen(command, shell=on)",
        "yaml.load(text)",
        "yaml.load(text, Loader=yaml.FullLoader)",
        "yaml.load(text, yaml.UnsafeLoader)",
        "loader = yaml.FullLoader\nyaml.load(text, loader)",
        "yaml.unsafe_load(text)",
        "Environment(loader=loader)",
        "jinja2.Environment(autoescape=False)",
        "jinja2.Environment(autoescape=choose)",
        "archive.extractall(folder)",
    ],
)
def test_each_forbidden_thing_is_found(line: str) -> None:
    assert list(offences(parse("sitegen.content.planted", line)))


@pytest.mark.parametrize(
    "line",
    [
        "import urllib.parse",
        "from urllib.parse import quote",
        "from http import HTTPStatus",
        "subprocess.run([program], shell=False)",
        "yaml.load(text, Loader=yaml.CSafeLoader)",
        "loader = yaml.CSafeLoader if fast else yaml.SafeLoader\nyaml.load(text, loader)",
        "jinja2.Environment(loader=loader, autoescape=True)",
        "re.compile(pattern)",
    ],
)
def test_what_is_allowed_passes(line: str) -> None:
    assert list(offences(parse("sitegen.content.planted", line))) == []
