"""The panel "Wat valt op?": what is beyond chance, in sentences that open their view."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard import words
from dashboard.components.export_menu import export_button
from dashboard.components.method_link import method_link
from dashboard.components.sheet_figures import EFFORT, NO_SIGNAL_FAMILY, follows_effort
from dashboard.judgement import category_name
from dashboard.outcome import tested_words
from dashboard.view import View
from data.catalogue import priority_of_category

SHOWN = 5


def signal_panel(view: View) -> list[Any]:
    """Heading and list; when nothing stands out it says so."""
    found = view.signals
    subtitle = html.P([f"{words.months(view.months)} tegenover {view.reference.span}. ", *_judged(view)])
    mixed = []
    if view.other_grain:
        names = words.listing([category_name(c) for c in view.other_grain])
        other = "maandcijfers" if view.grain == "incidents" else "losse feiten"
        mixed = [html.P(f"{names}: uit {other}; nooit opgeteld bij de rest.")]
    late = [html.P("Deels voorlopig: de nieuwste maanden worden nog aangevuld.")] if found.is_provisional else []
    head = html.Div(
        [export_button("signalen"), html.H2("Wat valt op?"), subtitle, *mixed, *late], className="card-head"
    )
    if not found.family:
        return [head, html.P(NO_SIGNAL_FAMILY, className="empty")]
    if found.rows.empty:
        return [head, html.P(_quiet(view), className="empty")]
    rows = [_item(view, row) for _, row in found.rows.head(SHOWN).iterrows()]
    more = len(found.rows) - SHOWN
    rest = (
        [html.Li(f"en nog {words.number(more)} andere; ‘Exporteer’ hierboven geeft ze allemaal.")] if more > 0 else []
    )
    return [head, html.Ul([*rows, *rest], className="signals")]


def _judged(view: View) -> list[Any]:
    """Over what the verdicts are corrected, and that those of the table are another family."""
    if not view.signals.family:
        return [method_link("signalen", "Hoe?")]
    return [
        f"Alle {view.level_name} en soorten feiten van dit tabblad, {_apart(view)}"
        f"gecorrigeerd voor {_compared(view.signals.family)}; "
        f"de tabel beoordeelt alleen wat gekozen is{_of_table(view)}. Meeste extra feiten eerst. ",
        method_link("signalen", "Hoe?"),
    ]


def _apart(view: View) -> str:
    return f"los van de evolutie in de rest van {view.info.city}, " if view.selection.apart else ""


def _quiet(view: View) -> str:
    one = words.LEVEL_NAMES[view.selection.level][0]
    return (
        f"Niets: na correctie voor {_compared(view.signals.family)} is geen enkele verandering per {one} "
        "groter dan toeval."
    )


def _of_table(view: View) -> str:
    return f" en corrigeert voor {words.number(view.family)}" if view.family else ""


def _compared(family: int) -> str:
    return words.plural(family, "vergelijking", "vergelijkingen")


def _item(view: View, row: pd.Series) -> html.Li:
    code, category = row["area_code"], row["category_id"]
    place = view.all_areas.at[code, "name"]
    excess = float(row["excess"])
    word = "meer" if excess > 0 else "minder"
    size = words.number(abs(excess), 0 if excess == int(excess) else 1)
    text = [
        f"{category_name(category)} in {place}: {words.plural(float(row['observed']), 'feit', 'feiten')}, ",
        html.Strong(f"{size} {word}", className="more" if excess > 0 else "less"),
        _than(view, row),
        EFFORT if follows_effort((category,)) else ".",
    ]
    among = {"family": view.signals.family, "verdict_alone": row["verdict"]}
    basis = tested_words({**row.to_dict(), **among})
    return html.Li(html.Button(text, title=basis, **{"data-patch": _patch(view, code, category)}))


def _than(view: View, row: pd.Series) -> str:
    """What a signal is compared with; apart from the city also how many there were."""
    expected = words.exact(float(row["expected"]))
    if not view.selection.apart:
        return f" dan {view.reference.text} ({expected})"
    usual = words.exact(float(row["before"]) / view.reference.exposure)
    return f" dan als het de rest van {view.info.city} volgde ({expected}); {view.reference.text}: {usual}"


def _patch(view: View, code: str, category: str) -> str:
    found = priority_of_category(category)
    mine = view.selection.the_priority
    group = next((g for g in mine.groups if category in g.categories), found[1] if found else mine.groups[0])
    alone = "" if group.categories == (category,) else category
    return f"gebied={code}&groep={'' if group == mine.groups[0] else group.id}&categorie={alone}"
