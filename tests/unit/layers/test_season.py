"""The seasons of the years: a month without figures is a gap, zero is a point, and what is provisional is open."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.words import MONTH_NAMES
from data.queries import Months
from layers import season

NAN = float("nan")


@pytest.fixture
def frame() -> pd.DataFrame:
    months = Months(date(2022, 10, 1), date(2023, 2, 1)).all()
    return pd.DataFrame(
        {
            "month": months,
            "n": [4.0, NAN, 0.0, 7.0, 9.0],
            "status": ["ok", "missing", "provisional", "provisional", "provisional"],
        }
    )


def lines(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Year -> its line."""
    return {trace["customdata"][0][8:12]: trace for trace in season(frame, month_names=MONTH_NAMES)["data"]}


def test_a_missing_month_is_a_gap_and_zero_is_a_point(frame: pd.DataFrame) -> None:
    assert lines(frame)["2022"]["y"] == [4.0, None, 0.0]
    assert lines(frame)["2022"]["x"] == ["okt", "nov", "dec"]


def test_provisional_months_are_open_in_every_year(frame: pd.DataFrame) -> None:
    earlier = lines(frame)["2022"]
    assert earlier["marker"]["size"] == [0, 0, 6]
    assert earlier["marker"]["color"][2] == "#ffffff"
    assert "markers" in earlier["mode"]
    assert lines(frame)["2023"]["marker"]["color"] == ["#ffffff", "#ffffff"]
    whole = lines(frame.assign(status="ok"))
    assert whole["2022"]["mode"] == "lines"
    assert "#ffffff" not in whole["2023"]["marker"]["color"]


def test_the_figure_is_json_without_nan_that_plotly_knows(frame: pd.DataFrame) -> None:
    figure = season(frame, month_names=MONTH_NAMES)
    json.dumps(figure, allow_nan=False)
    go.Figure(figure)
