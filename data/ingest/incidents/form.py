"""The mapping of a file of facts as a form: one flat field for each thing that a user can correct."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import tomli_w
from pydantic import ValidationError

from data.catalogue.incident_source import IncidentsSource
from data.catalogue.sources import SOURCES
from data.errors import InputError
from data.ingest.area_index import place_key

TIMES = ("moment", "from", "until", "date", "hour", "year", "month", "day")
VALUES = ("category", "severity", "attempt", "road_users", "area")
"""Fields of which values of the file get a meaning: `severity_values` and so on."""
Form = Mapping[str, Any]


def mapping_of(form: Form) -> dict[str, Any]:
    """The content of a mapping file, as it would be read from toml; what the form leaves empty is not in it.

    Args:
        form: id, title, publisher, licence; category or category_column; the names of TIMES; date_format; geometry, x,
            y, crs; area_column, area_level, area_match; key, object, severity, attempt (columns), road_users (list of
            columns); separator, encoding, decimal; open_categories, provisional_months; and
            `<field>_values` for each of VALUES.
    """
    told = {key: _plain(key, value) for key, value in form.items()}
    values = {name: _values(told.get(f"{name}_values")) for name in VALUES}
    made: dict[str, Any] = {name: told.get(name) or "niet vermeld" for name in ("title", "publisher", "licence")}
    made["id"] = told.get("id") or "feiten"
    made |= _given(told, {"category": "category", "category_column": "category_column"})
    if told.get("open_categories"):
        made["categories"] = "open"
    if told.get("category_column"):
        made.pop("category", None)
        if values["category"]:
            made["category_names"] = values["category"]
    if told.get("key"):
        made["key"] = [told["key"]]
    months = str(told.get("provisional_months") or "0")
    made["provisional_months"] = int(months) if months.isdecimal() else months
    made["file"] = _given(told, {"separator": "separator", "encoding": "encoding", "decimal": "decimal"})
    made["time"] = _given(told, {name: name for name in TIMES} | {"date_format": "format"})
    place = _place(told)
    if place:
        made["place"] = place
    if told.get("area_column"):
        made["area"] = {"column": told["area_column"], "level": told.get("area_level") or "wijk"}
        made["area"]["match"] = told.get("area_match") or "name"
        if values["area"]:
            made["area"]["aliases"] = values["area"]
    extra = _extra(told, values)
    if extra:
        made["extra"] = extra
    return {key: value for key, value in made.items() if value not in ({}, None)}


def read_form(form: Form) -> dict[str, Any]:
    """The content of a mapping file that an import takes.

    Raises:
        InputError: when something is missing or contradicts itself, with a sentence for each.
    """
    made = mapping_of(form)
    faults = []
    if "category" not in made and "category_column" not in made:
        faults.append("kies één categorie voor alle feiten, of de kolom die ze geeft")
    if not made.get("time"):
        faults.append("kies de kolom met de tijd")
    if "place" not in made and "area" not in made:
        faults.append("kies de kolommen met de coördinaten, of de kolom met de wijk of buurt")
    if faults:
        raise InputError("De mapping is nog niet volledig: " + "; ".join(faults) + ".")
    if made["id"] in SOURCES:
        raise InputError(f"De id '{made['id']}' is al van een ingebouwde bron. Kies een andere id.")
    try:
        IncidentsSource.model_validate(made)
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'geheel'}: {_dutch(e)}" for e in error.errors())
        raise InputError(f"De mapping klopt niet. {told}.") from error
    return made


def to_toml(mapping: Mapping[str, Any]) -> str:
    """The mapping as a file for the command line."""
    head = "# Gebruik: python -m data.ingest incidents BESTAND --mapping DIT_BESTAND\n"
    return head + tomli_w.dumps(dict(mapping))


def source_id_of(file_name: str) -> str:
    """An id for a file without one: its name without what no id can have, and without dates and numbers at its end."""
    stem = place_key(re.sub(r"\.[A-Za-z0-9]{1,8}$", "", file_name)).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", stem)
    while len(words) > 1 and words[-1].isdigit():
        words.pop()
    return "-".join(words)[:60].strip("-") or "feiten"


def _plain(key: str, value: object) -> Any:
    """A value of the form as it may be used; what is no text, choice, list or table of texts is nothing."""
    if isinstance(value, str):
        return value if key == "separator" else value.strip()
    if isinstance(value, list) and key == "road_users":
        return [name.strip() for name in value if isinstance(name, str)]
    if isinstance(value, Mapping) and key.endswith("_values"):
        return value
    if isinstance(value, bool):
        return value if key in ("geometry", "open_categories") else None
    return str(value) if isinstance(value, int) else None


def _given(told: Form, names: Mapping[str, str]) -> dict[str, Any]:
    return {to: told[name] for name, to in names.items() if told.get(name) not in (None, "", False)}


def _values(given: object) -> dict[str, str]:
    if not isinstance(given, Mapping):
        return {}
    return {str(value): str(meaning) for value, meaning in given.items() if meaning}


def _place(told: Form) -> dict[str, Any]:
    place: dict[str, Any] = {}
    crs = told.get("crs")
    if told.get("geometry"):
        place = {"geometry": True}
    elif told.get("x") or told.get("y"):
        names = ("lon", "lat") if str(crs) == "4326" else ("x", "y")
        place = {to: told[name] for name, to in zip(("x", "y"), names, strict=True) if told.get(name)}
    if place and crs:
        place["crs"] = int(crs) if str(crs).isdecimal() else crs
    return place


def _extra(told: Form, values: Mapping[str, dict[str, str]]) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    if told.get("severity"):
        extra["severity"] = {"column": told["severity"], "values": values["severity"]}
    users = told.get("road_users") or []
    columns = [name for name in ([users] if isinstance(users, str) else users) if name]
    if columns:
        extra["road_users"] = {"columns": list(dict.fromkeys(columns)), "values": values["road_users"]}
    if told.get("attempt"):
        meaning = values["attempt"]
        sides = {"attempted": "poging", "completed": "voltooid"}
        extra["attempt"] = {"column": told["attempt"]}
        extra["attempt"] |= {side: [v for v, m in meaning.items() if m == word] for side, word in sides.items()}
    if told.get("object"):
        extra["object"] = told["object"]
    return extra


def _dutch(fault: Any) -> str:
    told = {
        "extra_forbidden": "onbekende sleutel",
        "missing": "ontbreekt",
        "too_short": "kies minstens één waarde",
        "literal_error": "deze keuze bestaat niet",
        "string_pattern_mismatch": "alleen kleine letters, cijfers en koppeltekens",
    }
    known: str | None = told.get(fault["type"])
    return known or str(fault["msg"]).removeprefix("Value error, ")
