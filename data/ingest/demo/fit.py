"""Expected cells of the demonstration set: iterative proportional fitting of a plausible table to published totals."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from data.ingest.demo.margins import CATEGORY_WIJK, LARGEST_CELL, Margins
from data.ingest.demo.shape import FloatArray, category_ids, seed_table, year_targets, years_of

MOST_ROUNDS = 400
CLOSE_ENOUGH = 1e-6

BELOW_LARGEST = 0.9
"""No other parking cell is expected above this share of the largest one, so that chance does not pass it."""


def expected_cells(margins: Margins, totals: npt.NDArray[np.int64], rng: np.random.Generator) -> FloatArray:
    """The expected number of facts per wijk, category and month.

    Args:
        margins: The published totals.
        totals: Total of each wijk, summing to the city's.
        rng: For the differences between wijken, years and cells that nothing published tells.

    Returns:
        Array wijken x categories x months that has every published total.

    Source: Deming & Stephan (1940), On a least squares adjustment of a sampled frequency table when the expected
        marginal totals are known.
    """
    table = seed_table(margins, totals, rng)
    targets, years = year_targets(margins), years_of(margins)
    rows = {code: i for i, code in enumerate(margins.wijken)}
    by_category = np.array([margins.wijk_categories[c] for c in category_ids()], dtype=float)
    wijk, category, month, largest = LARGEST_CELL
    cell = (rows[wijk], category_ids().index(category), margins.months.index(month))
    for _ in range(MOST_ROUNDS):
        before = table.copy()
        for y in range(targets.shape[1]):
            here = years == y
            table[:, :-1, here] *= _ratio(targets[:, y], table[:, :-1, here].sum(axis=(0, 2)))[None, :, None]
        table[rows[CATEGORY_WIJK]] *= _ratio(by_category, table[rows[CATEGORY_WIJK]].sum(axis=1))[:, None]
        table *= _ratio(totals, table.sum(axis=(1, 2)))[:, None, None]
        for code, monthly in margins.wijk_months.items():
            table[rows[code]] *= _ratio(monthly, table[rows[code]].sum(axis=0))[None, :]
        parking = table[:, -1, :]
        np.minimum(parking, BELOW_LARGEST * largest, out=parking)
        table[cell] = largest
        others = np.arange(len(parking)) != cell[0]
        parking[others, cell[2]] *= (margins.parking[cell[2]] - largest) / parking[others, cell[2]].sum()
        apart = np.arange(len(margins.months)) != cell[2]
        parking[:, apart] *= _ratio(margins.parking, parking.sum(axis=0))[None, apart]
        table[:, :-1, :] *= _ratio(margins.rest, table[:, :-1, :].sum(axis=(0, 1)))[None, None, :]
        if np.abs(table - before).max() < CLOSE_ENOUGH:
            break
    return table


def _ratio(wanted: npt.NDArray[np.generic], have: FloatArray) -> FloatArray:
    ratio: FloatArray = np.divide(wanted, have, out=np.zeros(have.shape), where=have > 0)
    return ratio
