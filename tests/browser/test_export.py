"""What people take along: pictures that explain themselves, the numbers of the screen, and a page on paper."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import partial
from pathlib import Path

import geopandas as gpd
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Error, Page, Route, expect
from pyproj import Transformer

from tests.browser.exported import PICTURE, SVG, menu, png, rows, take, texts
from tests.browser.intercept import intercept
from tests.browser.screen import Screen, until
from tests.hostile import HOSTILE

GOES_ON = """() => {
  const fetch = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await fetch(...asked);
    if (String(asked[0]).startsWith("/uitvoer/")) { window.fetch = fetch; bv.go({ gebied: "W16" }); }
    return answer;
  };
}"""
"""The visitor chooses another area while the words of the picture are on their way."""


def ready(page: Page) -> None:
    until(page, "window.bv.drawn === location.search")


def test_a_chart_goes_along_in_every_format(page: Page, tmp_path: Path) -> None:
    screen = Screen(page).open("?gebied=W13&maat=inwoners")
    ready(page)
    assert not page.evaluate("performance.getEntriesByType('resource').some((one) => one.name.includes('/later/'))")
    assert png(take(page, "trend", "PNG, A4-kolom", tmp_path))[::2] == (1004, 300)
    assert png(take(page, "trend", "PNG, A4-breedte", tmp_path))[::2] == (2008, 300)
    assert png(take(page, "trend", "PNG, dia", tmp_path))[:2] == (1920, 1080)
    path = take(page, "trend", "SVG", tmp_path)
    assert path.name == "trend_fietsdiefstal_dampoort_2018-01-tot-2023-04.svg"
    picture = path.read_text(encoding="utf-8")
    words = texts(picture)
    for part in (
        screen.sentence.inner_text(),
        "Trend per maand in Dampoort",
        "Demonstratiedata: geen echte cijfers",
        "Voorlopige cijfers",
        "Reeks: jan 2018 – apr 2023; gekozen periode: mei 2022 – apr 2023",
        "Maat: aantal geregistreerde feiten Let op: ",
        "Bron: ",
        "Gegevensversie: ",
        "Link: http://127.0.0.1",
        "?gebied=W13&periode=2022-05_2023-04&maat=inwoners&versie=",
        "Citeer als: ",
    ):
        assert re.sub(r"\s+", " ", part) in words, part
    assert 'font-family:"Fira Sans"' in picture.replace("&quot;", '"')
    numbers = rows(take(page, "trend", "CSV voor Excel", tmp_path))
    assert [int(row["feiten"]) if row["feiten"] else None for row in numbers] == screen.trend()
    book = load_workbook(take(page, "trend", "Excel (XLSX)", tmp_path))
    assert [row[1].value for row in list(book.worksheets[0].iter_rows())[1:]] == screen.trend()
    page.locator("#when-profile .scatterlayer").wait_for()
    second = page.evaluate(PICTURE, ["when-profile", "page"])  # the second chart of a card has its own heading
    assert "Uren van de dag: Dampoort tegenover de rest van Gent aandeel van de feiten" in texts(second["text"])
    assert "per uur en weekdag" not in texts(second["text"])
    limits = page.locator("[data-legend-of='when-grid'] .ramp span:last-child").all_inner_texts()
    grid = page.evaluate(PICTURE, ["when-grid", "column"])
    assert len(limits) == 6
    assert f"{' '.join(limits)} Weinig tot veel" in texts(grid["text"])  # the colours are explained in the picture
    assert grid["outside"] == []
    page.evaluate(GOES_ON)
    with pytest.raises(Error, match="De keuze veranderde intussen"):  # words of one area over the line of another
        page.evaluate(PICTURE, ["trend", "page"])


def test_the_map_goes_along_with_the_colours_of_the_screen(page: Page, tmp_path: Path) -> None:
    screen = Screen(page).open("?niveau=buurt&maat=km2&gebied=W13")
    ready(page)
    path = take(page, "kaart", "SVG", tmp_path)
    tree = ET.fromstring(path.read_text(encoding="utf-8"))
    drawn = {node.get("data-area"): node.get("fill") for node in tree.iter(f"{SVG}path") if node.get("data-area")}
    shown = page.evaluate(
        """Object.fromEntries(Array.from(document.querySelectorAll(".leaflet-bv-buurt-pane path[data-area]"),
           (path) => [path.dataset.area, path.getAttribute("fill")]))"""
    )
    assert len(shown) == 254
    assert {code: fill.replace("#x-", "#") for code, fill in drawn.items() if code in shown} == shown
    assert drawn["W13"] == "none"
    words = texts(path.read_text(encoding="utf-8"))
    legend = screen.page.locator("#legend .ramp span:last-child").all_inner_texts()
    assert all(text in words for text in ("Lambert 2008", "OpenStreetMap", "per km²", *legend))
    (bar,) = [node for node in tree.iter(f"{SVG}path") if node.get("class") == "scale-bar"]
    view = page.evaluate(PICTURE, ["map", "page"])
    assert view["outside"] == []
    corners = [(3.58, 50.98), (3.85, 51.2), (4.3592, 50.7978)]
    mine = page.evaluate(
        """async (corners) => { const { lambert } = await import("/assets/later/lambert.js");
           return corners.map(([lon, lat]) => lambert(lon, lat)); }""",
        corners,
    )
    theirs = [Transformer.from_crs(4326, 3812, always_xy=True).transform(*corner) for corner in corners]
    assert [pytest.approx(point, abs=0.01) for point in theirs] == mine
    # The scale bar against the real size of the city: its widest line in metres and in pixels.
    areas = gpd.read_file(take(page, "kaart", "GeoPackage", tmp_path), layer="kaart")
    assert (areas.crs.to_epsg(), len(areas)) == (3812, 254)
    west, _, east, _ = areas.total_bounds
    across = [
        float(x)
        for node in tree.iter(f"{SVG}path")
        if node.get("data-area") in shown
        for x in re.findall(r"[ML]?(-?[\d.]+) -?[\d.]+", node.get("d") or "")
    ]
    per_pixel = (east - west) / (max(across) - min(across))
    assert float(bar.get("data-metres") or 0) == pytest.approx(float(bar.get("data-length") or 0) * per_pixel, rel=0.01)
    numbers = {row["code"]: row["feiten"] for row in rows(take(page, "kaart", "CSV voor Excel", tmp_path))}
    painted = page.evaluate("Array.from(bv.map.shapes.buurt.keys())")
    assert set(numbers) == set(painted)
    plain = json.loads(take(page, "kaart", "GeoJSON", tmp_path).read_text(encoding="utf-8"))
    assert {f["properties"]["code"]: str(int(f["properties"]["feiten"])) for f in plain["features"]} == numbers


def test_the_menu_works_with_the_keyboard_and_says_what_it_cannot(
    new_page: Callable[..., Page], axe_faults: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    Screen(page).open("?prioriteit=overlast&grafiek=seizoen")
    ready(page)
    button = page.locator("button[data-export='jaren']")
    button.focus()
    page.keyboard.press("Enter")
    items = page.get_by_role("menuitem")
    expect(items.first).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "true")
    assert axe_faults(page) == []
    page.keyboard.press("End")
    expect(items.last).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(items.first).to_be_focused()
    page.keyboard.press("Escape")
    expect(items).to_have_count(0)
    expect(button).to_be_focused()
    assert take(page, "jaren", "CSV voor Excel", tmp_path).name.startswith("seizoen_")  # what the card shows
    menu(page, "jaren").get_by_role("menuitem", name="Kopieer afbeelding").click()
    expect(page.locator("#export-note")).to_contain_text("gekopieerd")
    kinds = page.evaluate("navigator.clipboard.read().then((items) => items[0].types)")
    assert kinds == ["image/png"]
    menu(page, "*").get_by_role("menuitem", name="Tabel").click()
    expect(items).to_have_text(["CSV voor Excel (puntkomma, 1,5)", "CSV (komma, 1.5)", "Excel (XLSX)"])
    page.keyboard.press("Escape")
    plain = new_page()
    plain.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    Screen(plain).open()
    ready(plain)
    assert png(take(plain, "trend", "Kopiëren kan niet op een http-adres: download PNG", tmp_path))


def _fulfil(answer: dict[str, object], route: Route) -> None:
    route.fulfill(json=answer)


def test_nothing_is_cut_off_whatever_the_names_are(page: Page) -> None:
    """The words of fifty names in one picture, each picture at each size; the letters are never too small."""
    Screen(page).open("?gebied=W13")
    ready(page)
    said = {"marks": ["Demonstratiedata: geen echte cijfers", "Voorlopige cijfers"], "file": "x"}
    for sentence, lines in (
        ("x" * 300, [["Gebied", name] for name in HOSTILE]),
        ("</text><script>window.bad = 1</script> 🚲 דמפורט " * 4, [["Link", "http://x/?" + "y" * 900]]),
    ):
        answer = {**said, "sentence": sentence, "lines": lines}
        intercept(page, "**/uitvoer/*.json*", partial(_fulfil, answer))
        for graph, size in (("trend", "column"), ("years", "column"), ("trend", "slide"), ("map", "page")):
            made = page.evaluate(PICTURE, [graph, size])
            assert made["outside"] == [], (graph, size)
            assert made["smallest"] >= 10
            tree = ET.fromstring(made["text"])
            assert not list(tree.iter(f"{SVG}script"))
            if size == "slide":
                assert made["width"] / made["height"] == pytest.approx(16 / 9, rel=0.001)
        page.unroute("**/uitvoer/*.json*")
    assert page.evaluate("window.bad") is None
    intercept(page, "**/uitvoer/*.json*", partial(_fulfil, {**said, "sentence": "x" * 300, "lines": lines}))
    for path, graph in (("/buurt/W13", "drawing"), ("/prioriteiten", "sparks")):
        page.goto(path)
        page.locator(f"button[data-graph='{graph}']").first.wait_for()
        for size in ("column", "slide"):
            made = page.evaluate(PICTURE, [graph, size])
            assert made["outside"] == [], (graph, size)


def test_the_drawings_of_a_sheet_and_of_the_plan_go_along(page: Page, tmp_path: Path) -> None:
    page.goto("/buurt/W13")
    trend = page.locator("button[data-export='fiche-trend'][data-export-of='verkeer.ongevallen']")
    with page.expect_download() as waiting:
        trend.click()
        page.get_by_role("menuitem", name="SVG").click()
    assert waiting.value.suggested_filename == (
        "fiche-trend-per-maand_ongevallen-met-gewonden_dampoort_2018-01-tot-2023-04.svg"
    )
    svg = Path(waiting.value.path()).read_text(encoding="utf-8")
    drawn = trend.locator("xpath=..").locator("svg polyline").count()
    assert drawn == len(list(ET.fromstring(svg).iter(f"{SVG}polyline"))) > 2
    for part in ("Ongevallen met gewonden in Dampoort: 61 feiten", "Demonstratiedata", "/buurt/W13?periode=", "Citeer"):
        assert part in texts(svg), part
    place = texts(page.evaluate(PICTURE, ["drawing", "page"])["text"])
    assert all(part in place for part in ("Dampoort: wijk in Gent", "1 km · Lambert 2008", "OpenStreetMap"))
    page.goto("/prioriteiten")
    rows = page.locator("#plan img[data-name]")
    rows.first.wait_for()
    assert png(take(page, "plantrends", "PNG, A4-kolom", tmp_path))[::2] == (1004, 300)
    picture = texts(page.evaluate(PICTURE, ["sparks", "slide"])["text"])
    assert all(name in picture for name in rows.evaluate_all("all => all.map((one) => one.dataset.name)"))


def test_a_link_with_older_figures_says_so_until_something_else_is_chosen(page: Page) -> None:
    screen = Screen(page).open("?gebied=W13&versie=20200102-abcd")
    expect(page.locator("#notices")).to_contain_text("gemaakt met cijfers van 2 januari 2020")
    screen.shows("Dampoort")
    screen.press_segment("254 buurten")
    expect(page.locator("#notices")).not_to_contain_text("2 januari 2020")
    screen.has_query("gebied=W13&niveau=buurt")


def test_every_page_prints_clean(page: Page) -> None:
    for path in ("/?gebied=W13", "/prioriteiten", "/gegevens", "/methode", "/dias"):
        page.goto(path)
        expect(page.locator("h1")).to_contain_text(re.compile(r"\w{3}"))
        page.wait_for_load_state("networkidle")
        if path.startswith("/?"):
            Screen(page).wait()
            ready(page)
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 703, "height": 1040})  # an A4 without its margins
        for control in (".top", ".column-filters", ".plan-filters", ".map-buttons", "button.export", "input"):
            assert not page.locator(f"{control}:visible").count(), (path, control)
        assert page.evaluate("document.documentElement.scrollWidth <= 703"), path
        clipped = page.evaluate(
            """Array.from(document.querySelectorAll(".card, .table-scroll, .panel")).filter((one) =>
               one.offsetParent && (one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2) &&
               getComputedStyle(one).overflow !== "visible").map((one) => one.className)"""
        )
        assert clipped == [], path
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": 1440, "height": 900})
