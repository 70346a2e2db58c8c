"""The numbers in the drawings of a report, read back from where they lie, are those of the figures on screen."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.callbacks.draw import draw
from dashboard.components.panels_below import categories_figure, funnel_figure
from dashboard.look import look
from dashboard.report.pictures import chart_pictures, funnel_picture, map_picture, trend_picture
from dashboard.selection import Selection
from dashboard.view import View
from data import queries
from layers import Drawing, paper
from layers.paper.bars import BAR
from layers.paper.dots import DOT, PLANE
from layers.paper.map import AREA
from layers.small_trend import FACTS
from tests.conftest import pointed_at

QUERIES = (
    "",
    "?gebied=W13&maat=inwoners",
    "?prioriteit=overlast&niveau=buurt&gebied=W06&maat=km2",
    "?prioriteit=verkeer&maat=verandering&periode=alles",
    "?prioriteit=overpoort&periode=2021",
)


@pytest.fixture(scope="module", params=QUERIES)
def asked(request: pytest.FixtureRequest, demo_var: Path) -> Iterator[tuple[View, dict[str, Any]]]:
    """A view, and the panels of the screen for it."""
    with pointed_at(demo_var):
        view = look(Selection.from_query(request.param), queries.current(), audience="publiek")
        yield view, draw(request.param)


def of_class(drawing: Drawing, name: str) -> list[dict[str, Any]]:
    return [dict(s.attributes) for s in drawing.shapes if s.attributes.get("class") == name]


def test_the_trend_goes_through_the_points_of_the_screen(asked: tuple[View, dict[str, Any]]) -> None:
    view, panels = asked
    drawing = trend_picture(view).drawing
    line = next(trace for trace in panels["trend"]["data"] if "customdata" in trace)
    plot = paper.WIDE
    top = max(
        float(s.text.replace(".", ""))
        for s in drawing.shapes
        if re.fullmatch(r"[\d.]+", s.text) and s.attributes["text-anchor"] == "end"
    )
    found: dict[int, float] = {}
    step = plot.across / len(line["y"])
    for attributes in of_class(drawing, FACTS):
        pairs = [p.split(",") for p in str(attributes.get("points", "")).split()]
        pairs += [[attributes["cx"], attributes["cy"]]] if "cx" in attributes else []
        for x, y in pairs:
            found[round((float(x) - plot.left) / step - 0.5)] = (plot.zero - float(y)) / (plot.zero - plot.top) * top
    known = {i: y for i, y in enumerate(line["y"]) if y is not None}
    assert found.keys() == known.keys()  # a month without figures is no point, in neither
    for i, y in known.items():
        assert found[i] == pytest.approx(y, abs=top * 0.001)


def test_the_bars_are_those_of_the_screen(asked: tuple[View, dict[str, Any]]) -> None:
    view, panels = asked
    years, other = chart_pictures(view)
    drawn = of_class(years.drawing, BAR)
    bars = panels["years"]["data"][0]
    n = [y for y, text in zip(bars["y"], bars["text"], strict=True) if text != "geen cijfers"][-len(drawn) :]
    assert [bar["height"] / max(b["height"] for b in drawn) for bar in drawn] == pytest.approx(
        [y / max(n) for y in n], abs=1e-3
    )
    assert {s.text for s in years.drawing.shapes} >= set(bars["text"][-len(drawn) :]) - {"geen cijfers"}
    if len(view.categories) > 1:
        drawn = of_class(other.drawing, BAR)
        before, now = (dict(zip(t["y"], t["x"], strict=True)) for t in categories_figure(view)["data"])
        order = list(now)[::-1]
        wanted = [v for name in order for v in (now[name], before[name]) if v]
        top = max(wanted)
        widths = [bar["width"] for bar in drawn]
        assert [w / max(widths) for w in widths] == pytest.approx([v / top for v in wanted], abs=1e-3)


def test_the_dots_of_the_funnel_lie_where_they_lie_on_screen(asked: tuple[View, dict[str, Any]]) -> None:
    view, _ = asked
    drawing = funnel_picture(view).drawing
    if drawing is None:
        assert view.funnel.reason or not funnel_figure(view)["data"]
        return
    dots = of_class(drawing, DOT)
    figure = funnel_figure(view)
    traces = [t for t in figure["data"] if "customdata" in t]
    wanted = sorted((x, y) for t in traces for x, y in zip(t["x"], t["y"], strict=True))
    highest = max(y for _, y in wanted) * 1.12
    found = sorted(
        ((d["cx"] - PLANE.left) / PLANE.across, (PLANE.zero - d["cy"]) / (PLANE.zero - PLANE.top) * highest)
        for d in dots
    )
    across = figure["layout"]["xaxis"]
    if across["type"] == "log":
        first, last = across["range"]
        places = [(math.log10(x) - first) / (last - first) for x, _ in wanted]
    else:
        places = [x / (max(x for x, _ in wanted) * 1.05) for x, _ in wanted]
    assert [x for x, _ in found] == pytest.approx(places, abs=1e-3)
    assert sorted(y for _, y in found) == pytest.approx(sorted(y for _, y in wanted), abs=highest * 1e-3)


def test_every_area_of_the_map_has_its_colour_of_the_screen(asked: tuple[View, dict[str, Any]]) -> None:
    view, panels = asked
    drawing = map_picture(view, queries.current(), "publiek").drawing
    fills = {a["data-code"]: a["fill"] for a in of_class(drawing, AREA)}
    painted = panels["paint"]
    for code, kind in zip(view.located.index, painted["classes"], strict=True):
        if kind >= 0:
            assert fills[code] == painted["colours"][kind]
        else:
            assert fills[code] not in painted["colours"]
    assert len(fills) == len(view.located)
    assert {box["fill"] for box in (dict(s.attributes) for s in drawing.shapes if s.kind == "rect")} >= set(
        painted["colours"]
    )
