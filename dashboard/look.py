"""From a selection to a view: which figures answer it, and what of it cannot be shown."""

from __future__ import annotations

from dataclasses import fields

from dashboard import availability, figures, judgement, kept
from dashboard.actions_of import actions_of
from dashboard.errors import SelectionError
from dashboard.outcome import among, figure_of, row_of
from dashboard.reference import reference
from dashboard.selection import Selection
from dashboard.trend_view import TrendView
from dashboard.view import View
from dashboard.words import LEVEL_NAMES
from data import queries
from data.catalogue import DENOMINATORS, MEASURES, SURFACE
from data.config import Audience
from data.queries import Snapshot


def look(selection: Selection, snapshot: Snapshot, *, audience: Audience) -> View:
    """Everything that is on screen for a selection.

    Raises:
        SelectionError: when there is nothing to show, with the way out of it.
    """
    return figures_beside(trend_of(selection, snapshot, audience=audience))


def trend_of(selection: Selection, snapshot: Snapshot, *, audience: Audience) -> TrendView:
    """What of a selection can be shown, and its trend.

    Raises:
        SelectionError: when there is nothing to show, with the way out of it.
    """
    info = queries.snapshot_info(snapshot, audience=audience)
    covered = info.months
    if covered is None:
        raise SelectionError("Er zijn nog geen cijfers geladen. Laad ze met 'python -m data.ingest'.")
    all_areas = queries.areas(snapshot, audience=audience)
    notices: list[str] = []
    told = availability.told(selection, snapshot, audience)
    selection = availability.chosen_facts(selection, told, snapshot, audience, notices)
    wanted = selection.wanted(told)
    levels = availability.levels(selection, snapshot, audience)
    if levels.get(selection.level, "onbekend"):
        notices.append(levels.get(selection.level) or f"Er zijn geen {LEVEL_NAMES[selection.level][1]} geladen.")
        selection = selection.but(level="wijk")
    focus = availability.focus(selection, snapshot, all_areas, audience, notices)
    months = availability.period(selection, covered, notices)
    measures = availability.measures(selection, snapshot, audience)
    if measures.get(selection.measure, "onbekend"):
        reason = measures.get(selection.measure) or f"{selection.the_priority.name} kent deze maat niet."
        notices.append(f"{reason} De kaart toont het aantal feiten.")
        selection = selection.but(measure="aantal")

    layers = availability.layers(selection, snapshot, audience)
    selection = selection.but(layers=availability.shown_layers(selection, layers, notices))

    used = {"wijk", selection.level, *(str(all_areas.at[code, "level"]) for code in focus)}
    categories = selection.the_categories
    used |= queries.member_levels(snapshot, codes=focus, audience=audience)
    behind = queries.member_levels(snapshot, audience=audience) if selection.level == "groep" else frozenset()
    compared = reference(selection.reference, months)
    if compared.instead:
        notices.append(compared.instead)
    windows = (months, *compared.windows)
    choice, matrices = kept.one_grain(snapshot, selection, used | behind, windows, audience, wanted)
    if matrices is None and not behind <= used:  # groups that the figures do not reach are missing in the table
        choice, matrices = kept.one_grain(snapshot, selection, used, windows, audience, wanted)
    grain = choice.grain
    if matrices is None or grain is None:
        raise SelectionError(
            f"Voor {selection.the_group.subject} zijn er geen cijfers geladen. Kies een andere prioriteit of groep."
        )
    phi = kept.phi(snapshot, categories, grain, wanted, audience)
    trend, band = kept.trend(snapshot, categories, focus, grain, phi, wanted, audience)
    actions = actions_of(selection.priority, focus, snapshot, notices, audience)
    return TrendView(
        selection=selection,
        info=info,
        all_areas=all_areas,
        months=months,
        reference=compared,
        grain=grain,
        choice=choice,
        phi=phi,
        focus=focus,
        trend=trend,
        band=band,
        actions=actions,
        wanted=wanted,
        told=told,
        levels=levels,
        measures=measures,
        layers=layers,
        notices=tuple(notices),
        snapshot=snapshot,
        audience=audience,
        matrices=matrices,
        used=frozenset(used),
        parts=figures.parts_of(focus, all_areas, matrices),
    )


def figures_beside(seen: TrendView) -> View:
    """All other figures of a selection of which the trend is known."""
    selection, snapshot, audience = seen.selection, seen.snapshot, seen.audience
    months, compared, phi, focus, parts = seen.months, seen.reference, seen.phi, seen.focus, seen.parts
    matrices, categories, wanted, apart = seen.matrices, selection.the_categories, seen.wanted, selection.apart
    whole = figures.parts_of((), seen.all_areas, matrices)
    measure = MEASURES[selection.measure]
    of = kept.Compared(
        snapshot, categories, selection.level, seen.grain, months, compared, phi, apart, wanted, audience
    )
    city = figure_of(whole, months, compared, phi)
    figure = figure_of(parts, months, compared, phi, whole=whole if apart and focus else None)
    is_row = len(focus) == 1 and focus[0] in matrices[selection.level].area_codes  # as `View.is_row`
    # The city, and the areas of the story that are no row of the table, are in the family of all that is on screen.
    beside = (city.change,) if is_row or not focus else (city.change, figure.change)
    counted, others = kept.judged_areas(of, beside)
    city = among(city, others[0])
    figure = among(figure, row_of(counted, focus[0]) if is_row else others[-1])
    areas, source = figures.measured(counted, measure, months.last.year, snapshot, audience)
    per = (kind for kind in DENOMINATORS if seen.measures.get(kind) == "")  # the crude rate has its denominator's id
    notices = list(seen.notices)
    if apart and areas["verdict"].isna().all() and (areas["n"].notna() & areas["before"].notna()).any():
        notices.append(
            f"Los van de evolutie is er geen oordeel: niet elk deel van {seen.info.city} heeft cijfers voor beide "
            "perioden, dus de rest van de stad is niet gekend."
        )
    versus, versus_kind = judgement.versus_rest_of_city(
        figure.n, matrices["wijk"], months, focus, snapshot, phi, audience
    )
    known = {field.name: getattr(seen, field.name) for field in fields(TrendView)}
    return View(
        **known | {"notices": tuple(notices)},
        approximate=queries.is_approximate(snapshot, grain=seen.grain, categories=categories, audience=audience),
        measure=measure,
        denominator_source=source,
        areas=areas,
        figure=figure,
        city=city,
        versus=versus,
        versus_kind=versus_kind,
        funnel_kind=DENOMINATORS[measure.denominator or next(per, SURFACE)],
        hotspots=queries.hotspots(
            snapshot,
            priority=selection.priority,
            group=selection.the_group.id,
            level=selection.level,
            audience=audience,
        )
        if "hotspots" in selection.layers
        else None,
        gaps=tuple(dict.fromkeys(gap for m, codes in parts for gap in queries.missing_months(m, months, codes))),
        why_not_when=""
        if "day_part" in seen.told
        else availability.why_untold("day_part", selection, snapshot, audience),
        compared=of,
    )
