"""The cards of hours as a visitor meets them: after the map, with the numbers of the facts, or a reason."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete, text

from data.snapshot import building, current
from data.statistics.aoristic import hour_weekday
from data.tables import cell, coverage, incident, incident_grid
from tests.browser.screen import Screen, until
from tests.browser.test_export import take, texts
from tests.browser.test_sheet_and_search import pages_of
from tests.conftest import pointed_at

GRID = "document.querySelector('#when-grid').data[0].z"
LAST_YEAR = "month between '2022-05-01' and '2023-04-01'"


def expected(demo_var: Path, where: str) -> np.ndarray:
    """What the pure function makes of the single facts."""
    with pointed_at(demo_var), current().engine.connect() as connection:
        columns = "time_from, time_until, time_known, hour"
        rows = pd.read_sql(text(f"select {columns} from incident where {where} and {LAST_YEAR}"), connection)
    return hour_weekday(rows).to_numpy()


def test_the_grid_follows_the_selection_and_its_cells_tell_their_number(page: Page, demo_var: Path) -> None:
    screen = Screen(page).open("?gebied=W13")
    card = page.locator("#when")
    expect(card.locator("#when-grid .heatmaplayer image")).to_be_visible()
    weights = expected(demo_var, "category_id = 'fietsdiefstal' and wijk_code = 'W13'")
    found: Any = page.evaluate(GRID)
    np.testing.assert_allclose(found, weights, atol=1e-4)
    expect(card).to_contain_text(f"De vakjes tellen samen {round(weights.sum())} feiten")
    expect(card.locator("h3")).to_contain_text("Dampoort tegenover de rest van Gent")
    expect(card.locator("#when-profile .scatterlayer")).to_be_visible()

    card.locator("#when-grid").scroll_into_view_if_needed()
    box = card.locator("#when-grid .heatmaplayer image").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 17.5 / 24, box["y"] + box["height"] * 2.5 / 7)
    value = f"{weights[2, 17]:.1f}".replace(".", ",").removesuffix(",0")
    expect(card.locator("#when-grid .hoverlayer")).to_contain_text(f"wo 17u–18u: {value}")

    screen.click_area("W07")
    screen.shows("Rabot")
    expect(card).to_contain_text("Rabot - Blaisantvest tegenover de rest")
    until(page, "document.getElementById('when').getAttribute('aria-busy') === 'false'")
    np.testing.assert_allclose(
        page.evaluate(GRID), expected(demo_var, "category_id = 'fietsdiefstal' and wijk_code = 'W07'"), atol=1e-4
    )
    expect(page.locator("#zone-view")).to_be_hidden()


def test_overpoort_shows_its_nights_weeks_and_surroundings(
    page: Page, axe_faults: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    screen = Screen(page).open("?prioriteit=overpoort&niveau=buurt")
    cards = page.locator("#zone-view .card")
    expect(cards).to_have_count(3)
    expect(page.locator("#zone-nights .barlayer")).to_be_attached()
    nights: Any = page.evaluate("document.querySelector('#zone-nights').data.at(-1).y")
    assert int(np.argmax(nights)) == 3
    expect(cards.nth(0)).to_contain_text("in de nacht van donderdag")
    expect(page.locator("#zone-weeks .barlayer")).to_be_attached()
    expect(cards.nth(1)).to_contain_text("per lesweek")
    expect(cards.nth(2).get_by_role("row", name="Boekentoren")).to_be_visible()
    expect(cards.nth(2).get_by_role("row", name="Buurten errond samen")).to_be_visible()
    until(page, "document.getElementById('when').getAttribute('aria-busy') === 'false'")
    assert axe_faults(page) == []
    picture = texts(take(page, "weken", "SVG", tmp_path).read_text(encoding="utf-8"))
    assert all(kind in picture for kind in ("lesweken", "inhaalweek", "blok en examens", "vakantie"))
    cards.nth(2).get_by_role("button", name="Boekentoren").click()
    screen.has_query(r".*gebied=44021A32K.*")
    expect(cards.nth(0)).to_contain_text("Nachten in Boekentoren")
    expect(cards.nth(2)).to_contain_text("Overpoort en de buurten errond")
    page.get_by_role("link", name="Fietsdiefstal", exact=True).click()
    expect(cards).to_have_count(0)


@pytest.fixture(scope="module")
def counts_only(demo_var: Path, serve: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The server on the figures as the city publishes them: per wijk and month, without single facts."""
    folder = tmp_path_factory.mktemp("counts") / "var"
    shutil.copytree(demo_var, folder)
    with pointed_at(folder), building() as made:
        for table in (cell, coverage):
            made.connection.execute(delete(table).where(table.c.grain == "incidents"))
        made.connection.execute(delete(incident))
        made.connection.execute(delete(incident_grid))
    with serve(folder) as running:
        yield running


def test_with_monthly_counts_each_card_says_what_is_missing(counts_only: Any, new_page: Callable[..., Page]) -> None:
    page = new_page(base_url=counts_only.url)
    Screen(page).open("?prioriteit=overpoort").shows("Binnenstad")
    expect(page.locator("#when")).to_contain_text("dag en uur staan er niet in")
    expect(page.locator("#when")).to_contain_text("Laad losse feiten")
    cards = page.locator("#zone-view .card")
    for number, needed in enumerate(("het uur van elk feit", "de dag van elk feit", "de plaats van elk feit")):
        expect(cards.nth(number)).to_contain_text(f"Hiervoor is {needed} nodig")
    assert page.locator("#when .js-plotly-plot, #zone-view .js-plotly-plot").count() == 0
    for code in ("44021A33K", "Z-OVERPOORT"):  # a sheet without any figure is still one page that says why
        page.goto(f"/buurt/{code}")
        expect(page.locator(".sheet-none")).to_contain_text("Er zijn geen cijfers per")
        expect(page.locator(".sheet-table td strong")).to_have_count(0)
        assert pages_of(page.pdf(prefer_css_page_size=True)) == 1, code
