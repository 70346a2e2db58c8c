"""Who asks: the audience of this request, and the name that goes with what he changes.

Everything in dashboard/ that answers a request asks here; nothing else reads the profile of a visitor.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Iterable
from dataclasses import dataclass

from flask import g, has_request_context, request, session

from data.config import PUBLIEK, Audience, settings
from data.state import NOBODY_YET

INTERN: Audience = "intern"
RAAD: Audience = "raad"
WARMING = "buurtveiligheid.warming"
"""Key that the server itself sets on the questions that it asks before the first visitor; none comes from outside."""
PERSON = "persoon"
"""What a session holds of the one who signed in: naam, groepen, tot (seconds)."""
LONGEST_NAME = 100


@dataclass(frozen=True)
class Visitor:
    """One who asks.

    Attributes:
        audience: What detail he may see.
        name: Goes with what he changes; without signing in one name for all of the profile.
        groups: Of the settings that he is in.
        signed_in: Whether somebody vouches for the name.
    """

    audience: Audience
    name: str = NOBODY_YET
    groups: frozenset[str] = frozenset()
    signed_in: bool = False


def visitor() -> Visitor:
    """Who asks now; outside a request (a worker that reads in advance) it is one who did not sign in."""
    if not has_request_context():
        return stranger()
    if "visitor" not in g:
        g.visitor = _found() or stranger()
    found: Visitor = g.visitor
    return found


def stranger() -> Visitor:
    """One who did not sign in: the profile of this server, or publiek where people can sign in."""
    return Visitor(PUBLIEK if signs_in() else settings().profile)


def audience() -> Audience:
    """The audience of this request."""
    return visitor().audience


def user() -> str:
    """The name that is kept with what this request changes."""
    return visitor().name


def signs_in() -> bool:
    """Whether people sign in here."""
    return settings().auth != "none"


def is_personal() -> bool:
    """Whether an answer may be another for the next visitor, or is for intern: no shared cache may keep it."""
    return signs_in() or audience() == INTERN


def reads_log() -> bool:
    """Whether this visitor may read who did what."""
    wanted = names_of(settings().groups_logboek)
    return audience() == INTERN and (not wanted or bool(wanted & visitor().groups))


def person(name: str, groups: Iterable[str]) -> Visitor:
    """Somebody whose name and groups are vouched for; groups that no setting names are left out."""
    config = settings()
    intern, raad = names_of(config.groups_intern), names_of(config.groups_raad)
    mine = frozenset(groups) & (intern | raad | names_of(config.groups_logboek))
    profile = INTERN if mine & intern else RAAD if mine & raad else PUBLIEK
    return Visitor(profile, name[:LONGEST_NAME], mine, signed_in=True)


def base_url() -> str:
    """What comes before the path in a link that is taken along; behind a proxy only the setting knows https."""
    return (settings().base_url or request.host_url).rstrip("/")


def names_of(setting: str) -> frozenset[str]:
    """The names in a setting, which has commas between them."""
    return frozenset(name for name in (part.strip() for part in setting.split(",")) if name)


def is_trusted(address: str) -> bool:
    """Whether an address is one of the proxies whose headers are believed."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(found in ipaddress.ip_network(net, strict=False) for net in names_of(settings().trusted_proxies))


def _found() -> Visitor | None:
    kind = settings().auth
    if kind == "header":
        return _of_proxy()
    return _of_session() if kind == "oidc" else None


def _of_proxy() -> Visitor | None:
    """Only from the address that the connection really comes from: every other header of a visitor can be made up."""
    if not is_trusted(request.environ.get("REMOTE_ADDR", "")):
        return None
    config = settings()
    name = _header(config.auth_user_header)
    if not name or "," in name or not name.isprintable():  # a comma: the header was sent twice, and one is not his
        return None
    return person(name, (part.strip() for part in _header(config.auth_groups_header).replace(";", ",").split(",")))


def _header(name: str) -> str:
    return request.headers.get(name, "").encode("latin-1", "replace").decode("utf-8", "replace").strip()


def _of_session() -> Visitor | None:
    held = session.get(PERSON)
    left = held.get("tot", 0) - time.time() if isinstance(held, dict) else 0.0
    if not 0 < left <= settings().session_minutes * 60:  # more is left than it ever had: the clock was set back
        return None
    return person(str(held["naam"]), held["groepen"])
