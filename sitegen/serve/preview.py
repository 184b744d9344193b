"""The loop of the preview, which builds and shows what changed, until Ctrl-C."""

from __future__ import annotations

import gc
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import msgspec

from sitegen.core.diagnostics import Refusal
from sitegen.core.digest import engine_digest
from sitegen.core.files import Locked, content_of, hold_lock
from sitegen.core.interrupts import block_signals
from sitegen.language.catalogue import say, system_reason
from sitegen.serve import server
from sitegen.serve.answers import Responder, hosts_of
from sitegen.serve.board import Board, PreviewState
from sitegen.serve.builder import NOTHING, Builder, Voice, made_on_request
from sitegen.serve.server import Gate, Server
from sitegen.serve.watch import TOO_MANY, Inbox, Watch
from sitegen.steps.session import STATE, BuildOptions

_FOLDER = "preview"
_ADDRESS = "address"
_PORT = 8000
PATIENCE = 2.0  # seconds after which the browser is opened, even if there is nothing to see yet
TRIED = 10  # ports from 8000 on that are tried, if nobody asked for a certain one
HERE = "127.0.0.1"
_NAMES = ("localhost", HERE, "[::1]")


class Running(Refusal):
    """A preview of the site is running already, at `address`."""

    exit_code = 75


@contextmanager
def lock_state(site: Path) -> Iterator[Path]:
    """The folder of the preview's state, locked against other previews of the site. Raises Running.

    It lies below the site's own state, so that the next preview begins where this one ends; if the site's
    folder cannot be written, it is a temporary one.
    """
    state = site / STATE / _FOLDER
    try:
        state.mkdir(parents=True, exist_ok=True)
        writable = os.access(state, os.W_OK)
    except OSError:
        writable = False
    with ExitStack() as stack:
        if writable:
            try:
                stack.enter_context(hold_lock(state / "running"))
            except Locked:
                raise Running(
                    "A preview of this site is running already: {address}. Open that address in a browser.",
                    address=_address(state),
                ) from None
        else:
            state = Path(stack.enter_context(TemporaryDirectory(prefix="sitegen-preview-")))
        yield state


def tell_address(state: Path, address: str) -> None:
    """Writes the address down, for the message of a second preview (Running)."""
    with suppress(OSError):
        (state / _ADDRESS).unlink(missing_ok=True)  # a link or a pipe in its place would lead elsewhere
        with (state / _ADDRESS).open("x", encoding="utf-8") as file:
            file.write(address)


def _address(state: Path) -> str:
    try:
        return content_of(state / _ADDRESS).decode()
    except (OSError, UnicodeError):
        return ""


class PortTaken(Refusal):
    """The port that was asked for is taken."""


class PreviewOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options of a preview; `port` is None if any near 8000 will do."""

    site: Path
    lang: str
    port: int | None = None
    open_browser: bool = True
    phone: bool = False
    jobs: int = 1
    today: date | None = None
    base_url: str | None = None
    drafts: bool = True


def serve(options: PreviewOptions, voice: Voice, ready: Callable[[str], None] = lambda _: None) -> NoReturn:
    """Runs until a signal ends it. `ready` is called with the address when the first build is shown.

    Raises Running, PortTaken, NoNetwork and OSError before anything is served.
    """
    site = options.site.resolve()
    inbox = Inbox()
    with ExitStack() as stack:
        state = stack.enter_context(lock_state(site))
        board = Board(PreviewState(drafts=options.drafts))
        build_options = BuildOptions(
            site=site,
            out=state / "site",
            state=state,
            jobs=options.jobs,
            drafts=options.drafts,
            today=options.today,
            base_url=options.base_url,
            engine=engine_digest(),
            on_request=True,
        )
        builder = Builder(build_options, board, voice, options.lang, inbox)
        responder = Responder(
            board=board,
            site=site,
            out=build_options.out,
            lang=options.lang,
            show_drafts=inbox.put,
            make_picture=partial(made_on_request, build_options, board),
        )
        gates = tuple(stack.enter_context(_open_gates(options, responder, voice)))
        builder.show_last()
        address = f"http://{HERE}:{gates[0].socket.getsockname()[1]}{board.shown.mount}/"
        tell_address(state, address)
        stack.enter_context(_serve_gates(gates, board))
        watch = stack.enter_context(_watch_site(site, inbox, voice, options.lang))
        voice.tell(say(options.lang, "Building the site …"))
        is_there = threading.Event()
        if options.open_browser and _has_screen():
            threading.Thread(target=_open_browser, args=(address, is_there), daemon=True).start()
        builder.follow(NOTHING, options.drafts)
        watch.wait_until_ready()
        builder.settle()
        address = f"http://{HERE}:{gates[0].socket.getsockname()[1]}{board.shown.mount}/"
        tell_address(state, address)
        _greet(options, address, gates, voice)
        is_there.set()
        ready(address)
        _loop(builder, inbox, options.drafts)


def _loop(builder: Builder, inbox: Inbox, drafts: bool) -> NoReturn:
    while True:
        messages = inbox.take(builder.patience)
        changed = NOTHING.union(*(item for item in messages if isinstance(item, frozenset)))
        wishes = [item for item in messages if isinstance(item, bool)]
        if messages:
            drafts = wishes[-1] if wishes else drafts
            builder.follow(changed, drafts)
        elif builder.unsure:
            builder.settle()
        else:  # no change for a while: time to find what the watch may have missed
            gc.collect()
            builder.unsure = True
            builder.settle()


@contextmanager
def _open_gates(options: PreviewOptions, responder: Responder, voice: Voice) -> Iterator[list[Gate]]:
    """The gates that listen: on this machine, and, if a phone shall see the site, in its network."""
    with ExitStack() as stack:
        here = stack.enter_context(_bind_socket(options, voice))
        port = here.getsockname()[1]
        gates = [Gate(here, hosts_of(_NAMES, port), responder)]
        if options.phone:
            outside = server.local_address()
            there = stack.enter_context(socket.create_server((outside, port)))
            secret = msgspec.structs.replace(responder, passphrase=server.passphrase())
            gates.append(Gate(there, hosts_of((outside,), port), secret))
        yield gates


def _bind_socket(options: PreviewOptions, voice: Voice) -> socket.socket:
    wanted = _PORT if options.port is None else options.port
    ports = [wanted] if options.port is not None else [*range(wanted, wanted + TRIED), 0]
    for port in ports:
        try:
            bound = socket.create_server((HERE, port), reuse_port=False)
        except OSError as problem:
            if options.port is not None:
                raise PortTaken(
                    "--port {port}: this port cannot be used ({reason}). Write another number.",
                    port=port,
                    reason=system_reason(options.lang, os.strerror(problem.errno or 0)),
                ) from None
            continue
        if port != wanted:
            message = "Another program uses port {wanted}, so this is port {port}."
            voice.tell(say(options.lang, message, wanted=wanted, port=bound.getsockname()[1]))
        return bound
    raise AssertionError("the system always has a free port")


@contextmanager
def _serve_gates(gates: tuple[Gate, ...], board: Board) -> Iterator[None]:
    server = Server(gates)
    board.listen(server.tell_news)
    with block_signals():
        server.start()
    try:
        yield
    finally:
        server.stop()


@contextmanager
def _watch_site(site: Path, inbox: Inbox, voice: Voice, lang: str) -> Iterator[Watch]:
    def polls(reason: str) -> None:
        known = say(lang, "its limit of watched files is reached") if TOO_MANY in reason else reason
        message = (
            "This computer cannot tell when a file changes ({reason}). The files are looked at every second "
            "instead."
        )
        voice.tell(say(lang, message, reason=known))

    watch = Watch(site, inbox.put, polls)
    watch.start()
    try:
        yield watch
    finally:
        watch.stop()


def _greet(options: PreviewOptions, address: str, gates: tuple[Gate, ...], voice: Voice) -> None:
    lang = options.lang
    voice.tell(say(lang, "The preview is at {address}", address=address))
    voice.tell(say(lang, "Edit a file and save it: the page follows by itself. Stop with Ctrl-C."))
    if options.drafts:
        message = (
            "Drafts and entries of a later date are shown, and marked. The published site is left as it is."
        )
        voice.tell(say(lang, message))
    for gate in gates[1:]:
        host, port = gate.socket.getsockname()[:2]
        outside = f"http://{host}:{port}/{gate.responder.passphrase}/"
        voice.tell(server.phone_code(outside))
        message = "On a phone: scan this code with a phone that is in the same network.\n{address}"
        voice.tell(say(lang, message, address=outside))
        message = (
            "Note: whoever is in this network and knows the address above can read the site with its drafts, "
            "and change nothing. Ctrl-C ends that."
        )
        voice.tell(say(lang, message))


def _open_browser(address: str, is_there: threading.Event) -> None:
    """Opens the browser when the site can be seen, at the latest after PATIENCE: the page tells the
    progress."""
    is_there.wait(PATIENCE)
    webbrowser.open(address)


def _has_screen() -> bool:
    """Whether there is a screen: without one a text browser might open in our own terminal."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
