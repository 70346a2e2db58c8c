"""Nights out: the hours of an evening and those after midnight belong together."""

from __future__ import annotations

import pandas as pd

from data.statistics.columns import Floats

NIGHT_FROM = 22
"""Hour in which a night begins."""
NIGHT_UNTIL = 6
"""Hour, the day after, before which it ends."""


def nights(weights: Floats) -> pd.DataFrame:
    """Facts in each night of the week: the night of Thursday runs from Thursday 22:00 to Friday 06:00.

    A fact of which only a window is known counts for the part of it that lies in the night, so that the nights and the
    days between them add up to all facts. Because a night is made of hours of the week, the end of a month or of a year
    changes nothing. Clock time is local.

    Args:
        weights: Facts per weekday (row 0 is Monday) and hour, 7 x 24, as `data.statistics.aoristic.hour_weekday` gives.

    Returns:
        One row a night, index `weekday` of its evening (1 Monday .. 7 Sunday): evening (facts before midnight), after
        (facts after midnight) and n (both), floats.

    Raises:
        ValueError: when the weights are not 7 x 24.

    Source: a sum of the aoristic weights of Ratcliffe (2002).
    """
    if weights.shape != (7, 24):
        raise ValueError("weights of 7 weekdays by 24 hours are wanted")
    evening = weights[:, NIGHT_FROM:].sum(axis=1)
    mornings = weights[:, :NIGHT_UNTIL].sum(axis=1)
    after = [*mornings[1:], mornings[0]]  # Sunday night ends on Monday
    frame = pd.DataFrame({"evening": evening, "after": after}, index=pd.RangeIndex(1, 8, name="weekday"))
    return frame.assign(n=frame["evening"] + frame["after"])
