"""Sending answers without letting slow readers keep threads: what does not fit on the line waits in memory.

A thread hands its answer over and is free; the worker sends the rest as the visitor reads (dashboard/worker.py), until
a deadline.
"""

from __future__ import annotations

import errno
import select
import socket
import time
from collections import deque
from typing import Any

PIECE_S = 10.0
"""Without reading a byte."""
WHOLE_S = 60.0
"""For all of an answer, once it does not fit on the line; a megabyte at the speed of a poor phone."""
HELD_BYTES = 8_000_000
"""Of one answer that is made while it is sent; what is made at once is in memory anyway."""
ALL_BYTES = 64_000_000
"""Of all answers of a worker that wait: beyond this who waits longest is cut off."""


class SlowReader(socket.socket):
    """The socket of a visitor; `sendall` keeps what the visitor does not take yet.

    Attributes:
        held: Bytes that are still to be sent.
    """

    def __init__(self, client: socket.socket) -> None:
        super().__init__(client.family, client.type, client.proto, fileno=client.detach())
        self.held = 0
        self._rest: deque[memoryview] = deque()
        self._since = self._began = 0.0

    def sendall(self, data: Any, _flags: int = 0) -> None:
        """Sends what fits and keeps the rest.

        Raises:
            BrokenPipeError: when the visitor has gone, or is too slow for an answer that goes on and on.
        """
        piece = memoryview(data).cast("B")
        if not piece:
            return
        if not self._rest:
            self._since = self._began = time.monotonic()
        self._rest.append(piece)
        self.held += len(piece)
        self.go_on()
        while self.held > HELD_BYTES:
            poll = select.poll()
            poll.register(self, select.POLLOUT)
            if not poll.poll(1000.0) and self.is_late(time.monotonic()):
                raise BrokenPipeError(errno.EPIPE, "too slow")
            self.go_on()

    def go_on(self) -> bool:
        """Sends what fits now, and tells whether that was all.

        Raises:
            OSError: when the visitor has gone.
        """
        while self._rest:
            try:
                sent = self.send(self._rest[0], socket.MSG_DONTWAIT)
            except BlockingIOError:
                return False
            self._since = time.monotonic()
            self.held -= sent
            if sent == len(self._rest[0]):
                self._rest.popleft()
            else:
                self._rest[0] = self._rest[0][sent:]
        return True

    def is_late(self, now: float) -> bool:
        """Whether the visitor took nothing for too long, or took too long over all of it."""
        return now - self._since > PIECE_S or now - self._began > WHOLE_S
