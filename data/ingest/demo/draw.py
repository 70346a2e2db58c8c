"""`python -m data.ingest.demo.draw`: draws the counts of the demonstration set and writes them to counts.csv.gz.

The counts are kept as a file, not drawn at every start: random streams of a library may change between versions, and
everybody should see the same figures. A test draws them again and compares.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.ingest.demo.counts import COUNTS, packed
from data.ingest.demo.fit import expected_cells
from data.ingest.demo.margins import CATEGORY_WIJK, LARGEST_CELL, Margins, draw_wijk_totals, read_margins
from data.ingest.demo.moves import repair_totals, shuffle
from data.ingest.demo.shape import FloatArray, category_ids, published

IntArray = npt.NDArray[np.int64]

SEED = 20180103
"""Of the first seeds the one whose draw comes nearest to what was stated in round figures (graffiti, dumping)."""

STEPS = 400_000


def draw_counts(margins: Margins, *, seed: int = SEED) -> pd.DataFrame:
    """Draws one table of counts at random among those that have every published total.

    Args:
        margins: The published totals.
        seed: The same seed gives the same table.

    Returns:
        One row per wijk and published category x month: area_code, category_id, month (date), n.
    """
    rng = np.random.default_rng(seed)
    totals = draw_wijk_totals(margins, rng)
    expected = expected_cells(margins, totals, rng)
    table = draw_table(margins, totals, expected, rng)
    open_cells = published(margins)
    wijk, category, month = np.nonzero(np.broadcast_to(open_cells, table.shape))
    return pd.DataFrame(
        {
            "area_code": np.array(margins.wijken, dtype=object)[wijk],
            "category_id": np.array(category_ids(), dtype=object)[category],
            "month": np.array(margins.months, dtype=object)[month],
            "n": table[wijk, category, month],
        }
    )


def draw_table(margins: Margins, totals: IntArray, expected: FloatArray, rng: np.random.Generator) -> IntArray:
    """Draws integer counts around their expectations, given the published totals.

    Three wijken have totals of their own and are drawn first, as multinomials within them (independent Poisson counts
    given their sum). The others share what each month leaves. Their totals are then repaired one random fact at a
    time, and the table is shuffled among all tables with the same totals.

    Returns:
        Array wijken x categories x months.
    """
    n_wijken, n_categories, n_months = expected.shape
    row = {code: i for i, code in enumerate(margins.wijken)}
    table = np.zeros(expected.shape, dtype=np.int64)
    for code, monthly in margins.wijk_months.items():
        for m in range(n_months):
            table[row[code], :, m] = _multinomial(monthly[m], expected[row[code], :, m], rng)
    own = row[CATEGORY_WIJK]
    for c, category in enumerate(category_ids()):
        table[own, c] = _multinomial(margins.wijk_categories[category], expected[own, c], rng)
    wijk, category, month, largest = LARGEST_CELL
    peak = (row[wijk], category_ids().index(category), margins.months.index(month))
    free = [i for code, i in row.items() if code not in margins.wijk_months and code != CATEGORY_WIJK]
    table[peak] = largest
    for m in range(n_months):
        parking_rows = [i for i in free if (i, m) != (peak[0], peak[2])]
        left = margins.parking[m] - table[:, -1, m].sum()
        table[parking_rows, -1, m] = _multinomial(left, expected[parking_rows, -1, m], rng)
        left = margins.rest[m] - table[:, :-1, m].sum()
        table[free, :-1, m] = _multinomial(left, expected[free, :-1, m], rng)
    flat, means = table.reshape(n_wijken, -1), expected.reshape(n_wijken, -1)
    frozen = (peak[0], peak[1] * n_months + peak[2])
    repair_totals(flat, means, totals, free, frozen, rng)
    is_parking = np.repeat(np.arange(n_categories) == n_categories - 1, n_months)
    groups = np.tile(np.arange(n_months), n_categories) + n_months * is_parking
    shuffle(flat, means, groups, free, frozen, largest, STEPS, rng)
    return flat.reshape(expected.shape)


def _multinomial(n: int | np.int64, weights: FloatArray, rng: np.random.Generator) -> IntArray:
    drawn = rng.multinomial(int(n), (weights / weights.sum()).ravel())
    return drawn.reshape(weights.shape).astype(np.int64)


if __name__ == "__main__":
    COUNTS.write_bytes(packed(draw_counts(read_margins())))
    print(f"{COUNTS.name}: {COUNTS.stat().st_size / 1000:.0f} kB")
