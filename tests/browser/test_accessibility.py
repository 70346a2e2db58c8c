"""No serious or critical WCAG 2.1 AA fault on the main page, whatever it shows, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import Screen

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
VIEWS = [
    "",
    "?prioriteit=overlast&gebied=W01,W22",
    "?prioriteit=verkeer&groep=parkeren&periode=2022",
    "?prioriteit=verkeer&periode=2019",
    "?prioriteit=overpoort",
    "?niveau=buurt&maat=km2",
]


@pytest.mark.parametrize("view", VIEWS)
def test_the_main_page(page: Page, axe_faults: Callable[[Page], list[str]], view: str) -> None:
    Screen(page).open(view)
    page.wait_for_load_state("networkidle")
    assert axe_faults(page) == []
    page.set_viewport_size(PHONE)
    if not page.locator("#filters").is_visible():
        page.get_by_role("button", name="Filters tonen of verbergen").click()
    page.wait_for_load_state("networkidle")
    assert axe_faults(page) == []


def test_pages_that_say_what_is_wrong(page: Page, axe_faults: Callable[[Page], list[str]]) -> None:
    for path in ("/?periode=2099", "/bestaat-niet"):
        page.goto(path)
        expect(page.locator("h1")).not_to_be_empty()
        page.wait_for_load_state("networkidle")
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            assert axe_faults(page) == [], (path, size)


def test_an_open_list_and_a_card_on_the_map(page: Page, axe_faults: Callable[[Page], list[str]]) -> None:
    screen = Screen(page).open()
    screen.control("Wijk of buurt").first.click()
    expect(page.get_by_role("option").first).to_be_visible()
    page.wait_for_timeout(300)  # the list fades in
    # The arrow keys scroll the list while the focus stays in the box, which this rule cannot know.
    assert [fault for fault in axe_faults(page) if "scrollable-region-focusable" not in fault] == []
    page.keyboard.press("Escape")
    spot = screen.inside("W13")
    page.mouse.move(spot["x"], spot["y"])
    expect(page.locator(".bv-card")).to_be_visible()
    assert axe_faults(page) == []


def test_landmarks_headings_and_names_of_groups(page: Page) -> None:
    Screen(page).open("?prioriteit=overlast&gebied=W13")
    expect(page.locator("h1")).to_have_count(1)
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("navigation")).to_have_count(1)
    expect(page.get_by_role("complementary", name="Filters")).to_have_count(1)
    expect(page.get_by_role("region", name="Kaart")).to_have_count(1)
    assert page.locator("html").get_attribute("lang") == "nl-BE"
    levels = [int(tag[1]) for tag in page.locator("h1,h2,h3").evaluate_all("(all) => all.map((one) => one.tagName)")]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    unnamed = page.locator("#filters [role=radiogroup], #filters [role=group]").evaluate_all(
        """(all) => all.filter((one) => one.checkVisibility() && !one.getAttribute("aria-label") &&
           !(one.getAttribute("aria-labelledby") && document.getElementById(one.getAttribute("aria-labelledby"))))
           .map((one) => one.innerText)"""
    )
    assert unnamed == []
    for name in ("Periode", "Niveau", "Soort feiten"):
        expect(page.get_by_role("radiogroup", name=name)).to_be_visible()
    for name in ("Categorieën", "Lagen", "Trend en oordelen"):
        expect(page.get_by_role("group", name=name)).to_be_visible()
