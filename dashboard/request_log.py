"""One JSON line per request, with a number that the visitor also gets; no address of a person, no value of a query."""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, has_request_context, request

from data.config import settings

HEADER = "X-Request-Id"
_GIVEN = re.compile(r"[A-Za-z0-9\-]{8,64}")
_UNKNOWN = "(onbekend)"
_pages: set[str] = set()
_log = logging.getLogger("buurtveiligheid.requests")
_log.propagate = False
HANDLER = logging.StreamHandler(sys.stdout)


def request_id() -> str:
    """The number of this request: of the proxy before us when it gives one, else our own."""
    if not has_request_context():
        return ""
    if "request_id" not in g:
        given = request.headers.get(HEADER, "")
        g.request_id = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)
    return str(g.request_id)


def register(server: Flask, pages: Iterable[str]) -> None:
    """Writes a line on standard output for every request at LOG_LEVEL=info, and for faults of ours at every level.

    Args:
        pages: Paths of the pages, which may stand in the log; any other path can be anything that somebody typed.
    """
    _pages.update(pages)
    _log.setLevel(settings().log_level.upper())
    HANDLER.setFormatter(logging.Formatter("%(message)s"))
    _log.addHandler(HANDLER)

    @server.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @server.after_request
    def end(answer: Response) -> Response:
        answer.headers[HEADER] = request_id()
        level = logging.WARNING if answer.status_code >= 500 else logging.INFO
        if _log.isEnabledFor(level):
            _log.log(level, line(status=answer.status_code, ms=round(elapsed_s() * 1000, 1)))
        return answer


def elapsed_s() -> float:
    """Seconds since this request began."""
    return float(time.perf_counter() - g.get("began", time.perf_counter()))


def fault(error: Exception) -> None:
    """Writes down a fault that nobody expected, with its trace, under the number that the visitor reads."""
    _log.error(line(fault=type(error).__name__, trace="".join(traceback.format_exception(error))))


def line(**more: Any) -> str:
    """A line of the log: time (UTC), id, method, path, and what is given."""
    said = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "id": request_id()}
    if has_request_context():
        said |= {"method": request.method, "path": route()}
    return json.dumps(said | more, ensure_ascii=False)


def route() -> str:
    """The address without what somebody typed: the pattern of the route, so that no name or number is written down."""
    rule = request.url_rule.rule if request.url_rule is not None else _UNKNOWN
    if rule != "/<path:path>":
        return rule
    first = "/" + request.path.strip("/").partition("/")[0]
    return first if first in _pages else _UNKNOWN
