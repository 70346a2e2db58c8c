"""The sheet of an area on screen and on paper, and the search box that leads to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data import queries
from data.queries import current
from tests.browser.screen import Screen
from tests.conftest import pointed_at

LONGEST = "Elisabethbegijnhof - Prinsenhof - Papegaai - Sint-Michiels"


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page(?!s)", pdf))


def open_sheet(page: Page, code: str, query: str = "") -> None:
    page.goto(f"/buurt/{code}{query}")
    expect(page.locator(".sheet-page h1")).to_be_visible()


def go_to(page: Page, code: str, query: str = "") -> None:
    """Another sheet without loading the page again, as the links on it do."""
    page.evaluate(
        "(to) => { history.pushState({}, '', to); window.dispatchEvent(new CustomEvent('_dashprivate_pushstate')); }",
        f"/buurt/{code}{query}",
    )


def test_search_by_keyboard_with_a_typing_error_to_the_map_and_to_the_sheet(page: Page) -> None:
    screen = Screen(page).open("?periode=2022")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name=re.compile("Zoek"))
    expect(box).to_be_focused()
    page.keyboard.type("dampport")
    expect(page.get_by_role("option").first).to_contain_text("Dampoort")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "search-hit-0")
    page.keyboard.press("Enter")
    screen.shows("Dampoort", "2022")
    screen.has_query("periode=2022&gebied=W13")
    expect(page.get_by_role("listbox")).to_be_hidden()

    page.keyboard.press("/")
    page.keyboard.type("zwijnarde")
    page.keyboard.press("Shift+Enter")  # before the list is there, too
    expect(page.locator(".sheet-page h1")).to_have_text("Zwijnaarde")
    expect(page).to_have_url(re.compile(r"/buurt/W19\?periode=2022$"))

    page.keyboard.press("/")
    page.keyboard.type("heilig kerst")
    expect(page.get_by_role("option").first).to_contain_text("plaats in buurt Tolhuis")
    page.keyboard.press("Enter")
    screen.shows("Tolhuis", "2022")
    expect(page.get_by_role("status").filter(has_text="Heilig Kerst ligt in de buurt Tolhuis")).to_be_visible()

    page.keyboard.press("/")
    page.keyboard.type("qqqqqq")
    expect(page.locator(".search-help")).to_contain_text("Geen wijk, buurt, zone of plaats heet 'qqqqqq'")
    page.keyboard.press("Escape")
    expect(page.locator(".search-found")).to_be_hidden()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_sheet_opens_fits_and_has_no_axe_faults(
    new_page: Callable[..., Page], axe_faults: Callable[[Page], list[str]], width: int, height: int
) -> None:
    page = new_page(width=width, height=height)
    open_sheet(page, "W06")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("Boolean(window.Plotly)") is False
    assert axe_faults(page) == []
    page.get_by_role("combobox", name=re.compile("Zoek")).fill("mariakerke")
    expect(page.get_by_role("option").first).to_be_visible()
    assert axe_faults(page) == []
    page.get_by_role("link", name="Fiche van Mariakerke", exact=True).click()
    expect(page.locator(".sheet-page h1")).to_have_text("Mariakerke")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_map_table_and_sheet_lead_to_each_other_and_say_the_same(page: Page) -> None:
    screen = Screen(page).open("?gebied=W13&periode=2022&vergelijk=3jaar")
    shown = screen.figure.inner_text()
    page.get_by_role("link", name="Fiche van Dampoort").click()
    expect(page).to_have_url(re.compile(r"/buurt/W13\?periode=2022&vergelijk=3jaar$"))
    expect(page.locator(".sheet-page h1")).to_have_text("Dampoort")
    row = page.locator(".sheet-table tbody tr", has_text="Fietsdiefstal").first
    expect(row.locator("td strong")).to_have_text(shown)
    page.get_by_role("navigation", name="Wijken ernaast").get_by_role("link", name="Sint-Amandsberg").click()
    expect(page.locator(".sheet-page h1")).to_have_text("Sint-Amandsberg")
    expect(page).to_have_url(re.compile(r"/buurt/W14\?periode=2022&vergelijk=3jaar$"))
    page.get_by_role("link", name="12 maanden").click()
    expect(page).to_have_url(re.compile(r"/buurt/W14\?vergelijk=3jaar$"))
    expect(page.locator(".sheet-period")).to_contain_text("mei 2022 – apr 2023")
    page.get_by_role("link", name="Toon op de kaart").click()
    screen.wait().shows("Sint-Amandsberg")
    screen.row("W14").get_by_role("link", name="Fiche Sint-Amandsberg").click()
    expect(page.locator(".sheet-page h1")).to_have_text("Sint-Amandsberg")
    page.goto("/buurt/nergens")
    expect(page.locator("h1")).to_contain_text("Er is geen gebied met de code 'nergens'")
    expect(page.get_by_role("combobox", name=re.compile("Zoek"))).to_be_visible()


def test_every_sheet_prints_on_one_a4(page: Page, demo_var: Path) -> None:
    with pointed_at(demo_var):
        frame = queries.areas(current())
    located = frame[frame["is_located"].astype(bool)]
    wijken = located.index[located["level"] == "wijk"].tolist()
    buurten = located[located["level"] == "buurt"]
    longest = buurten["name"].str.len().idxmax()
    wanted = [(code, "") for code in [*wijken, longest, "stad", "Z-OVERPOORT"]]
    wanted += [("W06", "?periode=alles"), ("W06", "?periode=2018&vergelijk=3jaar"), ("nergens", "")]
    assert len(wijken) == 25
    assert LONGEST in located["name"].tolist()
    open_sheet(page, *wanted[0])
    for code, query in wanted:
        go_to(page, code, query)
        name = "Gent" if code == "stad" else located["name"].get(code, f"Er is geen gebied met de code '{code}'")
        expect(page).to_have_title(re.compile("^" + re.escape(str(name))))
        expect(page.locator("#sheet h1")).to_contain_text(str(name))
        pdf = page.pdf(prefer_css_page_size=True)
        assert pages_of(pdf) == 1, (code, query)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 710, "height": 1000})  # as wide as the paper
    open_sheet(page, "W06")
    expect(page.locator(".sheet-around")).to_be_hidden()
    expect(page.locator("header.top")).to_be_hidden()
    expect(page.locator(".sheet-page")).to_contain_text("Demonstratiedata")
