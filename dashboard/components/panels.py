"""Every panel of the main page for one view: the answer to one change of the selection."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from dash import html

from dashboard import overlays, words
from dashboard.action_address import PATH as ACTIONS
from dashboard.chart_frames import (
    NAMED,
    city_share,
    months_outside,
    outside_label,
    outside_words,
)
from dashboard.components import filter_values
from dashboard.components.cards import head
from dashboard.components.filters import keys
from dashboard.components.hotspot_panel import hotspot_map
from dashboard.components.key_figures import key_figures
from dashboard.components.legend import legend
from dashboard.components.method_link import method_link
from dashboard.components.said import notices, provenance, sentence_parts
from dashboard.judgement import WORDS
from dashboard.link import short_version
from dashboard.outcome import TESTED, tested_words
from dashboard.sentence import sentence
from dashboard.trend_view import TrendView
from dashboard.view import View
from data.catalogue.events import events_between
from layers import CHANGE, Scale, change_classes, paint, sequential, trend


def trend_panels(view: TrendView) -> dict[str, Any]:
    """The trend, which takes the browser longest to draw, by its name in `callbacks.draw`."""
    return {"board": "board", "trend": trend_figure(view)}


def map_panels(view: View) -> dict[str, Any]:
    """The map, which a visitor looks at first beside the trend, by its name in `callbacks.draw`."""
    scale, painted = map_values(view)
    clusters = hotspot_map(view, painted)
    return {
        "paint": clusters.painted if clusters else painted,
        "overlays": overlays.addresses(view),
        "frame": frame_class(view),
        "legend": clusters.legend if clusters else legend(view, scale),
    }


def story_panels(view: View) -> dict[str, Any]:
    """What is said of the map and the trend, by its name in `callbacks.draw`."""
    said = sentence(view)
    return {
        "sentence": sentence_parts(said),
        "provenance": provenance(view),
        "notices": notices(view),
        "keys": key_figures(view),
        "trend_head": trend_head(view),
        "effective": {
            "values": filter_values.values(view),
            "keys": keys(),
            "areas": list(view.focus),
            "title": f"{said.text} – Buurtveiligheid {view.info.city}",
            "version": short_version(view.info.version),
        },
    }


def map_values(view: View) -> tuple[Scale, dict[str, Any]]:
    """The classes of the map, and the values that the browser paints."""
    located = view.located
    verdicts = [v if isinstance(v, str) else None for v in located["verdict"]]
    kind = view.measure.kind
    if kind == "change":
        ratio = located["value"].to_numpy(dtype=float, na_value=np.nan)
        scale = CHANGE
        located = located.assign(value=change_classes(ratio, verdicts))
    else:
        scale = sequential(located["value"].to_numpy(dtype=float, na_value=np.nan), whole=kind == "count")
    texts: dict[str, Any] = {
        "period": words.months(view.months),
        "before": view.reference.short,
        "measure": view.measure.name if kind == "rate" else "",
        "none": {"-1": "geen cijfers", "-2": "onderdrukt", "-3": "geen noemer, of gebied te klein"},
        "verdicts": ["Oordeel: " + WORDS[v] if v else "" for v in verdicts],
    }
    if kind == "change":
        tested = [tested_words(row) for row in located[list(TESTED)].to_dict("records")]
        pairs = zip(texts["verdicts"], tested, strict=True)
        texts["verdicts"] = [f"{text}<br>{basis}" if basis else text for text, basis in pairs]
    if view.measure.smoothed:
        texts["crude"] = [None if pd.isna(v) else words.rate(float(v)) for v in located["crude"]]
    decimals = 1 if kind == "rate" else 0
    exposure = view.reference.exposure
    if exposure > 1:
        located = located.assign(before=located["before"] / exposure)
    painted = paint(
        located,
        scale,
        level=view.selection.level,
        selected=view.focus,
        words=texts,
        decimals=decimals,
        before_decimals=1 if exposure > 1 else 0,
    )
    zone = view.selection.the_priority.zone
    painted["fit"] = zone if zone in view.focus else ""
    return scale, painted


def frame_class(view: View) -> str:
    """Classes of the map: which level and which layers are shown."""
    layers = " ".join(f"layer-{layer}" for layer in view.selection.layers)
    over = {str(view.all_areas.at[code, "level"]) for code in view.focus}
    zone = " has-zone" if view.selection.the_priority.zone or "zone" in over else ""
    group = " has-groep" if "groep" in over else ""
    return f"map-frame level-{view.selection.level} {layers}{zone}{group}"


def trend_head(view: View) -> list[Any]:
    """Heading of the trend: how to read it, and the months outside the band in words."""
    parts = ["feiten per maand"]
    if view.band.reason is None:
        parts.append("verwacht (streep) en normale schommeling (band)")
    if city_share(view) is not None:
        parts.append(f"{view.info.city} herschaald (stippellijn)")
    if "provisional" in view.trend["status"].tolist():
        parts.append("voorlopig (open punt)")
    if "kalender" in view.selection.options:
        parts.append("driehoek: Gentse Feesten, lockdown of academiejaar; grijs: lockdown")
    if view.actions:
        parts.append("groene streep: begin van een aanpak")
    lines: list[Any] = head(f"Trend per maand in {view.focus_name}", ", ".join(parts) + ". ", *_trend_links(view))
    outside = outside_words(view)
    if outside:
        lines.append(html.P(outside, className="outside"))
        lines += _every_month(months_outside(view))
    elif view.band.reason:
        lines.append(html.P(view.band.reason, className="outside"))
    return lines


def _every_month(named: list[str]) -> list[html.Details]:
    """All months outside the band, folded in, where the sentence could not name them all."""
    if len(named) <= NAMED:
        return []
    every = html.Ul([html.Li(month) for month in named])
    return [html.Details([html.Summary(f"Alle {words.number(len(named))} maanden"), every], className="outside")]


def _trend_links(view: View) -> list[Any]:
    links: list[Any] = [method_link("verwachting", "Hoe?")] if view.band.reason is None else []
    if view.actions:
        links += [" ", html.A("Werkte het?", href=ACTIONS, **{"data-go": "1"})]
    return links


def trend_figure(view: TrendView) -> dict[str, Any]:
    """Facts per month of the selection, with its expectation, beside the city brought to the same size."""
    events = []
    if "kalender" in view.selection.options and view.info.months:
        covered = view.info.months
        events = [(e.first, e.last, e.name, e.kind == "lockdown") for e in events_between(covered.first, covered.last)]
    return trend(
        view.trend,
        period=(view.months.first, view.months.last),
        city_share=city_share(view),
        texts={
            "months": [words.month(m) for m in view.trend["month"].tolist()],
            "city": f"{view.info.city}, herschaald",
            "outside": outside_label(view),
        },
        events=events,
        actions=[(action.first, action.title) for action in view.actions],
    )
