"""What the browser remembers, and what is shared."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.figures import dutch, facts
from tests.browser.screen import Screen


def test_my_start_view_opens_the_next_time(page: Page) -> None:
    screen = Screen(page).open("?gebied=W13&periode=2022")
    page.get_by_role("button", name="Bewaar als mijn startbeeld").click()
    expect(page.locator("#home-note")).to_contain_text("startbeeld")
    later = Screen(page.context.new_page()).open()
    later.has_query("gebied=W13&periode=2022")
    expect(later.figure).to_have_text(dutch(facts(("W13",), months=("2022-01", "2022-12"))))
    later.page.locator("#filters [aria-label='Wis de gebieden']").click()
    later.page.locator("#filters .mantine-SegmentedControl-label").get_by_text("12 m", exact=True).click()
    later.shows("Gent", dutch(facts(())))
    later.page.reload()  # the whole city is a view of its own
    later.wait().shows("Gent", dutch(facts(())))
    later.open("?gebied=W16")  # a link is stronger than what is remembered
    later.shows("Gentbrugge")
    page.bring_to_front()  # a tab that nobody sees draws once a second
    screen.open("?periode=12m")
    page.get_by_role("button", name="Bewaar als mijn startbeeld").click()
    expect(page.locator("#home-note")).to_contain_text("startbeeld")
    Screen(page.context.new_page()).open().shows("Gent", dutch(facts(())))


def test_the_link_is_on_the_clipboard_and_opens_the_same_view(new_page: Callable[..., Page]) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    screen = Screen(page).open("?gebied=W13,W16&niveau=buurt")
    page.get_by_role("button", name="Deel link").click()
    expect(page.locator("#share-note")).to_have_text("Link gekopieerd")
    link = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(re.escape(page.url) + r"&periode=2022-05_2023-04&versie=\d{8}-[0-9a-f]{4}", link)
    other = new_page()
    other.goto(link)
    expect(Screen(other).sentence).to_have_text(screen.sentence.inner_text())
    screen.open("?periode=2022")
    page.get_by_role("button", name="Deel link").click()
    expect(page.locator("#share-note")).to_have_text("Link gekopieerd")
    link = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(re.escape(page.url) + r"&versie=\d{8}-[0-9a-f]{4}", link)  # a year stays as short as it is


def test_a_browser_that_keeps_nothing_says_so(page: Page) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('vol'); }")
    Screen(page).open()
    page.get_by_role("button", name="Bewaar als mijn startbeeld").click()
    expect(page.locator("#home-note")).to_contain_text("bewaart niets")
