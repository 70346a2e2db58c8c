"""The charts and the map of a view on paper, from the frames that the screen draws."""

from __future__ import annotations

import itertools

import numpy as np

from dashboard import words
from dashboard.chart_frames import (
    categories_frame,
    city_share,
    every_outside_words,
    funnel_frame,
    outside_label,
    years_frame,
)
from dashboard.components.panels import map_values
from dashboard.components.sheet_charts import busiest_text
from dashboard.export.safe import one_line
from dashboard.fact_gaps import unpublished
from dashboard.report.printed import printed
from dashboard.report.record import Picture
from dashboard.sheet_view import FEWEST_FOR_HOURS
from dashboard.view import View
from data import queries
from data.config import Audience
from data.queries import Facts, Snapshot
from layers import Scale, paper, small_trend, week
from layers.areas import STATUS_CLASSES

_WIDE = 21
"""Characters of a line beside the map."""


def map_picture(view: View, snapshot: Snapshot, audience: Audience) -> Picture:
    """The map in the classes and colours of the screen."""
    level = view.selection.level
    one = words.LEVEL_NAMES[level][0]
    title = f"Kaart per {one}"
    known = queries.area_shapes(snapshot, level=level, audience=audience)
    if not known.shapes:
        return Picture(title, "Van deze gebieden zijn geen grenzen geladen.", "", None)
    scale, painted = map_values(view)
    classes = dict(zip(view.located.index.tolist(), painted["classes"], strict=True))
    places = {code: shape for code, shape in zip(known.codes, known.shapes, strict=True) if code in classes}
    selected = []
    for code in view.focus:
        there = queries.area_shapes(snapshot, level=str(view.all_areas.at[code, "level"]), audience=audience)
        shape = there.of(code)
        selected += [shape] if shape is not None else []
    names = view.located["name"].to_dict()
    named = [code for code in view.focus if code in places] or (list(places) if len(places) <= 30 else [])
    drawing = paper.area_map(
        [(code, shape, int(classes[code])) for code, shape in places.items()],
        scale.colours,
        _legend(view, scale),
        selected=selected,
        lines=[shape for _, shape in queries.base_shapes(snapshot, kind="water", audience=audience)],
        names=[(one_line(names[code]), places[code]) for code in named],
    )
    return Picture(title, _map_about(view), _map_alt(view), drawing)


def _map_about(view: View) -> str:
    parts = [_measure_words(view), words.months(view.months)]
    if view.measure.kind == "change":
        parts.append(f"tegenover {view.reference.span}, kleur enkel buiten toeval")
    if view.focus:
        parts.append(f"omlijnd: {view.focus_name}")
    return "; ".join(parts) + "; Lambert 2008, noorden boven."


def _measure_words(view: View) -> str:
    if view.measure.denominator is None:
        return "aantal feiten" if view.measure.kind == "count" else "verandering"
    return f"feiten {view.measure.name[0].lower()}{view.measure.name[1:]}"


def _map_alt(view: View) -> str:
    located = view.located
    values = located["value"].to_numpy(dtype=float, na_value=np.nan)
    said = f"Kaart van {view.info.city} met {_measure_words(view)} per {words.LEVEL_NAMES[view.selection.level][0]}."
    if np.isnan(values).all() or view.measure.kind == "change":
        return said
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    write = words.number if view.measure.kind == "count" else words.rate
    return f"{said} De waarden lopen van {write(low)} tot {write(high)}."


def _legend(view: View, scale: Scale) -> paper.MapLegend:
    if scale.labels:
        classes = tuple(zip(scale.colours, scale.labels, strict=True))
    else:
        limits = scale.limits
        upper = words.in_full(limits[0])
        first = upper if scale.zero_apart else f"tot {upper}"
        whole = view.measure.kind == "count" and all(limit == int(limit) for limit in limits)
        between = [_between(a, b, whole) for a, b in itertools.pairwise(limits)]
        classes = tuple(zip(scale.colours, [first, *between], strict=True))
    absent = tuple(
        (STATUS_CLASSES[status], text)
        for status, text in words.STATUS_WORDS.items()
        if status in set(view.located["value_status"])
    )
    notes = ["Noemer:", *_lines(view.denominator_source)] if view.denominator_source else []
    if "provisional" in view.located["status"].tolist():
        notes += ["Voorlopige cijfers"]
    title = (*_lines(_measure_words(view)), *_lines(words.months(view.months)))
    return paper.MapLegend(title, classes, absent, tuple(notes[:6]))


def _between(low: float, high: float, whole: bool) -> str:
    """A class in words; of whole numbers the first that belongs to it."""
    if not whole:
        return f"> {words.in_full(low)} – {words.in_full(high)}"
    return words.number(high) if low + 1 == high else f"{words.number(low + 1)} – {words.number(high)}"


def _lines(text: str) -> list[str]:
    lines: list[str] = [""]
    for word in one_line(text).split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > _WIDE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word[:_WIDE]}".strip()
    return lines


def trend_picture(view: View) -> Picture:
    """Facts per month with what was to be expected."""
    parts = ["feiten per maand; balk onder de as: de periode"]
    if view.band.reason is None:
        parts.append("streep: verwacht; band: normale schommeling")
    share = city_share(view)
    if share is not None:
        parts.append(f"stippellijn: {view.info.city}, herschaald")
    if "provisional" in view.trend["status"].tolist():
        parts.append("open punt: voorlopig")
    if (view.trend["status"] == "missing").any():
        parts.append("grijs vlak: niet gepubliceerd")
    if view.actions:
        parts.append("groene streep: begin van een aanpak")
    about = "; ".join(parts) + "."
    if view.band.reason:
        about += f" {view.band.reason}"
    title = f"Trend per maand in {view.focus_name}"
    if view.trend["n"].isna().all():
        return Picture(title, "Er zijn geen cijfers gepubliceerd.", "", None)
    drawing = small_trend(
        view.trend,
        period=(view.months.first, view.months.last),
        actions=[(action.first, printed(action.title, most=28, breaks=False)) for action in view.actions],
        plot=paper.WIDE,
        city_share=share,
        said=outside_label(view),
    )
    return Picture(title, about, f"{title}. {every_outside_words(view)}", drawing)


def chart_pictures(view: View) -> tuple[Picture, ...]:
    """Years beside the categories; where there is one category, beside the funnel."""
    return (_years(view), _categories(view) if len(view.categories) > 1 else funnel_picture(view))


def _years(view: View) -> Picture:
    frame = years_frame(view)
    what = "de laatste 12 maanden van de periode" if len(view.months) > 12 else words.same_months(view.months)
    hatched = "; gestreept: voorlopig" if "provisional" in view.years["status"].tolist() else ""
    told = words.listing(
        [f"{name.replace('<br>', ' ')}: {text}" for name, text in zip(frame["label"], frame["text"], strict=True)],
        most=len(frame) or 1,
    )
    about = f"feiten in {view.focus_name}, {what} van elk jaar{hatched}."
    return Picture("Jaar na jaar", about, f"Staafdiagram: {told}.", paper.year_bars(frame))


def _categories(view: View) -> Picture:
    frame = categories_frame(view)
    hatched = "; gestreept: voorlopig" if "provisional" in view.categories["status"].tolist() else ""
    told = words.listing(
        [
            f"{name} {text} (was {before})"
            for name, text, before in zip(frame["name"], frame["text"], frame["before_text"], strict=True)
        ],
        most=len(frame) or 1,
    )
    about = f"feiten in {words.months(view.months)} (donker) en {view.reference.short.lower()} (grijs){hatched}."
    return Picture("Categorieën", about, f"Staafdiagram: {told}.", paper.category_bars(frame))


def funnel_picture(view: View) -> Picture:
    """Every area against what chance gives for its size."""
    kind = view.funnel_kind
    title = f"Alle {view.level_name} vergeleken"
    if view.funnel.reason:
        return Picture(title, view.funnel.reason, "", None)
    unit = f"feiten per {words.number(kind.per)} {kind.noun}" if kind.per > 1 else f"feiten per {kind.noun}"
    frame = funnel_frame(view)
    drawing = paper.funnel_dots(
        frame, view.funnel.curve, target=view.funnel.target, selected=view.focus, x_title=kind.noun
    )
    if drawing is None:
        return Picture(title, f"Geen enkel gebied heeft een cijfer per {kind.noun}.", "", None)
    open_ = "; open: voorlopig" if "provisional" in frame["status"].tolist() else ""
    about = f"{unit} tegenover {kind.noun}; stippellijn 95%, lijn 99,8% van toeval; donker: buiten 99,8%{open_}."
    far = sum("99,8" in str(flag) for flag in frame["outside"])
    return Picture(title, about, f"Trechter met {frame['rate'].notna().sum()} gebieden, {far} buiten 99,8%.", drawing)


def hours_picture(view: View, snapshot: Snapshot, audience: Audience) -> Picture:
    """The hours of the week of the facts in the focus."""
    title = "Wanneer"
    known = queries.incident_months(snapshot, audience=audience)
    if not set(view.selection.the_categories) <= set(known):
        return Picture(title, "Enkel maandcijfers: het uur is niet gekend.", "", None)
    withheld = queries.why_not_facts(snapshot, categories=view.selection.the_categories, audience=audience)
    if withheld:
        return Picture(title, f"{withheld}.", "", None)
    if missing := unpublished(view.selection.the_categories, view.months, snapshot, audience):
        return Picture(title, missing, "", None)
    facts = Facts(view.selection.the_categories, view.months, view.focus, view.wanted)
    hours = queries.hours(snapshot, facts=facts, audience=audience)
    if hours.timed < FEWEST_FOR_HOURS:
        many = words.plural(hours.timed, "feit", "feiten")
        return Picture(title, f"{many} met een gekend uur: te weinig (minstens {FEWEST_FOR_HOURS}).", "", None)
    busiest = busiest_text(hours)
    return Picture(title, busiest, f"Uur van de week; {busiest}.", week(hours.weights, days=words.WEEKDAYS))
