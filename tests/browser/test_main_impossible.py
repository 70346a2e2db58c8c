"""An address that asks for what is not there gives a sentence that says why, and a way out that works."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.figures import dutch, facts
from tests.browser.intercept import intercept
from tests.browser.screen import Screen


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?gebied=BESTAATNIET", "'BESTAATNIET' bestaat niet"),
        ("?periode=2099", "Voor 2099 zijn er geen cijfers"),
        ("?prioriteit=x", "De prioriteit 'x' bestaat niet"),
        ("?gebied=%3Cscript%3Ealert(1)%3C/script%3E", "gebiedscode die niet kan bestaan"),
    ],
)
def test_what_cannot_be_shown(page: Page, query: str, sentence: str) -> None:
    page.goto("/" + query)
    screen = Screen(page)
    screen.shows(sentence)
    expect(page.locator("#board")).to_be_hidden()  # no figures of something else beside the sentence
    page.get_by_role("button", name="Terug naar het beginbeeld").press("Enter")
    screen.wait()
    screen.has_query("")
    expect(screen.figure).to_have_text(dutch(facts(())))
    expect(page.locator("#board")).to_be_visible()
    expect(screen.sentence).to_be_focused()  # the button is gone; the keyboard goes on from here
    page.go_back()
    screen.shows(sentence)
    page.go_forward()
    expect(screen.figure).to_have_text(dutch(facts(())))


def test_a_wrong_turn_and_back_on_the_page_itself(page: Page) -> None:
    screen = Screen(page).open("?gebied=W13")
    page.evaluate("bv.go({periode: '2099'})")
    screen.shows("Voor 2099 zijn er geen cijfers")
    page.go_back()
    expect(screen.figure).to_have_text(dutch(facts(("W13",))))
    expect(page.locator("#board")).to_be_visible()
    screen.click_area("W16", add=True)
    expect(screen.figure).to_have_text(dutch(facts(("W13", "W16"))))


def test_a_measure_that_does_not_exist_here_is_replaced_and_said(page: Page) -> None:
    screen = Screen(page).open("?maat=inwoners&niveau=buurt")
    expect(page.locator(".notice")).to_contain_text("Er zijn geen inwoners per buurt geladen")
    expect(screen.control("Kaart toont").first).to_have_value("Aantal feiten")
    screen.press_segment("25 wijken")
    screen.has_query("maat=inwoners(&niveau=wijk)?")
    expect(page.locator("#legend")).to_contain_text("per 1.000 inwoners")


def test_accidents_of_2019_are_missing_and_not_zero(page: Page) -> None:
    screen = Screen(page).open("?prioriteit=verkeer&periode=2019")
    screen.shows("2019", "geen cijfers")
    expect(screen.figure).to_have_text("–")
    assert {text for text in screen.rows.locator("td:nth-of-type(1)").all_inner_texts()} == {"geen cijfers"}
    assert set(screen.trend()[:24]) == {None}
    screen.press_segment("2022")
    expect(screen.figure).to_have_text(dutch(facts((), ("ongeval-letsel",), ("2022-01", "2022-12"))))


def test_from_a_period_without_figures_one_press_leads_to_those_that_are_published(page: Page) -> None:
    screen = Screen(page).open("?prioriteit=verkeer&periode=2018")
    expect(page.locator("#notices")).to_contain_text("zijn er cijfers van jan 2020 – apr 2023")
    page.get_by_role("button", name="Toon die periode").click()
    screen.has_query("prioriteit=verkeer&periode=2020-01_2023-04")
    screen.shows("Ongevallen", "jan 2020 – apr 2023")
    expect(page.get_by_role("button", name="Toon die periode")).to_have_count(0)
    screen.tick("Feiten per gebied")
    expect(page.locator("#legend")).to_contain_text("de laag Feiten per gebied staat uit")
    expect(page.locator("#legend .ramp")).to_have_count(0)


def test_a_page_that_does_not_exist(page: Page) -> None:
    page.goto("/bestaat-niet")
    expect(page.locator("h1")).to_contain_text("bestaat niet")
    page.get_by_role("link", name="Fietsdiefstal", exact=True).click()
    Screen(page).wait()
    expect(Screen(page).figure).to_have_text(dutch(facts(())))


def test_without_any_figures_there_is_a_sentence(new_page: Any, serve: Any, faults: Any, tmp_path: Path) -> None:
    faults.allow("503")  # it says it in a sentence
    empty = tmp_path / "empty"
    empty.mkdir()
    with serve(empty, wait=False) as bare:
        page = new_page(base_url=bare.url, first=True)
        until = time.monotonic() + 60
        while "draait op" not in bare.printed() and time.monotonic() < until:
            time.sleep(0.1)
        time.sleep(0.5)  # it says so just before it listens
        page.goto("/")
        expect(page.locator("h1")).to_contain_text("Er zijn nog geen cijfers geladen")
        page.wait_for_load_state("networkidle")  # its fonts too, before the server stops


def test_an_answer_that_does_not_come_is_said_and_asked_again(page: Page, faults: Any) -> None:
    faults.allow("ERR_FAILED|request failed|ERR_INTERNET")
    screen = Screen(page).open()
    intercept(page, "**/beeld*", lambda route: route.abort())
    screen.click_area("W13")
    screen.shows("Het antwoord kwam niet")
    expect(page.locator("#board")).to_be_hidden()  # its figures are of what was chosen before
    page.unroute("**/beeld*")
    expect(screen.figure).to_have_text(dutch(facts(("W13",))))  # by itself
    expect(page.locator("#board")).to_be_visible()


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_half_an_answer_is_no_answer(page: Page, lines: int) -> None:
    screen = Screen(page).open()

    def half(route: Any) -> None:
        whole = route.fetch()
        there = whole.text().splitlines()[:lines]
        route.fulfill(status=200, content_type="application/x-ndjson", body="\n".join(there) + "\n")

    intercept(page, "**/beeld*", half)
    screen.click_area("W13")
    screen.shows("Het antwoord kwam niet")
    page.unroute("**/beeld*")
    page.evaluate("bv.go({gebied: 'W16'})")
    expect(screen.figure).to_have_text(dutch(facts(("W16",))))
