"""Zero, missing and provisional read differently in every table, on screen, on paper and in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from dashboard.components import story
from dashboard.components.legend import legend
from dashboard.components.panels import map_values
from dashboard.components.plan_table import plan_table
from dashboard.components.sheet_figures import figure_table
from dashboard.export.panels import category_rows, funnel_rows, map_rows, season_rows, table_rows, trend_rows, year_rows
from dashboard.export.registry import Asked
from dashboard.look import look
from dashboard.plan_view import look_at_plan
from dashboard.report.pages import area_table
from dashboard.selection import Selection
from dashboard.sheet import look_at_sheet
from dashboard.view import View
from data import queries
from tests.unit.dashboard.reading import said

pytestmark = pytest.mark.usefixtures("demo")
NAN = float("nan")
ZERO, MISSING, LATE, SOME = (0.0, "ok"), (NAN, "missing"), (7.0, "provisional"), (7.0, "ok")
STATES = (ZERO, MISSING, LATE, SOME)


def with_areas(*figures: tuple[float, str]) -> View:
    """The wijken, of which the first ones have these figures and the others are final."""
    view = look(Selection.from_query("?sorteer=gebied"), queries.current(), audience="publiek")
    areas = view.areas.assign(status="ok", value_status="ok")
    for code, (n, status) in zip(areas.index, figures, strict=False):
        areas.loc[code, ["n", "value"]] = n
        areas.loc[code, ["status", "value_status"]] = status
    return replace(view, areas=areas)


def cells(table: Any) -> list[str]:
    """The count of each row of the table on screen, head first."""
    head, body = table["props"]["children"][:2]
    rows = [head["props"]["children"], *body["props"]["children"]]
    return [said_plain(row["props"]["children"][1]) for row in rows]


def said_plain(node: Any) -> str:
    if isinstance(node, dict):
        return said_plain(node["props"].get("children"))
    return " ".join(map(said_plain, node)) if isinstance(node, list) else "" if node is None else str(node)


def test_the_table_of_the_screen() -> None:
    found = cells(story.table(with_areas(ZERO, MISSING, SOME)))
    assert found[:1] == ["Feiten"]
    assert {"0", "geen cijfers", "7"} <= set(found)
    assert cells(story.table(with_areas(LATE)))[0] == "Feiten (voorlopig)"


def test_the_table_of_the_report() -> None:
    made = area_table(with_areas(ZERO, MISSING, SOME))
    assert {"0", "geen cijfers", "7"} <= {row[1] for row in made.rows}
    assert "voorlopig" not in made.note
    assert "voorlopig" in area_table(with_areas(LATE)).note


def test_the_legend_of_the_map() -> None:
    def words(view: View) -> str:
        return " ".join(map(said, legend(view, map_values(view)[0])))

    assert "Voorlopig" in words(with_areas(LATE))
    assert "Voorlopig" not in words(with_areas(ZERO, MISSING))
    assert "Geen cijfers" in words(with_areas(ZERO, MISSING))
    assert "Geen cijfers" not in words(with_areas(ZERO))
    only_missing = with_areas(MISSING)
    only_missing = replace(only_missing, areas=only_missing.areas[only_missing.areas["status"] == "missing"])
    assert "ramp" not in [getattr(part, "className", "") for part in legend(only_missing, map_values(only_missing)[0])]


def asked(view: View) -> Asked:
    made = Asked("", view.selection, view.snapshot, "publiek")
    made.__dict__["view"] = view  # where the cached property keeps it
    return made


def in_areas() -> View:
    return with_areas(*STATES)


def in_months() -> View:
    view = look(Selection(), queries.current(), audience="publiek")
    trend = view.trend.copy()
    for i, (n, status) in enumerate(STATES):
        trend.loc[i, ["n", "status"]] = n, status
    return replace(view, trend=trend)


def in_rows(name: str) -> View:
    view = look(Selection.from_query("?prioriteit=overpoort&gebied=W01"), queries.current(), audience="publiek")
    frame = getattr(view, name).copy()
    for i, (n, status) in enumerate(STATES):
        frame.loc[i, ["n", "status"]] = n, status
    made = replace(view)
    made.__dict__[name] = frame
    return made


def in_the_funnel() -> View:
    view = look(Selection(), queries.current(), audience="publiek")
    areas = view.funnel.areas.copy()
    for i, (n, status) in enumerate(STATES):
        areas.loc[areas.index[i], ["n", "status"]] = n, status
    made = replace(view)
    made.__dict__["funnel"] = replace(view.funnel, areas=areas)
    return made


@pytest.mark.parametrize(
    ("rows", "view"),
    [
        (table_rows, in_areas),
        (map_rows, in_areas),
        (trend_rows, in_months),
        (season_rows, in_months),
        (year_rows, lambda: in_rows("years")),
        (category_rows, lambda: in_rows("categories")),
        (funnel_rows, in_the_funnel),
    ],
)
def test_every_file(rows: Callable[[Asked], Any], view: Callable[[], View]) -> None:
    made = rows(asked(view()))
    pairs = zip(made["feiten"], made["status"], strict=True)
    found = {(None if pd.isna(n) else float(n), state) for n, state in pairs}
    assert {(0.0, "ok"), (None, "geen cijfers"), (7.0, "voorlopig"), (7.0, "ok")} <= found


def test_the_table_of_the_sheet() -> None:
    sheet = look_at_sheet("W13", Selection(), queries.current(), audience="publiek")
    found = [row.counted for row in sheet.rows if row.counted][: len(STATES)]
    assert len(found) == len(STATES)
    changed = tuple(
        replace(row, counted=replace(row.counted, n=n, status=status))
        for row, (n, status) in zip((row for row in sheet.rows if row.counted), STATES, strict=False)
    )
    texts = [
        said_plain(row)
        for row in figure_table(replace(sheet, rows=changed))["props"]["children"][1]["props"]["children"]
    ]
    assert [
        " 0 " in texts[0],
        "niet voor de hele periode gepubliceerd" in texts[1],
        "7 voorlopig" in " ".join(texts[2].split()),
        "voorlopig" not in texts[3],
    ] == [True] * 4


def test_the_table_of_the_plan() -> None:
    view = look_at_plan(Selection(), queries.current(), audience="publiek")

    def with_states(*figures: tuple[float, str]) -> str:
        every = iter([*figures, *[SOME] * 50])
        themes = tuple(
            replace(
                theme,
                subs=tuple(
                    replace(
                        sub,
                        figures=tuple(
                            replace(f, n=n, status=status) for f, (n, status) in zip(sub.figures, every, strict=False)
                        ),
                    )
                    for sub in theme.subs
                ),
            )
            for theme in view.themes
        )
        return said(plan_table(replace(view, themes=themes, other=())))

    text = with_states(ZERO, MISSING, LATE)
    assert " 0 " in text
    assert "geen cijfers" in text
    assert "7 voorlopig" in text
    assert "voorlopig" not in with_states(ZERO, MISSING)
    assert with_states(*[LATE] * 60).count("voorlopig") == 1  # all of them: the heading says it once
