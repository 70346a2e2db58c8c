"""The sheet of an area: one address is one answer."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from dash import ClientsideFunction, Dash, Input, Output, State, clientside_callback, no_update

from dashboard import ids, who
from dashboard.components.plain import plain
from dashboard.components.sheet_panels import sheet, title
from dashboard.errors import SelectionError
from dashboard.link import link_notice
from dashboard.selection import Selection
from dashboard.sheet import look_at_sheet
from dashboard.sheet_address import PATH
from dashboard.sheet_place import place_map
from data import queries
from data.errors import BuurtError
from data.queries import CITY


def draw_sheet(search: str | None, pathname: str | None) -> Any:
    """Answers the area in the path, with the period and the reference in the query."""
    code = code_of(pathname)
    if code is None:
        return no_update  # the visitor went on to another page
    audience = who.audience()
    try:
        snapshot = queries.current(audience=audience)
        asked = Selection.from_query(search)
        selection = Selection(period=asked.period, reference=asked.reference)
        view = look_at_sheet(code, selection, snapshot, audience=audience)
        drawing = place_map(view.place.code, view.place.level, snapshot, audience)
    except BuurtError as error:
        return refusal(error)
    return {
        "title": title(view),
        "parts": sheet(view, drawing, said=link_notice(search, view.info)),
        "search": search or "",
    }


def code_of(pathname: str | None) -> str | None:
    """The area code in a path; the city without one; None on another page."""
    path = (pathname or "").rstrip("/")
    if path == PATH:
        return CITY
    return unquote(path[len(PATH) + 1 :]) if path.startswith(PATH + "/") else None


def refusal(error: BuurtError) -> dict[str, Any]:
    """The sentence of an expected fault, with the way out of it."""
    parts = [plain("h1", str(error))]
    if isinstance(error, SelectionError):
        parts.append(
            plain("a", "Fiche van de hele stad", href=f"{PATH}/{CITY}", className="primary", **{"data-go": "1"})
        )
    return {"title": str(error), "parts": [plain("div", parts, className="sheet-refusal")]}


def register(app: Dash) -> None:
    """Adds the sheet to the app."""
    app.callback(Output(ids.SHEET_LATER, "data"), Input(ids.URL, "search"), State(ids.URL, "pathname"))(draw_sheet)
    clientside_callback(
        ClientsideFunction("bvPages", "sheet"),
        Output(ids.SHEET_LATER, "modified_timestamp"),
        Input(ids.SHEET_LATER, "data"),
    )
