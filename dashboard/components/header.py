"""The bar on top of every page: the tabs of the priorities, and the way to the other pages."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard import ids, who
from dashboard.action_address import PATH as ACTIONS
from dashboard.brand import brand
from dashboard.components.draw_panel import OWN_AREAS_PAGE
from dashboard.components.export_menu import export_all, report_button
from dashboard.log_address import PATH as LOG
from dashboard.projection.address import PATH as PROJECTION
from dashboard.projection.address import SLIDES_PAGE
from dashboard.selection import KEYS, Selection
from dashboard.upload_guard import PATH as UPLOAD
from data.catalogue import PRIORITIES
from data.config import settings

PAGES = (("Gegevens", "/gegevens"), ("Methode", "/methode"), ("Mijn dia's", SLIDES_PAGE))
WRITING_PAGES = (("Aanpak", ACTIONS), ("Invoer", UPLOAD), ("Mijn gebieden", OWN_AREAS_PAGE))
"""Name and path of the pages beside the priorities; who may not write has none of the second."""
MOST_TABS = 5
"""Tabs that stand in one row at their usual size; more are drawn smaller."""


def tab_links(selection: Selection | None, path: str) -> dict[str, Any]:
    """Where the tabs lead, each with the areas, the period and the layers of the selection, and which one is open.

    Args:
        selection: What is on screen, or None on a page without a selection.
        path: Path of the page.

    Returns:
        links, one for each priority and one for all; current, the number of the open one or -1. assets/pages.js gives
        them to the tabs that are there, so that the one that has the keyboard's focus keeps it.
    """
    base = selection or Selection()
    open_now = [path == "/" and base.priority == name for name in PRIORITIES]
    links = [
        "/" + (base if current else base.for_priority(name)).to_query()
        for name, current in zip(PRIORITIES, open_now, strict=True)
    ]
    if path != "/":  # there a bare address opens the start view that a visitor keeps, which may be another priority
        links = [link if link != "/" else f"/?{KEYS['priority']}={Selection().priority}" for link in links]
    kept = Selection(areas=base.areas, period=base.period, reference=base.reference, options=base.options)
    links.append("/prioriteiten" + kept.to_query())
    open_now.append(path == "/prioriteiten")
    return {"links": links, "current": open_now.index(True) if True in open_now else -1}


def _tabs(path: str) -> list[html.Li]:
    """The tabs of a page that has no answer yet."""
    told = tab_links(None, path)
    names = [(priority.name, bool(priority.zone)) for priority in PRIORITIES.values()] + [("Alle prioriteiten", False)]
    found = []
    for number, ((name, has_zone), link) in enumerate(zip(names, told["links"], strict=True)):
        current = number == told["current"]
        style = "tab" + (" is-current" if current else "") + (" has-zone" if has_zone else "")
        extra = {"data-go": "1"} | ({"aria-current": "page"} if current else {})
        found.append(html.Li(html.A(name, href=link, className=style, **extra)))
    return found


def header(path: str) -> html.Header:
    """The header of a page."""
    pages = [*PAGES, *(WRITING_PAGES if who.audience() == "intern" else ())]
    pages += [("Logboek", LOG)] if who.reads_log() else []
    more = html.Div([*[_page(name, there, path) for name, there in pages], *_signing()])
    tabs, buttons = _tabs(path), " has-buttons" if path == "/" else ""
    actions: list[Any] = [html.Details([html.Summary("Meer", className="tab"), more], className="menu")]
    if path == "/":
        actions += [html.Button("Deel link", id=ids.SHARE, className="ghost", n_clicks=0)]
        actions += [export_all(), html.Button(**report_button("ghost"))]
        actions.append(html.A("Projecteer", href=PROJECTION, id=ids.PROJECT, className="ghost"))
    return html.Header(
        [
            html.A("Naar de inhoud", href="#content", className="skip"),
            dcc.Link(brand(), href="/", className="brand"),
            html.Nav(html.Ul(tabs, className="tabs"), **{"aria-label": "Prioriteiten"}),
            html.Div(id=ids.SEARCH, className="search", role="search"),  # assets/search.js fills it
            html.Div(
                [*actions, html.Span(id=ids.SHARE_NOTE, className="toast", role="status")],
                className="actions" + buttons,
            ),
        ],
        className="top" + (" tabs-many" if len(tabs) > MOST_TABS else ""),
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
