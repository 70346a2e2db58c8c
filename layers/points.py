"""Facts as points: how large each mark is, as lists that the browser draws on a canvas."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from data.catalogue.grid import metres_per_pixel

Floats = npt.NDArray[np.float64]
SMALLEST_PX, LARGEST_PX = 3.5, 20.0
_DECIMALS = 5
"""Of a degree: 1 m, of the middle of a cell of 100 m."""
_EXACT_DECIMALS = 6


def largest_radius(cell_m: int, zoom: float, lat: float) -> float:
    """Radius of the mark with the most facts, pixels: it about fills its cell.

    Args:
        cell_m: Side of a cell, metres; 0 is single points.
        zoom: Of the map. lat: Degrees WGS84.
    """
    if cell_m == 0:
        return 12.0
    return float(np.clip(0.55 * cell_m / metres_per_pixel(zoom, lat), 12.0, LARGEST_PX))


def radii(n: Floats, most: float, largest_px: float) -> Floats:
    """Radius of each mark, pixels: the surface goes with the number of facts, but one fact can still be seen.

    Args:
        n: Facts of each mark. most: Facts of the mark that gets the largest radius. largest_px: That radius.
    """
    if most <= 0:
        return np.zeros(len(n))
    sized: Floats = np.maximum(SMALLEST_PX, largest_px * np.sqrt(n / most))
    return sized


def example_counts(most: float) -> list[int]:
    """Three plain numbers of facts for a legend, the largest not above the most that there is."""
    plain = [f * 10**e for e in range(7) for f in (1, 2, 5)]
    top = max((n for n in plain if n <= most), default=1)
    middle = max((n for n in plain if n <= top / 4), default=1)
    return sorted({1, middle, top})


def point_marks(lon: Floats, lat: Floats, by_category: Floats, *, largest_px: float, cell_m: int) -> dict[str, Any]:
    """What the browser needs to draw the marks: one list per property, the most facts first.

    Args:
        lon, lat: Degrees WGS84. by_category: Facts, marks x categories.
        largest_px: Radius of the mark with the most facts. cell_m: Side of a cell, metres; 0 is single points.

    Returns:
        lon, lat, n, r (pixels), and by: the facts of each category, left out where there is only one category.
    """
    n = by_category.sum(axis=1)
    decimals = _DECIMALS if cell_m else _EXACT_DECIMALS
    drawn: dict[str, Any] = {
        "lon": np.round(lon, decimals).tolist(),
        "lat": np.round(lat, decimals).tolist(),
        "n": n.astype(int).tolist(),
        "r": np.round(radii(n, float(n.max(initial=0.0)), largest_px), 1).tolist(),
    }
    if by_category.shape[1] > 1:
        drawn["by"] = by_category.astype(int).tolist()
    return drawn
