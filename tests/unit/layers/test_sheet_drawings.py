"""The drawings of the sheet: whole, inside their box, and true to the numbers."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from shapely import LineString, box

from layers import Drawing, locator, small_trend, week
from layers.colours import ORANGE, SEQUENTIAL
from layers.plot import nice_top
from layers.small_trend import runs
from layers.week import hour_classes

DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
WHOLE = (date(2022, 1, 1), date(2023, 12, 1))


def numbers(drawing: Drawing) -> list[float]:
    """Every coordinate of points and paths, in order: x and y by turns."""
    texts = [str(s.attributes.get("points", "")) + " " + str(s.attributes.get("d", "")) for s in drawing.shapes]
    return [float(text) for text in re.findall(r"-?\d+\.?\d*", " ".join(texts))]


def series(n: list[float], status: list[str] | None = None) -> pd.DataFrame:
    """A series from January 2022 on, expected at 5 with a band from 2 to 9."""
    months = [date(2022 + i // 12, i % 12 + 1, 1) for i in range(len(n))]
    flat = {name: [level] * len(n) for name, level in (("expected", 5.0), ("low", 2.0), ("high", 9.0))}
    where = ["boven" if v > 9 else "onder" if v < 2 else "binnen" for v in n]
    return pd.DataFrame({"month": months, "n": n, "status": status or ["ok"] * len(n), **flat, "outside": where})


@given(values=st.lists(st.one_of(st.just(float("nan")), st.floats(0, 1e6)), min_size=1, max_size=90))
def test_a_trend_of_any_numbers_stays_inside_its_box(values: list[float]) -> None:
    drawing = small_trend(series(values), period=WHOLE)
    found = numbers(drawing)
    assert all(-1 <= x <= drawing.width + 1 for x in found[0::2])
    assert all(-1 <= y <= drawing.height + 1 for y in found[1::2])


def test_a_month_outside_the_band_has_a_dot_and_a_missing_month_a_gap() -> None:
    drawing = small_trend(series([4, 5, float("nan"), 6, 12, 5]), period=WHOLE)
    assert [s.attributes["fill"] for s in drawing.shapes if s.kind == "circle"] == [ORANGE]
    lines = [s for s in drawing.shapes if s.kind == "polyline" and s.attributes["stroke-width"] == 1.6]
    assert [len(str(s.attributes["points"]).split()) for s in lines] == [2, 3]


def test_provisional_months_are_dotted_and_joined_to_the_line() -> None:
    drawing = small_trend(series([4, 5, 6, 5], ["ok", "ok", "provisional", "provisional"]), period=WHOLE)
    dotted = [s for s in drawing.shapes if s.attributes.get("stroke-dasharray") == "1.5 2"]
    assert [len(str(s.attributes["points"]).split()) for s in dotted] == [3]


@given(highest=st.floats(0, 1e7))
def test_the_top_of_the_axis_is_never_below_the_highest(highest: float) -> None:
    assert max(highest, 4) <= nice_top(highest) <= max(4, 2.5 * highest)


def test_runs_of_months() -> None:
    assert runs(np.array([True, True, False, True])) == [(0, 2), (3, 4)]
    assert runs(np.array([False, False])) == []


@given(weights=hnp.arrays(np.float64, (7, 24), elements=st.floats(0, 1e5)))
def test_every_hour_of_the_week_is_drawn_once(weights: np.ndarray) -> None:
    drawing = week(weights, days=DAYS)
    cells = sum(str(s.attributes["d"]).count("z") for s in drawing.shapes if s.kind == "path")
    assert cells == 7 * 24
    assert [s.text for s in drawing.shapes if s.kind == "text"][:7] == list(DAYS)


def test_the_busiest_hour_is_darkest_and_an_empty_one_lightest() -> None:
    weights = np.zeros((7, 24))
    weights[5, 23], weights[0, 0] = 12.0, 5.0
    classes = hour_classes(weights)
    assert classes[5, 23] == len(SEQUENTIAL) - 1
    assert classes[3, 3] == 0
    assert 0 < classes[0, 0] < classes[5, 23]
    assert hour_classes(np.zeros((7, 24))).max() == 0


@pytest.mark.parametrize("side", [20.0, 800.0, 20_000.0])
def test_the_map_shows_the_area_whole_and_in_the_middle(side: float) -> None:
    chosen = box(600_000, 690_000, 600_000 + side, 690_000 + side)
    city = box(590_000, 680_000, 625_000, 715_000)
    drawing = locator(
        chosen,
        [city],
        lines=[LineString([(580_000, 690_010), (640_000, 690_010)])],
        names=[("Ernaast", box(600_000 + side, 690_000, 600_000 + 3 * side, 690_000 + side))],
        city=city,
    )
    outline = next(s for s in drawing.shapes if s.attributes.get("stroke") == ORANGE and s.kind == "path")
    found = [float(text) for text in re.findall(r"-?\d+\.?\d*", str(outline.attributes["d"]))]
    x, y = found[0::2], found[1::2]
    assert min(x) > 1
    assert max(x) < drawing.width - 1
    assert min(y) > 1
    assert max(y) < drawing.height - 1
    assert abs((min(x) + max(x)) - drawing.width) < 1
    assert abs((min(y) + max(y)) - drawing.height) < 1


def test_names_on_the_map_lie_apart() -> None:
    around = [("Een lange naam", box(0, 0, 4000, 4000)), ("Nog een lange naam", box(100, 100, 3900, 3900))]
    drawing = locator(box(1900, 1900, 2100, 2100), [], names=around)
    assert len([s for s in drawing.shapes if s.kind == "text"]) == 1


def test_an_action_is_a_green_line_with_its_letter() -> None:
    values = [4, 5, 6, 7, 6, 5]
    plain = small_trend(series(values), period=WHOLE)
    frame = series(values)
    day = frame["month"].iloc[3].replace(day=16)
    marked = small_trend(frame, period=WHOLE, actions=[(day, "A"), (day.replace(year=1999), "B")])
    added = [shape for shape in marked.shapes if shape not in plain.shapes]
    assert [(shape.kind, shape.text) for shape in added] == [("line", ""), ("text", "A")]
    assert added[0].attributes["stroke"] == "#38ab30"
    assert added[0].attributes["x1"] == added[0].attributes["x2"]
