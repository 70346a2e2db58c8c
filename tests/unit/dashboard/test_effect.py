"""Werkte het?: the counts are those of the database, and the sentence never says more than they do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from dashboard import effect_words
from dashboard.effect import look_at_effect
from dashboard.effect_view import EffectView
from data import queries
from data.queries import Months
from data.state.actions import Action
from data.statistics.displacement import BeforeAfter, scaled_difference

DAMPOORT = "W13"


def action(area: str = DAMPOORT, first: str = "2022-03-01", until: str | None = "2022-08-31", **more: Any) -> Action:
    days = (date.fromisoformat(first), date.fromisoformat(until) if until else None)
    values = {"id": 1, "title": "Proef", "priority": "fietsdiefstal"} | more
    return Action(values["id"], 1, values["title"], area, values["priority"], *days, "", datetime(2026, 1, 1), "intern")


def effect(of: Action, **choices: Any) -> EffectView:
    return look_at_effect(of, queries.current(), **({"audience": "intern"} | choices))


def facts(codes: tuple[str, ...], months: str, category: str = "fietsdiefstal") -> int:
    """Counted from the single facts, wijk by wijk."""
    first, last = (date.fromisoformat(f"{end}-01") for end in months.split("_"))
    matrix = queries.area_months(queries.current(), categories=(category,), level="wijk", grain="incidents")
    assert matrix is not None
    return int(sum(queries.total(matrix, Months(first, last), (code,))[0] for code in codes))


def test_the_counts_are_those_of_the_area_of_what_touches_it_and_of_the_rest(demo: Path) -> None:
    view = effect(action())
    assert view.months is not None
    assert (view.months.after.iso(), view.months.before.iso()) == ("2022-03_2022-08", "2021-03_2021-08")
    snapshot = queries.current()
    frame = queries.areas(snapshot)
    wijken = tuple(frame.index[(frame["level"] == "wijk") & frame["is_located"]])
    touching = queries.touching(snapshot, code=DAMPOORT, level="wijk")
    rest = tuple(code for code in wijken if code != DAMPOORT and code not in touching)
    expected = [
        tuple(facts(codes, months) for months in ("2021-03_2021-08", "2022-03_2022-08"))
        for codes in ((DAMPOORT,), rest, touching)
    ]
    assert [(row.before, row.after) for row in view.rows] == expected
    area, control, around = (BeforeAfter(*pair) for pair in expected)
    assert view.alone == scaled_difference(area, control, phi=view.phi)
    assert view.together == scaled_difference(area, control, around, phi=view.phi)
    assert view.phi > 1


def test_another_area_as_comparison_and_one_that_overlaps(demo: Path) -> None:
    view = effect(action(), comparison="W18")
    pair = (facts(("W18",), "2021-03_2021-08"), facts(("W18",), "2022-03_2022-08"))
    assert (view.rows[1].name, view.rows[1].before, view.rows[1].after) == ("Ledeberg", *pair)
    frame = queries.areas(queries.current())
    inside = frame.index[frame["parent_code"] == DAMPOORT][0]
    refused = effect(action(), comparison=inside)
    assert (refused.rows, refused.alone) == ((), None)
    assert "overlapt met Dampoort" in effect_words.sentence(refused)
    assert "bestaat niet" in effect_words.sentence(effect(action(), comparison="W99"))
    # A neighbour that is compared with is not added to what lies around as well.
    neighbour = queries.touching(queries.current(), code=DAMPOORT, level="wijk")[0]
    names = [row.name for row in effect(action(), comparison=neighbour).rows]
    assert names[2] != effect(action()).rows[2].name


@pytest.mark.parametrize(("area", "errond"), [("44021A33K", "buurt"), ("Z-OVERPOORT", "buurt"), (DAMPOORT, "wijk")])
def test_every_level_has_its_counts_and_each_fact_counts_once(demo: Path, area: str, errond: str) -> None:
    frame = queries.areas(queries.current())
    area = area if area in frame.index else str(frame.index[frame["level"] == "buurt"][0])
    view = effect(action(area, "2021-09-01", "2022-08-31"))
    assert [row.role for row in view.rows] == ["gebied", "vergelijking", "errond"]
    assert errond in view.rows[2].name
    wijken = tuple(frame.index[(frame["level"] == "wijk") & frame["is_located"]])
    assert sum(row.after for row in view.rows) == facts(wijken, "2021-09_2022-08")


@pytest.mark.parametrize(
    ("of", "said", "counted"),
    [
        (action(until="2022-03-30"), "duurde geen volledige maand", False),
        (action(first="2031-01-01", until=None), "nog geen volledige maand met definitieve cijfers", False),
        (action(first="2031-01-01", until="2031-12-31"), "Niet voor alle maanden zijn er cijfers", True),
        (action(first="2018-03-01", until="2018-08-31"), "Niet voor alle maanden zijn er cijfers", True),
        (action(first="2023-03-01", until="2023-04-30"), "nog voorlopig", True),
        (action("44021A33K", first="2022-03-01", until="2022-03-31", priority="verkeer"), "te weinig feiten", True),
        (action("WEG"), "bestaat niet meer", False),
        (action(priority="geluk"), "bestaat niet meer", False),
    ],
)
def test_what_cannot_be_judged_says_so_and_has_no_verdict(demo: Path, of: Action, said: str, counted: bool) -> None:
    view = effect(of)
    assert view.reason is not None
    assert said in effect_words.sentence(view)
    assert bool(view.rows) is counted
    assert not effect_words.together_sentence(view)
    for text in (effect_words.sentence(view), effect_words.short(view), effect_words.verdict(view)):
        assert "verwacht" not in text
        assert "effect" not in text


@pytest.mark.parametrize(
    ("counts", "says", "never"),
    [
        ((BeforeAfter(200, 100), BeforeAfter(2000, 2000)), "Minder feiten dan verwacht", "aantoonbaar"),
        ((BeforeAfter(100, 200), BeforeAfter(2000, 2000)), "Meer feiten dan verwacht", "aantoonbaar"),
        ((BeforeAfter(100, 95), BeforeAfter(2000, 2000)), "Geen aantoonbaar effect", "feiten dan verwacht"),
    ],
)
def test_a_verdict_claims_no_cause(demo: Path, counts, says: str, never: str) -> None:
    found = scaled_difference(*counts, phi=1.5)
    view = replace(effect(action()), alone=found, together=None, reason=None)
    text = effect_words.sentence(view)
    assert says in text
    assert never not in text
    assert (effect_words.NO_PROOF in text) is (found.verdict != "geen aantoonbaar effect")
    assert (effect_words.NO_PROOF in effect_words.short(view)) is (found.verdict != "geen aantoonbaar effect")
    for claim in ("dankzij", "door de aanpak", "werkt", "bewezen"):
        assert claim not in text


def test_what_belongs_to_the_numbers_is_said(demo: Path) -> None:
    others = (action(id=2, title="Ook hier"), action(id=3, title="Andere prioriteit", priority="overlast"))
    view = effect(action(first="2021-03-01", until="2021-06-30"), others=others)
    assert any("lockdown" in note for note in view.notes)
    assert any("Ook hier" in note for note in effect(action(), others=others).notes)
    assert not any("Andere prioriteit" in note for note in effect(action(), others=others).notes)
    dumping = effect(action(priority="overlast"), group="sluikstort")
    assert dumping.group is not None
    assert dumping.group.note in dumping.notes  # these facts follow who looks for them


def test_with_monthly_counts_only_a_wijk_is_judged_and_a_buurt_says_why_not(demo: Path) -> None:
    view = effect(action(priority="verkeer"), group="parkeren")
    assert (view.grain, len(view.rows)) == ("counts", 3)
    frame = queries.areas(queries.current())
    buurt = str(frame.index[(frame["level"] == "buurt") & frame["is_located"]][0])
    assert "geen cijfers per buurt" in effect_words.sentence(
        effect(action(buurt, priority="verkeer"), group="parkeren")
    )
