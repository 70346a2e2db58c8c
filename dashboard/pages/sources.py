"""`/gegevens`: where the figures come from, what is published, what is wrong with it, and what the words mean."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard import ids, who, words
from dashboard.components.coverage_grid import coverage_grids, coverage_legend
from dashboard.components.definitions import definitions
from dashboard.components.document import demo_badge
from dashboard.components.export_menu import export_button
from dashboard.components.grain_table import grain_panel
from dashboard.components.header import header
from dashboard.components.source_cards import entry_card, moment, source_card
from dashboard.components.source_tables import category_table, denominator_table, licence_table
from data import queries
from data.catalogue.sources import SOURCES, CountsSource
from data.config import Audience
from data.queries import Snapshot, SnapshotInfo

WIDE_YEARS = 6
"""With more years than this, a grid takes the whole width."""


def layout() -> list[Any]:
    """The page, with everything that is known about the snapshot of this moment."""
    audience = who.audience()
    snapshot = queries.current(audience=audience)
    info = queries.snapshot_info(snapshot, audience=audience)
    sources = queries.sources(snapshot, audience=audience)
    sections = [
        ("bronnen", "Bronnen", _sources(snapshot, sources, info, audience)),
        ("dekking", "Wat is gepubliceerd", _coverage(snapshot, info, audience)),
        ("vergelijking", "Maandcijfers en losse feiten naast elkaar", [_comparison(snapshot, audience)]),
        ("woorden", "Woorden", [html.Div(definitions(info), className="card")]),
        ("noemers", "Noemers", [html.Div(_denominators(snapshot, info, audience), className="card")]),
        (
            "categorieen",
            "Categorieën",
            [html.Div(category_table(queries.categories(snapshot, audience=audience)), className="card")],
        ),
        (
            "licenties",
            "Licenties en naamsvermelding",
            [html.Div(licence_table(sources, has_base="base" in info.geo), className="card")],
        ),
    ]
    return [
        header("/gegevens"),
        html.Main(
            [
                html.Div([html.H1(sentence(info, sources)), _provenance(info)], className="sentence"),
                html.Div(id=ids.SOURCES, className="document sources-page"),
                dcc.Store(id=ids.SOURCES_LATER, data=[_contents(sections), _parts(sections)]),
            ],
            id="content",
        ),
    ]


Section = tuple[str, str, list[Any]]
"""Id, title and content of a part of the page."""


def _contents(sections: list[Section]) -> html.Nav:
    links = html.Ul([html.Li(html.A(title, href=f"#{key}")) for key, title, _ in sections])
    return html.Nav(links, className="panel contents", **{"aria-label": "Op deze pagina"})


def _parts(sections: list[Section]) -> html.Div:
    parts = [html.Section([html.H2(title), *content], id=key, className="part") for key, title, content in sections]
    return html.Div(parts, className="parts")


def sentence(info: SnapshotInfo, sources: pd.DataFrame) -> str:
    """How many sources there are, and the months of the figures."""
    many = words.plural(len(sources), "bron", "bronnen")
    if info.months is None:
        return f"Gegevens van {info.city}: {many}, nog geen cijfers"
    period = f"{words.month(info.months.first)} tot en met {words.month(info.months.last)}"
    return f"Gegevens van {info.city}: {many}, cijfers van {period}"


def _provenance(info: SnapshotInfo) -> html.Div:
    parts = demo_badge(info.is_demo)
    made = f"samengesteld op {moment(pd.Timestamp(info.created_at).tz_localize(None))}" if info.created_at else ""
    parts.append(html.Span(made, title=f"Versie {info.version}"))
    return html.Div(parts, className="provenance")


def _sources(snapshot: Snapshot, sources: pd.DataFrame, info: SnapshotInfo, audience: Audience) -> list[Any]:
    notes = queries.source_notes(snapshot, audience=audience)
    refused = queries.rejected_rows(snapshot, audience=audience)
    cards = [
        source_card(source, notes[notes["source_id"] == key], refused[refused["source_id"] == key])
        for key, source in sources.set_index("source_id", drop=False).iterrows()
    ]
    cards += [entry_card(entry) for entry in _stood_in_for(sources, info)]
    return [html.Div(cards, className="source-cards")]


def _stood_in_for(sources: pd.DataFrame, info: SnapshotInfo) -> list[CountsSource]:
    """The real sources of the same publisher that the demonstration takes the place of."""
    if not info.is_demo:
        return []
    publishers, loaded = set(sources["publisher"]), set(sources["mapping"])
    return [entry for entry in SOURCES.values() if entry.publisher in publishers and entry.id not in loaded]


def _coverage(snapshot: Snapshot, info: SnapshotInfo, audience: Audience) -> list[Any]:
    if info.months is None:
        return [html.P("Er zijn nog geen cijfers geladen.", className="card")]
    published = queries.coverage_years(snapshot, audience=audience)
    categories = queries.categories(snapshot, audience=audience)
    covered = categories[categories.index.isin(published["category_id"])]
    years = range(info.months.first.year, info.months.last.year + 1)
    grids = coverage_grids(published, covered, years)
    empty = []
    never = list(categories.loc[~categories.index.isin(covered.index), "name"])
    if never:
        empty.append(html.P(f"Niet in deze cijfers: {words.listing(never, most=len(never))}.", className="quiet"))
    for level in sorted({level for level, _ in info.grains}):
        names = queries.areas_without_figures(snapshot, level=level, audience=audience)
        if names:
            told = words.listing(names, most=8)
            empty.append(html.P(f"Zonder één cijfer ({words.LEVEL_NAMES[level][1]}): {told}.", className="quiet"))
    return [
        coverage_legend(),
        html.Div(grids, className="grids" if len(years) <= WIDE_YEARS else "grids one"),
        *empty,
    ]


def _comparison(snapshot: Snapshot, audience: Audience) -> html.Div:
    compared = queries.grain_comparison(snapshot, audience=audience)
    menu = [] if compared.empty else [html.Div(export_button("korrels"), className="plan-export")]
    panel = grain_panel(compared, queries.categories(snapshot, audience=audience))
    return html.Div([*menu, *panel], className="card compared")


def _denominators(snapshot: Snapshot, info: SnapshotInfo, audience: Audience) -> html.Div:
    year = info.months.last.year if info.months else 2000
    return denominator_table(snapshot, year=year, audience=audience)
