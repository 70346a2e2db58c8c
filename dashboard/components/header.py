"""The bar on top of every page: the tabs of the priorities, and the way to the other pages."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard import ids, who
from dashboard.action_address import PATH as ACTIONS
from dashboard.components.draw_panel import OWN_AREAS_PAGE
from dashboard.components.export_menu import export_all, report_button
from dashboard.log_address import PATH as LOG
from dashboard.projection.address import PATH as PROJECTION
from dashboard.projection.address import SLIDES_PAGE
from dashboard.selection import Selection
from dashboard.upload_guard import PATH as UPLOAD
from data.catalogue import PRIORITIES
from data.config import settings

PAGES = (("Gegevens", "/gegevens"), ("Methode", "/methode"), ("Mijn dia's", SLIDES_PAGE))
WRITING_PAGES = (("Aanpak", ACTIONS), ("Invoer", UPLOAD), ("Mijn gebieden", OWN_AREAS_PAGE))
"""Name and path of the pages beside the priorities; who may not write has none of the second."""


def tabs(selection: Selection | None, path: str) -> list[Any]:
    """The tabs; each keeps the areas, the period and the layers of the selection.

    Args:
        selection: What is on screen, or None on a page without a selection.
        path: Path of the page.
    """
    base = selection or Selection()
    links = []
    for priority in PRIORITIES.values():
        current = path == "/" and base.priority == priority.id
        there = base if current else base.for_priority(priority.id)
        links.append(_tab(priority.name, "/" + there.to_query(), current, has_zone=bool(priority.zone)))
    links.append(_tab("Alle prioriteiten", "/prioriteiten" + _shared(base), path == "/prioriteiten"))
    return links


def _shared(selection: Selection) -> str:
    kept = {name: getattr(selection, name) for name in ("areas", "period", "reference", "options")}
    return Selection(**kept).to_query()


def _tab(name: str, href: str, current: bool, *, has_zone: bool = False) -> Any:
    extra = {"aria-current": "page"} if current else {}
    style = "tab" + (" is-current" if current else "") + (" has-zone" if has_zone else "")  # read by assets/pages.js
    return html.Li(dcc.Link(name, href=href, className=style), **extra)


def header(path: str) -> html.Header:
    """The header of a page."""
    pages = [*PAGES, *(WRITING_PAGES if who.audience() == "intern" else ())]
    pages += [("Logboek", LOG)] if who.reads_log() else []
    more = html.Div([*[_page(name, there, path) for name, there in pages], *_signing()])
    actions: list[Any] = [html.Details([html.Summary("Meer", className="tab"), more], className="menu")]
    if path == "/":
        actions += [html.Button("Deel link", id=ids.SHARE, className="ghost", n_clicks=0)]
        actions += [export_all(), html.Button(**report_button("ghost"))]
        actions.append(html.A("Projecteer", href=PROJECTION, id=ids.PROJECT, className="ghost"))
    return html.Header(
        [
            html.A("Naar de inhoud", href="#content", className="skip"),
            dcc.Link("Buurtveiligheid Gent", href="/", className="brand"),
            html.Nav(html.Ul(tabs(None, path), id=_nav_id(path), className="tabs"), **{"aria-label": "Prioriteiten"}),
            html.Div(id=ids.SEARCH, className="search", role="search"),  # assets/search.js fills it
            html.Div([*actions, html.Span(id=ids.SHARE_NOTE, className="toast", role="status")], className="actions"),
        ],
        className="top",
    )


def _signing() -> list[Any]:
    """Who is signed in and the way out, or the way in; nothing where nobody can."""
    if not who.signs_in():
        return []
    if who.visitor().signed_in:
        # the name stands on the button: one line in a menu that is as narrow as a phone
        return [html.Button(f"Afmelden ({who.user()})", id=ids.SIGN_OUT, className="tab")]
    return [html.Button("Aanmelden", id=ids.SIGN_IN, className="tab")] if settings().auth == "oidc" else []


def _page(name: str, there: str, path: str) -> Any:
    return dcc.Link(name, href=there, className="tab" + (" is-current" if path == there else ""))


def _nav_id(path: str) -> str:
    """An id for each page that fills in its tabs: Dash runs a callback as soon as one of its outputs is there."""
    return {"/": ids.NAV, "/prioriteiten": ids.PLAN_NAV}.get(path, ids.NAV_ELSEWHERE)
