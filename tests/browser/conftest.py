"""A real server and a real browser; a test also fails on what a user would not see but should worry about."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    WebError,
    sync_playwright,
)

from tests.browser.visitors import Visitor, Visitors

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--renderer-process-limit=1",  # a next page of the same visitor finds the scripts compiled
    "--process-per-site",  # always, and not half of the times
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # unlike routing, this leaves the HTTP cache on
]
WCAG_21_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Marks every test of this folder: `make test` runs them beside the others."""
    item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


FAILED = pytest.StashKey[bool]()


@dataclass
class Faults:
    """What went wrong out of sight: console and page errors, failed requests, foreign addresses, server tracebacks."""

    seen: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    """Addresses of pages that say in a sentence why they are not there (400, 404): that is what their tests look at."""

    def allow(self, pattern: str) -> None:
        """Says that faults which match this regular expression are what the test is about."""
        self.allowed.append(pattern)

    def watch(self, context: BrowserContext) -> Callable[[], None]:
        """Writes down every fault of every page of this context, also what the policy refuses, until told to stop."""
        watched: dict[Any, Callable[[Any], None]] = {
            "console": self._console,
            "weberror": self._error,
            "request": self._request,
            "requestfailed": self._failed,
            "response": self._response,
        }
        for event, write in watched.items():
            context.on(event, write)

        def stop() -> None:
            for event, write in watched.items():
                context.remove_listener(event, write)

        return stop

    def left(self) -> list[str]:
        """The faults that nobody allowed."""
        said = [f"({address})" for address in self.refused]
        seen = [fault for fault in self.seen if not ("status of 40" in fault and any(one in fault for one in said))]
        return [fault for fault in seen if not any(re.search(pattern, fault) for pattern in self.allowed)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.seen.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _error(self, error: WebError) -> None:
        self.seen.append(f"page error: {error.error}")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).scheme not in {"data", "blob", "about"} and not _is_ours(request.url):
            self.seen.append(f"foreign address: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page went elsewhere before the answer came
            self.seen.append(f"request failed: {request.method} {request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        of_a_page = response.request.is_navigation_request() or urlsplit(response.url).path == "/beeld"
        if response.status in (400, 404) and of_a_page:
            self.refused.add(response.url)
        elif response.status >= 400:
            self.seen.append(f"answer {response.status}: {response.request.method} {response.url}")


def _is_ours(url: str) -> bool:
    return urlsplit(url).hostname == "127.0.0.1"


@pytest.fixture(scope="session")
def server(serve: Any, demo_var: Path) -> Iterator[Any]:
    """The real server on the demonstration set, profile publiek."""
    with serve(demo_var) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail("Chromium is not installed; `make test` installs it for root, others: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def faults(server: Any) -> Iterator[Faults]:
    """The faults of this test; it fails when one is left that it did not `allow`."""
    printed_before = len(server.printed())
    faults = Faults()
    yield faults
    if "Traceback" in (printed := server.printed()[printed_before:]):
        faults.seen.append(f"the server printed:\n{printed[-3000:]}")
    assert not faults.left()


@pytest.fixture(scope="session")
def visitors(browser: Browser) -> Iterator[Visitors]:
    """The browsers of visitors, kept from test to test."""
    kept = Visitors(browser)
    yield kept
    kept.leave()


@pytest.fixture
def new_page(
    visitors: Visitors, server: Any, faults: Faults, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Opens pages of a visitor each: `new_page(width=390, height=844, has_touch=True)`; URLs may start at /.

    `first=True` is somebody who was never here: his browser has nothing in its cache.
    """
    opened: list[tuple[Visitor, Callable[[], None]]] = []

    def open_page(*, width: int = 1440, height: int = 900, first: bool = False, **options: Any) -> Page:
        settings = {"locale": "nl-BE", "timezone_id": "Europe/Brussels", "base_url": server.url} | options
        visitor = visitors.come(first=first, **settings)
        opened.append((visitor, faults.watch(visitor.context)))
        page = visitor.context.new_page()
        page.set_viewport_size({"width": width, "height": height})  # of the page: another size is no other visitor
        return page

    yield open_page
    pages = [page for visitor, _ in opened for page in visitor.pages()]
    for number, page in enumerate(pages):
        if request.node.stash.get(FAILED, False):
            picture = tmp_path / f"failed-{number}.png"
            page.screenshot(path=picture)
            print(f"{page.url}: {picture}")
    for visitor, stop in opened:
        visitors.go(visitor)
        stop()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A desktop page, 1440x900, Dutch (Belgium)."""
    return new_page()


@pytest.fixture(scope="session")
def axe_faults() -> Callable[[Page], list[str]]:
    """Finds the serious and critical WCAG 2.1 AA faults of a page, one sentence each."""

    def find(page: Page) -> list[str]:
        options = {"runOnly": {"type": "tag", "values": WCAG_21_AA}, "resultTypes": ["violations"]}
        found = Axe().run(page, options=options).response["violations"]
        return [
            f"{fault['id']} ({fault['impact']}): {fault['help']}: {[node['target'] for node in fault['nodes']][:5]}"
            for fault in found
            if fault["impact"] in {"serious", "critical"}
        ]

    return find
