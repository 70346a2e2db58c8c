"""Only this site itself may change anything: the one check of every request that writes.

A page of another site can make a visitor's browser send a form, but not with a header of our own, and the browser says
where a request comes from. assets/same_site.js sends that header; every route that writes calls `check` first.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Request

from data.errors import BuurtError

HEADER = "X-Buurtveiligheid"


class CrossSiteError(BuurtError):
    """A request that writes does not come from this site."""


def check(request: Request) -> None:
    """Lets a request through that a page of this site sent.

    Raises:
        CrossSiteError: for any other; answer 403 and write nothing.
    """
    origin = request.headers.get("Origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.host
    elsewhere = request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")
    if foreign or elsewhere or HEADER not in request.headers:
        raise CrossSiteError("Dit verzoek komt niet van deze site zelf en is geweigerd. Er is niets gewijzigd.")
