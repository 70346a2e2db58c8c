"""Guessing which columns are coordinates: the pair that falls among the areas under some system."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd

from data.catalogue.incident_source import GEOMETRY_X, GEOMETRY_Y
from data.ingest.incidents.places import CRS_NAMES, WGS84, Box, Floats, in_box, read_numbers, to_degrees
from data.ingest.incidents.propose_columns import Column, first_called
from data.ingest.incidents.sample import Sample

MOST_PAIRED = 8
"""Columns with numbers that are tried in pairs when no name tells."""
LEAST = 0.3


@dataclass(frozen=True)
class PointGuess:
    """Which columns hold the point; `form` as in `form.mapping_of`, empty when none was found."""

    form: dict[str, Any]
    why: str


def guess_point(sample: Sample, rows: pd.DataFrame, columns: Sequence[Column], box: Box) -> PointGuess:
    """Finds the coordinates of a file.

    Args:
        sample: The first rows.
        rows: Those of them that could be read.
        columns: What each column looks like.
        box: Degrees around the areas that are loaded.
    """
    if sample.points:
        x, y = read_numbers(rows[GEOMETRY_X]), read_numbers(rows[GEOMETRY_Y])
        crs = sample.crs if sample.crs in CRS_NAMES else None
        best = _best(x, y, box, [crs] if crs else list(CRS_NAMES))
        if best is None:
            return PointGuess({}, "de kaart heeft punten, maar ze vallen niet bij de geladen gebieden")
        form: dict[str, Any] = {"geometry": True} | ({} if crs else {"crs": str(best[1])})
        how = "vermeld in het bestand" if crs else "herkend aan de waarden"
        return PointGuess(form, f"de punten van de kaart, {CRS_NAMES[best[1]]} ({how})")
    numbers = [c for c in columns if c.numbers >= 0.6 and c.dates < 0.8]
    named = [(first_called(numbers, "lon"), first_called(numbers, "lat"))]
    named.append((first_called(numbers, "x"), first_called(numbers, "y")))
    found = _try(rows, [(a.name, b.name) for a, b in named if a is not None and b is not None and a is not b], box)
    how = "herkend aan de namen en aan de waarden"
    if found is None:
        found = _try(rows, list(permutations([c.name for c in numbers[:MOST_PAIRED]], 2)), box)
        how = "herkend aan de waarden"
    if found is None:
        there = any(a is not None and b is not None for a, b in named)
        what = "de coördinaten vallen in geen enkel stelsel bij de geladen gebieden" if there else "niet gevonden"
        return PointGuess({}, what)
    east, north, crs, share = found
    told = f"{CRS_NAMES[crs]} (EPSG:{crs}), {how}: {round(100 * share)}% van de punten valt bij de gebieden"
    return PointGuess({"x": east, "y": north, "crs": str(crs)}, told)


def guess_decimal(columns: Sequence[pd.Series]) -> tuple[str, str]:
    """What stands before the decimals of the coordinates, and why."""
    commas, points = (
        sum(int(c.dropna().str.contains(sign, regex=False).sum()) for c in columns) for sign in (",", ".")
    )
    if commas and points:
        last = [c.dropna().str.rfind(",") > c.dropna().str.rfind(".") for c in columns]
        comma_last = sum(int(part.sum()) for part in last) * 2 > sum(len(part) for part in last)
        return ("," if comma_last else "."), "beide tekens komen voor: het laatste staat voor de decimalen"
    if commas:
        return ",", "de coördinaten hebben een komma"
    return ".", "de coördinaten hebben een punt" if points else "de coördinaten hebben geen decimalen"


def _try(rows: pd.DataFrame, pairs: Sequence[tuple[str, str]], box: Box) -> tuple[str, str, int, float] | None:
    found: tuple[str, str, int, float] | None = None
    for east, north in pairs:
        best = _best(read_numbers(rows[east]), read_numbers(rows[north]), box, list(CRS_NAMES))
        if best is not None and (found is None or best[0] > found[3] + 0.005):
            found = (east, north, best[1], best[0])
    return found


def _best(x: Floats, y: Floats, box: Box, candidates: Sequence[int]) -> tuple[float, int] | None:
    """The share of the points that fall among the areas, and the system under which most do."""
    usable = np.isfinite(x) & np.isfinite(y) & ~((x == 0) & (y == 0))
    if not usable.any():
        return None
    shares = {crs: float(np.mean(in_box(*to_degrees(x[usable], y[usable], crs, False), box))) for crs in candidates}
    crs = max(shares, key=lambda key: (shares[key], key == WGS84))
    return (shares[crs], crs) if shares[crs] >= LEAST else None
