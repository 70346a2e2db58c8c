"""The selection: what a visitor looks at, as one frozen record that is the query of the URL."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode

from dashboard import fact_choice
from dashboard.errors import SelectionError
from dashboard.reference import REFERENCES
from data.catalogue import MEASURES, PRIORITIES, SHOWN_LEVELS, Group, Priority
from data.queries import FactFilter, Months, parse_months

PERIODS = {"12m": 12, "36m": 36, "alles": 0}
"""Presets that count back from the last month of data; 0 is everything there is."""

KEYS = {
    "priority": "prioriteit",
    "group": "groep",
    "categories": "categorie",
    "areas": "gebied",
    "level": "niveau",
    "period": "periode",
    "measure": "maat",
    "layers": "lagen",
    "sort": "sorteer",
    "reference": "vergelijk",
    "options": "toon",
    "chart": "grafiek",
    "split": "splitsing",
    "rows": "rijen",
    "when": "wanneer",
    "weekdays": "weekdag",
    "severity": "ernst",
    "road_users": "betrokken",
    "attempt": "poging",
    "objects": "voorwerp",
}
"""Field of the selection -> its key in the URL; the only place where these names stand together."""

OPTIONS = {"kalender": "Kalender in de trend", "los": "Los van de evolutie in de stad"}
"""Choices that are on or off: calendar events in the trend; verdicts against the change of the rest of the city."""
CHARTS = {"jaren": "Jaar na jaar", "seizoen": "Seizoen"}
SPLITS = {"ernst": "severity", "weggebruiker": "road_users"}
"""Which split of the facts has its trend drawn -> the field that it splits by."""
DEFAULT_LAYERS = ("feiten", "namen", "water", "spoor")
LISTS = ("categories", "areas", "layers", "options", "weekdays", "severity", "road_users", "objects")
_LONGEST = 200
"""Characters of a text from a file of facts, quoted."""
_YEAR = re.compile(r"(19|20|21)\d\d")
_CODE = re.compile(r"[A-Za-z0-9_\-]{1,40}")
_SORT = re.compile(r"-?[a-z0-9_]{1,20}")
_NO_LAYERS = "geen"


@dataclass(frozen=True)
class Selection:
    """Everything that decides what is on screen.

    Attributes:
        priority: Id of the priorities catalogue.
        group: Id of a group of that priority; empty is its first.
        categories: Ids within the group; empty is all of them.
        areas: Area codes that the story is about, in the order of choosing; empty is the whole city.
        level: What the map and the table divide the city into: wijk, buurt, or what people made: zone, groep.
        period: A preset of PERIODS, a year, or a range `2021-03_2022-05`.
        measure: Id of the measures catalogue.
        layers: Ids of map layers that are on.
        sort: Column of the table; a leading `-` is descending.
        reference: What the period is compared with, a key of REFERENCES.
        options: Keys of OPTIONS that are on.
        rows: "alle" shows every row of a long table.
        chart: Which way of comparing years is drawn, a key of CHARTS. split: Of which split the trend is, of SPLITS.
        when: Day part, a key of fact_choice.WHEN. weekdays: Keys of fact_choice.WEEKDAYS; empty is all.
        severity: Keys of fact_choice.SEVERITIES; empty is all.
        road_users, objects: As the file of facts names them, quoted as in a URL; empty is all.
        attempt: A key of fact_choice.ATTEMPTS.
    """

    priority: str = "fietsdiefstal"
    group: str = ""
    categories: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    level: str = "wijk"
    period: str = "12m"
    measure: str = "aantal"
    layers: tuple[str, ...] = DEFAULT_LAYERS
    sort: str = "-aantal"
    reference: str = "jaar"
    options: tuple[str, ...] = ()
    chart: str = "jaren"
    split: str = "ernst"
    rows: str = ""
    when: str = fact_choice.ALWAYS
    weekdays: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    road_users: tuple[str, ...] = ()
    attempt: str = fact_choice.ALL
    objects: tuple[str, ...] = ()

    @classmethod
    def from_query(cls, search: str | None) -> Self:
        """Reads the query part of a URL; what is not named is the default.

        Raises:
            SelectionError: for an unknown key or a value that cannot be, with a sentence.
        """
        values: dict[str, Any] = {}
        names = {key: field for field, key in KEYS.items()}
        if search and len(search) > 4000:
            raise SelectionError("Dit adres is te lang om een beeld te zijn.")
        try:
            pairs = parse_qsl((search or "").lstrip("?"), keep_blank_values=False, max_num_fields=40)
        except ValueError as error:
            raise SelectionError("Dit adres bevat te veel onderdelen.") from error
        for key, text in pairs:
            field = names.get(key)
            if field is None:
                continue  # a key of another page or of a newer version is not this page's business
            values[field] = _split(text) if field in LISTS else text
        if values.get("layers") == (_NO_LAYERS,):
            values["layers"] = ()
        selection = cls(**values)
        selection._check()
        return selection

    def to_query(self) -> str:
        """The query part of the URL, `?` included, or an empty text; defaults are left out."""
        pairs = []
        for field in fields(self):
            value = getattr(self, field.name)
            if value == field.default:
                continue
            text = ",".join(value) if isinstance(value, tuple) else value
            pairs.append((KEYS[field.name], text or _NO_LAYERS))
        return "?" + urlencode(pairs, safe=",") if pairs else ""

    def but(self, **changes: Any) -> Selection:
        """A copy with some fields changed."""
        return replace(self, **changes)

    def for_priority(self, priority: str) -> Selection:
        """The same areas, period and level under another priority; one with a zone opens on that zone, per buurt."""
        zone = PRIORITIES[priority].zone
        return Selection(
            priority=priority,
            areas=() if zone else self.areas,
            level="buurt" if zone else self.level,
            period=self.period,
            layers=self.layers,
            reference=self.reference,
            options=self.options,
            when=self.when,
            weekdays=self.weekdays,
        )._without_foreign_zone()

    def _without_foreign_zone(self) -> Selection:
        zones = {p.zone for p in PRIORITIES.values() if p.zone}
        return self.but(areas=tuple(a for a in self.areas if a not in zones))

    @property
    def the_priority(self) -> Priority:
        """The record of the priority."""
        return PRIORITIES[self.priority]

    @property
    def the_group(self) -> Group:
        """The record of the group."""
        return self.the_priority.group(self.group) if self.group else self.the_priority.groups[0]

    @property
    def the_categories(self) -> tuple[str, ...]:
        """The categories that are added up."""
        return self.categories or self.the_group.categories

    @property
    def apart(self) -> bool:
        """Whether verdicts are asked of the change against that of the rest of the city."""
        return "los" in self.options

    @property
    def chooses(self) -> bool:
        """Whether not every fact counts."""
        return any(getattr(self, name) != getattr(type(self), name) for name in fact_choice.FIELDS)

    def wanted(self, told: Mapping[str, Mapping[str, int]]) -> FactFilter | None:
        """The choice among single facts, or None when every fact counts.

        Args:
            told: What these facts can be chosen by, as `availability.told` gives it.
        """
        return fact_choice.fact_filter({name: getattr(self, name) for name in fact_choice.FIELDS}, told)

    def months(self, covered: Months) -> Months:
        """The period in months; presets count back from the last month of data, not from today.

        Args:
            covered: The months for which there are figures.
        """
        if self.period in PERIODS:
            length = PERIODS[self.period]
            if length == 0:
                return covered
            return Months(Months(covered.last, covered.last).shift(1 - length).first, covered.last)
        if _YEAR.fullmatch(self.period):
            return parse_months(f"{self.period}-01_{self.period}-12")
        return parse_months(self.period)

    def _check(self) -> None:
        priority = PRIORITIES.get(self.priority)
        if priority is None:
            raise SelectionError(f"De prioriteit '{self.priority[:40]}' bestaat niet. Kies een prioriteit bovenaan.")
        if self.group and self.group not in {g.id for g in priority.groups}:
            raise SelectionError(f"{priority.name} heeft geen groep '{self.group[:40]}'.")
        for category in self.categories:
            if category not in self.the_group.categories:
                raise SelectionError(
                    f"De categorie '{category[:40]}' hoort niet bij {self.the_group.name}. "
                    "Categorieën van verschillende soort worden niet opgeteld."
                )
        if self.level not in SHOWN_LEVELS:
            raise SelectionError(f"Het niveau '{self.level[:40]}' bestaat niet. Kies wijken of buurten.")
        if self.measure not in MEASURES:
            raise SelectionError(f"De maat '{self.measure[:40]}' bestaat niet.")
        for code in self.areas:
            if not _CODE.fullmatch(code):
                raise SelectionError("Dit adres bevat een gebiedscode die niet kan bestaan.")
        if (
            self.reference not in REFERENCES
            or self.chart not in CHARTS
            or self.split not in SPLITS
            or self.rows not in ("", "alle")
            or not set(self.options) <= set(OPTIONS)
        ):
            raise SelectionError("Dit adres vraagt een vergelijking of een grafiek die niet bestaat.")
        self._check_facts()
        if not _SORT.fullmatch(self.sort):
            raise SelectionError("Deze sortering bestaat niet.")
        if self.period not in PERIODS and not _YEAR.fullmatch(self.period):
            try:
                parse_months(self.period)
            except ValueError as error:
                raise SelectionError(
                    f"De periode '{self.period[:40]}' kan niet. Schrijf een periode als 2021-03_2022-05."
                ) from error

    def _check_facts(self) -> None:
        known = (
            ((self.when,), fact_choice.WHEN),
            (self.weekdays, fact_choice.WEEKDAYS),
            (self.severity, fact_choice.SEVERITIES),
            ((self.attempt,), fact_choice.ATTEMPTS),
        )
        for values, names in known:
            for value in values:
                if value not in names:
                    raise SelectionError(
                        f"De keuze '{value[:40]}' bestaat niet. Kies uit: {', '.join(names)}, of neem de keuze weg."
                    )
        for value in (*self.road_users, *self.objects):
            if len(value) > _LONGEST or not value.isprintable():
                raise SelectionError("Dit adres vraagt een betrokkene of een voorwerp dat niet kan bestaan.")


def _split(text: str) -> tuple[str, ...]:
    parts = [part for part in text.split(",") if part]
    return tuple(dict.fromkeys(parts))
