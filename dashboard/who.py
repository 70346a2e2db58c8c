"""Who asks: the audience of this request, and the name that goes with what he changes.

Everything in dashboard/ that answers a request asks here; nothing else reads the profile of a visitor.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import g, has_request_context

from data.config import Audience, settings
from data.state import NOBODY_YET

INTERN: Audience = "intern"


@dataclass(frozen=True)
class Visitor:
    """One who asks.

    Attributes:
        audience: What detail he may see.
        name: Goes with what he changes; nobody signs in: one name for all of the profile.
        groups: Of the organisation that he is in, as whoever signed him in names them.
    """

    audience: Audience
    name: str = NOBODY_YET
    groups: frozenset[str] = frozenset()


def visitor() -> Visitor:
    """Who asks now; outside a request (a worker that reads in advance) it is one who did not sign in."""
    if not has_request_context():
        return stranger()
    if "visitor" not in g:
        g.visitor = stranger()
    found: Visitor = g.visitor
    return found


def stranger() -> Visitor:
    """One who did not sign in: the profile of this server."""
    return Visitor(settings().profile)


def audience() -> Audience:
    """The audience of this request."""
    return visitor().audience


def user() -> str:
    """The name that is kept with what this request changes."""
    return visitor().name
