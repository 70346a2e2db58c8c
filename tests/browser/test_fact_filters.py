"""Bike thefts of the night: sentence, key figure, table, trend and points say the same, counted by hand."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pandas as pd
from playwright.sync_api import Page, expect

from tests.browser.figures import LAST_YEAR, dutch, from_dutch
from tests.browser.screen import Screen, columns


def nights(var: Path) -> pd.DataFrame:
    """Bike thefts of which the moment, or more than half of the window, lies between 22 and 6 o'clock."""
    snapshot = var / "snapshots" / f"{(var / 'CURRENT').read_text().strip()}.duckdb"
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        facts = connection.execute(
            "SELECT wijk_code, month, time_from, time_until FROM incident WHERE category_id = 'fietsdiefstal'"
        ).df()
    inside = [is_night(start, end) for start, end in zip(facts["time_from"], facts["time_until"], strict=True)]
    return facts[inside].assign(month=facts["month"].astype(str).str[:7])


def is_night(start: pd.Timestamp, end: pd.Timestamp) -> bool:
    if pd.isna(end):
        return start.hour >= 22 or start.hour < 6
    held = pd.Timedelta(0)
    evening = start.normalize() - pd.Timedelta(hours=2)
    while evening < end:
        held += max(min(end, evening + pd.Timedelta(hours=8)) - max(start, evening), pd.Timedelta(0))
        evening += pd.Timedelta(days=1)
    return held > (end - start) / 2


def test_bike_thefts_of_the_night(page: Page, demo_var: Path) -> None:
    found = nights(demo_var)
    year = found[found["month"].between(*LAST_YEAR)]
    screen = Screen(page).open()
    screen.press_segment("Nacht")
    screen.has_query("wanneer=nacht")
    screen.shows("nacht (22 tot 6 uur)", f"{dutch(len(year))} feiten")
    expect(screen.figure).to_have_text(dutch(len(year)))
    expect(page.locator("#notices")).to_contain_text(re.compile(r"geteld uit losse feiten.*het uur ervan"))
    expect(page.locator("#provenance")).to_contain_text("uit losse feiten")
    per_wijk = year["wijk_code"].value_counts()
    for code in ("W01", "W07", "W13"):
        expect(screen.row(code).locator("td").first).to_have_text(dutch(per_wijk[code]))
    shown = [from_dutch(columns(row)[1]) for row in screen.rows.all()]
    assert sum(shown) == len(year)
    months = found["month"].value_counts().sort_index()
    assert screen.trend() == months.tolist()

    screen.tick("za")
    screen.has_query("wanneer=nacht&weekdag=za")
    expect(page.locator("#sentence")).to_contain_text("zaterdag")
    assert from_dutch(screen.figure.inner_text()) < len(year)
    screen.tick("za")
    screen.press_segment("Altijd")
    screen.has_query("wanneer=altijd")

    screen.open("?prioriteit=verkeer")
    splits = page.locator("#splits-card")
    expect(splits).to_be_visible()
    serious = splits.locator("tr", has=page.get_by_role("button", name="Zwaargewond"))
    n = serious.locator("td").first.inner_text()
    serious.get_by_role("button").click()
    screen.has_query("prioriteit=verkeer&ernst=zwaar")
    expect(screen.figure).to_have_text(n)
    expect(page.locator("#filters").get_by_role("checkbox", name="Zwaargewond")).to_be_checked()
    screen.open("?prioriteit=verkeer")
    together = splits.locator("tr", has=page.get_by_role("button", name="Kwetsbare weggebruikers"))
    n = together.locator("td").first.inner_text()
    splits.get_by_role("button", name="Betrokken weggebruiker", exact=True).click()
    screen.has_query("prioriteit=verkeer&splitsing=weggebruiker")
    names = page.locator("#splits .annotation-text")
    expect(names.first).to_have_text("Kwetsbare weggebruikers")
    expect(names.last).to_have_text("Niet gekend")
    together.get_by_role("button").click()
    screen.has_query("prioriteit=verkeer&splitsing=weggebruiker&betrokken=kwetsbaar")
    expect(screen.figure).to_have_text(n)
    screen.shows("met een kwetsbare weggebruiker", f"{n} feiten")
    expect(page.locator("#road-users-note")).to_contain_text("fiets")
    screen.open("?prioriteit=verkeer&groep=parkeren")
    expect(splits).to_be_hidden()
    expect(page.locator("#filters .mantine-SegmentedControl-root input[value='nacht']")).to_be_disabled()
    expect(page.locator("#when-note")).to_contain_text("enkel maandcijfers")
