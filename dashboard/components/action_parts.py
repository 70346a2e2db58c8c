"""What the two pages of aanpak share: who may see them, the buttons of an action, its days and its history."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd
from dash import html

from dashboard import ids, words
from dashboard.action_address import PATH
from dashboard.action_routes import BASE
from dashboard.components.document import document
from dashboard.errors import SelectionError
from dashboard.write_requests import INTERN
from data import state
from data.catalogue import PRIORITIES, SHOWN_LEVELS
from data.config import Audience
from data.state.actions import Action

CHANGES = {"create": "geregistreerd", "update": "gewijzigd", "delete": "verwijderd"}
FIELDS = {
    "title": "titel",
    "area_code": "gebied",
    "priority": "prioriteit",
    "date_from": "begin",
    "date_until": "einde",
    "note": "nota",
}


def only_intern(audience: Audience) -> None:
    """Refuses the page for everyone else.

    Raises:
        SelectionError: in every profile but intern.
    """
    if audience != INTERN:
        raise SelectionError("Aanpak is er enkel in het profiel intern: de nota's zijn voor intern gebruik.")


def _start(frame: pd.DataFrame) -> html.Div:
    """What assets/actions.js makes its form of: every area by level, and the priorities."""
    located = frame[frame["is_located"].astype(bool)]
    areas = [
        [words.LEVEL_NAMES[level][1].capitalize(), list(part["name"].astype(str).sort_values().items())]
        for level in SHOWN_LEVELS
        if len(part := located[located["level"] == level])
    ]
    known = {"pad": BASE, "gebieden": areas, "prioriteiten": [[p.id, p.name] for p in PRIORITIES.values()]}
    return html.Div(id=ids.ACTIONS, **{"data-start": json.dumps(known, ensure_ascii=False)})


def action_page(
    title: str, parts: list[Any], about: str, changes: Sequence[state.Change], frame: pd.DataFrame, *, is_demo: bool
) -> list[Any]:
    """A page of aanpak: its parts, and under them what happened.

    Args:
        title: The sentence on top.
        parts: What is on the page.
        about: What the history is of.
        changes: The history, the latest first.
        frame: The areas, by code.
        is_demo: Whether the figures are not real.
    """
    error = html.P(className="action-error", id="action-error", role="alert")  # why a request failed
    past = card("Geschiedenis", about, _history(changes, frame["name"].astype(str).to_dict()))
    body = html.Div([error, *parts, past, _start(frame)], className="document actions-page")
    return document(PATH, title, [body], is_demo=is_demo)


def days(action: Action) -> str:
    """`3 sep 2025 – 30 nov 2025`, or `sinds 3 sep 2025`."""
    if action.until is None:
        return f"sinds {words.day(action.first)}"
    if action.until == action.first:
        return words.day(action.first)
    return f"{words.day(action.first)} – {words.day(action.until)}"


def priority_name(priority: str) -> str:
    """The name of a priority, or its id when the catalogue has it no more."""
    return PRIORITIES[priority].name if priority in PRIORITIES else priority


def buttons(action: Action) -> html.Div:
    """Change and delete, each with the version that is on screen."""
    values = {
        "nummer": action.id,
        "versie": action.version,
        "titel": action.title,
        "gebied": action.area_code,
        "prioriteit": action.priority,
        "van": action.first.isoformat(),
        "tot": action.until.isoformat() if action.until else "",
        "nota": action.note,
    }
    known = {"data-action": json.dumps(values, ensure_ascii=False)}
    return html.Div(
        [
            html.Button("Wijzigen", className="tool", **known, **{"data-do": "wijzigen"}),
            html.Button("Verwijderen", className="tool", **known, **{"data-do": "verwijderen"}),
        ],
        className="action-buttons",
    )


def card(title: str, about: Any, *content: Any) -> html.Section:
    """A card with its heading."""
    return html.Section([html.Div([html.H2(title), html.P(about)], className="card-head"), *content], className="card")


def table(heads: Sequence[str], rows: Sequence[Any], *, numbers: Collection[str] = (), **properties: Any) -> html.Div:
    """A table that can be wider than its card; `rows` are html.Tr, `numbers` the headings of columns with numbers."""
    cells = [html.Th(head, scope="col", className="number" if head in numbers else None) for head in heads]
    head = html.Thead(html.Tr(cells))
    return html.Div(html.Table([head, html.Tbody(list(rows))], **properties), className="wide")


def _history(changes: Sequence[state.Change], names: dict[str, str]) -> Any:
    """What happened, the latest first."""
    if not changes:
        return html.P("Nog geen wijzigingen.", className="empty")
    rows = [
        html.Tr(
            [
                html.Th(str((change.after or change.before or {}).get("title", "")), scope="row"),
                html.Td(_what(change, names)),
                html.Td(change.by),
                html.Td(words.moment(change.at)),
            ]
        )
        for change in changes
    ]
    return table(["Aanpak", "Wat", "Wie", "Wanneer"], rows)


def _what(change: state.Change, names: dict[str, str]) -> str:
    before, after = change.before or {}, change.after or {}
    if change.change != "update":
        return CHANGES[change.change]
    changed = [
        f"{word} (was {_value(field, before.get(field), names)})" if field != "note" else word
        for field, word in FIELDS.items()
        if before.get(field) != after.get(field)
    ]
    return f"gewijzigd: {', '.join(changed)}" if changed else CHANGES["update"]


def _value(field: str, value: Any, names: dict[str, str]) -> str:
    if value is None:
        return "leeg"
    return {"area_code": names, "priority": {p.id: p.name for p in PRIORITIES.values()}}.get(field, {}).get(
        value, str(value)
    )
