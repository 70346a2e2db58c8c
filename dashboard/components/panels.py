"""Every panel of the main page for one view: the answer to one change of the selection."""

from __future__ import annotations

from typing import Any

import numpy as np
from dash import html

from dashboard import words
from dashboard.components import filter_values, story
from dashboard.components.cards import head, notice
from dashboard.components.filters import keys
from dashboard.components.header import tabs
from dashboard.components.legend import legend
from dashboard.sentence import Sentence, sentence
from dashboard.view import View
from layers import Scale, bars, base_map, paint, sequential, trend


def main_panels(view: View) -> dict[str, Any]:
    """The content of each panel, by its name in `callbacks.draw`."""
    said = sentence(view)
    scale, painted = map_values(view)
    values = filter_values.values(view)
    return {
        "sentence": sentence_parts(said),
        "provenance": provenance(view),
        "notices": notices(view),
        "nav": tabs(view.selection, "/"),
        "paint": painted,
        "tiles": tiles(view),
        "frame": frame_class(view),
        "legend": legend(view, scale),
        "keys": story.key_figures(view),
        "trend_head": trend_head(view),
        "trend": trend_figure(view),
        "years_head": years_head(view),
        "years": years_figure(view),
        "categories_head": categories_head(view),
        "categories": categories_figure(view),
        "categories_card": "card" if len(view.categories) > 1 else "card is-hidden",
        "table_head": story.table_title(view),
        "table": story.table(view),
        "effective": {
            "values": values,
            "keys": keys(),
            "areas": list(view.focus),
            "title": f"{said.text} – Buurtveiligheid Gent",
        },
        "filter_values": filter_values.in_order(values),
        "measure_options": filter_values.measure_options(view),
        "level_options": filter_values.level_options(view),
        "group_options": filter_values.group_options(view),
        "group_class": "field" if len(view.selection.the_priority.groups) > 1 else "field is-hidden",
        "category_options": filter_values.category_options(view),
        "category_class": "field" if len(view.categories) > 1 else "field is-hidden",
        "board": "board",
    }


def sentence_parts(said: Sentence) -> list[Any]:
    """The sentence with its stressed pieces."""
    return [html.Strong(text) if stressed else text for text, stressed in said.pieces]


def provenance(view: View) -> list[Any]:
    """Which figures these are: demonstration or real, until when, and from which grain."""
    parts: list[Any] = []
    if view.info.is_demo:
        parts.append(html.Span("Demonstratiedata: geen echte cijfers", className="badge demo"))
    until = words.month(view.info.months.last) if view.info.months else "–"
    grain = "losse feiten" if view.grain == "incidents" else "maandcijfers per wijk"
    parts.append(html.Span(f"tot en met {until} · uit {grain}"))
    return parts


def notices(view: View) -> list[Any]:
    """Sentences about what is not as asked, and the caveat of the group."""
    shown = [notice(text) for text in view.notices]
    note = view.selection.the_group.note
    return [*shown, notice(note, "effort")] if note else shown


def map_values(view: View) -> tuple[Scale, dict[str, Any]]:
    """The classes of the map, and the values that the browser paints."""
    located = view.areas[view.areas["is_located"]]
    values = located["value"].to_numpy(dtype=float, na_value=np.nan)
    whole = view.measure.kind == "count"
    scale = sequential(values, whole=whole)
    texts: dict[str, Any] = {
        "period": words.months(view.months),
        "before": words.months(view.before),
        "measure": "" if whole else view.measure.name,
        "none": {"-1": "geen cijfers", "-2": "onderdrukt", "-3": "geen noemer, of gebied te klein"},
    }
    decimals = 0 if whole else 1
    return scale, paint(
        located, scale, level=view.selection.level, selected=view.focus, words=texts, decimals=decimals
    )


def frame_class(view: View) -> str:
    """Classes of the map: which level and which layers are shown."""
    layers = " ".join(f"layer-{layer}" for layer in view.selection.layers)
    zone = " has-zone" if view.selection.the_priority.zone or _is_zone(view) else ""
    return f"map-frame level-{view.selection.level} {layers}{zone}"


def _is_zone(view: View) -> bool:
    return any(view.all_areas.at[code, "level"] == "zone" for code in view.focus)


def tiles(view: View) -> list[Any]:
    """The online background, only while it is on."""
    if "osm" not in view.selection.layers:
        return []
    from data.config import settings

    return [base_map.tiles({}, {"tile_url": settings().tile_url})]


def trend_head(view: View) -> list[Any]:
    """Heading of the trend."""
    subtitle = "feiten per maand; de gekozen periode is gekleurd"
    if view.focus and _city_share(view) is not None:
        subtitle += f"; stippellijn: {view.info.city}, herschaald"
    if (view.trend["status"] == "provisional").any():
        subtitle += "; open punt: voorlopig"
    return head(f"Trend per maand in {view.focus_name}", subtitle)


def trend_figure(view: View) -> dict[str, Any]:
    """Facts per month of the selection, beside the city brought to the same size."""
    return trend(
        view.trend,
        period=(view.months.first, view.months.last),
        city_share=_city_share(view) if view.focus else None,
        texts={"months": [words.month(m) for m in view.trend["month"]], "city": f"{view.info.city}, herschaald"},
    )


def _city_share(view: View) -> float | None:
    both = view.trend.dropna(subset=["n", "city"])
    total = float(both["city"].sum())
    return float(both["n"].sum()) / total if total else None


def years_head(view: View) -> list[Any]:
    """Heading of the bars per year."""
    many = len(view.months) > 12
    what = "de laatste 12 maanden van de periode" if many else "dezelfde maanden"
    return head("Jaar na jaar", f"feiten in {view.focus_name}, {what} van elk jaar")


def years_figure(view: View) -> dict[str, Any]:
    """The same months in every year."""
    frame = view.years.assign(
        label=[words.months(m).replace(" – ", "<br>– ") for m in view.years["months"]],
        text=[words.number(n) for n in view.years["n"]],
        patch=[f"periode={m.iso()}" for m in view.years["months"]],
    )
    return bars.years(frame)


def categories_head(view: View) -> list[Any]:
    """Heading of the categories."""
    return head(
        f"Categorieën in {view.focus_name}",
        f"feiten in {words.months(view.months)} (donker) en in {words.months(view.before)} (grijs)",
    )


def categories_figure(view: View) -> dict[str, Any]:
    """The categories of the group; a click shows one of them alone, or all again."""
    shown = view.selection.the_categories
    frame = view.categories.assign(
        text=[words.number(n) for n in view.categories["n"]],
        before_text=[words.number(n) for n in view.categories["before"]],
        patch=["categorie=" + ("" if shown == (c,) else c) for c in view.categories["category_id"]],
    )
    return bars.categories(frame)
