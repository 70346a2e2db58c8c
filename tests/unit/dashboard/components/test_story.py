"""The table: what is never out of sight."""

from __future__ import annotations

import pytest

from dashboard.components import story
from dashboard.look import look
from dashboard.report.pages import area_table
from dashboard.selection import Selection
from data import queries

UNKNOWN = "Onbekend (zonder gekende plaats)"


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("sort", ["", "&sorteer=gebied", "&sorteer=-verschil"])
def test_facts_without_a_place_stay_in_a_table_that_does_not_show_all(sort: str) -> None:
    view = look(Selection.from_query(f"?niveau=buurt{sort}"), queries.current(), audience="publiek")
    shown = story.areas_within_reach(view)
    hidden = len(view.areas) - len(shown)
    assert hidden > 100
    assert shown["is_located"].tolist() == [True] * story.MOST_ROWS + [False]
    drawn = str(story.table(view))
    assert UNKNOWN in drawn
    assert f"Toon ook de andere {hidden}" in drawn
    report = area_table(view)
    assert report.rows[-1][0] == UNKNOWN
    assert f"Nog {hidden} andere buurten" in report.note


@pytest.mark.usefixtures("demo")
def test_a_table_that_shows_all_has_nothing_more_to_show() -> None:
    every = look(Selection.from_query("?niveau=buurt&rijen=alle"), queries.current(), audience="publiek")
    assert len(story.areas_within_reach(every)) == len(every.areas)
    for query in ("?niveau=buurt&rijen=alle", "?niveau=wijk"):
        view = look(Selection.from_query(query), queries.current(), audience="publiek")
        assert "Toon ook de andere" not in str(story.table(view))
