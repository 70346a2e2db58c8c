"""Files of rows are read in whatever form a portal offers them, and refused with a sentence otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import InputError
from data.ingest.formats import read_rows

COLUMNS = ("quarter", "fact_category", "total")
RING = [[4.0, 51.0], [3.0, 51.0], [3.0, 52.0], [4.0, 52.0], [4.0, 51.0]]


def write(folder: Path, content: bytes | str, name: str = "bestand") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def values(path: Path) -> list[tuple[object, ...]]:
    frame = read_rows(path, COLUMNS).frame
    return [tuple(None if pd.isna(v) else v for v in row) for row in frame.itertuples(index=False, name=None)]


ROWS = [("Binnenstad", "Graffiti", "3"), ("Stationsbuurt-Zuid", "Graffiti", "0")]


def test_every_json_form_gives_the_same_rows(tmp_path: Path) -> None:
    plain = [{"quarter": q, "fact_category": c, "total": int(n), "geometry": {"coordinates": RING}} for q, c, n in ROWS]
    feature = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [RING]}}
    forms = {
        "export": plain,
        "records": {"total_count": 2, "results": plain},
        "geojson": {"type": "FeatureCollection", "features": [{**feature, "properties": r} for r in plain]},
        "fields": [{"recordid": "x", "fields": r} for r in plain],
    }
    expected = [(1, None, *ROWS[0]), (2, None, *ROWS[1])]
    for name, document in forms.items():
        assert values(write(tmp_path, json.dumps(document), name)) == expected, name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_of_any_separator_and_encoding(tmp_path: Path, separator: str, encoding: str) -> None:
    lines = [separator.join(("total", "quarter", "Fact category")), separator.join(("3", "Café", "Graffiti"))]
    assert values(write(tmp_path, "\r\n".join(lines).encode(encoding))) == [(2, None, "Café", "Graffiti", "3")]


def test_csv_lines_are_numbered_as_an_editor_numbers_them(tmp_path: Path) -> None:
    text = 'quarter;fact_category;total\n"Binnen\nstad";Graffiti;1\n\nStationsbuurt;Graffiti\nOnbekend;Graffiti;2\n'
    rows = values(write(tmp_path, text))
    assert [row[0] for row in rows] == [2, 5, 6]
    assert rows[1][1] == "de regel heeft 2 velden in plaats van 3"


def test_a_polygon_in_a_csv_field_is_no_obstacle(tmp_path: Path) -> None:
    shape = json.dumps({"coordinates": [RING * 4000]}).replace('"', '""')
    assert len(shape) > 131_072
    text = f'quarter;fact_category;total;geometry\nBinnenstad;Graffiti;1;"{shape}"\n'
    assert values(write(tmp_path, text)) == [(2, None, "Binnenstad", "Graffiti", "1")]


def test_parquet_of_numbers_and_dictionaries(tmp_path: Path) -> None:
    frame = pd.DataFrame({"quarter": pd.Categorical(["Binnenstad"]), "fact_category": ["Graffiti"], "total": [3]})
    frame.to_parquet(tmp_path / "bestand")
    assert values(tmp_path / "bestand") == [(1, None, "Binnenstad", "Graffiti", "3")]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "leeg"),
        (b"\xef\xbb\xbf \n", "leeg"),
        (b"<!DOCTYPE html><html>", "webpagina"),
        (b"PK\x03\x04aaaa", "rekenblad"),
        (b"\x00\x01\x02", "geen tekstbestand"),
        (b'[{"quarter": "a"', "afgebroken"),
        (b"[" * 100_000, "afgebroken"),
        (b"[]", "geen rijen"),
        (b'{"a": 1}', "geen lijst van records"),
        (b'{"error_code": "X", "message": "Unknown dataset"}', "Unknown dataset"),
        (b'[{"quarter": "a", "total": 1}]', "'fact_category' ontbreekt. Gevonden kolommen: quarter, total"),
        (b"quarter;total\na;1\n", "'fact_category' ontbreekt"),
        (b"quarter;fact_category;total\n", "geen rijen"),
        (b'quarter;fact_category;total\na;b;1\n"c;d;2\ne;f;3\n', "vanaf regel 3"),
        (b"quarter;quarter;fact_category;total\na;a;b;1\n", "meer dan één keer"),
        (b"PAR1 and then nothing", "parquet-bestand is beschadigd"),
    ],
)
def test_what_cannot_be_used_gets_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        read_rows(write(tmp_path, content), COLUMNS)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="bestaat niet"):
        read_rows(tmp_path / "weg.csv", COLUMNS)


csv_like = st.text(st.sampled_from('quarter;fact_category;total\n"ab1,;\n\r\t\x00é€\ud800'), max_size=200).map(
    lambda tail: ("quarter;fact_category;total\n" + tail).encode("utf-8", "surrogatepass")
)
json_like = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from([*COLUMNS, "results", "features", "properties", "fields", "message", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
).map(lambda document: json.dumps(document).encode())


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200) | csv_like | json_like | st.binary(max_size=60).map(b"PAR1".__add__))
def test_any_bytes_give_rows_or_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = write(tmp_path, content)
    try:
        frame = read_rows(path, COLUMNS).frame
    except InputError:
        return
    assert len(frame) > 0
    assert frame["line"].is_monotonic_increasing
    assert frame["line"].is_unique
