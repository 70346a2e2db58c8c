"""What stands below is asked when map and trend are on screen, and is always of the same view and figures as they."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.figures import dutch, facts
from tests.browser.intercept import intercept
from tests.browser.screen import Screen

BELOW = "**/beeld/onder*"
SELECTED = "#table tr.is-selected button[data-area]"


def test_map_and_trend_are_there_before_what_stands_below_is_asked(page: Page) -> None:
    screen = Screen(page).open()
    held: list[Route] = []
    intercept(page, BELOW, lambda route: held.append(route))
    screen.click_area("W13")
    expect(screen.figure).to_have_text(dutch(facts(("W13",))))
    expect(page.locator("#trend-head")).to_contain_text("Dampoort")
    expect(page.locator("#trend .js-plotly-plot")).to_be_visible()
    until_held(page, held, 1)
    expect(page.locator(SELECTED)).to_have_count(0)
    assert page.evaluate("bv.drawn") != "?gebied=W13"  # so a picture waits for the rest
    (route,) = held
    assert route.request.url.endswith("/beeld/onder?gebied=W13")
    route.continue_()
    screen.wait()
    expect(page.locator(SELECTED)).to_have_text("Dampoort")


def test_the_hours_stand_above_the_table_and_do_not_wait_for_it(page: Page) -> None:
    screen = Screen(page).open()
    held: list[Route] = []
    intercept(page, BELOW, lambda route: held.append(route))
    screen.click_area("W13")
    until_held(page, held, 1)
    expect(page.locator("#when")).to_contain_text("Dampoort")
    expect(page.locator("#when-grid .js-plotly-plot, #when-grid.js-plotly-plot")).to_be_visible()
    expect(page.locator("#when")).to_have_attribute("aria-busy", "false")
    expect(page.locator(SELECTED)).to_have_count(0)
    (route,) = held
    route.continue_()
    screen.wait()


def test_what_stands_below_does_not_come_after_the_visitor_went_on(page: Page) -> None:
    screen = Screen(page).open()
    held: list[Route] = []
    intercept(page, BELOW, lambda route: held.append(route))
    screen.click_area("W13")
    expect(screen.figure).to_have_text(dutch(facts(("W13",))))
    until_held(page, held, 1)
    with page.expect_event("requestfailed") as given_up:  # nobody waits for it any more
        screen.click_area("W16")
    assert given_up.value.url.endswith("/beeld/onder?gebied=W13")
    until_held(page, held, 2)
    page.unroute(BELOW)  # and the answer comes
    screen.wait()
    expect(page.locator(SELECTED)).to_have_count(1)
    expect(page.locator(SELECTED)).to_have_attribute("data-area", "W16")


def test_below_that_does_not_come_is_said_and_asked_again(page: Page, faults: Any) -> None:
    faults.allow("ERR_FAILED|request failed|ERR_INTERNET")
    screen = Screen(page).open()
    intercept(page, BELOW, lambda route: route.abort())
    screen.click_area("W13")
    screen.shows("Het antwoord kwam niet")
    expect(page.locator("#board")).to_be_hidden()
    page.unroute(BELOW)
    expect(page.locator(SELECTED)).to_have_text("Dampoort")  # by itself
    expect(page.locator("#board")).to_be_visible()


def test_below_of_other_figures_is_never_beside_the_map(page: Page) -> None:
    """New figures can be published between the two questions: all of the view is then asked again, at once."""
    screen = Screen(page).open()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("?")[0]))

    def older(route: Route) -> None:
        of_other_figures(route)
        page.unroute(BELOW)

    intercept(page, BELOW, older)
    screen.click_area("W13")
    screen.wait()
    expect(page.locator(SELECTED)).to_have_text("Dampoort")
    answers = [url for url in asked if url.endswith(("/beeld", "/beeld/onder"))]
    assert [url.rpartition("/")[2] for url in answers] == ["beeld", "onder", "beeld", "onder"]


def test_servers_whose_figures_differ_are_not_asked_without_end(page: Page) -> None:
    screen = Screen(page).open()
    asked: list[str] = []

    def older(route: Route) -> None:
        asked.append(route.request.url)
        of_other_figures(route)

    intercept(page, BELOW, older)
    screen.click_area("W13")
    until_held(page, asked, 2)
    page.wait_for_timeout(1000)
    assert len(asked) == 2  # the next is five seconds later
    page.unroute(BELOW)
    screen.wait()
    expect(page.locator(SELECTED)).to_have_text("Dampoort")


def of_other_figures(route: Route) -> None:
    """Gives what stands below as if it was made of an older version."""
    text, given = re.subn(r'"version":"[^"]+"', '"version":"x"', route.fetch().text())
    assert given == 1
    route.fulfill(status=200, content_type="application/json", body=text)


def until_held(page: Page, held: list[Any], n: int) -> None:
    """Waits until so many questions came."""
    for _ in range(100):
        if len(held) >= n:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{len(held)} came")
