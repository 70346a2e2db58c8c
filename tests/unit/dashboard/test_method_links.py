"""Every number and every verdict on screen leads to the paragraph that says how it is made."""

from __future__ import annotations

import json
import re

import pytest
from dash._utils import to_json

from dashboard.callbacks.draw import draw
from dashboard.callbacks.plan import draw_plan
from dashboard.callbacks.sheet import draw_sheet
from data.catalogue import MEASURES

pytestmark = pytest.mark.usefixtures("demo")


def linked(part: object) -> set[str]:
    """The paragraphs that a part of the page links to."""
    return set(re.findall(r"/methode#([a-z0-9-]+)", str(json.loads(to_json(part)))))


@pytest.mark.parametrize(
    "query",
    ["", "?gebied=W13&maat=verandering", "?gebied=W13&maat=inwoners-glad&toon=los", "?niveau=buurt&maat=km2-lokaal"],
)
def test_every_panel_of_the_main_page(query: str) -> None:
    panels = draw(query)
    apart = "los-van-gent" if "toon=los" in query else "verandering"
    measure = MEASURES[re.sub(r".*maat=([a-z0-9-]+).*", r"\1", query) if "maat=" in query else "aantal"].method
    keys = {apart, "aantal", "veel-vergelijkingen"} | ({"tegenover-rest"} if "gebied=" in query else set())
    expected = {
        "legend": {measure, apart},
        "keys": keys,
        "trend_head": {"verwachting"},
        "table_head": {"veel-vergelijkingen", measure},
        "table": {apart},
        "signals": {"signalen"},
        "years_head": {"aantal"},
        "categories_head": {"aantal"},
        "funnel_head": {"trechter"},
    }
    for name, paragraphs in expected.items():
        assert paragraphs <= linked(panels[name]), name


def test_the_split_of_facts() -> None:
    assert "verandering" in linked(draw("?prioriteit=verkeer")["splits_head"])


def test_a_verdict_of_too_few_facts_has_its_own_paragraph() -> None:
    assert "te-weinig" in linked(
        draw("?prioriteit=overlast&niveau=buurt&gebied=44021A33K&periode=2022-01_2022-01")["keys"]
    )


def test_every_part_of_the_sheet() -> None:
    parts = linked(draw_sheet("", "/buurt/W13"))
    assert parts >= {
        *("aantal", "verandering", "tegenover-rest", "veel-vergelijkingen"),
        *("verwachting", "uren", "signalen", "per-noemer"),
    }


def test_the_whole_plan() -> None:
    assert linked(draw_plan("?gebied=W13&toon=los")) >= {"aantal", "verandering", "veel-vergelijkingen", "los-van-gent"}
