"""A phone, 390 by 844, with fingers: nothing falls off, and everything is there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.figures import dutch, facts
from tests.browser.screen import Screen, until

BESIDE_THE_CITY = """() => {
  const frame = document.getElementById("map-frame").getBoundingClientRect();
  for (let y = frame.bottom - 30; y > frame.top; y -= 10) for (let x = frame.left + 10; x < frame.right; x += 10) {
    const there = document.elementFromPoint(x, y);
    if (there && there.classList.contains("leaflet-container")) return {x, y};
  }
}"""


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Screen:
    """The main screen on a phone."""
    return Screen(new_page(width=390, height=844, has_touch=True, is_mobile=True)).open()


def test_nothing_falls_off_the_screen(phone: Screen) -> None:
    phone.page.wait_for_load_state("networkidle")
    assert phone.fits()
    for query in (
        "?prioriteit=verkeer&periode=2019",
        "?niveau=buurt&maat=km2",
        "?prioriteit=overpoort",
        "?periode=2099",
    ):
        phone.page.goto("/" + query)
        expect(phone.sentence).not_to_be_empty()
        phone.page.wait_for_load_state("networkidle")
        assert phone.fits(), query


def test_the_bar_on_top_leaves_the_screen_to_the_map(phone: Screen) -> None:
    rows = {tab.bounding_box()["y"] for tab in phone.page.locator("header .tabs a").all()}
    assert len(rows) == 1
    bar = phone.page.locator("header").bounding_box()
    assert bar["height"] <= 844 / 6
    phone.page.get_by_role("combobox", name="Zoek").tap()
    phone.page.keyboard.type("dampoort")
    found = phone.page.locator(".search-found")
    expect(found.get_by_role("option").first).to_be_visible()
    box = found.bounding_box()
    assert (box["x"], box["x"] + box["width"]) == (8, 390 - 8)  # not only as wide as the box that one types in
    assert phone.fits()


def test_filters_open_and_close(phone: Screen) -> None:
    filters, toggle = (
        phone.page.locator("#filters"),
        phone.page.get_by_role("button", name="Filters tonen of verbergen"),
    )
    expect(filters).to_be_hidden()
    toggle.tap()
    expect(filters).to_be_visible()
    assert phone.fits()
    filters.get_by_text("2022", exact=True).tap()
    phone.has_query("periode=2022")
    expect(filters).to_be_visible()  # an answer does not close what one is working in
    toggle.tap()
    expect(filters).to_be_hidden()
    expect(phone.figure).to_have_text(dutch(facts((), months=("2022-01", "2022-12"))))
    until(phone.page, "window.bv.drawn === location.search")
    expect(
        phone.page.locator("#funnel .main-svg").first
    ).to_be_visible()  # far below: in a picture of the whole page too


def test_the_map_answers_to_a_finger(phone: Screen) -> None:
    phone.frame.scroll_into_view_if_needed()
    phone.page.wait_for_load_state("networkidle")  # nothing moves any more under the finger
    phone.page.wait_for_timeout(500)
    phone.click_area("W13", tap=True)
    phone.has_query("gebied=W13")
    expect(phone.page.locator(".bv-card")).to_contain_text("Dampoort")
    card, frame = phone.page.locator(".bv-card").bounding_box(), phone.frame.bounding_box()
    assert card
    assert frame
    assert frame["x"] <= card["x"]
    assert card["x"] + card["width"] <= frame["x"] + frame["width"]
    expect(phone.figure).to_have_text(dutch(facts(("W13",))))
    phone.page.get_by_role("button", name="Voeg toe").tap()
    phone.click_area("W16", tap=True)
    phone.has_query("gebied=W13,W16")
    expect(phone.page.locator(".bv-card")).to_have_count(1)
    expect(phone.page.locator(".bv-card")).not_to_contain_text("Dampoort")
    beside = phone.page.evaluate(BESIDE_THE_CITY)
    phone.page.touchscreen.tap(beside["x"], beside["y"])
    expect(phone.page.locator(".bv-card")).to_have_count(0)
    before = phone.area("W13").bounding_box()
    phone.page.get_by_role("button", name="Zoom naar de keuze").tap()
    phone.page.wait_for_timeout(600)
    after = phone.area("W13").bounding_box()
    assert before
    assert after
    assert after["width"] > before["width"]

    # Its buttons are large enough for a finger, and every tab is within reach.
    for button in phone.page.locator(".map-buttons button").all():
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24  # WCAG 2.2, 2.5.8
    tab = phone.page.get_by_role("link", name="Alle prioriteiten")
    expect(tab).to_be_in_viewport(ratio=1)
    tab.tap()
    expect(phone.page.locator("h1")).to_contain_text("subthema")
