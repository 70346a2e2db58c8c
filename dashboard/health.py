"""`/healthz`: whether this server can answer, and with which figures."""

from __future__ import annotations

from flask import Flask, Response, jsonify

from dashboard import who
from data import queries
from data.errors import BuurtError


def register(server: Flask) -> None:
    """Adds `/healthz`: 200 with the version of the figures, or 503 with the reason."""

    @server.get("/healthz")
    def healthz() -> tuple[Response, int]:
        try:
            info = queries.snapshot_info(queries.current(audience=who.audience()), audience=who.audience())
        except BuurtError as error:
            return jsonify(status="down", reason=str(error)), 503
        until = info.months.last.strftime("%Y-%m") if info.months else None
        return jsonify(status="ok", data_version=info.version, data_until=until, is_demo=info.is_demo), 200
