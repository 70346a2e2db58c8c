"""One change of the selection is one request that answers every panel."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, clientside_callback, html, no_update

from dashboard import ids
from dashboard.components.filters import FILTERS
from dashboard.components.panels import main_panels
from dashboard.errors import SelectionError
from dashboard.selection import Selection
from dashboard.view import look
from data import queries
from data.config import settings
from data.errors import BuurtError

OUTPUTS: dict[str, Any] = {
    "sentence": Output(ids.SENTENCE, "children"),
    "provenance": Output(ids.PROVENANCE, "children"),
    "notices": Output(ids.NOTICES, "children"),
    "nav": Output(ids.NAV, "children"),
    "paint": Output(ids.MAP_PAINT, "data"),
    "tiles": Output(ids.MAP_TILES, "children"),
    "frame": Output(ids.MAP_FRAME, "className"),
    "legend": Output(ids.LEGEND, "children"),
    "keys": Output(ids.KEY_FIGURES, "children"),
    "trend_head": Output(ids.TREND_HEAD, "children"),
    "trend": Output(ids.TREND, "figure"),
    "years_head": Output(ids.YEARS_HEAD, "children"),
    "years": Output(ids.YEARS, "figure"),
    "signals": Output(ids.SIGNALS, "children"),
    "funnel_head": Output(ids.FUNNEL_HEAD, "children"),
    "funnel": Output(ids.FUNNEL, "figure"),
    "categories_head": Output(ids.CATEGORIES_HEAD, "children"),
    "categories": Output(ids.CATEGORIES, "figure"),
    "categories_card": Output(ids.CATEGORIES_CARD, "className"),
    "table_head": Output(ids.TABLE_HEAD, "children"),
    "table": Output(ids.TABLE_LATER, "data"),
    "effective": Output(ids.EFFECTIVE, "data"),
    "filter_values": [Output(ids.filter_id(name), "value") for name in FILTERS],
    "measure_options": Output(ids.filter_id("measure"), "data"),
    "level_options": Output(ids.filter_id("level"), "data"),
    "group_options": Output(ids.filter_id("group"), "children"),
    "group_class": Output("group-field", "className"),
    "category_options": Output(ids.filter_id("categories"), "children"),
    "category_class": Output("categories-field", "className"),
    "board": Output("board", "className"),
}


def draw(search: str | None) -> dict[str, Any]:
    """Answers the selection in the URL with the content of every panel."""
    try:
        view = look(Selection.from_query(search), queries.current(), audience=settings().profile)
    except BuurtError as error:
        return refusal(error)
    return main_panels(view)


def refusal(error: BuurtError) -> dict[str, Any]:
    """The sentence of an expected fault in place of figures, with the way out of it."""
    answer: dict[str, Any] = dict.fromkeys(OUTPUTS, no_update)
    answer["filter_values"] = [no_update] * len(FILTERS)
    answer["sentence"] = str(error)
    answer["notices"] = [html.Button("Terug naar het beginbeeld", className="primary", **{"data-patch": _clear()})]
    answer["board"] = "board is-empty" if isinstance(error, SelectionError) else "board is-empty is-down"
    return answer


def _clear() -> str:
    from dashboard.selection import KEYS

    return "&".join(f"{key}=" for key in KEYS.values())


def register(app: Dash) -> None:
    """Adds the callbacks of the main page to the app."""
    app.callback(output=OUTPUTS, inputs={"search": Input(ids.URL, "search")})(draw)
    there_is = ClientsideFunction
    clientside_callback(
        there_is("bv", "paint"), Output(ids.MAP_PAINT, "modified_timestamp"), Input(ids.MAP_PAINT, "data")
    )
    clientside_callback(
        there_is("bv", "keep"), Output(ids.EFFECTIVE, "modified_timestamp"), Input(ids.EFFECTIVE, "data")
    )
    clientside_callback(there_is("bv", "later"), Input(ids.TABLE_LATER, "data"))
    clientside_callback(
        there_is("bv", "filter"), *[Input(ids.filter_id(name), "value") for name in FILTERS], prevent_initial_call=True
    )
    for graph in (ids.TREND, ids.YEARS, ids.CATEGORIES, ids.FUNNEL):
        clientside_callback(there_is("bv", "point"), Input(graph, "clickData"), prevent_initial_call=True)
    clientside_callback(
        there_is("bv", "mapButton"),
        *[Input(key, "n_clicks") for key in ("zoom-in", "zoom-out", "zoom-home", "zoom-selection")],
        prevent_initial_call=True,
    )
    clientside_callback(
        there_is("bv", "adding"),
        Output("add-mode", "aria-pressed"),
        Input("add-mode", "n_clicks"),
        prevent_initial_call=True,
    )
    clientside_callback(
        there_is("bv", "toggleFilters"),
        Output("filters", "className"),
        Input(ids.FILTERS_TOGGLE, "n_clicks"),
        prevent_initial_call=True,
    )
    clientside_callback(
        there_is("bv", "share"),
        Output(ids.SHARE_NOTE, "children"),
        Input(ids.SHARE, "n_clicks"),
        prevent_initial_call=True,
    )
    clientside_callback(
        there_is("bv", "keepHome"),
        Output(ids.HOME_NOTE, "children"),
        Input(ids.HOME_VIEW, "n_clicks"),
        prevent_initial_call=True,
    )
