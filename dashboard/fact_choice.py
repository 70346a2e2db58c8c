"""What single facts are chosen by, in words: the fields of the selection that only single facts can answer."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from data.catalogue.road_users import is_named
from data.queries import FactFilter
from data.statistics.day_parts import DAY_PARTS

ALWAYS, ALL = "altijd", "alle"
WHEN = {ALWAYS: "Altijd", **{part: part.capitalize() for part in DAY_PARTS}}
WEEKDAYS = {"ma": "maandag", "di": "dinsdag", "wo": "woensdag", "do": "donderdag", "vr": "vrijdag", "za": "zaterdag"}
WEEKDAYS["zo"] = "zondag"
SEVERITIES = {"dood": "Dodelijk", "zwaar": "Zwaargewond", "licht": "Lichtgewond"}
"""Severity of an accident -> its name on screen, the most serious first."""
ATTEMPTS = {ALL: "Alle", "voltooid": "Voltooid", "poging": "Poging"}

FIELDS = {
    "when": "day_part",
    "weekdays": "weekday",
    "severity": "severity",
    "road_users": "road_users",
    "attempt": "attempt",
    "objects": "object",
}
"""Field of the selection -> field that single facts tell (data.queries.told_fields)."""
UNUSABLE = {
    "day_part": "het uur ervan is niet bruikbaar",
    "weekday": "de dag ervan is niet bruikbaar",
    "severity": "de ernst ervan is niet gekend",
    "road_users": "de betrokkenen zijn niet gekend",
    "attempt": "niet gekend is of het een poging was",
    "object": "het voorwerp is niet gekend",
}
NOUNS = {
    "day_part": "het uur",
    "weekday": "de dag",
    "severity": "de ernst",
    "road_users": "de betrokkenen",
    "attempt": "poging of voltooid",
    "object": "het voorwerp",
}


def hours(part: str) -> str:
    """The hours of a day part: `22 tot 6 uur`."""
    opens, closes = DAY_PARTS[part]
    return f"{opens} tot {closes} uur"


def fact_filter(chosen: Mapping[str, str | tuple[str, ...]]) -> FactFilter | None:
    """The choice among single facts, or None when nothing is chosen.

    Args:
        chosen: Values of the fields of the selection that are keys of FIELDS; texts from a file are quoted, because
            commas separate values in a URL.
    """
    when, attempt = chosen["when"], chosen["attempt"]
    made = FactFilter(
        day_parts=() if when == ALWAYS else (str(when),),
        weekdays=tuple(sorted(list(WEEKDAYS).index(day) + 1 for day in chosen["weekdays"])),
        severities=tuple(chosen["severity"]),
        road_users=tuple(unquote(user) for user in chosen["road_users"]),
        attempt="" if attempt == ALL else str(attempt),
        objects=tuple(unquote(thing) for thing in chosen["objects"]),
    )
    return made if made.fields else None


def phrases(wanted: FactFilter) -> list[str]:
    """What is chosen, one piece of a sentence a field."""
    said = [f"{part} ({hours(part)})" for part in wanted.day_parts]
    names = list(WEEKDAYS.values())
    if wanted.weekdays:
        said.append(either([names[day - 1] for day in wanted.weekdays]))
    if wanted.severities:
        said.append(either([SEVERITIES[s].lower() for s in wanted.severities]))
    if wanted.road_users:
        said.append(f"met {either([road_user_name(user) for user in wanted.road_users])}")
    if wanted.attempt:
        said.append("pogingen" if wanted.attempt == "poging" else "voltooid")
    if wanted.objects:
        said.append(f"voorwerp {either(list(wanted.objects))}")
    return said


def road_user_name(value: str) -> str:
    """A road user as a person reads it; of a code that its mapping gives no word, that its kind is not known."""
    return value if is_named(value) else f"weggebruiker van onbekende soort (code {value})"


def either(names: list[str]) -> str:
    """`a, b of c`."""
    return " of ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
