"""The typed records of the catalogue; an unknown key or a duplicate id is refused."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Record(BaseModel):
    """Base of all records: immutable, and strict about keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


DrivenBy = Literal["burgers", "politie"]


class Category(Record):
    """A fact category, after cleaning.

    Attributes:
        driven_by: "burgers" when a fact exists because somebody reported it, "politie" when it was looked for.
        aliases: Other spellings met in published files.
    """

    id: str
    name: str
    driven_by: DrivenBy
    aliases: tuple[str, ...] = ()


class Group(Record):
    """Categories of one priority that may be added up, and the caveat that goes with their figures."""

    id: str
    name: str
    subject: str
    categories: tuple[str, ...] = Field(min_length=1)
    note: str | None = None


class Priority(Record):
    """A theme of the safety plan that a user picks; `groups[0]` is what it opens on."""

    id: str
    name: str
    groups: tuple[Group, ...] = Field(min_length=1)
    denominators: tuple[str, ...] = ()
    zone: str | None = None
    fallback: str | None = None

    def group(self, group_id: str) -> Group:
        """The group with this id. Raises KeyError when the priority has none."""
        for group in self.groups:
            if group.id == group_id:
                return group
        raise KeyError(group_id)


class DenominatorKind(Record):
    """What a rate divides by; `minimum` is the smallest value that still gives a meaningful rate."""

    id: str
    name: str
    per: int = Field(gt=0)
    noun: str
    minimum: float = 0.0
    one: str = ""

    @property
    def each(self) -> str:
        """A single one of it, as after "per": inwoner, km²."""
        return self.one or self.noun


class Measure(Record):
    """What map and table show: a count, a rate over a denominator, or a change.

    Attributes:
        smoothed: The rate is drawn towards that of all areas (empirical Bayes).
        local: It is drawn towards that of the areas around it in place of all; only per buurt.
        method: Id of its paragraph on /methode.
    """

    id: str
    name: str
    kind: Literal["count", "rate", "change"]
    method: str
    denominator: str | None = None
    smoothed: bool = False
    local: bool = False

    @model_validator(mode="after")
    def _rate_has_denominator(self) -> Measure:
        if (self.kind == "rate") != (self.denominator is not None):
            raise ValueError(f"measure {self.id}: a rate names a denominator, a count does not")
        return self


class SubTheme(Record):
    """A sub-theme of the safety plan; `counts` are names of categories that measure it."""

    name: str
    counts: tuple[str, ...] = ()
    dashboard: str | None = None


class Theme(Record):
    """A theme of the safety plan."""

    name: str
    dashboard: str | None = None
    sub: tuple[SubTheme, ...] = ()


class OtherCounts(Record):
    """Published categories that no theme of the plan names."""

    counts: tuple[str, ...] = ()


class Plan(Record):
    """A safety plan: every theme as published."""

    plan: str
    years: tuple[int, int]
    bases: tuple[str, ...] = ()
    theme: tuple[Theme, ...]
    other: OtherCounts = OtherCounts()
