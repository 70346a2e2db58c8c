"""The weeks of the academic years: teaching, exams and recess, as data."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from data.catalogue.models import Record

WeekKind = Literal["les", "inhaal", "examen", "vakantie"]


class Stretch(Record):
    """Whole weeks of one kind. `n`: how many; `name`: what they are called."""

    kind: WeekKind
    name: str
    n: int = Field(gt=0)


class AcademicYear(Record):
    """One academic year in whole weeks.

    Attributes:
        id: `2022-2023`.
        first: Its first Monday.
        weeks: Its stretches, in order, from that Monday on.
        known: Whether every stretch was read in a published calendar, or reckoned by a rule.
        source: What was read.
    """

    id: str
    first: date
    weeks: tuple[Stretch, ...] = Field(min_length=1)
    known: Literal["gepubliceerd", "regel"]
    source: str

    @model_validator(mode="after")
    def _begins_on_monday(self) -> Self:
        if self.first.weekday() != 0:
            raise ValueError(f"academic year {self.id}: {self.first} is no Monday")
        return self

    @property
    def length(self) -> int:
        """How many weeks it has."""
        return sum(stretch.n for stretch in self.weeks)

    @property
    def after(self) -> date:
        """The Monday on which it is over."""
        return self.first + timedelta(weeks=self.length)

    @property
    def by_week(self) -> tuple[Stretch, ...]:
        """The stretch of each week, from the first on."""
        return tuple(stretch for stretch in self.weeks for _ in range(stretch.n))


def read_academic_years(path: Path) -> tuple[AcademicYear, ...]:
    """Reads `[[year]]` entries of a TOML file, oldest first.

    Raises:
        ValueError: when a year does not begin where the one before it ends; pydantic's ValidationError for a wrong or
            unknown key.
    """
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["year"]
    years = tuple(sorted((AcademicYear.model_validate(e) for e in entries), key=lambda year: year.first))
    for earlier, later in pairwise(years):
        if earlier.after != later.first:
            raise ValueError(f"{path.name}: {earlier.id} ends on {earlier.after}, {later.id} begins on {later.first}")
    return years


ACADEMIC_YEARS = read_academic_years(Path(__file__).parent / "academic_years.toml")
"""Every academic year that is known, without a gap."""
