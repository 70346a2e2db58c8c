"""`/beeld?<selection>`: the answer to a selection, as four lines of JSON; each leaves before the next is made.

`/beeld/onder?<selection>`: what stands below it, as one.

The page asks this itself (assets/ask.js): a callback of Dash is one piece, and tells every component of the page.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

from flask import Flask, Response, request, stream_with_context

from dashboard import compact_json, request_log
from dashboard.callbacks import draw
from dashboard.errors import sentence_of, status_of

PATH = "/beeld"
BELOW = "/beeld/onder"
_LEVEL = 3
"""Half the time of 5 for a fourteenth more bytes: it is packed anew for everyone who asks."""


def register(server: Flask) -> None:
    """Adds the routes."""

    @server.get(PATH)
    def answer() -> Response:
        """400 for a selection that cannot be and 503 without figures, each with its sentence in the same shape."""
        made = draw.answer(_search())
        return _sent(stream_with_context(_lines(made)), made.status, "application/x-ndjson")

    @server.get(BELOW)
    def below() -> Response:
        """A fault is a sentence, in the shape that it has in a line of the answer."""
        try:
            part, status = draw.placed(draw.below(_search())), 200
        except Exception as error:
            part, status = _fault(error), status_of(error)
        return _sent(iter((_json(part),)), status, "application/json")


def _search() -> str:
    return request.query_string.decode("utf-8", "replace")


def _sent(lines: Iterator[bytes], status: int, kind: str) -> Response:
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = Response(_gzip(lines) if packed else lines, status, mimetype=kind)
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"  # nginx would keep the first line until it has the second
    return answer


def _lines(made: draw.Answer) -> Iterator[bytes]:
    try:
        for panels in made.parts:
            yield _json(draw.placed(panels))
    except Exception as error:  # the status has left already: what is wrong can only follow as a sentence
        yield _json(_fault(error))


def _fault(error: Exception) -> dict[str, Any]:
    status = status_of(error)
    if status >= 500:
        request_log.fault(error)
    return {"fout": sentence_of(error, request_log.request_id()), "status": status}


def _json(part: dict[str, Any]) -> bytes:
    return compact_json.bytes_of(part) + b"\n"


def _gzip(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Each line packed so that the browser can read it before the next one comes."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    for line in lines:
        yield packer.compress(line) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()
