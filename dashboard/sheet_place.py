"""Which area a sheet is about, where it lies, and which sheets lie beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
import shapely
from shapely import Geometry

from dashboard.errors import SelectionError
from dashboard.words import LEVEL_NAMES
from data import queries
from data.config import Audience
from data.queries import CITY, Snapshot
from layers import Drawing, locator


@dataclass(frozen=True)
class Place:
    """An area, and the areas around it.

    Attributes:
        code: Area code, or CITY. focus: The codes that its figures are of; empty is the whole city.
        kind: What it is in words: wijk, buurt, zone; "stad".
        parent: The wijk of a buurt (code, name).
        neighbours: Areas that touch it: of its own level; the buurten under a zone, the wijken under a group.
        inside: The buurten of a wijk; the wijken of the city.
    """

    code: str
    name: str
    level: str
    kind: str
    focus: tuple[str, ...]
    parent: tuple[str, str] | None
    neighbours: tuple[tuple[str, str], ...]
    inside: tuple[tuple[str, str], ...]


def place_of(code: str, snapshot: Snapshot, audience: Audience) -> Place:
    """The area of a code.

    Raises:
        SelectionError: when there is no such area.
    """
    frame = queries.areas(snapshot, audience=audience)
    if code == CITY:
        city = queries.snapshot_info(snapshot, audience=audience).city
        return Place(CITY, city, CITY, CITY, (), None, (), _named(frame, _of_level(frame, "wijk")))
    if code not in frame.index or not frame.at[code, "is_located"]:
        raise SelectionError(
            f"Er is geen gebied met de code '{code[:40]}' in deze cijfers. Zoek het bovenaan met zijn naam."
        )
    level, name = str(frame.at[code, "level"]), str(frame.at[code, "name"])
    parent = frame.at[code, "parent_code"]
    around = queries.touching(snapshot, code=code, level=level, audience=audience)
    if level not in ("wijk", "buurt"):
        shape = queries.area_shapes(snapshot, level=level, audience=audience).of(code)
        under = "buurt" if level == "zone" and _of_level(frame, "buurt") else "wijk"
        around = queries.overlapping(snapshot, shape=shape, level=under, audience=audience) if shape else ()
    inside = tuple(frame.index[(frame["parent_code"] == code) & frame["is_located"].astype(bool)])
    return Place(
        code=code,
        name=name,
        level=level,
        kind=LEVEL_NAMES[level][0] if level in LEVEL_NAMES else level,
        focus=(code,),
        parent=(str(parent), str(frame.at[parent, "name"])) if parent in frame.index else None,
        neighbours=_named(frame, around),
        inside=_named(frame, inside),
    )


def _of_level(frame: pd.DataFrame, level: str) -> tuple[str, ...]:
    return tuple(frame.index[(frame["level"] == level) & frame["is_located"].astype(bool)])


def _named(frame: pd.DataFrame, codes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    named = [(code, str(frame.at[code, "name"])) for code in codes if code in frame.index]
    return tuple(sorted(named, key=lambda pair: pair[1]))


def place_map(code: str, level: str, snapshot: Snapshot, audience: Audience) -> Drawing | None:
    """The little map of an area in its surroundings, or None when it has no polygon."""
    if level in (CITY, "wijk", "buurt"):
        return _kept_map(code, level, snapshot.published, audience)
    return _map(code, level, snapshot, audience)  # people draw zones anew


@lru_cache(maxsize=512)
def _kept_map(code: str, level: str, snapshot: Snapshot, audience: Audience) -> Drawing | None:
    return _map(code, level, snapshot, audience)


def _map(code: str, level: str, snapshot: Snapshot, audience: Audience) -> Drawing | None:
    wijken = queries.area_shapes(snapshot, level="wijk", audience=audience)
    frame = queries.areas(snapshot, audience=audience)
    if not wijken.shapes:
        return None
    city = _city(snapshot.published, audience)
    chosen = city if code == CITY else queries.area_shapes(snapshot, level=level, audience=audience).of(code)
    if chosen is None:
        return None
    around = queries.area_shapes(snapshot, level="wijk" if level in (CITY, "wijk") else "buurt", audience=audience)
    around = around if around.shapes else wijken
    names = [
        (str(frame.at[other, "name"]), shape)
        for other, shape in zip(around.codes, around.shapes, strict=True)
        if other != code
    ]
    water = [shape for _, shape in queries.base_shapes(snapshot, kind="water", audience=audience)]
    return locator(chosen, around.shapes, lines=water, names=names, city=None if code == CITY else city)


@lru_cache(maxsize=4)
def _city(snapshot: Snapshot, audience: Audience) -> Geometry:
    outline = queries.base_shapes(snapshot, kind="outline", audience=audience)
    if outline:
        return shapely.union_all([shape for _, shape in outline])
    return shapely.union_all(list(queries.area_shapes(snapshot, level="wijk", audience=audience).shapes))
