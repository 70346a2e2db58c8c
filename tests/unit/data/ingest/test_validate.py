"""Every row is accepted or rejected, and a rejected one says why."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalogue.sources import SOURCES, CountsSource
from data.ingest.area_index import AreaIndex
from data.ingest.rows import Rows
from data.ingest.slices import build_cells
from data.ingest.validate import ValidRows, validate_counts

TODAY = date(2023, 9, 15)
GENT = SOURCES["gent-criminaliteit"]
AREAS = pd.DataFrame(
    [("W01", "Binnenstad", True), ("W22", "Stationsbuurt-Noord", True), ("W00", "Onbekend", False)],
    columns=["area_code", "name", "is_located"],
)
GOOD = ("Binnenstad", "2022", "januari", "Graffiti", "3")


def validate(*rows: tuple[str | None, ...], mapping: CountsSource = GENT, typed: bool = False) -> ValidRows:
    names = ["quarter", "year", "month", "fact_category", "total"]
    frame = pd.DataFrame(rows, columns=names, dtype="str")
    frame.insert(0, "line", range(2, len(rows) + 2))
    frame.insert(1, "fault", pd.Series(None, index=frame.index, dtype="str"))
    return validate_counts(Rows(frame, typed), mapping, AreaIndex(AREAS, mapping.area), today=TODAY)


def reasons(rows: ValidRows) -> list[tuple[int, str]]:
    return list(rows.rejected[["line", "reason"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        (4, "drie", "het aantal is geen getal (drie)"),
        (4, "1e3", "het aantal is geen getal (1e3)"),
        (4, "nan", "het aantal is geen getal (nan)"),
        (4, "-1", "het aantal is negatief (-1)"),
        (4, "2.5", "het aantal is geen geheel getal (2.5)"),
        (4, "1.234", "het aantal is geen geheel getal (1.234)"),
        (4, "12.000", "het aantal is geen geheel getal (12.000)"),
        (4, "9999999", "het aantal is onmogelijk groot (9999999)"),
        (4, "9" * 400, "het aantal is onmogelijk groot (999999999999999999999999999999)"),
        (4, None, "het veld 'total' is leeg"),
        (0, None, "het veld 'quarter' is leeg"),
        (2, "dertiende", "onmogelijke maand (dertiende)"),
        (1, "2031", "de maand ligt in de toekomst (2031-01)"),
    ],
)
def test_a_row_that_cannot_be_counted(field: int, value: str | None, reason: str) -> None:
    bad = (*GOOD[:field], value, *GOOD[field + 1 :])
    rows = validate(GOOD, bad)
    assert reasons(rows) == [(3, reason)]
    assert rows.good["n"].tolist() == [3]


def test_unknown_area_and_category_say_what_to_do() -> None:
    rows = validate(GOOD, ("Atlantis", *GOOD[1:]), (*GOOD[:3], "Tovenarij", "1"))
    (_, area), (_, category) = reasons(rows)
    assert "voeg een alias toe aan de mapping of laad de gebieden (Atlantis)" in area
    assert "category_names" in category
    assert rows.rejected["raw"][0] == "quarter=Atlantis; year=2022; month=januari; fact_category=Graffiti; total=3"


def test_decimal_zeros_are_whole_numbers() -> None:
    assert validate((*GOOD[:4], "12.0"), typed=False).good["n"].tolist() == [12]
    assert validate((*GOOD[:4], "12.000"), typed=True).good["n"].tolist() == [12]


def test_a_doubled_row_counts_once_also_in_another_spelling() -> None:
    rows = validate(("Stationsbuurt Noord", *GOOD[1:]), GOOD, ("Stationsbuurt-Noord", *GOOD[1:]))
    assert reasons(rows) == [(4, "dubbele rij (ook op regel 2)")]
    assert sorted(rows.good["area_code"]) == ["W01", "W22"]


def test_rows_that_contradict_each_other_are_all_rejected() -> None:
    rows = validate(GOOD, (*GOOD[:4], "4"), GOOD, ("Onbekend", *GOOD[1:]))
    assert [line for line, _ in reasons(rows)] == [2, 3, 4]
    assert all(reason.startswith("tegenspraak") for _, reason in reasons(rows))
    cells, _ = build_cells(rows, GENT, AREAS)
    assert cells.set_index("area_code")["n"].isna().to_dict() == {"W01": True, "W22": True, "W00": False}


def test_the_spelling_of_older_years_is_mended_and_counted() -> None:
    old = (*GOOD[:3], "Verkeerongevallen met lichamelijk letsel", "1")
    rows = validate(old, ("Stationsbuurt Noord", *old[1:]), ("Onbekend", *old[1:]))
    assert set(rows.good["category_id"]) == {"ongeval-letsel"}
    assert rows.mended == {
        "gebied 'Stationsbuurt Noord' gelezen als 'Stationsbuurt-Noord'": 1,
        "rij zonder gekend gebied geteld bij 'Onbekend'": 1,
        "feit 'Verkeerongevallen met lichamelijk letsel' gelezen als 'Verkeersongevallen met lichamelijk letsel'": 3,
    }


def test_open_categories_come_in_under_their_own_name() -> None:
    mapping = GENT.model_copy(update={"categories": "open", "category_names": {"Shoplifting": "Winkeldiefstal"}})
    rows = validate((*GOOD[:3], "Shoplifting", "1"), (*GOOD[:3], "Tovenarij!", "2"), mapping=mapping)
    assert rows.category_names == {"winkeldiefstal": "Winkeldiefstal", "tovenarij": "Tovenarij!"}
    assert rows.mended == {}


field = st.sampled_from(["Binnenstad", "Onbekend", "Atlantis", "", None, "2022", "2031", "januari", "13", "Graffiti"])
row = st.tuples(
    field | st.just("Binnenstad"),
    field | st.just("2022"),
    field | st.sampled_from(["januari", "2"]),
    field | st.just("Graffiti"),
    field | st.integers(-2, 5).map(str) | st.text(max_size=4).filter(lambda s: s.isprintable()),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(row, min_size=1, max_size=12), st.sampled_from(["missing", "zero"]))
def test_every_row_is_accepted_or_rejected_and_no_fact_is_lost(rows: list[tuple[str | None, ...]], absent: str) -> None:
    mapping = GENT.model_copy(update={"absent": absent})
    rows = [tuple(v or None for v in r) for r in rows]
    valid = validate(*rows, mapping=mapping)
    lines = sorted([*valid.good["line"], *valid.rejected["line"]])
    assert lines == list(range(2, len(rows) + 2))
    assert valid.rejected["reason"].notna().all()
    if not valid.good.empty:
        cells, slices = build_cells(valid, mapping, AREAS)
        assert cells["n"].sum() == valid.good["n"].sum()
        assert len(cells) == len(slices) * len(AREAS)
