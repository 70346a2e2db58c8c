"""Visitors who send or read slowly, more of them than there are threads: the others are served."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from dashboard.slow_reader import PIECE_S
from tests.integration.visitor import Visitor

VISITORS = 20


@pytest.fixture(scope="module")
def served(serve: Any, demo_var: Path) -> Iterator[Any]:
    """The server, with two workers of four threads."""
    with serve(demo_var, WORKERS="2") as running:
        yield running


def test_slow_readers_do_not_stop_the_site_and_get_all_of_their_answer(served: Any) -> None:
    """More than there are threads, each of an answer that does not fit on the line; some come round to reading it."""
    where = urlsplit(served.url)
    with Visitor(served.url, encoding="identity") as visitor:
        script = "/_dash-component-suites/plotly/package_data/plotly.min.js"
        whole = visitor.get(script).body
    assert len(whole) > 4_200_000  # what the system itself keeps for a connection is less
    slow = []
    for _ in range(VISITORS):
        reader = socket.socket()
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader.settimeout(20)
        reader.connect((where.hostname, where.port))
        reader.sendall(f"GET {script} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        slow.append(reader)
    try:
        time.sleep(0.5)
        for _ in range(4):
            assert httpx.get(f"{served.url}/healthz", timeout=3, trust_env=False).status_code == 200
        answer = b"".join(iter(lambda: slow[0].recv(65536), b""))
        assert answer.partition(b"\r\n\r\n")[2] == whole  # what was kept for who comes round to it
        time.sleep(PIECE_S + 2)  # and who takes nothing is not waited for
        taken = 0
        with suppress(ConnectionResetError):
            while piece := slow[-1].recv(65536):
                taken += len(piece)
        assert taken < len(whole)
    finally:
        for reader in slow:
            reader.close()


def test_slow_senders_do_not_stop_the_site(served: Any) -> None:
    """More than there are threads, in the body and in the head; each would wait as long as its sender likes."""
    head = b"POST /_dash-update-component HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    starts = (head + b"Content-Length: 5000\r\n\r\n{", head)
    address = ("127.0.0.1", urlsplit(served.url).port)
    slow = [socket.create_connection(address, timeout=20) for _ in range(16)]
    try:
        for number, sender in enumerate(slow):
            sender.sendall(starts[number % 2])
        time.sleep(0.1)
        for _ in range(5):
            assert httpx.get(f"{served.url}/healthz", timeout=3).status_code == 200
        told = [b"".join(iter(partial(sender.recv, 4000), b"")).decode() for sender in slow[-2:]]
    finally:
        for sender in slow:
            sender.close()
    for answer in told:
        assert answer.startswith("HTTP/1.1 408"), answer
        assert "te traag" in answer or "fout" in answer
