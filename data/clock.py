"""What the clock of this machine says: the one place of `data` that asks, so that a test can set it.

It can be set back or ahead while the program runs. So nothing is put in order by it, nothing waits by it (that is
`time.monotonic`), and what is removed by age asks for more than its word.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BELGIUM = ZoneInfo("Europe/Brussels")


def now() -> datetime:
    """This moment, UTC, without zone, in whole seconds."""
    return datetime.fromtimestamp(int(time.time()), UTC).replace(tzinfo=None)


def today() -> date:
    """The day that it is in Belgium, wherever the machine thinks it stands."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The day in Belgium of a moment as `now` gives it: there it is already the next day for the last hours of UTC."""
    return moment.replace(tzinfo=UTC).astimezone(BELGIUM).date()
