"""Reading what a visitor sends without letting slow ones keep all threads: a deadline, and few may wait at once."""

from __future__ import annotations

import select
import socket
import threading
import time

from werkzeug.exceptions import RequestTimeout

SENTENCE = "Dit verzoek kwam te traag binnen. Probeer opnieuw."
AT_ONCE_S = 0.25
"""A pause between two packets of an ordinary line; only who is slower counts as waiting."""
WHOLE_S = 10.0
"""For everything that one request sends, its head included."""
PIECE_S = 30.0
"""Between two pieces of an upload, which as a whole may take as long as it takes."""


class SlowSender:
    """The socket of one request, as the parser reads it.

    Attributes:
        is_upload: Whether a large file may come: set once the head is read. Only profile intern gets that far.
    """

    def __init__(self, client: socket.socket, places: threading.Semaphore) -> None:
        self._client, self._places = client, places
        self._until = time.monotonic() + WHOLE_S
        self.is_upload = False

    def recv(self, size: int) -> bytes:
        """The next bytes, at most `size`; none at the end.

        Raises:
            RequestTimeout: when they are too late, or when too many others are awaited.
        """
        if not self._comes(AT_ONCE_S):
            if self.is_upload:
                self._await(PIECE_S)
            elif self._places.acquire(blocking=False):
                try:
                    self._await(self._until - time.monotonic())
                finally:
                    self._places.release()
            else:
                raise RequestTimeout(SENTENCE)
        elif not self.is_upload and time.monotonic() > self._until:
            raise RequestTimeout(SENTENCE)
        return self._client.recv(size)

    def _await(self, seconds: float) -> None:
        if not self._comes(seconds):
            raise RequestTimeout(SENTENCE)

    def _comes(self, seconds: float) -> bool:
        poll = select.poll()  # takes any number of a connection, select does not
        poll.register(self._client, select.POLLIN)
        return bool(poll.poll(max(0.0, seconds) * 1000))
