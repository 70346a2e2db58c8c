"""From the columns of a file to the time of a fact: a moment, a window, or only its month and hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.catalogue.incident_source import DateFormat, TimeColumns
from data.ingest.incidents.times import FIRST_YEAR, is_future, read_dates, to_days
from data.ingest.months import MONTH_WORDS

_DAY = pd.Timedelta(days=1)


@dataclass(frozen=True)
class Moments:
    """When the facts of a chunk happened.

    Attributes:
        frame: Columns time_from, time_until, time_known, hour, month as in table `incident`, and fault (Dutch reason
            to reject the row, else null). One row a row of the chunk.
        flags: Dutch sentence to which rows it is true of; such rows are kept.
        defects: The same, of what the file lacks, counted over all rows.
    """

    frame: pd.DataFrame
    flags: dict[str, pd.Series]
    defects: dict[str, pd.Series]


def read_moments(frame: pd.DataFrame, columns: TimeColumns, form: DateFormat, today: date) -> Moments:
    """Reads when every fact of a chunk happened.

    Args:
        frame: The columns that `columns` names, as str.
        columns: Which column tells what.
        form: How dates are written.
        today: What lies after this day is refused.

    Returns:
        One row for each row of the frame, in the same order.
    """
    if columns.begin is not None and columns.until is not None:
        return _windows(read_dates(frame[columns.begin], form), read_dates(frame[columns.until], form), today)
    if columns.year is not None:
        return _parts(frame, columns, today)
    read = read_dates(frame[columns.moment or columns.date or ""], form)
    fault = read["fault"].mask(read["fault"].isna() & read["time"].isna(), "de datum ontbreekt")
    fault = fault.mask(fault.isna() & is_future(read["time"], today), "de datum ligt in de toekomst")
    known = pd.Series(np.where(read["has_clock"], "minute", "day"), index=frame.index, dtype="str")
    if columns.hour is None:
        return Moments(_finished(read["time"], None, known, None, fault), {}, {})
    clock, flags = _clock(frame[columns.hour])
    time = read["time"].dt.normalize() + pd.to_timedelta(clock["seconds"].fillna(0), unit="s")
    known = clock["known"].fillna("day")
    return Moments(_finished(time, None, known, None, fault), flags, {})


def _windows(begin: pd.DataFrame, until: pd.DataFrame, today: date) -> Moments:
    no_begin, no_until = begin["time"].isna(), until["time"].isna()
    fault = begin["fault"].fillna(until["fault"])
    fault = fault.mask(fault.isna() & no_begin & no_until, "begin en einde ontbreken: de maand is niet gekend")
    start, end = begin["time"], until["time"]
    end = end.mask(end.notna() & ~until["has_clock"], end + _DAY)  # to the end of that day
    late = is_future(start, today) | is_future(until["time"], today)
    fault = fault.mask(fault.isna() & late, "de datum ligt in de toekomst")
    back = (end < start) & (until["instant"] >= begin["instant"])  # the clock was set back in between
    end = end.mask(back, start)
    wrong = end < start
    known = pd.Series("minute", index=start.index, dtype="str")
    known = known.mask(~begin["has_clock"] & ~until["has_clock"], "day")
    known = known.mask(no_until | wrong, "from").mask(no_begin, "until")
    end = end.mask(wrong | (end == start))
    flags = {"het einde ligt voor het begin: alleen het begin telt": wrong}
    defects = {  # what stands there and is no date is a fault of its own
        "het begin van het tijdvenster ontbreekt": no_begin & begin["fault"].isna(),
        "het einde van het tijdvenster ontbreekt": no_until & until["fault"].isna(),
    }
    return Moments(_finished(start, end, known, None, fault), flags, defects)


def _parts(frame: pd.DataFrame, columns: TimeColumns, today: date) -> Moments:
    year = _whole(frame[columns.year or ""])
    month = _whole(
        frame[columns.month or ""].str.casefold().str.rstrip(".").replace({w: str(n) for w, n in MONTH_WORDS.items()})
    )
    day = _whole(frame[columns.day]) if columns.day is not None else pd.Series(np.nan, index=frame.index)
    no_day = ~day.between(1, 31)
    y, m, d = (np.asarray(part.fillna(0), dtype=np.int64) for part in (year, month, day.mask(no_day, 1)))
    days, real = to_days(y, m, d)
    date_of = pd.Series(days.astype("datetime64[s]"), index=frame.index).where(real)
    fault = pd.Series(None, index=frame.index, dtype="str")
    shown = " (" + frame[columns.year or ""].fillna("") + "-" + frame[columns.month or ""].fillna("") + ")"
    fault = fault.mask(~real, "deze datum bestaat niet" + shown)
    empty = frame[columns.year or ""].isna() | frame[columns.month or ""].isna()
    fault = fault.mask(empty, "het jaar of de maand ontbreekt")
    fault = fault.mask(fault.isna() & (year < FIRST_YEAR), "onmogelijk jaar" + shown)
    fault = fault.mask(fault.isna() & is_future(date_of, today), "de datum ligt in de toekomst" + shown)
    flags: dict[str, pd.Series] = {}
    if columns.day is not None:
        flags["de dag is niet gekend: maand en uur blijven bewaard"] = no_day
    known = pd.Series("day", index=frame.index, dtype="str")
    hour = None
    time = date_of
    if columns.hour is not None:
        clock, told = _clock(frame[columns.hour])
        flags |= told
        time = date_of + pd.to_timedelta(clock["seconds"].fillna(0), unit="s")
        known = clock["known"].fillna("day")
        hour = (clock["seconds"] // 3600).where(no_day)
    known = known.mask(no_day, "month")
    return Moments(_finished(time.mask(no_day), None, known, hour, fault, date_of), flags, {})


def _clock(values: pd.Series) -> tuple[pd.DataFrame, dict[str, pd.Series]]:
    """Seconds since midnight and whether that is known to the hour or the minute; null when it is not an hour."""
    read = values.str.extract(r"^([0-9]{1,2})(?:[.,]0+)?(?:[:u.h]([0-9]{2})?(?::[0-9]{2})?)?$")
    hour, minute = pd.to_numeric(read[0]), pd.to_numeric(read[1])
    real = (hour <= 23) & ~(minute > 59)
    seconds = (hour * 3600 + minute.fillna(0) * 60).where(real)
    known = pd.Series(np.where(minute.notna(), "minute", "hour"), index=values.index, dtype="str").where(real)
    return pd.DataFrame({"seconds": seconds, "known": known}), {"het uur is niet gekend": ~real}


def _whole(values: pd.Series) -> pd.Series:
    return pd.to_numeric(values.where(values.str.fullmatch(r"[0-9]{1,4}(?:\.0+)?").fillna(False)), errors="coerce")


def _finished(
    start: pd.Series,
    end: pd.Series | None,
    known: pd.Series,
    hour: pd.Series | None,
    fault: pd.Series,
    month: pd.Series | None = None,
) -> pd.DataFrame:
    until = end if end is not None else pd.Series(pd.NaT, index=start.index, dtype="datetime64[s]")
    precise = known.isin(["minute", "hour"]) & until.isna()
    hours = start.dt.hour.where(precise).astype("Int64")
    if hour is not None:
        hours = hours.fillna(hour.astype("Int64"))
    day = start.fillna(until) if month is None else month
    return pd.DataFrame(
        {
            "time_from": start,
            "time_until": until,
            "time_known": known,
            "hour": hours,
            "month": day.dt.to_period("M").dt.to_timestamp(),
            "fault": fault.astype("str"),
        }
    )
