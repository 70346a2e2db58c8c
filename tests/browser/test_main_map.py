"""The map: what is painted is what the legend says, layers come and go, and names can be read."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.figures import dutch, facts
from tests.browser.intercept import intercept
from tests.browser.screen import Screen, drag, until

GRAFFITI = ("graffiti",)


def legend(page: Page) -> list[tuple[str, float]]:
    """Colour and upper limit of each class in the legend."""
    found = page.locator("#legend .ramp > div").evaluate_all(
        "(all) => all.map((one) => [getComputedStyle(one.children[0]).backgroundColor, one.children[1].textContent])"
    )
    return [(colour, float(re.sub(r"[^\d,]", "", text).replace(",", "."))) for colour, text in found]


def painted(page: Page, codes: list[str]) -> dict[str, str]:
    """Fill of each area as the browser computes it."""
    answer: dict[str, str] = page.evaluate(
        """(codes) => Object.fromEntries(codes.map((code) => [code,
            getComputedStyle(document.querySelector(`path[data-area="${code}"]`)).fill]))""",
        codes,
    )
    return answer


def test_every_wijk_has_the_colour_of_its_class_in_the_legend(page: Page) -> None:
    Screen(page).open("?periode=2022")
    codes = [f"W{number:02d}" for number in range(1, 26)]
    classes = legend(page)
    assert [limit for _, limit in classes] == sorted(limit for _, limit in classes)
    fills = painted(page, codes)
    for code in codes:
        number = facts((code,), months=("2022-01", "2022-12"))
        assert fills[code] == next(colour for colour, limit in classes if number <= limit), code
    assert len(set(fills.values())) == len(classes) == 6
    for button in page.locator(".card .export:visible").all():
        button.click(trial=True)  # no chart lies over it


def test_zero_has_its_own_class_and_what_is_missing_has_no_colour(page: Page) -> None:
    screen = Screen(page).open("?prioriteit=overlast&categorie=graffiti&periode=2020-04_2020-04")
    zero = [c for c in (f"W{n:02d}" for n in range(1, 26)) if not facts((c,), GRAFFITI, ("2020-04", "2020-04"))]
    assert zero
    colour, limit = legend(page)[0]
    assert limit == 0
    assert set(painted(page, zero).values()) == {colour}
    page.goto("/?prioriteit=verkeer&periode=2019")
    screen.wait()
    expect(page.locator("#legend")).to_contain_text("Geen cijfers")
    assert all("bv-missing" in fill for fill in painted(page, ["W01", "W13", *zero]).values())


def test_areas_without_a_rate_look_otherwise(page: Page) -> None:
    Screen(page).open("?niveau=buurt&maat=km2")
    expect(page.locator("#legend")).to_contain_text("Te klein gebied")
    assert "bv-none" in painted(page, ["44021A33K"])["44021A33K"]  # Overpoort is 0,021 km²


LAYERS = [
    ("Feiten per gebied", "feiten", ["bv-wijk"]),
    ("Namen van gebieden", "namen", ["bv-namen"]),
    ("Water", "water", ["bv-water"]),
    ("Spoor", "spoor", ["bv-spoor"]),
    ("Plaatsnamen", "plaatsen", ["bv-plaatsen"]),
    ("Campussen", "campussen", ["bv-campussen"]),
]


def test_layers_go_on_and_off(page: Page) -> None:
    screen = Screen(page).open()
    for name, key, panes in LAYERS:
        on = key in ("feiten", "namen", "water", "spoor")
        for after in (not on, on):
            screen.tick(name)
            expect(screen.frame).to_have_class(
                re.compile(rf"layer-{key}\b") if after else re.compile(rf"^(?!.*layer-{key}\b)")
            )
            for pane in panes:
                expect(page.locator(f".leaflet-{pane}-pane")).to_have_css("display", "block" if after else "none")
    expect(page.locator(".leaflet-bv-campussen-pane path")).not_to_have_count(0)
    page.goto("/?lagen=geen")
    screen.wait()
    expect(page.locator(".leaflet-bv-wijk-pane")).to_have_css("display", "none")
    outline = page.locator(".leaflet-bv-omtrek-pane path")  # what is left is the city, and not an empty frame
    expect(outline).not_to_have_count(0)
    box = outline.first.bounding_box()
    assert box["height"] > 500


def test_the_online_background_is_off_and_fails_quietly(page: Page, faults: Any) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    screen = Screen(page).open()
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "tile" in url]
    faults.allow("tile.openstreetmap.org")
    screen.tick("Achtergrondkaart (online)")
    screen.has_query("lagen=feiten,namen,water,spoor,osm")
    expect(screen.frame).to_have_class(re.compile("layer-osm"))
    page.wait_for_timeout(500)
    assert [url for url in asked if "tile.openstreetmap.org" in url]
    screen.click_area("W13")
    expect(screen.figure).to_have_text(dutch(facts(("W13",))))
    screen.tick("Achtergrondkaart (online)")
    expect(page.locator(".leaflet-tile-pane img")).to_have_count(0)


def test_the_border_of_what_is_chosen_lies_over_water_and_rails(page: Page) -> None:
    screen = Screen(page).open("?gebied=W24")
    border = page.locator(".leaflet-bv-keuze-pane path")
    height = "(name) => Number(getComputedStyle(document.querySelector(`.leaflet-bv-${name}-pane`)).zIndex)"

    def same_line(codes: list[str]) -> None:
        expect(border).to_have_count(len(codes))
        lines = sorted(str(screen.area(code).get_attribute("d")) for code in codes)
        assert sorted(str(one.get_attribute("d")) for one in border.all()) == lines

    same_line(["W24"])
    chosen = page.evaluate(height, "keuze")
    assert all(page.evaluate(height, under) < chosen for under in ("wijk", "water", "spoor"))
    assert chosen < page.evaluate(height, "namen")
    screen.click_area("W13", add=True)
    screen.wait()
    same_line(["W13", "W24"])
    page.get_by_role("button", name="Inzoomen").click()
    until(page, "!document.querySelector('.leaflet-zoom-anim')")
    same_line(["W13", "W24"])
    page.goto("/")
    screen.wait()
    expect(border).to_have_count(0)


def test_zooming_to_the_choice_and_home(page: Page) -> None:
    screen = Screen(page).open("?gebied=W07")

    def width() -> float:
        box = screen.area("W07").bounding_box()
        assert box
        return box["width"]

    small = width()
    page.get_by_role("button", name="Zoom naar de keuze").click()
    until(page, f"document.querySelector('path[data-area=W07]').getBoundingClientRect().width > {3 * small}")
    until(page, "!document.querySelector('.leaflet-zoom-anim')")
    page.get_by_role("button", name="Hele stad").click()
    until(page, f"document.querySelector('path[data-area=W07]').getBoundingClientRect().width < {2 * small}")
    until(page, "!document.querySelector('.leaflet-zoom-anim')")


def test_buttons_of_the_map_that_follow_fast_all_count(page: Page) -> None:
    """While the map zooms, within one frame, and at its limit, after which it still hears them."""
    Screen(page).open()
    start = page.evaluate("bv.map.leaflet().getZoom()")
    press = """(all) => Promise.all(all.map(([id, ms]) =>
        new Promise((done) => setTimeout(() => done(document.getElementById(id).click()), ms))))"""
    page.evaluate(press, [["zoom-in", 0], ["zoom-in", 90], ["zoom-in", 180]])
    until(page, "zoom => bv.map.leaflet().getZoom() === zoom", start + 3)
    page.evaluate(press, [["zoom-out", 0], ["zoom-out", 0]])
    until(page, "zoom => bv.map.leaflet().getZoom() === zoom", start + 1)
    page.evaluate(press, [["zoom-in", ms] for ms in (0, 0, 0, 0, 90, 90, 400, 800, 1200)])
    until(page, "() => bv.map.leaflet().getZoom() === bv.map.leaflet().getMaxZoom()")
    page.evaluate(press, [["zoom-out", 0], ["zoom-home", 60]])  # while it zooms
    until(page, "zoom => bv.map.leaflet().getZoom() === zoom", start)
    frame = Screen(page).frame.bounding_box()
    city = Screen(page).area("W01").bounding_box()
    assert frame
    assert city
    assert frame["x"] < city["x"] < frame["x"] + frame["width"]


def test_hovering_shows_the_counts(page: Page) -> None:
    screen = Screen(page).open()
    spot = screen.inside("W13")
    page.mouse.move(spot["x"], spot["y"])
    card = page.locator(".bv-card")
    expect(card).to_contain_text("Dampoort")
    expect(card).to_contain_text(f"{dutch(facts(('W13',)))} feiten in mei 2022 – apr 2023")
    expect(card).to_contain_text(dutch(facts(("W13",), months=("2021-05", "2022-04"))))
    for by in ((160, 130), (-220, -150), (120, 60)):
        drag(page, screen.inside("W13"), by)
        page.wait_for_timeout(300)
        assert card.count() <= 1
    expect(card).to_contain_text("Dampoort")  # the area that the mouse holds still
    page.mouse.move(5, 5)
    expect(card).to_have_count(0)
    single = next(c for c in (f"W{n:02d}" for n in range(1, 26)) if facts((c,), GRAFFITI, ("2022-09", "2022-09")) == 1)
    page.evaluate("window.bv.patch('prioriteit=overlast&categorie=graffiti&periode=2022-09_2022-09')")
    screen.wait()
    spot = screen.inside(single)
    page.mouse.move(spot["x"], spot["y"])
    expect(card).to_contain_text("1 feit in sep 2022")


def test_a_click_leaves_the_card_under_the_mouse_as_it_is(page: Page) -> None:
    """Leaflet makes it anew at each click, which came before the answer."""
    screen = Screen(page).open()
    spot = screen.inside("W13")
    page.mouse.move(spot["x"], spot["y"])
    expect(page.locator(".bv-card")).to_contain_text("Dampoort")
    page.evaluate(
        """() => { window.made = []; window.why = [];
          const write = L.Tooltip.prototype._updateContent;
          L.Tooltip.prototype._updateContent = function () { window.why.push(new Error().stack); write.call(this); };
          new MutationObserver((records) => window.made.push(...records.map((one) => one.target.className)))
            .observe(document.querySelector(".leaflet-tooltip-pane"), {childList: true, subtree: true}); }"""
    )
    held: list[Any] = []
    # What the answer does to the card is not what this is about.
    intercept(page, "**/beeld*", lambda route: held.append(route))
    page.mouse.click(spot["x"], spot["y"])
    screen.has_query("gebied=W13")
    page.wait_for_timeout(200)
    assert page.evaluate("window.made") == [], page.evaluate("window.why")
    (route,) = held
    route.continue_()
    until(page, "window.bv.drawn === location.search")
    expect(page.locator(".bv-card")).to_contain_text("Dampoort")


def test_dash_does_not_draw_its_page_anew_for_the_mouse_on_the_map(page: Page) -> None:
    screen = Screen(page).open()
    screen.click_area("W13")
    screen.has_query("gebied=W13")
    expect(page.locator(".leaflet-tooltip")).to_contain_text(re.compile(r"feiten in"))
    told = page.evaluate(
        """() => Array.from(document.querySelectorAll("[id]")).flatMap(({id}) => {
          try { const props = window.dash_component_api.getLayout(id).props;
                const told = ["n_clicks", "clickData", "hoverData"].filter((key) => props[key]);
                return told.map((key) => id + "." + key); }
          catch (error) { return []; } })"""
    )
    assert told == []
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.area ?? null") is None  # areas are no stops of the Tab key
    assert page.locator("path[data-area][tabindex]").count() == 0
