"""Facts come in with their time and place, are updated by their key, and are counted at every level."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from pyproj import Transformer
from sqlalchemy import insert, select

from data.errors import InputError
from data.ingest.incidents.places import OTHER_SIGN
from data.snapshot import building, current_version
from data.tables import area, source

HERE = "3.705;51.045"  # B11
EAST = "3.715;51.045"  # B12
HEAD = "nr;tijd;lon;lat\n"
THREE = f"{HEAD}1;2024-03-01 10:00;{HERE}\n2;2024-03-31;{EAST}\n3;2024-05-02T23:59:59;;\n"
KEY = {"key": ("nr",)}


def told(result) -> str:
    return "\n".join(result.messages)


def test_facts_are_stored_and_counted_at_every_level(load, ask) -> None:
    result = load(THREE, **KEY)
    assert (result.rows_in, result.rows_accepted, result.rows_rejected, result.changed) == (3, 3, 0, True)
    assert ask(
        "SELECT incident_key, source_id, time_from, time_known, hour, month, buurt_code, wijk_code "
        "FROM incident ORDER BY 1"
    ) == [
        ("1", "proef-2024-03_2024-05", datetime(2024, 3, 1, 10), "minute", 10, date(2024, 3, 1), "B11", "W1"),
        ("2", "proef-2024-03_2024-05", datetime(2024, 3, 31), "day", None, date(2024, 3, 1), "B12", "W1"),
        ("3", "proef-2024-03_2024-05", datetime(2024, 5, 2, 23, 59, 59), "minute", 23, date(2024, 5, 1), "B00", "W00"),
    ]
    cells = dict(ask("SELECT level || area_code || month, n FROM cell WHERE grain = 'incidents'"))
    assert {key: n for key, n in cells.items() if n} == {
        "wijkW12024-03-01": 2,
        "wijkW002024-05-01": 1,
        "buurtB112024-03-01": 1,
        "buurtB122024-03-01": 1,
        "buurtB002024-05-01": 1,
    }
    assert len(cells) == 3 * (3 + 5)
    assert ask("SELECT DISTINCT category_id, status FROM coverage") == [("fietsdiefstal", "ok")]
    assert ask("SELECT month_from, month_until, note FROM source") == [
        (date(2024, 3, 1), date(2024, 5, 1), result.messages[-1].split(". ", 1)[1])
    ]
    assert "eerste en de laatste maand kunnen onvolledig zijn" in told(result)
    assert "zonder locatie: geteld bij 'Onbekend': 1" in told(result)


@pytest.mark.parametrize("key", [("nr",), ()])
def test_the_same_file_twice_changes_nothing(load, ask, key) -> None:
    content = f"{THREE}1;2024-03-01 10:00;{HERE}\n" if not key else THREE
    load(content, key=key)
    version = current_version()
    again = load(content, key=key)
    assert not again.changed
    assert "was al geladen" in told(again)
    assert current_version() == version
    assert ask("SELECT count(*), count(DISTINCT incident_key) FROM incident") == [(4 if not key else 3,) * 2]


def test_a_newer_export_updates_by_key_and_never_doubles(load, ask) -> None:
    load(THREE, **KEY)
    result = load(f"{HEAD}2;2024-03-30;{HERE}\n4;2024-04-01;{HERE}\n", name="later.csv", **KEY)
    assert "1 nieuwe feiten, 1 bijgewerkt" in told(result)
    assert ask("SELECT incident_key, buurt_code FROM incident ORDER BY 1") == [
        ("1", "B11"),
        ("2", "B11"),
        ("3", "B00"),
        ("4", "B11"),
    ]
    assert ask("SELECT month, sum(n) FROM cell WHERE level = 'wijk' GROUP BY 1 ORDER BY 1") == [
        (date(2024, 3, 1), 2),
        (date(2024, 4, 1), 1),
        (date(2024, 5, 1), 1),
    ]
    assert ask("SELECT source_id FROM source ORDER BY 1") == [("proef-2024-03_2024-04",), ("proef-2024-03_2024-05",)]


def test_another_source_of_the_same_facts_replaces_and_says_so(load, ask) -> None:
    load(THREE, **KEY)
    result = load(THREE, id="ander", **KEY)
    assert "3 feiten van een andere bron over dezelfde maanden zijn vervangen." in told(result)
    assert ask("SELECT source_id, count(*) FROM incident GROUP BY 1") == [("ander-2024-03_2024-05", 3)]
    assert ask("SELECT source_id FROM source") == [("ander-2024-03_2024-05",)]
    assert ask("SELECT sum(n) FROM cell WHERE level = 'wijk'") == [(3,)]


def test_a_key_may_be_there_once(load, ask) -> None:
    result = load(f"{THREE}1;2024-04-04;{EAST}\n;2024-04-04;{EAST}\n", **KEY)
    assert (result.rows_accepted, result.rows_rejected) == (3, 2)
    assert ask("SELECT line, reason, raw FROM rejected ORDER BY 1") == [
        (5, "deze sleutel staat er al (op regel 2)", "nr=1; tijd=2024-04-04; lon=3.715; lat=51.045"),
        (6, "de sleutel 'nr' is leeg", "nr=; tijd=2024-04-04; lon=3.715; lat=51.045"),
    ]


@pytest.mark.parametrize("crs", [31370, 3812])
@pytest.mark.parametrize("swapped", [False, True])
def test_belgian_coordinates_are_recognised_and_told(load, ask, crs, swapped) -> None:
    x, y = Transformer.from_crs(4326, crs, always_xy=True).transform(3.705, 51.045)
    first, second = (f"{v:.2f}".replace(".", ",") for v in ((y, x) if swapped else (x, y)))
    result = load(f"tijd;x;y\n2024-03-01;{first};{second}\n", place={"x": "x", "y": "y"})
    assert ask("SELECT buurt_code, round(lon, 5), round(lat, 5) FROM incident") == [("B11", 3.705, 51.045)]
    assert f"EPSG:{crs}" in told(result)
    assert "herkend aan de waarden" in told(result)
    assert ("verwisseld" in told(result)) is swapped


def test_the_decimal_sign_is_told_and_a_row_with_another_is_counted(load, ask) -> None:
    x, y = Transformer.from_crs(4326, 31370, always_xy=True).transform(3.705, 51.045)
    point = (f"{x:.2f}", f"{y:.2f}")
    comma = tuple(text.replace(".", ",") for text in point)
    grouped = tuple(f"{text[:-6]}.{text[-6:]}" for text in comma)  # 104.255,10
    rows = "".join(f"2024-03-0{day};{';'.join(pair)}\n" for day, pair in enumerate((comma, point, grouped), 1))
    said = told(load(f"tijd;x;y\n{rows}", place={"x": "x", "y": "y"}))
    assert "Decimaalteken van de coördinaten: komma (herkend, bij 4 van de 6 getallen)." in said
    assert f"{OTHER_SIGN}: 1" in said
    assert ask("SELECT buurt_code, count(*) FROM incident GROUP BY 1") == [("B11", 3)]
    said = told(load(f"tijd;lon;lat\n2024-03-01;{HERE}\n"))
    assert "Decimaalteken van de coördinaten: punt (herkend, bij alle getallen)." in said
    assert OTHER_SIGN not in said


def test_one_row_with_its_axes_swapped_is_put_right_and_counted(load, ask) -> None:
    result = load(f"{HEAD}1;2024-03-01;{HERE}\n2;2024-03-01;{HERE}\n3;2024-03-01;51.045;3.715\n")
    assert ask("SELECT buurt_code, count(*) FROM incident GROUP BY 1 ORDER BY 1") == [("B11", 2), ("B12", 1)]
    assert "assen van deze rij verwisseld, en rechtgezet: 1" in told(result)


@pytest.mark.parametrize(
    ("place", "why"),
    [
        (";", "zonder coördinaten"),
        ("0;0", "de coördinaten zijn 0 en 0"),
        ("0,0;0,00", "de coördinaten zijn 0 en 0"),
        ("3.705;", "zonder coördinaten"),
        ("hier;51.045", "onmogelijke coördinaten"),
        ("inf;51.045", "onmogelijke coördinaten"),
        ("3.705;510.45", "onmogelijke coördinaten"),
    ],
)
def test_a_fact_without_a_usable_place_is_kept_and_counted(load, ask, place, why) -> None:
    result = load(f"{HEAD}1;2024-03-01;{place}\n2;2024-03-01;{HERE}\n")
    assert result.rows_accepted == 2
    assert why in told(result)
    assert ask("SELECT lon, buurt_code, wijk_code FROM incident WHERE lon IS NULL") == [(None, "B00", "W00")]


def test_a_point_a_metre_outside_belongs_to_the_city_and_one_further_does_not(load, ask) -> None:
    metre = 1 / 111_195
    rows = [f"{i};2024-03-01;3.705;{51.04 - m * metre}" for i, m in enumerate((1.0, 5.0))]
    result = load(HEAD + "\n".join(rows))
    assert (result.rows_accepted, result.rows_rejected) == (1, 1)
    assert ask("SELECT reason FROM rejected")[0][0].startswith("het punt ligt buiten alle gebieden (3.70500, 51.0")


def test_a_name_places_what_has_no_point_and_checks_what_has(load, ask) -> None:
    areas = {"column": "wijk", "level": "buurt", "aliases": {"Sint Jan oost": "Sint-Jan 12"}, "unknown": ["?"]}
    rows = [
        "1;2024-03-01;;;SINT JAN 21",
        "2;2024-03-01;;;sint-jan oost",
        "3;2024-03-01;;;Atlantis",
        "4;2024-03-01;;;?",
        f"5;2024-03-01;{HERE};Sint-Jan 22",
        f"6;2024-03-01;{HERE};Atlantis",
    ]
    result = load("nr;tijd;lon;lat;wijk\n" + "\n".join(rows), area=areas, **KEY)
    assert dict(ask("SELECT incident_key, buurt_code || wijk_code FROM incident")) == {
        "1": "B21W2",
        "2": "B12W1",
        "3": "B00W00",
        "4": "B00W00",
        "5": "B11W1",
        "6": "B11W1",
    }
    assert "staat niet op de kaart: 2" in told(result)
    assert "ander gebied aan dan het punt: het punt telt: 1" in told(result)


def test_a_name_of_a_wijk_leaves_the_buurt_unknown(load, ask) -> None:
    load("tijd;wijk\n2024-03-01;Noord\n", place=None, area={"column": "wijk", "level": "wijk"})
    assert ask("SELECT buurt_code, wijk_code FROM incident") == [("B00", "W2")]


def test_with_wijken_only_facts_are_found_in_wijken(load, ask) -> None:
    with building() as made:
        made.connection.execute(area.delete().where(area.c.level == "buurt"))
    load(THREE, **KEY)
    assert ask("SELECT DISTINCT buurt_code, wijk_code FROM incident ORDER BY 2") == [(None, "W00"), (None, "W1")]
    assert ask("SELECT DISTINCT level FROM cell") == [("wijk",)]


def test_optional_fields_are_kept_to_filter_by(load, ask) -> None:
    extra = {
        "severity": {"column": "ernst", "values": {"1": "dood", "Zwaar": "zwaar"}},
        "road_users": {"columns": ["a", "b"], "values": {"03": "fiets"}},
        "attempt": {"column": "p", "attempted": ["J"], "completed": ["N"]},
        "object": "wat",
    }
    rows = "1;2024-03-01;1;03;bus;J;fiets\n4;2024-03-01;l;03;99;;y\n2;2024-03-01;zwaar;03;03;n;\n3;2024-03-01;9;;;?;x\n"
    result = load("nr;tijd;ernst;a;b;p;wat\n" + rows, extra=extra, place=None, area={"column": "wat", "level": "buurt"})
    assert ask("SELECT severity, road_users, is_attempt, object FROM incident ORDER BY 1 NULLS LAST, 2 NULLS LAST") == [
        ("dood", "|bus|fiets|", True, "fiets"),
        ("zwaar", "|fiets|", False, None),
        (None, "|99|fiets|", None, "y"),
        (None, None, None, "x"),
    ]
    assert "de ernst staat niet in de mapping: 2" in told(result)
    assert "de code is bewaard, de soort is niet gekend: 1" in told(result)


def test_categories_per_row_known_and_open(load, ask) -> None:
    rows = f"feit;tijd;lon;lat\nGraffiti;2024-03-01;{HERE}\nTak;2024-03-01;{HERE}\n;2024-03-01;{HERE}\n"
    result = load(rows, category=None, category_column="feit")
    assert result.rows_rejected == 2
    assert [reason.split(":")[0] for (reason,) in ask("SELECT reason FROM rejected ORDER BY line")] == [
        "de catalogus kent dit soort feit niet",
        "de categorie 'feit' is leeg",
    ]
    load(rows, category=None, category_column="feit", categories="open", police_driven=["Tak"])
    assert ask("SELECT name, driven_by FROM category WHERE category_id = 'tak'") == [("Tak", "politie")]
    assert ask("SELECT category_id, sum(n) FROM cell WHERE level = 'buurt' GROUP BY 1 ORDER BY 1") == [
        ("graffiti", 1),
        ("tak", 1),
    ]


def test_months_of_the_mapping_are_the_ones_that_count(load, ask) -> None:
    result = load(THREE, months=("2024-03", "2024-04"), **KEY)
    assert "1 feit buiten de maanden van de mapping: bewaard, niet geteld." in told(result)
    assert ask("SELECT count(*) FROM incident") == [(3,)]
    assert ask("SELECT month, sum(n) FROM cell WHERE level = 'wijk' GROUP BY 1 ORDER BY 1") == [
        (date(2024, 3, 1), 2),
        (date(2024, 4, 1), 0),
    ]


def test_the_newest_months_are_provisional(load, ask) -> None:
    load(THREE, provisional_months=1)
    assert ask("SELECT DISTINCT month FROM coverage WHERE status = 'provisional'") == [(date(2024, 5, 1),)]


def test_real_facts_remove_the_demonstration(load, ask, city) -> None:
    with building() as made:
        row = dict.fromkeys(("mapping", "title", "publisher", "licence", "file_name", "sha256"), "x")
        numbers = dict.fromkeys(("rows_in", "rows_accepted", "rows_rejected", "provisional_months"), 0)
        told = {"source_id": "demo", "kind": "counts", "retrieved_at": datetime(2024, 1, 1), "is_demo": True}
        made.connection.execute(insert(source), [row | numbers | told])
    assert "De demonstratiecijfers zijn verwijderd." in load(THREE, **KEY).messages
    assert ask("SELECT value FROM meta WHERE key = 'is_demo'") == [("0",)]


def test_a_zone_is_counted_too(load, ask, city) -> None:
    with building() as made:
        like = made.connection.execute(select(area).where(area.c.area_code == "B11")).mappings().one()
        made.connection.execute(insert(area), [dict(like) | {"area_code": "Z1", "level": "zone"}])
    load(THREE, **KEY)
    assert ask("SELECT sum(n), count(*) FROM cell WHERE level = 'zone'") == [(1, 3)]


def test_without_areas_the_way_out_is_told(load, city) -> None:
    with building(fresh=True):
        pass
    with pytest.raises(InputError, match="areas BESTAND --level wijk"):
        load(THREE)
