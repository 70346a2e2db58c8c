"""The upload page in a browser: three bad rows are named, a guess is corrected, and the map changes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import Screen

PATIENCE = 90_000  # a process starts for each step, on a busy machine
FILE = """Dossiernr;Soort feit;Tijd;X;Y;Wijk;Weggebruiker
1;Fietsdiefstal;14/03/2023 22:00;104155,10;194158,87;Binnenstad;09
2;Rijwiel weg;31/03/2023 10:00;104255,10;194258,87;Binnenstad;09
3;Fietsdiefstal;31/02/2023 10:00;104255,10;194258,87;Binnenstad;09
4;Fietsdiefstal;01/04/2023 10:00;204255,10;194258,87;Binnenstad;09
5;Fietsdiefstal;01/04/2023 10:00;;;Binnenstad;09
6;Fietsdiefstal;01/05/2099 10:00;104255,10;194258,87;Binnenstad;09
7;Fietsdiefstal;02/04/2023 10:00;;;;09
"""


@pytest.fixture(scope="module")
def server(serve: Any, demo_var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A server of profile intern on a copy: these tests publish."""
    folder = tmp_path_factory.mktemp("upload") / "var"
    shutil.copytree(demo_var, folder)
    with serve(folder, PROFILE="intern") as running:
        yield running


def tile(page: Page, name: str):  # type: ignore[no-untyped-def]
    return page.locator(".upload-tiles div", has=page.get_by_text(name, exact=True)).locator("dd")


def test_a_file_with_three_bad_rows_from_upload_to_map(
    new_page: Callable[..., Page], axe_faults: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    page = new_page()
    screen = Screen(page).open("?periode=2023-03_2023-04")
    before = screen.figure.inner_text()
    expect(page.get_by_text("Demonstratiedata").first).to_be_visible()

    page.get_by_text("Meer", exact=True).click()
    page.get_by_role("link", name="Invoer").click()
    expect(page.get_by_text("Sleep een bestand hierheen")).to_be_visible()
    path = tmp_path / "Uittreksel 2023.csv"
    path.write_bytes(FILE.encode("cp1252"))
    page.set_input_files("#invoer-bestand", path)
    expect(page.get_by_role("heading", name="2. Hoe het gelezen wordt")).to_be_visible(timeout=PATIENCE)
    expect(page).to_have_url(re.compile(r"/invoer\?taak=[0-9a-f]{32}$"))
    for label, chosen in (
        ("Scheidingsteken", ";"),
        ("Decimaalteken", ","),
        ("Datums geschreven als", "dd/mm/yyyy"),
        ("Coördinatenstelsel", "31370"),
        ("Kolom met de categorie", "Soort feit"),
        ("Wijk of buurt", "Wijk"),
        ("Nummer van het feit (sleutel)", "Dossiernr"),
    ):
        expect(page.get_by_label(label, exact=True)).to_have_value(chosen)
    expect(page.get_by_text("herkend aan de namen en aan de waarden")).to_be_visible()
    page.get_by_label("Rijwiel weg").select_option("Fietsdiefstal")
    page.get_by_label("09", exact=True).select_option("auto")  # a code of a road user gets a word
    expect(page.locator(".upload-rows tbody tr")).to_have_count(7)

    page.get_by_role("button", name="Controleer").click()
    expect(tile(page, "rijen gelezen")).to_have_text("7", timeout=PATIENCE)
    for name, n in (("aanvaard", 4), ("verworpen", 3), ("zonder locatie", 1), ("buiten de gebieden", 1)):
        expect(tile(page, name)).to_have_text(str(n))
    for line, reason in ((4, "deze datum bestaat niet"), (5, "buiten alle gebieden"), (7, "in de toekomst")):
        row = page.locator(".upload-refused tbody tr", has=page.get_by_role("rowheader", name=str(line), exact=True))
        expect(row).to_contain_text(reason)
    assert axe_faults(page) == []
    page.reload()  # the address keeps the job, and the server what was chosen
    expect(tile(page, "verworpen")).to_have_text("3")
    expect(page.get_by_label("Rijwiel weg")).to_have_value("Fietsdiefstal")
    expect(page.get_by_label("09", exact=True)).to_have_value("auto")
    mapping = page.request.get(page.url.replace("invoer?taak=", "invoer/taak/") + "/mapping.toml").text()
    assert '09 = "auto"' in mapping
    page.set_viewport_size({"width": 390, "height": 844})
    assert screen.fits()
    page.set_viewport_size({"width": 1440, "height": 900})

    page.get_by_role("button", name="Publiceer").click()
    expect(page.get_by_role("heading", name="4. Gepubliceerd")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("De demonstratiecijfers zijn verwijderd.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Rapport van de verworpen rijen").click()
    assert "deze datum bestaat niet" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    page.get_by_role("link", name="Bekijk op de kaart").click()
    screen.wait()
    screen.shows("Fietsdiefstal", "4 feiten")
    assert before != "4"
    expect(screen.figure).to_have_text("4")
    expect(page.get_by_text("Demonstratiedata")).to_have_count(0)
    expect(page.get_by_text("zonder locatie").first).to_be_visible()


def test_what_is_dropped_and_no_file_of_facts_gets_a_sentence(page: Page) -> None:
    page.goto("/invoer?taak=" + "0" * 32)
    expect(page.get_by_role("alert")).to_contain_text("bestaat niet (meer)")
    dropped = page.evaluate_handle(
        """() => {
          const carried = new DataTransfer();
          carried.items.add(new File([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0)], "foto.csv"));
          return carried;
        }"""
    )
    zone = page.locator(".upload-drop")
    zone.dispatch_event("dragover", {"dataTransfer": dropped})
    expect(zone).to_have_class(re.compile("is-over"))
    zone.dispatch_event("drop", {"dataTransfer": dropped})
    expect(page.get_by_role("alert")).to_contain_text("dit is geen tekstbestand", timeout=PATIENCE)
    page.get_by_role("button", name="Verwijder dit bestand van de server").click()
    expect(page.get_by_role("alert")).to_contain_text("Het bestand is verwijderd")
    expect(page).to_have_url(re.compile(r"/invoer$"))


@pytest.fixture(autouse=True)
def _a_job_that_is_gone(faults: Any) -> None:
    faults.allow(r"404.*/invoer/taak/0{32}")
