"""What a mapping file tells of a file of single facts: which column holds what, and how to read it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from data.catalogue.models import Record
from data.catalogue.sources import AreaMatch, FactsSource, Level

DateFormat = Literal["iso", "dd/mm/yyyy", "mm/dd/yyyy"]
Severity = Literal["dood", "zwaar", "licht"]
GEOMETRY_X, GEOMETRY_Y = "geometrie x", "geometrie y"
"""Names under which the point of a feature is read, beside the columns of a file."""


class FileForm(Record):
    """How a file is written, where that is guessed wrongly; all of it is guessed by default, and told.

    Attributes:
        separator: Between the fields of a csv.
        encoding: Of a csv.
        decimal: Before the decimals of coordinates; by default either, and the last of the two when both are there.
    """

    separator: Literal[";", ",", "\t", "|"] | None = None
    encoding: Literal["utf-8", "utf-16", "cp1252"] | None = None
    decimal: Literal[",", "."] | None = None


class TimeColumns(Record):
    """When a fact happened: one moment, a window, or parts of which some may not be there.

    Attributes:
        moment: Column with a date, or a date and an hour.
        begin, until: Columns with the two ends of the window; either may be empty in a row.
        date, hour: A date, and beside it an hour ("13", "13:45").
        year, month, day: Parts in place of a date; without `day` the day is not known, and is not made up.
        format: How dates are written; by default it is guessed from all rows, and told.
    """

    moment: str | None = None
    begin: str | None = Field(default=None, alias="from")
    until: str | None = None
    date: str | None = None
    hour: str | None = None
    year: str | None = None
    month: str | None = None
    day: str | None = None
    format: DateFormat | None = None

    @model_validator(mode="after")
    def _one_way_to_tell_the_time(self) -> TimeColumns:
        ways = [self.moment, self.begin, self.date, self.year]
        if sum(way is not None for way in ways) != 1:
            raise ValueError("geef één van 'moment', 'from' en 'until', 'date', of 'year' en 'month'")
        if (self.begin is None) != (self.until is None):
            raise ValueError("'from' en 'until' horen samen")
        if (self.year is None) != (self.month is None) or (self.day is not None and self.year is None):
            raise ValueError("'year' en 'month' horen samen, en 'day' hoort daarbij")
        if self.hour is not None and self.date is None and self.year is None:
            raise ValueError("'hour' hoort bij 'date', of bij 'year' en 'month'")
        return self

    @property
    def dates(self) -> tuple[str, ...]:
        """The columns that hold whole dates."""
        return tuple(name for name in (self.moment, self.begin, self.until, self.date) if name is not None)

    @property
    def names(self) -> tuple[str, ...]:
        """Every column that tells the time."""
        return (*self.dates, *(name for name in (self.hour, self.year, self.month, self.day) if name is not None))


class PlaceColumns(Record):
    """Where a fact happened, as a point.

    Attributes:
        lon, lat: Columns in degrees; or `x`, `y`: columns in the CRS; or `geometry`: the point of the feature.
        crs: EPSG code; by default it is recognised from where the points fall, and told.
        precision_m: How precise the points are, when the source says so.
    """

    lon: str | None = None
    lat: str | None = None
    x: str | None = None
    y: str | None = None
    geometry: bool = False
    crs: Literal[4326, 31370, 3812] | None = None
    precision_m: int | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _one_pair(self) -> PlaceColumns:
        if (self.lon is None) != (self.lat is None) or (self.x is None) != (self.y is None):
            raise ValueError("'lon' en 'lat' horen samen, en 'x' en 'y' ook")
        if [self.lon is not None, self.x is not None, self.geometry].count(True) != 1:
            raise ValueError("geef één van 'lon' en 'lat', 'x' en 'y', of geometry = true")
        return self

    @property
    def pair(self) -> tuple[str, str]:
        """The columns of east and north."""
        if self.geometry:
            return GEOMETRY_X, GEOMETRY_Y
        return (self.lon or self.x or "", self.lat or self.y or "")


class AreaColumn(AreaMatch):
    """The column with the code or name of an area: it places a fact that has no point, and checks one that has."""

    column: str
    level: Level


class SeverityColumn(Record):
    """How serious an accident was: value in the file to dood, zwaar or licht."""

    column: str
    values: Mapping[str, Severity]


class RoadUsers(Record):
    """Who was involved in an accident; `values` names codes, what it lacks is kept as the file has it."""

    columns: tuple[str, ...] = Field(min_length=1)
    values: Mapping[str, str] = {}


class AttemptColumn(Record):
    """Whether a fact was an attempt."""

    column: str
    attempted: tuple[str, ...] = Field(min_length=1)
    completed: tuple[str, ...] = Field(min_length=1)


class Extra(Record):
    """Optional fields that are kept, to filter by."""

    severity: SeverityColumn | None = None
    road_users: RoadUsers | None = None
    attempt: AttemptColumn | None = None
    object: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every column of the optional fields."""
        found = [f.column for f in (self.severity, self.attempt) if f is not None]
        return (*found, *(self.road_users.columns if self.road_users else ()), *([self.object] if self.object else ()))


class IncidentsSource(FactsSource):
    """A file of single facts.

    Attributes:
        category: The category of every fact of the file; or `category_column` tells it per row.
        key: Columns that together name a fact, so that a newer export updates it. None given: what the row says is
            its key, and a fact that is corrected in a newer export is another fact.
        public: Whether anybody can download these facts as they are; only then are they not protected for publiek and
            raad. A category of which any other file has facts stays protected.
        months: First and last month (yyyy-mm) that the file holds in full; what lies outside is kept and not counted.
            None given: from the first to the last month that there is a fact of.
    """

    category: str | None = None
    category_column: str | None = None
    key: tuple[str, ...] = ()
    public: bool = False
    months: tuple[str, str] | None = None
    file: FileForm = FileForm()
    time: TimeColumns
    place: PlaceColumns | None = None
    area: AreaColumn | None = None
    extra: Extra = Extra()

    @field_validator("months")
    @classmethod
    def _real_months(cls, value: tuple[str, str] | None) -> tuple[str, str] | None:
        if value is not None:
            if not all(re.fullmatch(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])", month) for month in value):
                raise ValueError("schrijf een maand als 2024-03")
            if value[0] > value[1]:
                raise ValueError("de eerste maand komt na de laatste")
        return value

    @model_validator(mode="after")
    def _complete(self) -> IncidentsSource:
        if (self.category is None) == (self.category_column is None):
            raise ValueError("geef 'category' (één voor het hele bestand) of 'category_column'")
        if self.place is None and self.area is None:
            raise ValueError("geef [place], [area] of allebei")
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the file must have, once."""
        names = [*self.key, *([self.category_column] if self.category_column else []), *self.time.names]
        if self.place is not None:
            names += self.place.pair
        if self.area is not None:
            names.append(self.area.column)
        return tuple(dict.fromkeys([*names, *self.extra.names]))


def read_incident_source(path: Path) -> IncidentsSource:
    """Reads one mapping file.

    Raises:
        ValueError: for broken TOML; pydantic's ValidationError (a ValueError) for a wrong, unknown or missing key.
    """
    return IncidentsSource.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
