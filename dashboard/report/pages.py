"""From a selection to one page of a report."""

from __future__ import annotations

import traceback
from collections.abc import Callable

import pandas as pd

from dashboard import words
from dashboard.caption import caption_of
from dashboard.chart_frames import every_outside_words
from dashboard.components import story
from dashboard.judgement import WORDS
from dashboard.look import look
from dashboard.outcome import Figure
from dashboard.report.pictures import chart_pictures, hours_picture, map_picture, trend_picture
from dashboard.report.record import FailedPage, Page, Table
from dashboard.selection import Selection
from dashboard.view import View
from data.config import Audience
from data.errors import BuurtError
from data.queries import Snapshot


def make_page(
    title: str,
    selection: Selection,
    snapshot: Snapshot,
    *,
    audience: Audience,
    base_url: str,
    all_groups: bool = True,
    with_table: bool = True,
) -> Page:
    """The page of one selection.

    Args:
        title: Of the page.
        all_groups: Count the other groups of the priority too, for the overview.
        with_table: Give the page the table of its areas.

    Raises:
        SelectionError: when there is nothing to show.
    """
    view = look(selection, snapshot, audience=audience)
    groups = {view.selection.the_group.name: view.figure}
    others = view.selection.the_priority.groups if all_groups else ()
    for group in others:
        if group.id != view.selection.the_group.id:
            asked = view.selection.but(group=group.id, categories=(), measure="aantal")
            groups[group.name] = look(asked, snapshot, audience=audience).figure
    return Page(
        title=title,
        view=view,
        caption=caption_of(view, snapshot, audience=audience, base_url=base_url),
        figures=tuple(groups.items()),
        facts=_facts(view),
        map=map_picture(view, snapshot, audience),
        trend=trend_picture(view),
        charts=(*chart_pictures(view), hours_picture(view, snapshot, audience)),
        table=area_table(view) if with_table else None,
    )


def lines_of(page: Page) -> tuple[tuple[str, str], ...]:
    """What stands under the charts of a page or in its notes: every month outside the band, and the caption."""
    return (("Trend", every_outside_words(page.view)), *page.caption.lines(page.title))


def page_or_reason(title: str, make: Callable[[], Page]) -> Page | FailedPage:
    """A page, or the sentence that says why it is not there: one fault does not lose the others."""
    try:
        return make()
    except BuurtError as error:
        return FailedPage(title, str(error))
    except Exception as error:  # a fault of the program in one page of many
        traceback.print_exc()
        return FailedPage(title, f"Deze bladzijde kon niet gemaakt worden: onverwachte fout ({type(error).__name__}).")


def figure_row(name: str, figure: Figure) -> tuple[str, ...]:
    """A figure as a row: name, facts, reference, difference, verdict."""
    if not figure.known:
        return (name, "–", "–", "–", "niet voor de hele periode gepubliceerd")
    late = " (voorlopig)" if figure.status == "provisional" else ""
    if not figure.comparable:
        return (name, words.number(figure.n) + late, "–", "–", "geen cijfers om mee te vergelijken")
    verdict = WORDS.get(figure.verdict, "")
    return (
        name,
        words.number(figure.n) + late,
        words.exact(figure.usual),
        words.signed(figure.n - figure.usual),
        verdict,
    )


def _facts(view: View) -> tuple[tuple[str, str], ...]:
    """The key figures of the screen, each with its label."""
    _, n, usual, difference, verdict = figure_row("", view.figure)
    told = [("Feiten", n), (view.reference.short, usual), ("Verschil", difference), ("Oordeel", verdict)]
    if view.figure.tested:
        told.append(("Toets", view.figure.tested))
    if view.versus is not None and view.versus.ratio is not None and view.versus_kind:
        low, high = (story.factor(value) for value in (view.versus.low, view.versus.high))
        told.append(
            (
                f"Tegenover rest van {view.info.city}",
                f"{story.factor(view.versus.ratio)}× (95%: {low} – {high}), per {view.versus_kind.each}",
            )
        )
    if view.focus:
        _, n, usual, difference, _ = figure_row("", view.city)
        told.append((f"Heel {view.info.city}", f"{n}, was {usual} ({difference})"))
    told.append(("Vergeleken met", view.reference.span))
    return tuple(told)


def area_table(view: View) -> Table:
    """The table of the screen in its order; at most as many rows, with a sentence about the others."""
    shown = story.areas_within_reach(view)
    has_rate = view.measure.denominator is not None
    head = [
        view.level_name.capitalize(),
        "Feiten",
        *([view.measure.name, "95%-interval"] if has_rate else []),
        view.reference.short,
        "Verschil",
        "Oordeel",
    ]
    rows = [_row(row, has_rate, view.reference.exposure) for _, row in shown.iterrows()]
    hidden = len(story.ordered_areas(view)) - len(shown)
    note = f"{story.corrected(view)}."
    if "provisional" in shown["status"].tolist():
        note += " De feiten zijn deels voorlopig."
    if hidden:
        note += f" Nog {hidden} andere {view.level_name} staan niet in deze tabel; de pagina geeft ze allemaal mee."
    about = f"feiten in {words.months(view.months)}, vergeleken met {view.reference.span}"
    return Table(
        title=story.table_name(view),
        about=about,
        head=tuple(head),
        rows=tuple(rows),
        numbers=tuple(range(1, len(head) - 1)),
        strong=tuple(i for i, code in enumerate(shown.index) if code in view.focus),
        note=note,
    )


def _row(row: pd.Series, has_rate: bool, exposure: int) -> tuple[str, ...]:
    name = str(row["name"]) if row["is_located"] else "Onbekend (zonder gekende plaats)"
    cells = [name, words.STATUS_WORDS.get(row["status"]) or words.number(row["n"])]
    if has_rate:
        known = row["value_status"] not in words.STATUS_WORDS
        low_high = pd.notna(row["value_low"]) and known
        cells.append(words.rate(float(row["value"])) if known else words.STATUS_WORDS[row["value_status"]])
        cells.append(
            f"{words.rate(float(row['value_low']))} – {words.rate(float(row['value_high']))}" if low_high else "–"
        )
    before = row["before"]
    cells.append("geen cijfers" if pd.isna(before) else words.exact(float(before) / exposure))
    cells.append("–" if pd.isna(row["difference"]) else words.signed(float(row["difference"])))
    cells.append(WORDS[row["verdict"]] if isinstance(row["verdict"], str) else "–")
    return tuple(cells)
