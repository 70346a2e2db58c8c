"""What a reader of the plan sees: every name, both counts, and a sentence where there is no figure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from dash import html
from dash.development.base_component import Component

from dashboard.callbacks.plan import draw_plan
from dashboard.components.plan_table import plan_table
from dashboard.plan_view import PlanView, look_at_plan
from dashboard.selection import Selection
from data import queries
from tests.unit.dashboard.reading import said


def rows(view: PlanView) -> list[str]:
    table = plan_table(view)
    return [said(row) for part in table.children[1:] for row in part.children]


@pytest.fixture
def view(demo: Path) -> PlanView:
    return look_at_plan(Selection(), queries.current(), audience="publiek")


def test_every_sub_theme_is_there_in_order_with_a_figure_or_a_sentence(view: PlanView) -> None:
    text = " ".join(rows(view))
    at = 0
    for number, theme in enumerate(view.themes, start=1):
        at = text.index(f"{number}. {theme.name}", at)
        for sub in theme.subs:
            at = text.index(sub.name, at)
            row = next(row for row in rows(view) if sub.name in row and not row.startswith(f"{number}."))
            assert ("geen openbare cijfers" in row) == (not sub.figures), sub.name


def test_a_change_stands_beside_both_counts_and_without_a_percentage(view: PlanView) -> None:
    (bikes,) = (row for row in rows(view) if row.startswith("Fietsdiefstallen"))
    assert "2.928" in bikes
    assert "2.610" in bikes
    assert "+318" in bikes
    assert "%" not in " ".join(rows(view)).replace("(95%:", "")  # the interval of a ratio is no bare percentage


def test_police_effort_is_marked(view: PlanView) -> None:
    marked = {row.split(" volgt de inzet")[0] for row in rows(view) if "volgt de inzet" in row}
    assert len(marked) == 3
    assert all("Sluikstorten" in row or "Parkeerovertredingen" in row for row in marked)


def test_a_missing_sum_says_which_months(demo: Path) -> None:
    view = look_at_plan(Selection(period="alles"), queries.current(), audience="publiek")
    (accidents,) = (row for row in rows(view) if row.startswith("Samenleven in het verkeer"))
    assert "Geen totaal: voor 2018 – 2019 zijn geen cijfers gepubliceerd." in accidents


def test_the_sentence_on_top(demo: Path) -> None:
    answer = draw_plan("")
    assert answer["sentence"] == (
        "Zonaal Veiligheidsplan 2020-2025: 17 thema's, 47 subthema's, 10 met openbare cijfers"
    )
    assert "Demonstratiedata" in said(answer["provenance"])


def test_a_refusal_leaves_the_controls_working(demo: Path) -> None:
    answer = draw_plan("?gebied=W99")
    assert "W99" in answer["sentence"]
    keys = {"areas": "gebied", "period": "periode", "reference": "vergelijk", "options": "toon"}
    assert answer["effective"]["keys"] == keys
    assert answer["plan"] == []


def test_provisional_months_are_dotted_in_the_small_trend_and_said(view: PlanView) -> None:
    found = pictures(plan_table(view))
    assert found
    assert all("gestippeld: 3 maanden voorlopig" in picture.alt for picture in found)
    assert all("stroke-dasharray" in picture.src for picture in found)


def pictures(node: Any) -> list[html.Img]:
    if isinstance(node, html.Img):
        return [node]
    if isinstance(node, list | tuple):
        return [found for child in node for found in pictures(child)]
    return pictures(getattr(node, "children", None)) if isinstance(node, Component) else []
