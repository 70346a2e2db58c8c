"""The log: who saw, took along, imported or changed what, and when. Lines are added and, after their time, removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select

from data import clock
from data.config import settings
from data.errors import StateError
from data.state.store import owning, reading, writing
from data.state.tables import audit

WHATS = ("bekeken", "uitgevoerd", "ingevoerd", "gewijzigd", "aangemeld", "afgemeld", "geweigerd", "gewist")
"""What can stand in the log, as it stands on screen."""
LONGEST = 1000
_PAGE = 5000
_SILENCE = timedelta(days=31)
_DOUBT = (
    "Er is niets gewist uit het logboek. Volgens deze machine is het {now}, en na {until} zag ze meer dan een maand "
    "niemand. Staat haar klok juist? Voer dan uit: python -m data.audit purge --klok-klopt"
)


@dataclass(frozen=True)
class Line:
    """One line of the log.

    Attributes:
        by: Who. audience: At which profile. what: One of WHATS.
        about: Area codes with commas between, or what else it was about.
        address: Path and query that was asked.
        at: UTC, without zone. id: Number, 0 before it is kept.
    """

    by: str
    audience: str
    what: str
    about: str
    address: str
    at: datetime = field(default_factory=clock.now)
    id: int = 0


def add(lines: Sequence[Line]) -> None:
    """Adds lines, all of them or none.

    Raises:
        StateError: when the store does not answer.
    """
    rows = [asdict(line) | {"about": line.about[:LONGEST], "address": line.address[:LONGEST]} for line in lines]
    for row in rows:
        del row["id"]
    if rows:
        with writing() as connection:
            connection.execute(insert(audit), rows)


def lines(*, by: str = "", what: str = "", before: int = 0, most: int = 200) -> tuple[Line, ...]:
    """Lines of the log, the latest first.

    Args:
        by: Only of this person. what: Only of this kind.
        before: Only with a lower number, to go on where the last page ended; 0 is from the latest.
        most: How many at most.
    """
    query = select(audit).order_by(audit.c.id.desc()).limit(most)
    for column, value in ((audit.c.by, by), (audit.c.what, what)):
        query = query.where(column == value) if value else query
    query = query.where(audit.c.id < before) if before else query
    with reading() as connection:
        return tuple(Line(**row) for row in connection.execute(query).mappings())


def every_line(*, by: str = "", what: str = "") -> Iterator[Line]:
    """All lines, the latest first, a few thousand in memory at a time."""
    before = 0
    while found := lines(by=by, what=what, before=before, most=_PAGE):
        yield from found
        before = found[-1].id


def purge(*, is_sure: bool = False) -> int:
    """Removes the lines that are older than they are kept (AUDIT_KEEP_DAYS), and says so in the log itself.

    A clock that is wrong removes nothing that should stay. One that was set back gave lines an old date: only lines
    before the first that still has to stay go. One that is far ahead makes everything old: it shows as a silence.

    Args:
        is_sure: Somebody looked at the clock: also after a silence.

    Returns:
        How many were removed.

    Raises:
        StateError: when the clock cannot be right, or nobody was seen for a month; nothing is removed.
    """
    now = clock.now()
    oldest = now - timedelta(days=settings().audit_keep_days)
    stays = (audit.c.at >= oldest, audit.c.at <= now)  # what is of a later moment than now says nothing
    with owning() as connection:
        first, since = connection.execute(select(func.min(audit.c.id), func.min(audit.c.at)).where(*stays)).one()
        due = [audit.c.at < oldest, *([audit.c.id < first] if first else [])]
        until = connection.execute(select(func.max(audit.c.at)).where(*due)).scalar()
        if until and not is_sure and (since is None or since - until > _SILENCE):
            raise StateError(_DOUBT.format(now=f"{now:%d/%m/%Y}", until=f"{until:%d/%m/%Y}"))
        gone = connection.execute(delete(audit).where(*due)).rowcount
    if gone:
        add([Line("beheer", "intern", "gewist", f"{gone} regels van voor {oldest:%Y-%m-%d}", "")])
    return int(gone)


def areas_of(codes: Iterable[str]) -> str:
    """Area codes as the log holds them; none is the whole city."""
    return ", ".join(codes) or "hele stad"
