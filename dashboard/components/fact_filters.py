"""The controls that choose among single facts: when, how serious, who was involved, attempt, object."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import dash_mantine_components as dmc
from dash import html

from dashboard import ids
from dashboard.components.method_link import method_link
from dashboard.fact_choice import (
    ALL,
    ALWAYS,
    ATTEMPTS,
    FIELDS,
    SEVERITIES,
    WEEKDAYS,
    WHEN,
    hours,
    road_user_name,
    why_not_vulnerable,
)
from dashboard.view import View
from data.catalogue.road_users import DEFINITION, VULNERABLE, is_vulnerable
from data.statistics.day_parts import DAY_PARTS

FACT_FILTERS = tuple(FIELDS)
"""Names of the controls, in the order of the panel."""
MOST_OPTIONS = 200
"""Values of a field in a list; a field with more is no field to choose by."""
_OPTIONAL = ("severity", "road_users", "attempt", "objects")


def fact_controls() -> list[Any]:
    """The controls, still without values; the answer to the URL shows those that the loaded facts can answer."""
    return [
        html.Div(
            [
                html.Span(["Wanneer ", method_link("dagdeel", "Hoe?")], className="label", id="label-when"),
                dmc.SegmentedControl(
                    id=ids.filter_id("when"),
                    data=when_options(False),
                    value=ALWAYS,
                    fullWidth=True,
                    size="xs",
                    **{"aria-label": "Wanneer: dagdeel"},
                ),
                html.Span(id=ids.WHEN_NOTE, className="quiet"),
            ],
            className="field",
        ),
        html.Div(
            dmc.CheckboxGroup(
                id=ids.filter_id("weekdays"),
                label="Weekdag (geen: alle)",
                children=html.Div(
                    [dmc.Checkbox(label=day, value=day, size="xs") for day in WEEKDAYS], className="weekdays"
                ),
            ),
            id="weekdays-field",
            className="field is-hidden",
        ),
        html.Div(
            dmc.CheckboxGroup(id=ids.filter_id("severity"), children=[], label="Ernst (geen: alle)"),
            id="severity-field",
            className="field is-hidden",
        ),
        html.Div(
            [
                _several("road_users", "Betrokken weggebruikers", "Iedereen"),
                html.Span(id=ids.USERS_NOTE, className="quiet"),
            ],
            id="road_users-field",
            className="field is-hidden",
        ),
        html.Div(
            [
                html.Span("Poging of voltooid", className="label"),
                dmc.SegmentedControl(
                    id=ids.filter_id("attempt"),
                    data=[{"value": key, "label": name} for key, name in ATTEMPTS.items()],
                    value=ALL,
                    fullWidth=True,
                    size="xs",
                    **{"aria-label": "Poging of voltooid"},
                ),
            ],
            id="attempt-field",
            className="field is-hidden",
        ),
        html.Div(_several("objects", "Voorwerp", "Alles"), id="objects-field", className="field is-hidden"),
    ]


def _several(name: str, label: str, placeholder: str) -> dmc.MultiSelect:
    return dmc.MultiSelect(
        id=ids.filter_id(name),
        label=label,
        data=[],
        value=[],
        searchable=True,
        clearable=True,
        hidePickedOptions=True,
        selectFirstOptionOnChange=True,  # a typed name and Enter
        limit=60,
        size="sm",
        placeholder=placeholder,
        nothingFoundMessage="Niet in de geladen feiten",
        clearButtonProps={"aria-label": f"Wis: {label.lower()}"},
    )


def when_options(usable: bool) -> list[dict[str, Any]]:
    """The day parts; without hours only the choice of all of them can be made."""
    return [{"value": part, "label": name, "disabled": not usable and part != ALWAYS} for part, name in WHEN.items()]


def when_note(view: View) -> str:
    """The hours of the day parts, or why they cannot be chosen."""
    if view.why_not_when:
        return f"{view.why_not_when}."
    return "; ".join(f"{part} {hours(part)}" for part in DAY_PARTS)


def fact_values(view: View) -> dict[str, Any]:
    """The value of each control, by name."""
    selection = view.selection
    several = {name: list(getattr(selection, name)) for name in ("weekdays", "severity", "road_users", "objects")}
    return {"when": selection.when, "attempt": selection.attempt, **several}


def fact_panels(view: View) -> dict[str, Any]:
    """Options of the controls, and which of them are there; by their name in `callbacks.draw`."""
    return {
        "when_options": when_options(not view.why_not_when),
        "when_note": [when_note(view)],
        "severity_options": html.Div(
            [
                dmc.Checkbox(id=ids.choice_id("severity", s), label=SEVERITIES[s], value=s, size="xs")
                for s in SEVERITIES
                if s in view.told.get("severity", {})
            ],
            className="choices",
        ),
        "user_options": _users(view),
        "users_note": _users_note(view),
        "object_options": _quoted(view, "object"),
        "weekdays_class": _class("weekday" in view.told),
        **{f"{name}_class": _class(_offered(view, FIELDS[name])) for name in _OPTIONAL},
    }


def _offered(view: View, field: str) -> bool:
    return 1 < len(view.told.get(field, {})) <= MOST_OPTIONS or bool(view.wanted and field in view.wanted.fields)


def _quoted(view: View, field: str) -> list[dict[str, str]]:
    values = view.told.get(field, {})
    return [{"value": quote(value, safe=""), "label": value} for value in list(values)[:MOST_OPTIONS]]


def _users(view: View) -> list[dict[str, str]]:
    """Those that the facts name, after the ready choice of all that are vulnerable."""
    named = view.told.get("road_users", {})
    options = [option | {"label": road_user_name(option["label"])} for option in _quoted(view, "road_users")]
    if why_not_vulnerable(named):
        return options
    return [{"value": VULNERABLE, "label": DEFINITION.name}, *(o for o in options if o["value"] != VULNERABLE)]


def _users_note(view: View) -> list[Any]:
    """What the ready choice is, or why it is not there."""
    named = view.told.get("road_users", {})
    why_not = why_not_vulnerable(named)
    if why_not:
        return [why_not] if named else []
    words = ", ".join(user for user in named if is_vulnerable(user))
    return [f"{DEFINITION.name}: {words}. ", method_link("kwetsbaar", "Wie zijn dat?")]


def _class(shown: bool) -> str:
    return "field" if shown else "field is-hidden"
