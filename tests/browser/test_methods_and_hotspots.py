"""A link to a paragraph opens there; hotspots are painted on the buurten that are stored as such."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data import queries
from layers.hotspots import HOTSPOTS
from tests.browser.screen import until

PAINTED = """colour => [...document.querySelectorAll('path[data-area]')]
    .filter(path => path.getAttribute('fill') === colour).map(path => path.dataset.area).sort()"""


def top_of(page: Page, anchor: str) -> float:
    """Where the paragraph is in the window, in pixels."""
    return float(page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", anchor))


def test_a_link_with_an_anchor_opens_at_its_paragraph(page: Page) -> None:
    page.goto("/methode#spreiding")
    expect(page.locator("#spreiding")).to_be_in_viewport()
    expect(page.locator("#spreiding")).to_have_class("card is-target")
    page.locator(".method-contents a[href='#nagerekend']").click()
    until(page, "document.getElementById('nagerekend').classList.contains('is-target')")
    assert 0 <= top_of(page, "nagerekend") < 60
    page.go_back()
    until(page, "document.getElementById('spreiding').classList.contains('is-target')")
    expect(page.locator("#spreiding h2")).to_be_in_viewport()


def test_the_map_links_its_measure_to_its_paragraph(page: Page) -> None:
    page.goto("/?lagen=feiten,hotspots&niveau=buurt")
    page.locator("#legend a.method").first.click()
    page.wait_for_url("**/methode#hotspots")
    expect(page.locator("#hotspots h2")).to_be_in_viewport()
    page.get_by_text("Meer", exact=True).click()
    page.get_by_role("link", name="Gegevens").click()
    page.wait_for_url("**/gegevens")


def test_the_page_reads_well_on_a_phone_and_for_everyone(
    new_page: Callable[..., Page], axe_faults: Callable[[Page], list[str]]
) -> None:
    page = new_page(width=390, height=844)
    page.goto("/methode")
    expect(page.locator("#nagerekend")).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not axe_faults(page)


@pytest.mark.parametrize("layers", ["feiten,hotspots", "hotspots"])
def test_the_hot_buurten_on_the_map_are_the_stored_ones(page: Page, demo: Path, layers: str) -> None:
    stored = queries.hotspots(queries.current(), priority="fietsdiefstal", group="fiets", level="buurt").areas
    page.goto(f"/?niveau=buurt&lagen={layers}")
    page.wait_for_selector("html[data-ready]")
    until(page, f"({PAINTED})('{HOTSPOTS.colours[0]}').length > 0")
    for name, colour in zip(("hot", "geen", "cold"), HOTSPOTS.colours, strict=True):
        assert page.evaluate(PAINTED, colour) == sorted(stored.index[stored["gi_class"] == name])
    hot = stored.index[stored["gi_class"] == "hot"][0]
    expect(page.locator(f"path[data-area='{hot}']")).to_be_visible()
