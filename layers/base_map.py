"""The map layers of this product, drawn from its own data; only the background tiles need the internet."""

from __future__ import annotations

from typing import Any

import dash_leaflet as dl
from dash_extensions.javascript import Namespace

from layers.registry import Geo, Layer, geo_url, register

_js = Namespace("bv", "map")
BASE_HEIGHTS = {"outline": 405, "water": 430, "rail": 430, "place": 440}
"""Kind of the base map -> height of its pane. The areas are from 410, so that half of the outline of the city stands
out under them; the border of what is chosen is at 435 (assets/map.js)."""


def _shapes(**props: Any) -> dl.GeoJSON:
    """Shapes that tell Dash nothing of the mouse: for each area it passes Dash would go through every component."""
    return dl.GeoJSON(disableDefaultEventHandlers=True, **props)


def areas(geo: Geo, _: dict[str, Any]) -> Any:
    """The polygons of every level; the browser shows one level and colours it."""
    shapes = [
        dl.Pane(
            _shapes(url=geo_url(geo[level]), style=_js(f"style_{level}"), onEachFeature=_js(f"each_{level}")),
            name=f"bv-{level}",
            style={"zIndex": 410 + i},
        )
        for i, level in enumerate(("buurt", "wijk", "groep", "zone"))
        if level in geo
    ]
    return dl.LayerGroup(shapes)


def base(kind: str, layer: str) -> Any:
    """A maker of the base map's features of one kind, of `BASE_HEIGHTS`, in the pane of its layer."""

    def draw(geo: Geo, _: dict[str, Any]) -> Any:
        if "base" not in geo:
            return None
        return dl.Pane(
            _shapes(
                url=geo_url(geo["base"]),
                style=_js("styleBase"),
                filter=_js(f"only_{kind}"),
                pointToLayer=_js("placeName"),
                interactive=False,
            ),
            name=f"bv-{layer}",
            style={"zIndex": BASE_HEIGHTS[kind], "pointerEvents": "none"},
        )

    return draw


outline = base("outline", "omtrek")
"""The border of the city; no layer to choose, for without any layer the map would be empty."""


def names(geo: Geo, facts: dict[str, Any]) -> Any:
    """The names of the areas of the level on screen, as many as fit."""
    return dl.Pane(
        _shapes(data=facts["labels"], pointToLayer=_js("areaName"), interactive=False),
        name="bv-namen",
        style={"zIndex": 450, "pointerEvents": "none"},
    )


def campuses(geo: Geo, facts: dict[str, Any]) -> Any:
    """Student campuses, as points with their name."""
    if "base" not in geo:
        return None
    return dl.Pane(
        _shapes(data=facts["campuses"], pointToLayer=_js("campus")), name="bv-campussen", style={"zIndex": 445}
    )


def hotspots(_: Geo, __: dict[str, Any]) -> Any:
    """Empty: while the layer is on, the polygons of the areas get the colours of `layers.hotspots`."""
    return dl.LayerGroup([])


def from_facts(_: Geo, __: dict[str, Any]) -> Any:
    """Empty: assets/overlays.js asks for the facts in view while the layer is on, and draws them on a canvas."""
    return dl.LayerGroup([])


def tiles(_: Geo, facts: dict[str, Any]) -> Any:
    """OpenStreetMap tiles under the areas; a tile that does not come leaves the page as it is."""
    return dl.TileLayer(url=facts["tile_url"], attribution="© OpenStreetMap contributors", opacity=0.6, maxZoom=19)


register(Layer("feiten", "Feiten per gebied", areas, on=True))
register(Layer("hotspots", "Hotspots (meer dan toeval)", hotspots, note="Per buurt, in plaats van de maat"))
register(Layer("punten", "Feiten als punten", from_facts, from_facts=True, note="Uit losse feiten, per vak"))
register(Layer("warmte", "Warmtekaart", from_facts, from_facts=True, note="Feiten per km², in plaats van de maat"))
register(Layer("namen", "Namen van gebieden", names, on=True))
register(Layer("water", "Water", base("water", "water"), on=True, note="© OpenStreetMap contributors, 2015"))
register(Layer("spoor", "Spoor", base("rail", "spoor"), on=True, note="© OpenStreetMap contributors, 2015"))
register(Layer("plaatsen", "Plaatsnamen", base("place", "plaatsen"), note="© OpenStreetMap contributors, 2015"))
register(Layer("campussen", "Campussen", campuses, note="Eigen lijst, zonder vermelde uitgever"))
register(Layer("osm", "Achtergrondkaart (online)", tiles, online=True, note="Heeft internet nodig"))
