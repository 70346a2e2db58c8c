"""The filter panel: one control per field of the selection."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import dash_mantine_components as dmc
import pandas as pd
from dash import dcc, html

from dashboard import ids, who, words
from dashboard.components.fact_filters import fact_controls
from dashboard.fact_choice import FIELDS
from dashboard.projection.address import SLIDES_PAGE
from dashboard.reference import REFERENCES
from dashboard.selection import KEYS, OPTIONS
from data.queries import Months, SnapshotInfo
from layers import LAYERS

FILTERS = (
    "areas",
    "period",
    "from",
    "until",
    "measure",
    "level",
    "group",
    "categories",
    "reference",
    "options",
    "layers",
    "chart",
    *FIELDS,
)
"""Names of the controls, in the order of the panel; `from` and `until` write the period together."""


def panel(info: SnapshotInfo, areas: pd.DataFrame) -> html.Aside:
    """The panel with every control, still without values: the answer to the URL fills them in."""
    months = month_options(info.months) if info.months else []
    return html.Aside(
        [
            _field("Wijk of buurt", area_select(areas, ids.filter_id("areas")), "areas"),
            html.Div(
                [
                    html.Span("Periode", className="label", id="label-period"),
                    dmc.SegmentedControl(
                        id=ids.filter_id("period"),
                        data=period_options(info),
                        fullWidth=True,
                        size="xs",
                        **{"aria-label": "Periode"},
                    ),
                    html.Div(
                        [
                            dmc.Select(
                                id=ids.filter_id(name),
                                data=months,
                                searchable=True,
                                allowDeselect=False,
                                size="xs",
                                label=label,
                                nothingFoundMessage="Geen maand",
                                comboboxProps={"withinPortal": True},
                            )
                            for name, label in (("from", "van"), ("until", "tot en met"))
                        ],
                        className="pair",
                    ),
                ],
                className="field",
            ),
            _field("Kaart toont", dmc.Select(id=ids.filter_id("measure"), allowDeselect=False, size="sm"), "measure"),
            _field(
                "Niveau",
                dmc.SegmentedControl(
                    id=ids.filter_id("level"),
                    data=[],
                    fullWidth=True,
                    size="xs",
                    className="wraps",
                    **{"aria-label": "Niveau"},
                ),
            ),
            html.Div(
                dmc.RadioGroup(id=ids.filter_id("group"), children=[], size="xs", label="Soort feiten"),
                id="group-field",
                className="field",
            ),
            html.Div(
                dmc.CheckboxGroup(id=ids.filter_id("categories"), children=[], size="xs", label="Categorieën"),
                id="categories-field",
                className="field",
            ),
            *fact_controls(),
            _field(
                "Vergelijk met",
                dmc.Select(
                    id=ids.filter_id("reference"),
                    data=[{"value": key, "label": name} for key, name in REFERENCES.items()],
                    allowDeselect=False,
                    size="sm",
                ),
                "reference",
            ),
            html.Div(
                dmc.CheckboxGroup(
                    id=ids.filter_id("options"),
                    label="Trend en oordelen",
                    children=dmc.Stack(
                        [dmc.Checkbox(label=name, value=key, size="xs") for key, name in OPTIONS.items()], gap=6
                    ),
                ),
                className="field",
            ),
            html.Div(
                dmc.CheckboxGroup(
                    id=ids.filter_id("layers"),
                    label="Lagen",
                    children=layer_choices({}),
                ),
                className="field",
            ),
            html.Div(
                [
                    html.Button("Bewaar als mijn startbeeld", id=ids.HOME_VIEW, className="quiet", n_clicks=0),
                    html.Span(id=ids.HOME_NOTE, className="toast", role="status"),
                ],
                className="field",
            ),
            html.Div(
                [
                    html.Button(
                        "Bewaar als dia",
                        className="quiet",
                        **{"data-slide": "bewaar", "data-kept": "1" if who.audience() == who.INTERN else ""},
                    ),
                    html.Span(" · "),
                    dcc.Link("Mijn dia's", href=SLIDES_PAGE, className="quiet"),
                    html.Div(id=ids.SLIDE_SAVE),
                ],
                className="field",
            ),
        ],
        id="filters",
        className="panel filters",
        **{"aria-label": "Filters"},
    )


def layer_choices(reasons: dict[str, str]) -> dmc.Stack:
    """Every map layer; one that cannot be shown is there, disabled, with the reason.

    Args:
        reasons: Why a layer cannot be shown, by its id; empty or absent when it can.

    Returns:
        The list; the same one for everybody whose reasons are the same, not to be written to.
    """
    return _layer_choices(tuple((layer, reason) for layer, reason in sorted(reasons.items()) if reason))


@lru_cache(maxsize=64)
def _layer_choices(given: tuple[tuple[str, str], ...]) -> dmc.Stack:
    reasons = dict(given)
    return dmc.Stack(
        [
            dmc.Checkbox(
                id=ids.choice_id("layers", layer.id),
                label=layer.name,
                value=layer.id,
                description=reasons.get(layer.id) or layer.note or None,
                disabled=bool(reasons.get(layer.id)),
                size="xs",
            )
            for layer in LAYERS.values()
        ],
        gap=6,
    )


def _field(label: str, control: Any, name: str = "") -> html.Div:
    if name:
        control.label = label
        return html.Div(control, className="field")
    return html.Div([html.Span(label, className="label"), control], className="field")


def area_select(areas: pd.DataFrame, control_id: dict[str, str]) -> dmc.MultiSelect:
    """Every zone, wijk and buurt, to be found by typing; several at once."""
    located = areas[areas["is_located"]]
    groups = []
    for level, title in (("groep", "Groepen"), ("zone", "Zones"), ("wijk", "Wijken")):
        items = _options(located[located["level"] == level])
        if items:
            groups.append({"group": title, "items": items})
    buurten = located[located["level"] == "buurt"]
    for code, rows in buurten.groupby("parent_code", sort=True):
        groups.append({"group": f"Buurten van {areas.at[code, 'name']}", "items": _options(rows)})
    return dmc.MultiSelect(
        id=control_id,
        data=groups,
        value=[],  # without a value the control writes an empty one again and again, over the one in the URL
        searchable=True,
        clearable=True,
        hidePickedOptions=True,
        selectFirstOptionOnChange=True,  # a typed name and Enter
        limit=30,
        size="sm",
        placeholder="Typ een naam",
        nothingFoundMessage="Geen wijk of buurt met die naam",
        maxDropdownHeight=320,
        clearButtonProps={"aria-label": "Wis de gebieden"},
    )


def _options(rows: pd.DataFrame) -> list[dict[str, str]]:
    return [{"value": code, "label": name} for code, name in rows["name"].items()]


def month_options(covered: Months) -> list[dict[str, str]]:
    """Every covered month as an option, the newest first."""
    return [{"value": f"{m:%Y-%m}", "label": words.month(m)} for m in reversed(covered.all())]


def period_options(info: SnapshotInfo) -> list[dict[str, str]]:
    """The presets of the period and the two newest years."""
    options = [{"value": "12m", "label": "12 m"}]
    if info.months:
        options += [
            {"value": str(year), "label": str(year)}
            for year in range(max(info.months.last.year - 1, info.months.first.year), info.months.last.year + 1)
        ]
    return [*options, {"value": "36m", "label": "3 jaar"}, {"value": "alles", "label": "Alles"}]


def keys() -> dict[str, str]:
    """Filter name -> key in the URL, for the JavaScript that writes it."""
    return {name: KEYS[name] for name in FILTERS if name in KEYS}
