"""The legend of the map: the classes as they are painted, and what has no class."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.components.method_link import method_link
from dashboard.outcome import among_how_many
from dashboard.view import View
from data.catalogue import DENOMINATORS
from layers import Scale


def legend(view: View, scale: Scale) -> list[html.Div | html.P | html.H2]:
    """What the colours mean, for which period and level, and by what a rate divides."""
    title, below = legend_words(view)
    if "feiten" not in view.selection.layers:
        return [html.H2(title), html.P("Niet op de kaart: de laag Feiten per gebied staat uit.", className="quiet")]
    rows: list[html.Div | html.P | html.H2] = [
        html.H2([title, " ", method_link(view.measure.method)]),
        html.P([f"{below} ", *_about_verdict(view)]),
    ]
    told = view.located["n" if view.measure.kind == "change" else "value"]
    if told.notna().any():  # else no area has any of the colours
        rows.append(_classes(scale))
    absent = set(view.located["value_status"].tolist()) & set(words.STATUS_WORDS)
    rows += [
        html.Div([html.Span(className=f"swatch {status}"), words.STATUS_WORDS[status].capitalize()], className="absent")
        for status in words.STATUS_WORDS
        if status in absent
    ]
    if "provisional" in view.located["status"].tolist():
        rows.append(html.P("Voorlopig: de jongste maanden worden nog aangevuld", className="quiet"))
    if view.denominator_source:
        rows.append(html.P(f"Noemer: {view.denominator_source}", className="quiet"))
    return rows


def _about_verdict(view: View) -> list[html.A]:
    """The verdict that the hover card gives of an area: a card that goes with the mouse cannot hold a link."""
    if view.measure.kind == "change" or not view.family:
        return []
    return [method_link("los-van-gent" if view.selection.apart else "verandering", "Oordeel: hoe?")]


def legend_words(view: View) -> tuple[str, str]:
    """What is counted by what, and for which period and level."""
    subject = view.selection.the_group.subject
    kind = DENOMINATORS[view.measure.denominator] if view.measure.denominator else None
    unit = (
        f" per {words.number(kind.per)} {kind.noun}" if kind and kind.per > 1 else f" per {kind.noun}" if kind else ""
    )
    one = words.LEVEL_NAMES[view.selection.level][0]
    title, below = f"{subject[0].upper()}{subject[1:]}{unit}", f"{words.months(view.months)}, per {one}"
    if view.measure.kind == "change":
        title = f"Verandering van {subject}"
        below = f"{words.months(view.months)} tegenover {view.reference.span}, per {one}. "
        below += f"Kleur: buiten toeval, {among_how_many(view.family)}; sterk: × 1,5"
    if view.measure.smoothed:
        below += ", gladgestreken" + (" naar de omgeving" if view.measure.local else "")
    if view.approximate:
        below += "; ongeveer"
    return title, below


def _classes(scale: Scale) -> html.Div:
    if scale.labels:
        swatches = zip(scale.colours, scale.labels, strict=True)
        return html.Div(
            [html.Div([html.Span(className="swatch", style={"background": c}), text]) for c, text in swatches],
            className="classes",
        )
    return html.Div([_class(scale, i) for i in range(len(scale.limits))], className="ramp")


def _class(scale: Scale, i: int) -> html.Div:
    return html.Div([html.Span(style={"background": scale.colours[i]}), html.Span(class_label(scale, i))])


def class_label(scale: Scale, i: int) -> str:
    """The words of a class: its name, or its upper limit."""
    if scale.labels:
        return scale.labels[i]
    upper = words.in_full(scale.limits[i])
    return upper if i or scale.zero_apart else f"≤ {upper}"
