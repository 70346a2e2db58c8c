"""A user of profile intern registers an action, sees its mark and its before-and-after, and is told of another."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from data import queries
from data.state import actions
from data.state.actions import Draft
from tests.browser.screen import Screen
from tests.conftest import pointed_at

GREEN_LINES = """() => document.getElementById("trend").querySelector(".js-plotly-plot").layout.shapes
  .filter((shape) => shape.line && shape.line.color === "#38ab30").map((shape) => shape.x0)"""


@pytest.fixture(scope="module")
def intern_var(demo_var: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration set with a state store of this module alone."""
    folder = tmp_path_factory.mktemp("aanpak")
    shutil.copytree(demo_var, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def server(serve: Any, intern_var: Path) -> Iterator[Any]:
    """The real server, profile intern."""
    with serve(intern_var, PROFILE="intern") as running:
        yield running


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        control = page.locator(f"#action-{name}")
        control.select_option(value) if name in ("gebied", "prioriteit") else control.fill(value)


def test_an_action_from_its_registration_to_what_came_of_it(new_page, faults, intern_var, tmp_path, axe_faults) -> None:
    faults.allow("40[09]")  # what is refused, and the second editor
    page = new_page()
    page.goto("/aanpak")
    expect(page.locator(".actions-page")).to_contain_text("Er is nog geen aanpak geregistreerd")
    page.click("button:has-text('Nieuwe aanpak')")
    fill(page, titel="Fietslabelactie", gebied="W13", prioriteit="fietsdiefstal", van="2022-08-31", tot="2022-03-01")
    page.click("button:has-text('Bewaar')")
    expect(page.locator("dialog .action-error")).to_contain_text(
        "voor hij begint"
    )  # and nothing that was typed is lost
    assert not axe_faults(page)
    fill(page, van="2022-03-01", tot="2022-08-31", nota="Labels aan het station")
    page.click("button:has-text('Bewaar')")
    page.wait_for_url("**/aanpak/1")

    # Its before-and-after, with the counts of the map page.
    effect = page.locator(".effect-table")
    expect(effect).to_contain_text("Gewogen verschil")
    said = page.locator(".effect-sentence").inner_text()
    numbers = re.search(r"waren er ([\d.]+) fietsdiefstallen in mrt – aug 2022|waren er ([\d.]+) fietsdief", said)
    assert numbers is not None
    after = next(found for found in numbers.groups() if found)
    assert "95%:" in said
    assert not axe_faults(page)
    page.select_option("#action-vergelijk", "W18")
    page.wait_for_url("**vergelijk=W18")
    expect(effect).to_contain_text("Ledeberg")
    page.click("a:has-text('Toon op de kaart')")
    screen = Screen(page).wait()
    assert page.evaluate(GREEN_LINES) == [date(2022, 3, 1).toordinal()]
    expect(page.locator("#trend .annotation-text", has_text="Fietslabelactie")).to_be_visible()
    screen.open("?gebied=W13&periode=2022-03_2022-08")
    assert screen.figure.inner_text() == after
    for query, lines in (("?gebied=W01", 0), ("?gebied=W13&prioriteit=overlast", 0), ("?gebied=", 1)):
        screen.open(query)
        assert len(page.evaluate(GREEN_LINES)) == lines, query
    page.goto("/buurt/W13")
    expect(page.locator(".sheet-aanpak")).to_contain_text("A. Fietslabelactie (Fietsdiefstal), 1 mrt 2022 tot en met")
    expect(page.locator(".sheet-trends svg").first.locator("line[stroke='#38ab30']")).to_have_count(1)

    # Somebody else was first.
    page.goto("/aanpak")
    page.locator("tr", has_text="Fietslabelactie").locator("button", has_text="Wijzigen").first.click()
    with pointed_at(intern_var):
        draft = Draft("Labels", "W13", "fietsdiefstal", "2022-03-01", "", "Van bea")
        frame = queries.areas(queries.current())
        actions.change_action(1, draft, version=1, areas=frame, user="bea", audience="intern")
    fill(page, titel="Mijn titel")
    page.click("button:has-text('Bewaar')")
    expect(page.locator("dialog .action-error")).to_contain_text("intussen gewijzigd door bea")

    # Out as a file, a second one in, and a bad one refused with its line.
    page.reload()
    expect(page.locator("#action-table")).to_contain_text("Van bea")
    with page.expect_download() as download:
        page.click("a:has-text('CSV')")
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    extra = "Camera sluikstort;W01;;overlast;2021-09-10;;\r\n"
    heading = text.split("\n")[0] + "\n"
    (tmp_path / "goed.csv").write_bytes(("\ufeff" + heading + extra).encode())
    (tmp_path / "fout.csv").write_bytes((heading + extra.replace("W01", "W99") + extra).encode())
    for name, place, shown in (
        ("fout.csv", "#action-error", "Regel 2: Het gebied 'W99' bestaat niet"),
        ("goed.csv", "#action-table", "Camera sluikstort"),
    ):
        with page.expect_file_chooser() as chooser:
            page.click("button:has-text('Lees CSV in')")
        chooser.value.set_files(tmp_path / name)
        expect(page.locator(place)).to_contain_text(shown)
    expect(page.locator("#action-table tbody tr")).to_have_count(2)
    page.select_option("#action-kies-prioriteit", "overlast")
    expect(page.locator("#action-table tbody tr:visible")).to_have_count(1)
    page.reload()
    expect(page.locator("#action-table tbody tr:visible")).to_have_count(1)  # the choice stands in the address
    assert not axe_faults(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("tr:visible", has_text="Camera").locator("button", has_text="Verwijderen").click()
    expect(page.locator(".actions-page")).to_contain_text("verwijderd")
    with pointed_at(intern_var):
        (left,) = actions.actions(audience="intern")
        told = [(c.by, c.change) for c in actions.action_changes(audience="intern")]
    assert {"title": "Labels", "note": "Van bea"}.items() <= asdict(left).items()
    assert told == [("intern", "delete"), ("intern", "create"), ("bea", "update"), ("intern", "create")]

    # The sheet of the wijk with the longest name stays one A4 with more and longer actions than it has room for.
    with pointed_at(intern_var):
        drafts = [Draft(f"{n} " + "lange titel " * 6, "W06", "fietsdiefstal", f"2021-0{n}-01") for n in range(1, 6)]
        actions.create_actions(drafts, areas=frame, audience="intern")
    paper = new_page()
    paper.goto("/buurt/W06")
    expect(paper.locator(".sheet-aanpak")).to_contain_text("Nog 2 eerdere staan op de pagina Aanpak")
    expect(paper.locator(".sheet-aanpak li")).to_have_count(3)
    assert len(re.findall(rb"/Type\s*/Page(?!s)", paper.pdf(prefer_css_page_size=True))) == 1
