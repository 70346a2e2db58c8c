"""What goes with every picture and every file that leaves the page: it explains itself without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from dashboard import words
from dashboard.approximate import NOTE
from dashboard.drawn import Drawn, chosen
from dashboard.fact_choice import phrases
from dashboard.link import link_query, made_on, short_version
from dashboard.outcome import among_how_many
from dashboard.selection import OPTIONS
from dashboard.sentence import chosen_sentence, grain_sentence, sentence
from dashboard.view import View
from data import queries
from data.config import Audience
from data.queries import Snapshot

DEMO = "Demonstratiedata: geen echte cijfers"
PROVISIONAL = "Voorlopige cijfers"
SMALL = 10
"""Below so many facts in the period or before, a difference is soon chance: said under every picture."""
SMALL_AREA = 5
_PER_AREA = 4
REGISTERED = "Feiten zijn registraties; wat niet gemeld of vastgesteld is, telt niet mee."

Line = tuple[str, str]
"""A label and its text."""


@dataclass(frozen=True)
class Caption:
    """Everything that a reader has to know about one view, in Dutch.

    Attributes:
        sentence: What the figures say; also the title of a picture.
        product: Name of the dashboard.
        topic: Which facts, in a few words.
        area, period: Where and when.
        filters: Every other choice in words, each with its label.
        measure: What is counted; denominator: what a rate divides by, with its source, or empty.
        sources: Who published the figures, under which title, until when and when they were read.
        publisher: Who published them, for the line to cite.
        version: Short key of the data; made_on: the day it was put together.
        marks: What must stand out: demonstration, provisional.
        caveats: Sentences that go with the figures: provisional months, small counts, effort, gaps.
        url: Address of the view, with the version it shows; empty where nobody knows the address of the dashboard.
        series: The months that are drawn, where they are others than the period.
    """

    sentence: str
    product: str
    topic: str
    area: str
    period: str
    filters: tuple[Line, ...]
    measure: str
    denominator: str
    sources: tuple[str, ...]
    publisher: str
    version: str
    made_on: str
    marks: tuple[str, ...]
    caveats: tuple[str, ...]
    url: str
    series: str = ""

    def cite(self, title: str) -> str:
        """The line to cite a part of the view by: publisher, title, version, date.

        Args:
            title: Of the chart, the map or the file; `Trend per maand in Dampoort`.
        """
        version = f"gegevensversie {self.version}" + (f", {self.made_on}" if self.made_on else "")
        what = title if self.topic.lower() in title.lower() else f"{title} ({self.topic})"
        return f"{self.publisher}. {what}, {self.series or self.period}. {self.product}, {version}."

    def lines(self, title: str) -> tuple[Line, ...]:
        """The whole caption but the sentence, in the order in which it is read.

        Args:
            title: As for `cite`.
        """
        measure = self.measure + (f"; noemer: {self.denominator}" if self.denominator else "")
        drawn = f"{self.series}; gekozen periode: {self.period}"
        period = ("Reeks", drawn) if self.series else ("Periode", self.period)
        version = self.version + (f", samengesteld op {self.made_on}" if self.made_on else "")
        told = [
            ("Gebied", self.area),
            period,
            *self.filters,
            ("Maat", measure),
            ("Let op", " ".join([*(f"{mark}." for mark in self.marks), *self.caveats])),
            ("Bron", "; ".join(self.sources)),
            ("Gegevensversie", version),
            ("Link", self.url),
            ("Citeer als", self.cite(title)),
        ]
        return tuple((label, text) for label, text in told if text)


def caption(view: View, *, sources: pd.DataFrame, base_url: str = "", drawn: Drawn | None = None) -> Caption:
    """The caption of a view.

    Args:
        view: What is on screen.
        sources: Rows of `queries.used_sources` for this view.
        base_url: What comes before the path in its address, without a slash at the end; `https://buurt.stad.gent`.
        drawn: What a part of the view shows; without it the measure and the period of the selection.
    """
    info = view.info
    version = short_version(info.version)
    drawn = drawn or chosen(view)
    of_grain = view if drawn.grain == view.grain else replace(view, grain=drawn.grain)
    return Caption(
        sentence=sentence(view).text,
        product=f"Buurtveiligheid {info.city}",
        topic=view.selection.the_group.name,
        area=_area(view),
        period=words.months(view.months),
        filters=tuple((label, text) for label, make in FILTERS.values() if (text := make(of_grain))),
        measure=drawn.measure,
        denominator=drawn.denominator,
        sources=tuple(source_line(row) for _, row in sources.iterrows()),
        publisher=", ".join(dict.fromkeys(sources["publisher"])) or f"Buurtveiligheid {info.city}",
        version=version,
        made_on=made_on(info),
        marks=tuple(mark for mark, there in ((DEMO, info.is_demo), (PROVISIONAL, drawn.provisional)) if there),
        caveats=_caveats(view, drawn),
        url=f"{base_url}/{link_query(view.selection, view.months, info)}" if base_url else "",
        series=words.months(drawn.span) if drawn.span != view.months else "",
    )


def caption_of(
    view: View, snapshot: Snapshot, *, audience: Audience, base_url: str = "", drawn: Drawn | None = None
) -> Caption:
    """The caption of a view or of a part of it, with the sources that it rests on looked up."""
    drawn = drawn or chosen(view)
    levels = tuple({view.selection.level, "wijk", *(view.all_areas.at[code, "level"] for code in view.focus)})
    found = [
        queries.used_sources(
            snapshot,
            grain=drawn.grain,
            categories=view.selection.the_categories,
            levels=levels,
            months=window,
            audience=audience,
        )
        for window in drawn.windows
    ]
    used = pd.concat([rows for rows in found if len(rows)] or found[:1])
    used = used.drop_duplicates("source_id").sort_values("title", kind="stable")
    return caption(view, sources=used, base_url=base_url, drawn=drawn)


def _area(view: View) -> str:
    if not view.focus:
        return f"{view.info.city} (hele stad)"
    names = [f"{view.all_areas.at[code, 'name']} ({view.all_areas.at[code, 'level']})" for code in view.focus]
    return words.listing(names, most=len(names))


def _priority(view: View) -> str:
    priority, group = view.selection.the_priority, view.selection.the_group
    return priority.name if len(priority.groups) == 1 else f"{priority.name}: {group.name}"


def _categories(view: View) -> str:
    shown = list(view.categories.loc[view.categories["shown"], "name"])
    return words.listing(shown, most=len(shown)) if len(view.categories) > 1 and shown else ""


def _chosen_facts(view: View) -> str:
    return ", ".join(phrases(view.wanted)) if view.wanted else ""


def _level(view: View) -> str:
    grain = "losse feiten" if view.grain == "incidents" else "maandcijfers"
    return f"per {words.LEVEL_NAMES[view.selection.level][0]}, uit {grain}"


def _reference(view: View) -> str:
    span = view.reference.span
    return f"{span} (gemiddeld)" if view.reference.exposure > 1 else span


def _options(view: View) -> str:
    many = [among_how_many(view.family)] if view.family > 1 else []
    return "; ".join([*(OPTIONS[key] for key in view.selection.options if key == "los"), *many])


FILTERS: dict[str, tuple[str, Callable[[View], str]]] = {
    "group": ("Onderwerp", _priority),
    "categories": ("Categorieën", _categories),
    "when": ("Enkel feiten", _chosen_facts),
    "level": ("Niveau", _level),
    "reference": ("Vergeleken met", _reference),
    "options": ("Oordeel", _options),
}
"""Field of the selection -> its label and its words (empty: not said). A test asks for every field that filters."""

WITH_WHEN = ("weekdays", "severity", "road_users", "attempt", "objects")
ELSEWHERE = (*WITH_WHEN, "priority", "areas", "period", "measure", "layers", "sort", "chart", "split", "rows")
"""Fields of the selection that the caption says in another place, or that only choose what is drawn."""


def few_facts() -> str:
    """What is said of counts under SMALL."""
    return f"Kleine aantallen (minder dan {SMALL} feiten): een verschil is dan snel toeval."


def source_line(row: pd.Series) -> str:
    """A row of `queries.used_sources` in words: publisher, title, months and when it was read."""
    parts = [f"{row['publisher']}: {row['title']}"]
    if pd.notna(row["month_from"]) and pd.notna(row["month_until"]):
        parts.append(f"{words.month(row['month_from'])} – {words.month(row['month_until'])}")
    parts.append(f"ingelezen op {pd.Timestamp(row['retrieved_at']):%d/%m/%Y}")
    return ", ".join(parts)


def _caveats(view: View, drawn: Drawn) -> tuple[str, ...]:
    told = [*view.notices, *([NOTE] if view.approximate else [])]
    if drawn.provisional:
        first, last = words.month(drawn.provisional[0]), words.month(drawn.provisional[-1])
        span = first if first == last else f"{first} tot en met {last}"
        told.append(f"De cijfers van {span} worden nog aangevuld.")
    if drawn.gaps:
        gaps = [words.months(gap) for gap in drawn.gaps]
        what = "De losse feiten zeggen dit niet voor" if view.wanted else "Niet gepubliceerd:"
        told.append(f"{what} {words.listing(gaps, most=6)}; een som met een gat wordt niet gemaakt.")
    grain = grain_sentence(view) if drawn.grain == view.grain else ""
    told += [*_small(view), *filter(None, [chosen_sentence(view), grain])]
    if view.selection.the_group.note:
        told.append(view.selection.the_group.note)
    nowhere = view.areas.loc[~view.areas["is_located"], "n"].sum(min_count=1)
    if nowhere > 0:
        one = words.LEVEL_NAMES[view.selection.level][0]
        told.append(f"{words.plural(nowhere, 'feit', 'feiten')} zonder gekende {one}: enkel in het totaal van de stad.")
    told.append(REGISTERED)
    return tuple(dict.fromkeys(told))


def _small(view: View) -> list[str]:
    told = []
    counts = [n for n in (view.figure.n, view.figure.usual) if n == n]
    if counts and min(counts) < SMALL:
        told.append(few_facts())
    located = view.areas[view.areas["is_located"]]
    few = int((located["n"] < SMALL_AREA).sum())
    if few * _PER_AREA >= len(located) > 0:
        told.append(
            f"{few} van de {len(located)} {view.level_name} hebben minder dan {SMALL_AREA} feiten: "
            "vergelijk ze niet op hun cijfer alleen."
        )
    return told
