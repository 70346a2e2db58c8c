"""The academic years as data: whole weeks, without a gap, as the university published them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from data.catalogue.academic_years import ACADEMIC_YEARS, read_academic_years
from data.catalogue.events import EVENTS

BY_ID = {year.id: year for year in ACADEMIC_YEARS}


def test_they_reach_from_before_the_figures_to_now() -> None:
    assert ACADEMIC_YEARS[0].id == "2017-2018"
    assert {f"{y}-{y + 1}" for y in range(2017, 2027)} <= set(BY_ID)


def test_they_begin_when_the_calendar_of_events_says() -> None:
    starts = {event.first for event in EVENTS.values() if event.kind == "academiejaar"}
    assert starts <= {year.first for year in ACADEMIC_YEARS}


@pytest.mark.parametrize(
    ("year", "day", "name"),
    [  # read in the published calendars
        ("2017-2018", date(2017, 12, 16), "Lesweken"),
        ("2017-2018", date(2017, 12, 25), "Kerstreces"),
        ("2017-2018", date(2018, 1, 8), "Blok en examens"),
        ("2017-2018", date(2018, 2, 12), "Lesweken"),
        ("2017-2018", date(2018, 4, 2), "Paasreces"),
        ("2017-2018", date(2018, 7, 7), "Blok en examens"),
        ("2017-2018", date(2018, 8, 20), "Tweede zittijd"),
        ("2018-2019", date(2019, 4, 6), "Lesweken"),
        ("2018-2019", date(2019, 4, 8), "Paasreces"),
        ("2018-2019", date(2019, 7, 6), "Blok en examens"),
        # Easter recess of the Flemish schools, in years that follow the rule
        ("2021-2022", date(2022, 4, 4), "Paasreces"),
        ("2022-2023", date(2023, 4, 16), "Paasreces"),
        ("2023-2024", date(2024, 4, 1), "Paasreces"),
    ],
)
def test_days_lie_in_the_stretch_that_was_published(year: str, day: date, name: str) -> None:
    found = BY_ID[year]
    assert found.by_week[(day - found.first) // timedelta(weeks=1)].name == name


def test_a_gap_between_two_years_is_refused(tmp_path: Path) -> None:
    entry = '[[year]]\nid = "{}"\nfirst = {}\nknown = "regel"\nsource = "x"\n'
    weeks = 'weeks = [{ kind = "les", name = "les", n = 2 }]\n'
    path = tmp_path / "years.toml"
    path.write_text(entry.format("a", "2024-01-01") + weeks + entry.format("b", "2024-01-22") + weeks)
    with pytest.raises(ValueError, match="a ends on 2024-01-15, b begins on 2024-01-22"):
        read_academic_years(path)
    path.write_text(entry.format("a", "2024-01-02") + weeks)
    with pytest.raises(ValueError, match="no Monday"):
        read_academic_years(path)
