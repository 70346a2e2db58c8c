"""Which page belongs to which path."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import Dash, Input, Output, html

from dashboard import ids
from dashboard.components.header import header
from dashboard.pages import main, methods, plan, sources, upload
from data.errors import BuurtError

PAGES: dict[str, Callable[[], list[Any]]] = {
    "/": main.layout,
    "/prioriteiten": plan.layout,
    "/gegevens": sources.layout,
    methods.PATH: methods.layout,
    upload.PATH: upload.layout,
}
"""Path -> the function that makes the page."""


def page(pathname: str | None) -> list[Any]:
    """The page of a path; an unknown path or a fault gives a page with a sentence."""
    path = "/" + (pathname or "/").strip("/")
    make = PAGES.get(path)
    if make is None:
        return sentence_page("Deze pagina bestaat niet. Kies hierboven een prioriteit.", path)
    try:
        return make()
    except BuurtError as error:
        return sentence_page(str(error), path)


def sentence_page(text: str, path: str) -> list[Any]:
    """A page that only says why there is nothing to see."""
    return [header(path), html.Main(html.Div(html.H1(text), className="sentence"), id="content")]


def register(app: Dash) -> None:
    """Adds the routing to the app."""
    app.callback(Output(ids.PAGE, "children"), Input(ids.URL, "pathname"))(page)
