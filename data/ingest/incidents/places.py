"""Reading where a fact happened: which coordinates a file holds, and the point of every row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
from pyproj import Transformer

from data.catalogue.incident_source import PlaceColumns
from data.errors import InputError
from data.ingest.progress import dutch

WGS84 = 4326
CRS_NAMES = {WGS84: "lengte en breedte (WGS84)", 31370: "Lambert 72", 3812: "Lambert 2008"}
SIGN_NAMES = {",": "komma", ".": "punt"}
OTHER_SIGN = "een coördinaat van deze rij heeft een ander decimaalteken dan de rest: kijk na of het punt klopt"
SAMPLE = 2000
"""Points of each chunk that are looked at to recognise coordinates."""

Floats = npt.NDArray[np.float64]
Decimal = Literal[",", "."]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Coordinates:
    """How the coordinates of a file are read.

    Attributes:
        crs: EPSG code.
        swapped: Whether east and north stand in each other's column.
        box: Degrees around the areas: west, south, east, north.
        told: Sentences that say how.
        decimal: What stands before the decimals, when that was declared.
        sign: What stands before the decimals, declared or recognised; None when no coordinate has decimals.
    """

    crs: int
    swapped: bool
    box: Box
    told: tuple[str, ...] = ()
    decimal: Decimal | None = None
    sign: Decimal | None = None


@dataclass
class CoordinateForms:
    """A sample of the points of a file, to recognise their coordinates by where they fall."""

    decimal: Decimal | None = None
    samples: list[Floats] = field(default_factory=list)
    commas: int = 0
    points: int = 0

    def look_at(self, east: pd.Series, north: pd.Series) -> None:
        """Takes some points of one chunk, and counts the decimal signs of all of them."""
        for values in (east, north):
            comma, point = decimal_signs(values)
            self.commas += int(comma.sum())
            self.points += int(point.sum())
        x, y = read_numbers(east, self.decimal), read_numbers(north, self.decimal)
        usable = np.flatnonzero(np.isfinite(x) & np.isfinite(y) & ~((x == 0) & (y == 0)))
        chosen = usable[:: max(1, len(usable) // SAMPLE)]
        self.samples.append(np.column_stack([x[chosen], y[chosen]]))

    def settle(self, columns: PlaceColumns, of_file: int | None, box: Box, file_name: str) -> Coordinates:
        """Chooses the CRS and the order of the axes under which most points fall among the areas.

        Raises:
            InputError: when nothing was declared and the points fall nowhere near.
        """
        declared = columns.crs or of_file or (WGS84 if columns.lon is not None and columns.crs else None)
        points = np.concatenate(self.samples) if self.samples else np.empty((0, 2))
        if not len(points):
            return Coordinates(declared or WGS84, False, box, self._decimals(), self.decimal, self.sign)
        candidates = [declared] if declared is not None else list(CRS_NAMES)
        shares = {
            (crs, swapped): float(np.mean(in_box(*to_degrees(points[:, 0], points[:, 1], crs, swapped), box)))
            for swapped in (False, True)
            for crs in candidates
        }
        best = max(shares, key=lambda key: shares[key])
        if shares[best] == 0:
            if declared is None:
                raise InputError(
                    f"{file_name}: de coördinaten (bijvoorbeeld {points[0, 0]:g} en {points[0, 1]:g}) vallen in geen "
                    "enkel stelsel bij de geladen gebieden. Geef crs in [place] van de mapping, of laad eerst "
                    "de juiste gebieden."
                )
            best = (candidates[0], False)
        crs, swapped = best
        name = f"EPSG:{crs}" + (f", {CRS_NAMES[crs]}" if crs in CRS_NAMES else "")
        how = "opgegeven" if columns.crs else "vermeld in het bestand" if of_file else "herkend aan de waarden"
        told = [f"Coördinaten gelezen als {name} ({how}; {dutch(round(100 * shares[best]))}% valt bij de gebieden)."]
        if swapped:
            told.append("De assen staan verwisseld in het bestand: de kolommen zijn omgekeerd gelezen.")
        told += self._decimals()
        return Coordinates(crs, swapped, box, tuple(told), self.decimal, self.sign)

    @property
    def sign(self) -> Decimal | None:
        """What stands before the decimals: as declared, else what most coordinates have."""
        if self.decimal is not None or not (self.commas or self.points):
            return self.decimal
        return "," if self.commas >= self.points else "."

    def _decimals(self) -> tuple[str, ...]:
        if self.sign is None:
            return ("Geen enkele coördinaat heeft decimalen.",) if self.samples else ()
        if self.decimal is not None:
            return (f"Decimaalteken van de coördinaten: {SIGN_NAMES[self.sign]} (opgegeven).",)
        most, all_of_them = max(self.commas, self.points), self.commas + self.points
        share = "alle" if most == all_of_them else f"{dutch(most)} van de {dutch(all_of_them)}"
        return (f"Decimaalteken van de coördinaten: {SIGN_NAMES[self.sign]} (herkend, bij {share} getallen).",)


@dataclass(frozen=True)
class Points:
    """The points of a chunk.

    Attributes:
        lon: Degrees WGS84, NaN where there is no usable point.
        lat: Likewise.
        flags: Dutch sentence to which rows it is true of.
    """

    lon: Floats
    lat: Floats
    flags: dict[str, npt.NDArray[np.bool_]]


def read_points(frame: pd.DataFrame, columns: PlaceColumns, how: Coordinates) -> Points:
    """Reads the point of every row of a chunk.

    Args:
        frame: The columns of `columns.pair`, as str.
        columns: Which columns hold the coordinates.
        how: How to read them.

    Returns:
        One point for each row of the frame.
    """
    east, north = (frame[name] for name in columns.pair)
    x, y = read_numbers(east, how.decimal), read_numbers(north, how.decimal)
    missing = (east.isna() | north.isna()).to_numpy(dtype=bool)
    zero = (x == 0) & (y == 0)
    x[zero | missing], y[zero | missing] = np.nan, np.nan
    lon, lat = to_degrees(x, y, how.crs, how.swapped)
    turned = np.zeros(len(x), dtype=bool)
    if how.crs == WGS84:
        turned = ~in_box(lon, lat, how.box) & in_box(lat, lon, how.box)
        lon, lat = np.where(turned, lat, lon), np.where(turned, lon, lat)
    other = np.zeros(len(x), dtype=bool)
    if how.sign is not None:
        for values in (east, north):
            comma, point = decimal_signs(values)
            other |= point if how.sign == "," else comma
    possible = (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
    lon[~possible], lat[~possible] = np.nan, np.nan
    return Points(
        lon,
        lat,
        {
            "zonder coördinaten": missing,
            "de coördinaten zijn 0 en 0: zonder locatie": zero,
            "onmogelijke coördinaten: zonder locatie": ~possible & ~missing & ~zero,
            "assen van deze rij verwisseld, en rechtgezet": turned,
            OTHER_SIGN: other & ~missing,
        },
    )


def decimal_signs(values: pd.Series) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which numbers have a comma before their decimals, and which a point; of both the last one is it."""
    comma, point = (
        values.str.contains(sign, regex=False).fillna(False).to_numpy(dtype=bool, copy=True) for sign in (",", ".")
    )
    both = comma & point
    if both.any():
        texts = values[both]
        comma[both] = (texts.str.rfind(",") > texts.str.rfind(".")).to_numpy(dtype=bool)
        point[both] = ~comma[both]
    return comma, point


def read_numbers(values: pd.Series, decimal: Decimal | None = None) -> Floats:
    """Numbers with a point or a comma before the decimals, or only the declared one; NaN where it is no number."""
    plain = values.str.replace(" ", "", regex=False)
    if decimal is not None:
        plain = plain.str.replace("." if decimal == "," else ",", "", regex=False)
    both = plain.str.contains(",", regex=False) & plain.str.contains(".", regex=False)
    both = both.fillna(False).astype(bool)
    if both.any():
        texts = plain[both]
        point_last = texts.str.rfind(".") > texts.str.rfind(",")
        english = texts.str.replace(",", "", regex=False)
        belgian = texts.str.replace(".", "", regex=False)
        plain = plain.where(~both, english.where(point_last, belgian).reindex(plain.index))
    plain = plain.str.replace(",", ".", regex=False)
    numbers = pd.to_numeric(plain, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan).copy()
    numbers[~np.isfinite(numbers)] = np.nan
    return numbers


def to_degrees(x: Floats, y: Floats, crs: int, swapped: bool) -> tuple[Floats, Floats]:
    """Points as degrees WGS84, longitude first; not finite where the projection has no such point."""
    east, north = (y, x) if swapped else (x, y)
    if crs == WGS84:
        return east.copy(), north.copy()
    lon, lat = Transformer.from_crs(crs, WGS84, always_xy=True).transform(east, north)
    return np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)


def in_box(lon: Floats, lat: Floats, box: Box) -> npt.NDArray[np.bool_]:
    """Which points lie in a box of degrees."""
    west, south, east, north = box
    inside: npt.NDArray[np.bool_] = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return inside


def box_around(areas: gpd.GeoDataFrame) -> Box:
    """A box around all areas, a fifth wider on every side."""
    west, south, east, north = areas.total_bounds
    wide, high = (east - west) / 5, (north - south) / 5
    return float(west - wide), float(south - high), float(east + wide), float(north + high)
