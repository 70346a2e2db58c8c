"""What the figure on top says of a change: the pure function, against the city where that is asked, and its family."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.components import story
from dashboard.components.key_figures import key_figures
from dashboard.components.panels import map_values
from dashboard.look import look
from dashboard.outcome import ratio_words
from dashboard.selection import Selection
from dashboard.sentence import sentence
from dashboard.view import View
from data import queries
from data.statistics.against import changes_against
from data.statistics.verdict import changes
from tests.unit.dashboard.components.test_plan_table import said

pytestmark = pytest.mark.usefixtures("demo")


def seen(query: str) -> View:
    return look(Selection.from_query(query), queries.current(), audience="publiek")


def test_both_counts_ratio_interval_p_and_words_are_on_the_card() -> None:
    view = seen("?gebied=W13")
    row = changes(pd.DataFrame({"now": [view.figure.n], "before": [view.figure.before]}), view.phi).iloc[0]
    card, *_, test = map(said, key_figures(view))
    for text in ("280", "was 245", "+35", "geen verschil dan toeval"):
        assert text in card
    numbers = [f"{row[name]:.2f}".replace(".", ",") for name in ("ratio", "low", "high")]
    p, q = (f"{value:.3f}".replace(".", ",") for value in (row["p"], view.areas.at["W13", "q"]))
    assert "Dampoort: verhouding {} (95%: {}–{}), p = {}, gecorrigeerd {}. ".format(*numbers, p, q) in test
    assert "Gent: verhouding" in test


def test_who_stands_alone_is_not_corrected_and_the_page_says_so() -> None:
    for query, names in (("", "Gent"), ("?gebied=W13&niveau=buurt", "Dampoort en Gent"), ("?gebied=W13", "Gent")):
        view = seen(query)
        heading = said(story.table_title(view))
        assert f"gecorrigeerd voor {view.family} vergelijkingen tegelijk ; {names} bovenaan sta" in heading
        assert ("gecorrigeerd" in view.figure.tested) is (query == "?gebied=W13")


@pytest.mark.parametrize("query", ["?gebied=W13&niveau=buurt", "?gebied=W13,W06", "?gebied=W13"])
def test_apart_from_the_city_holds_for_the_figure_on_top_whatever_the_level(query: str) -> None:
    """The level of the map is no reason to judge the same areas otherwise."""
    view = seen(query + "&toon=los")
    here, city = view.figure, view.city
    frame = pd.DataFrame(
        {
            "now": [here.n],
            "before": [here.before],
            "rest_now": [city.n - here.n],
            "rest_before": [city.before - here.before],
        }
    )
    row = changes_against(frame, view.phi).iloc[0]
    assert here.change is not None
    assert (here.change.p, here.change.ratio) == (row["p"], row["ratio"])
    assert "Oordeel, los van de evolutie in heel Gent: " in sentence(view).text
    assert "los van" not in sentence(seen(query)).text


def test_the_measure_of_change_shows_its_ratio_in_the_table_and_on_the_map() -> None:
    view = seen("?maat=verandering")
    row = view.areas.loc["W13"]
    numbers = [f"{row[name]:.2f}".replace(".", ",") for name in ("ratio", "low", "high")]
    cards = map_values(view)[1]["words"]["verdicts"]
    card = cards[list(view.located.index).index("W13")]
    assert "<br>verhouding {} (95%: {}–{}), p = ".format(*numbers) in card
    table = story.table(view)
    assert "Verandering" in str(table)
    assert all(number in str(table) for number in numbers)


def test_a_ratio_in_words() -> None:
    assert ratio_words(1.136, 0.9, float("inf"), 0.0004) == "verhouding 1,14 (95%: 0,90–∞), p < 0,001"
    assert ratio_words(12.4, 3.0, 20.0, 0.04, 0.0004, 25) == (
        "verhouding 12 (95%: 3,00–20), p = 0,040, gecorrigeerd p < 0,001"
    )
