"""The layer Hotspots: the classes of the map, its legend, and why it is not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import html

from dashboard import words
from dashboard.components.method_link import method_link
from dashboard.view import View
from data.queries import StoredHotspots
from data.statistics.hotspots import FALSE_DISCOVERIES, GlobalMoran
from layers.areas import STATUS_CLASSES
from layers.hotspots import HOTSPOTS, hotspot_classes

LAYER = "hotspots"
SUPPRESSED = STATUS_CLASSES["suppressed"]

AREA_WORDS = {
    "hot": "Hotspot: samen met de buren hoger dan toeval",
    "cold": "Coldspot: samen met de buren lager dan toeval",
    "geen": "Geen hotspot of coldspot",
}
NO_VALUE = "Hotspots: geen cijfer (gebied te klein, zonder noemer of zonder cijfers)"
BETWEEN = {
    "hoog-hoog": "zelf hoog, tussen hoge buren",
    "laag-laag": "zelf laag, tussen lage buren",
    "hoog-laag": "zelf hoog, tussen lage buren",
    "laag-hoog": "zelf laag, tussen hoge buren",
}
PATTERNS = {
    "samen": "Hoge cijfers liggen bij elkaar, meer dan toeval",
    "uiteen": "Hoge en lage cijfers wisselen af, meer dan toeval",
    "geen patroon": "Hoge en lage cijfers liggen door elkaar, zoals bij toeval",
}


@dataclass(frozen=True)
class HotspotMap:
    """What the layer puts in place of the measure.

    Attributes:
        painted: The paint of the map with the classes and colours of the hotspots, and a line for the hover card.
        legend: What the colours mean, on what they rest, and Moran's I in a sentence.
    """

    painted: dict[str, Any]
    legend: list[Any]


def hotspot_map(view: View, painted: dict[str, Any]) -> HotspotMap | None:
    """The map with hotspots in place of the measure, or None when the layer is off or there are none to show.

    Args:
        view: The figures of the selection.
        painted: `layers.paint` of the measure: what the hover card says of it stays.
    """
    found = view.hotspots
    if found is None or found.reason is not None:
        return None
    located = view.areas.index[view.areas["is_located"]]
    rows = found.areas.reindex(located)
    names = [None if pd.isna(name) else str(name) for name in rows["gi_class"]]
    classes = [
        own if own == SUPPRESSED else hot for own, hot in zip(painted["classes"], hotspot_classes(names), strict=True)
    ]
    lines = [area_words(name, between) for name, between in zip(names, rows["moran_class"], strict=True)]
    return HotspotMap(
        painted={
            **painted,
            "classes": classes,
            "colours": list(HOTSPOTS.colours),
            "words": {**painted["words"], "hotspots": lines},
        },
        legend=legend(view, found, names),
    )


def hotspot_notice(view: View) -> str | None:
    """Why the layer that is on cannot be shown, or None."""
    if view.hotspots is None or view.hotspots.reason is None:
        return None
    return f"Geen hotspots op de kaart. {view.hotspots.reason} De kaart toont de gekozen maat."


def area_words(name: str | None, between: object) -> str:
    """The line of the hover card for one area.

    Args:
        name: hot | cold | geen, or None without a value.
        between: Class of local Moran: hoog-hoog | laag-laag | hoog-laag | laag-hoog | geen.
    """
    if name is None:
        return NO_VALUE
    more = BETWEEN.get(str(between))
    return AREA_WORDS[name] + (f" ({more})" if more else "")


def legend(view: View, found: StoredHotspots, names: list[str | None]) -> list[Any]:
    """What the colours mean, how many areas have each, on what they rest, and Moran's I."""
    one = words.LEVEL_NAMES[view.selection.level][0]
    group = view.selection.the_group
    below = f"{words.months(found.months)}, {found.based_on}, per {one}" if found.months else ""
    if found.months != view.months:
        below += "; los van de gekozen periode"
    if len(view.selection.the_categories) < len(group.categories):
        below += f"; alle categorieën van {group.name}"
    counts = [names.count(key) for key in ("hot", "geen", "cold")]
    swatches = [
        html.Div([html.Span(className="swatch", style={"background": colour}), f"{label} ({words.number(n)})"])
        for colour, label, n in zip(HOTSPOTS.colours, HOTSPOTS.labels, counts, strict=True)
    ]
    without = names.count(None)
    if without:
        swatches.append(html.Div([html.Span(className="swatch missing"), f"geen cijfer ({words.number(without)})"]))
    rows: list[Any] = [
        html.H2([f"Hotspots van {group.subject} ", method_link("hotspots")]),
        html.P(below),
        html.Div(swatches, className="classes"),
    ]
    if found.moran is not None:
        rows.append(html.P([moran_words(found.moran) + " ", method_link("moran")]))
    share = words.number(100 * FALSE_DISCOVERIES)
    test = f"{words.number(found.permutations)} permutaties, hoogstens {share}% vals alarm"
    return [*rows, html.P(test, className="quiet")]


def moran_words(moran: GlobalMoran) -> str:
    """Moran's I in one sentence."""
    p = "p < 0,001" if moran.p < 0.001 else f"p = {words.number(moran.p, 3)}"
    return f"{PATTERNS[moran.pattern]} (Moran's I {words.number(moran.i, 2)}, {p})."
