"""The routes that write zones and groups; only profile intern has them."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, abort, request

from dashboard import who
from dashboard.write_requests import INTERN, Done, Make, answered, asked, whole_number
from data import queries
from data.errors import InputError
from data.queries import Snapshot
from data.state import own_areas, zone_file
from data.state.own_areas import DrawnZone
from data.state.polygons import polygon_of

BASE = "/eigen-gebieden"
MOST_BYTES = zone_file.MOST_BYTES + 100_000


def register(server: Flask) -> None:
    """Adds POST `/eigen-gebieden/<what>`: zone, groep, hertekenen, naam, verwijderen (JSON) and bestand (a form)."""

    @server.post(f"{BASE}/<what>")
    def own_area(what: str) -> Response:
        make = ROUTES.get(what)
        if make is None or who.audience() != INTERN:
            abort(404)
        return answered(make, most_bytes=MOST_BYTES)


def _zone(snapshot: Snapshot) -> Done:
    sent = asked()
    zone = DrawnZone(sent.get("naam", ""), polygon_of(sent.get("vorm", {})))
    (made,) = own_areas.create_zones([zone], city=_city(snapshot), areas=_areas(snapshot), user=who.user())
    return {"code": made["code"]}


def _file(snapshot: Snapshot) -> Done:
    sent = request.files.get("bestand")
    if sent is None or not sent.filename:
        raise InputError("Kies eerst een bestand: GeoJSON of GeoPackage.")
    zones = zone_file.zones_of_file(sent.read(), file_name=sent.filename, name=request.form.get("naam", "").strip())
    made = own_areas.create_zones(zones, city=_city(snapshot), areas=_areas(snapshot), user=who.user())
    return {"code": made[0]["code"], "codes": [row["code"] for row in made]}


def _redraw(snapshot: Snapshot) -> Done:
    sent, areas = asked(), _areas(snapshot)
    code, version = str(sent.get("code", "")), whole_number(sent, "versie")
    if version == 0 and (code not in areas.index or areas.at[code, "level"] != "zone"):
        raise InputError("Deze zone bestaat niet (meer). Laad de pagina opnieuw.")
    name = str(areas.at[code, "name"]) if code in areas.index else ""
    shape = polygon_of(sent.get("vorm", {}))
    made = own_areas.redraw_zone(code, shape, version=version, name=name, city=_city(snapshot), user=who.user())
    return {"code": made["code"]}


def _group(snapshot: Snapshot) -> Done:
    sent = asked()
    members = [str(code) for code in sent.get("leden", [])] if isinstance(sent.get("leden"), list) else []
    made, said = own_areas.create_group(sent.get("naam", ""), members, areas=_areas(snapshot), user=who.user())
    return {"code": made["code"], "zin": said}


def _rename(snapshot: Snapshot) -> Done:
    sent = asked()
    code = str(sent.get("code", ""))
    own_areas.rename(
        code, sent.get("naam", ""), version=whole_number(sent, "versie"), areas=_areas(snapshot), user=who.user()
    )
    return {"code": code}


def _delete(_: Snapshot) -> Done:
    sent = asked()
    code = str(sent.get("code", ""))
    own_areas.delete_area(code, version=whole_number(sent, "versie"), user=who.user())
    return {"code": code}


ROUTES: dict[str, Make] = {
    "zone": _zone,
    "bestand": _file,
    "hertekenen": _redraw,
    "groep": _group,
    "naam": _rename,
    "verwijderen": _delete,
}


def _areas(snapshot: Snapshot) -> Any:
    return queries.areas(snapshot, audience=who.audience())


def _city(snapshot: Snapshot) -> tuple[bytes, ...]:
    return queries.outlines(snapshot, level="wijk", audience=who.audience())
