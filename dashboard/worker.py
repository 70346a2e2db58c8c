"""The web worker: it takes a visitor only when a thread is free, so nobody waits behind another in a full queue."""

from __future__ import annotations

import errno
import socket
import time
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ
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

SILENT_S = 10.0
"""A connection that asks nothing for so long is closed; browsers open some in advance."""

UNREADABLE: tuple[tuple[type[Exception], tuple[str, str]], ...] = (
    (LimitRequestLine, ("414 URI Too Long", "Dit adres is te lang.")),
    (LimitRequestHeaders, ("431 Request Header Fields Too Large", "Dit verzoek heeft te veel of te lange kopregels.")),
    (ParseException, ("400 Bad Request", "Dit verzoek is niet te lezen.")),
)
"""What is no request of a browser -> status and sentence; the first that fits."""


class FairWorker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's threaded worker with two things otherwise.

    It accepts no more visitors than it has threads: the others wait where every worker can take them, instead of half
    of them behind the busier one. And a new connection costs a thread only once its question is there: a browser opens
    connections in advance, and a few silent ones would else keep all threads waiting for seconds.
    """

    @property
    def worker_connections(self) -> int:
        """How many connections there may be before none is accepted; the silent ones do not count."""
        return int(self.cfg.threads) + len(self.pending_conns)

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
        connection = TConn(self.cfg, client, address, listener.getsockname())
        connection.timeout = time.monotonic() + SILENT_S
        self.nr_conns += 1
        self.pending_conns.append(connection)
        self.poller.register(client, EVENT_READ, partial(self.on_pending_socket_readable, connection))

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answers what is no request with a sentence, and writes down no address of who sent it."""
        ours = (InvalidResponseHeader, InvalidResponseHeaderName)  # a header that we sent is not the visitor's fault
        if not isinstance(exc, ParseException) or isinstance(exc, ours):
            super().handle_error(req, client, addr, exc)
            return
        status, sentence = next((told for kind, told in UNREADABLE if isinstance(exc, kind)))
        body = f"{sentence}\n".encode()
        head = f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n"
        with suppress(OSError):
            util.write_nonblock(client, f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
