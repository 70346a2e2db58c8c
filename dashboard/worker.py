"""The web worker: it takes a visitor only when a thread is free, so nobody waits behind another in a full queue."""

from __future__ import annotations

import errno
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ, EVENT_WRITE
from typing import Any

from gunicorn import util
from gunicorn.http.errors import (
    InvalidResponseHeader,
    InvalidResponseHeaderName,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
)
from gunicorn.workers.gthread import TConn, ThreadWorker
from werkzeug.exceptions import RequestTimeout

from dashboard.slow_reader import ALL_BYTES, SlowReader
from dashboard.slow_sender import SENTENCE, SlowSender
from dashboard.upload_guard import PATH as UPLOAD

SILENT_S = 10.0
"""A connection that asks nothing for so long is closed; browsers open some in advance."""

LINGER_S = 2.0
"""How long a visitor who has his answer may take to hang up."""

UNREADABLE: tuple[tuple[type[Exception], tuple[str, str]], ...] = (
    (LimitRequestLine, ("414 URI Too Long", "Dit adres is te lang.")),
    (LimitRequestHeaders, ("431 Request Header Fields Too Large", "Dit verzoek heeft te veel of te lange kopregels.")),
    (RequestTimeout, ("408 Request Timeout", SENTENCE)),
    (ParseException, ("400 Bad Request", "Dit verzoek is niet te lezen.")),
)
"""What is no request of a browser -> status and sentence; the first that fits."""


class Connection(TConn):  # type: ignore[misc]
    """A connection that takes its leave without anybody waiting for it."""

    linger: Callable[[], None]

    def close(self, graceful: bool = False) -> None:
        """Closes; `graceful` lets the visitor read his answer first."""
        if graceful:
            self.linger()
        else:
            super().close()


class FairWorker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's threaded worker with five things otherwise.

    It accepts no more visitors than it has threads: the others wait where every worker can take them, instead of half
    of them behind the busier one. And a new connection costs a thread only once its question is there: a browser opens
    connections in advance, and a few silent ones would else keep all threads waiting for seconds.
    And who sends his question slowly has a deadline, while at most half of the threads wait for such visitors.
    Who reads his answer slowly keeps no thread: the rest of it waits in memory and is sent as he reads.
    Nor does anybody wait for one who does not hang up: gunicorn does, for two seconds each and for all of the worker.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._slow = threading.Semaphore(max(1, int(self.cfg.threads) // 2))
        self._leaving: deque[Connection] = deque()
        self._sending: deque[Connection] = deque()

    def handle(self, conn: Any) -> Any:
        """Answers one request, in a thread."""
        conn.sock.setblocking(True)
        conn.init()
        conn.parser.unreader.sock = SlowSender(conn.sock, self._slow)
        return super().handle(conn)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answers one request whose head is read."""
        conn.parser.unreader.sock.is_upload = (req.path + "/").startswith(UPLOAD + "/")
        return super().handle_request(req, conn)

    @property
    def worker_connections(self) -> int:
        """How many connections there may be before none is accepted; those that keep no thread do not count."""
        return int(self.cfg.threads) + len(self.pending_conns) + len(self._sending)

    @worker_connections.setter
    def worker_connections(self, _given: int) -> None:
        """The setting of gunicorn that this replaces."""

    def accept(self, listener: Any) -> None:
        """Accepts a visitor and waits for his question without a thread."""
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK):
                return  # another worker was quicker
            raise
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = Connection(self.cfg, SlowReader(client), address, listener.getsockname())
        connection.linger = partial(self._linger, connection)
        connection.timeout = time.monotonic() + SILENT_S
        self.nr_conns += 1
        self.pending_conns.append(connection)
        self.poller.register(connection.sock, EVENT_READ, partial(self.on_pending_socket_readable, connection))

    def murder_pending(self) -> None:
        """Closes the connections whose time is over."""
        super().murder_pending()
        while self._leaving and (self._leaving[0].timeout < time.monotonic() or self._leaving[0].sock.fileno() < 0):
            left = self._leaving.popleft()
            if left.sock.fileno() >= 0:
                self._part(left)
        now = time.monotonic()
        for slow in [one for one in self._sending if one.sock.is_late(now)]:
            self._sent(slow)
        while sum(one.sock.held for one in self._sending) > ALL_BYTES:
            self._sent(self._sending[0])

    def _linger(self, connection: Connection) -> None:
        """Sends what is left of the answer, then lets the visitor hang up."""
        if not connection.sock.held:
            self._take_leave(connection)
            return
        connection.sock.setblocking(False)
        self.nr_conns += 1  # a worker that stops waits for it
        self._sending.append(connection)
        self.poller.register(connection.sock, EVENT_WRITE, partial(self._send_on, connection))

    def _send_on(self, connection: Connection, client: SlowReader) -> None:
        try:
            if client.go_on():
                self._sent(connection)
        except OSError:  # the visitor has gone
            self._sent(connection)

    def _sent(self, connection: Connection) -> None:
        """The end of an answer that waited in memory, all of it sent or not."""
        self._sending.remove(connection)
        self.nr_conns -= 1
        if connection.sock.held:
            self._part(connection)
            return
        with suppress(OSError, KeyError, ValueError):
            self.poller.unregister(connection.sock)
        self._take_leave(connection)

    def _take_leave(self, connection: Connection) -> None:
        try:
            connection.sock.shutdown(socket.SHUT_WR)
            connection.sock.setblocking(False)
            self.poller.register(connection.sock, EVENT_READ, partial(self._hear, connection))
        except (OSError, ValueError):  # the visitor has gone
            connection.close()
            return
        connection.timeout = time.monotonic() + LINGER_S
        self._leaving.append(connection)

    def _hear(self, connection: Connection, client: socket.socket) -> None:
        """Reads on for the visitor who still sends, so that his answer is not cut off, until he hangs up."""
        try:
            if client.recv(65536):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self._part(connection)

    def _part(self, connection: Connection) -> None:
        with suppress(OSError, KeyError, ValueError):
            self.poller.unregister(connection.sock)
        connection.close()

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answers what is no request with a sentence, and writes down no address of who sent it."""
        ours = (InvalidResponseHeader, InvalidResponseHeaderName)  # a header that we sent is not the visitor's fault
        if not isinstance(exc, (ParseException, RequestTimeout)) or isinstance(exc, ours):
            super().handle_error(req, client, addr, exc)
            return
        status, sentence = next((told for kind, told in UNREADABLE if isinstance(exc, kind)))
        body = f"{sentence}\n".encode()
        head = f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n"
        with suppress(OSError):
            util.write_nonblock(client, f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
