"""What a visitor can choose in place of a period for which nothing is published."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.view import View
from data import queries


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
    published = queries.runs_of(view.trend.loc[view.trend["status"] != "missing", "month"])
    name = f"{view.selection.the_group.name} in {view.focus_name}"
    if published:
        last = published[-1]  # over a hole there would be no sum either
        return [
            _offer(
                f"Voor {name} zijn er cijfers van {words.months(last)}.", "Toon die periode", f"periode={last.iso()}"
            )
        ]
    if view.focus:
        return [_offer(f"Voor {name} zijn er geen cijfers.", f"Toon heel {view.info.city}", "gebied=")]
    return []


def _offer(text: str, button: str, patch: str) -> html.Div:
    press = html.Button(button, className="primary", **{"data-patch": patch})
    return html.Div([html.Span(f"{text} "), press], className="notice info", role="status")
