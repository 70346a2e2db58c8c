"""The page with the whole plan: one change of areas or period is one request that answers it all."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, clientside_callback, html, no_update

from dashboard import ids, who
from dashboard.components.plan_filters import FILTERS, keys
from dashboard.components.plan_panels import plan_panels
from dashboard.plan_view import look_at_plan
from dashboard.selection import KEYS, Selection
from data import queries
from data.errors import BuurtError

OUTPUTS: dict[str, Any] = {
    "sentence": Output(ids.PLAN_SENTENCE, "children"),
    "provenance": Output(ids.PLAN_PROVENANCE, "children"),
    "notices": Output(ids.PLAN_NOTICES, "children"),
    "plan": Output(ids.PLAN_LATER, "data"),
    "effective": Output(ids.PLAN_EFFECTIVE, "data"),
    "filter_values": [Output(ids.plan_filter_id(name), "value") for name in FILTERS],
}


def draw_plan(search: str | None) -> dict[str, Any]:
    """Answers the areas and the period in the URL with the plan."""
    try:
        audience = who.audience()
        view = look_at_plan(Selection.from_query(search), queries.current(audience=audience), audience=audience)
    except BuurtError as error:
        return _refusal(error)
    return plan_panels(view, search or "")


def _refusal(error: BuurtError) -> dict[str, Any]:
    answer: dict[str, Any] = dict.fromkeys(OUTPUTS, no_update)
    answer["filter_values"] = [no_update] * len(FILTERS)
    patch = "&".join(f"{key}=" for key in KEYS.values())
    answer |= {"sentence": str(error), "provenance": [], "plan": []}
    answer["effective"] = {"values": {}, "keys": keys(), "title": str(error)}  # the controls still have to work
    answer["notices"] = [html.Button("Toon de hele stad", className="primary", **{"data-patch": patch})]
    return answer


def register(app: Dash) -> None:
    """Adds the callbacks of the page with the plan to the app, and the drawing of pages that never change."""
    app.callback(output=OUTPUTS, inputs={"search": Input(ids.URL, "search")})(draw_plan)
    there_is = ClientsideFunction
    for name, later in (("plan", ids.PLAN_LATER), ("sources", ids.SOURCES_LATER)):
        clientside_callback(there_is("bvPages", name), Output(later, "modified_timestamp"), Input(later, "data"))
    clientside_callback(
        there_is("bvUpload", "start"),
        Output(ids.UPLOAD_START, "modified_timestamp"),
        Input(ids.UPLOAD_START, "data"),
    )
    clientside_callback(
        there_is("bvPlan", "keep"),
        Output(ids.PLAN_EFFECTIVE, "modified_timestamp"),
        Input(ids.PLAN_EFFECTIVE, "data"),
    )
    clientside_callback(
        there_is("bvPlan", "filter"),
        *[Input(ids.plan_filter_id(name), "value") for name in FILTERS],
        State(ids.PLAN_EFFECTIVE, "data"),
        prevent_initial_call=True,
    )
