"""What a visitor can choose in place of a period for which nothing is published."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.view import View
from data.queries import Months


def way_out(view: View) -> list[html.Div]:
    """Why there is no figure at all for the choice, and one press that shows what is published; empty when there is."""
    if view.figure.known or view.wanted or view.gaps != (view.months,):
        return []
    chosen = view.categories[view.categories["shown"]]
    has = chosen["status"] != "missing"
    if has.any():
        absent, loaded = words.listing(list(chosen["name"][~has])), chosen[has]
        patch = f"categorie={','.join(loaded['category_id'])}"
        return [_offer(f"Niet gepubliceerd: {absent}.", f"Toon enkel {words.listing(list(loaded['name']))}", patch)]
    there = view.trend.loc[view.trend["status"] != "missing", "month"]
    name = view.selection.the_group.name
    if there.empty:
        return [_offer(f"Er zijn geen cijfers geladen voor {name}.", "Terug naar het beginbeeld", "prioriteit=&groep=")]
    months = Months(there.iloc[0], there.iloc[-1])
    text = f"Voor {name} zijn er cijfers van {words.months(months)}."
    return [_offer(text, "Toon die periode", f"periode={months.first:%Y-%m}_{months.last:%Y-%m}")]


def _offer(text: str, button: str, patch: str) -> html.Div:
    press = html.Button(button, className="primary", **{"data-patch": patch})
    return html.Div([html.Span(f"{text} "), press], className="notice info", role="status")
