"""Real figures of The Hague, imported with a user's commands and shown as that city: nothing of Gent is left."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.figures import dutch
from tests.browser.screen import Screen, columns

ROOT = Path(__file__).resolve().parents[2]
COUNTS, DISTRICTS = "thehague_unit_crime_district_month_2011_2017.csv", "thehague_unit_districts.geojson"
BIKES = "Theft from bike (as labelled)"
CITY, STATION = "Den Haag", "51828"
GENT = {"Gent", "Gentbrugge", "Dampoort", "Overpoort", "Wondelgem"}

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def hague(shared_real: Path, serve: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The server on the figures of The Hague."""
    folder = tmp_path_factory.mktemp("hague")
    for arguments in (
        ("areas", shared_real / DISTRICTS, "--level", "wijk", "--city", CITY),
        ("counts", shared_real / COUNTS, "--mapping", ROOT / "docs" / "mappings" / "thehague.toml"),
    ):
        command = [sys.executable, "-m", "data.ingest", *map(str, arguments)]
        subprocess.run(command, cwd=ROOT, env=os.environ | {"VAR_DIR": str(folder)}, check=True, capture_output=True)
    with serve(folder) as running:
        yield running


@pytest.fixture
def screen(hague: Any, new_page: Callable[..., Page]) -> Screen:
    """The main screen of The Hague."""
    return Screen(new_page(base_url=hague.url)).open()


def thefts(shared_real: Path, district: str = "", first: tuple[int, int] = (2016, 12)) -> int:
    """Bike thefts up to November 2017, read off the police's file."""
    with (shared_real / COUNTS).open(encoding="utf-8") as file:
        return sum(
            int(row["count"])
            for row in csv.DictReader(file)
            if row["delict"] == BIKES
            and first <= (int(row["year"]), int(row["month"])) <= (2017, 11)
            and district in ("", row["district_code"])
        )


def name_of(district: str, shared_real: Path) -> str:
    """The name of a district in the file with the polygons."""
    features = json.loads((shared_real / DISTRICTS).read_text(encoding="utf-8"))["features"]
    return next(str(f["properties"]["district"]) for f in features if f["properties"]["district_code"] == district)


def test_the_city_and_its_number(screen: Screen, shared_real: Path) -> None:
    screen.shows(CITY, f"{dutch(thefts(shared_real))} feiten in dec 2016 – nov 2017")
    expect(screen.figure).to_have_text(dutch(thefts(shared_real)))
    assert CITY in screen.page.title()
    assert screen.frame.get_attribute("data-shapes") == "236"
    expect(screen.page.locator(".badge.demo")).to_have_count(0)


def test_a_district_on_the_map(screen: Screen, shared_real: Path) -> None:
    screen.page.evaluate(f"bv.moves.fit(['{STATION}'])")
    screen.page.wait_for_timeout(700)
    screen.click_area(STATION)
    screen.has_query(f"gebied={STATION}")
    number = thefts(shared_real, STATION)
    screen.shows(f": {dutch(number)} feiten")
    expect(screen.figure).to_have_text(dutch(number))
    assert columns(screen.row(STATION))[1] == dutch(number)
    assert columns(screen.row(STATION))[0] == name_of(STATION, shared_real)
    assert sum(n or 0 for n in screen.trend()) == thefts(shared_real, STATION, first=(2011, 1))


def test_nothing_of_gent_is_left(screen: Screen) -> None:
    page = screen.page
    page.wait_for_load_state("networkidle")
    words = set(re.findall(r"\w+", page.locator("main").inner_text()))
    words |= set(page.locator(".bv-label span").all_text_contents())
    assert words & GENT == set()
    assert page.locator(".leaflet-bv-water-pane path, .leaflet-bv-spoor-pane path").count() == 0
    box = screen.frame.bounding_box()
    area = screen.area(STATION).bounding_box()
    assert box
    assert area
    assert box["x"] <= area["x"] <= box["x"] + box["width"]  # the map opens on this city
    page.locator("#filters").get_by_role("textbox", name="Wijk of buurt").click()
    page.keyboard.type("Dampoort")
    expect(page.get_by_text("Geen wijk of buurt met die naam")).to_be_visible()


def test_what_is_not_there_is_not_offered_or_says_so(screen: Screen) -> None:
    page = screen.page
    expect(page.locator("#filters input[value=buurt]")).to_have_count(0)
    for tab, sentence in (("Overlast", "geen cijfers"), ("Verkeer", "geen cijfers")):
        page.get_by_role("link", name=tab, exact=True).click()
        screen.shows(sentence)
    page.get_by_role("button", name="Terug naar het beginbeeld").click()
    screen.shows(CITY)
    page.get_by_role("link", name="Overpoort", exact=True).click()
    expect(page.locator("#notices")).to_contain_text("Niet gepubliceerd: ")
    page.get_by_role("button", name=re.compile("^Toon enkel .*Fietsdiefstal")).click()
    expect(screen.figure).to_have_text(re.compile(r"^[\d.]+$"))
    expect(page.locator("#notices")).not_to_contain_text("Niet gepubliceerd")
