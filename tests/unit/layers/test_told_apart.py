"""Zero, missing and provisional look different in every drawing, on screen, on paper and on a wall."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pptx import Presentation
from shapely import box

import layers
from dashboard.chart_frames import bar_text
from dashboard.report import native_charts
from dashboard.words import MONTH_NAMES
from layers import Bar, Drawing, paper
from layers.academic_weeks import academic_weeks
from layers.areas import paint
from layers.colours import SEQUENTIAL
from layers.nights import nights
from layers.scales import sequential

NAN = float("nan")
STATES = {
    "zero": (0.0, "ok"),
    "missing": (NAN, "missing"),
    "zero so far": (0.0, "provisional"),
    "some": (4.0, "ok"),
    "some so far": (4.0, "provisional"),
}
MONTHS = [date(2022, month, 1) for month in range(1, 7)]


def monthly(n: float, status: str) -> pd.DataFrame:
    """Half a year of which May has this figure."""
    flat = {name: [level] * 6 for name, level in (("expected", 5.0), ("low", 0.0), ("high", 9.0))}
    counts = [3.0, 5.0, 4.0, 6.0, n, 5.0]
    states = [*["ok"] * 4, status, "ok"]
    return pd.DataFrame({"month": MONTHS, "n": counts, "status": states, "city": 50.0, **flat, "outside": "binnen"})


def named(n: float, status: str) -> pd.DataFrame:
    """Three bars, of which the last has this figure."""
    return pd.DataFrame(
        {
            "label": ["2020", "2021", "2022"],
            "name": ["A", "B", "C"],
            "n": [3.0, 6.0, n],
            "status": ["ok", "ok", status],
            "text": ["3", "6", bar_text(n, status)],
            "before": [2.0, 5.0, 1.0],
            "before_text": ["2", "5", "1"],
            "shown": True,
            "patch": ["a=1", "a=2", "a=3"],
        }
    )


def areas(n: float, status: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "area_code": ["A", "B", "C"],
            "name": ["Alfa", "Beta", "Gamma"],
            "denominator": pd.array([1000.0, 2000.0, 3000.0], dtype="Float64"),
            "rate": pd.array([3.0, 12.0, n], dtype="Float64"),
            "outside": ["binnen", "binnen", None if n != n else "binnen"],
            "status": ["ok", "ok", status],
            "text": ["Alfa: 3", "Beta: 12", bar_text(n, status)],
        }
    )


CURVE = pd.DataFrame({"denominator": [1000.0, 3000.0], "low95": 1.0, "high95": 2.0, "low998": 1.0, "high998": 2.0})


def trend(n: float, status: str) -> Any:
    texts = {"months": [f"{m:%m/%Y}" for m in MONTHS], "city": "Gent", "outside": ""}
    return layers.trend(monthly(n, status), period=(MONTHS[0], MONTHS[-1]), city_share=None, texts=texts)


def week_by_week(n: float, status: str) -> Any:
    frame = monthly(n, status).assign(
        year="2022-2023", number=range(1, 7), week=MONTHS, kind="les", name="Lesweken", month_name="sep"
    )
    return academic_weeks(frame, pd.DataFrame({"number": [1], "mean": [3.0]}), texts=["x"] * 6)


def of_parts(n: float, status: str) -> Any:
    late = [False] * 4 + [status == "provisional", False]
    frame = pd.DataFrame({"month": MONTHS, "provisional": late, "dood": monthly(n, status)["n"]})
    return layers.part_trends(frame, {"dood": "Dood"}, month_texts=["x"] * 6)


def in_the_night(n: float, status: str) -> Any:
    """What is missing is no night: the card then has a sentence (`zone_cards`); its reference can be missing."""
    frame = named(n if n == n else 9.0, status)
    return nights(frame.assign(before=NAN if n != n else frame["before"]), provisional=status == "provisional")


def on_the_map(n: float, status: str) -> Any:
    frame = pd.DataFrame(
        {"n": [3.0, n], "before": 1.0, "value": [3.0, n], "value_status": ["ok", status], "value_low": NAN},
        index=["A", "B"],
    ).assign(value_high=NAN)
    scale = sequential(np.array([0.0, 3.0, 5.0, 9.0]), whole=True)
    return paint(frame, scale, level="wijk", selected=(), words={}, decimals=0)


def on_a_printed_map(n: float, status: str) -> Any:
    painted = on_the_map(n, status)
    legend = paper.MapLegend(("feiten",), ((SEQUENTIAL[0], "0"),), (), ())
    places = [(code, box(i * 9e3, 0, i * 9e3 + 9e3, 9e3), painted["classes"][i]) for i, code in enumerate("AB")]
    return paper.area_map(places, painted["colours"], legend)


def in_powerpoint(add: Callable[[Any, tuple[float, float, float, float]], Any]) -> str:
    deck = Presentation()
    shape = add(deck.slides.add_slide(deck.slide_layouts[6]), (0, 0, 5, 4))
    deck.save(BytesIO())
    return str(shape.chart._chartSpace.xml)


def years_in_powerpoint(n: float, status: str) -> str:
    frame = named(n, status)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(native_charts, "years_frame", lambda _view: frame)
        return in_powerpoint(lambda slide, place: native_charts.add_years(slide, SimpleNamespace(), place))  # type: ignore[arg-type]


def spark(n: float, status: str) -> str:
    return layers.sparkline(np.array([3.0, 5.0, n]), provisional=int(status == "provisional"))


PROVISIONAL_APART = {
    "trend": trend,
    "season": lambda n, status: layers.season(monthly(n, status), month_names=MONTH_NAMES),
    "years": lambda n, status: layers.years(named(n, status)),
    "categories": lambda n, status: layers.categories(named(n, status)),
    "funnel": lambda n, status: layers.funnel(areas(n, status), CURVE, target=6.0, selected=(), x_title="inwoners"),
    "parts": of_parts,
    "nights": in_the_night,
    "weeks of the academic year": week_by_week,
    "trend of sheet, slide and report": lambda n, status: layers.small_trend(
        monthly(n, status), period=(MONTHS[0], MONTHS[-1])
    ),
    "bars of a slide": lambda n, status: layers.small_bars(
        [Bar("2021", 6.0, "6"), Bar("2022", n, bar_text(n, status), status == "provisional")], width=300, height=143
    ),
    "sparkline": spark,
    "years of the report": lambda n, status: paper.year_bars(named(n, status)),
    "categories of the report": lambda n, status: paper.category_bars(named(n, status)),
    "funnel of the report": lambda n, status: paper.funnel_dots(
        areas(n, status), CURVE, target=6.0, selected=(), x_title="inwoners"
    ),
    "trend in PowerPoint": lambda n, status: in_powerpoint(
        lambda slide, place: native_charts.add_trend(slide, monthly(n, status), place)
    ),
    "years in PowerPoint": years_in_powerpoint,
}
"""Every drawing that shows what is provisional in itself; a map says it in its legend, for all areas at once."""
MAPS = {"map": on_the_map, "map of the report": on_a_printed_map}


def seen(made: Any) -> str:
    """What a reader can see of a drawing: its marks with their looks, not the numbers behind them."""
    if isinstance(made, Drawing):
        return repr([(s.kind, sorted(s.attributes.items(), key=str), s.text) for s in made.shapes])
    return made if isinstance(made, str) else json.dumps(made, allow_nan=False, default=list)


@pytest.mark.parametrize("name", PROVISIONAL_APART)
def test_zero_missing_and_provisional_are_told_apart(name: str) -> None:
    pictures = {state: seen(PROVISIONAL_APART[name](*figure)) for state, figure in STATES.items()}
    for one, picture in pictures.items():
        assert not [other for other, shown in pictures.items() if shown == picture and other != one], one


@pytest.mark.parametrize("name", MAPS)
def test_a_map_tells_zero_from_missing(name: str) -> None:
    pictures = [seen(MAPS[name](*STATES[state])) for state in ("zero", "missing", "some")]
    assert len(set(pictures)) == 3


@pytest.mark.parametrize("cells", [0.0, 4.0])
def test_an_hour_without_facts_is_the_lightest_and_one_with_facts_is_not(cells: float) -> None:
    weights = np.full((7, 24), 3.0)
    weights[2, 5] = cells
    drawing = layers.week(weights, days=("ma", "di", "wo", "do", "vr", "za", "zo"))
    lightest = [s for s in drawing.shapes if s.kind == "path" and s.attributes["fill"] == SEQUENTIAL[0]]
    assert bool(lightest) is (cells == 0)
