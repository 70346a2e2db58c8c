"""What can be shown with the figures that are there, and a sentence for what cannot."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pytest
import shapely
from sqlalchemy import delete

from dashboard import availability
from dashboard.components.fact_filters import fact_panels
from dashboard.components.panels_below import panels_below
from dashboard.components.split_panel import split_panels
from dashboard.errors import SelectionError
from dashboard.look import look
from dashboard.selection import Selection
from data import queries
from data.own.areas import OwnAreas, OwnGroup, OwnZone
from data.queries import parse_months
from data.snapshot import building
from data.tables import cell, coverage, incident
from tests.conftest import pointed_at

PARKING = Selection(priority="verkeer", group="parkeren")
OVERPOORT = "44021A33K"


def in_focus(selection: Selection) -> tuple[tuple[str, ...], list[str]]:
    """The areas that the story is about, and what is said about them."""
    snapshot, said = queries.current(), []
    found = availability.focus(selection, snapshot, queries.areas(snapshot), "publiek", said)
    return found, said


@pytest.fixture(scope="module")
def counts_only_var(demo_var: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same figures as the city publishes them: per wijk and month, without single facts."""
    folder = tmp_path_factory.mktemp("counts") / "var"
    shutil.copytree(demo_var, folder)
    with pointed_at(folder), building() as made:
        for table in (cell, coverage):
            made.connection.execute(delete(table).where(table.c.grain == "incidents"))
        made.connection.execute(delete(incident))
    return folder


@pytest.fixture
def counts_only(counts_only_var: Path):
    with pointed_at(counts_only_var):
        yield


def test_levels(demo: Path) -> None:
    assert availability.levels(Selection(), queries.current(), "publiek") == {"wijk": "", "buurt": ""}
    fines = availability.levels(PARKING, queries.current(), "publiek")
    assert fines["wijk"] == ""
    assert "geen cijfers per buurt" in fines["buurt"]


def test_levels_with_monthly_counts_only(counts_only: None) -> None:
    levels = availability.levels(Selection(), queries.current(), "publiek")
    assert levels["wijk"] == ""
    assert "per wijk en per maand" in levels["buurt"]
    view = look(Selection(level="buurt"), queries.current(), audience="publiek")
    assert view.selection.level == "wijk"
    assert any("losse feiten nodig" in said for said in view.notices)


def test_facts_cannot_be_chosen_from_monthly_counts(counts_only: None) -> None:
    view = look(Selection(when="nacht", weekdays=("za",)), queries.current(), audience="publiek")
    assert (view.wanted, view.grain) == (None, "counts")
    assert view.selection.when == "altijd"
    assert any("enkel maandcijfers" in said and "het uur" in said for said in view.notices)
    shown = fact_panels(view)
    assert [part["disabled"] for part in shown["when_options"]] == [False, True, True, True]
    assert "het uur van een feit is niet gekend" in shown["when_note"][0]
    assert shown["weekdays_class"] == shown["severity_class"] == "field is-hidden"
    assert split_panels(view)["splits_card"] == "card is-hidden"


def test_controls_are_there_where_the_facts_know_the_field(demo: Path) -> None:
    snapshot = queries.current()
    bikes = fact_panels(look(Selection(), snapshot, audience="publiek"))
    assert not any(part["disabled"] for part in bikes["when_options"])
    assert (bikes["weekdays_class"], bikes["severity_class"], bikes["attempt_class"]) == (
        "field",
        "field is-hidden",
        "field is-hidden",
    )
    accidents = look(Selection(priority="verkeer", period="2021"), snapshot, audience="publiek")
    traffic = fact_panels(accidents)
    assert traffic["severity_class"] == traffic["road_users_class"] == "field"
    assert {"fiets", "voetganger", "bromfiets"} <= {option["value"] for option in traffic["user_options"]}
    severity, users = accidents.splits
    assert severity.rows["n"].sum() == accidents.figure.n
    assert severity.untold == 0
    of = dict(zip(users.rows["value"], users.rows["n"], strict=True))
    for user, n in of.items():
        chosen = look(
            Selection(priority="verkeer", period="2021", road_users=(quote(user),)), snapshot, audience="publiek"
        )
        assert chosen.figure.n == n
    assert np.isnan(severity.monthly.untold[:24]).all()  # 2018 and 2019 were never published: missing, not zero
    assert accidents.splits[0].rows["before"].notna().all()
    fines = fact_panels(look(Selection(priority="verkeer", group="parkeren"), snapshot, audience="publiek"))
    assert fines["severity_class"] == "field is-hidden"
    missing = look(Selection(priority="verkeer", period="2019", severity=("dood",)), snapshot, audience="publiek")
    assert missing.figure.status == "missing"
    assert missing.splits[0].rows["status"].eq("missing").all()


def test_hotspots_are_never_of_another_choice_of_facts(demo: Path) -> None:
    asked = Selection(level="buurt", when="nacht", layers=("feiten", "hotspots"))
    view = look(asked, queries.current(), audience="publiek")
    assert view.hotspots is None
    assert any("Hotspots" in said for said in view.notices)


def test_measures(demo: Path) -> None:
    snapshot = queries.current()
    wijk = availability.measures(Selection(), snapshot, "publiek")
    assert {m for m, reason in wijk.items() if not reason} >= {"aantal", "inwoners", "km2", "stallingsplaatsen"}
    assert "stallingsplaatsen" not in availability.measures(Selection(priority="overlast"), snapshot, "publiek")
    buurt = availability.measures(Selection(level="buurt"), snapshot, "publiek")
    assert buurt["aantal"] == buurt["km2"] == ""
    assert "geen inwoners per buurt" in buurt["inwoners"]


def test_an_area_that_does_not_exist_is_named(demo: Path) -> None:
    with pytest.raises(SelectionError, match="'BESTAATNIET' bestaat niet"):
        in_focus(Selection(areas=("W01", "BESTAATNIET")))


def test_what_lies_in_another_chosen_area_is_not_counted_twice(demo: Path) -> None:
    parent = queries.areas(queries.current()).at[OVERPOORT, "parent_code"]
    assert in_focus(Selection(areas=(parent, OVERPOORT)))[0] == (parent,)
    assert in_focus(Selection(areas=("W07", OVERPOORT)))[0] == ("W07", OVERPOORT)


def test_a_zone_is_not_added_to_what_it_overlaps(demo: Path) -> None:
    found, said = in_focus(Selection(areas=("W07", "Z-OVERPOORT")))
    assert found == ("Z-OVERPOORT",)
    assert "niet bij opgeteld" in said[0]


def test_overpoort_opens_on_its_zone(demo: Path) -> None:
    assert in_focus(Selection(priority="overpoort")) == (("Z-OVERPOORT",), [])
    assert in_focus(Selection(priority="overpoort", areas=("W07",))) == (("W07",), [])


def test_overpoort_without_single_facts_says_what_it_shows_instead(counts_only: None) -> None:
    found, said = in_focus(Selection(priority="overpoort"))
    assert found == ("W01",)
    assert "Overpoort wordt niet apart gepubliceerd" in said[0]
    assert "de hele wijk Binnenstad" in said[0]


def test_a_buurt_without_figures_is_replaced_by_its_wijk(demo: Path) -> None:
    parent = queries.areas(queries.current()).at[OVERPOORT, "parent_code"]
    found, said = in_focus(Selection(priority="verkeer", group="parkeren", areas=(OVERPOORT,)))
    assert found == (parent,)
    assert "geen cijfers per buurt" in said[0]


def test_periods() -> None:
    covered, said = parse_months("2018-01_2023-04"), []
    assert availability.period(Selection(period="2022"), covered, said).iso() == "2022-01_2022-12"
    assert said == []
    assert availability.period(Selection(period="2023"), covered, said).iso() == "2023-01_2023-04"
    assert "telt hier jan 2023 – apr 2023" in said[0]
    with pytest.raises(SelectionError, match="kies een periode daarbinnen"):
        availability.period(Selection(period="2099"), covered, said)


@pytest.mark.parametrize("level", ["zone", "buurt"])
def test_a_level_that_cannot_be_shown_gives_wijken_and_a_sentence(demo: Path, level: str) -> None:
    view = look(PARKING.but(level=level), queries.current(), audience="publiek")
    assert view.selection.level == "wijk"
    assert view.notices


def own_areas_on(snapshot: queries.Snapshot) -> queries.Snapshot:
    """The snapshot with a zone, a group of wijken, and a group of buurten."""
    frame = queries.areas(snapshot)
    located = frame[frame["is_located"]]
    wijken, buurten = (tuple(located.index[located["level"] == level][:2]) for level in ("wijk", "buurt"))
    zone = OwnZone("Z-PROEF", "Proefzone", shapely.to_wkb(shapely.box(3.70, 51.03, 3.74, 51.06)))
    groups = (OwnGroup("G-WIJKEN", "Twee wijken", wijken), OwnGroup("G-BUURTEN", "Twee buurten", buurten))
    return queries.Snapshot(snapshot.version, snapshot.engine, OwnAreas("v1", (zone,), groups))


def test_own_areas_with_monthly_counts_only_say_what_they_lack(counts_only: None) -> None:
    snapshot = own_areas_on(queries.current())
    view = look(Selection(areas=("G-WIJKEN",), level="groep"), snapshot, audience="intern")
    members = snapshot.own.groups[0].members
    assert view.figure.n == look(Selection(areas=members), snapshot, audience="intern").figure.n > 0
    assert view.areas.at["G-BUURTEN", "status"] == "missing"
    assert "losse feiten nodig" in view.levels["zone"]
    zone = look(Selection(areas=("Z-PROEF",)), snapshot, audience="intern")
    assert zone.focus == ()
    assert any("Proefzone wordt geteld uit losse feiten" in said for said in zone.notices)
    group = look(Selection(areas=("G-BUURTEN",)), snapshot, audience="intern")
    assert group.focus == ()
    assert any("bestaat uit buurten" in said for said in group.notices)


def test_own_areas_are_levels_and_stories_where_there_are_single_facts(demo: Path) -> None:
    snapshot = own_areas_on(queries.current())
    for code, level in (("Z-PROEF", "zone"), ("G-WIJKEN", "groep"), ("G-BUURTEN", "groep")):
        for measure in ("aantal", "km2", "verandering"):
            view = look(Selection(areas=(code,), level=level, measure=measure), snapshot, audience="intern")
            assert (view.selection.level, view.focus, view.grain == "incidents" or code == "G-WIJKEN") == (
                level,
                (code,),
                True,
            )
            assert view.figure.n == view.areas.at[code, "n"] > 0
        assert panels_below(view)["table"]
    mixed = look(Selection(areas=("W01", "Z-PROEF", "G-WIJKEN")), snapshot, audience="intern")
    assert mixed.focus == ("G-WIJKEN",)
    assert any("Een groep overlapt" in said for said in mixed.notices)


def test_a_zone_is_judged_against_the_rest_of_the_city_not_of_the_zones(demo: Path) -> None:
    snapshot = own_areas_on(queries.current())
    asked = Selection(areas=("Z-PROEF",), level="zone", options=("los",))
    view = look(asked, snapshot, audience="intern")
    row = view.areas.loc["Z-PROEF"]
    rest = (view.city.n - row["n"]) / (view.city.before - row["before"])
    assert row["ratio"] == pytest.approx(row["n"] / row["before"] / rest)


def test_what_lies_in_a_chosen_wijk_is_said_to_count_already(demo: Path) -> None:
    found, said = in_focus(Selection(areas=("W13", "44021E32K"), level="buurt"))
    names = queries.areas(queries.current(), audience="publiek")["name"]
    assert found == ("W13",)
    assert said == [f"{names['44021E32K']} ligt in Dampoort en telt al mee."]
    frame = queries.areas(queries.current(), audience="publiek")
    two = list(frame.index[frame["parent_code"] == "W13"][:2])
    found, said = in_focus(Selection(areas=(*two, "W13", "W22"), level="buurt"))
    assert set(found) == {"W13", "W22"}
    assert said == [f"{names[two[0]]} en {names[two[1]]} liggen in Dampoort en tellen al mee."]
    assert in_focus(Selection(areas=("44021E32K", "W22"), level="buurt"))[1] == []


@pytest.mark.parametrize("audience", ["publiek", "raad"])
def test_others_get_no_own_areas_in_a_view(demo: Path, audience) -> None:
    snapshot = own_areas_on(queries.current())
    assert set(availability.levels(Selection(), snapshot, audience)) == {"wijk", "buurt"}
    with pytest.raises(SelectionError, match="bestaat niet"):
        look(Selection(areas=("Z-PROEF",)), snapshot, audience=audience)
