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
    zone: str | None = None
    fallback: str | None = None

    def group(self, group_id: str) -> Group:
        """The group with this id. Raises KeyError when the priority has none."""
        for group in self.groups:
            if group.id == group_id:
                return group
        raise KeyError(group_id)


class DenominatorKind(Record):
    """What a rate divides by.

    Attributes:
        per: The multiple shown. noun: What is counted. one: A single one of it.
        minimum: The smallest value that still gives a meaningful rate.
        measured: Taken from the polygons, in km², and never imported.
        priorities: Ids of the priorities for which it makes sense; none is all.
        limits: What such a rate does not tell, in Dutch.
    """

    id: str
    name: str
    per: int = Field(gt=0)
    noun: str
    minimum: float = Field(default=0.0, ge=0)
    one: str = ""
    measured: bool = False
    priorities: tuple[str, ...] = ()
    limits: str = ""

    @property
    def each(self) -> str:
        """A single one of it, as after "per": inwoner, km²."""
        return self.one or self.noun

    @property
    def unit(self) -> str:
        """What a rate is per: "per 1.000 inwoners", "per km²"."""
        return f"per {self.per:,} {self.noun}".replace(",", ".") if self.per > 1 else f"per {self.noun}"

    def suits(self, priority: str) -> bool:
        """Whether its rates make sense for the facts of a priority."""
        return not self.priorities or priority in self.priorities

    def measures(self) -> tuple[Measure, ...]:
        """What map and table can show of it: the crude rate, and that drawn to all areas or to those around it."""
        name = self.unit[0].upper() + self.unit[1:]

        def rate(suffix: str, more: str, method: str, *, smoothed: bool = False, local: bool = False) -> Measure:
            return Measure(
                id=self.id + suffix,
                name=name + more,
                kind="rate",
                method=method,
                denominator=self.id,
                smoothed=smoothed,
                local=local,
            )

        return (
            rate("", "", "per-noemer"),
            rate("-glad", ", gladgestreken", "gladgestreken", smoothed=True),
            rate("-lokaal", ", gladgestreken naar de omgeving", "gladgestreken-lokaal", smoothed=True, local=True),
        )


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
