"""A user of profile intern draws a zone, makes a group, imports a file, is told of others, and deletes."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
import shapely
from playwright.sync_api import Page, expect
from sqlalchemy import select

from data import queries, state
from data.state import own_areas
from data.tables import incident
from tests.browser.screen import Screen, columns
from tests.conftest import pointed_at
from tests.integration.visitor import Visitor

CORNERS = ((0.50, 0.55), (0.60, 0.54), (0.62, 0.64), (0.52, 0.68))
"""Of a drawn zone, in parts of the map's width and height."""


@pytest.fixture(scope="module")
def intern_var(demo_var: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration set with a state store of this module alone."""
    folder = tmp_path_factory.mktemp("intern")
    shutil.copytree(demo_var, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture
def server(serve: Any, intern_var: Path) -> Iterator[Any]:
    """The real server, profile intern, two workers."""
    with serve(intern_var, PROFILE="intern") as running:
        yield running


def number(text: str) -> int:
    return int(text.replace(".", ""))


def facts_inside(shape: shapely.Geometry, first: str, last: str) -> int:
    """Bike thefts of these months inside a polygon, counted one by one."""
    query = select(incident.c.lon, incident.c.lat).where(
        incident.c.category_id == "fietsdiefstal", incident.c.month.between(first, last)
    )
    with queries.current().engine.connect() as connection:
        lon, lat = np.array(connection.execute(query).fetchall(), dtype=float).T
    return int(shapely.contains_xy(shape, lon, lat).sum())


def draw(page: Page, corners: tuple[tuple[float, float], ...]) -> None:
    box = page.locator("#map").bounding_box()
    assert box is not None
    points = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in corners]
    for x, y in (*points, points[0]):
        page.mouse.move(x, y, steps=4)
        page.mouse.click(x, y)
    expect(page.locator("#draw-help")).to_contain_text("Getekend")


def test_zones_and_groups_from_the_first_corner_to_the_last_sentence(
    new_page, faults, server, intern_var, tmp_path
) -> None:
    faults.allow("409")  # the second editor
    page = new_page()
    screen = Screen(page).open("?gebied=")
    page.click("#draw-open")
    expect(page.locator("#draw-help")).to_contain_text("Klik de hoekpunten")
    expect(page.locator("#draw-panel")).to_contain_text("Met het toetsenbord: lees de zone in uit een bestand")
    draw(page, CORNERS)
    page.fill("#draw-name", "Proefzone")
    page.click("#draw-save")
    page.wait_for_url("**gebied=Z-PROEFZONE*")
    screen.wait()
    screen.shows("Proefzone")
    with pointed_at(intern_var):
        kept = own_areas.own_area("Z-PROEFZONE")
        months = queries.snapshot_info(queries.current()).months
        last = months.last
        inside = facts_inside(shapely.from_wkb(kept["wkb"]), f"{last.year - 1}-{last.month + 1:02}-01", f"{last}")
    assert number(screen.figure.inner_text()) == inside > 50
    row = page.locator("#table tbody tr", has_text="Proefzone")
    assert number(row.locator("td").first.inner_text()) == inside  # a row of its own
    with Visitor(server.url) as visitor:
        for _ in range(12):  # whichever worker answers
            assert "Proefzone" in visitor.sentence("?gebied=Z-PROEFZONE")
    page.reload()
    screen.wait()
    screen.shows("Proefzone")

    # A group is the sum of its wijken, and the sentence says so of its name.
    codes = page.evaluate("Array.from(bv.map.shapes.wijk.keys()).slice(3, 6)")
    screen.open("?gebied=" + ",".join(codes))
    parts = [number(columns(screen.row(code))[1]) for code in codes]
    page.click("#group-open")
    page.fill("#draw-name", "Sector Proef")
    page.click("#draw-save")
    page.wait_for_url("**gebied=G-SECTOR-PROEF*")
    screen.wait()
    screen.shows("Sector Proef")
    assert number(screen.figure.inner_text()) == sum(parts)

    # The second who redraws is told.
    page.goto("/mijn-gebieden")
    page.click("a:has-text('Hertekenen')")
    screen.wait()
    expect(page.locator("#draw-title")).to_have_text("Hertekenen: Proefzone")
    with pointed_at(intern_var):
        own_areas.redraw_zone(
            "Z-PROEFZONE",
            shapely.box(3.72, 51.04, 3.73, 51.05),
            version=1,
            name="",
            user="bea",
            city=queries.outlines(queries.current(), level="wijk"),
        )
    draw(page, CORNERS)
    server_said = page.locator("#draw-error")
    page.click("#draw-save")
    expect(server_said).to_contain_text("intussen gewijzigd door bea")

    # A file, a name, and a link to what was deleted.
    page.goto("/mijn-gebieden")
    expect(page.locator(".own-areas")).to_contain_text("bea")
    polygon = {"type": "Polygon", "coordinates": [[[3.73, 51.05], [3.74, 51.05], [3.74, 51.06], [3.73, 51.05]]]}
    (tmp_path / "kaai.geojson").write_text(
        json.dumps({"type": "Feature", "properties": {"naam": "De Kaai"}, "geometry": polygon}), encoding="utf-8"
    )
    with page.expect_file_chooser() as chooser:  # by keyboard, as who cannot draw
        page.locator("#own-file").focus()
        page.keyboard.press("Enter")
    chooser.value.set_files(tmp_path / "kaai.geojson")
    expect(page.locator(".own-areas table").first).to_contain_text("De Kaai")
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("tr", has_text="Proefzone").locator("button", has_text="Verwijderen").click()
    expect(page.locator(".own-areas table").last).to_contain_text("verwijderd")
    page.goto("/?gebied=Z-PROEFZONE")
    expect(page.locator("#sentence")).to_contain_text(re.compile(r"De zone 'Proefzone' is verwijderd door intern op"))
    assert parse_qs(urlsplit(page.url).query)["gebied"] == ["Z-PROEFZONE"]
    with pointed_at(intern_var):
        told = [(c.by, c.change) for c in state.changes("own_area") if c.row_id == kept.id]
    assert told == [("intern", "delete"), ("bea", "update"), ("intern", "create")]
