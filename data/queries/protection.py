"""Which figures an audience gets protected, and which it does not get at all.

Figures that are counted from real single facts are the only ones that are protected: published counts are public
already, so are the facts of a source that says so, and the facts of a demonstration are nobody's.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from sqlalchemy import select

from data.config import PUBLIEK, Audience
from data.errors import ProtectedError
from data.snapshot import Snapshot
from data.tables import coverage, incident, source

EXACT_AUDIENCE: Audience = "intern"
"""Who gets single facts and exact counts of them."""

ONLY_INTERN = (
    "Enkel voor profiel intern: van deze losse feiten geeft profiel {audience} enkel beschermde aantallen per gebied "
    "en per maand"
)


def protected_categories(snapshot: Snapshot, *, audience: Audience = PUBLIEK) -> frozenset[str]:
    """The categories of which this audience gets protected counts only, where they come from single facts."""
    return frozenset() if audience == EXACT_AUDIENCE else _real(snapshot.published)


@lru_cache(maxsize=4)
def _real(snapshot: Snapshot) -> frozenset[str]:
    """The categories that have single facts of any source but a demonstration or one that is public itself."""
    unprotected = select(source.c.source_id).where(source.c.is_demo | source.c.is_public)
    foreign = coverage.c.source_id.not_in(unprotected)
    published = select(coverage.c.category_id).where(coverage.c.grain == "incidents", foreign)
    stored = select(incident.c.category_id).where(incident.c.source_id.not_in(unprotected))
    with snapshot.engine.connect() as connection:
        return frozenset(category for (category,) in connection.execute(published.union(stored)))


def is_approximate(
    snapshot: Snapshot, *, grain: str | None, categories: Collection[str], audience: Audience = PUBLIEK
) -> bool:
    """Whether counts of these categories in this grain are protected, and so are said with "ongeveer"."""
    known = protected_categories(snapshot, audience=audience)
    return grain == "incidents" and not known.isdisjoint(categories)


def why_not_facts(snapshot: Snapshot, *, categories: Collection[str], audience: Audience = PUBLIEK) -> str:
    """Why this audience does not get single facts of these categories, or what is made of them; empty when it does.

    Returns:
        A sentence without its full stop.
    """
    withheld = is_approximate(snapshot, grain="incidents", categories=categories, audience=audience)
    return ONLY_INTERN.format(audience=audience) if withheld else ""


def check_facts(snapshot: Snapshot, *, categories: Collection[str], audience: Audience = PUBLIEK) -> None:
    """Stands before every query that reads single facts.

    Raises:
        ProtectedError: when the audience may not have them.
    """
    reason = why_not_facts(snapshot, categories=categories, audience=audience)
    if reason:
        raise ProtectedError(f"{reason}.")
