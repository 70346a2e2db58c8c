"""Legends of the map layers that are made of single facts; the browser puts them beside the map."""

from __future__ import annotations

from typing import Any

import numpy as np
from dash import html

from dashboard import words
from dashboard.asked_facts import Asked
from dashboard.components.method_link import method_link
from data.catalogue import CATEGORIES
from data.catalogue.grid import CELL_M
from data.queries import Marks, Months
from layers import Scale
from layers.heat import floor_of
from layers.points import example_counts, radii

FACTS = ("feit", "feiten")


def points_legend(wanted: Asked, found: Marks, largest_px: float, missing: int) -> list[Any]:
    """How many facts are in view, what the size of a mark means, how precise its place is, and what is not there."""
    if wanted.unpublished:
        return [
            html.H2("Feiten als punten"),
            html.P(_subject(wanted, wanted.focus_name)),
            html.P(wanted.unpublished),
            *_absent(wanted, missing),
        ]
    return [
        html.H2("Feiten als punten"),
        html.P(_subject(wanted, wanted.focus_name)),
        html.P(
            [html.Strong(words.plural(found.facts, *FACTS), className="in-view"), " in beeld"], className="figure-line"
        ),
        *_capped(found),
        _sizes(found, largest_px),
        html.P(_grid_words(found.cell_m), className="quiet"),
        *_absent(wanted, missing),
    ]


def heat_legend(wanted: Asked, scale: Scale | None, bandwidth_m: float, facts: int, missing: int) -> list[Any]:
    """What the colours mean, how they are made, and what is not there."""
    if wanted.unpublished:
        return [
            html.H2(["Warmtekaart ", method_link("warmtekaart")]),
            html.P(_subject(wanted, wanted.city_name)),
            html.P(wanted.unpublished),
            *_absent(wanted, missing),
        ]
    classes: list[Any] = [html.P("Te weinig feiten voor een warmtekaart.")]
    if scale is not None:
        floor = floor_of(scale)
        lowest = words.number(floor, 0 if floor == int(floor) else 1)
        classes = [
            html.Div(
                [
                    html.Div([html.Span(style={"background": colour}), html.Span(words.number(limit))])
                    for colour, limit in zip(scale.colours, scale.limits, strict=True)
                ],
                className="ramp",
            ),
            html.P(f"Feiten per km², bovengrens van elke klasse; onder {lowest} geen kleur", className="quiet"),
        ]
    made = f"Bandbreedte {words.number(bandwidth_m)} m, op een raster van {CELL_M} m; "
    return [
        html.H2(["Warmtekaart ", method_link("warmtekaart")]),
        html.P(_subject(wanted, wanted.city_name)),
        *classes,
        html.P([made, f"{words.plural(facts, *FACTS)} op de kaart"], className="quiet"),
        *_absent(wanted, missing),
    ]


def _subject(wanted: Asked, place: str) -> str:
    names = [CATEGORIES[c].name for c in wanted.selection.categories if c in CATEGORIES]
    subject = words.listing(names) if names else wanted.selection.the_group.subject
    return f"{subject[0].upper()}{subject[1:]}{wanted.chosen}, {words.months(wanted.facts.months)}, {place}"


def _capped(found: Marks) -> list[Any]:
    shown = len(found.lon)
    if shown == found.places:
        return []
    return [
        html.P(
            f"Getekend: de {words.number(shown)} drukste van {words.number(found.places)} plaatsen, samen "
            f"{words.number(float(found.n.sum()))} van {words.plural(found.facts, *FACTS)}. Zoom in voor de rest.",
            className="capped",
        )
    ]


def _sizes(found: Marks, largest_px: float) -> html.Div:
    """Marks of a few plain numbers, as large as on the map."""
    most = float(found.n.max(initial=0.0))
    if not most:
        return html.Div(className="sizes")
    counts = np.array(example_counts(most), dtype=float)
    shown = zip(counts, radii(counts, most, largest_px), strict=True)
    return html.Div(
        [
            html.Div(
                [
                    html.Span(style={"width": f"{2 * r:.0f}px", "height": f"{2 * r:.0f}px"}, className="mark"),
                    html.Span(words.number(n)),
                ]
            )
            for n, r in shown
        ],
        className="sizes",
    )


def _grid_words(cell_m: int) -> str:
    if cell_m == 0:
        return "Elk punt op zijn plaats; op eenzelfde plaats samen geteld"
    if cell_m == CELL_M:
        return f"Plaats afgerond op {CELL_M} m"
    return f"Samen geteld per vak van {words.number(cell_m)} m; plaats afgerond op {CELL_M} m"


def _absent(wanted: Asked, missing: int) -> list[Any]:
    """Facts that cannot be on the map, categories without single facts, and months that those do not cover."""
    lines = []
    if missing:
        lines.append(f"{words.number(missing)} zonder locatie in {wanted.city_name}, niet op de kaart")
    without = [CATEGORIES[c].name for c in wanted.selection.the_categories if c not in wanted.known]
    if without:
        lines.append(f"Geen losse feiten: {words.listing(without)}")
    lines += _short_series(wanted)
    return [html.P(line, className="quiet") for line in lines]


def _short_series(wanted: Asked) -> list[str]:
    period = wanted.facts.months
    short: dict[Months, list[str]] = {}
    for category in wanted.facts.categories:
        known = wanted.known[category]
        if period.clip(known) != period:
            short.setdefault(known, []).append(CATEGORIES[category].name if category in CATEGORIES else category)
    return [f"{words.listing(names)}: losse feiten van {words.months(known)}" for known, names in short.items()]
