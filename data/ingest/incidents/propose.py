"""A mapping for a file that nobody has described: every guess with its reason, for a person to look at and correct."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from pydantic import ValidationError

from data.catalogue import CATEGORIES
from data.catalogue.incident_source import FileForm
from data.errors import InputError
from data.ingest.area_index import AreaIndex, place_key
from data.ingest.category_index import find_known
from data.ingest.incidents.form import mapping_of, source_id_of, to_toml
from data.ingest.incidents.located import Places
from data.ingest.incidents.places import Box, box_around
from data.ingest.incidents.propose_columns import (
    Column,
    first_called,
    guess_attempt,
    guess_date_format,
    guess_severity,
    guess_time,
    look_at,
)
from data.ingest.incidents.propose_places import guess_decimal, guess_point
from data.ingest.incidents.sample import Sample, read_sample
from data.snapshot import current

SHOWN_ROWS = 8
LEAST_AREAS, LEAST_CATEGORIES = 0.3, 0.3


@dataclass(frozen=True)
class Proposal:
    """What the product thinks of a file.

    Attributes:
        kind: Format of the file.
        form: A value for every field that could be guessed; see `form.mapping_of`.
        why: Field to a sentence that says why, or what to look at.
        told: Sentences that say how the file was read.
        columns: The columns of the file.
        rows: The first rows: line, then a value for each column.
    """

    kind: str
    form: dict[str, Any]
    why: dict[str, str]
    told: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]

    def content(self) -> dict[str, Any]:
        """The proposal as plain data."""
        columns = [{"name": c.name, "filled": c.filled, "values": c.values} for c in self.columns]
        plain = {"kind": self.kind, "form": self.form, "why": self.why, "told": self.told}
        return plain | {"columns": columns, "rows": self.rows}

    def sentences(self) -> list[str]:
        """Every guess with its reason."""
        return [*self.told, *(f"{field}: {reason}" for field, reason in self.why.items())]

    def toml(self) -> str:
        """The mapping file, as far as it could be guessed."""
        return to_toml(mapping_of(self.form))


@dataclass(frozen=True)
class Known:
    """What is loaded and can be recognised in a file.

    Attributes:
        box: Degrees around the areas.
        areas: Level to an index of its areas.
    """

    box: Box
    areas: dict[str, AreaIndex]


def propose_mapping(
    path: Path, *, separator: str | None = None, encoding: str | None = None, file_name: str | None = None
) -> Proposal:
    """Reads the first rows of a file and proposes a mapping that fits the areas that are loaded.

    Args:
        path: The file.
        separator: Of a csv, when the guess was wrong.
        encoding: Of a csv, likewise.
        file_name: What the file is called where it came from.

    Raises:
        InputError: when the file cannot be used, or there are no areas.
        NoSnapshotError: when nothing is published yet.
    """
    try:
        form = FileForm.model_validate({"separator": separator or None, "encoding": encoding or None})
    except ValidationError as error:
        raise InputError(
            "Dit scheidingsteken of deze tekencodering bestaat niet. Kies puntkomma, komma, tab of verticale streep, "
            "en utf-8, utf-16 of cp1252."
        ) from error
    return propose(read_sample(path, form=form), known_areas(), file_name or path.name)


def known_areas() -> Known:
    """The areas of the snapshot that is published now."""
    with current().engine.connect() as connection:
        places = Places(connection, None)
    every = places.every
    levels = [level for level in ("wijk", "buurt") if not places.areas[level].empty]
    return Known(box_around(places.located), {level: AreaIndex(every[every["level"] == level]) for level in levels})


def propose(sample: Sample, known: Known, file_name: str) -> Proposal:
    """Guesses what every column is; what cannot be guessed is left empty and said.

    Args:
        sample: The first rows.
        known: The areas.
        file_name: What the file is called where it came from.
    """
    readable = sample.frame[sample.frame["fault"].isna()]
    columns = [look_at(name, readable[name]) for name in sample.columns]
    form: dict[str, Any] = {
        "id": source_id_of(file_name),
        "title": file_name[:120],
        "publisher": "niet vermeld",
        "licence": "niet vermeld",
        "provisional_months": "3",
    }
    why = {"provisional_months": "de nieuwste maanden van een uittreksel worden meestal nog aangevuld"}
    if sample.kind == "csv":
        form |= {"separator": sample.form.separator, "encoding": sample.form.encoding}
    time, why["time"] = guess_time(columns)
    form |= time
    dates = [readable[time[field]] for field in ("moment", "from", "until", "date") if field in time]
    if dates:
        form["date_format"], why["date_format"] = guess_date_format(dates)
    point = guess_point(sample, readable, columns, known.box)
    form |= point.form
    why["place"] = point.why
    if sample.kind == "csv" and point.form.get("x"):
        form["decimal"], why["decimal"] = guess_decimal([readable[point.form[axis]] for axis in ("x", "y")])
    used = {*time.values(), *(str(v) for v in point.form.values())}
    rest = [c for c in columns if c.name not in used]
    for guess in (_area, _category):
        guess(form, why, rest, readable, known, file_name)
        rest = [c for c in rest if c.name not in {form.get("area_column"), form.get("category_column")}]
    _others(form, why, rest)
    head = sample.frame.head(SHOWN_ROWS)
    lines = [int(line) for line in head["line"]]
    values = head[sample.columns].astype("object").itertuples(index=False, name=None)
    rows = tuple((line, *(None if pd.isna(v) else v for v in row)) for line, row in zip(lines, values, strict=True))
    return Proposal(sample.kind, form, why, sample.told, tuple(columns), rows)


def _area(
    form: dict[str, Any], why: dict[str, str], rest: Sequence[Column], rows: pd.DataFrame, known: Known, _: str
) -> None:
    best: tuple[float, bool, str, str, str] | None = None
    for column in rest:
        counts = Counter(rows[column.name].dropna())
        if not counts or column.dates >= 0.8:
            continue
        for level, index in known.areas.items():
            ways: tuple[Literal["name", "code"], ...] = ("name", "code")
            for by in ways:
                hits = sum(n for value, n in counts.items() if index.find(str(value), by=by).code)
                found = (hits / counts.total(), column.is_called("area"), column.name, level, by)
                if found[0] >= LEAST_AREAS and (best is None or found[:2] > best[:2]):
                    best = found
    if best is None:
        why["area"] = "geen enkele kolom bevat namen of codes van gebieden die geladen zijn"
        return
    share, _called, form["area_column"], form["area_level"], form["area_match"] = best
    what = "namen" if best[4] == "name" else "codes"
    why["area"] = f"{round(100 * share)}% van de waarden zijn {what} van het niveau {best[3]}"


def _category(
    form: dict[str, Any], why: dict[str, str], rest: Sequence[Column], rows: pd.DataFrame, _: Known, file_name: str
) -> None:
    shares = {}
    for column in rest:
        counts = Counter(rows[column.name].dropna())
        if counts and column.dates < 0.8:
            hits = sum(n for value, n in counts.items() if find_known(str(value)))
            shares[column.name] = hits / counts.total()
    best = max(shares, key=lambda name: shares[name], default=None)
    if best is not None and shares[best] >= LEAST_CATEGORIES:
        form["category_column"] = best
        why["category"] = f"{round(100 * shares[best])}% van de waarden zijn feiten van de catalogus"
        return
    words = place_key(file_name)
    named = [c.name for c in CATEGORIES.values() if any(place_key(n) in words for n in (c.name, *c.aliases))]
    if named:
        form["category"] = max(named, key=len)
        why["category"] = "de naam van het bestand zegt het"
        return
    called = first_called([c for c in rest if c.values and c.numbers < 0.8], "category")
    if called is not None:
        form["category_column"] = called.name
        why["category"] = "herkend aan de naam, maar de waarden staan niet in de catalogus: koppel ze hieronder"
        return
    why["category"] = "niet gevonden: kies één categorie voor alle feiten, of een kolom"


def _others(form: dict[str, Any], why: dict[str, str], rest: Sequence[Column]) -> None:
    key = next((c for c in rest if c.unique and c.is_called("key")), None)
    if key is not None:
        form["key"] = key.name
        why["key"] = "elke rij heeft een andere waarde, en de naam is die van een nummer"
    else:
        why["key"] = "geen kolom met een nummer: wie later hetzelfde feit verbeterd opnieuw invoert, krijgt het dubbel"
    severity, attempt = guess_severity(rest), guess_attempt(rest)
    if severity is not None:
        form["severity"], form["severity_values"] = severity
        why["severity"] = "herkend aan de naam en aan de waarden"
    if attempt is not None:
        form["attempt"], form["attempt_values"] = attempt
        why["attempt"] = "herkend aan de naam en aan de waarden"
    left = [c for c in rest if c.name not in {form.get(f) for f in ("key", "severity", "attempt")}]
    users = [c.name for c in left if c.is_called("road_users")][:2]
    if users:
        form["road_users"] = users
        why["road_users"] = "herkend aan de naam"
    thing = first_called([c for c in left if c.name not in users and c.dates < 0.8], "object")
    if thing is not None:
        form["object"] = thing.name
        why["object"] = "herkend aan de naam"
