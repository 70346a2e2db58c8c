"""`/gegevens` says where every figure comes from, what is not published, and that a demonstration is one."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from dash.development.base_component import Component

from dashboard.callbacks.routing import page
from dashboard.components.coverage_grid import coverage_grids
from dashboard.components.grain_table import grain_panel
from dashboard.components.source_cards import MOST_ROWS, source_card
from data import queries
from data.catalogue import CATEGORIES, DENOMINATORS
from data.catalogue.sources import SOURCES
from layers import LAYERS
from tests.unit.dashboard.reading import parts, said


def section(key: str) -> Component:
    return next(part for part in parts(page("/gegevens")) if getattr(part, "id", None) == key)


def cards() -> dict[str, Component]:
    found = [part for part in parts(section("bronnen")) if type(part).__name__ == "Article"]
    return {said(next(p for p in parts(card) if type(p).__name__ == "H3")): card for card in found}


def test_every_source_has_its_provenance(demo: Path) -> None:
    sources = queries.sources(queries.current())
    found = cards()
    for _, source in sources.iterrows():
        text = said(found[source["title"]])
        for needed in (source["publisher"], source["licence"], source["file_name"], source["sha256"][:12]):
            assert needed in text
        assert f"{source['rows_in']:,}".replace(",", ".") in text
        titles = [getattr(p, "title", None) for p in parts(found[source["title"]])]
        assert f"SHA-256: {source['sha256']}" in titles
    assert len(found) == len(sources) + len(SOURCES)


def test_a_demonstration_says_what_it_is_and_how_it_was_made(demo: Path) -> None:
    found = cards()
    for title, card in found.items():
        assert ("Demonstratie: geen echte cijfers" in said(card)) == title.startswith("Demonstratie")
        assert ("Hoe ze gemaakt zijn." in said(card)) == title.startswith("Demonstratie")
    real = said(found[SOURCES["gent-criminaliteit"].title])
    assert "Niet geladen" in real
    assert all(defect in real for defect in SOURCES["gent-criminaliteit"].defects)


def test_coverage_is_in_words_for_every_category_and_year(demo: Path) -> None:
    counts, incidents = (p for p in parts(section("dekking")) if type(p).__name__ == "Table")
    assert said(counts).startswith("Maandcijfers per wijk")
    assert said(incidents).startswith("Losse feiten per wijk, buurt en zone")
    lines = {said(row.children[0]): row.children[1:] for row in parts(counts) if type(row).__name__ == "Tr"}
    assert set(lines) == {c.name for c in CATEGORIES.values()} | {"Categorie"}
    accidents = [said(cell) for cell in lines["Verkeersongevallen met lichamelijk letsel"]]
    assert [text.split(": ")[1] for text in accidents[:3]] == [
        "niets gepubliceerd",
        "niets gepubliceerd",
        "12 van 12 maanden gepubliceerd",
    ]
    assert accidents[-1].endswith("2023: 4 van 12 maanden gepubliceerd, 3 voorlopig")


def test_a_year_with_empty_cells_is_not_full() -> None:
    one = {"grain": "counts", "level": "wijk", "year": 2020, "months": 12, "provisional": 0}
    frame = pd.DataFrame([one | {"category_id": "a", "missing": 0}, one | {"category_id": "b", "missing": 7}])
    categories = pd.DataFrame({"name": {"a": "Vol", "b": "Met gaten"}})
    (grid,) = coverage_grids(frame, categories, [2020])
    marks = [p.className for p in parts(grid) if "mark" in str(getattr(p, "className", ""))]
    assert marks == ["mark full", "mark part"]
    assert "7 cellen zonder cijfer" in said(grid)


def test_levels_that_are_published_differently_stay_apart() -> None:
    one = {"grain": "incidents", "category_id": "a", "year": 2020, "provisional": 0, "missing": 0}
    frame = pd.DataFrame([one | {"level": "wijk", "months": 12}, one | {"level": "buurt", "months": 6}])
    grids = coverage_grids(frame, pd.DataFrame({"name": {"a": "A"}}), [2020])
    assert sorted(grid.to_plotly_json()["props"]["aria-label"] for grid in grids) == [
        "Losse feiten per buurt",
        "Losse feiten per wijk",
    ]


def test_both_grains_are_compared_month_by_month(demo: Path) -> None:
    text = said(section("vergelijking"))
    assert "Ze zijn overal gelijk." in text  # the demonstration's facts are made from its counts
    assert "Fietsdiefstal 64" in text
    assert "Parkeerovertredingen" not in text  # there are no single facts of those


def test_months_that_differ_are_named_with_both_counts() -> None:
    months = pd.date_range("2023-01-01", periods=6, freq="MS").date
    frame = pd.DataFrame(
        {
            "category_id": "a",
            "month": months,
            "counts": [10, 20, 30, None, 50, 60],
            "incidents": [10, 25, 28, 40, 49, 61],
            "provisional": [False] * 5 + [True],
        }
    ).astype({"counts": "Int64", "incidents": "Int64"})
    frame["difference"] = frame["incidents"] - frame["counts"]
    told = [said(part) for part in grain_panel(frame, pd.DataFrame({"name": {"a": "Fietsdiefstal"}}))]
    assert "samen 5 maanden × categorie. In 4 daarvan verschillen ze." in told[0]
    assert "Fietsdiefstal 5 170 173 +3 jun 2023, mei 2023, mrt 2023, feb 2023" in told[1]
    assert "jun 2023 (voorlopig) 60 61 +1 mei 2023 50 49 −1 mrt 2023 30 28 −2 feb 2023 20 25 +5" in told[2]
    assert "apr 2023" not in told[2]
    (nothing,) = grain_panel(frame.head(0), pd.DataFrame({"name": {}}))
    assert "niets te vergelijken" in said(nothing)


def test_denominators_categories_and_licences(demo: Path) -> None:
    denominators = said(section("noemers"))
    assert all(kind.name in denominators for kind in DENOMINATORS.values())
    assert "2024" in denominators
    assert "254 buurten" in denominators
    categories = said(section("categorieen"))
    assert all(c.name in categories for c in CATEGORIES.values())
    assert categories.count("vastgesteld door politie of stad") == 2
    licences = said(section("licenties"))
    for needed in (
        "Stad Gent",
        "OpenStreetMap contributors",
        "Open Database License",
        "Fira Sans",
        "Open Font License",
    ):
        assert needed in licences
    # shown on the map, by an unknown publisher: said there and here
    assert "Campussen" in licences
    assert "zonder vermelde uitgever" in licences
    assert "zonder vermelde uitgever" in LAYERS["campussen"].note


@pytest.mark.parametrize("n", [1, MOST_ROWS + 3])
def test_rejected_rows_are_shown_with_line_and_reason(demo: Path, n: int) -> None:
    source = queries.sources(queries.current()).iloc[0].copy()
    source["rows_in"], source["rows_rejected"] = source["rows_in"] + n, n
    notes = pd.DataFrame([("rejected", "dubbele rij", n), ("mended", "naam", 4)], columns=["kind", "reason", "n"])
    refused = pd.DataFrame({"line": range(2, n + 2), "reason": [f"dubbele rij (regel {i})" for i in range(n)]})
    card = source_card(source, notes, refused)
    text = said(card)
    assert f"dubbele rij: {n}" in text
    assert "2 dubbele rij (regel 0)" in text
    details = next(p for p in parts(card) if type(p).__name__ == "Details")
    assert len([p for p in parts(details) if type(p).__name__ == "Tr"]) == min(n, MOST_ROWS) + 1
    assert (f"de eerste {MOST_ROWS} van {n}" in text) == (n > MOST_ROWS)


def test_an_address_that_is_not_one_is_no_link(demo: Path) -> None:
    source = queries.sources(queries.current()).iloc[0].copy()
    none = pd.DataFrame(columns=["kind", "reason", "n"])
    for url, links in (("javascript:alert(1)", 0), (None, 0), ("https://data.stad.gent", 1)):
        source["url"] = url
        card = source_card(source, none, pd.DataFrame(columns=["line", "reason"]))
        assert len([p for p in parts(card) if type(p).__name__ == "A"]) == links
