"""The legend of the map: the classes as they are painted, and what has no class."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.view import View
from data.catalogue import DENOMINATORS
from layers import Scale


def legend(view: View, scale: Scale) -> list[html.Div | html.P | html.H2]:
    """What the colours mean, for which period and level, and by what a rate divides."""
    subject = view.selection.the_group.subject
    kind = DENOMINATORS[view.measure.denominator] if view.measure.denominator else None
    unit = f" per {words.number(kind.per)} {kind.noun}" if kind and kind.per > 1 else f" per {kind.noun}" if kind else ""
    one = words.LEVEL_NAMES[view.selection.level][0]
    located = view.areas[view.areas["is_located"]]
    rows: list[html.Div | html.P | html.H2] = [
        html.H2(f"{subject[0].upper()}{subject[1:]}{unit}"),
        html.P(f"{words.months(view.months)}, per {one}"),
        html.Div([_class(scale, i) for i in range(len(scale.limits))], className="ramp"),
    ]
    absent = set(located["value_status"]) & set(words.STATUS_WORDS)
    rows += [
        html.Div([html.Span(className=f"swatch {status}"), words.STATUS_WORDS[status].capitalize()], className="absent")
        for status in words.STATUS_WORDS
        if status in absent
    ]
    if view.denominator_source:
        rows.append(html.P(f"Noemer: {view.denominator_source}", className="quiet"))
    return rows


def _class(scale: Scale, i: int) -> html.Div:
    decimals = 0 if all(limit == int(limit) for limit in scale.limits) else 1 if scale.limits[-1] >= 10 else 2
    upper = words.number(scale.limits[i], decimals)
    if i == 0:
        label = "0" if scale.zero_apart else f"≤ {upper}"
    else:
        label = f"> {words.number(scale.limits[i - 1], decimals)}" if i == len(scale.limits) - 1 else f"– {upper}"
        label = upper if i < len(scale.limits) - 1 or len(scale.limits) < 3 else upper
    return html.Div([html.Span(style={"background": scale.colours[i]}), html.Span(label)])
