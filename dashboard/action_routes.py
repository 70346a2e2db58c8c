"""The routes that write aanpak and give it as a file; only profile intern has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, abort, request

from dashboard import who
from dashboard.write_requests import INTERN, Done, Make, answered, asked, whole_number
from data import queries
from data.errors import BuurtError, InputError
from data.queries import Snapshot
from data.state import action_file, actions
from data.state.action_file import ActionFile
from data.state.actions import Draft

BASE = "/aanpak-beheer"
FILE = f"{BASE}/aanpak.csv"
MOST_BYTES = action_file.MOST_BYTES + 100_000
MOST_REASONS = 20


def register(server: Flask) -> None:
    """Adds POST `/aanpak-beheer/<what>`: nieuw, wijzigen, verwijderen (JSON), bestand (a form), and GET of the file."""

    @server.post(f"{BASE}/<what>")
    def aanpak(what: str) -> Response:
        make = ROUTES.get(what)
        if make is None or who.audience() != INTERN:
            abort(404)
        return answered(make, most_bytes=MOST_BYTES)

    @server.get(FILE)
    def aanpak_file() -> Response:
        if who.audience() != INTERN:
            abort(404)
        return _file_of_all()


def _new(snapshot: Snapshot) -> Done:
    (made,) = actions.create_actions(
        [_draft(asked())], areas=_areas(snapshot), audience=who.audience(), user=who.user()
    )
    return {"nummer": made.id}


def _change(snapshot: Snapshot) -> Done:
    sent = asked()
    number, version = whole_number(sent, "nummer"), whole_number(sent, "versie")
    audience = who.audience()
    actions.change_action(
        number, _draft(sent), version=version, areas=_areas(snapshot), audience=audience, user=who.user()
    )
    return {"nummer": number}


def _delete(_: Snapshot) -> Done:
    sent = asked()
    number = whole_number(sent, "nummer")
    actions.delete_action(number, version=whole_number(sent, "versie"), audience=who.audience(), user=who.user())
    return {"nummer": number}


def _import(snapshot: Snapshot) -> Done:
    sent = request.files.get("bestand")
    if sent is None or not sent.filename:
        raise InputError("Kies eerst een CSV-bestand met aanpak.")
    audience, areas = who.audience(), _areas(snapshot)
    read = action_file.from_csv(sent.read(), areas=areas, there=actions.actions(audience=audience))
    if read.rejected:
        raise InputError(_refused(read))
    if not read.accepted:
        raise InputError("Dit bestand bevat geen rijen onder de eerste regel.")
    made = actions.create_actions(read.accepted, areas=areas, audience=audience, user=who.user())
    return {"zin": f"{_rows(len(made))} ingelezen en bewaard."}


ROUTES: dict[str, Make] = {"nieuw": _new, "wijzigen": _change, "verwijderen": _delete, "bestand": _import}


def _file_of_all() -> Response:
    audience = who.audience()
    try:
        names = queries.areas(queries.current(audience=audience), audience=audience)["name"].astype(str).to_dict()
        content = action_file.to_csv(actions.actions(audience=audience)[::-1], names=names)
    except BuurtError as error:
        return Response(f"{error}\n", status=503, mimetype="text/plain", headers={"Cache-Control": "no-store"})
    headers = {"Cache-Control": "no-store", "Content-Disposition": 'attachment; filename="aanpak.csv"'}
    return Response(content, mimetype="text/csv", headers=headers)


def _refused(read: ActionFile) -> str:
    """How many rows are good and how many are not, and under it the first of those with their reason."""
    said = (
        f"{_rows(read.rows)} gelezen: {len(read.accepted)} goed, {len(read.rejected)} geweigerd. "
        "Er is niets bewaard. Verbeter het bestand en lees het opnieuw in."
    )
    lines = [f"Regel {row.line}: {row.reason}" for row in read.rejected[:MOST_REASONS]]
    more = len(read.rejected) - MOST_REASONS
    return "\n".join([said, *lines, *([f"En nog {more} andere."] if more > 0 else [])])


def _rows(n: int) -> str:
    return f"{n} rij" if n == 1 else f"{n} rijen"


def _draft(sent: Mapping[str, Any]) -> Draft:
    names = ("titel", "gebied", "prioriteit", "van", "tot", "nota")
    values = [sent.get(name, "") for name in names]
    if not all(isinstance(value, str) for value in values):
        raise InputError("Dit verzoek is niet te lezen. Laad de pagina opnieuw en probeer nog eens.")
    return Draft(*values)


def _areas(snapshot: Snapshot) -> Any:
    return queries.areas(snapshot, audience=who.audience())
