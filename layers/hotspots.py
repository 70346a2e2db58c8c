"""Classes of the layer Hotspots: it colours the polygons in place of the measure."""

from __future__ import annotations

from collections.abc import Sequence

from layers.areas import STATUS_CLASSES
from layers.colours import DIVERGING
from layers.scales import Scale

HOTSPOTS = Scale(
    limits=(0.0, 1.0, 2.0),
    colours=(DIVERGING[4], DIVERGING[2], DIVERGING[0]),
    labels=("hotspot", "geen van beide", "coldspot"),
)
NUMBERS = {"hot": 0, "geen": 1, "cold": 2}


def hotspot_classes(names: Sequence[str | None]) -> list[int]:
    """The class of HOTSPOTS of each area; an area without a value is hatched, apart from the grey.

    Args:
        names: hot | cold | geen, or None without a value.
    """
    return [STATUS_CLASSES["missing"] if name is None else NUMBERS[name] for name in names]
