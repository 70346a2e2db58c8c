"""What the controls of the filter panel show for a view."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc

from dashboard import ids, words
from dashboard.components.fact_filters import fact_panels, fact_values
from dashboard.components.filters import FILTERS, layer_choices
from dashboard.view import View
from data.catalogue import CATEGORIES, MEASURES
from data.config import settings
from layers import base_map

Options = dict[str, Any]


def values(view: View) -> dict[str, Any]:
    """The value of each control, by name."""
    selection = view.selection
    return {
        "areas": list(view.focus),
        "period": selection.period,
        "from": f"{view.months.first:%Y-%m}",
        "until": f"{view.months.last:%Y-%m}",
        "measure": selection.measure,
        "level": selection.level,
        "group": selection.the_group.id,
        "categories": list(selection.the_categories),
        "reference": selection.reference,
        "options": list(selection.options),
        "layers": list(selection.layers),
        "chart": selection.chart,
        **fact_values(view),
    }


def filter_panels(view: View) -> dict[str, Any]:
    """What each control offers and shows, and which of them are there; by their name in `callbacks.draw`."""
    by_name = values(view)
    return {
        "filter_values": [by_name[name] for name in FILTERS],
        "measure_options": measure_options(view),
        "level_options": level_options(view),
        "group_options": group_options(view),
        "group_class": "field" if len(view.selection.the_priority.groups) > 1 else "field is-hidden",
        "category_options": category_options(view),
        "category_class": "field" if len(view.selection.the_group.categories) > 1 else "field is-hidden",
        "layer_options": layer_choices(view.layers),
        "tiles": tiles(view),
        **fact_panels(view),
    }


def measure_options(view: View) -> list[Options]:
    """Measures of the priority; one that cannot be shown is there, disabled."""
    return [
        {
            "value": measure,
            "label": MEASURES[measure].name + (f" – niet per {view.selection.level}" if reason else ""),
            "disabled": bool(reason),
        }
        for measure, reason in view.measures.items()
    ]


def level_options(view: View) -> list[Options]:
    """Levels with the number of areas; one without figures is there, disabled."""
    return [
        {
            "value": level,
            "label": words.plural(view.info.area_counts[level], *words.LEVEL_NAMES[level]),
            "disabled": bool(reason),
        }
        for level, reason in view.levels.items()
    ]


def level_note(view: View) -> str:
    """Why a level cannot be chosen."""
    return " ".join(reason for reason in view.levels.values() if reason)


def group_options(view: View) -> Any:
    """The groups of the priority as radio buttons."""
    return dmc.Stack(
        [
            dmc.Radio(id=ids.choice_id("group", g.id), label=g.name, value=g.id, size="xs")
            for g in view.selection.the_priority.groups
        ],
        gap=6,
    )


def category_options(view: View) -> Any:
    """The categories of the group as checkboxes; the last one that is on stays on."""
    shown = view.selection.the_categories
    return dmc.Stack(
        [
            dmc.Checkbox(
                id=ids.choice_id("categories", c),
                label=CATEGORIES[c].name,
                value=c,
                size="xs",
                disabled=len(shown) == 1 and c in shown,
            )
            for c in view.selection.the_group.categories
        ],
        gap=6,
    )


def tiles(view: View) -> list[Any]:
    """The online background, only while it is on."""
    if "osm" not in view.selection.layers:
        return []
    return [base_map.tiles({}, {"tile_url": settings().tile_url})]
