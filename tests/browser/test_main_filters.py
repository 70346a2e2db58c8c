"""Filters and charts: each changes the one selection, and everything on the page follows."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.figures import dutch, facts, from_dutch
from tests.browser.screen import Screen, columns

WIJKEN = Path(__file__).resolve().parents[2] / "data" / "gent" / "source" / "gent_wijken.csv"


NOISE, GRAFFITI = ("geluidshinder",), ("graffiti",)


def of_wijk(number: str, column: str) -> float:
    """A figure of a wijk from the published table."""
    with WIJKEN.open(encoding="utf-8") as file:
        return next(float(row[column]) for row in csv.DictReader(file) if row["wijknr"] == number)


def test_presets_and_months(page: Page) -> None:
    screen = Screen(page).open("?gebied=W13")
    for press, query, months in (
        ("2022", "periode=2022", ("2022-01", "2022-12")),
        ("3 jaar", "periode=36m", ("2020-05", "2023-04")),
        ("Alles", "periode=alles", ("2018-01", "2023-04")),
        ("12 m", "periode=12m", ("2022-05", "2023-04")),
    ):
        screen.press_segment(press)
        screen.has_query(f"gebied=W13(&{query})?")
        expect(screen.figure).to_have_text(dutch(facts(("W13",), months=months)))
    screen.choose("van", "feb 2020")
    screen.has_query("gebied=W13&periode=2020-02_2023-04")
    screen.choose("tot en met", "jun 2021")
    screen.shows("feb 2020 – jun 2021")
    expect(screen.figure).to_have_text(dutch(facts(("W13",), months=("2020-02", "2021-06"))))
    screen.choose("van", "mrt 2022")  # after the end: the end moves along
    screen.shows("mrt 2022")
    expect(screen.figure).to_have_text(dutch(facts(("W13",), months=("2022-03", "2022-03"))))


def test_two_quick_changes_both_count(page: Page) -> None:
    screen = Screen(page).open()
    box = page.locator("#filters")
    page.evaluate(
        """async () => {
          const box = document.querySelector("#filters");
          for (const value of ["2022", "buurt", "plaatsen"]) {
            box.querySelector(`input[value='${value}']`).click();
            await new Promise((done) => setTimeout(done, 20));
          } }"""
    )
    screen.has_query("periode=2022&niveau=buurt&lagen=feiten,namen,water,spoor,plaatsen")
    expect(screen.figure).to_have_text(dutch(facts((), months=("2022-01", "2022-12"))))
    expect(box.locator("input[value='2022']")).to_be_checked()
    expect(box.locator("input[value='buurt']")).to_be_checked()


def test_presses_that_follow_fast_all_count(page: Page) -> None:
    """A press reaches its control only after the answer; the next one can come before that."""
    screen = Screen(page).open()

    def middle(selector: str) -> tuple[float, float]:
        box = page.locator(selector).bounding_box()
        assert box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    layer = "#filters label:has-text('Plaatsnamen')"
    page.locator(layer).scroll_into_view_if_needed()
    once, box = middle(layer), page.locator("#filters input[value='plaatsen']")
    before = box.is_checked()
    for presses in (2, 1, 3):
        for _ in range(presses):
            page.mouse.click(*once)
        screen.wait()
        before ^= presses % 2 == 1
        expect(box).to_be_checked(checked=before)
        assert ("plaatsen" in page.url) is before
    page.get_by_role("textbox", name="Wijk of buurt").click()
    options = page.locator("[role=option]:visible")
    options.first.wait_for()
    names = [options.nth(i).inner_text() for i in (1, 2)]  # after the zone
    # From within the page: on a slow machine a mouse from outside comes when the list has moved up under it.
    page.evaluate(
        """async (places) => {
          for (const [x, y] of places) {
            const option = document.elementFromPoint(x, y);
            option.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1 }));
            await new Promise((done) => setTimeout(done, 20));
          } }""",
        [middle(f"[role=option]:visible >> nth={i}") for i in (1, 2)],
    )
    expect(page.locator("#filters .mantine-MultiSelect-pill")).to_have_text(names)
    screen.wait()
    expect(page.locator("#filters .mantine-MultiSelect-pill")).to_have_text(names)
    assert page.url.split("gebied=")[1].split("&")[0].count(",") == 1


def test_a_choice_made_while_an_answer_is_drawn_stays(page: Page) -> None:
    """The controls get what belongs to the answer in the moment that the visitor ticks another box."""
    screen = Screen(page).open()
    page.evaluate(
        """() => {
          const tell = bv.tellDash;
          bv.tellDash = () => {
            bv.tellDash = tell;
            document.querySelector("#filters input[value='plaatsen']").click();
            tell();
          };
        }"""
    )
    screen.press_segment("2022")
    screen.has_query("periode=2022&lagen=feiten,namen,water,spoor,plaatsen")
    expect(page.locator("#filters input[value='plaatsen']")).to_be_checked()
    expect(screen.control("van").first).to_have_value("jan 2022")  # and the rest follows the answer


def test_a_choice_keeps_the_keyboard(page: Page) -> None:
    """What one has just ticked still has the focus when the answer is there."""
    screen = Screen(page).open("?prioriteit=overlast")
    for tab, choice, answered in (
        ("overlast", "categories-graffiti", "prioriteit=overlast&categorie=geluidshinder"),
        ("overlast", "layers-plaatsen", "prioriteit=overlast&lagen=feiten,namen,water,spoor,plaatsen"),
        ("verkeer", "severity-zwaar", "prioriteit=verkeer&ernst=zwaar"),
        ("verkeer", "group-parkeren", "prioriteit=verkeer&groep=parkeren"),
    ):
        page.evaluate("(tab) => bv.go({prioriteit: tab, categorie: '', lagen: '', ernst: ''})", tab)
        screen.has_query(f"prioriteit={tab}")
        screen.wait()
        box = page.locator(f"#choice-{choice}")
        box.focus()
        page.keyboard.press("Space")
        screen.has_query(answered)
        screen.wait()
        expect(box).to_be_focused()
    expect(page.locator("#choice-layers-punten")).to_be_disabled()  # of fines no place is known


def test_answers_that_follow_fast_change_nothing_by_themselves(page: Page) -> None:
    """A control that reports an earlier value late must not write it into the address."""
    screen = Screen(page).open()
    page.evaluate(
        """async () => {
          const views = [{gebied: "W13", periode: "2021"}, {gebied: "W16,W01", periode: "2019-03_2020-05"}];
          for (let i = 0; i < 24; i++) {
            bv.go(views[i % 2]);
            await new Promise((done) => setTimeout(done, 15 * (i % 9)));
          } }"""
    )
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    screen.has_query("gebied=W16,W01&periode=2019-03_2020-05")
    expect(screen.figure).to_have_text(dutch(facts(("W16", "W01"), months=("2019-03", "2020-05"))))
    expect(screen.control("van").first).to_have_value("mrt 2019")
    expect(page.locator("#filters")).to_contain_text("Gentbrugge")


def test_measures_name_their_denominator(page: Page) -> None:
    screen = Screen(page).open("?gebied=W13")
    number = facts(("W13",))
    for name, unit, column, per in (
        ("Per 1.000 inwoners", "per 1.000 inwoners", "inhabitants_2024", 1000),
        ("Per km²", "per km²", "km2", 1),
        ("Per 1.000 stallingsplaatsen", "per 1.000 stallingsplaatsen", "bike_parking_places", 1000),
    ):
        screen.choose("Kaart toont", name)
        expect(page.locator("#legend")).to_contain_text(unit)
        expect(page.locator("#legend")).to_contain_text("Noemer")
        expect(page.locator("#table thead")).to_contain_text(name)
        shown = float(columns(screen.row("W13"))[2].split("\n")[0].replace(".", "").replace(",", "."))
        assert shown == pytest.approx(number / of_wijk("13", column) * per, rel=0.02), name
    expect(screen.figure).to_have_text(dutch(number))  # a measure colours the map and changes no count


def test_buurten_and_back(page: Page) -> None:
    screen = Screen(page).open("?maat=inwoners")
    screen.press_segment("254 buurten")
    screen.has_query("maat=inwoners&niveau=buurt")
    expect(page.locator(".notice")).to_contain_text("geen inwoners per buurt")
    expect(screen.area("44021A33K")).to_be_visible()
    expect(page.locator("#legend")).to_contain_text("per buurt")
    screen.click_area("44021A33K")
    screen.shows("Overpoort")
    screen.press_segment("25 wijken")
    expect(screen.frame).to_have_class(re.compile("level-wijk"))
    screen.shows("Overpoort")  # the choice stays when the map shows something else


CLICK_POINT = """([graph, trace, index]) => {
  const plot = document.querySelector(`#${graph} .js-plotly-plot`), full = plot._fullLayout;
  const t = plot.data.findIndex((one) => one.customdata && (trace === null || one.customdata.includes(trace)));
  const i = index === null ? plot.data[t].customdata.indexOf(trace) : index;
  const box = plot.querySelector(".nsewdrag").getBoundingClientRect();
  const bar = plot.data[t].orientation === "h";
  const x = bar ? full.xaxis.d2p(0) + 4 : full.xaxis.d2p(plot.data[t].x[i]);
  const y = bar ? full.yaxis.d2p(plot.data[t].y[i]) : full.yaxis.d2p(plot.data[t].y[i]);
  return {x: box.left + x, y: box.top + y, customdata: plot.data[t].customdata[i]};
}"""


def test_a_click_on_a_month_of_the_trend_selects_it(page: Page) -> None:
    screen = Screen(page).open("?gebied=W13")
    spot = page.evaluate(CLICK_POINT, ["trend", "periode=2022-09_2022-09", None])
    page.mouse.click(spot["x"], spot["y"])
    screen.has_query("gebied=W13&periode=2022-09_2022-09")
    screen.shows("sep 2022")
    expect(screen.figure).to_have_text(dutch(facts(("W13",), months=("2022-09", "2022-09"))))


def test_a_click_on_a_category_shows_it_alone_and_again_all(page: Page) -> None:
    screen = Screen(page).open("?prioriteit=overlast")
    both = facts((), NOISE + GRAFFITI)
    expect(screen.figure).to_have_text(dutch(both))
    screen.scroll_to("categories")
    spot = page.evaluate(CLICK_POINT, ["categories", "categorie=graffiti", None])
    page.mouse.click(spot["x"], spot["y"])
    screen.has_query("prioriteit=overlast&categorie=graffiti")
    expect(screen.figure).to_have_text(dutch(facts((), GRAFFITI)))
    screen.shows("Graffiti")
    screen.tick("Geluidshinder")
    expect(screen.figure).to_have_text(dutch(both))


def test_fines_are_apart_marked_and_not_there_from_the_start(page: Page) -> None:
    screen = Screen(page).open("?prioriteit=verkeer&periode=2022")
    accidents = facts((), ("ongeval-letsel",), ("2022-01", "2022-12"))
    expect(screen.figure).to_have_text(dutch(accidents))
    page.get_by_role("radio", name="Parkeerboetes").click()
    screen.has_query("prioriteit=verkeer&periode=2022&groep=parkeren")
    expect(screen.figure).to_have_text(dutch(facts((), ("parkeerovertreding",), ("2022-01", "2022-12"))))
    expect(page.locator(".notice.effort")).to_contain_text("volgen de inzet")
    assert from_dutch(screen.figure.inner_text()) > 10 * accidents
    expect(page.locator("#filters input[type=radio][value=buurt]")).to_be_disabled()


def test_the_choices_follow_the_tab(page: Page) -> None:
    screen = Screen(page).open()
    groups, categories = page.locator("#group-field"), page.locator("#categories-field")
    for tab, group, category, not_here in (
        ("Overlast", "Sluikstorten", "Graffiti", "Fietsdiefstal"),
        ("Verkeer", "Parkeerboetes", None, "Graffiti"),
        ("Overpoort", None, "Zakkenrollerij", "Parkeerboetes"),
        ("Overlast", "Geluid en graffiti", "Geluidshinder", "Zakkenrollerij"),
    ):
        page.locator("header").get_by_role("link", name=tab, exact=True).click()
        if group:
            expect(groups.get_by_role("radio", name=group)).to_be_visible()
        if category:
            expect(categories.get_by_role("checkbox", name=category)).to_be_checked()
        expect(groups.get_by_text(not_here)).to_have_count(0)
        expect(categories.get_by_text(not_here)).to_have_count(0)
    screen.tick("Graffiti")
    screen.has_query("prioriteit=overlast.*categorie=geluidshinder.*")
