"""`/aanpak/<number>`: one action and its before-and-after: "Werkte het?"."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlencode

from dash import dcc, html

from dashboard import who, words
from dashboard.action_address import PATH, action_address
from dashboard.components.action_parts import (
    action_page,
    buttons,
    card,
    days,
    only_intern,
    priority_name,
    table,
)
from dashboard.components.method_link import method_link
from dashboard.effect import look_at_effect
from dashboard.effect_view import EffectRow, EffectView
from dashboard.effect_words import VERDICTS, interval, sentence, together_sentence, verdict
from dashboard.errors import SelectionError
from dashboard.outcome import among_how_many, chance_words
from dashboard.selection import Selection
from dashboard.sheet_address import sheet_address
from data import queries, state
from data.state import actions
from data.statistics.displacement import WeightedDifference

ROLES = {"gebied": "gebied van de aanpak", "vergelijking": "vergelijking", "errond": "raakt het gebied"}
BADGES = {"minder": "less", "meer": "more"}


def layout(path: str, search: str) -> list[Any]:
    """The page.

    Args:
        path: `/aanpak/<number>`.
        search: Query: `groep` is the group of the priority, `vergelijk` the code of the area to compare with.

    Raises:
        SelectionError: in every profile but intern, and for an action that is not there.
    """
    audience = who.audience()
    only_intern(audience)
    number = path.removeprefix(PATH + "/")
    is_number = re.fullmatch(r"[0-9]{1,9}", number) is not None
    found = actions.action(int(number), audience=audience) if is_number else None
    if found is None:
        raise SelectionError("Deze aanpak bestaat niet (meer). Kies er een in de lijst van Aanpak.")
    snapshot = queries.current(audience=audience)
    asked = parse_qs(search.lstrip("?"))
    view = look_at_effect(
        found,
        snapshot,
        group=asked.get("groep", [""])[0],
        comparison=asked.get("vergelijk", [""])[0],
        others=actions.actions(audience=audience),
        audience=audience,
    )
    frame = queries.areas(snapshot, audience=audience)
    info = queries.snapshot_info(snapshot, audience=audience)
    overlapping = queries.sharing(snapshot, code=found.area_code, audience=audience)
    title, about = f"{found.title}, {view.area_name}: {verdict(view)}", "Elke wijziging van deze aanpak."
    parts, changes = [_effect(view, sorted(overlapping)), _about(view)], state.changes("action", found.id)
    return action_page(title, parts, about, changes, frame, is_demo=info.is_demo)


def _effect(view: EffectView, overlapping: list[str]) -> html.Section:
    content: list[Any] = [html.P(sentence(view), className="effect-sentence")]
    more = together_sentence(view)
    content += [html.P(more)] if more else []
    content.append(_choices(view, overlapping))
    if view.rows:
        content.append(_counts(view))
    if view.notes:
        content.append(html.Ul([html.Li(note) for note in view.notes], className="effect-notes"))
    return card("Werkte het?", [_about_method(view), " ", method_link("werkte-het", "Hoe?")], *content)


def _about_method(view: EffectView) -> str:
    if view.months is None:
        return "Feiten voor en na de aanpak, tegenover een vergelijking."
    source = "losse feiten" if view.grain == "incidents" else "maandcijfers"
    many = f" Oordelen {among_how_many(view.family)}." if view.family > 1 else ""
    return (
        f"Na: {words.months(view.months.after)}. Voor: {words.months(view.months.before)}, dezelfde maanden een "
        f"jaar eerder. Geteld uit {source}; spreiding {words.number(view.phi, 1)}.{many}"
    )


def _choices(view: EffectView, overlapping: list[str]) -> html.Div:
    groups = view.priority.groups if view.priority else ()
    parts: list[Any] = []
    if len(groups) > 1:
        links = [
            html.Li(html.A(group.name, href=_address(view, group=group.id), **_current(group == view.group)))
            for group in groups
        ]
        parts.append(html.Nav(html.Ul(links), **{"aria-label": "Welke feiten"}, className="effect-groups"))
    known = {
        "data-now": view.comparison,
        "data-rest": f"de rest van {view.city}",
        "data-not": json.dumps(overlapping),
        "data-base": _address(view, comparison=""),
    }
    parts.append(html.Div(id="action-compare", className="action-filters", **known))
    return html.Div(parts, className="action-tools")


def _current(is_it: bool) -> dict[str, str]:
    return {"aria-current": "true"} if is_it else {}


def _address(view: EffectView, *, group: str | None = None, comparison: str | None = None) -> str:
    first = view.priority.groups[0].id if view.priority else ""
    group = group if group is not None else (view.group.id if view.group else "")
    code = view.comparison if comparison is None else comparison
    query = {"groep": group if group != first else "", "vergelijk": code}
    asked = urlencode({key: value for key, value in query.items() if value})
    return action_address(view.action.id) + (f"?{asked}" if asked else "")


def _counts(view: EffectView) -> html.Div:
    rows = [_row(row) for row in view.rows]
    if view.alone is not None and view.alone.verdict != "te weinig":
        rows.append(_difference("Gewogen verschil", view.alone))
    if view.together is not None and view.together.verdict != "te weinig" and view.reason is None:
        rows.append(_difference("Samen met errond", view.together))
    numbers = ("Voor", "Na", "Verschil")
    return table(["Waar", *numbers], rows, numbers=numbers, className="effect-table")


def _row(row: EffectRow) -> html.Tr:
    status = {"missing": "geen cijfers", "provisional": "voorlopig"}.get(row.status, "")
    difference = words.signed(row.after - row.before) if row.status != "missing" else "–"
    badge = [" ", html.Span(status, className="badge provisional")] if status else []
    counts = (words.number(row.before), words.number(row.after), difference)
    return html.Tr(
        [
            html.Th([row.name, *badge, html.Span(ROLES[row.role], className="effect-role")], scope="row"),
            *[html.Td(text, className="number") for text in counts],
        ]
    )


def _difference(label: str, found: WeightedDifference) -> html.Tr:
    badge = html.Span(VERDICTS[found.verdict], className=f"badge {BADGES.get(found.verdict, 'same')}")
    below = f"95%: {interval(found)}; z = {words.number(found.z, 2)}; {chance_words(found.p)}".replace("-", "−")
    return html.Tr(
        [
            html.Th([label, " ", badge, html.Span(below, className="effect-role")], scope="row"),
            html.Td(""),
            html.Td(f"verwacht {words.number(round(found.expected))}", className="number"),
            html.Td(words.signed(round(found.difference)), className="number"),
        ],
        className="effect-result",
    )


def _about(view: EffectView) -> html.Section:
    action = view.action
    where = Selection(priority=action.priority, areas=(action.area_code,)) if view.priority else Selection()
    facts = [
        ("Gebied", html.A(view.area_name, href=sheet_address(action.area_code, Selection()), **{"data-go": "1"})),
        ("Prioriteit", priority_name(action.priority)),
        ("Wanneer", days(action)),
        ("Nota", html.Span(action.note or "–", className="action-note")),
        ("Laatst gewijzigd", f"{action.changed_by}, {words.moment(action.changed_at)}"),
    ]
    return card(
        "De aanpak",
        "",
        html.Dl([html.Div([html.Dt(name), html.Dd(value)]) for name, value in facts], className="action-facts"),
        html.Div(
            [
                html.A("Toon op de kaart", href="/" + where.to_query(), className="tool", **{"data-go": "1"}),
                dcc.Link("Alle aanpak", href=PATH, className="tool"),
                buttons(action),
            ],
            className="action-tools",
        ),
    )
