"""`/metrics`: requests, how long answers take, and how old the figures are, as text that Prometheus reads.

Small enough to be ours: the usual library shares its numbers between workers through files, which have to be cleaned at
each start. Here every worker has its own row of one piece of memory that they share since before the fork, and any of
them adds up all rows. Only a client on this machine gets it, whatever the profile: a page for everyone need not say how
busy it is.
"""

from __future__ import annotations

import bisect
import mmap
import struct
import threading
import time
from datetime import UTC, datetime

from flask import Flask, Response, abort, request

from dashboard import request_log
from dashboard.loopback import is_loopback
from data import queries
from data.config import PUBLIEK
from data.errors import BuurtError

BUCKETS_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Upper edges of the histogram; the last one has no edge."""
CLASSES = ("2xx", "3xx", "4xx", "5xx")
ROWS = 64
"""Workers that there can be at once; one that comes in the place of another goes on with its row or the next."""
_WIDTH = len(CLASSES) + len(BUCKETS_S) + 2
_NUMBER = struct.Struct("d")
_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")


class Numbers:
    """Counters per worker in memory that forked processes share."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, ROWS * _WIDTH * _NUMBER.size)
        self._lock = threading.Lock()
        self._row = 0

    def use_row(self, worker: int) -> None:
        """Takes a row for this process."""
        self._row = worker % ROWS
        self._lock = threading.Lock()  # the one from before the fork may be held by nobody that is still there

    def add(self, status: int, seconds: float) -> None:
        """Counts one answer."""
        kind = min(max(status // 100 - 2, 0), len(CLASSES) - 1)
        bucket = len(CLASSES) + bisect.bisect_left(BUCKETS_S, seconds)
        with self._lock:
            for column, more in ((kind, 1.0), (bucket, 1.0), (_WIDTH - 1, seconds)):
                at = (self._row * _WIDTH + column) * _NUMBER.size
                _NUMBER.pack_into(self._memory, at, _NUMBER.unpack_from(self._memory, at)[0] + more)

    def totals(self) -> list[float]:
        """The sum over all workers: answers by class of status, then by bucket, then seconds."""
        values = struct.unpack(f"{ROWS * _WIDTH}d", self._memory[:])
        return [sum(values[column::_WIDTH]) for column in range(_WIDTH)]


NUMBERS = Numbers()


def register(server: Flask) -> None:
    """Counts every answer, and adds `/metrics` for a client on this machine; anybody else gets a 404."""

    @server.after_request
    def count(answer: Response) -> Response:
        if answer.is_streamed and not answer.direct_passthrough:  # most of it is still to be made
            status, so_far, now = answer.status_code, request_log.elapsed_s(), time.perf_counter()
            answer.call_on_close(lambda: NUMBERS.add(status, so_far + time.perf_counter() - now))
        else:
            NUMBERS.add(answer.status_code, request_log.elapsed_s())
        return answer

    @server.get("/metrics")
    def metrics() -> Response:
        forwarded = any(name in request.headers for name in _FORWARDED)
        if forwarded or not is_loopback(request.remote_addr or ""):
            abort(404)
        return Response("\n".join([*told(NUMBERS.totals()), *_figures()]) + "\n", mimetype="text/plain")


def told(totals: list[float]) -> list[str]:
    """The counters as lines of the Prometheus text format.

    Args:
        totals: As `Numbers.totals` gives them.
    """
    classes, rest = totals[: len(CLASSES)], totals[len(CLASSES) :]
    buckets, seconds = rest[:-1], rest[-1]
    lines = ["# TYPE buurt_requests_total counter"]
    lines += [f'buurt_requests_total{{status="{name}"}} {n:.0f}' for name, n in zip(CLASSES, classes, strict=True)]
    lines.append("# TYPE buurt_answer_seconds histogram")
    below = 0.0
    for edge, n in zip([*map(str, BUCKETS_S), "+Inf"], buckets, strict=True):
        below += n
        lines.append(f'buurt_answer_seconds_bucket{{le="{edge}"}} {below:.0f}')
    return [*lines, f"buurt_answer_seconds_sum {seconds:.6f}", f"buurt_answer_seconds_count {below:.0f}"]


def _figures() -> list[str]:
    try:
        snapshot = queries.current(audience=PUBLIEK)
        info = queries.snapshot_info(snapshot, audience=PUBLIEK)
    except BuurtError:
        return ["# TYPE buurt_figures_up gauge", "buurt_figures_up 0"]
    now = datetime.now(UTC)
    lines = ["# TYPE buurt_figures_up gauge", f"buurt_figures_up {0 if snapshot.instead_of else 1}"]
    if info.months is not None:
        last = info.months.last
        end = datetime(last.year + last.month // 12, last.month % 12 + 1, 1, tzinfo=UTC)
        lines += ["# TYPE buurt_data_age_seconds gauge", f"buurt_data_age_seconds {(now - end).total_seconds():.0f}"]
    if info.created_at:
        made = datetime.fromisoformat(info.created_at)
        moment = (made if made.tzinfo else made.replace(tzinfo=UTC)).timestamp()
        lines += ["# TYPE buurt_last_import_timestamp_seconds gauge"]
        lines.append(f"buurt_last_import_timestamp_seconds {moment:.0f}")
    return lines
