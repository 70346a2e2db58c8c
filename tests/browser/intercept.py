"""Questions of a page that a test holds, changes or lets fail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route

from tests.browser.screen import until

PROBE = "/healthz?onderschept"


def intercept(page: Page, pattern: str, handler: Callable[[Route], Any]) -> None:
    """As `page.route`, and in force when it returns.

    Chromium tells its other processes of a route a moment later: on a busy machine one question in forty slipped
    through, and the test then saw the answer that it believed it held.

    Args:
        page: A page that is open.
    """
    page.route(pattern, handler)
    page.route("**" + PROBE, lambda route: route.fulfill(status=204))
    until(page, f"fetch('{PROBE}').then((answer) => answer.status === 204)")
    page.unroute("**" + PROBE)
