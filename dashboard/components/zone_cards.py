"""What the tab of a priority with a zone adds: its nights, the weeks of the academic year, and what lies around it."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard import words
from dashboard.components.cards import heading
from dashboard.components.export_menu import export_button
from dashboard.components.later import Later, chart
from dashboard.components.method_link import method_link
from dashboard.components.story import verdict_badge
from dashboard.judgement import WORDS
from dashboard.outcome import tested_words
from dashboard.selection import Selection
from dashboard.when import AROUND, ZoneView
from data import queries
from data.catalogue.academic_years import ACADEMIC_YEARS
from data.config import Audience
from data.queries import Snapshot
from data.statistics.academic_weeks import usual_weeks
from data.statistics.nights import NIGHT_FROM, NIGHT_UNTIL
from layers.academic_weeks import STRIP, academic_weeks
from layers.nights import nights

NIGHTS, WEEKS = "zone-nights", "zone-weeks"
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
SHORT = ("ma", "di", "wo", "do", "vr", "za", "zo")
FACTS = ("feit", "feiten")


def without_facts(zone: str, snapshot: Snapshot, audience: Audience) -> list[Any]:
    """In place of each card, what it takes: there are monthly counts only."""
    name = str(queries.areas(snapshot, audience=audience).at[zone, "name"])
    missing = {
        f"Nachten in {name}": "Hiervoor is het uur van elk feit nodig. De geladen cijfers zijn per maand en per wijk: "
        f"een nacht van {NIGHT_FROM} tot {NIGHT_UNTIL} uur is er niet uit te halen.",
        "Weken van het academiejaar": "Hiervoor is de dag van elk feit nodig. Uit een maandcijfer is niet op te maken "
        "wat in een lesweek viel en wat in de examens of de vakantie.",
        f"{name} en de buurten errond": "Hiervoor is de plaats van elk feit nodig. De geladen cijfers stoppen bij de "
        f"wijk, en {name} is er maar een deel van.",
    }
    load = "Laad losse feiten met tijd en plaats (python -m data.ingest incidents) om dit te zien."
    return [
        html.Section([heading(title, text), html.P(load, className="empty")], className="card", **{"aria-label": title})
        for title, text in missing.items()
    ]


def not_drawn(selection: Selection) -> list[Any]:
    """When the zone of the priority is not among the loaded areas."""
    name = selection.the_priority.name
    text = f"De zone van {name} staat niet op deze kaart: nachten en buurten errond zijn er dus niet."
    return [html.Section([heading(name, text)], className="card", **{"aria-label": name})]


def zone_cards(view: ZoneView) -> Later:
    """The three cards."""
    parts = {
        "Nachten": _nights(view),
        "Weken van het academiejaar": _weeks(view),
        f"{view.zone_name} en de buurten errond": _around(view),
    }
    sections = [html.Section(p.nodes, className="card", **{"aria-label": name}) for name, p in parts.items()]
    return Later(sections, {key: figure for p in parts.values() for key, figure in p.charts.items()})


def _nights(view: ZoneView) -> Later:
    asked, mine = view.when.asked, view.when.mine
    title = heading(
        f"Nachten in {asked.focus_name}",
        f"feiten van {NIGHT_FROM} tot {NIGHT_UNTIL} uur, bij de dag waarop de avond begint: de nacht van donderdag "
        f"loopt tot vrijdag {NIGHT_UNTIL} uur. Donker: {words.months(asked.facts.months)}"
        f"{' (gestreept: voorlopig)' if view.when.provisional else ''}{asked.chosen}; "
        f"grijs: {view.compared.short.lower()}. ",
        method_link("nachten", "Hoe?"),
    )
    if not mine.timed:
        return Later([title, html.P("Geen feiten met een bruikbaar tijdstip in deze periode.", className="empty")], {})
    frame = view.nights.assign(
        label=[f"{day}→{SHORT[(i + 1) % 7]}" for i, day in enumerate(SHORT)],
        text=[_rounded(n) + (" (voorlopig)" if n == 0 and view.when.provisional else "") for n in view.nights["n"]],
        before_text=[_rounded(n) for n in view.nights["before"]],
    )
    figure = nights(frame, provisional=view.when.provisional)
    menu = export_button("nachten", graph=NIGHTS)
    return Later([menu, title, chart(NIGHTS, 180), html.P(_night_sentence(view), className="quiet")], {NIGHTS: figure})


def _night_sentence(view: ZoneView) -> str:
    mine, found = view.when.mine, view.nights
    n = float(found["n"].sum())
    most = int(found["n"].idxmax()) - 1
    parts = [
        f"Van {words.plural(mine.timed, *FACTS)} met een tijdstip vallen er {_rounded(n)} in een nacht, "
        f"de meeste ({_rounded(float(found['n'].max()))}) in de nacht van {DAYS[most]}."
    ]
    if view.whole:
        before = float(found["before"].sum())
        parts.append(f"{view.compared.short}: {_rounded(before)} in een nacht.")
    else:
        parts.append(f"Geen vergelijking: er zijn geen losse feiten van heel {view.compared.span}.")
    if mine.untimed:
        parts.append(f"{words.plural(mine.untimed, *FACTS)} zonder bruikbaar tijdstip niet meegeteld.")
    parts.append("Een feit met een tijdvenster telt mee voor het deel dat in de nacht ligt.")
    return " ".join(parts)


def _weeks(view: ZoneView) -> Later:
    asked, weeks = view.when.asked, view.weeks
    title = "Weken van het academiejaar"
    if weeks.empty:
        reason = "De losse feiten van deze categorieën dekken geen enkele week van een gekend academiejaar."
        return Later([heading(title, reason)], {})
    years = list(dict.fromkeys(weeks["year"]))
    newest = next(year for year in ACADEMIC_YEARS if year.id == years[-1])
    earlier = ", een eerder jaar grijs"
    if len(years) > 2:
        earlier = f", {len(years) - 1} eerdere jaren grijs (streep: hun gemiddelde)"
    subtitle = (
        f"feiten per week in {asked.focus_name}, alle jaren met losse feiten{asked.chosen}: {newest.id} donker"
        f"{earlier if len(years) > 1 else ''}; stippels: voorlopig. De strook toont de weken van {newest.id}"
        + (" (volgens de regel van de UGent-kalender, kan een week afwijken)." if newest.known == "regel" else ".")
    )
    named = weeks.assign(month_name=[words.MONTH_NAMES[week.month - 1] for week in weeks["week"]])
    rows = zip(weeks["year"], weeks["number"], weeks["name"], weeks["n"], weeks["status"], strict=True)
    texts = [
        f"{year}, week {number} ({name.lower()}): {_rounded(n)} feiten" + (", voorlopig" if s == "provisional" else "")
        for year, number, name, n, s in rows
    ]
    nodes = [
        export_button("weken", graph=WEEKS),
        heading(title, subtitle + " ", method_link("academische-weken", "Hoe?")),
        chart(WEEKS, 220),
        _kinds(),
        html.P(_week_sentence(weeks, view.weeks_untimed), className="quiet"),
    ]
    return Later(nodes, {WEEKS: academic_weeks(named, usual_weeks(weeks), texts=texts)})


def _kinds() -> html.Div:
    names = {"les": "lesweken", "inhaal": "inhaalweek", "examen": "blok en examens", "vakantie": "vakantie"}
    return html.Div(
        [html.Div([html.Span(className="swatch", style={"background": STRIP[k]}), n]) for k, n in names.items()],
        className="week-kinds",
        **{"data-legend-of": WEEKS},  # goes along in a picture of the chart
    )


def _week_sentence(weeks: pd.DataFrame, untimed: int) -> str:
    """The mean of each kind of week over all years, with how many weeks that is."""
    kinds = {"les": "lesweek", "examen": "week van blok of examens", "vakantie": "vakantieweek"}
    known = weeks[weeks["status"] != "missing"]
    parts = []
    for kind, name in kinds.items():
        mine = known.loc[known["kind"] == kind, "n"]
        if len(mine):
            parts.append(
                f"{words.number(float(mine.mean()), 1)} per {name} ({words.plural(len(mine), 'week', 'weken')})"
            )
    text = f"Gemiddeld over alle jaren: {words.listing(parts)}." if parts else ""
    return text + (f" {words.plural(untimed, *FACTS)} zonder gekende dag niet meegeteld." if untimed else "")


def _around(view: ZoneView) -> Later:
    asked, rows = view.when.asked, view.around
    title = f"{view.zone_name} en de buurten errond"
    if not view.whole:
        reason = f"Geen vergelijking: er zijn geen losse feiten van heel {words.months(asked.facts.months)} en heel "
        return Later([heading(title, f"{reason}{view.compared.span}.")], {})
    if rows.empty:
        return Later([heading(title, f"Geen buurten op deze kaart raken {view.zone_name}.")], {})
    family = int(rows["family"].iloc[0])
    subtitle = (
        f"feiten in {words.months(asked.facts.months)} en in {view.compared.span}{asked.chosen}. In een buurt "
        "die deels in de zone ligt, telt enkel het deel erbuiten. "
        f"Oordelen gecorrigeerd voor {words.plural(family, 'vergelijking', 'vergelijkingen')} tegelijk. "
    )
    columns = ("Gebied", "Nu", view.compared.short, "Verschil", "Oordeel")
    header = [html.Th(name, scope="col", className="number" if 0 < i < 4 else "") for i, name in enumerate(columns)]
    body = [_row(str(code), rows.loc[code], view) for code in rows.index]
    table = html.Table([html.Thead(html.Tr(header)), html.Tbody(body)], className="around")
    nodes = [
        export_button("errond"),
        heading(title, subtitle, method_link("verplaatsing", "Hoe?")),
        table,
        html.P(_moved(view), className="quiet"),
    ]
    return Later(nodes, {})


def _row(code: str, row: pd.Series, view: ZoneView) -> html.Tr:
    name: Any = "Buurten errond samen" if code == AROUND else html.Button(str(row["name"]), **{"data-area": code})
    difference = float(row["difference"])
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    return html.Tr(
        [
            html.Th(name, scope="row"),
            html.Td(words.number(float(row["now"])), className="number"),
            html.Td(_rounded(float(row["before"]) / view.compared.exposure), className="number"),
            html.Td(sign + _rounded(abs(difference)), className="number"),
            html.Td(verdict_badge(str(row["verdict"]), short=True, tested=tested_words(row.to_dict()))),
        ],
        className="is-zone" if code == view.zone else "is-total" if code == AROUND else "",
    )


def _moved(view: ZoneView) -> str:
    """What the zone and its surroundings did, side by side; that one caused the other is never said."""
    inside, around = view.around.loc[view.zone], view.around.loc[AROUND]

    def said(row: pd.Series) -> str:
        before = _rounded(float(row["before"]) / view.compared.exposure)
        return f"{words.number(float(row['now']))} tegenover {before} ({WORDS[str(row['verdict'])]})"

    start = f"In {view.zone_name}: {said(inside)}; in de buurten errond samen: {said(around)}. "
    pair = {str(inside["verdict"]), str(around["verdict"])}
    if pair == {"meer", "minder"}:
        return start + (
            "De ene ging omhoog en de andere omlaag, meer dan toeval. Dat kan een verplaatsing zijn, "
            "maar deze cijfers tonen niet dat het ene door het andere komt."
        )
    return start + (
        "Dit wijst niet op een verplaatsing tussen beide en sluit er ook geen uit: kleine verschuivingen vallen binnen "
        "toeval, en een oorzaak tonen deze cijfers nooit."
    )


def _rounded(value: float) -> str:
    """A number of facts that may be made of parts of facts."""
    return words.number(value, 0 if value != value or abs(value - round(value)) < 0.05 else 1)
