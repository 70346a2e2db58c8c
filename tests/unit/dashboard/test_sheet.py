"""The sheet of an area: the numbers of the map page, one family of verdicts, and a sentence for what is not there."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from dash._utils import to_json

from dashboard import words
from dashboard.callbacks.sheet import code_of, draw_sheet
from dashboard.components.sheet_charts import trend_charts
from dashboard.errors import SelectionError
from dashboard.look import look
from dashboard.selection import Selection
from dashboard.sheet import look_at_sheet
from dashboard.sheet_address import sheet_address
from dashboard.sheet_view import SheetView
from data import queries, state
from data.queries import CITY, Snapshot, current
from data.state import own_areas
from tests.conftest import pointed_at


@pytest.fixture(scope="module")
def gent(demo_var: Path) -> Iterator[Snapshot]:
    """The snapshot of the demonstration set."""
    with pointed_at(demo_var):
        yield current()


def sheet_of(gent: Snapshot, code: str, **choices: str) -> SheetView:
    """The sheet of an area for the public."""
    return look_at_sheet(code, Selection(**choices), gent, audience="publiek")


def said(answer: Any) -> str:
    """Every text of an answer, in order."""
    found: list[str] = []

    def walk(node: Any) -> None:
        if isinstance(node, str):
            found.append(node)
        elif isinstance(node, list):
            [walk(child) for child in node]
        elif isinstance(node, dict):
            walk(node.get("props", {}).get("children"))

    walk(json.loads(to_json(answer))["parts"])
    return " ".join(found)


@pytest.mark.parametrize(("code", "level"), [("W06", "wijk"), ("W13", "wijk"), ("44021A33K", "buurt")])
@pytest.mark.parametrize("choices", [{}, {"period": "2022", "reference": "3jaar"}])
def test_the_numbers_are_those_of_the_map_page(gent: Snapshot, code: str, level: str, choices: dict[str, str]) -> None:
    sheet = sheet_of(gent, code, **choices)
    for row in sheet.rows:
        if row.counted is None:
            continue
        selection = Selection(priority=row.priority.id, group=row.group.id, areas=(code,), level=level, **choices)
        view = look(selection, gent, audience="publiek")
        shown = [view.figure.n, view.figure.before]
        assert [row.counted.n, row.counted.before] == pytest.approx(shown, abs=0, nan_ok=True)
        assert row.counted.status == view.figure.status
        assert row.versus == view.versus
        assert row.counted.phi == pytest.approx(view.phi)


def test_the_city_counts_what_has_no_place_too(gent: Snapshot) -> None:
    for row in sheet_of(gent, CITY).rows:
        view = look(Selection(priority=row.priority.id, group=row.group.id, areas=()), gent, audience="publiek")
        assert row.counted is not None
        assert row.counted.n == view.city.n
        assert row.versus is None


def test_verdicts_are_corrected_over_what_is_on_the_sheet(gent: Snapshot) -> None:
    """Groups and categories are one family, in which what is both counts once, and each verdict says what it is of."""
    sheet = sheet_of(gent, "W06")
    names = queries.categories(gent).index
    single = {row.group.categories for row in sheet.rows if len(row.group.categories) == 1}
    several = [row for row in sheet.rows if len(row.group.categories) > 1]
    assert single
    assert several
    assert len(several) < sheet.family <= len(names) + len(several)
    text = said(draw_sheet("", "/buurt/W06"))
    assert f"gecorrigeerd voor {sheet.family} vergelijkingen tegelijk: deze tabel en alle categorieën" in text
    assert f"met de kerncijfers gecorrigeerd voor {sheet.family} vergelijkingen" in text
    assert "het oordeel kan er anders zijn" in text
    judged = [row for row in sheet.rows if row.verdict in ("meer", "minder", "geen verschil")]
    assert all(f"na correctie voor {sheet.family}: " in row.tested for row in judged)
    badges = str(json.loads(to_json(draw_sheet("", "/buurt/W06"))))
    assert all(row.tested in badges for row in judged)


def test_the_sheet_never_says_two_things_of_one_number(gent: Snapshot) -> None:
    """A category that is a priority by itself stands among the key figures and among what stands out."""
    for code in ("W01", "W06", "W13", CITY):
        for reference in ("jaar", "3jaar", "plan"):
            sheet = sheet_of(gent, code, reference=reference)
            out = {signal.category: signal.verdict for signal in sheet.signals}
            for row in sheet.rows:
                if len(row.group.categories) == 1 and row.counted and row.counted.grain == "counts":
                    expected = out.get(row.group.categories[0])
                    assert (row.verdict in ("meer", "minder")) is (expected is not None)


def test_months_outside_the_band_are_listed_under_their_trend(gent: Snapshot) -> None:
    for code, choices in (("W13", {}), ("W01", {"period": "alles"}), (CITY, {"period": "36m"})):
        sheet = sheet_of(gent, code, **choices)
        text = str(json.loads(to_json(trend_charts(sheet))))
        for row in sheet.rows:
            if row.trend is None:
                continue
            rows = zip(row.trend["month"], row.trend["outside"], strict=True)
            outside = [m for m, where in rows if where in ("boven", "onder") and m >= sheet.months.first]
            many = f"{len(outside)} maanden buiten de band: " if len(outside) > 1 else ""
            if outside:
                assert many + words.month(outside[-1]) in text
            for month in outside:  # all of them in the words of the drawing
                assert re.search(rf"in de periode: [^;']*{words.month(month)} (boven|onder) de band", text)


def test_a_level_without_figures_says_so(gent: Snapshot) -> None:
    parking = next(row for row in sheet_of(gent, "Z-OVERPOORT").rows if row.group.id == "parkeren")
    assert parking.counted is None
    assert "geen cijfers per zone" in said(draw_sheet("", "/buurt/Z-OVERPOORT"))


def test_every_area_has_a_sheet(gent: Snapshot) -> None:
    frame = queries.areas(gent)
    located = list(frame.index[frame["is_located"].astype(bool)])
    names = frame["name"]
    for code in [*located[::12], "Z-OVERPOORT", "W06"]:
        answer = draw_sheet("", f"/buurt/{code}")
        assert names[code] in answer["title"]
        assert "Demonstratiedata" in said(answer)


@pytest.mark.parametrize(
    ("search", "path"),
    [
        ("", "/buurt/W99"),
        ("", "/buurt/W00"),
        ("", "/buurt/%3Cscript%3E"),
        ("?periode=1999", "/buurt/W06"),
        ("?periode=nooit", "/buurt/W06"),
        ("?vergelijk=gisteren", "/buurt/W06"),
    ],
)
def test_what_cannot_be_gets_a_sentence(gent: Snapshot, search: str, path: str) -> None:
    answer = draw_sheet(search, path)
    assert answer["title"].endswith(".")
    assert "Fiche van de hele stad" in said(answer)


def test_links_lead_around(gent: Snapshot) -> None:
    place = sheet_of(gent, "W13").place
    assert "W14" in [code for code, _ in place.neighbours]
    assert len(place.inside) > 3
    buurt = sheet_of(gent, place.inside[0][0]).place
    assert buurt.parent == ("W13", "Dampoort")
    zone = sheet_of(gent, "Z-OVERPOORT").place
    assert "44021A33K" in [code for code, _ in zone.neighbours]


def test_addresses() -> None:
    selection = Selection(priority="verkeer", areas=("W01",), period="2022", reference="3jaar")
    assert sheet_address("W01", selection) == "/buurt/W01?periode=2022&vergelijk=3jaar"
    assert sheet_address("", Selection()) == "/buurt/stad"
    assert [code_of(path) for path in ("/buurt", "/buurt/W01/", "/", None)] == [CITY, "W01", None, None]


def test_what_people_keep_stands_on_the_sheet_and_is_found(
    demo_var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROFILE", "intern")
    folder = tmp_path / "var"
    shutil.copytree(demo_var, folder)
    with pointed_at(folder):
        values = {"area_code": "W06", "priority": "verkeer", "date_until": None, "note": "intern"}
        state.create("action", {**values, "title": "Zone 30", "date_from": date(2022, 3, 1)})
        state.create("action", {**values, "title": "Fietsstraat", "date_from": date(2023, 1, 9)})
        intern = look_at_sheet("W06", Selection(), current(), audience="intern")
        assert [action.title for action in intern.actions] == ["Fietsstraat", "Zone 30"]
        assert sheet_of(current(), "W06").actions == ()  # what is internal stays so, whatever the server's profile
        text = said(draw_sheet("", "/buurt/W06"))
        assert "sinds 1 mrt 2022" in text
        assert "intern" not in text
        assert "Aanpak" not in said(draw_sheet("", "/buurt/W07"))
        members = ("W13", "W14")
        group, _ = own_areas.create_group("Sector Oost", members, areas=queries.areas(current(), audience="intern"))
        sheets = [look_at_sheet(code, Selection(), current(), audience="intern") for code in (group["code"], *members)]
        counted = [sheet.rows[0].counted for sheet in sheets]
        assert counted[0] is not None
        assert counted[0].n == sum(each.n for each in counted[1:] if each is not None)
        assert [code for code, _ in sheets[0].place.neighbours] == list(members)
        hits = queries.find(current(), text="sector ost", audience="intern")
        assert [hit.code for hit in hits] == [group["code"]]
        assert queries.find(current(), text="sector oost") == []  # only intern sees own areas


def test_an_unknown_area_is_an_expected_fault(gent: Snapshot) -> None:
    with pytest.raises(SelectionError, match="W99"):
        sheet_of(gent, "W99")
