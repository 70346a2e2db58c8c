"""The layer Hotspots paints what is stored, and says on what it rests or why it is not there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from dashboard import words
from dashboard.callbacks.draw import draw
from dashboard.components.hotspot_panel import area_words, hotspot_map, hotspot_notice, moran_words
from dashboard.components.panels import map_values
from dashboard.look import look
from dashboard.selection import Selection
from dashboard.view import View
from data import queries
from data.statistics.hotspots import GlobalMoran
from layers import LAYERS
from layers.colours import DIVERGING
from tests.unit.dashboard.reading import said

ON = "?niveau=buurt&lagen=feiten,hotspots"


def seen(search: str) -> View:
    return look(Selection.from_query(search), queries.current(), audience="publiek")


def test_the_layer_is_in_the_panel_and_off_from_the_start(demo: Path) -> None:
    assert LAYERS["hotspots"].name == "Hotspots (meer dan toeval)"
    assert not LAYERS["hotspots"].on
    view = seen("?niveau=buurt")
    assert hotspot_map(view, map_values(view)[1]) is None
    assert hotspot_notice(view) is None


def test_each_buurt_has_the_colour_of_its_stored_class(demo: Path) -> None:
    painted = draw(ON)["paint"]
    stored = queries.hotspots(queries.current(), priority="fietsdiefstal", group="fiets", level="buurt").areas
    frame = queries.areas(queries.current())
    codes = frame.index[(frame["level"] == "buurt") & frame["is_located"]]
    assert len(painted["classes"]) == len(codes) == 254
    assert painted["colours"] == [DIVERGING[4], DIVERGING[2], DIVERGING[0]]  # orange, grey, blue
    expected = {"hot": 0, "geen": 1, "cold": 2}
    for code, number in zip(codes, painted["classes"], strict=True):
        name = stored.loc[code, "gi_class"]
        assert number == (-1 if pd.isna(name) else expected[name]), code
    assert {0, 1, 2, -1} == set(painted["classes"])


def test_the_hover_card_keeps_the_counts_and_adds_the_hotspot(demo: Path) -> None:
    on, off = draw(ON)["paint"], draw("?niveau=buurt")["paint"]
    assert on["n"] == off["n"]
    lines = dict(zip(on["classes"], on["words"]["hotspots"], strict=True))
    assert lines[0].startswith("Hotspot: samen met de buren hoger dan toeval")
    assert lines[2].startswith("Coldspot: samen met de buren lager dan toeval")
    assert "geen cijfer" in lines[-1]
    assert "hotspots" not in off["words"]


def test_the_legend_says_on_what_the_hotspots_rest(demo: Path) -> None:
    text = said(draw(ON)["legend"])
    found = queries.hotspots(queries.current(), priority="fietsdiefstal", group="fiets", level="buurt")
    assert found.moran is not None
    assert found.months is not None
    assert "Hotspots van fietsdiefstallen" in text
    assert f"{words.months(found.months)}, per km², per buurt" in text
    assert f"Moran's I {words.number(found.moran.i, 2)}" in text
    assert "9.999 permutaties" in text
    assert "10% vals alarm" in text
    hot = int((found.areas["gi_class"] == "hot").sum())
    assert f"hotspot ({hot})" in text
    assert f"geen cijfer ({int(found.areas['value'].isna().sum())})" in text


@pytest.mark.parametrize(
    ("search", "words_in_it"),
    [
        (ON + "&periode=2020", "los van de gekozen periode"),
        (ON + "&prioriteit=overlast&categorie=graffiti", "alle categorieën van Geluid en graffiti"),
    ],
)
def test_what_the_filters_do_not_change_is_said(demo: Path, search: str, words_in_it: str) -> None:
    assert words_in_it in said(draw(search)["legend"])
    assert words_in_it not in said(draw(ON)["legend"])


def test_wijken_are_too_few_and_the_page_says_so(demo: Path) -> None:
    answer = draw("?niveau=wijk&lagen=feiten,hotspots")
    notice = said(answer["notices"])
    assert "hier zijn er 25" in notice
    assert "Kies het niveau buurt" in notice
    plain = draw("?niveau=wijk")
    assert answer["paint"] == plain["paint"]
    assert said(answer["legend"]) == said(plain["legend"])


def test_a_suppressed_area_stays_suppressed(demo: Path) -> None:
    view = seen(ON)
    painted = map_values(view)[1]
    painted["classes"][7] = -2
    shown = hotspot_map(view, painted)
    assert shown is not None
    assert shown.painted["classes"][7] == -2


def test_an_area_that_differs_from_its_neighbours_says_so() -> None:
    assert area_words("geen", "laag-hoog") == "Geen hotspot of coldspot (zelf laag, tussen hoge buren)"
    assert area_words("hot", "geen") == "Hotspot: samen met de buren hoger dan toeval"


def test_morans_i_in_a_sentence() -> None:
    together = GlobalMoran(i=0.5, expected=-0.004, z=13.6, p=1e-40, n=241)
    assert moran_words(together).endswith("meer dan toeval (Moran's I 0,50, p < 0,001).")
    nothing = replace(together, i=0.01, z=0.4, p=0.6891)
    assert "zoals bij toeval" in moran_words(nothing)
    assert "p = 0,689" in moran_words(nothing)
