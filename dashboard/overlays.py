"""The map layers that are made of single facts: which facts, and what the browser gets to draw them."""

from __future__ import annotations

import base64
import re
from math import isfinite
from typing import Any

import numpy as np

from dashboard.asked_facts import POINTS, Asked
from dashboard.components import layer_legend
from dashboard.errors import SelectionError
from dashboard.selection import Selection
from dashboard.view import View
from data import queries
from data.catalogue import CATEGORIES
from data.catalogue.grid import CELL_M, PRECISIONS, cell_at
from data.config import Audience
from data.queries import Box, Snapshot
from data.statistics.density import density
from layers import heat, points, warp

HEAT = "warmte"
PATHS = {POINTS: "/feiten", HEAT: "/warmte"}
MOST_ZOOM = 22.0
_NUMBER = re.compile(r"-?\d{1,3}(\.\d{1,12})?")


def addresses(view: View) -> dict[str, str]:
    """Where the browser asks for the facts of each of these layers that is on; the same facts, the same address."""
    asked = view.selection
    which = Selection(
        priority=asked.priority, group=asked.group, categories=asked.categories, period=asked.period, areas=asked.areas
    )
    queries_of = {POINTS: which.to_query(), HEAT: which.but(areas=()).to_query()}
    return {
        layer: f"{PATHS[layer]}{query or '?'}{'&' if query else ''}v={view.info.version}"
        for layer, query in queries_of.items()
        if layer in asked.layers
    }


def box_of(text: str | None) -> Box:
    """The part of the map that is in view.

    Args:
        text: `west,south,east,north`, degrees WGS84.

    Raises:
        SelectionError: when it is no part of the map.
    """
    parts = (text or "").split(",")
    if len(parts) != 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise SelectionError("Het vak op de kaart ontbreekt of klopt niet: schrijf vak=west,zuid,oost,noord in graden.")
    west, south, east, north = (float(part) for part in parts)
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise SelectionError("Het vak op de kaart kan niet: west ligt voor oost en zuid voor noord, in graden.")
    return Box(west, south, east, north)


def zoom_of(text: str | None) -> float:
    """The zoom of the map.

    Raises:
        SelectionError: when it is no number from 0 to 22.
    """
    try:
        zoom = float(text or "")
    except ValueError:
        zoom = -1.0
    if not (isfinite(zoom) and 0 <= zoom <= MOST_ZOOM):
        raise SelectionError(f"Het zoomniveau klopt niet: schrijf zoom=13, een getal van 0 tot {MOST_ZOOM:.0f}.")
    return zoom


def point_answer(wanted: Asked, box: Box, zoom: float, snapshot: Snapshot, audience: Audience) -> dict[str, Any]:
    """The marks in view and their legend."""
    middle = (box.south + box.north) / 2
    cell_m = cell_at(zoom, middle, PRECISIONS[audience])
    found = queries.marks(snapshot, facts=wanted.facts, box=box, cell_m=cell_m, audience=audience)
    largest_px = points.largest_radius(found.cell_m, zoom, middle)
    missing = queries.without_location(snapshot, facts=wanted.city, audience=audience)
    drawn = points.point_marks(found.lon, found.lat, found.by_category, largest_px=largest_px, cell_m=found.cell_m)
    return {
        **drawn,
        "names": [CATEGORIES[c].name if c in CATEGORIES else c for c in wanted.facts.categories],
        "cell": found.cell_m,
        "facts": found.facts,
        "legend": layer_legend.points_legend(wanted, found, largest_px, missing),
    }


def heat_answer(wanted: Asked, snapshot: Snapshot, audience: Audience) -> dict[str, Any]:
    """The picture of the whole city, where it lies, and its legend.

    Always the whole city: facts that are cut away at the border of an area would make it look quiet along that border.
    """
    cells = queries.cell_counts(snapshot, facts=wanted.city, audience=audience)
    surface = density(cells.x, cells.y, cells.n, cell_m=CELL_M)
    all_areas = queries.areas(snapshot, audience=audience)
    west, south = float(all_areas["west"].min()), float(all_areas["south"].min())
    east, north = float(all_areas["east"].max()), float(all_areas["north"].max())
    frame = warp.frame_of(west, south, east, north)
    inside = warp.mask_of(queries.outlines(snapshot, level="wijk", audience=audience), frame)
    per_km2 = warp.warped(
        surface.per_km2, column=surface.column, row=surface.row, cells=warp.cells_of(frame, surface.cell_m)
    )
    scale = heat.heat_scale(np.where(inside, per_km2, 0.0))
    missing = queries.without_location(snapshot, facts=wanted.city, audience=audience)
    answer: dict[str, Any] = {
        "bounds": [[south, west], [north, east]],
        "legend": layer_legend.heat_legend(wanted, scale, surface.bandwidth_m, int(cells.n.sum()), missing),
    }
    if scale is not None:
        picture = heat.heat_picture(per_km2, inside, scale)
        answer["png"] = "data:image/png;base64," + base64.b64encode(picture).decode("ascii")
    return answer
