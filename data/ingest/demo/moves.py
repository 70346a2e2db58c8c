"""Random moves of single facts between cells that keep published totals."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from data.ingest.demo.shape import FloatArray

IntArray = npt.NDArray[np.int64]


def repair_totals(
    table: IntArray,
    expected: FloatArray,
    totals: IntArray,
    free: list[int],
    frozen: tuple[int, int],
    rng: np.random.Generator,
) -> None:
    """Moves facts from wijken with too many to wijken with too few, within their category and month, in place.

    Args:
        table: Counts, wijken x slices (a slice is one category in one month).
        expected: Expected counts of the same shape.
        totals: Wanted total of each wijk.
        free: Rows that may give and take.
        frozen: The one cell (row, slice) that keeps its value.
        rng: Which fact moves is drawn with odds that favour what the expectation makes likely.
    """
    excess = table.sum(axis=1) - totals
    rows = np.array(free)
    while np.any(excess[rows] != 0):
        giver = int(rng.choice(rows[excess[rows] > 0]))
        taker = int(rng.choice(rows[excess[rows] < 0]))
        odds = table[giver] * expected[taker] / (np.maximum(expected[giver], 1e-9) * (table[taker] + 1.0))
        odds[expected[taker] <= 0] = 0
        odds *= expected[giver] + expected[taker]
        if frozen[0] in (giver, taker):
            odds[frozen[1]] = 0
        at = int(rng.choice(len(odds), p=odds / odds.sum()))
        table[giver, at] -= 1
        table[taker, at] += 1
        excess[giver] -= 1
        excess[taker] += 1


def shuffle(
    table: IntArray,
    expected: FloatArray,
    groups: IntArray,
    free: list[int],
    frozen: tuple[int, int],
    ceiling: int,
    steps: int,
    rng: np.random.Generator,
) -> int:
    """Walks at random through the tables that have the same totals, in place, and tells how many steps were taken.

    A step takes two wijken and two groups (a group is the parking fines, or the other facts, of one month). In the
    first group one fact leaves wijk A and one (maybe of another category) comes to wijk B; in the second the other
    way round. Totals of wijken and of groups stay. Steps are accepted by the Metropolis rule for independent Poisson
    counts with the expected means, so that the table ends as a draw given its totals.

    Args:
        groups: Group number of each slice.
        ceiling: No cell but the frozen one reaches this.
        steps: Steps to try.

    Source: Diaconis & Sturmfels (1998), Algebraic algorithms for sampling from conditional distributions.
    """
    members = [np.flatnonzero(groups == g) for g in range(int(groups.max()) + 1)]
    size = np.array([len(m) for m in members])
    padded = np.array([np.resize(m, size.max()) for m in members])
    row = np.array(free)
    a = rng.integers(len(row), size=steps)
    b = (a + rng.integers(1, len(row), size=steps)) % len(row)
    one, two = rng.integers(len(members), size=(2, steps))
    first, second = (padded[one, (rng.random(steps) * size[one]).astype(int)] for _ in range(2))
    third, fourth = (padded[two, (rng.random(steps) * size[two]).astype(int)] for _ in range(2))
    width = table.shape[1]
    # Plain lists: single reads and writes of an array cost ten times as much.
    n, mean = table.ravel().tolist(), expected.ravel().tolist()
    proposals = np.column_stack(
        [row[a] * width + first, row[b] * width + second, row[b] * width + third, row[a] * width + fourth]
    )
    proposals = proposals[np.all(proposals != frozen[0] * width + frozen[1], axis=1)]
    chances = rng.random(len(proposals)).tolist()
    taken = 0
    for (down_a, up_b, down_b, up_a), chance in zip(proposals.tolist(), chances, strict=True):
        if not (n[down_a] and n[down_b]) or down_a == up_a or down_b == up_b:
            continue
        if n[up_a] + 1 >= ceiling or n[up_b] + 1 >= ceiling:
            continue
        ahead = n[down_a] * n[down_b] * mean[up_a] * mean[up_b]
        behind = mean[down_a] * mean[down_b] * (n[up_a] + 1) * (n[up_b] + 1)
        if chance * behind < ahead:
            n[down_a] -= 1
            n[down_b] -= 1
            n[up_a] += 1
            n[up_b] += 1
            taken += 1
    table[:] = np.reshape(n, table.shape)
    return taken
