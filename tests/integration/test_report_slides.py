"""The slides of the report as PowerPoint gets them: native charts with the numbers of the screen, and whole titles."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from flask.testing import FlaskClient
from pptx import Presentation

from dashboard.app_factory import make_app
from dashboard.chart_frames import months_outside, years_frame
from dashboard.look import look
from dashboard.report.native_charts import EXPECTED, FACTS, HIGH, LOW
from dashboard.selection import Selection
from data import queries
from tests.conftest import pointed_at


@pytest.fixture(scope="module")
def served(demo_var: Path) -> Iterator[FlaskClient]:
    """Somebody who asks the app on the demonstration set."""
    with pointed_at(demo_var):
        yield make_app().server.test_client()


@pytest.mark.parametrize("query", ["?gebied=W13&maat=inwoners", "?prioriteit=verkeer&periode=alles"])
def test_slides_have_native_charts_with_the_numbers_of_the_screen(served: FlaskClient, query: str) -> None:
    answer = served.get("/rapport.pptx" + query)
    deck = Presentation(io.BytesIO(answer.data))
    assert round(deck.slide_width / deck.slide_height, 3) == round(16 / 9, 3)
    selection = Selection.from_query(query)
    view = look(selection, queries.current(), audience="publiek")
    name = view.selection.the_priority.name
    slides = [slide for slide in deck.slides if slide.shapes.title.text_frame.text.startswith(name)]
    first, second = slides[:2]
    trend = next(shape.chart for shape in first.shapes if shape.has_chart)
    series = {s.name: list(s.values) for s in trend.plots[0].series}
    assert list(series) == [FACTS, EXPECTED, LOW, HIGH]
    assert series[FACTS] == [None if pd.isna(n) else n for n in view.trend["n"]]
    published = view.trend["status"] != "missing"
    for column, drawn in (("expected", EXPECTED), ("low", LOW), ("high", HIGH)):
        wanted = view.trend[column].where(published).tolist()
        assert [v is None for v in series[drawn]] == [pd.isna(v) for v in wanted]
        assert [v for v in series[drawn] if v is not None] == pytest.approx([v for v in wanted if pd.notna(v)])
    outside = months_outside(view)
    assert outside or "alles" not in query
    assert all(month in first.notes_slide.notes_text_frame.text for month in outside)
    said = " ".join(shape.text_frame.text for shape in first.shapes if shape.has_text_frame)
    assert ("zie de notities" in said) is bool(outside)
    years = next(shape.chart for shape in second.shapes if shape.has_chart)
    frame = years_frame(view)
    assert list(years.plots[0].series[0].values) == [None if pd.isna(n) else n for n in frame["n"]]
    for slide in slides[:2]:
        notes = slide.notes_slide.notes_text_frame.text
        assert "Bron: " in notes
        assert "Citeer als: " in notes
        for shape in slide.shapes:
            if shape.has_chart or shape.shape_type == 13:
                assert len(shape._element.xpath(".//p:cNvPr")[0].get("descr")) > 20
    assert any(shape.shape_type == 13 for shape in first.shapes)  # the map


def test_a_long_title_is_whole_and_the_axis_of_the_trend_names_each_year_once(served: FlaskClient) -> None:
    """Sizes as a program that lays out the slides sees them: no name is cut, and no text lies on the next."""
    view = look(Selection.from_query("?gebied=W06,W10,W11,W23,W05"), queries.current(), audience="publiek")
    deck = Presentation(io.BytesIO(served.get("/rapport.pptx?gebied=W06,W10,W11,W23,W05").data))
    first = deck.slides[0]
    title = first.shapes.title
    assert title.text_frame.text == f"Veiligheid in {view.focus_name}"
    assert len(title.text_frame.text) > 90
    size = title.text_frame.paragraphs[0].runs[0].font.size.pt
    characters = title.width.pt / (size * 0.6)
    lines = -(-len(title.text_frame.text) // characters)
    below = next(shape for shape in first.shapes if shape.has_text_frame and "vergeleken met" in shape.text_frame.text)
    assert title.top.pt + lines * size * 1.2 <= below.top.pt
    shown = [shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    assert not [text for text in shown if text.endswith("…")]
    trend = next(shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart)
    axis = trend.category_axis._element
    units = {name: axis.xpath(f"c:{name}/@val") for name in ("baseTimeUnit", "majorUnit", "majorTimeUnit")}
    assert units == {"baseTimeUnit": ["months"], "majorUnit": ["1"], "majorTimeUnit": ["years"]}


def test_categories_are_native_too(served: FlaskClient) -> None:
    deck = Presentation(io.BytesIO(served.get("/rapport.pptx?prioriteit=overlast").data))
    slide = next(s for s in deck.slides if s.shapes.title.text_frame.text == "Overlast: jaar na jaar")
    chart = [shape.chart for shape in slide.shapes if shape.has_chart][1]
    view = look(Selection(priority="overlast"), queries.current(), audience="publiek")
    known = view.categories.set_index("name")["n"]
    assert dict(zip(chart.plots[0].categories, chart.plots[0].series[1].values, strict=True)) == known.to_dict()
