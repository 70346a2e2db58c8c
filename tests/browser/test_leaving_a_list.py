"""A list that is open when something else is pressed: the press goes first, and the list closes as ever."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.screen import Screen, until

HEARD = """() => {
  window.heard = [];
  for (const kind of ["mousedown", "focusout", "click"]) document.addEventListener(kind, () => heard.push(kind), true);
}"""


@pytest.fixture
def screen(page: Page) -> Screen:
    """The start with the list of areas open, something typed in it and one area chosen."""
    screen = Screen(page).open()
    box(screen).click()
    box(screen).press_sequentially("damp")
    page.get_by_role("option", name="Dampoort", exact=True).click()
    screen.has_query("gebied=W13")
    screen.wait()
    box(screen).press_sequentially("sint")
    expect(options(screen).first).to_be_visible()
    return screen


def box(screen: Screen) -> Locator:
    """The box of the list of areas."""
    return screen.control("Wijk of buurt").first


def options(screen: Screen) -> Locator:
    """What the open list offers."""
    return screen.page.get_by_role("option")


def is_left(screen: Screen) -> None:
    """The list is closed and its box is empty; opened again it offers everything, in sight."""
    expect(box(screen)).to_have_value("")
    expect(options(screen)).to_have_count(0)
    box(screen).click()
    expect(screen.page.get_by_role("option", name="Binnenstad", exact=True)).to_be_visible()


def test_what_is_pressed_goes_before_the_list_that_is_left(screen: Screen) -> None:
    screen.page.evaluate(HEARD)
    screen.press_segment("2022")
    screen.has_query("gebied=W13&periode=2022")
    until(screen.page, "heard.includes('focusout')")
    heard = screen.page.evaluate("heard")
    assert set(heard[: heard.index("focusout")]) == {"click"}  # and no mousedown, by which Mantine closes it
    screen.wait()
    is_left(screen)


def test_a_press_that_asks_nothing(screen: Screen) -> None:
    screen.press_segment("12 m")  # is chosen already
    is_left(screen)


def test_a_press_that_is_taken_back(screen: Screen) -> None:
    spot = screen.page.locator("#filters").get_by_text("Kalender in de trend").bounding_box()
    assert spot
    screen.page.mouse.move(spot["x"] + 5, spot["y"] + 5)
    screen.page.mouse.down()
    expect(options(screen).first).to_be_hidden()  # at once, whatever follows
    screen.page.mouse.move(spot["x"] + 5, spot["y"] - 100)
    screen.page.mouse.up()
    screen.has_query("gebied=W13")
    is_left(screen)


def test_presses_on_the_map_a_tab_and_another_list(screen: Screen) -> None:
    screen.click_area("W02")
    screen.has_query("gebied=W02")
    screen.wait()
    is_left(screen)
    screen.page.get_by_role("link", name="Overlast", exact=True).click()
    screen.has_query("prioriteit=overlast&gebied=W02")
    screen.wait()
    is_left(screen)
    screen.control("Kaart toont").first.click()
    expect(screen.page.get_by_role("option", name="Aantal feiten", exact=True)).to_be_visible()
    expect(screen.page.get_by_role("option", name="Binnenstad", exact=True)).to_have_count(0)


def test_leaving_by_the_keyboard(screen: Screen) -> None:
    screen.page.keyboard.press("Tab")
    is_left(screen)


def test_back_in_the_box_before_the_answer(screen: Screen) -> None:
    """The list that was left stays usable when the visitor goes back to it at once."""
    screen.press_segment("2022")
    box(screen).click()
    box(screen).fill("mac")
    screen.page.get_by_role("option", name="Macharius - Heirnis", exact=True).click()
    screen.has_query("gebied=W13,W[0-9]+&periode=2022")
