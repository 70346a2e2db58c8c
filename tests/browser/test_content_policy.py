"""Every page and feature within its Content-Security-Policy: nothing is reported, and nothing is refused."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dashboard.callbacks.routing import PAGES
from dashboard.projection.address import PATH as PROJECTION
from data.catalogue import PRIORITIES
from tests.browser.screen import Screen

SEEN = """addEventListener("securitypolicyviolation", (event) =>
  (window.refused ||= []).push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`))"""
LAYERS = "lagen=feiten,namen,water,spoor,punten,warmte"


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


def test_every_page_and_feature_keeps_to_its_policy(new_page: Callable[..., Page], tmp_path: Path) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script(SEEN)
    seen: list[str] = []

    def leave() -> None:
        page.wait_for_load_state("networkidle")
        seen.extend(f"{page.url}: {one}" for one in refused(page))

    for priority in PRIORITIES:
        Screen(page).open(f"?prioriteit={priority}&gebied=W13")
        leave()
    Screen(page).open(f"?niveau=buurt&gebied=W13&{LAYERS}")
    expect(page.locator("#map-frame img[src^='data:'], #map-frame img[src^='blob:']").first).to_be_attached()
    for what, item in (("trend", "PNG, A4-breedte"), ("trend", "SVG"), ("kaart", "PNG, A4-breedte"), ("trend", "XLSX")):
        with page.expect_download() as waiting:
            page.locator(f"button[data-export='{what}']").click()
            page.get_by_role("menu").get_by_role("menuitem", name=item).click()
        waiting.value.save_as(tmp_path / waiting.value.suggested_filename)
    page.locator("button[data-export='trend']").click()
    page.get_by_role("menu").get_by_role("menuitem", name="Kopieer afbeelding").click()
    expect(page.locator("#export-note")).to_contain_text("gekopieerd")
    page.keyboard.press("/")
    page.keyboard.type("dampoort")
    expect(page.locator("#search").get_by_role("option").first).to_be_visible()
    leave()
    for path in (*PAGES, "/buurt/W13", f"{PROJECTION}?gebied=W13"):
        page.goto(path)
        expect(page.locator("h1").first).to_contain_text(re.compile(r"\w{3}"))
        leave()
    assert seen == []
    # The policy is there and works: a script that somebody slipped into the page does not run.
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.bad = 1'}))")
    assert page.evaluate("window.bad") is None
    assert refused(page)


@pytest.fixture(autouse=True)
def _the_refusal_is_wanted(faults: Any) -> None:
    faults.allow(r"script-src.*inline")
