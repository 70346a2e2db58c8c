"""A trend the size of a word, as an SVG for the table."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from layers.colours import GREY_LIGHT, NAVY

WIDTH, HEIGHT = 88, 20
IN_A_URI = str.maketrans({"<": "%3C", ">": "%3E", "#": "%23"})
"""The only characters of a sparkline that a URI does not take as they are."""


def sparkline(values: npt.NDArray[np.float64], *, provisional: int = 0) -> str:
    """A line through monthly counts, from zero, as a data URI; missing months leave a gap.

    Args:
        values: Counts, oldest first; NaN is missing.
        provisional: How many of the newest months are provisional; their part of the line is dotted.
    """
    counts: list[float] = values.tolist()
    top = max([1.0, *[count for count in counts if count == count]])  # NaN does not equal itself
    step = (WIDTH - 4) / max(len(counts) - 1, 1)
    points = [
        f"{2 + i * step:.1f},{HEIGHT - 2 - count / top * (HEIGHT - 4):.1f}" if count == count else ""
        for i, count in enumerate(counts)
    ]
    settled = len(points) - provisional
    lines = _polylines(points[:settled], "")
    if provisional:  # from the last settled month on, so that the line goes on
        lines += _polylines(points[max(settled - 1, 0) :], " stroke-dasharray='1.5 2'")
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{HEIGHT}' fill='none'>"
        f"<path d='M2 {HEIGHT - 1.5}H{WIDTH - 2}' stroke='{GREY_LIGHT}'/>"
        f"<g stroke='{NAVY}' stroke-width='1.5' stroke-linejoin='round'>{lines}</g></svg>"
    )
    return "data:image/svg+xml," + svg.translate(IN_A_URI)


def _polylines(points: list[str], style: str) -> str:
    """One line for each run of months that are there."""
    runs: list[list[str]] = [[]]
    for point in points:
        if point:
            runs[-1].append(point)
        else:
            runs.append([])
    return "".join(f"<polyline points='{' '.join(run)}'{style}/>" for run in runs if run)
