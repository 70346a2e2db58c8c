"""What single facts tell, kept as small numbers per category: a choice by day, hour or severity reads no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from sqlalchemy import case, func, select

from data.queries.columns import month_numbers, number_columns, numbered
from data.queries.fact_filter import ATTEMPTS, FactFilter
from data.queries.months import Months, month_number
from data.snapshot import Snapshot
from data.statistics.day_parts import DAY_PARTS
from data.tables import area, incident

Floats = npt.NDArray[np.float64]
MOST_FACTS = 250_000
"""Of a category with more facts nothing is kept: a fact is 16 bytes in each worker."""
MOST_CATEGORIES = 24

_CODES: dict[str, dict[object, int]] = {
    "day_part": {name: code for code, name in enumerate(DAY_PARTS, start=1)},
    "weekday": {day: day for day in range(1, 8)},
    "severity": {name: code for code, name in enumerate(("dood", "zwaar", "licht"), start=1)},
    "attempt": {name: code for code, name in enumerate(ATTEMPTS, start=1)},
}
"""Field -> value -> its number; 0 is what is not told."""


@dataclass(frozen=True, eq=False)
class Split:
    """Facts, one element each: number of wijk and buurt as in `FactColumns`, place among `values_of(field)` of what it
    tells, column of its month."""

    wijk: npt.NDArray[np.int32]
    buurt: npt.NDArray[np.int32]
    said: npt.NDArray[np.uint8]
    column: npt.NDArray[np.int32]


def values_of(field: str) -> tuple[str | None, ...]:
    """What a fact can tell of a field that is kept, by number, first None for nothing; empty of a field that is not."""
    return (None, *(str(value) for value in _CODES[field])) if field in _CODES else ()


@dataclass(frozen=True, eq=False)
class FactColumns:
    """The facts of one category, one element each, not to be written to.

    Attributes:
        wijk, buurt: Number of the area in `numbered(area_code)`; -1 is not known.
        month: As `month_number` counts.
        told: Field -> number of what the fact tells, as in `_CODES`.
    """

    wijk: npt.NDArray[np.int32]
    buurt: npt.NDArray[np.int32]
    month: npt.NDArray[np.int32]
    told: dict[str, npt.NDArray[np.uint8]]

    @classmethod
    def kept(cls, snapshot: Snapshot, category_id: str, wanted: FactFilter) -> FactColumns | None:
        """The facts of a category; None when the filter asks something else of them, or there are too many to keep.

        Whether an audience may have them is for who counts them to check.
        """
        if set(wanted.fields) - _CODES.keys() or _facts(snapshot).get(category_id, 0) > MOST_FACTS:
            return None
        return _columns(snapshot, category_id)

    def counted(self, wanted: FactFilter, areas: int, months: Months) -> tuple[Floats, Floats]:
        """Facts that meet the filter, per wijk and per buurt: arrays areas x months."""
        column, kept = self._meet(wanted, months)
        column = column[kept]
        return _per_area(self.wijk[kept], column, areas, months), _per_area(self.buurt[kept], column, areas, months)

    def split(self, field: str, wanted: FactFilter, months: Months) -> Split:
        """The facts that meet the filter, each with what it tells of one field."""
        column, kept = self._meet(wanted, months)
        return Split(self.wijk[kept], self.buurt[kept], self.told[field][kept], column[kept])

    def _meet(self, wanted: FactFilter, months: Months) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
        """The column of each fact among the months, and whether it is in one of them and meets the filter."""
        column = self.month - np.int32(month_number(months.first))
        kept = (column >= 0) & (column < len(months))
        for field, values in _chosen(wanted).items():
            allowed = np.zeros(max(_CODES[field].values()) + 1, dtype=bool)
            allowed[[_CODES[field][value] for value in values if value in _CODES[field]]] = True
            kept &= allowed[self.told[field]]
        return column, kept


def _chosen(wanted: FactFilter) -> dict[str, tuple[object, ...]]:
    asked = {
        "day_part": wanted.day_parts,
        "weekday": wanted.weekdays,
        "severity": wanted.severities,
        "attempt": (wanted.attempt,),
    }
    return {field: values for field, values in asked.items() if field in wanted.fields}


def _per_area(place: npt.NDArray[np.int32], column: npt.NDArray[np.int32], areas: int, months: Months) -> Floats:
    known = place >= 0
    cells = place[known].astype(np.intp) * len(months) + column[known]
    counted: Floats = np.bincount(cells, minlength=areas * len(months)).astype(float).reshape(areas, len(months))
    return counted


@lru_cache(maxsize=4)
def _facts(snapshot: Snapshot) -> dict[str, int]:
    """How many facts each category has."""
    query = select(incident.c.category_id, func.count()).group_by(incident.c.category_id)
    with snapshot.engine.connect() as connection:
        return {category_id: int(n) for category_id, n in connection.execute(query)}


@lru_cache(maxsize=MOST_CATEGORIES)
def _columns(snapshot: Snapshot, category_id: str) -> FactColumns:
    wijk, buurt = numbered(area.c.area_code), numbered(area.c.area_code)
    told, codes = incident.c, _CODES["attempt"]
    fields = {
        "day_part": case(_CODES["day_part"], value=told.day_part, else_=0),
        "weekday": func.coalesce(told.weekday, 0),
        "severity": case(_CODES["severity"], value=told.severity, else_=0),
        "attempt": case(*((told.is_attempt.is_(is_so), codes[name]) for name, is_so in ATTEMPTS.items()), else_=0),
    }
    query = (
        select(
            wijk.c.number,
            buurt.c.number,
            month_numbers(told.month),
            *(each.label(name) for name, each in fields.items()),
        )
        .select_from(incident)
        .outerjoin(wijk, wijk.c.id == told.wijk_code)
        .outerjoin(buurt, buurt.c.id == told.buurt_code)
        .where(told.category_id == category_id)
    )
    with snapshot.engine.connect() as connection:
        in_wijk, in_buurt, month, *values = number_columns(connection, query)
    return FactColumns(
        np.nan_to_num(in_wijk, nan=-1.0).astype(np.int32),
        np.nan_to_num(in_buurt, nan=-1.0).astype(np.int32),
        month.astype(np.int32),
        {name: value.astype(np.uint8) for name, value in zip(fields, values, strict=True)},
    )


@lru_cache(maxsize=4)
def area_numbers(snapshot: Snapshot) -> Mapping[str, int]:
    """The number of each area in `numbered(area_code)`; what is published, to anyone."""
    places = numbered(area.c.area_code)
    with snapshot.engine.connect() as connection:
        return MappingProxyType({code: int(number) for code, number in connection.execute(select(places))})
