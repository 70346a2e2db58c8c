"""The names of areas on the map: none lies over another, is cut off, or stands on an area that is not its own."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import Screen, drag, until


def names_that_touch(page: Page) -> tuple[int, list[str]]:
    """How many names are on the map, and the pairs of them that lie over each other."""
    boxes = page.locator(".bv-label span").evaluate_all(
        """(all) => all.filter((one) => one.checkVisibility({visibilityProperty: true})).map((one) => {
            const b = one.getBoundingClientRect();
            return [one.textContent, b.left, b.top, b.right, b.bottom]; })"""
    )
    pairs = [
        f"{a[0]} / {b[0]}"
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
        if a[1] < b[3] and b[1] < a[3] and a[2] < b[4] and b[2] < a[4]
    ]
    return len(boxes), pairs


def names_hidden_or_cut(page: Page) -> list[str]:
    """Names that are shown while the legend or a button lies over them, or while the map's edge cuts them."""
    found: list[str] = page.evaluate(
        """() => { const box = (one) => one.getBoundingClientRect();
          const frame = box(document.getElementById("map-frame"));
          const over = [...document.querySelectorAll("#legend, .map-buttons button")].map(box);
          return [...document.querySelectorAll(".bv-label span")]
            .filter((one) => one.checkVisibility({visibilityProperty: true}))
            .filter((one) => { const b = box(one);
              return b.left < frame.left || b.right > frame.right || b.top < frame.top || b.bottom > frame.bottom
                || over.some((t) => b.left < t.right && t.left < b.right && b.top < t.bottom && t.top < b.bottom); })
            .map((one) => one.textContent); }"""
    )
    return found


def names_elsewhere(page: Page) -> list[str]:
    """Names whose middle is not in the area that bears them."""
    found: list[str] = page.evaluate(
        """() => { const rows = [...document.querySelectorAll("#table button[data-area]")];
          const code = new Map(rows.map((one) => [one.textContent, one.dataset.area]));
          return [...document.querySelectorAll(".bv-label.bv-name span")]
            .filter((one) => one.checkVisibility({visibilityProperty: true}))
            .filter((one) => { const b = one.getBoundingClientRect();
              const there = document.elementsFromPoint((b.left + b.right) / 2, (b.top + b.bottom) / 2);
              return !there.some((each) => each.dataset.area === code.get(one.textContent)); })
            .map((one) => one.textContent); }"""
    )
    return found


def names_at_rest(page: Page) -> tuple[int, list[str], list[str]]:
    """How many names there are, those that touch and those that are hidden or cut, once that is so twice in a row."""
    before = None
    for _ in range(40):
        now = (*names_that_touch(page), names_hidden_or_cut(page))
        if now == before and now[0] and not (now[1] or now[2]):
            break
        before = now
        page.wait_for_timeout(250)
    return now


@pytest.mark.parametrize("query", ["", "?niveau=buurt", "?lagen=feiten,namen,plaatsen"])
def test_names_do_not_lie_over_each_other(page: Page, query: str) -> None:
    Screen(page).open(query)
    for _ in range(3):
        shown, *wrong = names_at_rest(page)
        assert shown
        assert wrong == [[], []]
        zoom = page.evaluate("bv.map.leaflet().getZoom()")
        page.get_by_role("button", name="Inzoomen").click()
        until(page, f"bv.map.leaflet().getZoom() === {zoom + 1}")  # not the size of an area: one off the map has none
        until(page, "!document.querySelector('.leaflet-zoom-anim')")
    drag(page, {"x": 600, "y": 500}, (150, -120))
    page.wait_for_timeout(300)
    shown, *wrong = names_at_rest(page)
    assert shown
    assert wrong == [[], []]


def test_a_name_beside_its_point_is_still_in_its_area(page: Page) -> None:
    Screen(page).open()
    shown, *_ = names_at_rest(page)
    assert names_elsewhere(page) == []
    moved = page.locator(".bv-name-wijk span").evaluate_all(
        """(all) => all.filter((one) => one.style.visibility === "visible" && !/^0px( 0px)*$/.test(one.style.margin))
            .map((one) => one.textContent)"""
    )
    assert 0 < len(moved) < shown
    expect(page.locator(".bv-name-wijk span", has_text="Binnenstad")).to_have_css("visibility", "visible")


def test_buurten_smaller_than_a_name_leave_the_map_to_those_of_the_wijken(page: Page) -> None:
    Screen(page).open("?niveau=buurt")
    wijken, buurten = page.locator(".bv-name-wijk span:visible"), page.locator(".bv-name-buurt span:visible")
    expect(wijken.first).to_be_visible()
    expect(buurten).to_have_count(0)
    for _ in range(2):
        page.get_by_role("button", name="Inzoomen").click()
        until(page, "!document.querySelector('.leaflet-zoom-anim')")
    expect(wijken).to_have_count(0)
    expect(buurten.first).to_be_visible()
    page.get_by_role("button", name="Hele stad").click()
    expect(buurten).to_have_count(0)
    expect(wijken.first).to_be_visible()


def test_an_answer_leaves_the_names_as_they_are(page: Page) -> None:
    screen = Screen(page).open("?niveau=buurt")
    expect(page.locator(".bv-name-wijk span:visible").first).to_be_visible()
    page.evaluate(
        """() => { window.seen = new Set();
          const one = document.querySelector(".bv-name-buurt");
          (function look() { window.seen.add(getComputedStyle(one).display); requestAnimationFrame(look); })(); }"""
    )
    page.locator("#filters").get_by_text("2022", exact=True).click()
    screen.has_query("niveau=buurt&periode=2022")
    screen.wait()
    assert page.evaluate("[...window.seen]") == ["none"]
