"""From points and names to the buurt and wijk of every fact."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from sqlalchemy import Connection, select

from data.catalogue.incident_source import AreaColumn
from data.errors import InputError
from data.ingest.area_index import AreaIndex, AreaMatchResult
from data.ingest.geography import locate
from data.ingest.incidents.places import WGS84
from data.tables import area

SNAP_M = 2.0
"""A point this near to an area lies in it: borders are rounded, and a kerb is not another city."""

UNMATCHED = "de naam van het gebied staat niet op de kaart"

MOST_NAMES, MOST_KNOWN = 50, 10_000
"""Names without an area that are told; names of a file that are looked up once."""

Codes = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Located:
    """Where the facts of a chunk belong.

    Attributes:
        wijk: Code of the wijk, that of "Onbekend" without a usable place; None when the snapshot has no wijken.
        buurt: Likewise.
        outside: Which facts have a point outside every area.
        flags: Dutch sentence to which rows it is true of.
    """

    wijk: Codes
    buurt: Codes
    outside: npt.NDArray[np.bool_]
    flags: dict[str, npt.NDArray[np.bool_]]


class Places:
    """The wijken and buurten of the snapshot, to find facts in."""

    def __init__(self, connection: Connection, column: AreaColumn | None) -> None:
        """Reads the areas.

        Raises:
            InputError: when there are none.
        """
        columns = (area.c.area_code, area.c.level, area.c.name, area.c.parent_code, area.c.is_located, area.c.wkb)
        query = select(*columns).where(area.c.level.in_(["wijk", "buurt"])).order_by(area.c.level, area.c.sort)
        rows = connection.execute(query).fetchall()
        frame = pd.DataFrame([r[:5] for r in rows], columns=[c.name for c in columns[:5]])
        shapes = [shapely.from_wkb(bytes(r.wkb)) if r.wkb is not None else None for r in rows]
        every = gpd.GeoDataFrame(frame, geometry=shapes, crs=WGS84)
        if not every.geometry.notna().any():
            raise InputError(
                "Er zijn nog geen gebieden om feiten in te plaatsen. Laad ze eerst: "
                "python -m data.ingest areas BESTAND --level wijk"
            )
        self.areas = {
            level: every[(every["level"] == level) & every.geometry.notna()].reset_index(drop=True)
            for level in ("wijk", "buurt")
        }
        self.every = every
        unlocated = every[~every["is_located"].astype(bool)]
        self.unlocated = {
            level: next(iter(unlocated.loc[unlocated["level"] == level, "area_code"]), None)
            for level in ("wijk", "buurt")
        }
        self._parents = dict(zip(every["area_code"], every["parent_code"], strict=True))
        self._column = column
        self._found: dict[str, AreaMatchResult] = {}
        self._index: AreaIndex | None = None
        if column is not None:
            if self.areas[column.level].empty:
                raise InputError(
                    f"De mapping geeft gebieden van niveau {column.level}, en die zijn er niet. Laad ze eerst: "
                    f"python -m data.ingest areas BESTAND --level {column.level}"
                )
            self._index = AreaIndex(every[every["level"] == column.level], column)

    @property
    def located(self) -> gpd.GeoDataFrame:
        """Every area with a polygon."""
        return self.every[self.every.geometry.notna()]

    @property
    def unmatched(self) -> tuple[str, ...]:
        """Values of the column with areas that are no area, as far as they were met."""
        return tuple(value for value, found in self._found.items() if found.code is None)

    def find(self, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64], names: pd.Series | None) -> Located:
        """Finds the areas of the facts of a chunk.

        Args:
            lon: Degrees WGS84, NaN where there is no usable point.
            lat: Likewise.
            names: Code or name of the area as the file has it, null where empty; None when it has none.

        Returns:
            One of each for every fact. A point decides; a name only where there is no point.
        """
        buurt = locate(lon, lat, self.areas["buurt"], snap_m=SNAP_M)
        wijk = np.array([self._parents.get(code) for code in buurt], dtype=object)
        lost = pd.isna(wijk)
        wijk[lost] = locate(lon[lost], lat[lost], self.areas["wijk"], snap_m=SNAP_M)
        has_point = ~np.isnan(lon)
        outside = has_point & pd.isna(wijk) & pd.isna(buurt)
        flags: dict[str, npt.NDArray[np.bool_]] = {}
        if self._index is not None and self._column is not None and names is not None:
            flags = self._by_name(names, has_point, wijk, buurt)
        for codes, level in ((wijk, "wijk"), (buurt, "buurt")):
            codes[pd.isna(codes)] = self.unlocated[level]
        return Located(wijk, buurt, outside, flags)

    def _by_name(
        self, names: pd.Series, has_point: npt.NDArray[np.bool_], wijk: Codes, buurt: Codes
    ) -> dict[str, npt.NDArray[np.bool_]]:
        assert self._index is not None
        assert self._column is not None
        for value in names.dropna().unique():
            if value not in self._found:
                self._found[value] = self._index.find(value, by=self._column.match)
        codes = names.map({v: f.code for v, f in self._found.items() if f.code}).to_numpy(dtype=object)
        if len(self._found) > MOST_KNOWN:
            unmatched = [value for value, found in self._found.items() if found.code is None]
            for value in unmatched[MOST_NAMES:]:
                del self._found[value]
        named = ~pd.isna(codes)
        unnamed = names.notna().to_numpy(dtype=bool) & ~named
        here = buurt if self._column.level == "buurt" else wijk
        elsewhere = has_point & named & ~pd.isna(here) & (here != codes)
        use = named & ~has_point
        here[use] = codes[use]
        if self._column.level == "buurt":
            wijk[use] = [self._parents.get(code) for code in codes[use]]
        return {
            UNMATCHED: unnamed,
            "de naam wijst een ander gebied aan dan het punt: het punt telt": elsewhere,
            "zonder punt, geplaatst op de naam van het gebied": use,
        }
