"""Reading a file of polygons: which field is the code, which the name, and which features cannot be used."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyogrio.errors
import pyproj.exceptions
import shapely

from data.errors import InputError

KINDS = "GeoJSON, GeoPackage of Shapefile"

CODE_FIELDS = ("code", "area_code", "nis9", "statcode", "sectorcode", "district_code", "cs01012020", "id", "nr")
NAME_FIELDS = ("naam", "name", "district", "wijk", "buurt", "sector", "statnaam", "omschrijving", "label")
"""Usual names of the fields, best first, after the ones that name the level itself (wijkcode, buurtnaam...)."""

RAW_LENGTH = 300


@dataclass(frozen=True)
class AreaFile:
    """The usable areas of a file, and what was refused.

    Attributes:
        areas: Columns area_code, name, parent (text or null), geometry (EPSG:4326, as drawn). One row an area.
        rejected: Columns line (feature number, from 1), reason, raw. One row a refused feature.
        code_field: Field that the codes come from.
        name_field: Field that the names come from.
        features: Number of features in the file.
    """

    areas: gpd.GeoDataFrame
    rejected: pd.DataFrame
    code_field: str
    name_field: str
    features: int


def read_areas(
    path: Path, *, level: str, code_field: str | None, name_field: str | None, parent_field: str | None
) -> AreaFile:
    """Reads the areas of a file in EPSG:4326.

    Args:
        path: GeoJSON, GeoPackage or Shapefile, in any coordinate system that it names.
        level: wijk, buurt or zone; helps to guess the fields.
        code_field: Field of the code; None guesses.
        name_field: Field of the name; None guesses.
        parent_field: Field with the code or name of the area around it, if any.

    Raises:
        InputError: when the file cannot be read, has no coordinate system, or lacks a field.
    """
    frame = _read(path)
    fields = [str(c) for c in frame.columns if c != frame.geometry.name]
    code = _field(path, fields, code_field, "code") or _guess(
        frame, fields, CODE_FIELDS, (f"{level}code", f"{level}_code")
    )
    if code is None:
        raise InputError(
            f"In {path.name} is geen veld met een unieke code gevonden. Kies er een met --code-field; "
            f"het bestand heeft: {', '.join(fields) or 'geen velden'}."
        )
    named = (f"{level}naam", f"{level}_naam", level)
    name = _field(path, fields, name_field, "naam") or _guess(frame, fields, NAME_FIELDS, named, but=code) or code
    parent = _field(path, fields, parent_field, "omliggend gebied")
    areas = gpd.GeoDataFrame(
        {
            "area_code": _text(frame[code]),
            "name": _text(frame[name]),
            "parent": _text(frame[parent]) if parent else pd.Series([None] * len(frame), dtype=object),
        },
        geometry=frame.geometry.to_numpy(),
        crs=4326,
    )
    reasons = _reasons(areas)
    raw = frame.drop(columns=frame.geometry.name).apply(
        lambda row: json.dumps(row.to_dict(), ensure_ascii=False, default=str)[:RAW_LENGTH], axis=1
    )
    bad = reasons.notna()
    rejected = pd.DataFrame({"line": np.arange(1, len(frame) + 1), "reason": reasons, "raw": raw})[bad.to_numpy()]
    return AreaFile(areas[~bad].reset_index(drop=True), rejected.reset_index(drop=True), code, name, len(frame))


def _read(path: Path) -> gpd.GeoDataFrame:
    if not path.is_file():
        raise InputError(f"Het bestand {path} bestaat niet.")
    unreadable = f"{path.name} is niet te lezen als {KINDS}. Er is niets gewijzigd."
    try:
        frame = gpd.read_file(path)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeDecodeError, ValueError) as error:
        raise InputError(unreadable) from error
    except (pyogrio.errors.GeometryError, shapely.errors.ShapelyError) as error:
        raise InputError(f"{path.name} bevat grenzen die niet te lezen zijn. Er is niets gewijzigd.") from error
    if not isinstance(frame, gpd.GeoDataFrame) or frame.empty:
        raise InputError(f"{path.name} bevat geen gebieden. Er is niets gewijzigd.")
    if frame.crs is None:
        west, south, east, north = frame.total_bounds
        if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
            raise InputError(
                f"{path.name} zegt niet in welk coördinatenstelsel het staat (bij een Shapefile hoort een "
                ".prj-bestand). Er is niets gewijzigd."
            )
        return frame.set_crs(4326)
    try:
        return frame.to_crs(4326)
    except pyproj.exceptions.ProjError as error:
        raise InputError(f"{path.name} staat in een coördinatenstelsel dat niet om te rekenen is.") from error


def _field(path: Path, fields: list[str], wanted: str | None, what: str) -> str | None:
    if wanted is None:
        return None
    for field in fields:
        if field.casefold() == wanted.casefold():
            return field
    raise InputError(f"{path.name} heeft geen veld '{wanted}' voor {what}; het heeft: {', '.join(fields)}.")


def _guess(
    frame: gpd.GeoDataFrame, fields: list[str], usual: tuple[str, ...], first: tuple[str, ...], but: str | None = None
) -> str | None:
    """The first usual field, else the first whose name contains a usual word, that tells the areas apart."""
    known = {field.casefold(): field for field in fields if field != but}
    words = [*first, *usual]
    candidates = [known[word] for word in words if word in known]
    candidates += [field for word in words for key, field in known.items() if len(word) > 2 and word in key]
    # A name may be there twice; a code may not, except by mistake.
    least = 0.9 if but is None else 0.5
    return next((field for field in candidates if frame[field].nunique() >= least * len(frame)), None)


def _text(values: pd.Series) -> pd.Series:
    """Values as trimmed text, null when empty; whole numbers without their decimals."""
    if pd.api.types.is_float_dtype(values) and (values.dropna() % 1 == 0).all():
        values = values.astype("Int64")
    text = values.astype(object).where(values.notna(), None).map(lambda v: str(v).strip() if v is not None else None)
    return text.map(lambda v: v or None).astype(object)


def _reasons(areas: gpd.GeoDataFrame) -> pd.Series:
    """Why each feature is refused; null when it is not."""
    shapes = areas.geometry.to_numpy()
    kinds = pd.Series(shapely.get_type_id(shapes), index=areas.index)
    bounds = shapely.bounds(shapes)
    with np.errstate(invalid="ignore"):
        on_earth = np.isfinite(bounds).all(axis=1) & (np.abs(bounds) <= [180, 90, 180, 90]).all(axis=1)
    first = areas.drop_duplicates("area_code").reset_index().set_index("area_code")["index"]
    reasons = pd.Series([None] * len(areas), index=areas.index, dtype=object)
    # The last assignment wins: the gravest reason comes last.
    twice = areas["area_code"].duplicated() & areas["area_code"].notna()
    reasons[twice] = [
        f"De code {code} staat al bij gebied {first[code] + 1} van het bestand." for code in areas["area_code"][twice]
    ]
    reasons[areas["name"].isna()] = "De naam ontbreekt."
    reasons[areas["area_code"].isna()] = "De code ontbreekt."
    reasons[~on_earth] = "De coördinaten liggen niet op aarde; klopt het coördinatenstelsel?"
    other = ~kinds.isin([shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON])
    reasons[other] = "De grens is geen vlak."
    reasons[shapely.is_missing(shapes) | shapely.is_empty(shapes)] = "De grens ontbreekt of is leeg."
    return reasons
