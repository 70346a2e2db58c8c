"""What a press of the mouse asks is asked when the button goes down, and shown when it is let go."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, Request

from tests.browser.screen import Screen


class Asked:
    """The questions of a page to the server since it was at rest."""

    def __init__(self, page: Page) -> None:
        self.searches: list[str] = []
        self.ended: list[str] = []
        page.on("request", lambda request: self._note(self.searches, request))
        page.on("requestfailed", lambda request: self._note(self.ended, request))
        self._page = page

    @staticmethod
    def _note(notes: list[str], request: Request) -> None:
        path, _, search = request.url.partition("?")
        if path.endswith("/beeld"):
            notes.append(search)

    def wait(self, notes: list[str]) -> None:
        """Waits until there is a note."""
        for _ in range(100):
            if notes:
                return
            self._page.wait_for_timeout(50)
        raise AssertionError("nothing came")


@pytest.fixture
def screen(page: Page) -> Screen:
    """The start view."""
    return Screen(page).open()


@pytest.fixture
def asked(screen: Screen) -> Asked:
    """What is asked from now on."""
    return Asked(screen.page)


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


def test_each_press_asks_once_and_early(screen: Screen, asked: Asked) -> None:
    before = screen.sentence.inner_text()
    for search in controls(screen):
        asked.searches.clear()
        hold(screen, middle(controls(screen)[search]))
        asked.wait(asked.searches)
        assert search in asked.searches[0]
        screen.page.wait_for_timeout(100)
        assert screen.sentence.inner_text() == before  # nothing is shown before the button is let go
        screen.page.mouse.up()
        screen.wait()
        assert len(asked.searches) == 1
        before = screen.sentence.inner_text()
    assert asked.ended == []


def test_a_drag_of_the_map_asks_nothing(screen: Screen, asked: Asked) -> None:
    """The log of who looked at what would tell of areas that were only dragged along."""
    spot = screen.inside("W13")
    hold(screen, spot)
    screen.page.mouse.move(spot["x"] + 40, spot["y"] + 10, steps=5)
    screen.page.mouse.up()
    screen.page.wait_for_timeout(500)
    assert asked.searches == []
    screen.click_area("W13")  # and a press there counts as ever
    screen.shows("Dampoort")
    screen.wait()
    assert asked.searches == ["gebied=W13"]


def test_a_press_that_is_let_go_elsewhere_changes_nothing(screen: Screen, asked: Asked) -> None:
    spot = middle(controls(screen)["prioriteit=overlast"])
    screen.page.route("**/beeld?*", lambda route: None)  # an answer that does not come
    hold(screen, spot)
    asked.wait(asked.searches)
    screen.page.mouse.move(spot["x"], spot["y"] + 200)
    screen.page.mouse.up()
    asked.wait(asked.ended)  # nobody waits for it any more
    screen.has_query("")
    screen.page.unroute("**/beeld?*")
    screen.press_segment("2022")
    screen.has_query("periode=2022")
    screen.wait()
