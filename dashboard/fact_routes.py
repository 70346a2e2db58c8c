"""The routes of what is made of single facts, map layers and cards of hours: compact JSON, kept per snapshot."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request

from dashboard import compact_json, overlays, when, who
from dashboard.asked_facts import POINTS, asked_facts
from dashboard.components.when_card import when_panels
from dashboard.errors import SelectionError
from data import queries
from data.config import Audience
from data.errors import BuurtError, ProtectedError
from data.queries import Snapshot

Answer = Callable[[str, Snapshot, Audience], dict[str, Any]]
MOST_CHARACTERS = 4000
_FRESH_S = 3600


def register(server: Flask) -> None:
    """Adds `/feiten?<selection>&vak=west,zuid,oost,noord&zoom=13`, `/warmte?<selection>`, which takes them too, and
    `/wanneer?<selection>`."""

    @server.get(overlays.PATHS[POINTS])
    def facts() -> Response:
        return _answer(_points)

    @server.get(overlays.PATHS[overlays.HEAT])
    def heat() -> Response:
        return _answer(_heat)

    @server.get(when.PATH)
    def hours() -> Response:
        return _answer(when_panels)


def _points(search: str, snapshot: Snapshot, audience: Audience) -> dict[str, Any]:
    box, zoom = overlays.box_of(request.args.get("vak")), overlays.zoom_of(request.args.get("zoom"))
    return overlays.point_answer(asked_facts(search, snapshot, audience), box, zoom, snapshot, audience)


def _heat(search: str, snapshot: Snapshot, audience: Audience) -> dict[str, Any]:
    box, zoom = None, 0.0
    if "vak" in request.args:
        box, zoom = overlays.box_of(request.args["vak"]), overlays.zoom_of(request.args.get("zoom"))
    return overlays.heat_answer(asked_facts(search, snapshot, audience), box, zoom, snapshot, audience)


def _answer(make: Answer) -> Response:
    """The answer, or nothing when the browser has it; 400 with a sentence for an impossible question, 503 without
    figures."""
    audience = who.audience()
    try:
        snapshot = queries.current(audience=audience)
        tag = _tag(snapshot.key, audience)
        theirs = request.if_none_match.as_set(include_weak=True)
        if any(known.startswith(tag) for known in theirs):  # compression adds its name to the tag
            answer = Response(status=304)
        else:
            search = request.query_string.decode("utf-8", "replace")
            if len(search) > MOST_CHARACTERS:
                raise SelectionError("Dit adres is te lang om een beeld te zijn.")
            answer = _json(make(search, snapshot, audience), 200)
    except SelectionError as error:
        return _json({"fout": str(error)}, 400)
    except ProtectedError as error:
        return _json({"fout": str(error)}, 403)
    except BuurtError as error:
        return _json({"fout": str(error)}, 503)
    answer.set_etag(tag)
    named = request.args.get("v") == snapshot.key and not who.signs_in()  # else it outlives who may see it
    answer.headers["Cache-Control"] = f"private, max-age={_FRESH_S}" if named else "private, no-cache"
    return answer


def _tag(version: str, audience: Audience) -> str:
    """The same for the same question about the same figures."""
    return hashlib.sha256(f"{version} {audience} {request.full_path}".encode()).hexdigest()[:24]


def _json(content: dict[str, Any], status: int) -> Response:
    answer = Response(compact_json.bytes_of(content), status=status, mimetype="application/json")
    if status >= 400:
        answer.headers["Cache-Control"] = "no-store"
    return answer
