"""Every page within its Content-Security-Policy; the other tests of this folder show it of every feature."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dashboard.callbacks.routing import PAGES
from dashboard.projection.address import PATH as PROJECTION
from tests.browser.conftest import Faults

SEEN = """addEventListener("securitypolicyviolation", (event) =>
  (window.refused ||= []).push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`))"""


@pytest.fixture(scope="module")
def server(serve: Any, demo_var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The real server, profile intern: it has every page."""
    folder = tmp_path_factory.mktemp("policy")
    shutil.copytree(demo_var, folder, dirs_exist_ok=True)
    with serve(folder, PROFILE="intern") as running:
        yield running


def refused(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.refused || []")
    return found


def test_every_page_keeps_to_its_policy_which_stops_what_is_slipped_in(page: Page, faults: Faults) -> None:
    page.add_init_script(SEEN)
    for path in (*PAGES, "/buurt/W13", f"{PROJECTION}?gebied=W13"):
        page.goto(path)
        expect(page.locator("h1").first).to_contain_text(re.compile(r"\w{3}"))
        page.wait_for_load_state("networkidle")
        assert refused(page) == [], path
    assert faults.left() == []
    # The policy is there and works: a script that somebody slipped into the page does not run, and the report is seen.
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.bad = 1'}))")
    assert page.evaluate("window.bad") is None
    assert refused(page)
    assert any("policy: script-src" in fault for fault in faults.left())
    faults.allow(r"script-src.*inline")
