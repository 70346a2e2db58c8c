"""Which polygon can be a zone: read, checked against the city, and rounded; refused with a sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyproj
import shapely

from data.errors import InputError

LEAST_M2 = 400.0
"""A square of 20 m: less is a slip of the mouse."""
MOST_CORNERS = 500
LEAST_INSIDE = 0.5
"""Part of a zone that lies in the city, at least: the border of the city may be drawn loosely."""
DECIMALS = 6
"""Of a degree: about 0.1 m."""
AGAIN = "Teken de zone opnieuw."
_KINDS = ("Polygon", "MultiPolygon")


def polygon_of(geometry: Mapping[str, Any]) -> shapely.Geometry:
    """The polygon of a GeoJSON geometry (degrees, EPSG:4326), not checked yet.

    Raises:
        InputError: when it is none.
    """
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    if kind not in _KINDS:
        raise InputError(f"Dit is geen vlak. {AGAIN}")
    try:
        return shapely.from_geojson(json.dumps(geometry))
    except (shapely.errors.ShapelyError, ValueError, TypeError) as error:
        raise InputError(f"De grens van deze zone is niet te lezen. {AGAIN}") from error


def checked(shape: shapely.Geometry, *, city: Sequence[bytes]) -> bytes:
    """The polygon as it is kept.

    Args:
        shape: Polygon or multipolygon, degrees (EPSG:4326).
        city: Outlines of the wijken, WKB, EPSG:4326.

    Returns:
        WKB, EPSG:4326, coordinates of 6 decimals.

    Raises:
        InputError: for a polygon that crosses itself, is empty, has too many corners, is tiny or huge, or does not lie
            in the city; the sentence says what to do.
    """
    if shape is None or shape.is_empty or shape.geom_type not in _KINDS:
        raise InputError(f"De grens van deze zone is leeg of geen vlak. {AGAIN}")
    shape = shapely.force_2d(shape)
    corners = shapely.get_coordinates(shape)
    _check_place(corners)
    if len(corners) > MOST_CORNERS:
        raise InputError(
            f"Deze zone heeft {len(corners)} hoekpunten; een zone heeft er hoogstens {MOST_CORNERS}. "
            "Vereenvoudig de grens en probeer opnieuw."
        )
    shape = shapely.transform(shape, lambda xy: xy.round(DECIMALS))
    if not shape.is_valid:
        raise InputError(_invalid(shape))
    size = _m2(shape)
    if size < LEAST_M2:
        raise InputError(
            f"Deze zone is te klein ({size:.0f} m²): een zone is minstens {LEAST_M2:.0f} m². Teken ze groter."
        )
    whole = shapely.union_all(shapely.from_wkb(list(city)))
    if size > _m2(whole):
        raise InputError("Deze zone is groter dan de hele stad. Teken ze kleiner.")
    if _m2(shapely.intersection(shape, whole)) < LEAST_INSIDE * size:
        raise InputError("Deze zone ligt niet in de stad, of voor meer dan de helft erbuiten. Teken ze in de stad.")
    kept: bytes = shapely.to_wkb(shapely.orient_polygons(shape, exterior_cw=False))
    return kept


def _check_place(corners: Any) -> None:
    if not np.isfinite(corners).all() or (np.abs(corners) > [180, 90]).any():
        raise InputError("De coördinaten van deze zone liggen niet op aarde; klopt het coördinatenstelsel?")


def _invalid(shape: shapely.Geometry) -> str:
    reason = shapely.is_valid_reason(shape)
    where = re.search(r"\[(-?[\d.]+) (-?[\d.]+)\]", reason)
    at = f" bij {float(where[2]):.4f} NB, {float(where[1]):.4f} OL".replace(".", ",") if where else ""
    if "Self-intersection" in reason:
        return f"De grens van deze zone kruist zichzelf{at}. Teken ze opnieuw, zonder lijnen die elkaar kruisen."
    return f"De grens van deze zone klopt niet{at}: ze raakt of overlapt zichzelf, of heeft te weinig hoeken. {AGAIN}"


def _m2(shape: shapely.Geometry) -> float:
    return abs(float(pyproj.Geod(ellps="WGS84").geometry_area_perimeter(shape)[0]))
