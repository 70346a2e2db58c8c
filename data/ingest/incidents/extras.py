"""The optional fields of a fact: how serious, who was involved, attempt or completed, what it was about."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.catalogue.incident_source import Extra
from data.catalogue.road_users import is_named
from data.ingest.area_index import place_key

NO_WORD = "de mapping geeft een code van een weggebruiker geen woord: de code is bewaard, de soort is niet gekend"


def read_extras(frame: pd.DataFrame, extra: Extra) -> tuple[pd.DataFrame, dict[str, pd.Series]]:
    """Reads the optional fields of a chunk.

    Args:
        frame: The columns that `extra` names, as str.
        extra: Which columns hold what, and what their values mean.

    Returns:
        Columns severity, road_users, is_attempt (nullable), object as in table `incident`, null where the file does
        not tell; and flags: Dutch sentence to which rows it is true of.
    """
    nothing = pd.Series(None, index=frame.index, dtype="str")
    made = pd.DataFrame(dict.fromkeys(("severity", "road_users", "object"), nothing))
    made["is_attempt"] = pd.Series(pd.NA, index=frame.index, dtype="boolean")
    flags: dict[str, pd.Series] = {}
    if extra.severity is not None:
        values = frame[extra.severity.column]
        made["severity"] = _named(values, extra.severity.values)
        flags["de ernst staat niet in de mapping"] = values.notna() & made["severity"].isna()
    if extra.road_users is not None:
        columns = [frame[c] for c in extra.road_users.columns]
        columns = [_named(c, extra.road_users.values).fillna(c) for c in columns]
        made["road_users"] = _users(columns, frame.index)
        codes = [c.map({v: not is_named(v) for v in c.dropna().unique()}).eq(True) for c in columns]
        flags[NO_WORD] = pd.concat(codes, axis=1).any(axis=1)
    if extra.attempt is not None:
        values = frame[extra.attempt.column]
        words = {**dict.fromkeys(extra.attempt.attempted, "1"), **dict.fromkeys(extra.attempt.completed, "0")}
        told = _named(values, words)
        made["is_attempt"] = told.map({"1": True, "0": False}).astype("boolean")
        flags["poging of voltooid staat niet in de mapping"] = values.notna() & told.isna()
    if extra.object is not None:
        made["object"] = frame[extra.object]
    return made, flags


def _named(values: pd.Series, names: Mapping[str, str]) -> pd.Series:
    by_key = {place_key(value): name for value, name in names.items()}
    found = {value: by_key.get(place_key(value)) for value in values.dropna().unique()}
    return values.map({value: name for value, name in found.items() if name is not None}).astype("str")


def _users(columns: list[pd.Series], index: pd.Index) -> pd.Series:
    """Each involved once, in order of the alphabet, between bars, so that a filter finds a whole word."""
    joined = columns[0].fillna("")
    for column in columns[1:]:
        joined = joined + "|" + column.fillna("")
    told = {}
    for text in joined.unique():
        users = sorted({word.strip() for word in text.split("|")} - {""})
        told[text] = f"|{'|'.join(users)}|" if users else np.nan
    return joined.map(told).reindex(index).astype("str")
