"""Hotspots of every group of the priorities, computed when a snapshot is built and stored in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy import delete, func, select

from data.catalogue import DENOMINATORS, PRIORITIES, SURFACE, DenominatorKind
from data.errors import InputError
from data.snapshot import Building
from data.statistics.hotspots import hotspots
from data.statistics.neighbours import queen_neighbours
from data.statistics.rates import rate
from data.tables import area, cell, coverage, denominator, hotspot, moran, neighbour

LEVELS = ("wijk", "buurt")
MONTHS = 12
"""Whole years only, so that no season weighs more than another."""
LEAST_SHARE = 0.5
"""Share of the areas that must have a denominator before the map divides by it: of fewer it tells too little."""

NO_FIGURES = "Van deze feiten zijn er op dit niveau geen cijfers."
TOO_SHORT = f"Hotspots vragen {MONTHS} maanden cijfers op rij; zoveel zijn er op dit niveau nog niet."


@dataclass(frozen=True)
class Base:
    """What the figures of a level are divided by.

    Attributes:
        kind: The entry of the denominators catalogue.
        values: Denominator by area code.
    """

    kind: DenominatorKind
    values: dict[str, float]

    @property
    def words(self) -> str:
        """For the screen: "per km²" or "per 1.000 inwoners"."""
        return self.kind.unit


def write_hotspots(building: Building) -> None:
    """Stores hotspots and Moran's I of each group and level over the last twelve months that have figures.

    Where they cannot be made (too few areas, no figures), the table `moran` says why.
    """
    for table in (hotspot, moran):
        building.connection.execute(delete(table))
    made: dict[tuple[str, tuple[str, ...], tuple[str, ...]], tuple[pd.DataFrame, dict[str, object]]] = {}
    for level in LEVELS:
        shapes = _shapes(building, level)
        if shapes.empty:
            continue
        for priority in PRIORITIES.values():
            for group in priority.groups:
                kinds = tuple(k.id for k in DENOMINATORS.values() if not k.measured and k.suits(priority.id))
                key = (level, group.categories, kinds)
                if key not in made:
                    made[key] = _of_group(building, shapes, *key)
                areas, whole = made[key]
                names = {"priority": priority.id, "group_id": group.id, "level": level}
                building.append(hotspot, areas.assign(**names))
                building.append(moran, pd.DataFrame([{**names, **whole}]))


def write_neighbours(building: Building) -> None:
    """Stores which buurten touch."""
    building.connection.execute(delete(neighbour))
    shapes = _shapes(building, "buurt")
    if len(shapes) > 1:
        building.append(neighbour, queen_neighbours(shapes))


def _of_group(
    building: Building, shapes: gpd.GeoDataFrame, level: str, categories: tuple[str, ...], kinds: tuple[str, ...]
) -> tuple[pd.DataFrame, dict[str, object]]:
    """Rows of table `hotspot` and the row of table `moran`, both without the names of group and level.

    Args:
        kinds: Imported denominators that make sense here; the first of which enough areas have one is used.
    """
    grain = _grain(building, level, categories)
    if grain is None:
        return pd.DataFrame(), {"reason": NO_FIGURES}
    period = _period(building, grain, level, categories)
    if period is None:
        return pd.DataFrame(), {"reason": TOO_SHORT}
    first, last = period
    base = _base(building, shapes, kinds, last.year)
    told: dict[str, object] = {"period_from": first, "period_until": last, "based_on": base.words}
    counted = _counts(building, grain, level, categories, period).reindex(shapes["area_code"])
    rows = pd.DataFrame(
        {
            "area_code": shapes["area_code"].to_numpy(),
            "n": counted.to_numpy(),
            "status": "ok",
            "denominator": shapes["area_code"].map(base.values).astype("Float64").to_numpy(),
        }
    )
    rated = rate(rows, per=base.kind.per, minimum=base.kind.minimum)
    try:
        found = hotspots(shapes.assign(value=rated["rate"].to_numpy()))
    except InputError as refused:
        return pd.DataFrame(), {**told, "reason": str(refused)}
    columns = [column.name for column in hotspot.columns if column.name in found.areas.columns]
    whole = {name: getattr(found.moran, name) for name in ("i", "expected", "z", "p", "n")}
    areas = found.areas[columns].assign(period_from=first, period_until=last, based_on=base.words)
    return areas, {**told, **whole, "permutations": found.permutations}


def _shapes(building: Building, level: str) -> gpd.GeoDataFrame:
    """Located areas with a border, in order: area_code, km2, geometry (EPSG:4326)."""
    query = select(area.c.area_code, area.c.km2, area.c.wkb).where(
        area.c.level == level, area.c.is_located, area.c.wkb.is_not(None)
    )
    rows = building.connection.execute(query.order_by(area.c.sort)).fetchall()
    return gpd.GeoDataFrame(
        {"area_code": [row.area_code for row in rows], "km2": pd.array([row.km2 for row in rows], dtype="Float64")},
        geometry=[shapely.from_wkb(bytes(row.wkb)) for row in rows],
        crs=4326,
    )


def _grain(building: Building, level: str, categories: tuple[str, ...]) -> str | None:
    """The grain that has every category at this level, published counts first."""
    query = select(coverage.c.grain, func.count(coverage.c.category_id.distinct()).label("n"))
    mine = query.where(coverage.c.level == level, coverage.c.category_id.in_(categories)).group_by(coverage.c.grain)
    full = {row.grain for row in building.connection.execute(mine) if row.n == len(categories)}
    return next((grain for grain in ("counts", "incidents") if grain in full), None)


def _period(building: Building, grain: str, level: str, categories: tuple[str, ...]) -> tuple[date, date] | None:
    """First and last of the newest twelve consecutive months that every category has."""
    query = (
        select(coverage.c.month)
        .where(coverage.c.grain == grain, coverage.c.level == level, coverage.c.category_id.in_(categories))
        .group_by(coverage.c.month)
        .having(func.count() == len(categories))
        .order_by(coverage.c.month)
    )
    months: list[date] = [row.month for row in building.connection.execute(query)]
    for i in range(len(months) - 1, MONTHS - 2, -1):
        first, last = months[i - MONTHS + 1], months[i]
        if (last.year - first.year) * 12 + last.month - first.month == MONTHS - 1:
            return first, last
    return None


def _counts(
    building: Building, grain: str, level: str, categories: tuple[str, ...], period: tuple[date, date]
) -> pd.Series:
    """Facts by area code over the period; NA where any part is missing."""
    query = (
        select(cell.c.area_code, func.sum(cell.c.n).label("n"))
        .where(cell.c.grain == grain, cell.c.level == level, cell.c.category_id.in_(categories))
        .where(cell.c.month.between(*period))
        .group_by(cell.c.area_code)
        .having(func.count(cell.c.n) == MONTHS * len(categories))
    )
    found = {row.area_code: int(row.n) for row in building.connection.execute(query)}
    return pd.Series(found, dtype="Int64")


def _base(building: Building, shapes: gpd.GeoDataFrame, kinds: tuple[str, ...], year: int) -> Base:
    """The first of these denominators that enough areas have, of the nearest year; else the surface."""
    for kind in kinds:
        query = (
            select(denominator.c.area_code, denominator.c.value)
            .where(denominator.c.kind == kind, denominator.c.area_code.in_(list(shapes["area_code"])))
            .order_by(func.abs(denominator.c.year - year).desc(), denominator.c.year)  # the last one written stays
        )
        values = {row.area_code: float(row.value) for row in building.connection.execute(query)}
        if len(values) >= LEAST_SHARE * len(shapes):
            return Base(DENOMINATORS[kind], values)
    known = shapes[shapes["km2"].notna()]
    return Base(DENOMINATORS[SURFACE], dict(zip(known["area_code"], known["km2"].astype(float), strict=True)))
