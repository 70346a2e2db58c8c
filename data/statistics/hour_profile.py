"""On which hours of the day facts fall, in some areas and in the rest of the city."""

from __future__ import annotations

import pandas as pd

from data.statistics.columns import Floats

MIN_FACTS = 50
"""Facts with a usable time below which no profile is drawn: an hour would hold two of them."""


def hour_profile(mine: Floats, rest: Floats) -> pd.DataFrame | None:
    """The share of the facts that falls on each hour of the day, here and elsewhere.

    Shares, not counts: a small area beside a city shows when, not how much.

    Args:
        mine: Facts in the chosen areas per weekday and hour, 7 x 24. rest: Those in the rest of the city.

    Returns:
        One row an hour (0..23, index `hour`): n and n_rest (facts, floats), share and share_rest (0..1). None when
        either has fewer than `MIN_FACTS` facts.
    """
    n, n_rest = mine.sum(axis=0), rest.sum(axis=0)
    if min(n.sum(), n_rest.sum()) < MIN_FACTS - 1e-6:  # the sum of parts of facts
        return None
    columns = {"n": n, "n_rest": n_rest, "share": n / n.sum(), "share_rest": n_rest / n_rest.sum()}
    return pd.DataFrame(columns, index=pd.RangeIndex(24, name="hour"))
