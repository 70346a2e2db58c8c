"""What a press of the mouse asks is asked when the button goes down, and shown when it is let go."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.browser.intercept import intercept
from tests.browser.screen import Screen, drag

BEELD = "**/beeld?*"


@pytest.fixture
def screen(page: Page) -> Screen:
    """The start view."""
    return Screen(page).open()


@pytest.fixture
def asked(screen: Screen) -> list[str]:
    """What is asked from now on: the query of each question."""
    searches: list[str] = []

    def note(request: Request) -> None:
        path, _, search = request.url.partition("?")
        if path.endswith("/beeld"):
            searches.append(search)

    screen.page.on("request", note)
    return searches


def controls(screen: Screen) -> dict[str, Locator]:
    """Things to press, by what of the address each changes."""
    page = screen.page
    return {
        "periode=2022": page.locator("#filters .mantine-SegmentedControl-label").get_by_text("2022", exact=True),
        "toon=kalender": page.locator("#filters").get_by_text("Kalender in de trend"),
        "gebied=W13": screen.row("W13").locator("button[data-area]").first,
        "prioriteit=overlast": page.locator("header .tabs a").get_by_text("Overlast", exact=True),
    }


def hold(screen: Screen, spot: dict[str, float]) -> None:
    """The button goes down there, and is not let go."""
    screen.page.mouse.move(spot["x"], spot["y"])
    screen.page.mouse.down()


def middle(control: Locator) -> dict[str, float]:
    """The middle of something on the page, in view."""
    control.scroll_into_view_if_needed()
    box = control.bounding_box()
    assert box
    return {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}


def test_each_press_asks_once_and_early(screen: Screen, asked: list[str]) -> None:
    before = screen.sentence.inner_text()
    for search in controls(screen):
        asked.clear()
        spot = middle(controls(screen)[search])
        with screen.page.expect_request(BEELD) as question:
            hold(screen, spot)
        assert search in question.value.url
        screen.page.wait_for_timeout(100)
        assert screen.sentence.inner_text() == before  # nothing is shown before the button is let go
        screen.page.mouse.up()
        screen.wait()
        answer = question.value.response()
        assert answer
        assert answer.ok
        drawn = screen.page.evaluate("bv.drawn")
        assert search in drawn
        assert asked == [drawn.removeprefix("?")]  # what is drawn is the answer to that, and nothing else was asked
        before = screen.sentence.inner_text()


def test_a_drag_of_the_map_asks_nothing(screen: Screen, asked: list[str]) -> None:
    """The log of who looked at what would tell of areas that were only dragged along."""
    drag(screen.page, screen.inside("W13"), (40, 10))
    screen.page.wait_for_timeout(500)
    assert asked == []
    screen.click_area("W13")  # and a press there counts as ever
    screen.shows("Dampoort")
    screen.wait()
    assert asked == ["gebied=W13"]


def test_a_press_that_is_let_go_elsewhere_changes_nothing(screen: Screen) -> None:
    spot = middle(controls(screen)["prioriteit=overlast"])
    intercept(screen.page, BEELD, lambda route: None)  # an answer that does not come
    with screen.page.expect_request(BEELD):
        hold(screen, spot)
    with screen.page.expect_event("requestfailed"):  # nobody waits for it any more
        screen.page.mouse.move(spot["x"], spot["y"] + 200)
    screen.page.mouse.up()
    screen.has_query("")
    screen.page.unroute(BEELD)
    screen.press_segment("2022")
    screen.has_query("periode=2022")
    screen.wait()


def open_measures(screen: Screen) -> Locator:
    """The box of the list of measures, that list open."""
    box = screen.control("Kaart toont").first
    box.click()
    expect(screen.page.get_by_role("option", name="Per km²", exact=True)).to_be_visible()
    return box


def test_a_list_of_one_closes_at_its_press_and_shows_what_was_chosen(screen: Screen) -> None:
    """Also when the answer is late: a list is not held up longer than a moment."""
    held: list[Route] = []
    box = open_measures(screen)
    intercept(screen.page, BEELD, lambda route: held.append(route))
    screen.page.get_by_role("option", name="Per km²", exact=True).click()
    expect(screen.page.get_by_role("option")).to_have_count(0)
    expect(box).to_have_value("Per km²")
    assert len(held) == 1
    screen.page.unroute(BEELD)  # and the answer comes
    screen.has_query("maat=km2")
    screen.wait()
    expect(box).to_have_value("Per km²")
    open_measures(screen)
    expect(screen.page.get_by_role("option", selected=True)).to_have_text("Per km²")


def test_a_choice_from_a_list_of_one_that_is_taken_back_at_once(screen: Screen) -> None:
    box = open_measures(screen)
    before = box.input_value()
    intercept(screen.page, "**/beeld?*maat=km2*", lambda route: None)  # an answer that does not come
    screen.page.get_by_role("option", name="Per km²", exact=True).click()
    screen.page.go_back()
    screen.has_query("")
    screen.wait()
    expect(box).to_have_value(before)
    open_measures(screen)
