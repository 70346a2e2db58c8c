"""The pages beside the map, as a visitor uses them: they open, read well, filter, and lead to the dashboard."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.intercept import intercept

expect.set_options(timeout=15_000)  # as long as the pages of conftest wait: CI machines are shared
PLAN, SOURCES = "/prioriteiten", "/gegevens"
SIZES = [(1440, 900), (390, 844)]


def open_plan(page: Page, query: str = "") -> None:
    page.goto(PLAN + query)
    expect(page.locator("table.plan-table")).to_be_visible()


def row(page: Page, name: str):  # type: ignore[no-untyped-def]
    return page.locator("table.plan-table tr", has=page.get_by_role("link", name=name, exact=True))


def counts(page: Page, name: str) -> list[str]:
    """The numbers in the row of a sub-theme, without the labels of a narrow screen."""
    return [re.sub(r"^\D*?(?=[\d+−–]|geen)", "", t) for t in row(page, name).locator("td.number").all_text_contents()]


@pytest.mark.parametrize("path", [PLAN, SOURCES])
def test_a_page_opens_fits_and_has_no_axe_faults(
    page: Page, axe_faults: Callable[[Page], list[str]], path: str
) -> None:
    page.goto(path)
    expect(page.locator("main table").first).to_be_visible()
    expect(page.locator("h1")).to_contain_text("47 subthema's" if path == PLAN else "bronnen")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe_faults(page) == []


def test_a_sub_theme_opens_the_dashboard_on_the_same_number(page: Page) -> None:
    open_plan(page, "?gebied=W01&periode=2022")
    number = counts(page, "O-team en vernieuwing aanpak sluikstorten")[0]
    page.get_by_role("link", name="O-team en vernieuwing aanpak sluikstorten").click()
    expect(page).to_have_url(re.compile(r"/\?prioriteit=overlast&groep=sluikstort&gebied=W01&periode=2022$"))
    expect(page.locator("#key-figures .figure").first).to_have_text(number)
    expect(page.locator("#sentence")).to_contain_text("Binnenstad")
    page.go_back()
    expect(row(page, "O-team en vernieuwing aanpak sluikstorten")).to_contain_text(number)
    page.evaluate("bv.labels.arrange()")  # as the map still asks when its visitor has just left it
    page.wait_for_timeout(100)


def test_period_and_area_filter_and_stand_in_the_address(page: Page) -> None:
    open_plan(page)
    before = counts(page, "Fietsdiefstallen")[0]
    page.locator(".plan-filters").get_by_text("2022", exact=True).click()
    expect(page).to_have_url(re.compile(r"periode=2022$"))
    expect(row(page, "Fietsdiefstallen").locator("td.number").first).not_to_have_text(before)
    expect(page.locator("#plan-provenance")).to_contain_text("Gent · 2022")
    box = page.get_by_role("combobox", name="Wijk of buurt").or_(page.get_by_label("Wijk of buurt")).first
    box.fill("Dampoort")
    page.get_by_role("option", name="Dampoort", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"gebied=W\d\d"))
    expect(page.locator("#plan-provenance")).to_contain_text("Dampoort · 2022")
    shown = counts(page, "Fietsdiefstallen")
    page.get_by_role("checkbox", name="Los van de evolutie in de stad").click()
    expect(page).to_have_url(re.compile(r"toon=los"))
    expect(page.locator("table.plan-table thead")).to_contain_text("los van Gent")
    page.get_by_role("textbox", name="Vergelijk met").or_(
        page.get_by_role("combobox", name="Vergelijk met")
    ).first.click()
    page.get_by_role("option", name="Eerste jaar van het plan").click()
    expect(page.locator("table.plan-table thead")).to_contain_text("2020")
    expect(page).to_have_url(re.compile(r"vergelijk=plan"))
    assert counts(page, "Fietsdiefstallen")[:1] == shown[:1]
    assert counts(page, "Fietsdiefstallen")[1] != shown[1]
    shown = counts(page, "Fietsdiefstallen")
    page.reload()
    expect(page.locator("#plan-provenance")).to_contain_text("Dampoort · 2022")
    assert counts(page, "Fietsdiefstallen") == shown


def test_a_wrong_area_gets_a_sentence_and_a_way_out(page: Page) -> None:
    page.goto(f"{PLAN}?gebied=W99")
    expect(page.locator("h1")).to_contain_text("W99")
    page.get_by_role("button", name="Toon de hele stad").click()
    expect(page.locator("table.plan-table")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/prioriteiten$"))


def test_tabs_carry_area_and_period_through_the_plan(page: Page) -> None:
    open_plan(page, "?gebied=W06&periode=2022")
    page.locator("header").get_by_role("link", name="Verkeer").click()
    expect(page).to_have_url(re.compile(r"prioriteit=verkeer&gebied=W06&periode=2022"))
    expect(page.locator("#sentence")).to_contain_text("2022")
    page.locator("header").get_by_role("link", name="Alle prioriteiten").click()
    expect(page.locator("table.plan-table")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/prioriteiten\?gebied=W06&periode=2022"))


def test_tabs_keep_what_was_chosen_a_moment_ago(page: Page) -> None:
    page.goto("/?periode=2022")
    expect(page.locator("#table tbody tr").first).to_be_visible()
    intercept(page, "**/beeld*", lambda route: None)  # the answer that would give the tabs their links
    page.locator("#table button[data-area='W06']").click()
    page.locator("header").get_by_role("link", name="Verkeer").click()
    expect(page).to_have_url(re.compile(r"/\?prioriteit=verkeer&periode=2022&gebied=W06"))
    page.locator("header").get_by_role("link", name="Overpoort").click()
    expect(page).to_have_url(re.compile(r"/\?prioriteit=overpoort&.*periode=2022"))
    assert "gebied" not in page.url
    page.unroute_all(behavior="ignoreErrors")


def test_the_overpoort_tab_leaves_no_zone_behind(page: Page) -> None:
    page.goto("/?prioriteit=overpoort")
    expect(page.locator("#sentence")).to_contain_text("Overpoort")
    page.locator("header").get_by_role("link", name="Alle prioriteiten").click()
    expect(page.locator("#plan-provenance")).to_contain_text("Gent ·")
    page.get_by_role("link", name="Fietsdiefstallen", exact=True).click()
    expect(page.locator("#sentence")).to_contain_text("in Gent")
    assert "gebied" not in page.url


def test_the_plan_works_with_the_keyboard(page: Page) -> None:
    open_plan(page)
    page.get_by_role("link", name="Fietsdiefstallen", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#sentence")).to_contain_text("Fietsdiefstal")


def test_the_data_page_leads_to_its_parts(page: Page) -> None:
    page.goto(SOURCES)
    page.get_by_role("navigation", name="Op deze pagina").get_by_role("link", name="Woorden").click()
    expect(page.locator("#woorden")).to_be_in_viewport()
    expect(page.locator("#woorden")).to_contain_text("Nul is een cijfer")
