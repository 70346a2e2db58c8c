"""Points and heat as a visitor meets them: on, moved, pointed at, tapped, off."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect
from pyproj import Transformer

from tests.browser.figures import dutch
from tests.browser.screen import Screen, drag, until

BIKES = "category_id = 'fietsdiefstal' and month between '2022-05-01' and '2023-04-01'"
MARK = """(i) => {
  const mark = bv.overlays.marks()[i], map = bv.map.leaflet();
  const point = map.layerPointToContainerPoint(mark._point), box = map.getContainer().getBoundingClientRect();
  return {x: box.left + point.x, y: box.top + point.y};
}"""
BOUNDS = "() => bv.map.leaflet().getBounds().toBBoxString().split(',').map(Number)"


@pytest.fixture
def screen(page: Page) -> Screen:
    return Screen(page)


@pytest.fixture
def facts_in(demo_var: Path) -> Callable[[list[float]], int]:
    """Bicycle thefts of the last year of which the middle of the 100 m cell lies in a box of degrees."""
    version = (demo_var / "CURRENT").read_text(encoding="utf-8").strip()

    with duckdb.connect(str(demo_var / "snapshots" / f"{version}.duckdb"), read_only=True) as connection:
        facts = connection.execute(f"select lon, lat from incident where {BIKES} and lon is not null").fetchnumpy()
    metres = np.stack(Transformer.from_crs(4326, 3812, always_xy=True).transform(facts["lon"], facts["lat"]))
    middles = np.floor(metres / 100) * 100 + 50
    lon, lat = Transformer.from_crs(3812, 4326, always_xy=True).transform(*middles)

    def count(box: list[float]) -> int:
        west, south, east, north = (round(edge, 5) for edge in box)
        return int(((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)).sum())

    return count


@pytest.fixture
def asked(page: Page) -> list[str]:
    """Addresses of the facts that the page asked for."""
    found: list[str] = []
    page.on(
        "request", lambda request: found.append(request.url) if re.search("/(feiten|warmte)", request.url) else None
    )
    return found


def legend(page: Page, layer: str) -> Locator:
    """The legend of one layer."""
    return page.locator(f'#layer-legend [data-layer="{layer}"]')


def test_points_on_moved_and_off(screen: Screen, asked: list[str], facts_in: Callable[[list[float]], int]) -> None:
    page = screen.open().page
    assert asked == []  # nothing is asked while the layer is off
    screen.tick("Feiten als punten")
    shown = legend(page, "punten").locator(".in-view")
    whole: Any = page.evaluate(BOUNDS)
    assert facts_in(whole) > 2000
    expect(shown).to_have_text(f"{dutch(facts_in(whole))} feiten")
    expect(screen.frame).to_have_attribute("data-punten", re.compile(r"\d+"))
    assert page.evaluate("bv.overlays.marks().length") > 50
    assert len(asked) == 1

    for zoom in (12.5, 13.5):
        page.locator("#zoom-in").click()
        until(page, "n => bv.map.leaflet().getZoom() >= n && !bv.map.leaflet()._animatingZoom", zoom)
    expect(shown).to_have_text(f"{dutch(facts_in(page.evaluate(BOUNDS)))} feiten")
    page.wait_for_timeout(300)
    asked.clear()
    before: Any = page.evaluate(BOUNDS)
    box = screen.frame.bounding_box()
    assert box
    drag(page, {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}, (-60, -120))
    page.wait_for_timeout(600)  # more requests, if any, would have gone by now
    assert len(asked) == 1
    there = facts_in(page.evaluate(BOUNDS))
    assert there > 100
    assert there != facts_in(before)
    expect(shown).to_have_text(f"{dutch(there)} feiten")

    asked.clear()
    screen.tick("Feiten als punten")
    expect(legend(page, "punten")).to_have_count(0)
    expect(screen.frame).not_to_have_attribute("data-punten", re.compile(r".*"))
    assert page.evaluate("bv.overlays.marks().length") == 0
    assert page.locator(".leaflet-bv-punten-pane canvas").count() == 0
    page.locator("#zoom-out").click()
    page.wait_for_timeout(500)
    assert asked == []


def test_a_mark_tells_its_facts_and_a_click_still_chooses_the_area(screen: Screen) -> None:
    page = screen.open("?lagen=feiten,punten").page
    expect(screen.frame).to_have_attribute("data-punten", re.compile(r"\d+"))
    n: int = page.evaluate("bv.overlays.marks()[0].bvCard().firstChild.textContent.match(/\\d+/)[0] | 0")
    spot: Any = page.evaluate(MARK, 0)
    page.mouse.move(spot["x"], spot["y"])
    page.mouse.move(spot["x"] + 1, spot["y"])
    card = page.locator(".bv-card:visible")
    expect(card).to_have_count(1)
    expect(card).to_contain_text(f"{n} feiten")
    expect(card).to_contain_text("Fietsdiefstal")
    expect(card).to_contain_text("vak van 800 m")
    screen.click_area("W07")
    screen.has_query(r".*gebied=W07.*")
    screen.shows("Rabot - Blaisantvest")
    expect(legend(page, "punten")).to_contain_text("Rabot - Blaisantvest")


def test_heat_takes_the_place_of_the_colours_and_has_its_own_legend(
    screen: Screen, asked: list[str], axe_faults: Callable[[Page], list[str]]
) -> None:
    page = screen.open().page
    screen.tick("Warmtekaart")
    picture = page.locator(".leaflet-bv-warmte-pane img")
    expect(picture).to_be_visible()
    expect(legend(page, "warmte")).to_contain_text("Bandbreedte 250 m")
    expect(legend(page, "warmte")).to_contain_text("zonder locatie")
    expect(page.locator("#legend")).to_be_hidden()
    opacity = "path => getComputedStyle(path).fillOpacity"
    assert screen.area("W07").evaluate(opacity) == "0"
    assert len(asked) == 1
    page.locator("#zoom-in").click()  # the picture of the whole city serves until the map shows less of it
    page.wait_for_timeout(500)
    assert len(asked) == 1
    screen.tick("Feiten als punten")
    expect(legend(page, "punten")).to_be_visible()
    assert axe_faults(page) == []
    screen.tick("Warmtekaart")
    expect(picture).to_have_count(0)
    expect(page.locator("#legend")).to_be_visible()


def test_a_tap_on_a_mark_opens_its_card_and_chooses_nothing(new_page: Callable[..., Page]) -> None:
    page = new_page(width=390, height=844, has_touch=True)
    screen = Screen(page).open("?lagen=feiten,punten,warmte")
    expect(screen.frame).to_have_attribute("data-punten", re.compile(r"\d+"))
    expect(screen.frame).to_have_attribute("data-warmte", "1")
    spot: Any = page.evaluate(MARK, 0)
    page.touchscreen.tap(spot["x"], spot["y"])
    expect(page.locator(".bv-card-mark")).to_contain_text("feiten")
    screen.has_query("lagen=feiten,punten,warmte")
    assert screen.fits()
    expect(legend(page, "punten")).to_be_visible()
    screen.click_area("W11", tap=True)
    screen.has_query(r".*gebied=W11.*")
