"""The status of a page that the browser opens: the screen says what is wrong in a sentence, and the status agrees."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import unquote

from flask import Flask, Response, request

from dashboard import availability, sheet_address, who
from dashboard.callbacks.routing import PAGES, maker
from dashboard.errors import SelectionError
from dashboard.selection import Selection
from data import queries
from data.config import Audience
from data.errors import BuurtError
from data.queries import CITY, Snapshot

_OF_PAGES = ("/", "/<path:path>")
_MAPS = ("/", "/prioriteiten")
"""Pages whose address is a selection; the sheet takes part of one."""


def register(server: Flask) -> None:
    """Turns 200 of a page that shows only a sentence into 404 for what does not exist and 400 for what cannot be."""

    @server.after_request
    def truthful(answer: Response) -> Response:
        rule = request.url_rule.rule if request.url_rule is not None else ""
        if answer.status_code == 200 and request.method in ("GET", "HEAD") and rule in _OF_PAGES:
            search = request.query_string.decode("utf-8", "replace")
            answer.status_code = status(request.path, search, who.audience())
        return answer


def status(path: str, search: str, audience: Audience) -> int:
    """200, 400 for a selection that cannot be, or 404 for a page or an area that does not exist.

    Args:
        path: Path of the address. search: Its query, without the question mark.
    """
    path = "/" + path.strip("/")
    make = maker(path, search)
    if make is None:
        return 404
    is_sheet = (path + "/").startswith(sheet_address.PATH + "/")
    try:
        if not is_sheet and path not in _MAPS:
            if path in PAGES:
                return _is_there(path, queries.current(audience=audience), audience)
            make()
            return 200
        selection = Selection.from_query(search)
        snapshot = queries.current(audience=audience)
        areas = queries.areas(snapshot, audience=audience)
        if is_sheet:
            code = unquote(path[len(sheet_address.PATH) + 1 :]) or CITY
            return 200 if code == CITY or code in areas.index else 404
        covered = queries.snapshot_info(snapshot, audience=audience).months
        if covered is not None:
            availability.period(selection, covered, [])
            availability.focus(selection, snapshot, areas, audience, [])
    except SelectionError:
        return 400 if is_sheet or path in _MAPS else 404
    except BuurtError:
        pass  # no figures now: the page says so, and /healthz is what machines ask
    return 200


@lru_cache(maxsize=64)
def _is_there(path: str, snapshot: Snapshot, audience: Audience) -> int:
    """404 for a page that this profile does not have; a page of many figures is made for it only once."""
    try:
        PAGES[path]()
    except SelectionError:
        return 404
    return 200
