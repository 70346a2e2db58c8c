"""Thirty files that cannot be used, or only in part, each with the sentence it gets; and any bytes at all."""

from __future__ import annotations

import io
import json
import random
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import InputError
from data.ingest.formats import read_rows
from data.ingest.incidents.load import import_incidents
from data.ingest.incidents.sample import read_sample
from data.snapshot import current_version

P = "3.705;51.045"
HEAD = "tijd;lon;lat\n"
KEYED = "nr;tijd;lon;lat\n"
BELGIAN = {"time": {"moment": "tijd", "format": "dd/mm/yyyy"}}
WINDOW = {"time": {"from": "van", "until": "tot"}}
PARTS = {"time": {"year": "j", "month": "m", "hour": "u"}}
GEO = {"place": {"geometry": True}}


def zipped(name: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(name, "x")
    return target.getvalue()


def workbook(*rows: tuple[object, ...]) -> bytes:
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


def table() -> bytes:
    target = io.BytesIO()
    pd.DataFrame({"tijd": ["2024-03-01", "2024-03-02"], "lon": [3.7, 3.71], "lat": 51.0}).to_parquet(target)
    return target.getvalue()


WORKBOOK, PARQUET = workbook(("tijd", "lon", "lat"), ("2024-03-01", 3.7, 51.0)), table()


def feature(geometry: object) -> bytes:
    one = {"type": "Feature", "properties": {"tijd": "2024-03-01"}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [one]}).encode()


REFUSED = [
    ("leeg", b"", {}, "het bestand is leeg"),
    ("alleen een kop", HEAD.encode(), {}, "er staan geen rijen in het bestand"),
    ("webpagina", b"<!DOCTYPE html><html></html>", {}, "dit is een webpagina of XML"),
    ("zip", zipped("feiten.csv"), {}, "een ouder rekenblad of een gecomprimeerd bestand"),
    ("oud rekenblad", b"\xd0\xcf\x11\xe0" + b"\x00" * 99, {}, "een ouder rekenblad"),
    ("kapot rekenblad", zipped("xl/workbook.xml"), {}, "het rekenblad is beschadigd of beveiligd"),
    ("leeg rekenblad", workbook(), {}, "het eerste blad is leeg"),
    ("rekenblad zonder kolom", workbook(("tijd", "lon"), ("2024-03-01", 3.7)), {}, "kolom 'lat' ontbreekt"),
    ("beeld", b"\x89PNG\r\n\x1a\n\x00\x00", {}, "dit is geen tekstbestand"),
    ("afgebroken json", b'[{"tijd": "2024', {}, "het json-bestand is afgebroken of beschadigd"),
    ("foutmelding van een server", b'{"message": "Not found"}', {}, "een foutmelding van de opendata-server"),
    ("kapot parquet", b"PAR1 en dan niets", {}, "het parquet-bestand is beschadigd"),
    ("kapot geopackage", b"SQLite format 3\x00 en dan niets", GEO, "het kaartbestand is beschadigd"),
    ("kapot kaartbestand", b'{"type": "FeatureCollection", "features": [{', GEO, "het kaartbestand is beschadigd"),
    ("csv, maar punten gevraagd", f"{HEAD}2024-03-01;{P}\n".encode(), GEO, "(geometry = true), en dat is dit niet"),
    (
        "vlak in plaats van punt",
        feature({"type": "LineString", "coordinates": [[3, 51], [4, 51]]}),
        GEO,
        "de geometrie is geen punt (1 keer)",
    ),
    ("kolom ontbreekt", b"tijd;lon\n2024-03-01;3.7\n", {}, "kolom 'lat' ontbreekt. Gevonden kolommen: tijd, lon"),
    ("kolom dubbel", f"tijd;tijd;lon;lat\n1;2024-03-01;{P}\n".encode(), {}, "staat er meer dan één keer in"),
    ("aanhalingsteken open", f'{HEAD}2024-03-01;{P}\n"2024-03-02;{P}\n'.encode(), {}, "onleesbaar vanaf regel 3"),
    ("te weinig velden", f"{HEAD}2024-03-01\n".encode(), {}, "de regel heeft 1 velden in plaats van 3 (1 keer)"),
    (
        "dag of maand eerst?",
        f"{HEAD}03/04/2024;{P}\n".encode(),
        {},
        'of de dag of de maand eerst komt (bijvoorbeeld 03/04/2024). Geef format = "dd/mm/yyyy"',
    ),
    (
        "dag en maand door elkaar",
        f"{HEAD}31/03/2024;{P}\n03/31/2024;{P}\n".encode(),
        {},
        "sommige datums kunnen alleen dd/mm/jjjj zijn (1 keer) en andere alleen mm/dd/jjjj (1 keer)",
    ),
    ("geen datum", f"{HEAD}gisteren;{P}\n".encode(), {}, "geen datum (1 keer)"),
    ("datum ontbreekt", f"{HEAD};{P}\n".encode(), {}, "de datum ontbreekt (1 keer)"),
    ("31 februari", f"{HEAD}31/02/2024;{P}\n".encode(), BELGIAN, "deze datum bestaat niet (1 keer)"),
    ("uur 25", f"{HEAD}2024-03-01 25:00;{P}\n".encode(), {}, "dit uur bestaat niet (1 keer)"),
    ("jaar 204", f"{HEAD}0204-03-01;{P}\n".encode(), {}, "onmogelijk jaar (1 keer)"),
    ("toekomst", f"{HEAD}2024-06-16;{P}\n".encode(), {}, "de datum ligt in de toekomst (1 keer)"),
    ("geen begin en geen einde", f"van;tot;lon;lat\n;;{P}\n".encode(), WINDOW, "begin en einde ontbreken"),
    ("maand 13", f"j;m;u;lon;lat\n2024;13;9;{P}\n".encode(), PARTS, "deze datum bestaat niet (1 keer)"),
    ("een andere stad", f"{HEAD}2024-03-01;6.57;53.21\n".encode(), {}, "vallen in geen enkel stelsel bij de geladen"),
    (
        "een andere stad, opgegeven",
        f"{HEAD}2024-03-01;6.57;53.21\n".encode(),
        {"place": {"lon": "lon", "lat": "lat", "crs": 4326}},
        "het punt ligt buiten alle gebieden (1 keer)",
    ),
    (
        "onbekend feit",
        f"feit;{HEAD}Tak;2024-03-01;{P}\n".encode(),
        {"category": None, "category_column": "feit"},
        "de catalogus kent dit soort feit niet",
    ),
    ("sleutel leeg", f"{KEYED};2024-03-01;{P}\n".encode(), {"key": ("nr",)}, "de sleutel 'nr' is leeg (1 keer)"),
    (
        "verkeerde maanden",
        f"{HEAD}2024-03-01;{P}\n".encode(),
        {"months": ("2023-01", "2023-12")},
        "geen enkel feit valt in de maanden die de mapping geeft (01-2023 tot en met 12-2023)",
    ),
]


@pytest.mark.parametrize(("content", "changes", "sentence"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_a_file_that_cannot_be_used_gets_its_sentence_and_changes_nothing(
    load, city, content, changes, sentence
) -> None:
    version = current_version()
    with pytest.raises(InputError) as raised:
        load(content, **changes)
    assert sentence in str(raised.value)
    assert current_version() == version
    assert not list((city / "snapshots").glob("building-*"))


def test_good_and_bad_rows_together_add_up(load, ask) -> None:
    rows = [f"2024-03-01;{P}", "2024-03-01", f"2024-13-01;{P}", f"2024-06-16;{P}", "2024-03-01;6;53", f"x;{P}"]
    result = load(HEAD + "\n".join(rows))
    assert (result.rows_in, result.rows_accepted, result.rows_rejected) == (6, 1, 5)
    assert result.report is not None
    assert len(result.report.read_text(encoding="utf-8-sig").splitlines()) == 6
    assert ask("SELECT rows_in, rows_accepted, rows_rejected FROM source") == [(6, 1, 5)]


pieces = st.sampled_from(
    [
        "2024-03-01",
        "31/03/2024 22:00",
        "3.705",
        "51.045",
        "0",
        ";",
        ";",
        "\n",
        "\n",
        '"',
        ",",
        "x",
        "é",
        "\x00",
        "9e999",
    ]
)
texts = st.lists(pieces, max_size=40).map(lambda parts: (HEAD + "".join(parts)).encode())
cells = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(date(1990, 1, 1))
records = st.lists(st.fixed_dictionaries({"tijd": cells, "lon": cells, "lat": cells}), max_size=5)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=120) | texts | records.map(lambda r: json.dumps(r, default=str).encode()))
def test_any_bytes_give_facts_or_a_sentence(load, content: bytes) -> None:
    try:
        result = load(content)
    except InputError:
        return
    assert result.rows_in == result.rows_accepted + result.rows_rejected
    assert result.rows_accepted > 0


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10**6), cut=st.integers(0, 5000), kind=st.sampled_from(["xlsx", "geojson", "sqlite", "parquet"])
)
def test_a_damaged_workbook_or_map_gives_rows_or_a_sentence(tmp_path: Path, seed: int, cut: int, kind: str) -> None:
    point = {"type": "Point", "coordinates": [3.705, 51.045]}
    whole = {"xlsx": WORKBOOK, "parquet": PARQUET}.get(kind) or feature(point)
    content = bytearray(whole if kind != "sqlite" else b"SQLite format 3\x00" + whole)
    rng = random.Random(seed)
    for _ in range(rng.randint(0, 5)):
        content[rng.randrange(16, len(content))] = rng.randrange(256)
    path = tmp_path / "bestand"
    path.write_bytes(bytes(content[: max(20, len(content) - cut)]))
    columns = ["tijd"] if kind in ("xlsx", "parquet") else ["tijd", "geometrie x", "geometrie y"]
    try:
        frame = read_rows(path, columns, points=len(columns) > 1).frame
    except InputError:
        return
    assert len(frame) > 0


def test_a_mapping_that_asks_for_areas_that_are_not_there(city, mapping, tmp_path) -> None:
    from data.snapshot import building
    from data.tables import area

    with building() as made:
        made.connection.execute(area.delete().where(area.c.level == "buurt"))
    (tmp_path / "f.csv").write_text("w;tijd\nx;2024-03-01\n", encoding="utf-8")
    with pytest.raises(InputError, match="areas BESTAND --level buurt"):
        import_incidents(tmp_path / "f.csv", mapping=mapping(place=None, area={"column": "w", "level": "buurt"}))


def rezipped(content: bytes, **parts: bytes) -> bytes:
    """A workbook with these parts, packed as tightly as can be, instead of its own or beside them."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "size"),
    [("xl/worksheets/sheet1.xml", 60_000_000), ("xl/styles.xml", 21_000_000), ("[Content_Types].xml", 21_000_000)],
)
def test_a_workbook_that_unpacks_to_far_more_than_itself_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, size: int
) -> None:
    file = tmp_path / "bom.xlsx"
    file.write_bytes(rezipped(workbook(("tijd", "lon", "lat"), ("2024-03-01", 3.7, 51.0)), **{name: b" " * size}))
    assert file.stat().st_size < 100_000
    monkeypatch.setattr("data.ingest.read_xlsx.load_workbook", lambda *_, **__: pytest.fail("it was read"))
    with pytest.raises(InputError, match="meer dan hier gelezen wordt"):
        read_rows(file, ["tijd"])
    with pytest.raises(InputError, match="meer dan hier gelezen wordt"):
        read_sample(file)
