"""The cards of hours, that come after the first picture: when it happens, and what the tab of a zone adds."""

from __future__ import annotations

from typing import Any

import numpy as np
from dash import html

from dashboard import availability, words
from dashboard.asked_facts import POINTS, asked_facts
from dashboard.components import zone_cards
from dashboard.components.cards import heading
from dashboard.components.export_menu import export_button
from dashboard.components.later import Later, chart
from dashboard.components.method_link import method_link
from dashboard.selection import Selection
from dashboard.when import When, hours_of, zone_view
from data import queries
from data.catalogue import CATEGORIES
from data.config import Audience
from data.queries import Snapshot
from data.statistics.hour_profile import MIN_FACTS
from layers.colours import SEQUENTIAL
from layers.hours import WEEKDAYS, hour_grid, hour_limits, hour_shares

WHEN = "Wanneer gebeurt het?"
GRID, PROFILE = "when-grid", "when-profile"
FACTS = ("feit", "feiten")
LOAD = (
    "Laad losse feiten met een tijdstip (python -m data.ingest incidents) om dit te zien; "
    "een uitvoer van de politie heeft ze."
)


def when_panels(search: str, snapshot: Snapshot, audience: Audience) -> dict[str, Any]:
    """The cards of a selection, in the shape that assets/when.js draws.

    Args:
        search: Query part of the URL.

    Raises:
        SelectionError: when the selection cannot be.
    """
    selection = Selection.from_query(search)
    zone = selection.the_priority.zone
    reason = availability.layers(selection, snapshot, audience)[POINTS]
    there = zone in queries.areas(snapshot, audience=audience).index
    if reason:
        title = heading(WHEN, _why_not(selection, reason, snapshot, audience))
        if queries.why_not_facts(snapshot, categories=selection.the_categories, audience=audience):
            return Later([title], {}).answer([])
        without = Later([title, html.P(LOAD, className="empty")], {})
        around = zone_cards.without_facts(zone, snapshot, audience) if zone and there else []
        return without.answer(around)
    when = hours_of(asked_facts(search, snapshot, audience), snapshot, audience)
    card = when_card(when)
    if not zone:
        return card.answer([])
    if not there:
        return card.answer(zone_cards.not_drawn(selection))
    added = zone_cards.zone_cards(zone_view(when, zone, snapshot, audience))
    return Later(card.nodes, card.charts | added.charts).answer(added.nodes)


def _why_not(selection: Selection, reason: str, snapshot: Snapshot, audience: Audience) -> str:
    known = queries.incident_months(snapshot, audience=audience)
    if not known:
        return "De geladen cijfers zijn maandcijfers: dag en uur staan er niet in."
    if not set(known) & set(selection.the_categories):
        return f"{selection.the_group.name}: enkel maandcijfers, dag en uur staan er niet in."
    return f"{reason}."


def when_card(when: When) -> Later:
    """The grid of hours and weekdays, how many facts are in it, and the profile against the rest of the city."""
    asked, mine = when.asked, when.mine
    title = heading(
        WHEN,
        f"feiten per uur en weekdag in {asked.focus_name}, {words.months(asked.facts.months)}{asked.chosen}. ",
        method_link("uren", "Hoe?"),
    )
    if not mine.timed:
        return Later([title, html.P(_counted(when), className="empty")], {})
    menu = export_button("uren", graph=GRID)
    nodes: list[Any] = [menu, title, chart(GRID, 176), _ramp(mine.weights), html.P(_counted(when), className="quiet")]
    charts = {GRID: hour_grid(mine.weights, texts=_cell_texts(mine.weights))}
    if when.rest is not None:
        profile = _profile(when)
        nodes += profile.nodes
        charts |= profile.charts
    return Later(nodes, charts)


def _counted(when: When) -> str:
    mine = when.mine
    if not mine.timed + mine.untimed:
        none = when.asked.unpublished or "Geen feiten in de maanden van deze periode met cijfers."
        return " ".join([none, *_not_covered(when)])
    with_time = words.plural(mine.timed, *FACTS)
    verb = "heeft" if mine.untimed == 1 else "hebben"
    without = f"{words.plural(mine.untimed, *FACTS)} {verb} geen bruikbaar tijdstip."
    if not mine.timed:
        return f"{without} Er is dus geen beeld per uur."
    parts = [
        f"De vakjes tellen samen {with_time}.",
        without if mine.untimed else "Elk feit heeft een bruikbaar tijdstip.",
    ]
    if mine.timed < MIN_FACTS:
        parts.append("Zo weinig feiten tonen nog geen vast patroon.")
    if when.provisional:
        parts.append("De jongste maanden zijn voorlopig.")
    return " ".join([*parts, *_not_covered(when)])


def _not_covered(when: When) -> list[str]:
    """Categories without single facts, and those whose facts do not cover the period."""
    asked = when.asked
    lines = []
    without = [CATEGORIES[c].name for c in asked.selection.the_categories if c not in asked.known]
    if without:
        lines.append(f"Zonder {words.listing(without)}: daarvan zijn er enkel maandcijfers.")
    period = asked.facts.months
    for category in asked.facts.categories:
        known = asked.known[category]
        if period.clip(known) != period:
            lines.append(f"{CATEGORIES[category].name}: losse feiten van {words.months(known)}.")
    return lines


def _ramp(weights: Any) -> html.Div:
    limits = hour_limits(np.asarray(weights))
    decimals = 0 if limits[0] >= 10 else 1 if limits[-1] >= 2 else 2
    steps = zip(SEQUENTIAL, limits, strict=True)
    ramp = html.Div(
        [html.Div([html.Span(style={"background": c}), html.Span(words.number(v, decimals))]) for c, v in steps],
        className="ramp",
    )
    says = html.P("Weinig tot veel: feiten per uur van de week, met de bovengrens van elke kleur", className="quiet")
    return html.Div([ramp, says], **{"data-legend-of": GRID})  # goes along in a picture of the grid


def _cell_texts(weights: Any) -> list[list[str]]:
    return [
        [f"{day} {hour}u–{hour + 1}u: {_amount(float(value))}" for hour, value in enumerate(row)]
        for day, row in zip(WEEKDAYS, weights, strict=True)
    ]


def _amount(value: float) -> str:
    """A number of facts that may be made of parts of facts."""
    near = abs(value - round(value)) < 0.005
    text = words.number(value, 0 if near else 1 if value >= 1 else 2)
    return f"{text} {'feit' if text == '1' else 'feiten'}"


def _profile(when: When) -> Later:
    asked, rest = when.asked, when.rest
    assert rest is not None  # areas are chosen
    title = html.H3(f"Uren van de dag: {asked.focus_name} tegenover de rest van {asked.city_name}")
    if when.profile is None:
        few, place = (when.mine, asked.focus_name) if when.mine.timed < MIN_FACTS else (rest, "de rest van de stad")
        reason = (
            f"Te weinig om uren te vergelijken: {words.plural(few.timed, *FACTS)} met een tijdstip in {place}, "
            f"en onder {MIN_FACTS} zegt een profiel vooral toeval."
        )
        return Later([title, html.P(reason, className="quiet")], {})
    explained = (
        f"aandeel van de feiten dat op elk uur valt: {words.number(when.mine.timed)} hier (donker), "
        f"{words.number(rest.timed)} in de rest (grijs). Aandelen zeggen wanneer, niet hoeveel."
    )
    profile = when.profile

    def cards(count: str, share: str, place: str) -> list[str]:
        pairs = zip(profile[share].tolist(), profile[count].tolist(), strict=True)
        return [f"{h}u–{h + 1}u, {place}: {words.number(s * 100, 1)}% ({_amount(n)})" for h, (s, n) in enumerate(pairs)]

    elsewhere = f"rest van {asked.city_name}"
    figure = hour_shares(
        profile,
        names=(asked.focus_name, elsewhere),
        texts=(cards("n", "share", asked.focus_name), cards("n_rest", "share_rest", elsewhere)),
    )
    menu = export_button("uurprofiel", graph=PROFILE)
    head = html.Div([title, html.P(explained, className="quiet")], className="card-head second")
    return Later([menu, head, chart(PROFILE, 150)], {PROFILE: figure})
