"""What the first visit costs, loosely bounded: `make bench` measures it against the budget itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.screen import Screen

BYTES = 2_500_000
SECONDS = 2.5
LOOSE = 3
"""The machine that runs all tests may be busy with more than this page."""


@pytest.mark.alone
def test_the_first_visit(new_page: Callable[..., Page]) -> None:
    new_page().goto("/healthz")  # the server is awake
    page = new_page(first=True, extra_http_headers={"Accept-Encoding": "gzip"})
    page.add_init_script(
        """addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
             const map = document.querySelector("#map-frame[data-painted][data-shapes]");
             if (map && !window.paintedAt) window.paintedAt = performance.now();
           }).observe(document, {subtree: true, childList: true, attributes: true}))"""
    )
    Screen(page).open()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)  # what comes later counts as well
    sizes = page.evaluate(
        """[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
           .map((one) => [one.name, one.encodedBodySize])"""
    )
    painted = page.evaluate("window.paintedAt / 1000")
    total = sum(size for _, size in sizes)
    largest = sorted(sizes, key=lambda one: -one[1])[:5]
    print(f"{total / 1e6:.2f} MB gzip in {len(sizes)} files, map painted after {painted:.2f} s; largest {largest}")
    assert len(sizes) > 20
    assert 500_000 < total < BYTES
    assert painted < LOOSE * SECONDS


def test_the_second_visit_fetches_no_polygons_and_no_bundles_again(new_page: Callable[..., Page]) -> None:
    page = new_page(first=True)
    Screen(page).open()
    page.wait_for_load_state("networkidle")
    Screen(page).open("?gebied=W13")
    page.wait_for_load_state("networkidle")
    again = page.evaluate(
        """performance.getEntriesByType("resource").filter((one) => one.transferSize > one.encodedBodySize / 2 &&
           one.encodedBodySize > 0 && /\\/geo\\/|_dash-component-suites/.test(one.name)).map((one) => one.name)"""
    )
    assert again == []
