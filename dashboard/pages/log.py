"""`/logboek`: who saw, took along, imported or changed what, the latest first; as CSV at `/logboek.csv`."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode

from dash import html

from dashboard import who, words
from dashboard.components.document import document
from dashboard.errors import SelectionError
from dashboard.log_address import FILE, PATH
from data import queries
from data.config import settings
from data.state import audit

MOST = 200
ABOUT = (
    "Regels worden enkel toegevoegd en blijven {days} dagen. Hetzelfde beeld van dezelfde persoon is binnen een minuut "
    "één regel. Tijden zijn in Belgische tijd."
)
NOT_YOU = "Het logboek is er enkel voor wie het mag lezen. Vraag het de beheerder."


def layout(search: str = "") -> list[Any]:
    """The page.

    Args:
        search: Query: `wie` and `wat` choose lines, `voor` is the number below which they go on.

    Raises:
        SelectionError: for one who may not read it. StateError: when the store does not answer.
    """
    if not who.reads_log():
        raise SelectionError(NOT_YOU)
    asked = {key: values[0] for key, values in parse_qs(search.lstrip("?")).items()}
    chosen = {"wie": asked.get("wie", ""), "wat": asked.get("wat", "") if asked.get("wat") in audit.WHATS else ""}
    before = asked.get("voor", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else 0
    found = audit.lines(by=chosen["wie"], what=chosen["wat"], before=number, most=MOST)
    about = html.P(ABOUT.format(days=settings().audit_keep_days))
    lines = html.Section([about, _choice(chosen), _table(found, chosen), _older(found, chosen)], className="card")
    body = html.Div(lines, className="document own-areas log-page")
    info = queries.snapshot_info(queries.current(audience=who.INTERN), audience=who.INTERN)
    return document(PATH, "Logboek: wie zag, nam mee of wijzigde wat", [body], is_demo=info.is_demo)


def _choice(chosen: dict[str, str]) -> html.Div:
    kinds = [_link(what, chosen | {"wat": what}, chosen["wat"] == what) for what in audit.WHATS]
    shown = [_link("alles", chosen | {"wat": ""}, not chosen["wat"]), *kinds]
    if chosen["wie"]:
        shown.append(_link(f"{chosen['wie']} (toon iedereen)", chosen | {"wie": ""}, True))
    shown.append(html.A("Download als CSV", href=FILE + _query(chosen), className="tool-link", download=""))
    return html.Div(shown, className="draw-row")


def _table(found: tuple[audit.Line, ...], chosen: dict[str, str]) -> Any:
    if not found:
        return html.P("Er zijn geen regels voor deze keuze.", className="empty")
    heads = ["Wanneer", "Wie", "Profiel", "Wat", "Waarover", "Adres"]
    rows = [
        html.Tr(
            [
                html.Th(words.moment(line.at), scope="row"),
                html.Td(html.A(line.by, href=PATH + _query(chosen | {"wie": line.by}))),
                *[html.Td(text) for text in (line.audience, line.what, line.about, line.address)],
            ]
        )
        for line in found
    ]
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in heads]))
    return html.Div(html.Table([head, html.Tbody(rows)]), className="wide log")


def _older(found: tuple[audit.Line, ...], chosen: dict[str, str]) -> Any:
    if len(found) < MOST:
        return None
    return html.A("Oudere regels", href=PATH + _query(chosen | {"voor": str(found[-1].id)}), className="tool-link")


def _link(text: str, chosen: dict[str, str], is_current: bool) -> html.A:
    current = {"aria-current": "true"} if is_current else {}
    return html.A(text, href=PATH + _query(chosen), className="tool-link", **current)


def _query(chosen: dict[str, str]) -> str:
    given = {key: value for key, value in chosen.items() if value}
    return "?" + urlencode(given) if given else ""
