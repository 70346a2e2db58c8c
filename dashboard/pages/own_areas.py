"""`/mijn-gebieden`: the zones and groups of this city, with who and when; rename, redraw, delete, import, history."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pandas as pd
from dash import dcc, html

from dashboard import who, words
from dashboard.components.document import document
from dashboard.components.draw_panel import OWN_AREAS_PAGE
from dashboard.errors import SelectionError
from dashboard.write_requests import INTERN
from data import queries, state
from data.state import Record

PATH = OWN_AREAS_PAGE
CHANGES = {"create": "gemaakt", "update": "gewijzigd", "delete": "verwijderd"}


def layout() -> list[Any]:
    """The page.

    Raises:
        SelectionError: in every profile but intern.
    """
    audience = who.audience()
    if audience != INTERN:
        raise SelectionError("Eigen zones en groepen zijn er enkel in het profiel intern.")
    snapshot = queries.current(audience=audience)
    areas = queries.areas(snapshot, audience=audience)
    info = queries.snapshot_info(snapshot, audience=audience)
    mine = state.rows("own_area")
    taken = {row["code"] for row in mine}
    published = areas[(areas["level"] == "zone") & ~areas.index.isin(taken)]
    zones = [row for row in mine if row["kind"] == "zone"]
    groups = [row for row in mine if row["kind"] == "groep"]
    title = f"Mijn gebieden: {_n(zones, 'zone')} en {_n(groups, 'groep')}"
    error = html.P(className="draw-error", id="own-error", role="alert")
    parts = [error, _zones(zones, published, areas), _groups(groups, areas), _import(), _history()]
    return document(PATH, title, [html.Div(parts, className="document own-areas")], is_demo=info.is_demo)


def _n(rows: list[Record], kind: str) -> str:
    return words.plural(len(rows), f"eigen {kind}", f"eigen {words.LEVEL_NAMES[kind][1]}")


def _zones(zones: list[Record], published: pd.DataFrame, areas: pd.DataFrame) -> html.Section:
    rows = [
        [
            _link(row, "zone"),
            f"{words.number(float(areas.at[row['code'], 'km2']), 3)} km²",
            _who(row),
            _actions(row, areas, redraw=True),
        ]
        for row in zones
    ]
    rows += [
        [
            dcc.Link(str(area["name"]), href="/?" + urlencode({"gebied": code})),
            f"{words.number(float(area['km2']), 3)} km²",
            "uit de geladen gebieden",
            html.Div(_redraw(str(code), 0, str(area["name"])), className="own-actions"),
        ]
        for code, area in published.iterrows()
    ]
    none = "Er zijn nog geen zones. Teken er een op de kaart met de knop Teken zone, of lees hieronder een bestand in."
    what = "Een zone wordt geteld uit losse feiten: elk feit waarvan het punt erin ligt."
    return _card("Zones", what, ["Zone", "Oppervlakte", "Laatst gewijzigd", "Wijzigen"], rows, none)


def _groups(groups: list[Record], areas: pd.DataFrame) -> html.Section:
    rows = []
    for row in groups:
        members = row["members"].split(",")
        names = [str(areas.at[code, "name"]) for code in members if code in areas.index]
        gone = len(members) - len(names)
        told = words.listing(names, most=6) if names else "–"
        if gone:
            told += f" ({words.plural(gone, 'gebied bestaat', 'gebieden bestaan')} niet meer: geen cijfers)"
        rows.append([_link(row, "groep"), told, _who(row), _actions(row, areas, redraw=False)])
    none = "Er zijn nog geen groepen. Kies wijken of buurten op de kaart en druk op Bewaar als groep."
    what = "Een groep is de som van haar wijken en buurten; ontbreekt er een, dan ontbreekt de som."
    return _card("Groepen", what, ["Groep", "Gebieden", "Laatst gewijzigd", "Wijzigen"], rows, none)


def _card(title: str, what: str, heads: list[str], rows: list[list[Any]], none: str) -> html.Section:
    body: Any = html.P(none, className="empty")
    if rows:
        body = html.Div(
            html.Table(
                [
                    html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                    html.Tbody(
                        [html.Tr([html.Th(row[0], scope="row"), *[html.Td(cell) for cell in row[1:]]]) for row in rows]
                    ),
                ]
            ),
            className="wide",
        )
    return html.Section([html.Div([html.H2(title), html.P(what)], className="card-head"), body], className="card")


def _link(row: Record, level: str) -> dcc.Link:
    return dcc.Link(row["name"], href="/?" + urlencode({"gebied": row["code"], "niveau": level}))


def _who(row: Record) -> str:
    return f"{row.changed_by}, {words.moment(row.changed_at)}"


def _actions(row: Record, areas: pd.DataFrame, *, redraw: bool) -> html.Div:
    known = {"data-code": row["code"], "data-version": str(row.version), "data-name": row["name"]}
    return html.Div(
        [
            html.Button("Naam wijzigen", className="tool", **{**known, "data-own": "naam"}),
            *([_redraw(row["code"], row.version, row["name"])] if redraw else []),
            html.Button("Verwijderen", className="tool", **{**known, "data-own": "verwijderen", "data-ask": _ask(row)}),
        ],
        className="own-actions",
    )


def _redraw(code: str, version: int, name: str) -> html.A:
    asked = {"gebied": code, "hertekenen": code, "versie": version, "naam": name}
    return html.A("Hertekenen", href="/?" + urlencode(asked), className="tool-link")


def _ask(row: Record) -> str:
    """What deleting does, with what still names the area."""
    code = row["code"]
    actions = len(state.rows("action", area_code=code))
    views = sum(code in view["query"] for view in state.rows("saved_view"))
    named = [
        text
        for n, text in (
            (actions, words.plural(actions, "aanpak", "keer aanpak")),
            (views, words.plural(views, "bewaard beeld", "bewaarde beelden")),
        )
        if n
    ]
    still = f" Nog in gebruik bij {' en '.join(named)}." if named else ""
    return f"'{row['name']}' verwijderen? Links die dit gebied noemen, zeggen voortaan dat het verwijderd is.{still}"


def _import() -> html.Section:
    return html.Section(
        [
            html.Div(
                [
                    html.H2("Zones uit een bestand"),
                    html.P(
                        "De weg zonder muis of aanraakscherm, en voor zones die al ergens getekend zijn. "
                        "GeoJSON of GeoPackage met vlakken, hoogstens 50 en 5 MB. De naam komt uit het veld naam. "
                        "Kan één vlak niet, dan wordt er geen enkel bewaard."
                    ),
                ],
                className="card-head",
            ),
            html.Div(html.Button("Kies een bestand", id="own-file", className="primary"), className="draw-row"),
        ],
        className="card",
    )


def _history() -> html.Section:
    rows = [
        [
            str((change.after or change.before or {}).get("name", "")),
            _what(change),
            change.by,
            words.moment(change.at),
        ]
        for change in state.changes("own_area", most=100)
    ]
    heads = ["Gebied", "Wat", "Wie", "Wanneer"]
    return _card("Geschiedenis", "Elke wijziging blijft bewaard; de 100 laatste.", heads, rows, "Nog geen wijzigingen.")


def _what(change: state.Change) -> str:
    before, after = change.before or {}, change.after or {}
    if change.change == "update" and before.get("name") != after.get("name"):
        return f"naam gewijzigd (was {before.get('name')})"
    if change.change == "update" and before.get("wkb") != after.get("wkb"):
        return "grens hertekend"
    return CHANGES[change.change]
