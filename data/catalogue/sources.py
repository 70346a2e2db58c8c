"""The sources of monthly counts that the product can read: one TOML file each, and nothing in code.

The files in `data/catalogue/sources/` are the registry SOURCES; a user's own mapping file has the same shape.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import Field, ValidationError, field_validator, model_validator

from data.catalogue import category_by_name
from data.catalogue.models import DrivenBy, Record

_HERE = Path(__file__).parent / "sources"
Level = Literal["wijk", "buurt"]


class Columns(Record):
    """Which column of the file holds what: the month is either `date`, or `year` and `month` together."""

    area: str
    category: str
    total: str
    year: str | None = None
    month: str | None = None
    date: str | None = None

    @model_validator(mode="after")
    def _one_way_to_tell_the_month(self) -> Columns:
        if (self.date is None) == (self.year is None or self.month is None):
            raise ValueError("give either 'date', or 'year' and 'month'")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that a file must have."""
        every = (self.area, self.year, self.month, self.date, self.category, self.total)
        return tuple(name for name in every if name is not None)


class AreaMatch(Record):
    """How an area of the file becomes an area of the snapshot.

    Attributes:
        match: Whether the file gives codes or names; letter case, accents, hyphens and spaces never matter.
        aliases: Name (or code) in the file, to name (or code) in the snapshot.
        unknown: Values that mean "in the city, nobody knows where". None given: the source places every fact,
            and the area "Onbekend" counts zero.
    """

    match: Literal["code", "name"] = "name"
    aliases: Mapping[str, str] = {}
    unknown: tuple[str, ...] = ()


class OpenDataset(Record):
    """Where an Opendatasoft portal publishes the source: one dataset a year.

    Attributes:
        dataset: Dataset id with `{year}` in it.
        first_year: The first year that there is a dataset of.
    """

    dataset: str
    first_year: int = Field(ge=1990)

    @field_validator("dataset")
    @classmethod
    def _names_the_year(cls, value: str) -> str:
        if "{year}" not in value:
            raise ValueError("'dataset' has no {year} in it")
        return value

    def dataset_id(self, year: int) -> str:
        """The id of the dataset of one year."""
        return self.dataset.replace("{year}", str(year))


class FactsSource(Record):
    """What a mapping tells of any file of figures, at whatever grain.

    Attributes:
        categories: "known" rejects rows of a category that the catalogue lacks; "open" takes it under its own name.
        provisional_months: How many of the newest months the publisher is still completing.
        driven_by: What new categories follow, unless they are in `police_driven`.
        category_names: Name in the file, to a name of the catalogue or to the name that a new category gets.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    publisher: str
    licence: str
    url: str | None = None
    categories: Literal["known", "open"] = "known"
    provisional_months: int = Field(default=3, ge=0, le=24)
    driven_by: DrivenBy = "burgers"
    police_driven: tuple[str, ...] = ()
    category_names: Mapping[str, str] = {}

    @model_validator(mode="after")
    def _knows_its_categories(self) -> FactsSource:
        if self.categories == "known":
            wrong = [name for name in self.category_names.values() if category_by_name(name) is None]
            if wrong:
                raise ValueError(f"not in the catalogue: {', '.join(wrong)}")
        return self


class CountsSource(FactsSource):
    """A published table of monthly counts per area and category.

    Attributes:
        absent: What an area means that has no row in a published month: no figure, or zero facts.
        month_words: Further words for months, to 1..12; Dutch names and numbers are always understood.
        defects: Known traps and faults of the source, each a Dutch sentence; the page with the data lists them.
    """

    level: Level
    columns: Columns
    area: AreaMatch = AreaMatch()
    absent: Literal["missing", "zero"] = "missing"
    month_words: Mapping[str, int] = {}
    opendata: OpenDataset | None = None
    defects: tuple[str, ...] = ()

    @field_validator("month_words")
    @classmethod
    def _real_months(cls, value: Mapping[str, int]) -> Mapping[str, int]:
        wrong = [word for word, number in value.items() if not 1 <= number <= 12]
        if wrong:
            raise ValueError(f"no month of the year: {', '.join(wrong)}")
        return value


def read_source(path: Path) -> CountsSource:
    """Reads one mapping file.

    Raises:
        ValueError: for broken TOML; pydantic's ValidationError (a ValueError) for a wrong, unknown or missing key.
    """
    return CountsSource.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def read_sources(paths: Iterable[Path]) -> Mapping[str, CountsSource]:
    """Reads mapping files into records by id.

    Raises:
        ValueError: when two files have the same id, or one cannot be read.
    """
    records: dict[str, CountsSource] = {}
    for path in sorted(paths):
        try:
            record = read_source(path)
        except ValidationError as error:
            raise ValueError(f"{path.name}: {error}") from error
        if record.id in records:
            raise ValueError(f"{path.name}: id '{record.id}' is there twice")
        records[record.id] = record
    return MappingProxyType(records)


SOURCES = read_sources(_HERE.glob("*.toml"))
"""Every source of monthly counts that there is a file of, by id."""
