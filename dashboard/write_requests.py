"""What every request that writes has in common: who may send it, what it may hold, and how it is answered."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, request

from dashboard import same_site, who
from data import queries
from data.errors import BuurtError, ConflictError, InputError
from data.queries import Snapshot

INTERN = "intern"
"""The one profile that has such routes."""
Done = dict[str, Any]
Make = Callable[[Snapshot], Done]


def answered(make: Make, *, most_bytes: int) -> Response:
    """Does what a request of this site asks, and answers with what came of it or with the sentence why not.

    Args:
        make: Writes all of it or nothing.
        most_bytes: Of the whole request.
    """
    try:
        same_site.check(request)
        if (request.content_length or most_bytes + 1) > most_bytes:
            raise InputError(f"Dit is te groot: hoogstens {most_bytes // 1_000_000} MB.")
        return _json(make(queries.current(audience=who.audience())), 200)
    except same_site.CrossSiteError as error:
        return _json({"fout": str(error)}, 403)
    except ConflictError as error:
        return _json({"fout": str(error)}, 409)
    except InputError as error:
        return _json({"fout": str(error)}, 400)
    except BuurtError as error:
        return _json({"fout": str(error)}, 503)


def asked() -> Mapping[str, Any]:
    """The object that was sent.

    Raises:
        InputError: when it is none.
    """
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise InputError("Dit verzoek is niet te lezen. Laad de pagina opnieuw en probeer nog eens.")
    return sent


def whole_number(sent: Mapping[str, Any], name: str) -> int:
    """A whole number of what was sent, such as the version that the user saw.

    Raises:
        InputError: when it is not there.
    """
    number = sent.get(name)
    if not isinstance(number, int) or isinstance(number, bool):
        raise InputError("Dit verzoek is niet volledig. Laad de pagina opnieuw en probeer nog eens.")
    return number


def _json(content: Done, status: int) -> Response:
    answer = Response(json.dumps(content, ensure_ascii=False), status=status, mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer
