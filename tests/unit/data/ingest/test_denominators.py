"""Denominators come in per area, kind and year, or say why not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.errors import InputError
from data.ingest.denominators import DenominatorFields, import_denominators
from data.snapshot import current_version

HEADER = "area;year;kind;value;source\n"
ALL = "SELECT area_code, kind, year, value FROM denominator ORDER BY 1, 2, 3"


def write(folder: Path, text: str, name: str = "noemers.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_by_code_or_name_and_the_same_file_again_changes_nothing(city, tmp_path, ask) -> None:
    text = "W01;2024;inwoners;19264;Stad Gent\nStationsbuurt Noord;2024;Fietsenstallingen;14503,0;Stad Gent\n"
    file = write(tmp_path, HEADER + text)
    assert import_denominators(file).rows_rejected == 0
    assert ask(ALL) == [("W01", "inwoners", 2024, 19264.0), ("W22", "stallingsplaatsen", 2024, 14503.0)]
    assert ask("SELECT kind, publisher FROM source") == [("denominators", "Stad Gent")]
    version = current_version()
    assert not import_denominators(file).changed
    assert current_version() == version


def test_newer_values_replace_only_their_own(city, tmp_path, ask) -> None:
    import_denominators(write(tmp_path, HEADER + "W01;2024;inwoners;1;A\nW22;2024;inwoners;2;A\n"))
    import_denominators(write(tmp_path, HEADER + "W01;2024;inwoners;5;B\n", "nieuw.csv"))
    assert [row[3] for row in ask(ALL)] == [5.0, 2.0]
    assert len(ask("SELECT source_id FROM source")) == 2
    import_denominators(write(tmp_path, HEADER + "W01;2024;inwoners;6;C\nW22;2024;inwoners;7;C\n", "alles.csv"))
    assert len(ask("SELECT DISTINCT source_id FROM denominator")) == 1
    assert len(ask("SELECT source_id FROM source")) == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Atlantis;2024;inwoners;1;A", "geen gebied met deze code of naam"),
        ("Onbekend;2024;inwoners;1;A", "geen gebied met deze code of naam"),
        ("W22;2024;fietsers;1;A", "onbekende noemer: kies uit inwoners, stallingsplaatsen"),
        ("W22;2024;km2;1;A", "op de kaart gemeten"),
        ("W22;2024;inwoners;-1;A", "negatieve waarde"),
        ("W22;2024;inwoners;inf;A", "geen getal"),
        ("W22;2024;inwoners;nan;A", "geen getal"),
        ("W22;2024;inwoners;1.234;A", "dubbelzinnig getal"),
        ("W22;twintig;inwoners;1;A", "onmogelijk jaar"),
        ("W22;2024;inwoners;1;", "het veld 'source' is leeg"),
        ("W01;2024;Inwoners;1;A", "dubbele rij"),
    ],
)
def test_a_bad_row_is_rejected_with_its_reason(city, tmp_path, ask, row: str, reason: str) -> None:
    result = import_denominators(write(tmp_path, f"{HEADER}W01;2024;inwoners;1;A\n{row}\n"))
    assert (result.rows_accepted, result.rows_rejected) == (1, 1)
    (told,) = ask("SELECT line, reason FROM rejected")
    assert told[0] == 3
    assert reason in str(told[1])


def test_values_that_contradict_each_other_are_both_rejected(city, tmp_path) -> None:
    with pytest.raises(InputError, match=r"tegenspraak.* \(2 keer\)"):
        import_denominators(write(tmp_path, HEADER + "W01;2024;inwoners;1;A\nBinnenstad;2024;inwoners;2;A\n"))


def test_a_property_of_polygons_is_a_denominator_too(city, tmp_path, ask) -> None:
    features = [{"type": "Feature", "geometry": None, "properties": {"CODE": c, "INW": n}} for c, n in [("W01", 0)]]
    file = write(tmp_path, json.dumps({"type": "FeatureCollection", "features": features}), "wijken.geojson")
    fields = DenominatorFields(area="CODE", value="INW", kind="inwoners", year=2012, source="CBS")
    import_denominators(file, fields=fields)
    assert ask(ALL) == [("W01", "inwoners", 2012, 0.0)]


def test_a_kind_that_nobody_knows_is_refused_at_once(city, tmp_path) -> None:
    with pytest.raises(InputError, match="onbekende noemer"):
        import_denominators(tmp_path / "weg.csv", fields=DenominatorFields(kind="fietsers"))
