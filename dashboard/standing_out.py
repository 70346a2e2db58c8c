"""What stands out on a tab: every area of a level in every category of it, judged as one family."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from data import queries
from data.catalogue import OVERLAPPING
from data.config import Audience
from data.queries import AreaMonths, FactFilter, Months, Snapshot
from data.statistics.signals import signals_against, signals_between


@dataclass(frozen=True, eq=False)
class StandingOut:
    """What is beyond chance over all areas x categories of a tab.

    Attributes:
        rows: As of `data.statistics.signals.Signals`, with status: ok, or provisional.
        family: Over how many comparisons the false discoveries were held in check; 0 is nothing to compare.
        is_provisional: Whether any figure that was compared is still being completed, also where nothing stands out.
    """

    rows: pd.DataFrame
    family: int
    is_provisional: bool


@lru_cache(maxsize=256)
def stand_out(
    snapshot: Snapshot,
    categories: tuple[str, ...],
    level: str,
    grain: str,
    months: Months,
    windows: tuple[Months, ...],
    wanted: FactFilter | None,
    audience: Audience,
    apart: bool = False,
) -> StandingOut:
    """What is beyond chance over all areas of a level and the categories of a priority; kept, it never changes.

    Facts without a place are no area that can be opened: they are not judged, and not in the family.

    Args:
        categories: Ids; one without figures of this grain is judged by its own other grain, and is left out when it
            has none at this level.
        months: The period.
        windows: The reference.
        wanted: Only these facts.
        apart: Judge each area against the change of the rest of the city, as the table does.
    """
    matrices = {
        category: matrix
        for category in categories
        if (matrix := _of_grain(snapshot, category, level, grain, wanted, audience))
    }
    every = next(iter(matrices.values())).area_codes
    is_located = _located(snapshot, every, audience)
    codes = [code for code, located in zip(every, is_located, strict=True) if located]
    counted = {category: queries.area_sums(matrix, months) for category, matrix in matrices.items()}
    shape = len(matrices), len(codes)
    now = np.reshape([n[is_located] for n, _ in counted.values()], shape)
    before = np.reshape([_sums(matrix, windows)[is_located] for matrix in matrices.values()], shape)
    known = queries.dispersion(snapshot, audience=audience)["phi"]
    phi = [float(known.get(c, 1.0)) for c in matrices]
    if apart:
        whole = matrices
        if level in OVERLAPPING:  # they do not divide the city
            wijken = {c: _of_grain(snapshot, c, "wijk", m.grain, wanted, audience) for c, m in matrices.items()}
            whole = {c: matrix for c, matrix in wijken.items() if matrix is not None}
        city = [[_sums(m, span).sum() for m in whole.values()] for span in ((months,), windows)]
        found = signals_against(codes, list(matrices), now, before, (np.array(city[0]), np.array(city[1])), phi=phi)
    else:
        found = signals_between(codes, list(matrices), now, before, exposure_before=float(len(windows)), phi=phi)
    late = {category for category, (_, status) in counted.items() if "provisional" in status}
    states = ["provisional" if category in late else "ok" for category in found.rows["category_id"]]
    return StandingOut(found.rows.assign(status=states), found.family, bool(late))


@lru_cache(maxsize=16)
def _located(snapshot: Snapshot, codes: tuple[str, ...], audience: Audience) -> npt.NDArray[np.bool_]:
    """Which of these areas have a place, not to be written to."""
    found = queries.areas(snapshot, audience=audience)["is_located"].reindex(list(codes))
    located: npt.NDArray[np.bool_] = found.to_numpy(dtype=bool)
    return located


def _sums(matrix: AreaMonths, windows: tuple[Months, ...]) -> npt.NDArray[np.float64]:
    total: npt.NDArray[np.float64] = np.sum([queries.area_sums(matrix, window)[0] for window in windows], axis=0)
    return total


def _of_grain(
    snapshot: Snapshot, category: str, level: str, grain: str, wanted: FactFilter | None, audience: Audience
) -> AreaMonths | None:
    for one in (grain,) if wanted else (grain, "counts", "incidents"):
        matrix = queries.area_months(
            snapshot, categories=(category,), level=level, grain=one, wanted=wanted, audience=audience
        )
        if matrix is not None:
            return matrix
    return None
