"""A comparison that cannot be as asked says so, and the hover card says the same reference as the table."""

from __future__ import annotations

import pytest

from dashboard.components import story
from dashboard.components.panels import map_values
from dashboard.components.panels_below import years_head
from dashboard.look import look
from dashboard.plan_view import look_at_plan
from dashboard.reference import REFERENCES
from dashboard.selection import Selection
from dashboard.sentence import sentence
from dashboard.sheet import look_at_sheet
from data import queries

pytestmark = pytest.mark.usefixtures("demo")


@pytest.mark.parametrize(
    ("query", "asked", "why", "compared_with"),
    [
        ("?periode=2020&vergelijk=plan", "plan", "begint niet na dat jaar (2020)", "2019"),
        ("?periode=2019&vergelijk=plan", "plan", "begint niet na dat jaar (2020)", "2018"),
        ("?periode=2020-06_2021-05&vergelijk=plan", "plan", "begint niet na dat jaar", "jun 2019 – mei 2020"),
        ("?periode=2021-01_2022-12&vergelijk=plan", "plan", "overlappen", "2019 – 2020"),
        ("?periode=2021-06_2022-12&vergelijk=3jaar", "3jaar", "12 maanden", "jun 2019 – dec 2020"),
        ("?periode=36m&vergelijk=3jaar", "3jaar", "12 maanden", "mei 2017 – apr 2020"),
    ],
)
def test_what_it_is_compared_with_instead_is_said(query: str, asked: str, why: str, compared_with: str) -> None:
    selection, snapshot = Selection.from_query(query), queries.current()
    pages = (
        look(selection, snapshot, audience="publiek").notices,
        look_at_plan(selection, snapshot, audience="publiek").notices,
        look_at_sheet("W13", selection, snapshot, audience="publiek").notices,
    )
    name = REFERENCES[asked]
    for notices in pages:
        (said,) = (text for text in notices if "ergelijken" in text)
        assert f"'{name[0].lower()}{name[1:]}'" in said
        assert why in said
        assert f"Er is vergeleken met {compared_with}." in said


@pytest.mark.parametrize("query", ["", "?periode=36m", "?periode=2021&vergelijk=plan", "?periode=2022&vergelijk=3jaar"])
def test_a_comparison_that_is_as_asked_says_nothing(query: str) -> None:
    notices = look(Selection.from_query(query), queries.current(), audience="publiek").notices
    assert not [text for text in notices if "ergelijken" in text]


def test_the_hover_card_says_the_mean_of_several_years_as_the_table_does() -> None:
    view = look(Selection.from_query("?vergelijk=3jaar&gebied=W13"), queries.current(), audience="publiek")
    painted = map_values(view)[1]
    at = list(view.located.index).index("W13")
    assert painted["words"]["before"] == "Gemiddeld 3 jaar ervoor"
    assert painted["before"][at] == pytest.approx(view.areas.at["W13", "before"] / 3, abs=0.05)
    assert f"was {painted['before'][at]:.0f}" in str(story.table(view))
    whole = map_values(look(Selection.from_query(""), queries.current(), audience="publiek"))[1]["before"]
    assert all(isinstance(n, int) for n in whole if n is not None)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?periode=2022-12_2022-12", "dezelfde maand een jaar eerder"),
        ("?periode=2022-11_2022-12", "dezelfde maanden een jaar eerder"),
    ],
)
def test_one_month_is_compared_with_one_month(query: str, said: str) -> None:
    view = look(Selection.from_query(query), queries.current(), audience="publiek")
    assert said in sentence(view).text
    assert ("dezelfde maanden" in str(years_head(view))) == ("maanden" in said)
