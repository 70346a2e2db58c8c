"""Telling good facts from bad rows: each bad row with its line and reason, each doubt counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from data.catalogue.incident_source import IncidentsSource
from data.ingest.category_index import CategoryIndex, CategoryMatch
from data.ingest.incidents.extras import read_extras
from data.ingest.incidents.located import Places
from data.ingest.incidents.moments import read_moments
from data.ingest.incidents.places import read_points
from data.ingest.incidents.spill import Spilled
from data.ingest.refused import Refused
from data.ingest.validate import Reasons, rejected_rows

OUTSIDE = "het punt ligt buiten alle gebieden"
WITHOUT_PLACE = "feiten zonder locatie: geteld bij 'Onbekend'"
KEY_GLUE = "/"
MOST_KNOWN = 10_000
"""Categories of a file that are looked up once; beyond that, those that are none are looked up again."""
_CONTENT_GLUE = "\x1f"


@dataclass
class Checked:
    """What the checks met so far, over all chunks.

    Attributes:
        mended: Dutch sentence to number of accepted rows.
        defects: Dutch sentence to number of rows of the file.
        names: Id to name of the categories of accepted rows.
    """

    mended: Counter[str] = field(default_factory=Counter)
    defects: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)


class Checker:
    """Checks and translates the chunks of one file."""

    def __init__(
        self, mapping: IncidentsSource, places: Places, spilled: Spilled, refused: Refused, today: date
    ) -> None:
        self._mapping = mapping
        self._refused = refused
        self._places = places
        self._spilled = spilled
        self._today = today
        self._index = CategoryIndex(mapping)
        self._categories: dict[str, CategoryMatch] = {}
        self.found = Checked()

    def check(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Checks one chunk.

        Args:
            frame: Columns line, fault and those of the mapping, as str.

        Returns:
            One row an accepted fact: the columns of table `incident` but its source, and line and content (what the
            row says, to tell rows without a key apart).
        """
        mapping, found = self._mapping, self.found
        reasons = Reasons(frame)
        for name in mapping.key:
            reasons.add(frame[name].isna(), f"de sleutel '{name}' is leeg")
        categories = self._category(frame, reasons)
        moments = read_moments(frame, mapping.time, self._spilled.dates, self._today)
        reasons.add(moments.frame["fault"].notna(), moments.frame["fault"])
        flags: dict[str, pd.Series | np.ndarray] = dict(moments.flags)
        lon = lat = np.full(len(frame), np.nan)
        if mapping.place is not None and self._spilled.coordinates is not None:
            points = read_points(frame, mapping.place, self._spilled.coordinates)
            lon, lat = points.lon, points.lat
            flags |= points.flags
        located = self._places.find(lon, lat, frame[mapping.area.column] if mapping.area is not None else None)
        flags |= located.flags
        outside = pd.Series(located.outside, index=frame.index)
        points_out = zip(lon[located.outside], lat[located.outside], strict=True)
        shown = [f"{OUTSIDE} ({x:.5f}, {y:.5f})" for x, y in points_out]
        reasons.add(outside, pd.Series(shown, index=frame.index[outside], dtype="str").reindex(frame.index))
        extras, told = read_extras(frame, mapping.extra)
        flags |= told
        flags[WITHOUT_PLACE] = pd.isna(located.wijk) | (located.wijk == self._places.unlocated["wijk"])
        if self._places.areas["wijk"].empty:
            flags[WITHOUT_PLACE] = pd.isna(located.buurt) | (located.buurt == self._places.unlocated["buurt"])
        good = reasons.texts.isna()
        for sentence, mask in flags.items():
            found.mended[sentence] += int((np.asarray(mask, dtype=bool) & good.to_numpy(dtype=bool)).sum())
        for sentence, mask in moments.defects.items():
            found.defects[sentence] += int((mask & frame["fault"].isna()).sum())
        self._refused.add(rejected_rows(frame, reasons, mapping.columns))
        precision = mapping.place.precision_m if mapping.place is not None else None
        facts = pd.DataFrame(
            {
                "line": frame["line"],
                "incident_key": _glued(frame, mapping.key, KEY_GLUE) if mapping.key else None,
                "content": None if mapping.key else _glued(frame, mapping.columns, _CONTENT_GLUE),
                "category_id": categories,
                **{name: moments.frame[name] for name in ("time_from", "time_until", "time_known", "hour", "month")},
                "lon": lon,
                "lat": lat,
                "precision_m": pd.Series(precision, index=frame.index, dtype="Int64").where(~np.isnan(lon)),
                "buurt_code": pd.Series(located.buurt, index=frame.index, dtype="str"),
                "wijk_code": pd.Series(located.wijk, index=frame.index, dtype="str"),
            }
        )
        facts = pd.concat([facts, extras], axis=1)[good]
        for category_id in facts["category_id"].unique():
            found.names.setdefault(category_id, self._name_of(category_id))
        return facts

    def _category(self, frame: pd.DataFrame, reasons: Reasons) -> pd.Series:
        column = self._mapping.category_column
        if column is None:
            values = pd.Series(self._mapping.category, index=frame.index, dtype="str")
        else:
            values = frame[column]
            reasons.add(values.isna(), f"de categorie '{column}' is leeg")
        for value in values.dropna().unique():
            if value not in self._categories:
                self._categories[value] = self._index.find(value)
        faults = values.map({v: f.fault for v, f in self._categories.items() if f.fault}).astype("str")
        reasons.add(faults.notna(), faults)
        if column is not None:
            for v, f in self._categories.items():
                if f.mended:
                    self.found.mended[f.mended] += int((values == v).sum())
        ids = values.map({v: f.category_id for v, f in self._categories.items() if f.category_id}).astype("str")
        if len(self._categories) > MOST_KNOWN:
            self._categories = {v: f for v, f in self._categories.items() if not f.fault}
        return ids

    def _name_of(self, category_id: str) -> str:
        return next(f.name for f in self._categories.values() if f.category_id == category_id)


def _glued(frame: pd.DataFrame, columns: tuple[str, ...], glue: str) -> pd.Series:
    glued = frame[columns[0]].fillna("")
    for name in columns[1:]:
        glued = glued + glue + frame[name].fillna("")
    return glued
