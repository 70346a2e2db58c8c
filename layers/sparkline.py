"""A trend the size of a word, as an SVG for the table."""

from __future__ import annotations

from urllib.parse import quote

import numpy as np
import numpy.typing as npt

from layers.colours import GREY_LIGHT, NAVY

WIDTH, HEIGHT = 88, 20


def sparkline(values: npt.NDArray[np.float64]) -> str:
    """A line through monthly counts, from zero, as a data URI; missing months leave a gap.

    Args:
        values: Counts, oldest first; NaN is missing.
    """
    known = values[~np.isnan(values)]
    top = max(float(known.max()) if known.size else 0.0, 1.0)
    step = (WIDTH - 4) / max(len(values) - 1, 1)
    runs: list[list[str]] = [[]]
    for i, value in enumerate(values):
        if np.isnan(value):
            runs.append([])
        else:
            runs[-1].append(f"{2 + i * step:.1f},{HEIGHT - 2 - value / top * (HEIGHT - 4):.1f}")
    lines = "".join(f"<polyline points='{' '.join(run)}'/>" for run in runs if run)
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{HEIGHT}' fill='none'>"
        f"<path d='M2 {HEIGHT - 1.5}H{WIDTH - 2}' stroke='{GREY_LIGHT}'/>"
        f"<g stroke='{NAVY}' stroke-width='1.5' stroke-linejoin='round'>{lines}</g></svg>"
    )
    return "data:image/svg+xml," + quote(svg, safe=" =:/',.-()")
