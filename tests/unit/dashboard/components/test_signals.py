"""What the panel "Wat valt op?" says: true beside the table of the same screen, with the caveats of its figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard import standing_out, words
from dashboard.components import story
from dashboard.components.sheet_figures import EFFORT, NO_SIGNAL_FAMILY
from dashboard.components.signals import signal_panel
from dashboard.export.panels import signal_rows
from dashboard.export.registry import Asked
from dashboard.look import look
from dashboard.selection import Selection
from dashboard.view import View
from data import queries
from tests.unit.dashboard.reading import parts
from tests.unit.dashboard.reading import said as read

pytestmark = pytest.mark.usefixtures("demo")


def seen(search: str) -> View:
    return look(Selection.from_query(search), queries.current(), audience="publiek")


def said(node: Any) -> str:
    """As it is read: without the space that stands between components."""
    return read(node).replace("  ", " ").replace(" .", ".").replace(" ,", ",")


def rows_of(view: View) -> pd.DataFrame:
    return signal_rows(Asked("", view.selection, view.snapshot, view.audience))


def test_nothing_stands_out_is_said_of_its_own_family_beside_a_table_that_shows_less() -> None:
    view = seen("?prioriteit=overlast&groep=sluikstort")
    assert (view.areas["verdict"] == "minder").any()
    assert view.signals.rows.empty
    text = said(signal_panel(view))
    assert f"na correctie voor {view.signals.family} vergelijkingen" in text
    assert f"de tabel beoordeelt alleen wat gekozen is en corrigeert voor {view.family}" in text
    assert "Niets: geen enkele" not in text
    assert f"corrigeerd voor {view.family} vergelijkingen" in said(story.table_title(view))


def test_the_others_are_where_the_sentence_sends_to() -> None:
    view = seen("?prioriteit=verkeer&periode=2021")
    assert len(view.signals.rows) > 5
    assert "de tabel en de kaart" not in said(signal_panel(view))
    assert "‘Exporteer’ hierboven geeft ze allemaal" in said(signal_panel(view))
    assert len(rows_of(view)) == len(view.signals.rows)


@pytest.mark.parametrize("search", ["?periode=2018", "?periode=alles"])
def test_no_two_periods_to_compare_is_not_nothing(search: str) -> None:
    view = seen(search)
    text = said(signal_panel(view))
    assert NO_SIGNAL_FAMILY in text
    assert "Niets" not in text
    assert " 0 vergelijkingen" not in text + said(story.table_title(view))


def test_what_police_has_to_look_for_says_so_on_each_line() -> None:
    lines = [
        part
        for part in parts(signal_panel(seen("?prioriteit=verkeer&periode=2021")))
        if part.__class__.__name__ == "Li"
    ]
    told = {line: EFFORT in said(line) for line in lines if " in " in said(line)}
    assert any(told.values())
    for line, so in told.items():
        assert so == ("Parkeerovertredingen" in said(line))


def test_provisional_is_said_and_is_the_status_in_the_file() -> None:
    late, whole = seen("?prioriteit=verkeer"), seen("?prioriteit=verkeer&periode=2021")
    assert "voorlopig" in said(signal_panel(late))
    assert "voorlopig" not in said(signal_panel(whole))
    assert set(rows_of(late)["status"]) == {"voorlopig"}
    assert set(rows_of(whole)["status"]) == {"ok"}


def test_facts_without_a_place_are_no_signal_and_not_in_the_family(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ "Onbekend" has no sheet and is no area of the map: its sentence would open nothing."""
    view = seen("?prioriteit=verkeer&periode=2021")
    found = _with_more_unknown(view, monkeypatch)
    assert "W00" in view.areas.index  # the table keeps its row
    assert "W00" not in set(found.rows["area_code"])
    assert found.family == view.signals.family


def _with_more_unknown(view: View, monkeypatch: pytest.MonkeyPatch) -> standing_out.StandingOut:
    """What stands out when thousands of facts more have no place."""
    counted = queries.area_sums

    def more(matrix: queries.AreaMonths, months: queries.Months) -> Any:
        n, status = counted(matrix, months)
        unknown = np.array([code == "W00" for code in matrix.area_codes])
        return np.where(unknown, 9000.0 if months == view.months else 100.0, n), status

    monkeypatch.setattr(standing_out.queries, "area_sums", more)
    return standing_out.stand_out.__wrapped__(
        view.snapshot,
        view.all_categories,
        "wijk",
        view.grain,
        view.months,
        view.reference.windows,
        None,
        "publiek",
    )


def test_apart_from_the_city_signals_are_judged_as_the_table_judges() -> None:
    """One category: the same comparisons as in the table, less the facts without a place."""
    search = "?prioriteit=verkeer&periode=2022"
    alone, view = seen(search), seen(f"{search}&toon=los")
    assert set(view.signals.rows["p"]) != set(alone.signals.rows["p"])
    text = said(signal_panel(view))
    assert "los van de evolutie in de rest van Gent" in text
    assert "los van" not in said(signal_panel(alone))
    shown = view.signals.rows[view.signals.rows["category_id"].isin(view.selection.the_categories)]
    assert len(shown)
    for _, row in shown.iterrows():
        mine = view.areas.loc[row["area_code"]]
        assert (row["p"], row["ratio"]) == (mine["p"], mine["ratio"])
    first = view.signals.rows.iloc[0]
    followed = words.exact(float(first["expected"]))
    assert f"dan als het de rest van Gent volgde ({followed}); het jaar ervoor: {words.number(first['before'])}" in text
    file = rows_of(view)
    assert (file["verschil"] == file["feiten"] - view.signals.rows["before"]).all()
