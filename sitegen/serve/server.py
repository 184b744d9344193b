"""The server of the preview: sockets and time limits, in a thread of its own."""

from __future__ import annotations

import asyncio
import io
import os
import secrets
import socket
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from email.utils import formatdate
from functools import partial
from http import HTTPStatus

import msgspec

from sitegen.core.diagnostics import Refusal
from sitegen.serve.answers import (
    ALWAYS,
    HTML,
    Answer,
    Refused,
    Request,
    Responder,
    SlowAnswer,
    Stream,
    check_sender,
    read_request,
)
from sitegen.serve.bar import bar_words, notice

LARGEST_HEAD = 16 * 1024
_PATIENCE = 10.0  # seconds for a request to come, or for a piece of an answer to be taken
HEARTBEAT = 15.0  # seconds between messages to a listener, which show whether it has gone
MOST_OPEN = 128  # connections; for a further one, the one that has been idle longest is closed
_PIECE = 256 * 1024
_AT_ONCE = 2  # slow answers (SlowAnswer) that are made at the same time


class NoNetwork(Refusal):
    """This computer is in no network."""

    def __init__(self) -> None:
        super().__init__("--phone: this computer is in no network. Connect to one and try again.")


def local_address() -> str:
    """The address of this computer in its network. Raises NoNetwork.

    Nothing is sent: the system only tells which of its addresses it would use to reach one that is reserved
    for documentation (RFC 5737).
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))
            address: str = asked.getsockname()[0]
        except OSError:
            raise NoNetwork from None
    if address.startswith(("127.", "0.")):
        raise NoNetwork
    return address


def passphrase() -> str:
    """A new secret part of an address, which nobody can guess: 96 bits."""
    return secrets.token_urlsafe(12)


def phone_code(address: str) -> str:
    """The address as a QR code, for a terminal."""
    import segno

    out = io.StringIO()
    segno.make(address, error="m", micro=False).terminal(out, compact=True)
    return out.getvalue()


class Gate(msgspec.Struct, frozen=True):
    """A socket that listens, the host names it may be asked by, and the responder that answers there."""

    socket: socket.socket
    hosts: frozenset[str]
    responder: Responder


class Server:
    """Answers requests until it is stopped. No request can keep others from being answered."""

    def __init__(self, gates: tuple[Gate, ...]) -> None:
        self._gates = gates
        self._loop = asyncio.new_event_loop()
        self._news = asyncio.Event()
        self._waiting: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._open = 0
        self._makers = ThreadPoolExecutor(_AT_ONCE, "maker")
        self._thread = threading.Thread(target=self._run, name="preview", daemon=True)

    def start(self) -> None:
        """Begins to listen. Afterwards `tell_news` may be called from any thread."""
        self._thread.start()

    def tell_news(self) -> None:
        with suppress(RuntimeError):  # raised by a closed loop, when nobody listens any more
            self._loop.call_soon_threadsafe(self._pass_on)

    def stop(self) -> None:
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(1)
        self._makers.shutdown(wait=False, cancel_futures=True)

    def _pass_on(self) -> None:
        """Wakes all listeners who wait for news, and begins a new wait."""
        self._news.set()
        self._news = asyncio.Event()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        for gate in self._gates:
            serve = asyncio.start_server(
                partial(self._serve_connection, gate), sock=gate.socket, limit=LARGEST_HEAD
            )
            self._loop.run_until_complete(serve)
        self._loop.run_forever()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    async def _serve_connection(
        self, gate: Gate, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open += 1
        self._make_room()
        try:
            while await self._one(gate, reader, writer, task):
                pass
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._open -= 1
            self._waiting.pop(task, None)
            with suppress(OSError):
                writer.close()

    def _make_room(self) -> None:
        if self._open > MOST_OPEN and self._waiting:
            next(iter(self._waiting)).cancel()

    async def _one(
        self,
        gate: Gate,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        task: asyncio.Task[None],
    ) -> bool:
        """Answers one request; tells whether the connection stays open for another."""
        self._waiting[task] = writer
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _PATIENCE)
        except asyncio.LimitOverrunError:
            await self._send(writer, _refusal(HTTPStatus.BAD_REQUEST, gate.responder.lang), "GET", keep=False)
            return False
        del self._waiting[task]
        request: Request | None = None
        try:
            request = read_request(head[:-4])
            check_sender(request, gate.hosts)
            answer = gate.responder.answer(request)
            if isinstance(answer, SlowAnswer):
                answer = await self._loop.run_in_executor(self._makers, answer.answer)
        except Exception as problem:  # a bug of ours must not end the preview
            status = problem.status if isinstance(problem, Refused) else HTTPStatus.INTERNAL_SERVER_ERROR
            answer = _refusal(status, gate.responder.lang)
            await self._send(writer, answer, request.method if request else "GET", keep=False)
            return False
        if isinstance(answer, Stream):
            with gate.responder.board.watching(answer.target):
                await self._stream(writer, answer)
            return False
        await self._send(writer, answer, request.method, keep=request.keeps_open)
        return request.keeps_open

    async def _send(self, writer: asyncio.StreamWriter, answer: Answer, method: str, *, keep: bool) -> None:
        try:
            size = os.fstat(answer.file).st_size if answer.file is not None else len(answer.body)
            own = {"Connection": "keep-alive" if keep else "close"}
            if answer.status not in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
                own["Content-Length"] = str(size)
            writer.write(_head(answer.status, {**answer.headers, **own}))
            if method != "HEAD":
                writer.write(answer.body)
                if answer.file is not None and answer.status == HTTPStatus.OK:
                    await self._send_file(writer, answer.file, size)
            await asyncio.wait_for(writer.drain(), _PATIENCE)
        finally:
            if answer.file is not None:
                os.close(answer.file)

    async def _send_file(self, writer: asyncio.StreamWriter, file: int, size: int) -> None:
        """Sends `size` bytes of a file, as promised in the head; if the file is cut meanwhile, the connection
        ends."""
        while size:
            piece = os.read(file, min(size, _PIECE))
            if not piece:
                raise OSError("the file was cut")
            size -= len(piece)
            writer.write(piece)
            await asyncio.wait_for(writer.drain(), _PATIENCE)

    async def _stream(self, writer: asyncio.StreamWriter, stream: Stream) -> None:
        """Sends news as server-sent events (HTML Standard, 9.2) until the listener goes."""
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "Connection": "close"}
        writer.write(_head(HTTPStatus.OK, headers))
        told = ""
        while not writer.is_closing():
            news = self._news
            now = stream.news()
            writer.write(b": still here\n\n" if now == told else f"data: {now}\n\n".encode())
            told = now
            await asyncio.wait_for(writer.drain(), _PATIENCE)
            with suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), HEARTBEAT)


def _head(status: HTTPStatus, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", f"Date: {formatdate(usegmt=True)}"]
    lines += [f"{name}: {value}" for name, value in {**ALWAYS, **headers}.items()]
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode("latin-1")


def _refusal(status: HTTPStatus, lang: str) -> Answer:
    text = f"<p>{bar_words(lang)['refused']}</p>\n"
    body = notice(lang, f"{status.value} {status.phrase}", text, with_script=False)
    more = {"Allow": "GET, HEAD"} if status == HTTPStatus.METHOD_NOT_ALLOWED else {}
    return Answer(status, {"Content-Type": HTML, "Cache-Control": "no-store", **more}, body)
