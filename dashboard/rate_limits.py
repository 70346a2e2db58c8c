"""How often one client may ask what is expensive: after that a sentence and 429, so that nobody makes others wait.

Counted in the memory of each worker, so with two workers a client gets at most twice as much; nothing is written down.
A client on this machine itself is not counted: it is the one installation that is nobody else's. What a proxy on this
machine sends on is no such client, also where TRUSTED_PROXIES does not name that proxy: then all share one count.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from flask import Flask, Request, request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from dashboard import who
from dashboard.loopback import is_loopback
from data.config import settings


@dataclass(frozen=True)
class Expensive:
    """Routes that share one count.

    Attributes:
        name: Of the count. prefixes: Of their paths. methods: Only these.
        setting: Field of the settings with how often a minute; 0 is without a limit.
    """

    name: str
    prefixes: tuple[str, ...]
    setting: str
    methods: frozenset[str] = frozenset({"GET", "HEAD", "POST"})


_STEP_S = 2.0
EXPENSIVE = (
    Expensive("rapport", ("/rapport",), "rate_reports"),
    Expensive("uitvoer", ("/uitvoer/",), "rate_exports"),
    Expensive("kaartlaag", ("/feiten", "/warmte"), "rate_layers"),
    Expensive("projectie", ("/projectie",), "rate_projections"),
    Expensive("invoer", ("/invoer/", "/eigen-gebieden/", "/aanpak-beheer/"), "rate_uploads", frozenset({"POST"})),
)
"""An expensive route is a prefix here; the first that fits counts."""


class _Minutes:
    """Whether the clock of the machine was set, seen against one that only goes on."""

    def __init__(self) -> None:
        self._offset = self._now()

    def moved(self) -> bool:
        """Whether it was set since the last question."""
        before, self._offset = self._offset, self._now()
        return abs(self._offset - before) > _STEP_S

    @staticmethod
    def _now() -> float:
        return time.time() - time.monotonic()


def register(server: Flask) -> None:
    """Counts requests before they are answered."""
    storage, minutes = MemoryStorage(), _Minutes()
    limiter = FixedWindowRateLimiter(storage)

    @server.before_request
    def count() -> None:
        found = expensive(request.path, request.method)
        client = client_of(request)
        if found is None or (is_loopback(client) and "X-Forwarded-For" not in request.headers):
            return
        most = int(getattr(settings(), found.setting))
        if not most:
            return
        if minutes.moved():
            storage.reset()  # it counts by the clock of the machine: set back an hour, a full count lasts an hour
        limit = RateLimitItemPerMinute(most)
        if not limiter.hit(limit, found.name, client):
            left = limiter.get_window_stats(limit, found.name, client).reset_time - time.time()
            raise TooManyRequests(retry_after=max(1, math.ceil(left)))


def client_of(asked: Request) -> str:
    """The address of who asks: of the connection, or what a trusted proxy (TRUSTED_PROXIES) says it is for."""
    near = asked.remote_addr or ""
    for before in reversed(asked.headers.get("X-Forwarded-For", "").split(",")):
        if not before.strip() or not who.is_trusted(near):
            break
        near = before.strip()  # what stands further to the left, its sender can have made up
    return near


def expensive(path: str, method: str) -> Expensive | None:
    """What a request counts as, or None when it is cheap."""
    return next((one for one in EXPENSIVE if path.startswith(one.prefixes) and method in one.methods), None)
