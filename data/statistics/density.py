"""Kernel density of facts on a grid: how many facts there are per km² around each cell."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

BANDWIDTH_M = 250.0
"""Radius of the kernel: what lies further from a place than this does not count for it."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Density:
    """Facts per km² on a grid of square cells.

    Attributes:
        per_km2: Array rows (northwards) x columns (eastwards).
        column, row: Number of the first column and row in the grid of the city.
        cell_m: Side of a cell, metres.
        bandwidth_m: Radius of the kernel, metres.
    """

    per_km2: Floats
    column: int
    row: int
    cell_m: float
    bandwidth_m: float

    @property
    def facts(self) -> float:
        """Facts under the whole surface; as many as went in."""
        return float(self.per_km2.sum()) * self.cell_m**2 / 1e6


def quartic_kernel(bandwidth_m: float, cell_m: float) -> Floats:
    """Weights of the cells around a fact, which add up to one.

    Args:
        bandwidth_m: Radius h; the weight at distance d is proportional to (1 - d²/h²)², and nothing beyond h.
        cell_m: Side of a cell, metres; as large as h or smaller.

    Returns:
        Square array of an odd side, the fact in its middle cell.

    Raises:
        ValueError: when the bandwidth is smaller than a cell.

    Source:
        Silverman (1986), Density Estimation for Statistics and Data Analysis, equation 4.5: K(d) = 3/(π h²)(1-d²/h²)².
    """
    if not 0 < cell_m <= bandwidth_m:
        raise ValueError("the bandwidth is at least one cell")
    reach = math.ceil(bandwidth_m / cell_m) - 1
    steps = np.arange(-reach, reach + 1) * cell_m
    square = (steps[:, None] ** 2 + steps[None, :] ** 2) / bandwidth_m**2
    weights = np.clip(1.0 - square, 0.0, None) ** 2
    # The formula of the plane, taken at the middles of cells, adds up to about one: facts are not made or lost.
    total: Floats = weights / weights.sum()
    return total


def density(
    x: npt.NDArray[np.int64], y: npt.NDArray[np.int64], n: Floats, *, cell_m: float, bandwidth_m: float = BANDWIDTH_M
) -> Density:
    """Spreads the facts of each cell over the cells around it.

    Args:
        x, y: Numbers of cells, eastwards and northwards; one element a cell that has facts, each cell once.
        n: Facts in it.
        cell_m: Side of a cell, metres.
        bandwidth_m: Radius of the kernel, metres.

    Returns:
        The surface, wide enough to hold every fact whole; nothing is cut off at a border. Without facts it is empty.
    """
    from scipy.ndimage import convolve  # a page without this layer need not load it

    kernel = quartic_kernel(bandwidth_m, cell_m)
    if not len(n):
        return Density(np.zeros((0, 0)), 0, 0, cell_m, bandwidth_m)
    reach = len(kernel) // 2
    column, row = int(x.min()) - reach, int(y.min()) - reach
    counts = np.zeros((int(y.max()) + reach - row + 1, int(x.max()) + reach - column + 1))
    np.add.at(counts, (y - row, x - column), n)
    spread = convolve(counts, kernel, mode="constant")
    return Density(spread / (cell_m**2 / 1e6), column, row, cell_m, bandwidth_m)
