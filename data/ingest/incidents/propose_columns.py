"""Guessing which column is what: by its name, and by what its values look like. Nothing is read or written here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.ingest.area_index import place_key
from data.ingest.incidents.places import read_numbers
from data.ingest.incidents.times import DateForms, read_dates

MOST_VALUES = 40
"""A column with more different values is no code list."""
NAMES = {
    "begin": "begin van vanaf from start vroegst vroegste aanvang",
    "until": "eind einde end tot until laatst laatste",
    "moment": "tijd tijdstip moment datum date datumtijd datetime time feit feitdatum pleegdatum gepleegd occurred",
    "later": "aangifte registratie vaststelling melding known gekend created updated gewijzigd opgesteld geregistreerd",
    "hour": "uur hour tijd time tijdstip",
    "year": "jaar year annee",
    "month": "maand month mois",
    "day": "dag day jour",
    "lon": "lon lng long longitude lengtegraad lengte",
    "lat": "lat latitude breedtegraad breedte",
    "x": "x oost east easting xcoord",
    "y": "y noord north northing ycoord",
    "area": "wijk buurt sector gebied zone area quarter district neighbourhood statistische",
    "category": "categorie category feit feittype soort misdrijf delict inbreuk kwalificatie type aard",
    "key": "nr n id key sleutel nummer number dossier dossiernummer pv pvnummer incident uniek uuid",
    "severity": "ernst severity class letsel gevolg afloop slachtoffer",
    "road_users": "weggebruiker weggebruikers usr user vervoermiddel vervoer voertuig betrokken",
    "attempt": "poging attempt voltooid completed",
    "object": "object voorwerp buit goed goederen",
}
SEVERITIES = {"dood": "dood dode doden dodelijk overleden fatal dead", "zwaar": "zwaar zwaargewond ernstig serious"}
SEVERITIES |= {"licht": "licht lichtgewond slight minor light"}
YES, NO = (
    {"j", "ja", "y", "yes", "1", "true", "waar", "poging", "x"},
    {"n", "nee", "neen", "no", "0", "false", "onwaar"},
)
_NAMES = {role: frozenset(words.split()) for role, words in NAMES.items()}


@dataclass(frozen=True)
class Column:
    """One column of the sample.

    Attributes:
        words: The parts of its name.
        filled: Share of rows that have a value, 0 to 1.
        dates: Share of its values that are a date.
        clocks: Share of its values that are a date with a time of day.
        numbers: Share of its values that are a number.
        values: Its different values, most frequent first; empty when there are too many for a code list.
        unique: Whether every row has a value of its own.
    """

    name: str
    words: frozenset[str]
    filled: float
    dates: float
    clocks: float
    numbers: float
    values: tuple[str, ...]
    unique: bool

    def is_called(self, role: str) -> bool:
        """Whether a word of its name belongs to a role."""
        numbered = role == "key" and any(word.endswith(("nr", "nummer")) for word in self.words)
        return numbered or bool(self.words & _NAMES[role])


def look_at(name: str, values: pd.Series) -> Column:
    """Describes one column.

    Args:
        name: As in the file.
        values: Text, null where empty.
    """
    given = values.dropna()
    n = max(1, len(given))
    forms = DateForms()
    forms.look_at(given)
    dated = forms.iso + forms.day_first + forms.month_first + forms.either + forms.same
    read = read_dates(given, "dd/mm/yyyy")
    counts = given.value_counts()
    return Column(
        name=name,
        words=name_words(name),
        filled=len(given) / max(1, len(values)),
        dates=dated / n,
        clocks=float(read["has_clock"].sum()) / n,
        numbers=float(np.isfinite(read_numbers(given)).sum()) / n,
        values=tuple(str(v) for v in counts.index) if len(counts) <= MOST_VALUES else (),
        unique=bool(len(values) > 1 and len(given) == len(values) and given.is_unique),
    )


def name_words(name: str) -> frozenset[str]:
    """The words of a name: of "DatumVan", datum and van; a number at its end does not count."""
    parted = re.sub(r"([a-z])([A-Z])", r"\1 \2", name)
    return frozenset(re.sub(r"[0-9]+$", "", word) or word for word in place_key(parted).split())


def first_called(columns: Iterable[Column], *roles: str) -> Column | None:
    """The first column whose name belongs to a role; earlier roles go before later ones."""
    every = list(columns)
    return next((c for role in roles for c in every if c.is_called(role)), None)


def guess_time(columns: Sequence[Column]) -> tuple[dict[str, str], str]:
    """Which columns tell the time.

    Returns:
        Names of columns by field (moment, from, until, date, hour, year, month, day), and why; without fields when
        none was found.
    """
    dated = [c for c in columns if c.dates >= 0.8]
    early = first_called([c for c in dated if not c.is_called("later")], "begin")
    late = first_called([c for c in dated if c is not early and not c.is_called("later")], "until")
    if early is not None and late is not None:
        return {"from": early.name, "until": late.name}, "twee kolommen met datums, genoemd naar begin en einde"
    moment = first_called([c for c in dated if not c.is_called("later")], "moment", "begin") or next(
        iter(sorted(dated, key=lambda c: (c.is_called("later"), -c.clocks))), None
    )
    if moment is not None:
        hours = [c for c in columns if c is not moment and c.dates < 0.8 and c.is_called("hour")]
        if moment.clocks < 0.5 and hours:
            return {"date": moment.name, "hour": hours[0].name}, "een kolom met datums, en een met het uur"
        share = round(100 * moment.dates)
        return {"moment": moment.name}, f"{share}% van de waarden is een datum"
    year, month = first_called(columns, "year"), first_called(columns, "month")
    if year is not None and month is not None:
        fields = {"year": year.name, "month": month.name}
        for role in ("day", "hour"):
            found = first_called([c for c in columns if c.dates < 0.8], role)
            if found is not None:
                fields[role] = found.name
        return fields, "geen kolom met hele datums: het jaar en de maand, herkend aan de naam"
    return {}, "geen enkele kolom bevat datums"


def guess_date_format(values: Iterable[pd.Series]) -> tuple[str, str]:
    """How dates with the year last are written ("iso", "dd/mm/yyyy", "mm/dd/yyyy"), and why."""
    forms = DateForms()
    for column in values:
        forms.look_at(column.dropna())
    last = forms.day_first + forms.month_first + forms.either + forms.same
    if not last:
        return "iso", "jaar eerst: jjjj-mm-dd"
    if forms.month_first > forms.day_first:
        return "mm/dd/yyyy", "sommige datums kunnen alleen zo gelezen worden"
    if forms.day_first:
        return "dd/mm/yyyy", "sommige datums kunnen alleen zo gelezen worden"
    return "dd/mm/yyyy", "uit de eerste rijen blijkt niet of de dag of de maand eerst komt: kijk dit na"


def guess_severity(columns: Sequence[Column]) -> tuple[str, dict[str, str]] | None:
    """The column with the severity of an accident and what its values mean, when at least one can be read."""
    words = {word: name for name, told in SEVERITIES.items() for word in told.split()}
    for column in [c for c in columns if c.is_called("severity")]:
        found = {v: words[w] for v in column.values for w in place_key(v).split() if w in words}
        if found:
            return column.name, found
    return None


def guess_attempt(columns: Sequence[Column]) -> tuple[str, dict[str, str]] | None:
    """The column that tells attempts from completed facts, and what its values mean."""
    for column in [c for c in columns if c.is_called("attempt") and 0 < len(c.values) <= 6]:
        yes, no = ("poging", "voltooid") if "voltooid" not in column.words else ("voltooid", "poging")
        found = {v: yes for v in column.values if place_key(v) in YES and place_key(v) != "poging"}
        found |= {v: no for v in column.values if place_key(v) in NO}
        found |= {v: place_key(v) for v in column.values if place_key(v) in ("poging", "voltooid")}
        if {"poging", "voltooid"} & set(found.values()):
            return column.name, found
    return None
