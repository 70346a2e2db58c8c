"""The funnel as plotly draws it: zero is a dot, an area without a figure has none, and what is provisional is open."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from layers import funnel


@pytest.fixture
def areas() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "area_code": ["A", "B", "C", "D"],
            "name": ["Alfa", "Beta", "Gamma", "Delta"],
            "denominator": pd.array([1000.0, 2000.0, 3000.0, None], dtype="Float64"),
            "rate": pd.array([0.0, 12.0, None, None], dtype="Float64"),
            "outside": ["binnen", "boven 99,8%", None, None],
            "status": ["ok", "ok", "missing", "no-denominator"],
            "text": ["Alfa: 0", "Beta: 12", "", ""],
        }
    )


def drawn(areas: pd.DataFrame, selected: tuple[str, ...] = ()) -> dict[str, Any]:
    curve = pd.DataFrame({"denominator": [1000.0, 3000.0]})
    for name in ("low95", "high95", "low998", "high998"):
        curve[name] = [1.0, 2.0]
    return funnel(areas, curve, target=6.0, selected=selected, x_title="inwoners")


def dots(figure: dict[str, Any]) -> dict[str, tuple[float, str, str]]:
    """What a click on a dot means -> its height, colour and symbol."""
    return {
        patch: (height, trace["marker"]["color"], trace["marker"]["symbol"])
        for trace in figure["data"]
        if trace.get("customdata")
        for patch, height in zip(trace["customdata"], trace["y"], strict=True)
    }


def test_zero_is_a_dot_and_an_area_without_a_figure_has_none(areas: pd.DataFrame) -> None:
    found = dots(drawn(areas))
    assert {patch: height for patch, (height, _, _) in found.items()} == {"gebied=A": 0.0, "gebied=B": 12.0}
    assert found["gebied=A"][1] != found["gebied=B"][1]  # only Beta is beyond the outer limit


def test_a_provisional_figure_is_an_open_dot(areas: pd.DataFrame) -> None:
    provisional = areas.assign(status=["provisional", "provisional", "missing", "no-denominator"])
    assert {symbol for _, _, symbol in dots(drawn(areas)).values()} == {"circle"}
    assert {symbol for _, _, symbol in dots(drawn(provisional)).values()} == {"circle-open"}


def test_a_chosen_area_is_ringed_and_named_and_one_without_a_figure_is_not(areas: pd.DataFrame) -> None:
    figure = drawn(areas, ("B", "C"))
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["Beta"]
    (ring,) = [trace for trace in figure["data"] if trace.get("hoverinfo") == "skip" and trace["mode"] == "markers"]
    assert (ring["x"], ring["y"]) == ([2000.0], [12.0])
    assert ring["marker"]["color"] != ["#ffffff"]
    late = drawn(areas.assign(status="provisional"), ("B",))
    (ring,) = [trace for trace in late["data"] if trace.get("hoverinfo") == "skip" and trace["mode"] == "markers"]
    assert ring["marker"]["color"] == ["#ffffff"]  # open, as the other provisional dots


def test_the_figure_is_json_without_nan_that_plotly_knows(areas: pd.DataFrame) -> None:
    for figure in (drawn(areas, ("B",)), drawn(areas.iloc[2:])):
        json.dumps(figure, allow_nan=False)
        go.Figure(figure)


def test_where_most_areas_are_small_each_step_is_ten_times_the_one_before(areas: pd.DataFrame) -> None:
    sizes = pd.array([0.02, 0.03, 9.0, None], dtype="Float64")
    rates = pd.array([0.0, 12.0, 3.0, None], dtype="Float64")
    figure = drawn(areas.assign(denominator=sizes, rate=rates), ("A",))
    across = figure["layout"]["xaxis"]
    assert (across["type"], across["ticktext"]) == ("log", ["0,1", "1", "10"])
    assert figure["layout"]["annotations"][0]["x"] == pytest.approx(-1.699, abs=1e-3)  # of such an axis: its exponent
    go.Figure(figure)
