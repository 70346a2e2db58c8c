"""Errors of the dashboard, and the one table from a fault to its status and the sentence that the visitor gets."""

from __future__ import annotations

from dash.exceptions import DependencyException, InvalidResourceError
from werkzeug.exceptions import HTTPException

from dashboard.same_site import CrossSiteError
from dashboard.slow_sender import SENTENCE as SLOW
from data.errors import AccessError, BusyError, BuurtError, ConflictError, InputError, ProtectedError


class SelectionError(BuurtError):
    """The address asks for something that does not exist; the sentence says what, and how to get out."""


class ReportBusyError(BuurtError):
    """This server is making as many reports as it may at the same time."""


class BadRequestError(BuurtError):
    """A request is not one that the pages of this site send."""


STATUSES: tuple[tuple[type[Exception], int], ...] = (
    (SelectionError, 400),
    (BadRequestError, 400),
    (InputError, 400),
    (CrossSiteError, 403),
    (AccessError, 403),
    (ProtectedError, 403),
    (ConflictError, 409),
    (BusyError, 409),
    (BuurtError, 503),  # no figures, no state store: it may be back in a moment
    (InvalidResourceError, 404),
    (DependencyException, 404),
)
"""Class of a fault -> status; the first that fits. A BuurtError brings its own sentence."""

UNREADABLE = "Dit verzoek is niet te lezen. Laad de pagina opnieuw en probeer nog eens."
SENTENCES = {
    400: UNREADABLE,
    403: "Dit verzoek is geweigerd.",
    404: "Dit adres bestaat niet. Ga terug naar het beginbeeld.",
    405: "Op dit adres kan dit niet: het wordt op een andere manier gevraagd. Ga terug naar het beginbeeld.",
    408: SLOW,
    413: "Wat u stuurt is te groot. Er is niets bewaard.",
    414: "Dit adres is te lang.",
    415: "Dit verzoek is van een soort die hier niet gelezen wordt.",
    416: "Dit deel van het bestand bestaat niet.",
    429: "U vraagt dit te vaak kort na elkaar. Wacht even en probeer opnieuw.",
    503: "Dit is nu niet beschikbaar. Probeer het straks opnieuw.",
}
"""Status -> the sentence of a fault that has none of its own."""
UNEXPECTED = (
    "Er ging iets mis dat we niet voorzagen. Probeer opnieuw; lukt het niet, meld dan dit nummer aan de beheerder:"
)


def status_of(error: Exception) -> int:
    """The status of a fault: of the table, of the web server itself, or 500 for what nobody expected."""
    for kind, status in STATUSES:
        if isinstance(error, kind):
            return status
    return error.code or 500 if isinstance(error, HTTPException) else 500


def sentence_of(error: Exception, request_id: str = "") -> str:
    """What the visitor reads; never more of an unexpected fault than its number.

    Args:
        error: The fault.
        request_id: Number under which the fault stands in the log.
    """
    if isinstance(error, BuurtError):
        return str(error)
    status = status_of(error)
    if status >= 500 and status not in SENTENCES:
        return f"{UNEXPECTED} {request_id}."
    return SENTENCES.get(status, UNREADABLE)
