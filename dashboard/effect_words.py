"""What "Werkte het?" says in words, never more than the numbers."""

from __future__ import annotations

from dashboard import words
from dashboard.effect_view import EffectView
from data.statistics.displacement import WeightedDifference

NO_PROOF = "dat bewijst niet dat de aanpak de oorzaak is"
VERDICTS = {
    "minder": "minder feiten dan verwacht",
    "meer": "meer feiten dan verwacht",
    "geen aantoonbaar effect": "geen aantoonbaar effect",
    "te weinig": "te weinig feiten om te zeggen",
}


def verdict(view: EffectView) -> str:
    """The verdict in a few words."""
    if view.reason is not None:
        return view.reason.short
    return VERDICTS[view.alone.verdict] if view.alone else ""


def sentence(view: EffectView) -> str:
    """The counts, what was to be expected, and what that allows to say."""
    if not view.rows or view.months is None or view.group is None:
        return view.reason.sentence if view.reason else ""
    area, months = view.rows[0], view.months
    counted = (
        f"In {view.area_name} waren er {_n(area.after)} {view.group.subject} in {words.months(months.after)}, "
        f"tegenover {_n(area.before)} in {words.months(months.before)}."
    )
    if view.reason is not None or view.alone is None:
        return f"{counted} {view.reason.sentence if view.reason else ''}".strip()
    found = view.alone
    expected = (
        f"Was het veranderd zoals {view.comparison_name}, dan waren er {words.exact(round(found.expected))} verwacht; "
        f"het verschil is {_difference(found)}."
    )
    return f"{counted} {expected} {_conclusion(found)}"


def together_sentence(view: EffectView) -> str:
    """The same for the area and what touches it, or an empty text."""
    found = view.together
    if found is None or view.reason is not None:
        return ""
    said = {
        "minder": f"minder feiten dan verwacht; {NO_PROOF}",
        "meer": f"meer feiten dan verwacht; {NO_PROOF}",
        "geen aantoonbaar effect": "geen aantoonbaar effect",
        "te weinig": "te weinig feiten om te zeggen",
    }[found.verdict]
    beside = next(row.name for row in view.rows if row.role == "errond")
    return f"Samen met {beside}, waarheen feiten zich kunnen verplaatsen: {_difference(found)}; {said}."


def short(view: EffectView) -> str:
    """For the sheet: the counts and the verdict."""
    if view.alone is None or not view.rows:
        return verdict(view)
    area = view.rows[0]
    counts = f"{_n(area.before)} → {_n(area.after)}"
    if view.reason is not None:
        return f"{counts}: {verdict(view)}"
    more = f"; {NO_PROOF}" if view.alone.verdict in ("minder", "meer") else ""
    return f"{counts}, verwacht {_n(round(view.alone.expected))}: {verdict(view)}{more}"


def interval(found: WeightedDifference) -> str:
    """`−40 tot −4`."""
    return f"{words.signed(round(found.low))} tot {words.signed(round(found.high))}"


def _difference(found: WeightedDifference) -> str:
    return f"{words.signed(round(found.difference))} (95%: {interval(found)})"


def _conclusion(found: WeightedDifference) -> str:
    if found.verdict == "geen aantoonbaar effect":
        return "Geen aantoonbaar effect: dit verschil kan toeval zijn."
    return f"{VERDICTS[found.verdict].capitalize()}; {NO_PROOF}."


def _n(value: float) -> str:
    return words.number(value)
