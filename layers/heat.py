"""The heat map: a surface of facts per km² as a picture in classes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from layers.colours import SEQUENTIAL
from layers.png import palette_png
from layers.scales import Scale, round_limit

Floats = npt.NDArray[np.float64]
CLASSES = len(SEQUENTIAL)
LEAST_FACTS = 1.0
"""Facts per km² under which the surface is not coloured, whatever the highest value is."""
_ALPHAS = (0, 150, 185, 205, 220, 230, 235)
"""None for what lies under the classes; the lightest class lets the map shine through most."""


def heat_scale(per_km2: Floats) -> Scale | None:
    """Six classes, each up to twice the one before it: the surface falls off so quickly that equal steps show one top.

    Args:
        per_km2: The surface; the highest value sets the last limit.

    Returns:
        The scale with its upper limits, or None when there is nothing to colour. What is under half of the first
        limit has no class.
    """
    highest = float(per_km2.max(initial=0.0))
    if highest < LEAST_FACTS:
        return None
    limits: list[float] = []
    for step in range(CLASSES - 1, -1, -1):
        limit = round_limit(highest / 2**step, whole=True)
        if limit >= LEAST_FACTS and (not limits or limit > limits[-1]):
            limits.append(limit)
    return Scale(tuple(limits), SEQUENTIAL[-len(limits) :])


def floor_of(scale: Scale) -> float:
    """Facts per km² from which the surface is coloured."""
    return scale.limits[0] / 2


def heat_picture(per_km2: Floats, inside: npt.NDArray[np.bool_], scale: Scale) -> bytes:
    """The surface as PNG, transparent where it has no class and outside the city.

    Args:
        per_km2: Facts per km², rows from the top.
        inside: Whether each pixel lies in the city; of the same shape.
        scale: Its classes.
    """
    classes = np.minimum(np.searchsorted(np.array(scale.limits), per_km2, side="left"), len(scale.limits) - 1) + 1
    shown = inside & (per_km2 >= floor_of(scale))
    pixels = np.where(shown, classes, 0).astype(np.uint8)
    return palette_png(pixels, ("#ffffff", *scale.colours), _ALPHAS[:1] + _ALPHAS[-len(scale.colours) :])
