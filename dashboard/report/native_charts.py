"""Charts of PowerPoint itself: whoever gets the slides can open the numbers behind them and change how they look."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from dashboard import words
from dashboard.chart_frames import categories_frame, years_frame
from dashboard.report.printed import printed
from dashboard.view import View
from layers.colours import BLUE, BLUE_TEXT, GREY, GREY_DARK, GREY_LIGHT, NAVY, ORANGE, TEXT, WHITE

Box = tuple[float, float, float, float]
"""Left, top, width, height in inches."""
COUNTS = "#,##0"
TIME_UNITS = ("c:baseTimeUnit", "c:majorUnit", "c:majorTimeUnit")
"""Elements of an axis of dates, in the order that the file format asks."""
MOST_MONTHS_BY_QUARTER = 24
FACTS, EXPECTED, LOW, HIGH = "Feiten", "Verwacht", "Ondergrens", "Bovengrens"
"""Names of the series of a trend."""


def add_trend(slide: Any, frame: pd.DataFrame, place: Box) -> Any:
    """Facts per month as a line chart, with its expectation and the limits of normal variation as lines.

    Args:
        frame: `View.trend`; what is missing stays empty, so that the line has a gap.
    """
    published = (frame["status"] != "missing").to_numpy(dtype=bool)
    data = CategoryChartData(number_format=COUNTS)
    data.categories = frame["month"].tolist()
    data.add_series(FACTS, _numbers(frame["n"]))
    if frame["expected"].notna().any():
        for name, column in ((EXPECTED, "expected"), (LOW, "low"), (HIGH, "high")):
            data.add_series(name, _numbers(frame[column].where(published)))
    shape = slide.shapes.add_chart(XL_CHART_TYPE.LINE, *(Inches(v) for v in place), data)
    chart = shape.chart
    _plain(chart, legend=True)
    looks = ((NAVY, 2.25, None), (BLUE_TEXT, 1.25, MSO_LINE.DASH), (BLUE, 0.75, None), (BLUE, 0.75, None))
    for series, (colour, wide, dash) in zip(chart.plots[0].series, looks, strict=False):
        series.smooth = False
        series.format.line.color.rgb = _colour(colour)
        series.format.line.width = Pt(wide)
        if dash is not None:
            series.format.line.dash_style = dash
        series.marker.style = XL_MARKER_STYLE.NONE
    facts = chart.plots[0].series[0]
    for i, (status, outside) in enumerate(zip(frame["status"], frame["outside"], strict=True)):
        if status == "provisional" or outside in ("boven", "onder"):
            rim = ORANGE if outside == "boven" else BLUE if outside == "onder" else NAVY
            marker = facts.points[i].marker
            marker.style, marker.size = XL_MARKER_STYLE.CIRCLE, 7
            marker.format.fill.solid()
            marker.format.fill.fore_color.rgb = _colour(WHITE if status == "provisional" else rim)
            marker.format.line.color.rgb = _colour(rim)
    _month_axis(chart, len(frame))
    return shape


def _month_axis(chart: Any, months: int) -> None:
    """A label a year, or a quarter where there are few: without a step of its own, a program names a year again and
    again."""
    by_year = months > MOST_MONTHS_BY_QUARTER
    labels = chart.category_axis.tick_labels
    labels.number_format, labels.number_format_is_linked = "yyyy" if by_year else "[$-813]mmm yyyy", False
    axis = chart.category_axis._element
    for name in (*TIME_UNITS, "c:minorUnit", "c:minorTimeUnit"):
        for there in axis.findall(qn(name)):
            axis.remove(there)
    after = axis.find(qn("c:lblOffset"))
    for name, value in zip(reversed(TIME_UNITS), ("years", "1") if by_year else ("months", "3"), strict=False):
        after.addnext(axis.makeelement(qn(name), {"val": value}))
    after.addnext(axis.makeelement(qn("c:baseTimeUnit"), {"val": "months"}))


def add_years(slide: Any, view: View, place: Box) -> Any:
    """The same months in every year as columns; a year without figures is empty and says so under it."""
    frame = years_frame(view)
    data = CategoryChartData(number_format=COUNTS)
    data.categories = _named(frame, [name.replace("<br>", " ") for name in frame["label"]])
    data.add_series(FACTS, _numbers(frame["n"]))
    shape = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *(Inches(v) for v in place), data)
    _plain(shape.chart, legend=False)
    _bars(shape.chart, [NAVY if i == len(frame) - 1 else GREY for i in range(len(frame))], frame["status"].tolist())
    return shape


def add_categories(slide: Any, view: View, place: Box) -> Any:
    """The categories as bars, largest on top, the period and the reference."""
    frame = categories_frame(view).sort_values("n", na_position="first")
    data = CategoryChartData(number_format=COUNTS)
    data.categories = _named(frame, [printed(name, most=60, breaks=False) for name in frame["name"]])
    data.add_series(view.reference.short, _numbers(frame["before"]))
    data.add_series(words.months(view.months), _numbers(frame["n"]))
    shape = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *(Inches(v) for v in place), data)
    _plain(shape.chart, legend=True)
    _bars(shape.chart, None, frame["status"].tolist())
    return shape


def _named(frame: pd.DataFrame, names: list[str]) -> list[str]:
    """Names of bars, with in words what a bar of no height cannot show: no figures, or provisional."""
    none = ((frame["status"] == "missing") | ((frame["n"] == 0) & (frame["status"] == "provisional"))).tolist()
    rows = zip(names, frame["text"].tolist(), none, strict=True)
    return [f"{name}: {text}" if so else name for name, text, so in rows]


def _bars(chart: Any, colours: list[str] | None, statuses: list[str]) -> None:
    """Colours, hatching of what is provisional, and the number at each bar."""
    plot = chart.plots[0]
    plot.gap_width = 60
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = COUNTS, False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size, labels.font.color.rgb = Pt(12), _colour(TEXT)
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    for k, series in enumerate(plot.series):
        newest = k == len(plot.series) - 1
        series.format.fill.solid()  # that of the legend; each bar has its own
        series.format.fill.fore_color.rgb = _colour(NAVY if newest else GREY)
        for i, status in enumerate(statuses):
            colour = colours[i] if colours else NAVY if newest else GREY
            fill = series.points[i].format.fill
            if newest and status == "provisional":
                fill.patterned()
                fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
                fill.fore_color.rgb, fill.back_color.rgb = _colour(colour), _colour(WHITE)
            else:
                fill.solid()
                fill.fore_color.rgb = _colour(colour)


def _plain(chart: Any, *, legend: bool) -> None:
    chart.has_title = False
    chart.font.size, chart.font.name = Pt(12), "Fira Sans"
    chart.font.color.rgb = _colour(GREY_DARK)
    chart.has_legend = legend
    if legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.value_axis.minimum_scale = 0
    chart.value_axis.major_gridlines.format.line.color.rgb = _colour(GREY_LIGHT)
    chart.value_axis.format.line.fill.background()
    chart.category_axis.format.line.color.rgb = _colour(GREY_LIGHT)


def _numbers(column: pd.Series) -> list[float | None]:
    values = column.to_numpy(dtype=float, na_value=np.nan).tolist()
    return [None if value != value else value for value in values]


def _colour(hexadecimal: str) -> RGBColor:
    return RGBColor.from_string(hexadecimal.lstrip("#").upper())
