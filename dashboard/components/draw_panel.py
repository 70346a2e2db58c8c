"""Drawing on the map: the tools for a zone and for a group, which only profile intern gets."""

from __future__ import annotations

from typing import Any

import dash_leaflet as dl
import dash_mantine_components as dmc
from dash import dcc, html

from dashboard import ids

OWN_AREAS_PAGE = "/mijn-gebieden"


def draw_control() -> dl.FeatureGroup:
    """What draws polygons and rectangles; its own toolbar is hidden, `assets/draw.js` starts it in Dutch."""
    off = dict.fromkeys(("polyline", "circle", "circlemarker", "marker"), False)
    style = {"color": "#f95706", "weight": 2, "fillOpacity": 0.1}
    on = {"polygon": {"allowIntersection": False, "shapeOptions": style}, "rectangle": {"shapeOptions": style}}
    return dl.FeatureGroup([dl.EditControl(id=ids.DRAW, draw={**off, **on}, edit={"edit": False, "remove": False})])


def draw_panel() -> html.Div:
    """The panel over the map: choose a tool, draw, give a name, keep; or keep the choice as a group."""
    return html.Div(
        [
            html.H2("Zone tekenen", id="draw-title"),
            html.P(id="draw-help", **{"aria-live": "polite"}),
            html.Div(
                [
                    html.Button("Veelhoek", id="draw-polygon", className="tool"),
                    html.Button("Rechthoek", id="draw-rectangle", className="tool"),
                    html.Button("Laatste punt weg", id="draw-undo", className="tool"),
                ],
                id="draw-tools",
                className="draw-row",
            ),
            dmc.TextInput(id="draw-name", label="Naam", size="sm"),
            html.Div(
                [
                    html.Button("Bewaar", id="draw-save", className="primary"),
                    html.Button("Annuleer", id="draw-cancel", className="quiet"),
                ],
                className="draw-row",
            ),
            html.P(id="draw-error", className="draw-error", role="alert"),
            html.P(
                [
                    "Tekenen vraagt een muis of een vinger. Met het toetsenbord: lees de zone in uit een bestand op ",
                    dcc.Link("Mijn gebieden", href=OWN_AREAS_PAGE),
                    ", of kies wijken en buurten in de lijst en bewaar ze als groep.",
                ],
                className="draw-other quiet",
            ),
        ],
        id="draw-panel",
        className="draw-panel is-hidden",
        role="group",
        **{"aria-labelledby": "draw-title"},
    )


def draw_buttons() -> list[Any]:
    """The buttons on the map that open the panel."""
    return [
        html.Button("Teken zone", id="draw-open", className="wide", title="Teken een eigen zone op de kaart"),
        html.Button(
            "Bewaar als groep",
            id="group-open",
            className="wide",
            title="Bewaar de gekozen wijken en buurten onder één naam",
        ),
        dcc.Link("Mijn gebieden", href=OWN_AREAS_PAGE, className="wide-link"),
    ]
