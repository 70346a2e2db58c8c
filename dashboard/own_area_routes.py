"""The routes that write zones and groups; only profile intern has them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, Response, abort, request

from dashboard import same_site
from data import queries
from data.config import settings
from data.errors import BuurtError, ConflictError, InputError
from data.queries import Snapshot
from data.state import own_areas, zone_file
from data.state.own_areas import DrawnZone
from data.state.polygons import polygon_of

BASE = "/eigen-gebieden"
INTERN = "intern"
MOST_BYTES = zone_file.MOST_BYTES + 100_000
Done = dict[str, Any]


def register(server: Flask) -> None:
    """Adds POST `/eigen-gebieden/<what>`: zone, groep, hertekenen, naam, verwijderen (JSON) and bestand (a form)."""
    if settings().profile != INTERN:
        return

    @server.post(f"{BASE}/<what>")
    def own_area(what: str) -> Response:
        make = ROUTES.get(what)
        if make is None:
            abort(404)
        try:
            same_site.check(request)
            if (request.content_length or MOST_BYTES + 1) > MOST_BYTES:
                raise InputError(f"Dit is te groot: hoogstens {zone_file.MOST_BYTES // 1_000_000} MB.")
            return _json(make(queries.current()), 200)
        except same_site.CrossSiteError as error:
            return _json({"fout": str(error)}, 403)
        except ConflictError as error:
            return _json({"fout": str(error)}, 409)
        except InputError as error:
            return _json({"fout": str(error)}, 400)
        except BuurtError as error:
            return _json({"fout": str(error)}, 503)


def _zone(snapshot: Snapshot) -> Done:
    asked = _asked()
    zone = DrawnZone(asked.get("naam", ""), polygon_of(asked.get("vorm", {})))
    (made,) = own_areas.create_zones([zone], city=_city(snapshot), areas=_areas(snapshot))
    return {"code": made["code"]}


def _file(snapshot: Snapshot) -> Done:
    sent = request.files.get("bestand")
    if sent is None or not sent.filename:
        raise InputError("Kies eerst een bestand: GeoJSON of GeoPackage.")
    zones = zone_file.zones_of_file(sent.read(), file_name=sent.filename, name=request.form.get("naam", "").strip())
    made = own_areas.create_zones(zones, city=_city(snapshot), areas=_areas(snapshot))
    return {"code": made[0]["code"], "codes": [row["code"] for row in made]}


def _redraw(snapshot: Snapshot) -> Done:
    asked, areas = _asked(), _areas(snapshot)
    code, version = str(asked.get("code", "")), _version(asked)
    if version == 0 and (code not in areas.index or areas.at[code, "level"] != "zone"):
        raise InputError("Deze zone bestaat niet (meer). Laad de pagina opnieuw.")
    name = str(areas.at[code, "name"]) if code in areas.index else ""
    shape = polygon_of(asked.get("vorm", {}))
    made = own_areas.redraw_zone(code, shape, version=version, name=name, city=_city(snapshot))
    return {"code": made["code"]}


def _group(snapshot: Snapshot) -> Done:
    asked = _asked()
    members = [str(code) for code in asked.get("leden", [])] if isinstance(asked.get("leden"), list) else []
    made, said = own_areas.create_group(asked.get("naam", ""), members, areas=_areas(snapshot))
    return {"code": made["code"], "zin": said}


def _rename(snapshot: Snapshot) -> Done:
    asked = _asked()
    code = str(asked.get("code", ""))
    own_areas.rename(code, asked.get("naam", ""), version=_version(asked), areas=_areas(snapshot))
    return {"code": code}


def _delete(_: Snapshot) -> Done:
    asked = _asked()
    code = str(asked.get("code", ""))
    own_areas.delete_area(code, version=_version(asked))
    return {"code": code}


ROUTES: dict[str, Callable[[Snapshot], Done]] = {
    "zone": _zone,
    "bestand": _file,
    "hertekenen": _redraw,
    "groep": _group,
    "naam": _rename,
    "verwijderen": _delete,
}


def _asked() -> Mapping[str, Any]:
    asked = request.get_json(silent=True)
    if not isinstance(asked, dict):
        raise InputError("Dit verzoek is niet te lezen. Laad de pagina opnieuw en probeer nog eens.")
    return asked


def _version(asked: Mapping[str, Any]) -> int:
    version = asked.get("versie")
    if not isinstance(version, int) or isinstance(version, bool):
        raise InputError("Dit verzoek is niet volledig. Laad de pagina opnieuw en probeer nog eens.")
    return version


def _areas(snapshot: Snapshot) -> Any:
    return queries.areas(snapshot, audience=settings().profile)


def _city(snapshot: Snapshot) -> tuple[bytes, ...]:
    return queries.outlines(snapshot, level="wijk", audience=settings().profile)


def _json(content: Done, status: int) -> Response:
    answer = Response(json.dumps(content, ensure_ascii=False), status=status, mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer
