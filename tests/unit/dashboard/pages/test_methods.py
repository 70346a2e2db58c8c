"""`/methode` holds every method of the registry, the numbers of this snapshot, and says what they are worth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from dash.development.base_component import Component

from dashboard import words
from dashboard.callbacks.routing import PAGES
from dashboard.components.method_link import method_link
from dashboard.pages import methods
from data import queries
from data.catalogue import CATEGORIES
from data.catalogue.events import EVENTS
from data.statistics.methods import METHODS, PUBLISHED
from tests.unit.dashboard.reading import parts, said


@pytest.fixture
def page(demo: Path) -> list[Any]:
    return PAGES["/methode"]()


def by_id(page: list[Any]) -> dict[str, Component]:
    return {part.id: part for part in parts(page) if isinstance(getattr(part, "id", None), str)}


def rows(node: Component) -> list[list[str]]:
    return [[said(cell) for cell in part.children] for part in parts(node) if type(part).__name__ == "Tr"]


def test_every_method_has_its_paragraph_whole(page: list[Any]) -> None:
    sections = by_id(page)
    for method in METHODS.values():
        text = said(sections[method.id])
        for piece in (method.title, method.text, *method.formula.split(";  "), method.source, method.limits):
            assert piece in text


def test_every_link_inside_the_page_leads_somewhere(page: list[Any]) -> None:
    anchors = [part.href[1:] for part in parts(page) if str(getattr(part, "href", "")).startswith("#")]
    assert len(anchors) >= 2 * len(METHODS)
    assert set(anchors) <= set(by_id(page))


def test_the_ids_of_the_page_are_unique(page: list[Any]) -> None:
    ids = [part.id for part in parts(page) if getattr(part, "id", None)]
    assert len(ids) == len(set(ids))


def test_the_dispersion_of_every_category_is_the_stored_one(page: list[Any]) -> None:
    shown = {row[0]: row[1:] for row in rows(by_id(page)["spreiding"])}
    stored = queries.dispersion(queries.current())
    for category in CATEGORIES.values():
        found = stored.loc[category.id]
        assert shown[category.name][0] == words.number(found["phi"], 1)
        assert shown[category.name][-1] == found["method"]
    assert "." not in "".join(cell for row in shown.values() for cell in row[:2])  # decimals have a comma


def test_the_dispersion_of_the_demonstration_says_that_it_is(page: list[Any]) -> None:
    assert "demonstratiecijfers" in said(by_id(page)["spreiding"])
    assert "Demonstratiedata: geen echte cijfers" in said(page)


def test_a_category_without_an_estimate_says_that_it_is_reckoned_with_one(demo: Path) -> None:
    snapshot = queries.current()
    categories = queries.categories(snapshot)
    stored = queries.dispersion(snapshot).drop(index="fietsdiefstal")
    answer = methods.dispersion_table(categories, stored, is_demo=False)
    shown = {row[0]: row for part in answer for row in rows(part)}
    assert shown["Fietsdiefstal"][1] == "1"
    assert "niet geschat" in shown["Fietsdiefstal"][-1]
    assert "demonstratie" not in said(answer)


def test_the_published_checks_are_there_with_their_numbers(page: list[Any]) -> None:
    text = said(by_id(page)["nagerekend"])
    for check in PUBLISHED.values():
        assert check.title in text
        assert check.test in text
    hague = next(row for row in rows(by_id(page)["nagerekend"]) if row[0] == "Diefstal uit of aan voertuigen")
    assert hague == ["Diefstal uit of aan voertuigen", "4,9", "612", "11,3", "32,6", "26,1", "5,1"]


def test_the_calendar_has_every_event_with_its_source(page: list[Any]) -> None:
    shown = {row[0]: row for row in rows(by_id(page)["kalender"])}
    for event in EVENTS.values():
        assert event.source in shown[event.name][3]
        assert ("niet gebruikt" in shown[event.name][2]) == event.leave_out


def test_provisional_months_are_told_per_source(page: list[Any]) -> None:
    assert [cell for i, cell in enumerate(rows(by_id(page)["voorlopig"])[1]) if i in (0, 2)] == [
        "Demonstratiecijfers",
        "3",
    ]


def test_the_measures_of_the_catalogue_link_to_a_paragraph() -> None:
    from data.catalogue import MEASURES

    for measure in MEASURES.values():
        assert method_link(measure.method).href == f"/methode#{measure.method}"


def test_a_link_names_its_paragraph_and_an_unknown_one_is_refused() -> None:
    link = method_link("verandering")
    assert link.href == "/methode#verandering"
    assert getattr(link, "aria-label") == "Hoe dit cijfer gemaakt is: Meer of minder dan toeval"
    with pytest.raises(KeyError):
        method_link("bestaat-niet")
