"""Which day part and weekday a fact belongs to, by hand; 15 March 2024 is a Friday."""

from __future__ import annotations

import numpy as np
import pytest

from data.statistics.day_parts import DAY_PARTS, belongs

NAMES = [*DAY_PARTS, None]


def placed(start: str | None, until: str | None = None, known: str | None = None, hour: float = np.nan):
    found = belongs(
        np.array([start or "NaT"], dtype="datetime64[s]"),
        np.array([until or "NaT"], dtype="datetime64[s]"),
        known=np.array([known], dtype=object),
        hour=np.array([hour]),
    )
    return NAMES[found.part[0]], int(found.weekday[0])


@pytest.mark.parametrize(
    ("fact", "part", "weekday"),
    [
        (("2024-03-15T05:59:59",), "nacht", 5),
        (("2024-03-15T06:00",), "dag", 5),
        (("2024-03-15T17:59:59",), "dag", 5),
        (("2024-03-15T18:00",), "avond", 5),
        (("2024-03-15T22:00",), "nacht", 5),
        (("2024-03-16T02:00",), "nacht", 6),
        (("2024-03-17T23:00", "2024-03-18T02:00"), "nacht", 1),  # two of three hours after Sunday midnight
        (("2024-03-15T20:00", "2024-03-16T07:00"), "nacht", 6),  # 2 evening, 8 night, 1 day; 4 and 7 hours
        (("2024-03-15T20:00", "2024-03-16T00:00"), None, 5),  # two hours on either side is not most
        (("2024-03-15T20:00", "2024-03-16T04:00"), "nacht", 0),
        (("2024-03-15T16:00", "2024-03-16T04:00"), None, 5),  # night has exactly half
        (("2024-03-15T08:00", "2024-03-17T08:00"), None, 0),  # day has exactly half, Saturday too
        (("2024-03-11T00:00", "2024-03-18T00:00"), None, 0),
        (("2024-03-15T00:00", None, "day"), None, 5),
        (("2024-03-15T00:00", "2024-03-16T00:00", "day"), None, 5),
        (("2024-03-15T10:00", None, "from"), None, 0),
        ((None, "2024-03-15T10:00", "until"), None, 0),
        ((None, None, "month", 23.0), "nacht", 0),
        ((None, None, "month"), None, 0),
    ],
)
def test_by_hand(fact: tuple[str, ...], part: str | None, weekday: int) -> None:
    assert placed(*fact) == (part, weekday)


def test_windows_against_counting_their_minutes() -> None:
    rng = np.random.default_rng(7)
    start = np.datetime64("1965-03-01", "s") + (rng.integers(0, 60_000_000, 300) * 60).astype("timedelta64[s]")
    length = rng.integers(1, 3 * 1440, 300)
    until = start + (length * 60).astype("timedelta64[s]")
    found = belongs(start, until, known=np.full(300, None, dtype=object), hour=np.full(300, np.nan))
    for i in range(300):
        minutes = start[i] + (np.arange(length[i]) * 60).astype("timedelta64[s]")
        hour = (minutes.astype("datetime64[h]") - minutes.astype("datetime64[D]")).astype(int)
        day = (minutes.astype("datetime64[D]").astype(int) + 3) % 7 + 1
        part = np.select([(hour >= 6) & (hour < 18), (hour >= 18) & (hour < 22)], [0, 1], 2)
        most_part = [p for p in range(3) if np.mean(part == p) > 0.5]
        most_day = [d for d in range(1, 8) if np.mean(day == d) > 0.5]
        assert (found.part[i], found.weekday[i]) == ((most_part or [-1])[0], (most_day or [0])[0])
