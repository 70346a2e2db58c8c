"""When facts happen, if often only a window is known: each fact is spread over the hours it may have happened in."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.statistics.columns import Flags, Floats, require

HOUR = 3600
DAY = 24 * HOUR
WEEK = 7 * DAY
MONDAY = np.datetime64("1970-01-05T00:00:00", "s")
"""The clock from which seconds, hours and weeks are counted."""
SLOTS = WEEK // HOUR
"""Hours of a week."""


def hour_weekday(frame: pd.DataFrame) -> pd.DataFrame:
    """Spreads every fact evenly over the hours of the week in which it may have happened.

    A window is weighted by the part of it that lies in each hour; one of a week or longer says nothing and weighs the
    same everywhere. A fact of which only the day is known is spread over that day, one of which only the hour is known
    over the seven weekdays. Clock time is local; the hour that is skipped or repeated in spring and autumn is not
    treated apart.

    Args:
        frame: Columns time_from and time_until (datetime, local time; until is null for a moment, and never before
            from). Optional: time_known (minute | hour | day | from | until | month, as in table `incident`) and hour
            (0..23). One row a fact.

    Returns:
        One row a weekday (1 Monday .. 7 Sunday, index `weekday`), one column an hour (0..23), floats. The sum is the
        number of facts of which `has_time` is true; the others are left out.

    Raises:
        ValueError: for an absent column or a window that ends before it begins.

    Source:
        Ratcliffe (2002), Aoristic signatures and the spatio-temporal analysis of high volume crime patterns; Ashby and
        Bowers (2013), A comparison of methods for temporal analysis of aoristic crime.
    """
    spread, hour_only = _kinds(frame)
    start = _seconds(frame.loc[spread, "time_from"])
    end = _seconds(frame.loc[spread, "time_until"].fillna(frame.loc[spread, "time_from"]))
    if "time_known" in frame.columns:
        whole_day = frame.loc[spread, "time_known"].eq("day").to_numpy(dtype=bool) & (end == start)
        end = np.where(whole_day, start + DAY, end)
    if np.any(end < start):
        raise ValueError("a window ends before it begins")
    weights = spread_hours(start, end - start)
    if hour_only.any():
        per_hour = np.bincount(frame.loc[hour_only, "hour"].to_numpy(dtype=np.int64), minlength=24)
        weights = weights + per_hour / 7
    return pd.DataFrame(weights, index=pd.RangeIndex(1, 8, name="weekday"), columns=pd.RangeIndex(24, name="hour"))


def has_time(frame: pd.DataFrame) -> Flags:
    """Which facts `hour_weekday` can place.

    Args:
        frame: As for `hour_weekday`.

    Returns:
        One flag a row: False where nothing but the month is known, or one end of the window only.
    """
    spread, hour_only = _kinds(frame)
    return spread | hour_only


def _kinds(frame: pd.DataFrame) -> tuple[Flags, Flags]:
    require(frame, ("time_from", "time_until"), "hour_weekday")
    spread = frame["time_from"].notna().to_numpy(dtype=bool)
    if "time_known" in frame.columns:
        spread = spread & ~frame["time_known"].isin(["from", "until"]).to_numpy(dtype=bool)
    if "hour" not in frame.columns:
        return spread, np.zeros(len(frame), dtype=bool)
    no_time = frame["time_from"].isna() & frame["time_until"].isna() & frame["hour"].notna()
    return spread, no_time.to_numpy(dtype=bool)


def _seconds(times: pd.Series) -> npt.NDArray[np.int64]:
    """Seconds since a Monday, 00:00."""
    return (times.to_numpy(dtype="datetime64[s]") - MONDAY).astype(np.int64)


def spread_hours(start: npt.NDArray[np.int64], length: npt.NDArray[np.int64]) -> Floats:
    """What windows weigh in each hour of the week, added up; `hour_weekday` without its frame.

    Args:
        start: Seconds since a Monday, 00:00 local time. length: Seconds, >= 0; 0 is a moment.

    Returns:
        Weights, 7 weekdays (row 0 is Monday) x 24 hours.
    """
    even = length >= WEEK
    s, seconds = (start % WEEK)[~even], length[~even]
    first, last = s // HOUR, (s + seconds) // HOUR
    across = first != last
    whole = np.where(across, seconds, 1)
    week = spread_slots(
        first,
        last,
        n=np.ones(len(s)),
        first_part=((first + 1) * HOUR - s) / whole,
        last_part=(s + seconds - last * HOUR) / whole,
        rate=HOUR / whole,
        slots=2 * SLOTS + 1,
    )
    folded = (week[:SLOTS] + week[SLOTS : 2 * SLOTS]).reshape(7, 24)
    return folded + np.count_nonzero(even) / SLOTS


def spread_slots(
    first: npt.NDArray[np.int64],
    last: npt.NDArray[np.int64],
    *,
    n: Floats,
    first_part: Floats,
    last_part: Floats,
    rate: Floats,
    slots: int,
) -> Floats:
    """What windows weigh in each slot of time, added up.

    The whole slots inside a window are one step up and one step down, so that its length costs nothing.

    Args:
        first: Slot (0, 1, ...) in which the windows of this row begin. last: Slot in which they end.
        n: How many windows this row is; all that counts where they begin and end in the same slot.
        first_part: Sum over the windows of the part of each that lies in its first slot.
        last_part: The same for the last slot.
        rate: Sum over the windows of slot length / window length.
        slots: How many slots there are; all of `last` lie before.

    Returns:
        One weight a slot; the sum is that of `n`.
    """
    inside = first == last
    a, b = first[~inside], last[~inside]

    def per_slot(where: npt.NDArray[np.int64], weights: Floats) -> Floats:
        return np.bincount(where, weights=weights, minlength=slots + 1).astype(np.float64)

    weights = per_slot(first[inside], n[inside])
    weights += per_slot(a, first_part[~inside]) + per_slot(b, last_part[~inside])
    steps = per_slot(a + 1, rate[~inside]) - per_slot(b, rate[~inside])
    weights += np.maximum(np.cumsum(steps), 0.0)
    answer: Floats = weights[:slots]
    return answer
