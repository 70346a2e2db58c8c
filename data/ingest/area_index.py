"""Finding the area that a file means, by code or by name, however it is spelled."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd
from sqlalchemy import Connection, select

from data.catalogue.sources import AreaMatch
from data.tables import area


@dataclass(frozen=True)
class AreaMatchResult:
    """What a value of a file turned out to be; exactly one of `code` and `fault` is there.

    Attributes:
        code: The area code.
        mended: A Dutch sentence when the spelling was not that of the snapshot.
        fault: A Dutch reason for rejection.
    """

    code: str | None = None
    mended: str | None = None
    fault: str | None = None


def place_key(name: str) -> str:
    """A name without what differs between files: letter case, accents, hyphens, dots, quotes and spaces."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


def areas_of_snapshot(connection: Connection, level: str | None = None) -> pd.DataFrame:
    """The areas of the snapshot under construction.

    Returns:
        Columns area_code, level, name, is_located, sort; one row an area, in the order of the snapshot.
    """
    columns = (area.c.area_code, area.c.level, area.c.name, area.c.is_located, area.c.sort)
    query = select(*columns).order_by(area.c.level, area.c.sort, area.c.area_code)
    if level is not None:
        query = query.where(area.c.level == level)
    return pd.DataFrame(connection.execute(query).fetchall(), columns=[c.name for c in columns])


class AreaIndex:
    """The areas of one or more levels, to look names and codes up in."""

    def __init__(self, areas: pd.DataFrame, matching: AreaMatch | None = None) -> None:
        """Builds the index.

        Args:
            areas: Columns area_code, name, is_located; one row an area.
            matching: Aliases and the values that mean "unknown"; by default there are none.
        """
        rules = matching or AreaMatch()
        self._codes = {str(c) for c in areas["area_code"]}
        self._names = dict(zip(areas["area_code"], areas["name"], strict=True))
        self._by_code_key = {place_key(c): c for c in self._codes}
        self._by_name = self._collect(areas, [str(n) for n in areas["name"]])
        self._by_key = self._collect(areas, [place_key(str(n)) for n in areas["name"]])
        self._aliases = {place_key(k): v for k, v in rules.aliases.items()}
        self._unknown = {place_key(v) for v in rules.unknown}
        self._unlocated: Sequence[str] = areas.loc[~areas["is_located"].astype(bool), "area_code"].tolist()

    @staticmethod
    def _collect(areas: pd.DataFrame, keys: Sequence[str]) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key, code in zip(keys, areas["area_code"], strict=True):
            found.setdefault(key, []).append(str(code))
        return found

    def find(self, value: str, *, by: Literal["code", "name", "either"]) -> AreaMatchResult:
        """Finds the area that a value of a file means."""
        key = place_key(value)
        if key in self._unknown:
            if not self._unlocated:
                return AreaMatchResult(fault="het gebied is onbekend en de kaart heeft geen rij 'Onbekend'")
            return AreaMatchResult(code=self._unlocated[0], mended="rij zonder gekend gebied geteld bij 'Onbekend'")
        target = self._aliases.get(key)
        found = self._look_up(target if target is not None else value, by)
        if found.code is not None and (target is not None or found.mended):
            return AreaMatchResult(found.code, f"gebied '{value}' gelezen als '{self._names[found.code]}'")
        return found

    def _look_up(self, value: str, by: Literal["code", "name", "either"]) -> AreaMatchResult:
        key = place_key(value)
        if by != "name":
            if value in self._codes:
                return AreaMatchResult(code=value)
            if key in self._by_code_key:
                return AreaMatchResult(code=self._by_code_key[key], mended=value)
        if by != "code":
            for found, mended in ((self._by_name.get(value, []), None), (self._by_key.get(key, []), value)):
                if len(found) == 1:
                    return AreaMatchResult(code=found[0], mended=mended)
                if found:
                    return AreaMatchResult(
                        fault=f"de naam van het gebied komt meer dan één keer voor: gebruik de code ({value[:60]})"
                    )
        what = {"code": "deze code", "name": "deze naam", "either": "deze code of naam"}[by]
        return AreaMatchResult(
            fault=f"er is geen gebied met {what}: voeg een alias toe aan de mapping of laad de gebieden ({value[:60]})"
        )
