"""The charts of hours, nights and academic weeks hold the numbers they were given, and plotly takes them."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from layers.academic_weeks import academic_weeks
from layers.hours import hour_grid, hour_limits, hour_shares
from layers.nights import nights

NAN = float("nan")


def test_the_grid_has_monday_on_top_and_a_cell_an_hour() -> None:
    weights = np.arange(168.0).reshape(7, 24)
    figure = hour_grid(weights, texts=[["x"] * 24] * 7)
    go.Figure(figure)
    json.dumps(figure, allow_nan=False)
    (grid,) = figure["data"]
    assert np.asarray(grid["z"]).tolist() == weights.tolist()
    assert (grid["y"][0], grid["y"][6]) == ("ma", "zo")
    assert figure["layout"]["yaxis"]["autorange"] == "reversed"
    assert grid["zmax"] == hour_limits(weights)[-1] == 167


def test_a_week_without_facts_has_a_scale_all_the_same() -> None:
    go.Figure(hour_grid(np.zeros((7, 24)), texts=[["x"] * 24] * 7))
    assert hour_limits(np.zeros((7, 24)))[-1] == 1


def test_shares_are_drawn_in_percent_and_named() -> None:
    share = np.full(24, 1 / 24)
    profile = pd.DataFrame({"share": share, "share_rest": share[::-1]})
    figure = hour_shares(profile, names=("Dampoort", "rest van Gent"), texts=(["a"] * 24, ["b"] * 24))
    go.Figure(figure)
    rest, mine = figure["data"]
    assert sum(mine["y"]) == sum(rest["y"]) == pytest.approx(100, abs=0.05)
    assert {note["text"] for note in figure["layout"]["annotations"]} == {"Dampoort", "rest van Gent"}


@pytest.mark.parametrize(("before", "traces"), [(2.0, 2), (NAN, 1)])
def test_nights_without_a_reference_have_one_bar(before: float, traces: int) -> None:
    frame = pd.DataFrame(
        {"label": list("abcdefg"), "n": 1.0, "text": "1", "before": before, "before_text": "2"}, index=range(7)
    )
    figure = nights(frame, provisional=True)
    go.Figure(figure)
    json.dumps(figure, allow_nan=False)
    assert len(figure["data"]) == traces
    assert figure["data"][-1]["marker"]["pattern"]["shape"] == ["/"] * 7


def weeks() -> pd.DataFrame:
    rows = [
        (year, number, date(start, 9, 25) + timedelta(weeks=number - 1), "les", "Lesweken", "sep", n, status)
        for year, start in (("2022-2023", 2022), ("2023-2024", 2023))
        for number, (n, status) in enumerate([(1.0, "ok"), (NAN, "missing"), (3.0, "ok"), (4.0, "provisional")], 1)
    ]
    return pd.DataFrame(rows, columns=["year", "number", "week", "kind", "name", "month_name", "n", "status"])


def test_years_lie_on_one_axis_and_a_missing_week_is_a_gap() -> None:
    usual = pd.DataFrame({"number": [1, 3], "mean": [1.0, 3.0]})
    figure = academic_weeks(weeks(), usual, texts=["x"] * 8)
    go.Figure(figure)
    json.dumps(figure, allow_nan=False)
    earlier, mean, newest, dotted, strip = figure["data"]
    assert earlier["y"] == [1, None, 3, 4]
    assert mean["y"] == [1, 3]
    assert newest["y"] == [1, None, 3, None]
    assert dotted["y"] == [None, None, 3, 4]  # the dotted line begins where the other ends
    assert strip["x"] == [1, 2, 3, 4]
    assert strip["text"][0] == "Week 1: lesweken"


def test_a_provisional_night_is_hatched_and_a_night_without_facts_has_its_zero() -> None:
    frame = pd.DataFrame({"label": ["ma→di", "di→wo"], "n": [0.0, 3.0], "text": ["0", "3"]})
    frame = frame.assign(before=[2.0, 1.0], before_text=["2", "1"])
    earlier, now = nights(frame, provisional=True)["data"]
    assert (now["y"], now["text"]) == ([0.0, 3.0], ["0", "3"])
    assert now["marker"]["pattern"]["shape"] == ["/", "/"]
    assert "pattern" not in earlier["marker"]  # what is compared with is complete
    assert "pattern" not in nights(frame)["data"][1]["marker"]
