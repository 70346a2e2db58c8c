"""Who may reach the upload page: profile intern, from this machine, and not through another site."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from flask import Response, request

from dashboard import same_site, who

PATH = "/invoer"
NOT_HERE = "Deze pagina bestaat niet in dit profiel. Invoeren kan alleen met PROFILE=intern, op de machine zelf."
OWN_HEADER = same_site.HEADER
_FOREIGN = "Dit verzoek komt van een andere website en is geweigerd. Er is niets gewijzigd."


def refusal() -> Response | None:
    """The refusal of this request, or None when it may go on.

    A page of another site cannot send our own header without asking first (and is never allowed to), and a name that
    another site points at this machine is not a loopback name.
    """
    if who.audience() != "intern":
        return _said(NOT_HERE, 404)
    if not who.signs_in() and not is_loopback(urlsplit(f"//{request.host}").hostname or ""):
        return _said(_FOREIGN, 403)
    if request.method not in ("GET", "HEAD") and not _is_ours():
        return _said(_FOREIGN, 403)
    return None


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_ours() -> bool:
    try:
        same_site.check(request)
    except same_site.CrossSiteError:
        return False
    return True


def _said(sentence: str, status: int) -> Response:
    return Response(sentence + "\n", status=status, mimetype="text/plain", headers={"Cache-Control": "no-store"})
