"""The main screen as a visitor meets it: where things are, and when they are there."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

POINT_INSIDE = """(code) => {
  const path = document.querySelector(`#map-frame path[data-area="${code}"]`);
  const box = path.getBoundingClientRect();
  const around = [[0, 0], [-2, 0], [2, 0], [0, -2], [0, 2]];
  let best = null;
  for (let i = 1; i < 24; i++) for (let j = 1; j < 24; j++) {
    const x = box.left + box.width * i / 24, y = box.top + box.height * j / 24;
    if (document.elementFromPoint(x, y) !== path) continue;
    const inside = around.every(([h, v]) => document.elementFromPoint(x + h, y + v) === path);
    const off = Math.abs(i - 12) + Math.abs(j - 12) + (inside ? 0 : 100);
    if (!best || off < best.off) best = {x, y, off};
  }
  return best;
}"""


PATIENCE_S = 15.0  # as patient as the actions of the page
expect.set_options(timeout=PATIENCE_S * 1000)


@dataclass(frozen=True)
class Screen:
    """A page that shows `/`."""

    page: Page

    def open(self, query: str = "") -> Screen:
        """Opens a view, and waits until the map is painted."""
        self.page.goto("/" + query)
        return self.wait()

    def wait(self) -> Screen:
        """Waits until every polygon is on the map and painted, and the table and the charts are there."""
        expect(self.frame).to_have_attribute("data-painted", re.compile(r"\d+"))
        expect(self.frame).to_have_attribute("data-shapes", re.compile(r"\d{2,}"))
        expect(self.rows.first).to_be_visible()
        until(self.page, "window.bv.drawn === location.search")
        return self

    def shows(self, *texts: str) -> None:
        """Waits for a sentence that holds these texts."""
        for text in texts:
            expect(self.sentence).to_contain_text(text)

    def has_query(self, pattern: str) -> None:
        """Waits for an address whose query is this; an empty pattern is the plain address."""
        expect(self.page).to_have_url(re.compile(r"/" + (r"\?" if pattern else r"") + pattern + "$"))

    @property
    def frame(self) -> Locator:
        """The map."""
        return self.page.locator("#map-frame")

    @property
    def sentence(self) -> Locator:
        """The sentence above the map."""
        return self.page.locator("#sentence")

    @property
    def figure(self) -> Locator:
        """The first key figure: facts of the selection."""
        return self.page.locator("#key-figures .figure").first

    @property
    def rows(self) -> Locator:
        """Rows of the table of areas."""
        return self.page.locator("#table tbody tr")

    def row(self, code: str) -> Locator:
        """The row of one area."""
        return self.page.locator("#table tbody tr", has=self.page.locator(f"button[data-area='{code}']"))

    def area(self, code: str) -> Locator:
        """The polygon of an area."""
        return self.frame.locator(f"path[data-area='{code}']")

    def inside(self, code: str) -> dict[str, float]:
        """A point inside a polygon where nothing lies over it, off its border if it can: a finger hits whole pixels."""
        spot: dict[str, float] | None = self.page.evaluate(POINT_INSIDE, code)
        assert spot, f"nowhere to point at {code}"
        return spot

    def click_area(self, code: str, *, add: bool = False, tap: bool = False) -> None:
        """Clicks inside a polygon, where nothing lies over it."""
        spot = self.inside(code)
        if tap:
            self.page.touchscreen.tap(spot["x"], spot["y"])
            return
        if add:
            self.page.keyboard.down("Control")
        self.page.mouse.click(spot["x"], spot["y"])
        if add:
            self.page.keyboard.up("Control")

    def control(self, label: str) -> Locator:
        """A text box of the filter panel by its label."""
        return (
            self.page.locator("#filters")
            .get_by_role("textbox", name=label)
            .or_(self.page.locator("#filters").get_by_role("combobox", name=label))
        )

    def choose(self, label: str, option: str) -> None:
        """Picks an option of a list in the filter panel."""
        self.control(label).first.click()
        self.page.get_by_role("option", name=option, exact=True).click()

    def press_segment(self, text: str) -> None:
        """Presses one part of a segmented control of the filter panel."""
        self.page.locator("#filters .mantine-SegmentedControl-label").get_by_text(text, exact=True).click()

    def tick(self, text: str) -> None:
        """Ticks or unticks a box of the filter panel."""
        self.page.locator("#filters").get_by_role("checkbox", name=text).click()

    def trend(self) -> list[int | None]:
        """The numbers of the line of the selection in the trend."""
        self.page.locator("#trend .js-plotly-plot .scatterlayer").first.wait_for(state="attached")
        found: Any = self.page.evaluate(
            "document.querySelector('#trend .js-plotly-plot').data.find((t) => t.customdata).y.slice()"
        )
        return list(found)

    def scroll_to(self, chart: str) -> None:
        """Scrolls to a chart, and waits until it is painted: what is far from view is not."""
        self.page.locator(f"#{chart}").scroll_into_view_if_needed()
        expect(self.page.locator(f"#{chart} .main-svg").first).to_be_visible()

    def fits(self) -> bool:
        """Whether the page is no wider than the screen."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def drag(page: Page, start: dict[str, float], by: tuple[int, int]) -> None:
    """Drags the map and holds it still before letting go: it does not slide on."""
    page.mouse.move(start["x"], start["y"])
    page.mouse.down()
    page.mouse.move(start["x"] + by[0], start["y"] + by[1], steps=8)
    page.wait_for_timeout(250)
    page.mouse.up()


def until(page: Page, condition: str, arg: Any = None) -> None:
    """Waits for a condition in the page, asked from outside: waiting within the page needs eval, which its policy bars.

    Raises:
        TimeoutError: when it does not come to hold, with the condition.
    """
    late = time.monotonic() + PATIENCE_S
    while not page.evaluate(condition, arg):
        if time.monotonic() > late:
            raise TimeoutError(f"not within {PATIENCE_S:.0f} s at {page.url}: {condition} ({arg})")
        page.wait_for_timeout(50)


def columns(row: Locator) -> list[str]:
    """The texts of the cells of a row of the table, once it is drawn for the address: a row that is just being replaced
    has its texts in one piece.
    """
    until(row.page, "window.bv.drawn === location.search")
    return [text.strip().removesuffix("\nfiche") for text in row.locator("th,td").all_inner_texts()]
