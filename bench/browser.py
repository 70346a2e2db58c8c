"""What a person waits for: the first picture, and every change of a filter until map and trend show it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from bench.budget import Line
from bench.controls import presses

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # unlike routing, this leaves the HTTP cache on
]
PROBE = Path(__file__).with_name("probe.js")
UNCOVERED = """one => {
  const { x, y, width, height } = one.getBoundingClientRect();
  const top = document.elementFromPoint(x + width / 2, y + height / 2);
  return Boolean(top) && one.contains(top);
}"""
COLD_VISITS, WARM_VISITS, PRESSES, HELD, CLICKS = 3, 6, 88, 33, 24
BARE = 40
HOLD_MS = 80
"""How long a person holds the button of the mouse; the budget is of presses that are let go at once."""
PAUSE_MS = 150
"""A person looks at the answer, all of it, before the next change; this long at least."""
AT_REST = """window.bv.drawn === location.search && document.querySelector("#trend .js-plotly-plot")
  && !document.querySelector("[aria-busy=true]")"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, without a window and with nothing in its cache.

    Raises:
        SystemExit: when it is not installed.
    """
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        raise SystemExit("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def measure_browser(url: str, searches: list[str]) -> list[Line]:
    """Opens the page with and without a cache, changes the selection, and clicks on the map.

    Args:
        url: The running server.
        searches: Query parts of the URL, each new and different from the one before.
    """
    cold, weights = [], []
    for _ in range(COLD_VISITS):
        with chromium() as browser:
            first, weight = _first_visit(_context(browser, url))
            cold.append(first)
            weights.append(weight)
    with chromium() as browser:
        context = _context(browser, url)
        page = context.new_page()
        warm = [_visit(page) for _ in range(WARM_VISITS + 1)][1:]
        pressed = [_press(page, control) for control in islice(presses(page), PRESSES)]
        clicks = [_click(page, place) for place in _places(page, CLICKS)]
        changes = [_change(page, search) for search in searches]
        bare = [_bare(page) for _ in range(BARE)]
        held = [_press(page, control, hold_ms=HOLD_MS) for control in islice(presses(page), HELD)]
    both = [*pressed, *clicks]
    return [
        Line.of("filter change until map and trend show it", [c for c, _ in both], "ms", 100.0, 200.0),
        Line.of("   a control of the filter panel", [c for c, _ in pressed], "ms"),
        Line.of("   click on the map", [c for c, _ in clicks], "ms"),
        Line.of(f"   a control, the button held {HOLD_MS} ms as a person does", [c for c, _ in held], "ms"),
        Line.of("   by the address alone", [c for c, _ in changes], "ms"),
        Line.of("   until the table shows it too", [t for _, t in both], "ms"),
        Line.of("   for comparison: a bare round trip and paint", bare, "ms"),
        Line("map painted, warm", float(np.median(warm)), "s", 1.5),
        Line("map painted, cold", float(np.median(cold)), "s", 2.5),
        Line("first visit on the wire, gzip", max(weights), "MB", 2.5),
    ]


def _context(browser: Browser, url: str) -> BrowserContext:
    context = browser.new_context(
        bypass_csp=True,  # the probe waits for conditions in the page
        base_url=url,
        viewport={"width": 1440, "height": 900},
        locale="nl-BE",
        timezone_id="Europe/Brussels",
    )
    context.set_default_timeout(30_000)
    context.add_init_script(path=PROBE)
    return context


def _first_visit(context: BrowserContext) -> tuple[float, float]:
    """Seconds until the map is painted, and megabytes that came in until the network was idle.

    The browser is told to ask for gzip: over http it asks for brotli on this machine only.
    """
    context.set_extra_http_headers({"Accept-Encoding": "gzip"})
    page = context.new_page()
    wire = context.new_cdp_session(page)
    received: list[float] = []
    wire.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    wire.send("Network.enable")
    seconds = _visit(page)
    return seconds, sum(received) / 1e6


def _visit(page: Page) -> float:
    """Seconds from the start of the navigation until the map is painted."""
    page.goto("/")
    page.wait_for_function("window.bench.first > 0")
    page.wait_for_load_state("networkidle")
    seconds: float = page.evaluate("window.bench.first") / 1000
    return seconds


def _change(page: Page, search: str) -> tuple[float, float]:
    """Milliseconds from a change of the URL until map and trend, and until the table too, show it."""
    _rest(page)
    page.evaluate("search => window.bench.go(search)", search)
    return _answer(page)


def _bare(page: Page) -> float:
    """Milliseconds of a question that asks nothing of the server, and a word that is painted: the least there can be.

    Most of it is the wait for two frames, so it says little of how fast the processor is in that hour.
    """
    page.wait_for_timeout(PAUSE_MS)
    milliseconds: float = page.evaluate("window.bench.bare()")
    return milliseconds


def _press(page: Page, control: Locator, *, hold_ms: float = 0.0) -> tuple[float, float]:
    """Milliseconds from a press of a control until map and trend, and until the table too, show it.

    Args:
        hold_ms: Until the button is let go, which is when the clock starts.
    """
    _uncover(page, control)
    box = control.bounding_box()
    assert box, "a control that is offered is on the page"
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(PAUSE_MS)
    page.evaluate("window.bench.arm()")
    control.click(delay=hold_ms)
    answer = _answer(page)
    _rest(page)  # what is offered next is of the new view
    return answer


def _uncover(page: Page, control: Locator) -> None:
    """Scrolls until the control can be pressed, also from under a list that is open, as a person does before the press.

    Playwright would do it as part of the press: the browser then still scrolls when the clock runs.
    """
    control.scroll_into_view_if_needed()
    for block in ("center", "start", "end"):
        if control.evaluate(UNCOVERED):
            break
        control.evaluate("(one, block) => one.scrollIntoView({ block })", block)
    page.wait_for_timeout(PAUSE_MS)


def _click(page: Page, place: tuple[float, float]) -> tuple[float, float]:
    """Milliseconds from a click on the map until map and trend, and until the table too, show it.

    The mouse is there before the click, as a person's is: the card that opens under it is no part of the answer.
    """
    page.mouse.move(*place)
    _rest(page)
    page.evaluate("window.bench.arm()")
    page.mouse.click(*place)
    return _answer(page)


def _answer(page: Page) -> tuple[float, float]:
    painted: float = page.evaluate("window.bench.painted")
    complete: float = page.evaluate("window.bench.complete")
    return painted, complete


def _rest(page: Page) -> None:
    page.wait_for_function(AT_REST)
    page.wait_for_timeout(PAUSE_MS)


def _places(page: Page, n: int) -> list[tuple[float, float]]:
    """The middles of areas of the level on screen that are themselves under the mouse there."""
    page.wait_for_timeout(500)
    found: list[list[float]] = page.evaluate(
        """() => Array.from(document.querySelectorAll(".leaflet-interactive[data-area]")).flatMap((area) => {
          const box = area.getBoundingClientRect();
          const x = box.x + box.width / 2, y = box.y + box.height / 2;
          return document.elementFromPoint(x, y) === area ? [[x, y]] : [];
        })"""
    )
    order = np.random.default_rng(3).permutation(len(found))[:n]
    return [(found[i][0], found[i][1]) for i in order]
