"""Classes of the layer Hotspots: it colours the polygons in place of the measure."""

from __future__ import annotations

from collections.abc import Sequence

from layers.areas import STATUS_CLASSES
from layers.colours import DIVERGING
from layers.scales import Scale

HOTSPOTS = Scale(
    limits=(0.0, 1.0, 2.0),
    colours=(DIVERGING[4], DIVERGING[2], DIVERGING[0]),
    labels=("hotspot: meer dan toeval", "geen van beide", "coldspot: minder dan toeval"),
)
NUMBERS = {"hot": 0, "geen": 1, "cold": 2}


def hotspot_classes(names: Sequence[str | None]) -> list[int]:
    """The class of HOTSPOTS of each area; an area without a value has that of a rate that cannot be made.

    Args:
        names: hot | cold | geen, or None without a value.
    """
    return [STATUS_CLASSES["too-small"] if name is None else NUMBERS[name] for name in names]
