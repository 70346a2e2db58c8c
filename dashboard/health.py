"""`/healthz`: whether this server can answer, and with which figures."""

from __future__ import annotations

from flask import Flask, Response, jsonify

from dashboard.link import older_notice
from data import queries, state
from data.config import PUBLIEK
from data.errors import BuurtError


def register(server: Flask) -> None:
    """Adds `/healthz`: 200 with the version of the figures, or 503 with the reason.

    `down` without figures; `degraded` when there are, but older than the published ones or without the state store.
    """

    @server.get("/healthz")
    def healthz() -> tuple[Response, int]:
        try:
            snapshot = queries.current(audience=PUBLIEK)  # the figures alone; the state store is asked by itself
            info = queries.snapshot_info(snapshot, audience=PUBLIEK)
        except BuurtError as error:
            return jsonify(status="down", reason=str(error)), 503
        until = info.months.last.strftime("%Y-%m") if info.months else None
        served = {"data_version": info.version, "data_until": until, "is_demo": info.is_demo}
        reason = older_notice(snapshot, info) or _state_fault()
        if reason:
            return jsonify(status="degraded", reason=reason, **served), 503
        return jsonify(status="ok", **served), 200


def _state_fault() -> str:
    try:
        state.check()
    except BuurtError as error:
        return str(error)
    return ""
