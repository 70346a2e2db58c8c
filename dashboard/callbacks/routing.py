"""Which page belongs to which path."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, clientside_callback, html

from dashboard import ids, sheet_address, who
from dashboard.components.cards import notice
from dashboard.components.clicks import only_asked_clicks
from dashboard.components.header import header
from dashboard.link import older_notice
from dashboard.pages import action, actions, log, main, methods, own_areas, plan, sheet, slides, sources, upload
from data import queries
from data.errors import BuurtError

PAGES: dict[str, Callable[[], list[Any]]] = {
    "/": main.layout,
    "/prioriteiten": plan.layout,
    "/gegevens": sources.layout,
    methods.PATH: methods.layout,
    upload.PATH: upload.layout,
    sheet_address.PATH: sheet.layout,
    own_areas.PATH: own_areas.layout,
    actions.PATH: actions.layout,
    slides.PATH: slides.layout,
    log.PATH: log.layout,
}
"""Path -> the function that makes the page."""


def page(pathname: str | None, search: str | None = None) -> list[Any]:
    """The page of a path; an unknown path or a fault gives a page with a sentence."""
    path = "/" + (pathname or "/").strip("/")
    make = maker(path, search)
    if make is None:
        return sentence_page("Deze pagina bestaat niet. Kies hierboven een prioriteit.", path)
    try:
        return with_notice(make()) if path != "/" else make()  # the map says it with every answer
    except BuurtError as error:
        return sentence_page(str(error), path)


def page_class(pathname: str | None) -> str:
    """The class of a page: the map and its panels fill the screen, other pages are as long as they are."""
    return "page is-board" if (pathname or "/").strip("/") == "" else "page"


def with_notice(parts: list[Any]) -> list[Any]:
    """A page, with a sentence under its header when the figures on it are not the published ones."""
    audience = who.audience()
    snapshot = queries.current(audience=audience)
    if not snapshot.instead_of:
        return parts
    said = older_notice(snapshot, queries.snapshot_info(snapshot, audience=audience))
    return [parts[0], html.Div(notice(said), className="notices"), *parts[1:]]


def maker(path: str, search: str | None) -> Callable[[], list[Any]] | None:
    """The function that makes the page of a path, or None when there is no such page."""
    if path.startswith(actions.PATH + "/"):
        return partial(action.layout, path, search or "")
    if path == log.PATH:
        return partial(log.layout, search or "")
    return PAGES.get(sheet_address.PATH if path.startswith(sheet_address.PATH + "/") else path)


def sentence_page(text: str, path: str) -> list[Any]:
    """A page that only says why there is nothing to see."""
    return [header(path), html.Main(html.Div(html.H1(text), className="sentence"), id="content")]


def register(app: Dash) -> None:
    """Adds the routing to the app."""
    app.callback(
        Output(ids.PAGE, "children"),
        Output(ids.PAGE, "className"),
        Input(ids.URL, "pathname"),
        State(ids.URL, "search"),
    )(lambda pathname, search: (only_asked_clicks(page(pathname, search)), page_class(pathname)))
    built = ClientsideFunction("bvActions", "build")
    clientside_callback(built, Output(ids.ACTIONS, "n_clicks"), Input(ids.ACTIONS, "id"))
    placed = ClientsideFunction("bvSearch", "place")
    clientside_callback(placed, Output(ids.SEARCH, "n_clicks"), Input(ids.SEARCH, "id"))
    slides_here = ClientsideFunction("bvSlides", "place")
    clientside_callback(slides_here, Output(ids.SLIDES, "n_clicks"), Input(ids.SLIDES, "id"))
