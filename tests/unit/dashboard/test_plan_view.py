"""The whole plan: nothing left out, the figures of the file, no sum of what may not be added, links that agree."""

from __future__ import annotations

import csv
import gzip
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard import plan_view
from dashboard.components.key_figures import key_figures
from dashboard.components.plan_table import plan_table
from dashboard.errors import SelectionError
from dashboard.look import look
from dashboard.outcome import ratio_words
from dashboard.plan_figures import PlanFigure, tab_of
from dashboard.plan_view import PlanView, look_at_plan
from dashboard.selection import Selection
from data import queries
from data.catalogue import PRIORITIES, current_plan
from data.catalogue.models import SubTheme, Theme
from data.statistics.against import changes_against
from data.statistics.verdict import correct
from tests.unit.dashboard.reading import said

pytestmark = pytest.mark.usefixtures("demo")
ROOT = Path(__file__).parents[3]
OVERPOORT = "44021A33K"


def plan(query: str = "") -> PlanView:
    return look_at_plan(Selection.from_query(query), queries.current(), audience="publiek")


def every(view: PlanView) -> list[PlanFigure]:
    return [figure for sub in view.subs for figure in sub.figures] + list(view.other)


def sub(view: PlanView, name: str) -> PlanFigure:
    (figure,) = next(s.figures for s in view.subs if s.name == name)
    return figure


def in_file(categories: set[str], first: str, last: str, area: str | None = None) -> int:
    """Adds up the drawn counts as they lie in the file, without the product."""
    with gzip.open(ROOT / "data" / "ingest" / "demo" / "counts.csv.gz", "rt") as file:
        return sum(
            int(row[month])
            for row in csv.DictReader(file)
            if row["category_id"] in categories and area in (None, row["area_code"])
            for month in row
            if first <= month <= last and month[:2] == "20"
        )


def test_the_whole_plan_is_there_in_its_order() -> None:
    published = tomllib.loads(
        (ROOT / "data" / "catalogue" / "plans" / "zvp_2020_2025.toml").read_text(encoding="utf-8")
    )
    expected = [(t["name"], [s["name"] for s in t.get("sub", [])]) for t in published["theme"]]
    view = plan()
    assert [(theme.name, [s.name for s in theme.subs]) for theme in view.themes] == expected
    assert (len(view.themes), len(view.subs), view.measured, view.loaded) == (17, 47, 10, 10)
    assert {c.name for figure in view.other for c in figure.categories} == set(published["other"]["counts"])


def test_the_figures_are_those_of_the_file() -> None:
    view = plan()
    for figure in every(view):
        ids = {category.id for category in figure.categories}
        assert figure.n == in_file(ids, "2022-05", "2023-04")
        assert figure.before == in_file(ids, "2021-05", "2022-04")
        assert figure.trend is not None
        assert len(figure.trend) == 24
        assert figure.trend.sum() == figure.n + figure.before
    noise = sub(view, "Hardnekkige buurtgebonden overlastproblemen")
    assert dict(noise.parts) == {
        "Geluidshinder": in_file({"geluidshinder"}, "2022-05", "2023-04"),
        "Graffiti": in_file({"graffiti"}, "2022-05", "2023-04"),
    }


def test_areas_and_period_of_the_address_count() -> None:
    figure = sub(plan("?gebied=W06,W01&periode=2021-03_2021-05"), "Fietsdiefstallen")
    expected = [
        sum(in_file({"fietsdiefstal"}, f"{y}-03", f"{y}-05", area) for area in ("W01", "W06")) for y in (2021, 2020)
    ]
    assert [figure.n, figure.before] == expected


def test_what_follows_effort_is_never_added_to_what_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    mixed = Theme(name="Proef", sub=(SubTheme(name="Straat", counts=("Graffiti", "Sluikstorten", "Geluidshinder")),))
    monkeypatch.setattr(plan_view, "current_plan", lambda: current_plan().model_copy(update={"theme": (mixed,)}))
    view = plan()
    found = [{c.id for c in figure.categories} for figure in view.subs[0].figures]
    assert found == [{"graffiti", "geluidshinder"}, {"sluikstorten"}]
    assert [figure.follows_effort for figure in view.subs[0].figures] == [False, True]
    assert (len(view.subs), view.measured) == (1, 1)


def test_a_sum_with_a_missing_part_is_missing_and_says_which() -> None:
    accidents = sub(plan("?periode=alles"), "Samenleven in het verkeer (fiets, voetganger, auto)")
    assert not accidents.known
    assert np.isnan(accidents.n)
    assert [gap.iso() for gap in accidents.gaps] == ["2018-01_2019-12"]
    first = sub(plan("?periode=2020"), "Samenleven in het verkeer (fiets, voetganger, auto)")
    assert first.n == in_file({"ongeval-letsel"}, "2020-01", "2020-12")
    assert not first.comparable
    assert np.isnan(first.before)
    assert first.trend is not None
    assert np.isnan(first.trend[:12]).all()
    assert not np.isnan(first.trend[12:]).any()


def test_the_reference_is_the_one_that_is_asked() -> None:
    figure = sub(plan("?vergelijk=3jaar"), "Fietsdiefstallen")
    earlier = [in_file({"fietsdiefstal"}, f"{y}-05", f"{y + 1}-04") for y in (2019, 2020, 2021)]
    assert (figure.before, figure.exposure) == (sum(earlier), 3)
    assert figure.usual == sum(earlier) / 3
    first = sub(plan("?vergelijk=plan&periode=2022"), "Fietsdiefstallen")
    assert first.before == in_file({"fietsdiefstal"}, "2020-01", "2020-12")


def test_apart_from_the_city_is_the_pure_function_on_the_counts_of_the_file() -> None:
    view = plan("?gebied=W13&toon=los")
    counted, phis = {}, []
    for figure in {tuple(c.id for c in f.categories): f for f in every(view)}.values():
        ids = {category.id for category in figure.categories}
        here, city = ([in_file(ids, f"{y}-05", f"{y + 1}-04", area) for y in (2022, 2021)] for area in ("W13", None))
        counted[tuple(c.id for c in figure.categories)] = (*here, city[0] - here[0], city[1] - here[1])
        phis.append(figure.phi)
    names = ["now", "before", "rest_now", "rest_before"]
    expected = correct(changes_against(pd.DataFrame(counted.values(), columns=names), phis))
    assert view.verdicts == dict(zip(counted, expected["verdict"], strict=True))
    assert view.family == expected["family"].iloc[0]
    rows = expected[["ratio", "low", "high", "p", "q"]].astype(float)
    words = ["" if row.isna().any() else ratio_words(*row, view.family) for _, row in rows.iterrows()]
    assert [text.split("; alleen bekeken")[0] for text in view.tested.values()] == words
    differs = (expected["verdict"] != expected["verdict_alone"]).tolist()
    assert ["alleen bekeken" in text for text in view.tested.values()] == differs
    assert any(words)
    table = said(plan_table(view))
    assert all(text in table for text in words)
    assert plan("?toon=los").verdicts == plan().verdicts  # the city has no rest


@pytest.mark.parametrize(
    "query",
    ["", "?gebied=W06", "?gebied=W13&vergelijk=3jaar&toon=los", f"?gebied={OVERPOORT}&periode=2022", "?periode=36m"],
)
def test_a_link_opens_the_dashboard_on_the_same_numbers(query: str) -> None:
    linked = [figure for figure in every(plan(query)) if figure.href]
    assert len({figure.href for figure in linked}) >= 4
    for figure in linked:
        assert figure.href.startswith("/?")
        seen = look(Selection.from_query(figure.href[1:]), queries.current(), audience="publiek")
        np.testing.assert_array_equal([seen.figure.n, seen.figure.before], [figure.n, figure.before])
        assert seen.phi == figure.phi


def test_a_category_without_a_tab_has_no_link() -> None:
    view = plan()
    assert sub(view, "Diefstal in woning").href == ""
    assert sub(view, "Diefstal in woning").known


def test_a_tab_with_a_zone_is_no_place_for_the_figure_of_the_city() -> None:
    assert tab_of(("zakkenrollerij",)) is None
    found = tab_of(("fietsdiefstal",))
    assert found is not None
    assert found[0].id == "fietsdiefstal"


def test_a_sub_theme_that_is_a_tab_opens_it() -> None:
    overpoort = next(s for s in plan("?gebied=W06").subs if s.name == "Overpoort")
    assert overpoort.figures == ()
    assert overpoort.tab == (PRIORITIES["overpoort"], "/?prioriteit=overpoort")


def test_what_a_grain_cannot_answer_is_said() -> None:
    view = plan(f"?gebied={OVERPOORT}")
    parking = sub(view, "Parkeeroverlast")
    assert (parking.unknown, parking.href) == ("geen cijfers per buurt", "")
    assert sub(view, "Fietsdiefstallen").known
    assert (view.measured, view.loaded) == (10, 8)


def test_areas_that_overlap_count_once() -> None:
    assert plan(f"?gebied={OVERPOORT},{parent(OVERPOORT)}").focus == (parent(OVERPOORT),)
    view = plan("?gebied=W06,Z-OVERPOORT")
    assert view.focus == ("Z-OVERPOORT",)
    assert "Een zone overlapt" in view.notices[0]


def parent(code: str) -> str:
    return str(queries.areas(queries.current()).at[code, "parent_code"])


def test_a_level_without_figures_gives_way_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    info = replace(queries.snapshot_info(queries.current()), grains=frozenset({("wijk", "counts")}))
    monkeypatch.setattr(plan_view.queries, "snapshot_info", lambda *_, **__: info)
    view = plan(f"?gebied={OVERPOORT}")
    assert view.focus == (parent(OVERPOORT),)
    assert "geen cijfers per buurt" in view.notices[0]
    assert plan("?gebied=Z-OVERPOORT").focus == ()
    assert "staat hier Gent" in plan("?gebied=Z-OVERPOORT").notices[0]


@pytest.mark.parametrize(("query", "sentence"), [("?gebied=W99", "W99"), ("?periode=1990", "geen cijfers")])
def test_what_cannot_be_gets_a_sentence(query: str, sentence: str) -> None:
    with pytest.raises(SelectionError, match=sentence):
        plan(query)


def test_two_pages_that_judge_the_same_counts_otherwise_say_why() -> None:
    seen, map_page = plan(""), look(Selection(), queries.current(), audience="publiek")
    bikes = sub(seen, "Fietsdiefstallen")
    key = tuple(category.id for category in bikes.categories)
    assert (bikes.n, bikes.before) == (map_page.figure.n, map_page.figure.before)
    assert map_page.family != seen.family
    for tested, family in ((map_page.figure.tested, map_page.family), (seen.tested[key], seen.family)):
        assert f"na correctie voor {family}: " in tested
        assert tested.endswith("; alleen bekeken: meer dan toeval")
    assert "alleen bekeken: meer dan toeval" in said(key_figures(map_page)[-1])
    assert "alleen bekeken: meer dan toeval" in said(plan_table(seen))
