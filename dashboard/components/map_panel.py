"""The map: every layer once, the legend, and the buttons."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import dash_leaflet as dl
import pandas as pd
from dash import html

from dashboard import ids, words
from dashboard.components.draw_panel import draw_buttons, draw_control, draw_panel
from dashboard.components.export_menu import MAP, export_button
from data.catalogue import SHOWN_LEVELS
from data.queries import SnapshotInfo
from layers import LAYERS, outline
from layers.registry import DATA

BUTTONS = (
    ("zoom-in", "+", "Inzoomen"),
    ("zoom-out", "−", "Uitzoomen"),
    ("zoom-home", "⌂", "Hele stad"),
    ("zoom-selection", "◎", "Zoom naar de keuze"),
)


def map_panel(info: SnapshotInfo, areas: pd.DataFrame, tile_url: str, *, draws: bool) -> html.Section:
    """The map without colours: the answer to the URL paints it; `draws` adds the tools for own areas."""
    facts = {"labels": labels(areas), "campuses": campuses(), "tile_url": tile_url}
    drawn = [outline(info.geo, facts), *(each.draw(info.geo, facts) for each in LAYERS.values() if not each.online)]
    located = areas[areas["is_located"] & areas["west"].notna()]
    south, west = located["south"].min(), located["west"].min()
    north, east = located["north"].max(), located["east"].max()
    return html.Section(
        [
            html.Div(
                dl.Map(
                    [
                        *[d for d in drawn if d is not None],
                        dl.LayerGroup(id=ids.MAP_TILES),
                        *([draw_control()] if draws else []),
                    ],
                    id=ids.MAP,
                    bounds=[[float(south), float(west)], [float(north), float(east)]],
                    zoomControl=False,
                    attributionControl=False,
                    zoomSnap=0.25,
                    maxZoom=18,
                    keyboard=True,
                    trackViewport=False,
                    className="map",
                ),
                id=ids.MAP_FRAME,
                className="map-frame",
            ),
            html.Div(
                [
                    *[
                        html.Button(sign, id=key, title=title, disable_n_clicks=True, **{"aria-label": title})
                        for key, sign, title in BUTTONS
                    ],
                    html.Button(
                        "Voeg toe",
                        id="add-mode",
                        className="wide",
                        n_clicks=0,
                        title="Tik daarna op gebieden om ze bij de keuze te voegen",
                        **{"aria-pressed": "false"},
                    ),
                    export_button("kaart", graph=MAP),
                    *(draw_buttons() if draws else []),
                ],
                className="map-buttons",
            ),
            draw_panel() if draws else None,
            html.Div(id=ids.LEGEND, className="legend"),
            html.Div(id=ids.LAYER_LEGEND, role="status"),
            html.Div(words.MAP_SOURCE, className="attribution") if "base" in info.geo else None,
        ],
        className="panel map-panel",
        **{"aria-label": "Kaart"},
    )


def labels(areas: pd.DataFrame) -> dict[str, Any]:
    """Label points of wijken and buurten, the largest areas first, as GeoJSON."""
    located = areas[areas["is_located"] & areas["level"].isin(SHOWN_LEVELS)]
    ranked = located.sort_values("km2", ascending=False)
    return _points(
        [
            (row.label_lon, row.label_lat, {"code": row.Index, "name": row.name, "level": row.level, "rank": rank})
            for rank, row in enumerate(ranked[["label_lon", "label_lat", "name", "level"]].itertuples())
        ]
    )


@lru_cache(maxsize=1)
def campuses() -> dict[str, Any]:
    """Student campuses as GeoJSON points."""
    path = DATA / "campuses.geojson"
    return json.loads(path.read_text(encoding="utf-8"))


def _points(rows: list[tuple[float, float, dict[str, Any]]]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": properties,
                "geometry": {"type": "Point", "coordinates": [round(float(lon), 5), round(float(lat), 5)]},
            }
            for lon, lat, properties in rows
        ],
    }
