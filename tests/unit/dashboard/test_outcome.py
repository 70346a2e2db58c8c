"""What the figure on top says of a change: the pure function, against the city where that is asked, and its family."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import false_discovery_control

from dashboard import figures, judgement, kept, outcome
from dashboard.components import story
from dashboard.components.key_figures import key_figures
from dashboard.components.panels import map_values
from dashboard.components.signals import SHOWN, signal_panel
from dashboard.components.split_panel import split_panels
from dashboard.look import look
from dashboard.outcome import ratio_words
from dashboard.selection import Selection
from dashboard.sentence import sentence
from dashboard.view import View
from data import queries
from data.catalogue import DENOMINATORS
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
    assert "Dampoort: verhouding {} (95%: {}–{}), p = {} (na correctie voor {}: {}).".format(
        *numbers, p, view.family, q
    ) in " ".join(test.split())
    assert "Gent: verhouding" in " ".join(test.split())


@pytest.mark.parametrize(
    ("query", "beside", "names"),
    [
        ("", 1, "alle wijken en Gent"),
        ("?gebied=W13", 1, "alle wijken en Gent"),
        (
            "?gebied=W13,W06",
            2,
            "alle wijken, Dampoort en Elisabethbegijnhof - Prinsenhof - Papegaai - Sint-Michiels en Gent",
        ),
        ("?gebied=W13&niveau=buurt", 2, "alle buurten, Dampoort en Gent"),
        ("?gebied=W13&toon=los", 1, "alle wijken en Gent"),
    ],
)
def test_key_figures_and_table_are_one_family_and_the_page_says_over_how_many(
    query: str, beside: int, names: str
) -> None:
    view = seen(query)
    on_top = [view.city.change, view.figure.change][:beside]
    rows = view.areas[view.areas["verdict_alone"].notna() & (view.areas["verdict_alone"] != "te weinig")]
    p = [*rows["p"], *(found.p for found in on_top if found)]
    q = false_discovery_control(p, method="bh")
    assert view.family == len(p)
    assert rows["q"].tolist() == pytest.approx(q[: len(rows)].tolist())
    assert [figure.q for figure in (view.city, view.figure)[:beside]] == pytest.approx(q[len(rows) :].tolist())
    corrected = f"gecorrigeerd voor {view.family} vergelijkingen tegelijk"
    assert f"{corrected}, die van de kerncijfers erbij" in said(story.table_title(view))
    told = said(key_figures(view)[-1])
    assert f"{corrected}: {names}." in told
    assert "alleen bekeken: meer dan toeval" in told  # what the city's own test says of p = 0,037
    assert "/methode#veel-vergelijkingen" in str(key_figures(view)[-1])


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
        "verhouding 12 (95%: 3,00–20), p = 0,040 (na correctie voor 25: p < 0,001)"
    )


def test_the_difference_is_that_of_the_two_counts_whatever_the_verdict_is_about() -> None:
    alone, apart = seen("?gebied=W13"), seen("?gebied=W13&toon=los")
    for view in (alone, apart):
        row = view.areas.loc["W13"]
        assert row["difference"] == row["n"] - row["before"] == view.figure.n - view.figure.usual == 35
    assert apart.areas.at["W13", "ratio"] != alone.areas.at["W13", "ratio"]
    assert "Oordelen los van de evolutie in de rest van Gent, gecorrigeerd voor" in said(story.table_title(apart))
    assert "los van" not in said(story.table_title(alone))


def test_apart_from_a_city_that_misses_a_part_nothing_is_judged_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counted = figures.area_counts

    def one_missing(*args: Any) -> pd.DataFrame:
        frame = counted(*args)
        frame.loc["W01", "n"] = float("nan")
        return frame

    monkeypatch.setattr(figures, "area_counts", one_missing)
    for made in (kept.counted_areas, kept._alone, kept.judged_areas):
        made.cache_clear()
    view, alone = seen("?toon=los"), seen("")
    for made in (kept.counted_areas, kept._alone, kept.judged_areas):
        made.cache_clear()
    assert view.areas["verdict"].isna().all()
    assert any("Los van de evolutie is er geen oordeel" in notice for notice in view.notices)
    assert "Geen oordelen: de rest van Gent mist cijfers" in said(story.table_title(view))
    assert view.areas.drop("W01")["difference"].notna().all()
    assert alone.areas.drop("W01")["verdict"].notna().all()
    assert not alone.notices


def test_areas_without_a_figure_alone_have_no_verdict_where_the_city_is_known() -> None:
    now, before = np.array([120.0, np.nan, 80.0]), np.array([100.0, 60.0, 90.0])
    judged = judgement.judge_areas(now, before, exposure=1, phi=1.0, apart_from_city=True, city=(900.0, 1000.0))
    assert [verdict is not None for verdict in judged["verdict"]] == [True, False, True]
    expected = changes_against(
        pd.DataFrame({"now": [120, 80], "before": [100, 90], "rest_now": [780, 820], "rest_before": [900, 910]})
    )
    assert judged["p"][[0, 2]].tolist() == expected["p"].tolist()


def test_no_verdict_for_want_of_a_rest_is_not_want_of_earlier_figures() -> None:
    view = seen("?gebied=W13&toon=los")
    text = sentence(replace(view, figure=replace(view.figure, change=None, verdict=""))).text
    assert "geen, want de rest van de stad mist cijfers" in text
    assert "van vroeger zijn er geen cijfers" not in text


def test_the_rate_against_the_rest_of_the_city_names_one_of_its_denominator_and_links_to_its_paragraph() -> None:
    view = seen("?gebied=W13")
    card = key_figures(view)[1]
    assert said(card).endswith(", per inwoner Hoe?")
    assert "/methode#tegenover-rest" in str(card)
    assert [kind.each for kind in DENOMINATORS.values()] == ["inwoner", "km²", "stallingsplaats"]


def test_the_badges_of_the_split_say_it_too() -> None:
    view = seen("?prioriteit=verkeer")
    table = str(split_panels(view)["splits_table"])
    judged = [(row, split) for split in view.splits for row in split.rows.to_dict("records") if row["q"] == row["q"]]
    assert judged
    for row, split in judged:
        words = outcome.tested_words(row)
        assert words in table
        assert split.family < 2 or f"na correctie voor {split.family}: " in words


def test_what_stands_out_says_it_too() -> None:
    view = seen("?periode=2020&prioriteit=fietsdiefstal")
    rows = view.signals.rows
    assert len(rows)
    said_of_each = f"na correctie voor {view.signals.family}: "
    assert str(signal_panel(view)).count(said_of_each) == min(len(rows), SHOWN)


def test_without_a_fact_in_the_reference_there_is_no_ratio_and_that_is_said() -> None:
    row = changes(pd.DataFrame({"now": [9], "before": [0]})).iloc[0]
    words = outcome.tested_words({**row, "q": 0.01, "family": 5, "verdict_alone": row["verdict"]})
    assert words.startswith("geen verhouding, want de referentie heeft geen feiten; p = 0,")
    assert words.endswith("(na correctie voor 5: 0,010)")


def test_the_badges_of_card_and_table_say_what_the_verdict_rests_on() -> None:
    view = seen("?gebied=W13")
    row = view.areas.loc["W13"]
    words = ratio_words(*(float(row[name]) for name in ("ratio", "low", "high", "p", "q")), view.family)
    assert words == outcome.tested_words(row) == view.figure.tested
    for badges in (str(key_figures(view)[0]), str(story.table(view))):
        assert f"geen verschil dan toeval: {words}" in badges
