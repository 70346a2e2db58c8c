"""What every statistic asks of the frame it is given, and how it gives numbers back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.arrays import FloatingArray, IntegerArray

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

HIDDEN = ("missing", "suppressed")
"""Statuses under which no number may be made."""


def require(frame: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    """Checks that a frame has its columns.

    Raises:
        ValueError: naming every column that is not there.
    """
    absent = [column for column in columns if column not in frame.columns]
    if absent:
        raise ValueError(f"{what}: the frame lacks {', '.join(absent)}")


def numbers(column: pd.Series) -> Floats:
    """A column as floats; what is not known becomes NaN, for arithmetic inside a function only.

    Raises:
        ValueError: for a negative or infinite number: counts and denominators are neither.
    """
    known = column if pd.api.types.is_numeric_dtype(column.dtype) else pd.to_numeric(column)
    values = known.to_numpy(dtype=np.float64, na_value=np.nan)
    if np.any(values < 0) or np.any(np.isinf(values)):
        raise ValueError(f"column {column.name}: negative or infinite")
    return values


def has_status(status: Iterable[object], names: Collection[str]) -> Flags:
    """Which rows have one of these statuses."""
    return np.fromiter((one in names for one in status), dtype=bool)


def nullable(values: Floats, known: Flags) -> FloatingArray:
    """Numbers as a nullable column: NA where not known, so that no NaN reaches a figure."""
    usable = known & np.isfinite(values)
    return pd.arrays.FloatingArray(np.where(usable, values, 0.0), ~usable)


def counts(values: Floats, known: Flags) -> IntegerArray:
    """Counts as nullable integers: NA where not known."""
    usable = known & np.isfinite(values)
    whole = np.where(usable, values, 0.0).round().astype(np.int64)
    return pd.arrays.IntegerArray(whole, ~usable)


def framed(columns: dict[str, Any], index: pd.Index) -> pd.DataFrame:
    """Arrays as the columns of a frame, without the copy that pandas makes of each of them."""
    return pd.DataFrame(columns, index=index, copy=False)
