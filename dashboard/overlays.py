"""The map layers that are made of single facts: which facts, and what the browser gets to draw them."""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from math import isfinite
from typing import Any

import numpy as np
import numpy.typing as npt

from dashboard.asked_facts import POINTS, Asked
from dashboard.components import layer_legend
from dashboard.errors import SelectionError
from dashboard.selection import Selection
from dashboard.view import View
from data import queries
from data.catalogue import CATEGORIES
from data.catalogue.grid import CELL_M, PRECISIONS, cell_at, metres_per_pixel
from data.config import Audience
from data.queries import Box, Facts, Snapshot
from data.statistics.density import Density, density
from layers import Scale, heat, points, warp

HEAT = "warmte"
PATHS = {POINTS: "/feiten", HEAT: "/warmte"}
NOT_OF_FACTS = ("level", "measure", "layers", "sort", "reference", "options", "chart", "rows")
"""Fields of a selection that choose how figures are shown, not which facts."""

MOST_ZOOM = 22.0
_SCREEN_PIXELS = 2.0
"""Of the screen, that a pixel of the picture is wide: the browser smooths what lies between."""
_NUMBER = re.compile(r"-?\d{1,3}(\.\d{1,12})?")


def addresses(view: View) -> dict[str, str]:
    """Where the browser asks for the facts of each of these layers that is on; the same facts, the same address."""
    asked = view.selection
    same = Selection()  # what these layers do not depend on is left out, whatever fields a selection has
    which = asked.but(**{name: getattr(same, name) for name in NOT_OF_FACTS})
    queries_of = {POINTS: which.to_query(), HEAT: which.but(areas=()).to_query()}
    return {
        layer: f"{PATHS[layer]}{query or '?'}{'&' if query else ''}v={view.info.key}"
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


def heat_answer(wanted: Asked, box: Box | None, zoom: float, snapshot: Snapshot, audience: Audience) -> dict[str, Any]:
    """The picture of the city or of a part of it, where it lies, and its legend.

    Its facts are always those of the whole city: what is cut away at the border of an area would make it look quiet
    along that border. The classes are those of the whole city too, so that they stay when the map moves.

    Args:
        wanted: The facts. box: What to show; None is the whole city. zoom: Of the map, for the size of a pixel.
    """
    surface = _surface(snapshot, wanted.city, audience)
    city, frame, inside = _city(snapshot, audience)
    scale, mask = _scale(snapshot, wanted.city, audience), inside
    shown = city if box is None else box.clip(city)
    missing = queries.without_location(snapshot, facts=wanted.city, audience=audience)
    answer: dict[str, Any] = {
        "legend": layer_legend.heat_legend(wanted, scale, surface.bandwidth_m, round(surface.facts), missing)
    }
    if scale is None or shown is None:
        return answer
    if box is not None:
        pixel_m = _SCREEN_PIXELS * metres_per_pixel(zoom, (shown.south + shown.north) / 2)
        part = warp.frame_of(shown.west, shown.south, shown.east, shown.north, pixel_m=pixel_m)
        mask, frame = warp.part_of(inside, frame, part), part
    cells = warp.cells_of(frame, surface.cell_m)
    per_km2 = warp.warped(surface.per_km2, column=surface.column, row=surface.row, cells=cells)
    picture = heat.heat_picture(per_km2, mask, scale)
    return answer | {
        "bounds": [[shown.south, shown.west], [shown.north, shown.east]],
        "png": "data:image/png;base64," + base64.b64encode(picture).decode("ascii"),
    }


@lru_cache(maxsize=16)
def _surface(snapshot: Snapshot, facts: Facts, audience: Audience) -> Density:
    cells = queries.cell_counts(snapshot, facts=facts, audience=audience)
    return density(cells.x, cells.y, cells.n, cell_m=CELL_M)


@lru_cache(maxsize=64)
def _scale(snapshot: Snapshot, facts: Facts, audience: Audience) -> Scale | None:
    """The classes of the whole city; every second pixel tells its highest value, as smooth as the surface is."""
    surface = _surface(snapshot, facts, audience)
    _, frame, inside = _city(snapshot, audience)
    cells = warp.cells_of(frame, surface.cell_m)[:, ::2, ::2]
    per_km2 = warp.warped(surface.per_km2, column=surface.column, row=surface.row, cells=cells)
    return heat.heat_scale(np.where(inside[::2, ::2], per_km2, 0.0))


@lru_cache(maxsize=2)
def _city(snapshot: Snapshot, audience: Audience) -> tuple[Box, warp.Frame, npt.NDArray[np.bool_]]:
    areas = queries.areas(snapshot, audience=audience)
    city = Box(
        *(float(v) for v in (areas["west"].min(), areas["south"].min(), areas["east"].max(), areas["north"].max()))
    )
    frame = warp.frame_of(city.west, city.south, city.east, city.north)
    return city, frame, warp.mask_of(queries.outlines(snapshot, level="wijk", audience=audience), frame)
