"""What single facts are chosen by, in words: the fields of the selection that only single facts can answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from data.catalogue.road_users import DEFINITION, VULNERABLE, is_named, is_vulnerable
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
    "road_user_kind": "van een betrokkene is niet gekend of die kwetsbaar is",
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


def fact_filter(
    chosen: Mapping[str, str | tuple[str, ...]], told: Mapping[str, Mapping[str, int]]
) -> FactFilter | None:
    """The choice among single facts, or None when nothing is chosen.

    Args:
        chosen: Values of the fields of the selection that are keys of FIELDS; texts from a file are quoted, because
            commas separate values in a URL.
        told: What the facts can be chosen by, as `availability.told` gives it: which road users are vulnerable is a
            question to their names.
    """
    when, attempt = chosen["when"], chosen["attempt"]
    users = tuple(unquote(user) for user in chosen["road_users"])
    named = told.get("road_users", {}) if VULNERABLE in users else {}
    made = FactFilter(
        day_parts=() if when == ALWAYS else (str(when),),
        weekdays=tuple(sorted(list(WEEKDAYS).index(day) + 1 for day in chosen["weekdays"])),
        severities=tuple(chosen["severity"]),
        road_users=tuple(user for user in users if user != VULNERABLE),
        vulnerable=tuple(sorted(user for user in named if is_vulnerable(user))),
        unsure=tuple(sorted(user for user in named if is_vulnerable(user) is None)),
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
    if wanted.road_users or wanted.vulnerable:
        ready = ["een kwetsbare weggebruiker"] if wanted.vulnerable else []
        said.append(f"met {either([*ready, *(road_user_name(user) for user in wanted.road_users)])}")
    if wanted.attempt:
        said.append("pogingen" if wanted.attempt == "poging" else "voltooid")
    if wanted.objects:
        said.append(f"voorwerp {either(list(wanted.objects))}")
    return said


def road_user_name(value: str) -> str:
    """A road user as a person reads it; of a code that its mapping gives no word, that its kind is not known."""
    if value == VULNERABLE:
        return DEFINITION.name.lower()
    return value if is_named(value) else f"weggebruiker van onbekende soort (code {value})"


def either(names: list[str]) -> str:
    """`a, b of c`."""
    return " of ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def why_not_vulnerable(named: Iterable[str]) -> str:
    """Why vulnerable road users cannot be chosen among those that the facts name; empty when they can."""
    named = list(named)
    if any(is_vulnerable(user) for user in named):
        return ""
    codes = [user for user in named if not is_named(user)]
    if not codes:
        return "Geen enkel geladen feit noemt een kwetsbare weggebruiker."
    shown = ", ".join(codes[:4]) + (", …" if len(codes) > 4 else "")
    return (
        f"De geladen feiten noemen weggebruikers met een code zonder betekenis ({shown}): wie daarvan kwetsbaar is, is "
        "niet gekend. Geef elke code een woord in de mapping en laad het bestand opnieuw."
    )
