"""Who may reach the upload page: profile intern, from this machine, and not through another site."""

from __future__ import annotations

from flask import Response, request

from dashboard import loopback, same_site, who

PATH = "/invoer"
NOT_HERE = "Deze pagina bestaat niet in dit profiel. Invoeren kan alleen met PROFILE=intern, op de machine zelf."
OWN_HEADER = same_site.HEADER
_FOREIGN = "Dit verzoek komt van een andere website en is geweigerd. Er is niets gewijzigd."


def refusal() -> Response | None:
    """The refusal of this request, or None when it may go on.

    A page of another site cannot send our own header without asking first (and is never allowed to).
    """
    if who.audience() != "intern":
        return _said(NOT_HERE, 404)
    if loopback.is_foreign(request):
        return _said(loopback.FOREIGN, 403)
    if request.method not in ("GET", "HEAD") and not _is_ours():
        return _said(_FOREIGN, 403)
    return None


def _is_ours() -> bool:
    try:
        same_site.check(request)
    except same_site.CrossSiteError:
        return False
    return True


def _said(sentence: str, status: int) -> Response:
    return Response(sentence + "\n", status=status, mimetype="text/plain", headers={"Cache-Control": "no-store"})
