"""`/aanpak`: what was done where and when; register, change, delete, import, export, and every change that was made."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard import who
from dashboard.action_address import PATH as PATH
from dashboard.action_address import action_address
from dashboard.action_routes import FILE
from dashboard.components.action_parts import (
    action_page,
    buttons,
    card,
    days,
    only_intern,
    priority_name,
    table,
)
from dashboard.words import moment, plural
from data import queries
from data.state import actions
from data.state.actions import Action

NONE = "Er is nog geen aanpak geregistreerd. Begin met de knop Nieuwe aanpak, of lees een CSV-bestand in."


def layout() -> list[Any]:
    """The page.

    Raises:
        SelectionError: in every profile but intern. StateError: when the store does not answer.
    """
    audience = who.audience()
    only_intern(audience)
    snapshot = queries.current(audience=audience)
    frame = queries.areas(snapshot, audience=audience)
    found = actions.actions(audience=audience)
    info = queries.snapshot_info(snapshot, audience=audience)
    title = f"Aanpak: {plural(len(found), 'aanpak', 'keer aanpak')} geregistreerd"
    about, changes = "Elke wijziging blijft bewaard; de 100 laatste.", actions.action_changes(audience=audience)
    return action_page(title, [_list(found, frame)], about, changes, frame, is_demo=info.is_demo)


def _list(found: tuple[Action, ...], frame: pd.DataFrame) -> html.Section:
    tools = html.Div(
        [
            html.Button("Nieuwe aanpak", className="primary", **{"data-do": "nieuw"}),
            html.Button("Lees CSV in", className="tool", **{"data-do": "bestand"}),
            *([html.A("CSV", href=FILE, className="tool", download="aanpak.csv")] if found else []),
            html.Div(id="action-filters", className="action-filters"),
        ],
        className="action-tools",
    )
    about = (
        "Wat waar en wanneer gedaan werd, jongste begin eerst. Elke aanpak staat als groene streep in de trend van "
        "zijn gebied en op de fiche; klik op een titel voor 'Werkte het?'. Enkel zichtbaar in het profiel intern."
    )
    if not found:
        return card("Geregistreerd", about, tools, html.P(NONE, className="empty"))
    heads = ["Aanpak", "Gebied", "Prioriteit", "Wanneer", "Nota", "Laatst gewijzigd", "Wijzigen"]
    rows = [_row(action, frame) for action in found]
    none = html.P("Geen aanpak met deze keuze.", className="empty is-hidden", id="action-none")
    return card("Geregistreerd", about, tools, table(heads, rows, id="action-table"), none)


def _row(action: Action, frame: pd.DataFrame) -> html.Tr:
    known = action.area_code in frame.index
    name = str(frame.at[action.area_code, "name"]) if known else f"{action.area_code} (bestaat niet meer)"
    note = action.note if len(action.note) <= 140 else action.note[:139].rstrip() + "…"
    return html.Tr(
        [
            html.Th(dcc.Link(action.title, href=action_address(action.id)), scope="row"),
            html.Td(name),
            html.Td(priority_name(action.priority)),
            html.Td(days(action)),
            html.Td(note, className="action-note"),
            html.Td(f"{action.changed_by}, {moment(action.changed_at)}"),
            html.Td(buttons(action)),
        ],
        **{
            "data-gebied": action.area_code,
            "data-gebied-naam": name,
            "data-prioriteit": action.priority,
            "data-prioriteit-naam": priority_name(action.priority),
        },
    )
