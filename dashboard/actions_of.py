"""The aanpak that belongs to a selection."""

from __future__ import annotations

from data import queries
from data.config import Audience
from data.errors import StateError
from data.queries import Snapshot
from data.state import actions
from data.state.actions import Action


def actions_of(
    priority: str | None, focus: tuple[str, ...], snapshot: Snapshot, notices: list[str], audience: Audience
) -> tuple[Action, ...]:
    """What was done in the areas of a selection, in an area that holds one of them, or in one that lies in them.

    Args:
        priority: Id of the priority; None is every one.
        focus: Area codes; empty is the whole city, in which everything lies.
        notices: Gets a sentence when the store does not answer; the figures are shown all the same.

    Returns:
        The actions, oldest first; none for who may not see them.
    """
    try:
        found = [a for a in actions.actions(audience=audience) if priority in (None, a.priority)]
    except StateError as error:
        notices.append(f"De aanpak is nu niet te lezen: {error}")
        return ()
    if focus and found:
        near = queries.nested(snapshot, codes=focus, audience=audience)
        found = [a for a in found if a.area_code in near]
    return tuple(reversed(found))
