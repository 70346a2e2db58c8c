"""An import of monthly counts publishes all of it or nothing, and the same file changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.catalogue.sources import CountsSource
from data.errors import InputError
from data.ingest.cells import replace_slices
from data.ingest.counts import import_counts
from data.ingest.record import SourceRecord, record_source
from data.ingest.result import ImportResult
from data.snapshot import building, current_version
from data.tables import area, incident

TODAY = date(2023, 9, 15)
YEAR = [("Binnenstad", "2022", month, "Graffiti", 2) for month in ("januari", "februari", "maart", "april")]


def load(mapping: CountsSource, *paths: Path) -> ImportResult:
    return import_counts(list(paths), mapping=mapping, today=TODAY)


def test_what_is_published_is_what_the_file_says(city, gent, records, ask) -> None:
    result = load(gent, records(*YEAR, ("Onbekend", "2022", "april", "Graffiti", 1), YEAR[0]))
    assert (result.rows_in, result.rows_accepted, result.rows_rejected) == (6, 5, 1)
    assert ask("SELECT sum(n), count(*), count(n) FROM cell") == [(9, 16, 5)]
    assert ask("SELECT source_id, month_from, month_until, rows_in FROM source") == [
        ("gent-criminaliteit-2022-01_2022-04", date(2022, 1, 1), date(2022, 4, 1), 6)
    ]
    assert ("rejected", "dubbele rij", 1) in ask("SELECT kind, reason, n FROM source_note")
    assert ask("SELECT line, reason FROM rejected") == [(6, "dubbele rij (ook op regel 1)")]
    assert result.report is not None
    assert pd.read_csv(result.report, sep=";")["line"].tolist() == [6]
    assert ask("SELECT count(*), min(sort) FROM category") == [(16, 1)]


def test_the_same_file_again_changes_nothing(city, gent, records) -> None:
    file = records(*YEAR, YEAR[0])
    load(gent, file)
    version = current_version()
    again = load(gent, file)
    assert not again.changed
    assert again.rows_rejected == 1
    assert current_version() == version
    assert any("was al geladen" in message for message in again.messages)


def test_another_reading_of_the_same_file_does_change_it(city, gent, records, ask) -> None:
    file = records(*YEAR)
    load(gent, file)
    assert load(gent.model_copy(update={"absent": "zero"}), file).changed
    assert ask("SELECT count(*) FROM cell WHERE n IS NULL") == [(0,)]


def test_newer_figures_replace_the_older_ones_of_the_same_months(city, gent, records, ask) -> None:
    load(gent, records(*YEAR))
    load(gent, records(*[(*row[:4], 7) for row in YEAR], name="verbeterd.json"))
    assert ask("SELECT sum(n) FROM cell") == [(28,)]
    assert ask("SELECT source_id, file_name FROM source") == [("gent-criminaliteit-2022-01_2022-04", "verbeterd.json")]


def test_a_longer_year_forgets_the_source_that_it_replaced(city, gent, records, ask) -> None:
    load(gent, records(*YEAR))
    load(gent, records(*YEAR, ("Binnenstad", "2022", "mei", "Graffiti", 1), name="nieuw.json"))
    assert ask("SELECT source_id FROM source") == [("gent-criminaliteit-2022-01_2022-05",)]


def test_two_files_of_one_period_live_side_by_side_when_they_tell_different_things(city, gent, records, ask) -> None:
    load(gent, records(*YEAR))
    load(gent, records(*[(*row[:3], "Fietsdiefstal", 1) for row in YEAR], name="fietsen.json"))
    assert ask("SELECT source_id FROM source ORDER BY 1") == [
        ("gent-criminaliteit-2022-01_2022-04",),
        ("gent-criminaliteit-2022-01_2022-04-2",),
    ]
    assert ask("SELECT sum(n) FROM cell") == [(12,)]


def test_the_newest_months_are_provisional_until_newer_ones_come(city, gent, records, ask) -> None:
    provisional = "SELECT month FROM coverage WHERE status = 'provisional' ORDER BY 1"
    load(gent, records(*YEAR))
    assert ask(provisional) == [(date(2022, month, 1),) for month in (2, 3, 4)]
    next_year = records(("Binnenstad", "2023", "januari", "Graffiti", 1), name="2023.json")
    load(gent, next_year)
    assert ask(provisional) == [(date(2023, 1, 1),)]
    assert not load(gent, next_year).changed


def test_months_that_are_not_there_yet_and_categories_of_later_years_are_missing(city, gent, records, ask) -> None:
    load(gent, records(*YEAR))
    assert ask("SELECT DISTINCT category_id FROM coverage") == [("graffiti",)]
    assert ask("SELECT max(month) FROM coverage") == [(date(2022, 4, 1),)]


def test_a_gap_and_a_month_of_zeros_are_told(city, gent, records, ask) -> None:
    load(gent, records(YEAR[0], (*YEAR[3][:4], 0)))
    assert set(ask("SELECT reason, n FROM source_note WHERE kind = 'defect'")) == {
        ("cel zonder cijfer: het gebied staat niet bij die maand en dat feit", 6),
        ("maand waarin alle aantallen nul zijn", 1),
        ("maand zonder één rij, tussen de eerste en de laatste maand", 2),
    }


def test_real_counts_remove_the_demonstration_in_the_same_publish(city, gent, records, ask) -> None:
    month = pd.Timestamp("2020-01-01")
    slices = pd.DataFrame({"level": ["wijk"], "category_id": ["graffiti"], "month": [month]})
    with building() as made:
        for grain in ("counts", "incidents"):
            told = slices.assign(grain=grain)
            cells = told.merge(pd.DataFrame({"area_code": ["W01"], "n": [3]}), how="cross")
            replace_slices(made, cells, told.assign(status="ok", source_id=f"demo-{grain}"))
            record_source(
                made,
                SourceRecord(
                    f"demo-{grain}",
                    "demo",
                    grain,
                    "t",
                    "p",
                    "l",
                    "f",
                    "0",
                    1,
                    1,
                    0,
                    is_demo=True,  # type: ignore[arg-type]
                ),
            )
        facts = pd.DataFrame({"incident_key": ["a"], "source_id": ["demo-incidents"], "category_id": ["graffiti"]})
        made.append(incident, facts.assign(month=month))
    result = load(gent, records(*YEAR))
    assert "De demonstratiecijfers zijn verwijderd." in result.messages
    assert ask("SELECT (SELECT count(*) FROM incident), count(*), sum(n) FROM cell") == [(0, 16, 8)]
    assert ask("SELECT value FROM meta WHERE key = 'is_demo'") == [("0",)]
    assert ask("SELECT count(*) FROM source WHERE is_demo") == [(0,)]


def test_several_years_are_one_publish(city, gent, records, ask) -> None:
    other = records(("Binnenstad", "2021", "mei", "Graffiti", 5), name="2021.json")
    result = load(gent, records(*YEAR), other, other)
    assert result.rows_in == 5
    assert ask("SELECT count(*) FROM source") == [(2,)]
    assert ask("SELECT sum(n) FROM cell") == [(13,)]


@pytest.mark.parametrize("bad", ["niets.json", "slecht.json", "overlapt.json"])
def test_one_bad_file_leaves_everything_as_it_was(city, gent, records, ask, bad: str) -> None:
    load(gent, records(*YEAR))
    version = current_version()
    (city.parent / "niets.json").write_text("[", encoding="utf-8")
    records(("Atlantis", "2022", "mei", "Graffiti", 5), name="slecht.json")
    records(
        ("Binnenstad", "2021", "mei", "Graffiti", 6), ("Onbekend", "2021", "mei", "Graffiti", 6), name="overlapt.json"
    )
    good = records(("Binnenstad", "2021", "mei", "Graffiti", 5), name="2021.json")
    with pytest.raises(InputError):
        load(gent, good, city.parent / bad)
    assert current_version() == version
    assert ask("SELECT sum(n) FROM cell") == [(8,)]
    assert not list((city / "snapshots").glob("building-*"))


def test_without_areas_the_way_out_is_told(var_dir, gent, records) -> None:
    with pytest.raises(InputError, match="areas BESTAND --level wijk"):
        load(gent, records(*YEAR))
    assert current_version() is None


def test_a_file_of_which_nothing_is_usable_says_why(city, gent, records) -> None:
    with pytest.raises(InputError, match=r"geen enkele van de 2 rijen is bruikbaar. er is geen gebied .* \(2 keer\)"):
        load(gent, records(("Atlantis", "2022", "mei", "Graffiti", 5), ("Mu", "2022", "mei", "Graffiti", 5)))


def test_figures_per_buurt_come_in_with_the_same_mapping(city, gent, wijken, records, ask) -> None:
    buurten = wijken.assign(level="buurt", area_code=["B" + code for code in wijken["area_code"]])
    with building() as made:
        made.append(area, buurten)
    load(gent, records(*YEAR))
    load(gent.model_copy(update={"id": "buurten", "level": "buurt"}), records(*YEAR[:1]))
    assert ask("SELECT level, sum(n) FROM cell GROUP BY 1 ORDER BY 1") == [("buurt", 2), ("wijk", 8)]
    assert ask("SELECT DISTINCT area_code FROM cell WHERE n = 2 AND level = 'buurt'") == [("BW01",)]


def test_every_step_is_told_up_to_its_end(city, gent, records) -> None:
    told: dict[str, tuple[int, int | None]] = {}
    import_counts(
        [records(*YEAR)],
        mapping=gent,
        today=TODAY,
        progress=lambda text, done, total: told.update({text: (done, total)}),
    )
    assert told == {"Bestanden lezen en controleren": (1, 1), "Schrijven": (1, 1)}
