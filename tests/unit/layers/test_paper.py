"""Drawings of a report: their size is their number, and what is missing or provisional looks it."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from layers import Drawing, Shape, paper
from layers.areas import STATUS_CLASSES
from layers.colours import NAVY, ORANGE
from layers.drawing import label
from layers.paper.bars import BAR
from layers.paper.map import AREA
from tests.hostile import HOSTILE

LEGEND = paper.MapLegend(("feiten",), (("#111111", "tot 5"), ("#222222", "6 – 9")), ((-1, "geen cijfers"),), ())


def bars(drawing: Drawing) -> list[dict[str, float]]:
    return [dict(s.attributes) for s in drawing.shapes if s.attributes.get("class") == BAR]


def years(n: list[float], status: list[str]) -> pd.DataFrame:
    text = ["–" if v != v else f"{v:g}" for v in n]
    return pd.DataFrame(
        {"label": [f"mei {i}<br>– apr {i + 1}" for i in range(len(n))], "n": n, "status": status, "text": text}
    )


@given(values=st.lists(st.floats(0, 1e6), min_size=1, max_size=8))
def test_a_bar_is_as_tall_as_its_number(values: list[float]) -> None:
    drawn = bars(paper.year_bars(years(values, ["ok"] * len(values))))
    top = max([1.0, *values])
    assert [bar["height"] for bar in drawn] == pytest.approx([v / top * 60 for v in values], abs=0.02)
    assert [bar["fill"] for bar in drawn][-1] == NAVY


def test_a_year_without_figures_has_words_in_place_of_a_bar() -> None:
    drawing = paper.year_bars(years([float("nan"), 0, 7], ["missing", "ok", "provisional"]))
    assert [bar["height"] for bar in bars(drawing)] == [0, 60]
    words = [s.text for s in drawing.shapes if s.kind == "text"]
    assert words[:2] == ["geen", "cijfers"]
    assert "0" in words
    assert sum(s.kind == "path" for s in drawing.shapes) == 1  # the hatching of what is provisional


@pytest.mark.parametrize("name", HOSTILE)
def test_any_text_is_text_in_the_file(name: str) -> None:
    drawing = Drawing(10, 10, (label(1, 1, name, size=8, colour=NAVY), Shape("path", {"data-code": name, "d": "M0 0"})))
    root = ElementTree.fromstring(paper.svg(drawing))
    assert [child.tag.rpartition("}")[2] for child in root] == ["text", "path"]
    assert (root[0].text or "").split() == re.sub("[\x00-\x08\x0b\x0c]", " ", name).split()


def test_every_area_has_the_colour_of_its_class_and_a_missing_one_is_hatched() -> None:
    places = [("A", box(0, 0, 9e3, 9e3), 0), ("B", box(9e3, 0, 18e3, 9e3), 1), ("C", box(0, 9e3, 9e3, 18e3), -1)]
    drawing = paper.area_map(places, ("#111111", "#222222"), LEGEND, selected=[places[1][1]])
    fills = {
        s.attributes["data-code"]: s.attributes["fill"] for s in drawing.shapes if s.attributes.get("class") == AREA
    }
    assert fills["A"] == "#111111"
    assert fills["B"] == "#222222"
    assert fills["C"] not in ("#111111", "#222222")
    strokes = [s.attributes.get("stroke") for s in drawing.shapes]
    assert strokes.count(ORANGE) == 1
    plain = paper.area_map([(c, p, max(k, 0)) for c, p, k in places], ("#111111", "#222222"), LEGEND)
    assert len(drawing.shapes) == len(plain.shapes) + 2  # the hatching of C and the outline of B


def test_suppressed_areas_are_dotted() -> None:
    kind = STATUS_CLASSES["suppressed"]
    drawing = paper.area_map([("A", box(0, 0, 9e3, 9e3), kind)], (), LEGEND)
    assert sum(s.kind == "circle" for s in drawing.shapes) > 100


def test_a_funnel_without_a_rate_is_not_drawn() -> None:
    frame = pd.DataFrame(
        {
            "area_code": ["A"],
            "name": ["A"],
            "denominator": [1.0],
            "rate": [np.nan],
            "outside": [None],
            "status": ["missing"],
        }
    )
    assert paper.funnel_dots(frame, pd.DataFrame(), target=None, selected=(), x_title="inwoners") is None
