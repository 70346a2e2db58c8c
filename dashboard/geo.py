"""Serving polygon files: static, compressed when the snapshot was built, cached for ever."""

from __future__ import annotations

import gzip

from flask import Flask, Response, abort, request

from dashboard import who
from data import queries


def register(server: Flask) -> None:
    """Adds `/geo/<hash>.json`."""

    @server.get("/geo/<digest>.json")
    def geo(digest: str) -> Response:
        found = queries.geo_file(queries.current(audience=who.audience()), digest=digest, audience=who.audience())
        if found is None:
            abort(404)
        accepted = request.accept_encodings
        if accepted["br"]:
            answer = Response(found.brotli, mimetype="application/geo+json")
            answer.headers["Content-Encoding"] = "br"
        elif accepted["gzip"]:
            answer = Response(found.gzip, mimetype="application/geo+json")
            answer.headers["Content-Encoding"] = "gzip"
        else:
            answer = Response(gzip.decompress(found.gzip), mimetype="application/geo+json")
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        answer.headers["Vary"] = "Accept-Encoding"
        return answer
