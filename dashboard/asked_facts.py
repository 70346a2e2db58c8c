"""Which single facts a selection asks for: those on the map layers of points and heat."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import availability, words
from dashboard.errors import SelectionError
from dashboard.fact_choice import phrases
from dashboard.fact_gaps import unpublished
from dashboard.selection import Selection
from data import queries
from data.config import Audience
from data.queries import FactFilter, Facts, Months, Snapshot

POINTS = "punten"


@dataclass(frozen=True)
class Asked:
    """The facts of a selection, and what is to be said about them.

    Attributes:
        facts: In the chosen areas; `city`: the same in the whole city.
        known: First and last month of the single facts of each category that has them.
        unpublished: That the whole period has none of them, as a sentence; empty where it has.
    """

    selection: Selection
    facts: Facts
    known: dict[str, Months]
    focus_name: str
    city_name: str
    unpublished: str

    @property
    def city(self) -> Facts:
        """The same facts, in the whole city."""
        return Facts(self.facts.categories, self.facts.months, wanted=self.facts.wanted)

    @property
    def chosen(self) -> str:
        """What else is chosen among the facts, each after a comma; empty when nothing is."""
        wanted = self.facts.wanted
        return "".join(f", {said}" for said in phrases(wanted)) if isinstance(wanted, FactFilter) else ""


def asked_facts(search: str, snapshot: Snapshot, audience: Audience) -> Asked:
    """The facts of a selection.

    Args:
        search: Query part of the URL.

    Raises:
        SelectionError: when the selection cannot be, or has no single facts.
    """
    selection = Selection.from_query(search)
    info = queries.snapshot_info(snapshot, audience=audience)
    if info.months is None:
        raise SelectionError("Er zijn nog geen cijfers geladen.")
    known_fields = availability.told(selection, snapshot, audience)
    selection = availability.chosen_facts(selection, known_fields, snapshot, audience, [])
    reason = availability.layers(selection, snapshot, audience)[POINTS]
    if reason:
        raise SelectionError(f"{reason}.")
    all_areas = queries.areas(snapshot, audience=audience)
    focus = availability.focus(selection, snapshot, all_areas, audience, [])
    months = availability.period(selection, info.months, [])
    known = queries.incident_months(snapshot, audience=audience)
    categories = tuple(c for c in selection.the_categories if c in known)
    names = [str(all_areas.at[code, "name"]) for code in focus]
    return Asked(
        selection,
        Facts(categories, months, focus, selection.wanted(known_fields)),
        known,
        words.listing(names) if names else info.city,
        info.city,
        unpublished(categories, months, snapshot, audience),
    )
