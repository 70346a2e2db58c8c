"""The main job: a wijk on the map, and map, sentence, figures, table, trend and address that always agree."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.figures import LAST_YEAR, dutch, facts, from_dutch, per_month
from tests.browser.screen import Screen, columns

OVERPOORT = "44021A33K"
NIGHTLIFE = ("geluidshinder", "diefstal-geweld", "diefstal-gewapend", "zakkenrollerij", "fietsdiefstal")
PERIOD = "mei 2022 – apr 2023"


def everything_says(screen: Screen, name: str, areas: tuple[str, ...]) -> None:
    """Sentence, key figure, trend and filter show these areas, with the number counted from the file."""
    number = facts(areas)
    screen.shows(name, f": {dutch(number)} feiten in {PERIOD}")
    expect(screen.figure).to_have_text(dutch(number))
    expect(screen.page.locator("#trend-head")).to_contain_text(name)
    assert screen.trend() == per_month(areas)
    assert sum(n or 0 for n in screen.trend()[-12:]) == number


@pytest.fixture
def screen(page: Page) -> Screen:
    """The main screen as it opens."""
    return Screen(page).open()


def test_it_opens_on_the_whole_city(screen: Screen) -> None:
    everything_says(screen, "Gent", ())
    assert int(screen.frame.get_attribute("data-shapes") or 0) == 25 + 254
    expect(screen.rows).to_have_count(26)  # with the row "Onbekend"
    assert columns(screen.rows.last)[:2] == ["Onbekend (zonder gekende plaats)", str(facts(("W00",)))]
    expect(screen.page.locator(".badge.demo")).to_contain_text("Demonstratie")
    assert "Buurtveiligheid Gent" in screen.page.title()
    shown = {row.get_attribute("data-area"): row for row in screen.page.locator("#table button[data-area]").all()}
    assert len(shown) == 25
    for code in shown:  # every row has the number of the file
        assert code is not None
        assert columns(screen.row(code))[1] == dutch(facts((code,)))


def test_a_wijk_chosen_on_the_map_shows_everywhere(screen: Screen) -> None:
    screen.click_area("W13")
    screen.has_query("gebied=W13")
    everything_says(screen, "Dampoort", ("W13",))
    before = facts(("W13",), months=("2021-05", "2022-04"))
    expect(screen.row("W13")).to_have_class("is-selected")
    cells = columns(screen.row("W13"))
    assert cells[:2] == ["Dampoort", dutch(facts(("W13",)))]
    assert f"was {dutch(before)}" in cells[2]
    expect(screen.area("W13")).to_have_attribute("stroke", "#f95706")
    expect(screen.page.locator("#filters")).to_contain_text("Dampoort")
    screen.click_area("W13")  # the same area again: back to the city
    screen.has_query("")
    everything_says(screen, "Gent", ())
    expect(screen.area("W13")).not_to_have_attribute("stroke", "#f95706")

    # Ctrl-click adds an area and takes it away.
    screen.click_area("W13")
    screen.has_query("gebied=W13")
    screen.click_area("W16", add=True)
    screen.has_query("gebied=W13,W16")
    everything_says(screen, "Dampoort en Gentbrugge", ("W13", "W16"))
    screen.click_area("W13", add=True)
    screen.has_query("gebied=W16")
    everything_says(screen, "Gentbrugge", ("W16",))


def test_the_button_adds_without_a_keyboard(new_page: Callable[..., Page]) -> None:
    screen = Screen(new_page(width=1024, height=768, has_touch=True)).open("?gebied=W13")
    add = screen.page.get_by_role("button", name="Voeg toe")
    add.tap()
    expect(add).to_have_attribute("aria-pressed", "true")
    screen.click_area("W16", tap=True)
    screen.has_query("gebied=W13,W16")
    everything_says(screen, "Dampoort en Gentbrugge", ("W13", "W16"))
    add.tap()
    screen.click_area("W14", tap=True)
    screen.has_query("gebied=W14")


def test_a_buurt_is_found_by_typing(screen: Screen) -> None:
    box = screen.control("Wijk of buurt").first
    box.click()
    box.type("overpo")
    screen.page.get_by_role("option", name="Overpoort").last.click()
    screen.has_query(f"gebied=({OVERPOORT}|Z-OVERPOORT)")
    screen.shows("Overpoort", PERIOD)
    box.press("Escape")
    screen.page.locator("#filters [aria-label='Wis de gebieden']").click()  # a keyboard uses Backspace
    screen.has_query("")
    everything_says(screen, "Gent", ())


@pytest.mark.parametrize(("width", "query"), [(1440, "?gebied=W07"), (390, "?gebied=W07,W13")])
def test_the_area_of_an_address_is_still_there_after_the_page_opened(
    new_page: Callable[..., Page], width: int, query: str
) -> None:
    """Controls that are not filled in yet must not write their emptiness into the address."""
    page = new_page(width=width, height=844)
    for _ in range(2):  # the second time its scripts are there at once
        screen = Screen(page).open(query)
        page.wait_for_load_state("networkidle")
        assert page.url.endswith(query)
        expect(screen.frame).to_have_attribute("data-painted", "1")


def test_the_address_gives_the_same_view_again(page: Page) -> None:
    query = "?prioriteit=overlast&gebied=W01,W22&periode=2021-03_2022-02&maat=km2&sorteer=gebied&lagen=feiten,water"
    screen = Screen(page).open(query)

    def seen() -> list[object]:
        texts = [page.locator(f"#{i}").inner_text() for i in ("sentence", "legend", "table", "key-figures", "filters")]
        return [*texts, screen.trend(), screen.frame.get_attribute("class")]

    before = seen()
    page.reload()
    screen.wait()
    assert page.url.endswith(query)
    assert seen() == before
    number = facts(("W01", "W22"), ("geluidshinder", "graffiti"), ("2021-03", "2022-02"))
    expect(screen.figure).to_have_text(dutch(number))


def test_back_returns_to_the_earlier_view(screen: Screen) -> None:
    screen.click_area("W13")
    everything_says(screen, "Dampoort", ("W13",))
    screen.page.get_by_role("link", name="Verkeer").click()
    screen.shows("Ongevallen", "Dampoort")
    screen.page.go_back()
    screen.has_query("gebied=W13")
    everything_says(screen, "Dampoort", ("W13",))
    screen.page.go_back()
    screen.has_query("")
    everything_says(screen, "Gent", ())
    screen.page.go_forward()
    everything_says(screen, "Dampoort", ("W13",))
    expect(screen.row("W13")).to_have_class("is-selected")


def test_a_tab_keeps_the_area_and_counts_its_own_facts(page: Page) -> None:
    screen = Screen(page).open("?gebied=W22&prioriteit=verkeer")
    for tab, categories in (
        ("Fietsdiefstal", ("fietsdiefstal",)),
        ("Overlast", ("geluidshinder", "graffiti")),
        ("Verkeer", ("ongeval-letsel",)),
    ):
        page.get_by_role("link", name=tab, exact=True).click()
        expect(page.locator("header .tabs [aria-current=page]")).to_have_text(tab)
        expect(screen.figure).to_have_text(dutch(facts(("W22",), categories, LAST_YEAR)))
        screen.shows("Stationsbuurt-Noord")
        expect(screen.row("W22")).to_have_class("is-selected")


def test_the_fifth_tab_shows_the_whole_plan(screen: Screen) -> None:
    screen.page.get_by_role("link", name="Alle prioriteiten").click()
    expect(screen.page.locator("h1")).to_contain_text("47 subthema's")
    screen.page.get_by_role("link", name="Fietsdiefstal", exact=True).click()
    screen.wait()
    everything_says(screen, "Gent", ())
    screen.click_area("W13")  # the map that was left and made again still answers
    everything_says(screen, "Dampoort", ("W13",))


def test_overpoort_opens_on_its_own_zone_whatever_was_chosen(page: Page) -> None:
    screen = Screen(page).open("?gebied=W22&periode=2022")
    page.get_by_role("link", name="Overpoort", exact=True).click()
    screen.shows("in Overpoort", "in 2022")
    expect(screen.area("Z-OVERPOORT")).to_have_attribute("stroke", "#f95706")
    zone = from_dutch(screen.figure.inner_text())
    assert 0 < zone < facts(("W01",), NIGHTLIFE, ("2022-01", "2022-12"))  # it lies in the Binnenstad


def test_going_on_before_everything_is_drawn_breaks_nothing(page: Page) -> None:
    for pause in (0, 100, 250):
        page.goto("/?gebied=W13")
        page.locator("#key-figures .figure").first.wait_for()
        page.wait_for_timeout(pause)
        page.get_by_role("link", name="Alle prioriteiten").click()
        expect(page.locator("h1")).to_contain_text("subthema")
        page.wait_for_timeout(300)  # a fault of the page would come now, and fail this test
        page.go_back()
        expect(Screen(page).figure).to_have_text(dutch(facts(("W13",))))
