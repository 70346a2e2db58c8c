"""One change of the selection is one answer with all that is looked at, in four parts, and then what stands below it.

The trend comes first, since the browser draws it longest; then the map, then the story, then what the controls offer.
What stands below takes longest to make and is asked when these are on screen: made beside them, it held up the picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, clientside_callback, html

from dashboard import ids, when, who
from dashboard.components.cards import notice
from dashboard.components.filters import FILTERS
from dashboard.components.panels import map_panels, story_panels, trend_panels
from dashboard.components.panels_below import control_panels, panels_below
from dashboard.errors import SelectionError, status_of
from dashboard.link import link_notice, older_notice, short_version
from dashboard.look import figures_beside, trend_of
from dashboard.selection import Selection
from dashboard.trend_view import TrendView
from data import queries
from data.errors import BuurtError

WORDS = {
    "sentence": ids.SENTENCE,
    "provenance": ids.PROVENANCE,
    "notices": ids.NOTICES,
    "legend": ids.LEGEND,
    "keys": ids.KEY_FIGURES,
    "trend_head": ids.TREND_HEAD,
    "when_note": ids.WHEN_NOTE,
    "users_note": ids.USERS_NOTE,
    "years_head": ids.YEARS_HEAD,
    "signals": ids.SIGNALS,
    "funnel_head": ids.FUNNEL_HEAD,
    "categories_head": ids.CATEGORIES_HEAD,
    "splits_head": ids.SPLITS_HEAD,
    "splits_table": ids.SPLITS_TABLE,
    "splits_trend_head": ids.SPLITS_TREND_HEAD,
    "table_head": ids.TABLE_HEAD,
}
CHARTS = {
    "trend": ids.TREND,
    "years": ids.YEARS,
    "categories": ids.CATEGORIES,
    "splits": ids.SPLITS,
    "funnel": ids.FUNNEL,
}
CLASSES = {
    "frame": ids.MAP_FRAME,
    "board": "board",
    "group_class": "group-field",
    "category_class": "categories-field",
    **{f"{name}_class": f"{name}-field" for name in ("weekdays", "severity", "road_users", "attempt", "objects")},
    "categories_card": ids.CATEGORIES_CARD,
    "splits_card": ids.SPLITS_CARD,
    "splits_chart": ids.SPLITS_CHART,
}
CONTROLS: dict[str, tuple[Any, str]] = {
    "measure_options": (ids.filter_id("measure"), "data"),
    "level_options": (ids.filter_id("level"), "data"),
    "group_options": (ids.filter_id("group"), "children"),
    "category_options": (ids.filter_id("categories"), "children"),
    "when_options": (ids.filter_id("when"), "data"),
    "severity_options": (ids.filter_id("severity"), "children"),
    "user_options": (ids.filter_id("road_users"), "data"),
    "object_options": (ids.filter_id("objects"), "data"),
    "layer_options": (ids.filter_id("layers"), "children"),
    "tiles": (ids.MAP_TILES, "children"),
}
ALONE = ("effective", "paint", "overlays", "when", "table", "tabs", "version")
"""Panel -> where it goes; those that are drawn in a way of their own."""


Panels = dict[str, Any]
"""Panels by name."""


@dataclass(frozen=True)
class Answer:
    """What the browser gets for a selection.

    Attributes:
        parts: Makes the panels, some of them each time, which can be drawn while the next are made. The first are
            there already, since what cannot be shown is known by then.
        status: 200, 400 for a selection that cannot be, or 503 without figures.
    """

    parts: Iterator[Panels]
    status: int = 200


def answer(search: str | None) -> Answer:
    """The answer to the selection in the URL, in four parts: what a visitor looks at after a change."""
    try:
        seen = _seen(search)
    except BuurtError as error:
        return Answer(iter((refusal(error), {}, {}, {})), status_of(error))
    return Answer(chain((trend_panels(seen),), _others(search, seen)))


def below(search: str | None) -> Panels:
    """What stands below the answer to the same selection, with `version`: the figures it was made of.

    Raises:
        BuurtError: when it cannot be shown, as the answer says too.
    """
    view = figures_beside(_seen(search))
    return panels_below(view) | {"version": short_version(view.info.version)}


def _seen(search: str | None) -> TrendView:
    audience = who.audience()
    return trend_of(Selection.from_query(search), queries.current(audience=audience), audience=audience)


def _others(search: str | None, seen: TrendView) -> Iterator[Panels]:
    view = figures_beside(seen)
    yield map_panels(view)
    panels = story_panels(view) | {"when": when.address(view)}
    said = [text for text in (older_notice(view.snapshot, view.info), link_notice(search, view.info)) if text]
    panels["notices"] = [*map(notice, said), *panels["notices"]]
    yield panels
    yield control_panels(view)


def draw(search: str | None) -> Panels:
    """The content of every panel for the selection in the URL, by its name."""
    panels: Panels = {}
    made = answer(search)
    for some in made.parts:
        panels |= some
    return panels if made.status >= 400 else panels | below(search)


def refusal(error: BuurtError) -> dict[str, Any]:
    """The sentence of an expected fault in place of figures, with the way out of it; the rest stays as it was."""
    return {
        "sentence": [str(error)],
        "notices": [html.Button("Terug naar het beginbeeld", className="primary", **{"data-patch": _clear()})],
        "board": "board is-empty" if isinstance(error, SelectionError) else "board is-empty is-down",
    }


def placed(panels: Panels) -> dict[str, Any]:
    """Panels by the way in which assets/answer.js draws them."""
    values = zip(FILTERS, panels.get("filter_values", ()), strict="filter_values" in panels)
    by_way = {
        "classes": _places(CLASSES, panels),
        "charts": _places(CHARTS, panels),
        "words": _places(WORDS, panels),
        "controls": [*_controls(CONTROLS, panels), *[[ids.filter_id(name), "value", value] for name, value in values]],
        **{name: panels[name] for name in ALONE if name in panels},
    }
    return {way: content for way, content in by_way.items() if content or way in ALONE}


def _places(known: dict[str, str], panels: dict[str, Any]) -> dict[str, Any]:
    return {place: panels[name] for name, place in known.items() if name in panels}


def _controls(known: dict[str, tuple[Any, str]], panels: dict[str, Any]) -> list[Any]:
    return [[control, prop, panels[name]] for name, (control, prop) in known.items() if name in panels]


def _clear() -> str:
    from dashboard.selection import KEYS

    return "&".join(f"{key}=" for key in KEYS.values())


def register(app: Dash) -> None:
    """Adds the callbacks of the main page to the app."""
    there_is = ClientsideFunction
    clientside_callback(there_is("bv", "ask"), Input(ids.URL, "search"))
    clientside_callback(there_is("bv", "ask"), Output(ids.SENTENCE, "n_clicks"), Input(ids.SENTENCE, "id"))
    clientside_callback(
        there_is("bv", "adding"),
        Output("add-mode", "aria-pressed"),
        Input("add-mode", "n_clicks"),
        prevent_initial_call=True,
    )
    clientside_callback(
        there_is("bv", "toggleFilters"),
        Output("filters", "className"),
        Input(ids.FILTERS_TOGGLE, "n_clicks"),
        prevent_initial_call=True,
    )
    clientside_callback(
        there_is("bv", "share"),
        Output(ids.SHARE_NOTE, "children"),
        Input(ids.SHARE, "n_clicks"),
        prevent_initial_call=True,
    )
    clientside_callback(
        there_is("bv", "keepHome"),
        Output(ids.HOME_NOTE, "children"),
        Input(ids.HOME_VIEW, "n_clicks"),
        prevent_initial_call=True,
    )
