"""When it happens, for paper: the hours of the week as a small drawing."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from layers.colours import GREY_DARK, SEQUENTIAL
from layers.drawing import Drawing, Shape, label

WIDTH, HEIGHT = 214.0, 96.0
LEFT, TOP = 20.0, 2.0
CELL_W, CELL_H = 8.0, 11.0
_TEXT = 9.5


def week(weights: npt.NDArray[np.float64], *, days: tuple[str, ...]) -> Drawing:
    """Hours across, weekdays down; the busiest hour has the darkest class, an hour without facts the lightest.

    Args:
        weights: Facts per weekday (row 0 is Monday) and hour, 7 x 24, >= 0.
        days: Seven short names, Monday first.

    Returns:
        A drawing of WIDTH by HEIGHT.
    """
    classes = hour_classes(weights)
    shapes = []
    for number, colour in enumerate(SEQUENTIAL):
        cells = np.argwhere(classes == number).tolist()
        if cells:
            d = "".join(
                f"M{LEFT + hour * CELL_W:g} {TOP + day * CELL_H:g}h{CELL_W - 0.6:g}v{CELL_H - 0.6:g}h-{CELL_W - 0.6:g}z"
                for day, hour in cells
            )
            shapes.append(Shape("path", {"d": d, "fill": colour}))
    for row, name in enumerate(days):
        shapes.append(label(LEFT - 4, TOP + (row + 0.8) * CELL_H, name, size=_TEXT, colour=GREY_DARK, anchor="end"))
    below = TOP + 7 * CELL_H + 11
    shapes += [label(LEFT + h * CELL_W, below, f"{h} u", size=_TEXT, colour=GREY_DARK) for h in (0, 6, 12, 18)]
    return Drawing(WIDTH, HEIGHT, tuple(shapes))


def hour_classes(weights: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """The class of each hour: six equal steps from nothing to the busiest hour."""
    top = float(weights.max()) if weights.size else 0.0
    steps = len(SEQUENTIAL)
    share = weights / top if top > 0 else np.zeros_like(weights)
    return np.minimum((share * steps).astype(np.int64), steps - 1)
