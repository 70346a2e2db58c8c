"""The route of the search box: names in, areas out, with their words on screen and their addresses."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask, Response, request

from dashboard import sheet_address, who
from dashboard.words import LEVEL_NAMES
from data import queries
from data.config import Audience
from data.errors import BuurtError
from data.queries import CITY, Hit, Snapshot

PATH = "/zoek"


def register(server: Flask) -> None:
    """Adds `/zoek?q=`; on the server, because zones and groups come and go and the first load stays light."""

    @server.get(PATH)
    def search() -> Response:
        asked = request.args.get("q", "")
        try:
            found = answer(asked, queries.current(audience=who.audience()), who.audience())
        except BuurtError as error:
            found = {"hits": [], "sentence": str(error)}
        response = Response(json.dumps(found, ensure_ascii=False), mimetype="application/json")
        response.headers["Cache-Control"] = "no-cache"
        return response


def answer(asked: str, snapshot: Snapshot, audience: Audience) -> dict[str, Any]:
    """The hits of a text, each with its name, what it is, and what the address of the map needs.

    Returns:
        hits (list; area: code or empty for the city, level: for the map, name, about, sheet: address, note: what is
        said when the map shows it) and sentence (empty when there are hits).
    """
    hits = queries.find(snapshot, text=asked, audience=audience)
    return {"hits": [_record(hit) for hit in hits], "sentence": "" if hits else nothing(asked)}


def nothing(asked: str) -> str:
    """The sentence for a text that names nothing."""
    if not asked.strip():
        return "Typ de naam van een wijk, buurt, zone of plaats."
    short = asked.strip() if len(asked.strip()) <= 40 else asked.strip()[:39] + "…"
    return f"Geen wijk, buurt, zone of plaats heet '{short}' of lijkt erop. Probeer een deel van de naam."


def _record(hit: Hit) -> dict[str, str]:
    kind = LEVEL_NAMES[hit.level][0] if hit.level in LEVEL_NAMES else hit.level
    about = "hele stad" if hit.code == CITY else f"{kind} in {hit.parent}" if hit.parent else kind
    note = ""
    if hit.place:
        about = f"plaats in {kind} {hit.name}"
        note = f"{hit.place} ligt in de {kind} {hit.name}."
    return {
        "area": "" if hit.code == CITY else hit.code,
        "level": hit.level if hit.level == "buurt" else "",
        "name": hit.place or hit.name,
        "about": about,
        "sheet": f"{sheet_address.PATH}/{hit.code}",
        "note": note,
    }
