"""What the trend says of months outside the band: never as a verdict, of how many, and all of them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from dashboard.chart_frames import months_outside, outside_label, outside_words
from dashboard.components.panels import trend_figure, trend_head
from dashboard.judgement import WORDS
from dashboard.look import look
from dashboard.projection.charts import trend as trend_slide
from dashboard.selection import Selection
from dashboard.view import View
from data import queries
from tests.unit.dashboard.reading import parts, said

pytestmark = pytest.mark.usefixtures("demo")


def seen(outside: dict[int, str]) -> View:
    """All months of the city, of which the last three are provisional and so not judged.

    Args:
        outside: Place in the series -> boven or onder.
    """
    view = look(Selection.from_query("?periode=alles"), queries.current(), audience="publiek")
    months = range(len(view.trend))
    judged = view.trend["status"] == "ok"
    where = [outside.get(i, "binnen") if judged.iloc[i] else None for i in months]
    return replace(view, trend=view.trend.assign(outside=pd.array(where, dtype="str"), expected=10.0))


def judged_months(view: View) -> int:
    return int((view.trend["status"] == "ok").sum())


@pytest.mark.parametrize("where", ["boven", "onder"])
def test_the_label_of_a_month_says_band_and_never_verdict(where: str) -> None:
    view = seen({20: where})
    label = outside_label(view)
    assert label.endswith(f", {where} de band")
    (note,) = [n["text"] for n in trend_figure(view)["layout"]["annotations"] if "band" in n["text"]]
    assert note == label
    told = f"{label} {outside_words(view)} {note}"
    assert not any(verdict in told for verdict in WORDS.values())


def test_the_words_say_of_how_many_and_what_chance_gives() -> None:
    view = seen({20: "boven", 30: "onder"})
    text = outside_words(view)
    assert text.startswith(
        f"{judged_months(view)} maanden beoordeeld in deze periode, 2 buiten de normale schommeling:"
    )
    assert "1 maand op 20" in text
    assert outside_words(seen({})) == (
        f"{judged_months(view)} maanden beoordeeld in deze periode, geen buiten de normale schommeling."
    )


def test_months_that_the_sentence_does_not_name_are_listed_in_full() -> None:
    view = seen(dict.fromkeys(range(10, 24), "boven"))
    assert "en 11 andere" in outside_words(view)
    (every,) = [part for part in parts(trend_head(view)) if part._type == "Details"]
    assert len(months_outside(view)) == 14
    assert all(month in said(every) for month in months_outside(view))
    assert not [part for part in parts(trend_head(seen({20: "boven"}))) if part._type == "Details"]
    slide = trend_slide(view, view.snapshot, "raad")
    assert "14 buiten de normale schommeling" in slide.said  # there is no room for all, so it says how many
    assert all(month in slide.told for month in months_outside(view))


def test_a_period_of_provisional_months_alone_does_not_say_that_none_is_outside() -> None:
    view = seen({})
    text = outside_words(
        replace(view, trend=view.trend.assign(outside=pd.array([None] * len(view.trend), dtype="str")))
    )
    assert "geen maand te beoordelen" in text
