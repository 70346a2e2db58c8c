"""Many numbers out of PostgreSQL at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Double, LargeBinary, Select, cast, func, literal, select


def number_columns(connection: Connection, query: Select[*tuple[Any, ...]]) -> list[npt.NDArray[np.float64]]:
    """The columns of a result, NaN where there is no number.

    The server packs each column into one value of eight bytes a number: a third of the time of rows.
    """
    rows, none = query.subquery(), literal(float("nan"), Double)
    packed = [
        func.string_agg(
            func.float8send(func.coalesce(cast(column, Double), none)),
            literal(b"", LargeBinary),
            type_=LargeBinary,
        )
        for column in rows.c
    ]
    found = connection.execute(select(*packed)).one()
    return [np.frombuffer(column or b"", dtype=">f8").astype(np.float64) for column in found]
