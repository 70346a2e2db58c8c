"""Bars per year and per category: a word where there are no figures, and nothing that is not JSON."""

from __future__ import annotations

import json

import pandas as pd
import plotly.graph_objects as go
import pytest

from layers import categories, years

NAN = float("nan")


@pytest.fixture
def by_year() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "label": ["2020", "2021", "2022"],
            "n": [NAN, 0.0, 12.0],
            "status": ["missing", "ok", "provisional"],
            "text": ["–", "0", "12"],
            "patch": ["periode=2020-01_2020-12", "periode=2021-01_2021-12", "periode=2022-01_2022-12"],
        }
    )


@pytest.fixture
def by_category() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["Zakkenrollerij", "Diefstal met geweld zonder wapen", "Graffiti"],
            "n": [3.0, NAN, 20.0],
            "before": [NAN, 2.0, 10.0],
            "text": ["3", "–", "20"],
            "before_text": ["–", "2", "10"],
            "status": ["provisional", "missing", "ok"],
            "shown": [True, True, False],
            "patch": ["categorie=a", "categorie=b", "categorie=c"],
        }
    )


def test_a_year_without_figures_has_words_and_zero_has_its_number(by_year: pd.DataFrame) -> None:
    (bar,) = years(by_year)["data"]
    assert bar["text"] == ["geen cijfers", "0", "12"]
    assert bar["customdata"] == by_year["patch"].tolist()
    assert bar["marker"]["pattern"]["shape"] == ["", "", "/"]  # provisional is hatched


def test_categories_come_largest_on_top_with_what_has_no_figure_at_the_bottom(by_category: pd.DataFrame) -> None:
    before, now = categories(by_category)["data"]
    assert [name.replace("<br>", " ") for name in now["y"]] == [
        "Diefstal met geweld zonder wapen",
        "Zakkenrollerij",
        "Graffiti",
    ]
    assert now["text"] == ["–", "3", "20"]
    assert before["text"] == ["2", "–", "10"]
    assert now["customdata"] == ["categorie=b", "categorie=a", "categorie=c"]
    assert now["marker"]["color"][2] != now["marker"]["color"][1]  # left out of the sum


def test_figures_are_json_without_nan_that_plotly_knows(by_year: pd.DataFrame, by_category: pd.DataFrame) -> None:
    nothing = {"n": NAN, "status": "missing", "text": "–"}
    for figure in (
        years(by_year),
        years(by_year.assign(**nothing)),
        categories(by_category),
        categories(by_category.assign(n=NAN, before=NAN)),
    ):
        json.dumps(figure, allow_nan=False)
        go.Figure(figure)


def test_a_provisional_category_is_hatched_and_others_are_not(by_category: pd.DataFrame) -> None:
    bars = categories(by_category)["data"][1]
    shapes = dict(zip(bars["y"], bars["marker"]["pattern"]["shape"], strict=True))
    assert shapes["Zakkenrollerij"] == "/"
    assert shapes["Graffiti"] == ""
