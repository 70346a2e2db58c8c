"""A trend the size of a word, as an SVG for the table."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from layers.colours import GREY_LIGHT, NAVY

WIDTH, HEIGHT = 88, 20
SPARK_BOX = f"0 0 {WIDTH} {HEIGHT}"
BASELINE = f"M2 {HEIGHT - 1.5}H{WIDTH - 2}"
DOTTED = " stroke-dasharray='1.5 2'"
IN_A_URI = str.maketrans({"<": "%3C", ">": "%3E", "#": "%23"})
"""The only characters of a sparkline that a URI does not take as they are."""


def spark_lines(values: npt.NDArray[np.float64], *, provisional: int = 0) -> list[tuple[str, bool]]:
    """The lines of a sparkline of WIDTH by HEIGHT, through monthly counts from zero; missing months leave a gap.

    Args:
        values: Counts, oldest first; NaN is missing.
        provisional: How many of the newest months are provisional; their part of the line is dotted.

    Returns:
        The points of each polyline, and whether it is dotted.
    """
    counts: list[float] = values.tolist()
    top = max([1.0, *[count for count in counts if count == count]])  # NaN does not equal itself
    step = (WIDTH - 4) / max(len(counts) - 1, 1)
    points = [
        f"{2 + i * step:.1f},{HEIGHT - 2 - count / top * (HEIGHT - 4):.1f}" if count == count else ""
        for i, count in enumerate(counts)
    ]
    settled = len(points) - provisional
    lines = [(run, False) for run in _runs(points[:settled])]
    if provisional:  # from the last settled month on, so that the line goes on
        lines += [(run, True) for run in _runs(points[max(settled - 1, 0) :])]
    return lines


def sparkline(values: npt.NDArray[np.float64], *, provisional: int = 0) -> str:
    """The lines of `spark_lines` as a picture: a data URI.

    Args: as for `spark_lines`.
    """
    lines = "".join(
        f"<polyline points='{points}'{DOTTED if dotted else ''}/>"
        for points, dotted in spark_lines(values, provisional=provisional)
    )
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{HEIGHT}' fill='none'>"
        f"<path d='{BASELINE}' stroke='{GREY_LIGHT}'/>"
        f"<g stroke='{NAVY}' stroke-width='1.5' stroke-linejoin='round'>{lines}</g></svg>"
    )
    return "data:image/svg+xml," + svg.translate(IN_A_URI)


def _runs(points: list[str]) -> list[str]:
    """The points of each run of months that are there."""
    runs: list[list[str]] = [[]]
    for point in points:
        if point:
            runs[-1].append(point)
        else:
            runs.append([])
    return [" ".join(run) for run in runs if run]
