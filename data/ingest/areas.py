"""Importing the areas of a city: `python -m data.ingest areas FILE --level wijk`."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from sqlalchemy import select

from data.catalogue import LEVELS
from data.errors import InputError
from data.ingest.area_file import AreaFile, read_areas
from data.ingest.area_replace import recount_zones, remove_levels, source_id_of
from data.ingest.area_shapes import Prepared, prepare
from data.ingest.derive import building_figures
from data.ingest.geography import area_rows, geo_asset_rows
from data.ingest.record import SourceRecord, record_source, sha256_of
from data.ingest.result import ImportResult
from data.snapshot import Building
from data.tables import area, geo_asset, meta, source

UNLOCATED = {"wijk": "W00", "buurt": "B00"}
"""Code of the row "Onbekend": facts that the source gives no place. A zone has none."""

UNNAMED_CITY = "de stad"


def import_areas(
    path: Path,
    *,
    level: str,
    code_field: str | None = None,
    name_field: str | None = None,
    parent_field: str | None = None,
    city: str | None = None,
    publisher: str = "niet vermeld",
    licence: str = "niet vermeld",
) -> ImportResult:
    """Replaces all areas of a level, and those inside it, by the polygons of a file.

    Polygons are made valid, neighbours are made to share their border, and borders are simplified as far as the file
    that the browser gets needs it. What was counted in the removed areas is removed with them.

    Args:
        path: GeoJSON, GeoPackage or Shapefile.
        level: wijk, buurt or zone.
        code_field: Field of the code; None guesses and says which.
        name_field: Field of the name; None guesses and says which.
        parent_field: Field with the code or name of the wijk of a buurt; None takes the wijk it overlaps most.
        city: Name of the city, shown on every screen; None keeps the name, unless the wijken are replaced by
            ones that lie elsewhere.
        publisher: Who published the file, shown with the source.
        licence: Its licence, likewise.

    Returns:
        What was read, and what was guessed, mended and removed. Nothing changes when the same file was loaded the same
        way and is still there.

    Raises:
        InputError: when the file or an argument cannot be used; nothing was changed.
        BusyError: when another import is under way.
    """
    if level not in LEVELS:
        raise InputError(f"Het niveau '{level}' bestaat niet. Kies uit {', '.join(LEVELS)}.")
    read = read_areas(path, level=level, code_field=code_field, name_field=name_field, parent_field=parent_field)
    if read.areas.empty:
        raise _nothing_left(path, read.rejected)
    prepared = prepare(read.areas, shared_borders=level != "zone")
    with building_figures() as made:
        kept = _kept(made, level)
        name = city or _city(made, read, level)
        way = f"gebieden; code={read.code_field}; naam={read.name_field}; in={parent_field or ''}; stad={name or ''}"
        same = _same(made, level, sha256_of(path), way)
        if same is not None:
            made.changed = False
            return ImportResult(False, *same, None, [f"{path.name} is al geladen."])
        frame, rejected = _accept(read, prepared, kept, level)
        if frame.empty:
            raise _nothing_left(path, rejected)
        messages = [f"Code uit het veld '{read.code_field}', naam uit het veld '{read.name_field}'."]
        messages += [f"{reason} ({n} gebieden)" for reason, n in prepared.mended.items()]
        messages += remove_levels(made, level)
        _write(made, frame, kept, level)
        if name is not None:
            made.set_meta(city=name)
        if name == UNNAMED_CITY and city is None:
            messages.append(f"De naam van de stad is niet gegeven (--city); op het scherm staat '{UNNAMED_CITY}'.")
        report = record_source(
            made,
            SourceRecord(
                source_id=source_id_of(level),
                mapping=way,
                kind="areas",
                title=f"Gebieden: {level} ({path.stem})",
                publisher=publisher,
                licence=licence,
                file_name=path.name,
                sha256=sha256_of(path),
                rows_in=read.features,
                rows_accepted=len(frame),
                rows_rejected=len(rejected),
                note=_note(prepared),
            ),
            mended=prepared.mended,
            rejected_rows=rejected,
        )
        if level == "zone":
            recount_zones(made)
    messages.insert(0, f"Niveau {level}: {len(frame)} van {read.features} gebieden geladen.")
    if report is not None:
        messages.append(f"De geweigerde gebieden staan in {report}.")
    return ImportResult(True, read.features, len(frame), len(rejected), report, messages)


def _nothing_left(path: Path, rejected: pd.DataFrame) -> InputError:
    reason = rejected["reason"].iloc[0]
    return InputError(f"Geen enkel gebied van {path.name} is bruikbaar. {reason} Er is niets gewijzigd.")


def _kept(made: Building, level: str) -> gpd.GeoDataFrame:
    """The areas of the levels above, which stay. One row per area: area_code, level, name, geometry (may be null)."""
    above = LEVELS[: LEVELS.index(level)]
    query = select(area.c.area_code, area.c.level, area.c.name, area.c.wkb).where(area.c.level.in_(above))
    rows = made.connection.execute(query).fetchall()
    return gpd.GeoDataFrame(
        pd.DataFrame([r[:3] for r in rows], columns=["area_code", "level", "name"]),
        geometry=[shapely.from_wkb(bytes(r.wkb)) if r.wkb is not None else None for r in rows],
        crs=4326,
    )


def _city(made: Building, read: AreaFile, level: str) -> str | None:
    """The name to give when none is told: wijken in another place than the ones that are there have none."""
    if level != "wijk":
        return None
    west, south, east, north = read.areas.total_bounds
    there = select(area.c.area_code).where(
        area.c.level == "wijk", area.c.west < east, area.c.east > west, area.c.south < north, area.c.north > south
    )
    if made.connection.execute(there).first() is None:
        return UNNAMED_CITY
    held = made.connection.execute(select(meta.c.value).where(meta.c.key == "city")).scalar()
    return held or UNNAMED_CITY


def _same(made: Building, level: str, sha256: str, way: str) -> tuple[int, int, int] | None:
    """The row counts of this very file, when it is loaded already in this very way."""
    query = select(source.c.rows_in, source.c.rows_accepted, source.c.rows_rejected).where(
        source.c.source_id == source_id_of(level), source.c.sha256 == sha256, source.c.mapping == way
    )
    row = made.connection.execute(query).first()
    return (row[0], row[1], row[2]) if row else None


def _accept(
    read: AreaFile, prepared: Prepared, kept: gpd.GeoDataFrame, level: str
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """The areas as rows for `area_rows`, and all rejected features."""
    areas = read.areas.assign(km2=prepared.km2, level=level)
    areas["geometry"] = gpd.GeoSeries(prepared.shapes, index=areas.index, crs=4326)
    lines = np.setdiff1d(np.arange(1, read.features + 1), read.rejected["line"])
    taken = dict(zip(kept["area_code"], kept["level"], strict=True))
    reasons = areas["area_code"].map(
        lambda code: f"De code {code} bestaat al op niveau {taken[code]}." if code in taken else None
    )
    reasons[areas.geometry.isna()] = "Na herstel bleef er van de grens geen eigen vlak over."
    bad = reasons.notna().to_numpy()
    late = pd.DataFrame({"line": lines[bad], "reason": reasons[bad], "raw": areas["area_code"][bad]})
    rejected = pd.concat([read.rejected, late]).sort_values("line", ignore_index=True)
    good = areas[~bad].reset_index(drop=True)
    good["parent_code"] = _parents(good, kept) if level == "buurt" and len(good) else None
    return good, rejected


def _parents(areas: gpd.GeoDataFrame, kept: gpd.GeoDataFrame) -> pd.Series:
    """The wijk of each buurt: the one that the file names, else the one it overlaps most; null without any."""
    wijken = kept[kept.geometry.notna()].reset_index(drop=True)
    by_name = {
        str(word).casefold(): code
        for words in (wijken["name"], wijken["area_code"])
        for word, code in zip(words, wijken["area_code"], strict=True)
    }
    parents = areas["parent"].map(lambda word: by_name.get(word.casefold()) if isinstance(word, str) else None)
    parents = parents.astype(object).where(parents.notna(), None)
    shapes, around = areas.geometry.to_numpy(), wijken.geometry.to_numpy()
    mine, theirs = shapely.STRtree(around).query(shapes, predicate="intersects") if len(wijken) else ([], [])
    shared = pd.DataFrame({"mine": mine, "theirs": theirs})
    shared["size"] = shapely.area(shapely.intersection(shapes[shared["mine"]], around[shared["theirs"]]))
    largest = shared[shared["size"] > 0].sort_values("size").drop_duplicates("mine", keep="last")
    overlapping = pd.Series(
        wijken["area_code"].to_numpy(dtype=object)[largest["theirs"].astype(int)], index=largest["mine"], dtype=object
    )
    return pd.Series(parents.where(parents.notna(), overlapping.reindex(areas.index)), dtype=object)


def _write(made: Building, areas: gpd.GeoDataFrame, kept: gpd.GeoDataFrame, level: str) -> None:
    frame = areas[["area_code", "level", "name", "parent_code", "km2", "geometry"]]
    unknown = UNLOCATED.get(level)
    if unknown is not None:
        parent = next(iter(kept.loc[kept.geometry.isna(), "area_code"]), None)
        while unknown in {*areas["area_code"], *kept["area_code"]}:
            unknown += "-onbekend"
        row = {"area_code": unknown, "level": level, "name": "Onbekend", "parent_code": parent, "km2": np.nan}
        last = gpd.GeoDataFrame([row], geometry=[None], crs=4326)
        frame = gpd.GeoDataFrame(pd.concat([frame, last], ignore_index=True), crs=4326)
    made.append(area, area_rows(frame))
    made.append(geo_asset, geo_asset_rows(frame))


def _note(prepared: Prepared) -> str:
    if not prepared.tolerance_m:
        return "Grenzen zoals in het bestand, op ongeveer 1 m afgerond."
    return f"Grenzen vereenvoudigd met een marge van {prepared.tolerance_m:.0f} m, zodat de kaart snel laadt."
