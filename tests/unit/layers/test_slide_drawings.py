"""The outlines of a slide's map are the polygons, and its bars are the counts."""

from __future__ import annotations

import math
import re

import pytest
import shapely

from layers import Bar, in_window, outlined, small_bars, window_of
from layers.slide_map import UNIT


def corners(d: str) -> list[list[tuple[int, int]]]:
    """The corners that a path of M, l and z goes along."""
    found = []
    for ring in re.findall(r"M(-?\d+) (-?\d+)l([^z]*)z", d):
        numbers = [int(n) for n in re.findall(r"-?\d+", ring[2])]
        x, y = int(ring[0]), int(ring[1])
        way = [(x, y)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            way.append((x, y))
        found.append(way)
    return found


def test_a_path_goes_along_the_polygon_and_its_holes() -> None:
    hole = shapely.box(1000, 1000, 1400, 1600)
    whole = shapely.box(0, 0, 4000, 8000).difference(hole)
    made = outlined({"A": whole, "B": shapely.box(4000, 0, 8000, 8000)})
    drawn = [shapely.Polygon(ring) for ring in corners(made.paths["A"])]
    assert [ring.area * UNIT**2 for ring in drawn] == [whole.area + hole.area, hole.area]
    assert made.boxes["B"] == (1000, 0, 2000, 2000)
    assert made.city == (0, 0, 2000, 2000)


def test_a_small_area_is_shown_from_nearer_by_and_a_large_one_in_the_city() -> None:
    made = outlined({"city": shapely.box(0, 0, 20_000, 20_000), "dot": shapely.box(9000, 9000, 9200, 9100)})
    assert window_of(made, ()) == window_of(made, ("city",)) == made.city
    west, north, east, south = window_of(made, ("dot",))
    assert east - west == south - north < 1000
    scale, x, y = in_window((west, north, east, south), width=600, height=700)
    assert west * scale + x == pytest.approx(0)
    assert (north * scale + y, south * scale + y) == pytest.approx((50, 650))


def test_bars_are_as_long_as_their_counts_and_a_missing_one_has_none() -> None:
    rows = [Bar("2020", 50.0, "50"), Bar("2021", math.nan, "–"), Bar("2022", 100.0, "100", provisional=True)]
    drawing = small_bars(rows, width=300, height=143)
    widths = [s.attributes["width"] for s in drawing.shapes if s.kind == "rect"]
    assert widths[0] == pytest.approx(widths[1] / 2, abs=0.1)
    assert [s.text for s in drawing.shapes if s.kind == "text"] == ["2020", "50", "2021", "–", "2022", "100"]
    assert max(s.attributes.get("x", 0) for s in drawing.shapes) < 290


def test_more_bars_than_fit_leave_the_oldest_out() -> None:
    drawing = small_bars([Bar(str(y), 1.0, "1") for y in range(1990, 2023)], width=300, height=143)
    names = [s.text for s in drawing.shapes if s.attributes.get("text-anchor") == "end"]
    assert names[-1] == "2022"
    assert len(names) == 8
