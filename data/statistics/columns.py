"""What every statistic asks of the frame it is given, and how it gives numbers back."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

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
    values = pd.to_numeric(column).to_numpy(dtype=np.float64, na_value=np.nan)
    if np.any(values < 0) or np.any(np.isinf(values)):
        raise ValueError(f"column {column.name}: negative or infinite")
    return values


def nullable(values: Floats, known: Flags, index: pd.Index) -> pd.Series:
    """Numbers as a nullable column: NA where not known, so that no NaN reaches a figure."""
    usable = known & np.isfinite(values)
    return pd.Series(pd.arrays.FloatingArray(np.where(usable, values, 0.0), ~usable), index=index)


def counts(values: Floats, known: Flags, index: pd.Index) -> pd.Series:
    """Counts as nullable integers: NA where not known."""
    usable = known & np.isfinite(values)
    whole = np.where(usable, values, 0.0).round().astype(np.int64)
    return pd.Series(pd.arrays.IntegerArray(whole, ~usable), index=index)
