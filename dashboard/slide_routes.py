"""The routes that write lists of slides; only profile intern has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, abort, jsonify

from dashboard import who
from dashboard.link import link_query
from dashboard.projection.address import CHART, SLIDES_PAGE, slide_of
from dashboard.projection.charts import CHARTS
from dashboard.selection import Selection
from dashboard.write_requests import INTERN, Done, Make, answered, asked, whole_number
from data import queries
from data.errors import BuurtError, InputError
from data.queries import Snapshot, SnapshotInfo
from data.state import slides

MOST_BYTES = 1_000_000


def register(server: Flask) -> None:
    """Adds GET `/dias/lijsten` and POST `/dias/<what>`, what is a key of ROUTES; all JSON."""

    @server.get(f"{SLIDES_PAGE}/lijsten")
    def lists() -> Response:
        if who.audience() != INTERN:
            abort(404)
        return jsonify(lijsten=[each.name for each in slides.slide_lists()])

    @server.post(f"{SLIDES_PAGE}/<what>")
    def change(what: str) -> Response:
        make = ROUTES.get(what)
        if make is None or who.audience() != INTERN:
            abort(404)
        return answered(make, most_bytes=MOST_BYTES)


def checked_query(text: object, info: SnapshotInfo) -> str:
    """The query of a view as it is kept: only what is a selection, its chart, and the version of the figures.

    Args:
        text: As it came. info: The figures of now: "the last 12 months" are kept as those that they are today.

    Raises:
        InputError: when it cannot be a slide.
    """
    slide = slide_of(text if isinstance(text, str) else "")
    try:
        selection = Selection.from_query(slide.query)
    except BuurtError as error:
        raise InputError(str(error)) from error
    if slide.chart and slide.chart not in CHARTS:
        raise InputError("Deze grafiek bestaat niet.")
    if info.months is None:
        raise InputError("Er zijn nog geen cijfers: er is niets om als dia te bewaren.")
    months = selection.months(info.months).clip(info.months) or info.months
    query = link_query(selection, months, info)
    return f"{query}&{CHART}={slide.chart}" if slide.chart else query


def _save(snapshot: Snapshot) -> Done:
    sent = asked()
    query = checked_query(sent.get("zoek"), queries.snapshot_info(snapshot, audience=INTERN))
    name, wanted = slides.checked_name(sent.get("naam")), slides.checked_name(sent.get("lijst"))
    same = [each for each in slides.slide_lists() if each.name.casefold() == wanted.casefold()]
    code = same[0].code if same else str(slides.make_list(wanted, user=who.user())["code"])
    slides.add_slide(code, name, query, user=who.user())
    return {"lijst": code}


def _new_list(_: Snapshot) -> Done:
    return {"lijst": slides.make_list(asked().get("naam"), user=who.user())["code"]}


def _rename_list(_: Snapshot) -> Done:
    sent = asked()
    slides.rename_list(_code(sent), sent.get("naam"), version=whole_number(sent, "versie"), user=who.user())
    return {}


def _delete_list(_: Snapshot) -> Done:
    sent = asked()
    slides.delete_list(_code(sent), version=whole_number(sent, "versie"), user=who.user())
    return {}


def _rename(_: Snapshot) -> Done:
    sent = asked()
    slides.rename_slide(_id(sent), sent.get("naam"), version=whole_number(sent, "versie"), user=who.user())
    return {}


def _delete(_: Snapshot) -> Done:
    sent = asked()
    slides.delete_slide(_id(sent), version=whole_number(sent, "versie"), user=who.user())
    return {}


def _up(_: Snapshot) -> Done:
    return _move(-1)


def _down(_: Snapshot) -> Done:
    return _move(1)


def _move(by: int) -> Done:
    sent = asked()
    version = whole_number(sent, "versie")
    slides.move_slide(_code(sent), _id(sent), by=by, version=version, user=who.user())
    return {}


ROUTES: dict[str, Make] = {
    "bewaar": _save,
    "lijst": _new_list,
    "lijstnaam": _rename_list,
    "lijstweg": _delete_list,
    "naam": _rename,
    "verwijderen": _delete,
    "op": _up,
    "neer": _down,
}


def _code(sent: Mapping[str, Any]) -> str:
    found = sent.get("lijst")
    return found if isinstance(found, str) else ""


def _id(sent: Mapping[str, Any]) -> int:
    found = whole_number(sent, "dia")
    if not 0 < found < 2**31:
        raise InputError("Deze dia bestaat niet (meer). Laad de pagina opnieuw.")
    return found
