"""`/beeld?<selection>`: the answer to a selection, as four lines of JSON; each leaves before the next is made.

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
_LEVEL = 3
"""Half the time of 5 for a fourteenth more bytes: it is packed anew for everyone who asks."""


def register(server: Flask) -> None:
    """Adds the route."""

    @server.get(PATH)
    def answer() -> Response:
        """400 for a selection that cannot be and 503 without figures, each with its sentence in the same shape."""
        made = draw.answer(request.query_string.decode("utf-8", "replace"))
        lines = _lines(made)
        packed = "gzip" in request.headers.get("Accept-Encoding", "")
        answer = Response(
            stream_with_context(_gzip(lines) if packed else lines), made.status, mimetype="application/x-ndjson"
        )
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
        request_log.fault(error)
        yield _json({"fout": sentence_of(error, request_log.request_id()), "status": status_of(error)})


def _json(part: dict[str, Any]) -> bytes:
    return compact_json.bytes_of(part) + b"\n"


def _gzip(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Each line packed so that the browser can read it before the next one comes."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    for line in lines:
        yield packer.compress(line) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()
