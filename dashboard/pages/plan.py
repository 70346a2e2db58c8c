"""`/prioriteiten`: the whole safety plan, with figures where there are any."""

from __future__ import annotations

from dash import dcc, html

from dashboard import ids, who
from dashboard.components.header import header
from dashboard.components.plan_filters import plan_filters
from data import queries
from data.catalogue import current_plan


def layout() -> list[html.Header | html.Main]:
    """The page without figures; `callbacks.plan` fills it for the areas and the period in the URL."""
    audience = who.audience()
    snapshot = queries.current(audience=audience)
    info = queries.snapshot_info(snapshot, audience=audience)
    return [
        header("/prioriteiten"),
        html.Main(
            [
                html.Div(
                    [
                        html.H1(id=ids.PLAN_SENTENCE, **{"aria-live": "polite"}),
                        html.Div(id=ids.PLAN_PROVENANCE, className="provenance"),
                    ],
                    className="sentence",
                ),
                html.Div(id=ids.PLAN_NOTICES, className="notices"),
                html.Div(
                    [
                        plan_filters(info, queries.areas(snapshot, audience=audience)),
                        html.Section(id=ids.PLAN, className="card plan", **{"aria-label": "Het plan"}),
                        _notes(),
                    ],
                    className="document plan-page",
                ),
                dcc.Store(id=ids.PLAN_LATER),
                dcc.Store(id=ids.PLAN_EFFECTIVE),
            ],
            id="content",
        ),
    ]


def _notes() -> html.Section:
    bases = current_plan().bases
    notes = [
        "Feiten zijn registraties. Naast elk aantal staat dat van dezelfde maanden van vroeger, zoals gekozen bij "
        "Vergelijk met; bij een periode van meer jaren dat van evenveel jaren ervoor.",
        "Oordelen gelden voor alle cijfers op deze pagina samen. Op een pagina met minder vergelijkingen kan hetzelfde "
        "aantal een ander oordeel krijgen.",
        "“Geen openbare cijfers”: niemand publiceert cijfers over dit onderwerp. Dat zegt niets over hoe vaak het "
        "voorkomt.",
        "“Volgt de inzet”: deze feiten worden vastgesteld door wie ze opzoekt. Meer controle geeft meer feiten. Ze "
        "worden nooit opgeteld bij feiten die burgers melden.",
        "Een som waarvan een deel ontbreekt, wordt niet getoond.",
    ]
    if bases:
        notes.append(f"Het plan steunt op {'; '.join(bases)}.")
    return html.Section([html.H2("Zo leest u dit"), *[html.P(note) for note in notes]], className="panel plan-notes")
