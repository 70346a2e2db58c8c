"""What the product makes of a file that nobody described: each guess, its reason, and any bytes at all."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from data.catalogue.incident_source import IncidentsSource
from data.errors import InputError
from data.ingest.incidents.form import mapping_of, read_form, source_id_of, to_toml
from data.ingest.incidents.load import import_incidents
from data.ingest.incidents.propose import Proposal, propose_mapping
from tests.unit.data.ingest.incidents.conftest import TODAY

Propose = Callable[..., Proposal]


@pytest.fixture
def look(city: Path, tmp_path: Path) -> Propose:
    """Proposes a mapping for some bytes."""

    def run(content: str | bytes, *, name: str = "feiten.csv", **options: Any) -> Proposal:
        path = tmp_path / "bestand"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return propose_mapping(path, file_name=name, **options)

    return run


def lambert(crs: int, decimal: str) -> tuple[str, str]:
    x, y = Transformer.from_crs(4326, crs, always_xy=True).transform(3.705, 51.045)
    return f"{x:.2f}".replace(".", decimal), f"{y:.2f}".replace(".", decimal)


def test_a_belgian_export_is_read_without_a_single_correction(look, city, tmp_path) -> None:
    x, y = lambert(31370, ",")
    rows = [f"{n};Fietsdiefstal;{n + 12}/03/2024 22:00;{n + 13}/03/2024 6:00;{x};{y};Zuid;J" for n in range(5)]
    text = "Dossiernr;Soort feit;Datum van;Datum tot;X;Y;Wijk;Poging;Aangifte\n" + "\n".join(
        f"{row};{n + 14}/03/2024" for n, row in enumerate(rows)
    )
    found = look(text.encode("cp1252"), name="Uittreksel maart 2024.csv")
    form = found.form
    assert (form["separator"], form["decimal"], form["date_format"], form["crs"]) == (";", ",", "dd/mm/yyyy", "31370")
    assert (form["from"], form["until"]) == ("Datum van", "Datum tot")
    assert (form["x"], form["y"], form["key"], form["category_column"]) == ("X", "Y", "Dossiernr", "Soort feit")
    assert (form["area_column"], form["area_level"], form["area_match"]) == ("Wijk", "wijk", "name")
    assert (form["attempt"], form["attempt_values"]) == ("Poging", {"J": "poging"})
    assert form["id"] == "uittreksel-maart"
    for field in ("time", "date_format", "place", "decimal", "area", "category", "key", "attempt"):
        assert found.why[field]
    assert "scheidingsteken puntkomma" in found.told[0]
    assert found.rows[0][:3] == (2, "0", "Fietsdiefstal")

    form["attempt_values"] = {"J": "poging", "N": "voltooid"}
    mapping = IncidentsSource.model_validate(tomllib.loads(to_toml(read_form(form))))
    result = import_incidents(tmp_path / "bestand", mapping=mapping, today=TODAY)
    assert (result.rows_in, result.rows_accepted) == (5, 5)


@pytest.mark.parametrize("crs", [31370, 3812])
@pytest.mark.parametrize("names", [("x", "y"), ("kol1", "kol2"), ("NORTH_1", "west_2")])
def test_coordinates_are_recognised_by_their_values_whatever_they_are_called(look, crs, names) -> None:
    x, y = lambert(crs, ".")
    form = look(f"tijd,{names[0]},{names[1]}\n2024-03-01,{x},{y}\n2024-03-02,{x},{y}\n").form
    assert (form["x"], form["y"], form["crs"]) == (*names, str(crs))


def test_points_of_a_map_and_their_system(look) -> None:
    frame = gpd.GeoDataFrame({"tijd": ["2024-03-01"]}, geometry=gpd.points_from_xy([3.705], [51.045]), crs=4326)
    form = look(frame.to_json().encode(), name="graffiti 2024.geojson").form
    assert form["geometry"] is True
    assert form["moment"] == "tijd"
    assert form["category"] == "Graffiti"


@pytest.mark.parametrize("kind", ["xlsx", "parquet", "json"])
def test_other_formats(look, kind) -> None:
    frame = pd.DataFrame({"wanneer": ["2024-03-01 10:00"], "lon": [3.705], "lat": [51.045], "ernst": ["Dodelijk"]})
    target = io.BytesIO()
    if kind == "xlsx":
        frame.to_excel(target, index=False)
    elif kind == "parquet":
        frame.to_parquet(target)
    content = target.getvalue() or frame.to_json(orient="records").encode()
    form = look(content).form
    assert (form["moment"], form["x"], form["y"], form["crs"]) == ("wanneer", "lon", "lat", "4326")
    assert (form["severity"], form["severity_values"]) == ("ernst", {"Dodelijk": "dood"})


def test_what_cannot_be_told_is_said_and_left_to_a_person(look) -> None:
    found = look("tijd;a;b\n03/04/2024;1;2\n")
    assert "kijk dit na" in found.why["date_format"]
    assert found.why["place"] == "niet gevonden"
    assert "x" not in found.form
    assert "kies één categorie" in found.why["category"]
    with pytest.raises(InputError) as raised:
        read_form(found.form)
    assert "kies één categorie voor alle feiten" in str(raised.value)
    assert "kies de kolommen met de coördinaten" in str(raised.value)


def test_a_wrong_separator_or_encoding_can_be_corrected(look) -> None:
    text = "tijd|lon,lat|naam\n2024-03-01|3.705,51.045|Zuid\n"
    assert look(text).form["separator"] == "|"
    assert look(text, separator=",").form["separator"] == ","
    assert look("tijd;café\n2024-03-01;é\n".encode("cp1252")).form["encoding"] == "cp1252"
    assert "BOM" in " ".join(look("tijd;lon\n2024-03-01;3\n".encode("utf-8-sig")).told)
    with pytest.raises(InputError, match="bestaat niet"):
        look(text, separator="x")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"id": "Met spaties"}, "id: alleen kleine letters"),
        ({"id": "gent-criminaliteit"}, "al van een ingebouwde bron"),
        ({"moment": "", "from": "a"}, "horen samen"),
        ({"crs": "99"}, "deze keuze bestaat niet"),
        ({"attempt": "p"}, "kies minstens één waarde"),
        ({"provisional_months": "veel"}, "provisional_months"),
        ({"category": "Tak"}, None),
    ],
)
def test_a_form_that_cannot_be_gets_a_sentence(change, sentence) -> None:
    form = {"id": "proef", "category": "Graffiti", "moment": "t", "x": "a", "y": "b"} | change
    if sentence is None:
        assert read_form(form)["category"] == "Tak"  # the check of the file tells
        return
    with pytest.raises(InputError, match=sentence):
        read_form(form)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("Feiten 2024-03.csv", "feiten"), ("../../etc/passwd", "etc-passwd"), ("日本.csv", "feiten"), ("", "feiten")],
)
def test_ids_of_file_names(name, wanted) -> None:
    assert source_id_of(name) == wanted


words = st.sampled_from(
    ["tijd", "lon", "lat", "x", "wijk", "poging", "jaar", "nr", "é", '"', ";", ",", "\n", "\t", "|"]
)
values = st.sampled_from(["2024-03-01", "31/03/2024", "3.7", "51,04", "0", "J", "Zuid", "\x00", "9e999", ";", "\n", ""])
tables = st.tuples(st.lists(words, max_size=12), st.lists(values, max_size=40)).map(
    lambda both: (";".join(both[0]) + "\n" + ";".join(both[1])).encode()
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=150) | tables, name=st.text(max_size=20))
def test_any_bytes_give_a_proposal_or_a_sentence(look, content: bytes, name: str) -> None:
    try:
        found = look(content, name=name)
    except InputError:
        return
    assert found.content()["rows"]
    tomllib.loads(found.toml())
    with suppress(InputError):
        IncidentsSource.model_validate(read_form(found.form | {"category": "Graffiti", "category_column": None}))


plain = st.none() | st.booleans() | st.text(max_size=6) | st.integers() | st.lists(st.text(max_size=3), max_size=2)
forms = st.dictionaries(
    st.sampled_from(["id", "moment", "x", "y", "crs", "category", "key", "road_users", "severity_values", "separator"]),
    plain | st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2),
)


@settings(max_examples=150, deadline=None)
@given(form=forms)
def test_any_form_gives_a_mapping_or_a_sentence(form) -> None:
    try:
        made = read_form(form)
    except InputError:
        return
    IncidentsSource.model_validate(tomllib.loads(to_toml(made)))
    assert made == mapping_of(form)


def test_codes_of_road_users_and_names_of_areas_get_a_meaning(look, ask, tmp_path) -> None:
    found = look("dag;wie;plek\n2024-03-01;09;Op den hoek\n2024-03-02;03;Op den hoek\n", name="ongevallen.csv")
    form = found.form | {"category": "Verkeersongevallen met lichamelijk letsel", "moment": "dag"}
    form |= {"area_column": "plek", "area_values": {"Op den hoek": "Zuid"}, "area_level": "wijk"}
    form |= {"road_users": ["wie"], "road_users_values": {"09": "fiets"}}
    mapping = IncidentsSource.model_validate(tomllib.loads(to_toml(read_form(form))))
    assert mapping.area is not None
    assert mapping.area.aliases == {"Op den hoek": "Zuid"}
    assert mapping.extra.road_users is not None
    assert mapping.extra.road_users.values == {"09": "fiets"}
    import_incidents(tmp_path / "bestand", mapping=mapping, today=TODAY)
    assert ask("SELECT DISTINCT wijk_code FROM incident") == [("W1",)]
    assert ask("SELECT road_users FROM incident ORDER BY 1") == [("|03|",), ("|fiets|",)]
