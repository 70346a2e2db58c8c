"""The route of the meeting mode: one page of its own, beside the app."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, request

from dashboard.projection.address import PATH
from dashboard.projection.deck import SCRIPT, STYLE, deck
from dashboard.projection.slide import RAAD
from data import queries

ASSETS = Path(__file__).resolve().parent.parent / "assets"


def register(server: Flask) -> None:
    """Adds `/projectie?<selection>`, `?dia=…&dia=…` and `?lijst=<code>`."""
    assets = {name: f"/assets/{name}?v={_mark(name)}" for name in (STYLE, SCRIPT)}

    @server.get(PATH)
    def projection() -> Response:
        search = request.query_string.decode("utf-8", "replace")
        page = deck(search, queries.current(audience=RAAD), assets=assets)
        answer = Response(str(page), mimetype="text/html")
        answer.headers["Cache-Control"] = "no-cache"
        return answer


def _mark(name: str) -> str:
    """Changes with the content of a file, so that a browser never keeps an old one."""
    return sha256((ASSETS / name).read_bytes()).hexdigest()[:8]
