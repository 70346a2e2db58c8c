"""The numbers behind the page with the whole safety plan, and what goes with them."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from dashboard import words
from dashboard.approximate import NOTE
from dashboard.caption import DEMO, PROVISIONAL, REGISTERED, SMALL, Caption, few_facts, source_line
from dashboard.drawn import COUNT
from dashboard.export.panels import STATES
from dashboard.export.registry import Asked, Export, register
from dashboard.export.safe import slug
from dashboard.export.told import Told
from dashboard.judgement import WORDS
from dashboard.link import link_query, made_on, short_version
from dashboard.plan_figures import NO_FIGURES, TREND_MONTHS, PlanFigure
from dashboard.plan_view import PlanView, sentence
from dashboard.selection import OPTIONS, Selection
from data import queries
from data.queries import Months

OTHER = "Andere feiten (gepubliceerd, niet genoemd in het plan)"
PAGE = "/prioriteiten"


def plan_rows(asked: Asked) -> pd.DataFrame:
    """One row per figure, and one for each sub-theme and theme without any; in the order of the page."""
    view = asked.plan
    rest = f" van de rest van {view.info.city}"
    rows = []
    for theme, sub, figure in _figures(view):
        key = tuple(c.id for c in figure.categories) if figure else ()
        test = view.tests.get(key, {})
        usual = figure.usual if figure else math.nan
        rows.append(
            {
                "thema": theme,
                "subthema": sub,
                "categorieën": _named(figure) if figure else "",
                "feiten": figure.n if figure else math.nan,
                "status": NO_FIGURES if figure is None else figure.unknown or STATES[figure.status],
                _before(view): usual,
                "verschil": figure.n - usual if figure else math.nan,
                "verhouding": test.get("ratio", math.nan),
                "verhouding: laag (95%)": test.get("low", math.nan),
                "verhouding: hoog (95%)": test.get("high", math.nan),
                "p": test.get("p", math.nan),
                f"p, gecorrigeerd voor {view.family} vergelijkingen": test.get("q", math.nan),
                f"oordeel{' los van de evolutie' + rest if view.is_apart else ''}": WORDS.get(
                    view.verdicts.get(key, ""), ""
                ),
                "volgt de inzet": "" if figure is None else "ja" if figure.follows_effort else "nee",
                "maanden zonder cijfers": ", ".join(words.months(gap) for gap in figure.gaps) if figure else "",
            }
        )
    return pd.DataFrame(rows).replace([np.inf, -np.inf], np.nan)


def trend_rows(asked: Asked) -> pd.DataFrame:
    """One row per figure and month of the small trends."""
    rows = []
    for theme, sub, figure in _figures(asked.plan):
        if figure is None or figure.trend is None or figure.trend_months is None:
            continue
        months, settled = figure.trend_months.all(), len(figure.trend) - figure.late
        for i, (month, n) in enumerate(zip(months, figure.trend.tolist(), strict=True)):
            state = "missing" if math.isnan(n) else "ok" if i < settled else "provisional"
            rows.append((theme, sub, _named(figure), month, n, STATES[state]))
    return pd.DataFrame(rows, columns=["thema", "subthema", "categorieën", "maand", "feiten", "status"])


def _figures(view: PlanView) -> Iterator[tuple[str, str, PlanFigure | None]]:
    """Theme, sub-theme and figure of every row; None where nobody publishes one."""
    for number, theme in enumerate(view.themes, start=1):
        name = f"{number}. {theme.name}"
        if not theme.subs:
            yield name, "", None
        for sub in theme.subs:
            for figure in sub.figures or (None,):
                yield name, sub.name, figure
    for figure in view.other:
        yield OTHER, figure.name, figure


def _named(figure: PlanFigure) -> str:
    return "; ".join(category.name for category in figure.categories)


def _before(view: PlanView) -> str:
    return f"feiten {view.compared.span}" + (" (gemiddeld)" if view.compared.exposure > 1 else "")


def told(export: Export, asked: Asked) -> Told:
    """What goes with the numbers of the plan."""
    view = asked.plan
    series = _trend_months(view) if export.id == TRENDS.id else None
    name = "_".join([slug(export.name), slug(view.focus_name, instead=slug("-".join(view.focus)))])
    return Told(_caption(view, asked, series), f"{name}_{(series or view.months).iso().replace('_', '-tot-')}")


def _trend_months(view: PlanView) -> Months:
    shown = [figure.trend_months for _, _, figure in _figures(view) if figure and figure.trend_months]
    return Months(min(m.first for m in shown), max(m.last for m in shown)) if shown else view.months


def _caption(view: PlanView, asked: Asked, series: Months | None) -> Caption:
    figures = [figure for _, _, figure in _figures(view) if figure]
    window = series or view.months
    sources = _sources(view, asked, figures, window)
    late = view.is_provisional or (series is not None and any(figure.late for figure in figures))
    return Caption(
        sentence=sentence(view),
        product=f"Buurtveiligheid {view.info.city}",
        topic=view.plan.plan,
        area=view.focus_name if view.focus else f"{view.info.city} (hele stad)",
        period=words.months(view.months),
        filters=(
            ("Onderwerp", view.plan.plan),
            ("Vergeleken met", view.compared.span + (" (gemiddeld)" if view.compared.exposure > 1 else "")),
            *((("Oordeel", OPTIONS["los"]),) if view.is_apart else ()),
        ),
        measure=COUNT,
        denominator="",
        sources=tuple(source_line(row) for _, row in sources.iterrows()),
        publisher=", ".join(dict.fromkeys(sources["publisher"])) or f"Buurtveiligheid {view.info.city}",
        version=short_version(view.info.version),
        made_on=made_on(view.info),
        marks=tuple(mark for mark, so in ((DEMO, view.info.is_demo), (PROVISIONAL, late)) if so),
        caveats=_caveats(view, figures, late=late),
        url=_link(view, asked),
        series=words.months(series) if series and series != view.months else "",
    )


def _sources(view: PlanView, asked: Asked, figures: list[PlanFigure], window: Months) -> pd.DataFrame:
    """The sources of every figure, each once."""
    levels = {"wijk"}
    if view.focus:
        levels |= set(queries.areas(asked.snapshot, audience=asked.audience).loc[list(view.focus), "level"])
    found = [
        queries.used_sources(
            asked.snapshot,
            grain=grain,
            categories=tuple(dict.fromkeys(c.id for f in figures if f.grain == grain for c in f.categories)),
            levels=tuple(sorted(levels)),
            months=window,
            audience=asked.audience,
        )
        for grain in ("counts", "incidents")
    ]
    used = pd.concat([rows for rows in found if len(rows)] or found[:1])
    return used.drop_duplicates("source_id").sort_values("title", kind="stable")


def _caveats(view: PlanView, figures: list[PlanFigure], *, late: bool) -> tuple[str, ...]:
    said = [*view.notices]
    if late:
        said.append("De nieuwste maanden worden nog aangevuld.")
    if view.family:
        said.append(
            f"Oordelen gecorrigeerd voor de {words.number(view.family)} vergelijkingen van deze pagina samen; op een "
            "pagina met minder vergelijkingen kan hetzelfde aantal een ander oordeel krijgen."
        )
    if any(figure.gaps for figure in figures):
        said.append("Een som met een maand zonder gepubliceerde cijfers wordt niet gemaakt.")
    counts = [n for figure in figures if figure.comparable for n in (figure.n, figure.usual)]
    said += [few_facts()] if counts and min(counts) < SMALL else []
    if any(figure.follows_effort for figure in figures):
        said.append("'Volgt de inzet': meer controle geeft meer feiten; nooit opgeteld bij wat burgers melden.")
    if any(figure.approximate for figure in figures):
        said.append(NOTE)
    return tuple(dict.fromkeys([*said, f"'{NO_FIGURES}': niemand publiceert er cijfers over.", REGISTERED]))


register(
    Export(
        "plan",
        "Veiligheidsplan",
        lambda asked: f"{asked.plan.plan.plan}, cijfers van {asked.plan.focus_name}",
        plan_rows,
        told=told,
    )
)
TRENDS = register(
    Export(
        "plantrends",
        "Trends van het veiligheidsplan",
        lambda asked: f"Trend van {TREND_MONTHS} maanden per subthema in {asked.plan.focus_name}",
        trend_rows,
        told=told,
    )
)


def _link(view: PlanView, asked: Asked) -> str:
    """The address of the view; it names no filter that the plan does not use."""
    now = view.selection
    used = Selection(areas=now.areas, period=now.period, reference=now.reference, options=now.options)
    return f"{asked.base_url}{PAGE}{link_query(used, view.months, view.info)}" if asked.base_url else ""
