"""The calendar: real days, in order, and found by the period they touch."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from data.catalogue.events import EVENTS, events_between, months_to_leave_out, read_events


@pytest.mark.parametrize("year", range(2018, 2027))
def test_the_gentse_feesten_are_ten_days_from_a_friday(year: int) -> None:
    event = EVENTS[f"gentse-feesten-{year}"]
    assert event.last - event.first == timedelta(days=9)
    assert event.first.weekday() == 4
    assert event.first <= date(year, 7, 21) <= event.last
    assert event.held is (year not in (2020, 2021))


def test_published_days() -> None:
    assert (EVENTS["gentse-feesten-2025"].first, EVENTS["gentse-feesten-2025"].last) == (
        date(2025, 7, 18),
        date(2025, 7, 27),
    )
    assert EVENTS["academiejaar-2019"].first == date(2019, 9, 23)
    assert EVENTS["academiejaar-2020"].first == date(2020, 9, 21)
    assert EVENTS["academiejaar-2022"].first == date(2022, 9, 26)


def test_events_are_found_by_any_day_that_they_touch_oldest_first() -> None:
    found = [event.id for event in events_between(date(2020, 5, 10), date(2020, 7, 17))]
    assert found == ["horeca-dicht-2020-voorjaar", "lockdown-2020-voorjaar", "gentse-feesten-2020"]
    assert "lockdown-2020-voorjaar" not in {e.id for e in events_between(date(2020, 5, 11), date(2020, 5, 31))}


def test_the_lockdown_months_can_be_left_out() -> None:
    months = months_to_leave_out()
    assert {date(2020, 3, 1), date(2020, 5, 1), date(2020, 12, 1), date(2021, 5, 1)} <= months
    assert not {date(2020, 2, 1), date(2020, 7, 1), date(2021, 6, 1), date(2019, 7, 1)} & months


def test_every_event_names_its_source() -> None:
    assert all(event.source.strip() for event in EVENTS.values())


@pytest.mark.parametrize(
    ("second", "message"),
    [
        ('id = "a"\nname = "A"\nkind = "feest"\nfirst = 2020-01-01\nlast = 2020-01-02\nsource = "s"', "twice"),
        (
            'id = "b"\nname = "B"\nkind = "feest"\nfirst = 2020-01-02\nlast = 2020-01-01\nsource = "s"',
            "before it begins",
        ),
    ],
)
def test_a_duplicate_or_an_impossible_period_is_refused(tmp_path: Path, second: str, message: str) -> None:
    good = '[[event]]\nid = "a"\nname = "A"\nkind = "feest"\nfirst = 2020-01-01\nlast = 2020-01-02\nsource = "s"\n'
    path = tmp_path / "events.toml"
    path.write_text(f"{good}[[event]]\n{second}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        read_events(path)
