"""Getting many numbers out of a database quickly."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Column, ColumnElement, Connection, Select, Subquery, extract, func, select


def numbered(column: Column[str], *where: ColumnElement[bool]) -> Subquery:
    """The ids of a table, numbered from 0: numbers come out of a database far quicker than texts."""
    number = func.row_number().over(order_by=column) - 1
    return select(column.label("id"), number.label("number")).where(*where).subquery()


def month_numbers(month: ColumnElement[date]) -> ColumnElement[int]:
    """What `month_number` gives, of a column of months."""
    return extract("year", month) * 12 + extract("month", month) - 1


def number_columns(connection: Connection, query: Select[*tuple[Any, ...]]) -> list[npt.NDArray[np.float64]]:
    """The columns of a result, NaN where there is no number; the database gives each of them whole."""
    if connection.dialect.name == "postgresql":
        from data.postgres import numbers  # its driver is there for who uses it

        return numbers.number_columns(connection, query)
    with connection.execute(query) as result:
        whole = result.cursor.fetchnumpy()
        return [np.ma.filled(np.ma.asarray(column).astype(float), np.nan) for column in whole.values()]


def whole_columns(connection: Connection, query: Select[*tuple[Any, ...]]) -> list[npt.NDArray[Any]]:
    """The columns of a result with texts among them, None where there is nothing; DuckDB gives each of them whole."""
    with connection.execute(query) as result:
        if connection.dialect.name == "duckdb":
            whole = result.cursor.fetchnumpy()
            return [_with_none(np.ma.asarray(column)) for column in whole.values()]
        rows = result.all()
    made = np.empty((len(rows), len(query.selected_columns)), dtype=object)
    for number, row in enumerate(rows):
        made[number] = tuple(row)
    return list(made.T)


def _with_none(column: np.ma.MaskedArray[Any, Any]) -> npt.NDArray[Any]:
    made: npt.NDArray[Any] = np.ma.getdata(column).astype(object)
    made[np.ma.getmaskarray(column)] = None
    return made
