"""Reading when a fact happened: what is known is kept, what is not is never made up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.catalogue.incident_source import DateFormat
from data.errors import InputError
from data.ingest.progress import dutch

FIRST_YEAR = 1950
_DATE = (
    r"^(?P<a>[0-9]{1,4})[-/.](?P<b>[0-9]{1,2})[-/.](?P<c>[0-9]{1,4})"
    r"(?:[T ,]+(?P<h>[0-9]{1,2})[:.uh](?P<i>[0-9]{2})(?::(?P<s>[0-9]{2})(?:[.,][0-9]+)?)?)?"
    r"\s*(?P<z>Z|[+-][0-9]{2}:?[0-9]{2})?$"
)
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass
class DateForms:
    """How dates turn out to be written, counted over all rows.

    Attributes:
        iso: Year first. The others have the year last, and are only possible with the day, or the month, in front;
            `either` could be both, and is another day then; `same` is the same day both ways.
    """

    iso: int = 0
    day_first: int = 0
    month_first: int = 0
    either: int = 0
    same: int = 0
    zoned: int = 0
    example: str = field(default="")

    def look_at(self, values: pd.Series) -> None:
        """Counts the values of one column of one chunk."""
        read = _fields(values)
        a, b = read["a"], read["b"]
        last = read["year_last"]
        day, month = last & (b <= 12) & (a <= 31), last & (a <= 12) & (b <= 31)
        self.iso += int(read["year_first"].sum())
        self.day_first += int((day & ~month).sum())
        self.month_first += int((month & ~day).sum())
        both = day & month & (a != b)
        self.same += int((day & month & (a == b)).sum())
        self.either += int(both.sum())
        self.zoned += int(read["zoned"].sum())
        if not self.example and both.any():
            self.example = str(values.iloc[int(np.flatnonzero(both)[0])])

    def settle(self, declared: DateFormat | None, file_name: str) -> DateFormat:
        """The format of the dates that have the year last.

        Raises:
            InputError: when the rows do not tell, or contradict each other.
        """
        if declared is not None:
            return declared
        if self.day_first and self.month_first:
            raise InputError(
                f"{file_name}: sommige datums kunnen alleen dd/mm/jjjj zijn ({dutch(self.day_first)} keer) en andere "
                f"alleen mm/dd/jjjj ({dutch(self.month_first)} keer). Geef format in [time] van de mapping."
            )
        if self.either and not self.day_first and not self.month_first:
            raise InputError(
                f"{file_name}: uit geen enkele datum blijkt of de dag of de maand eerst komt (bijvoorbeeld "
                f'{self.example}). Geef format = "dd/mm/yyyy" in [time] van de mapping.'
            )
        return "mm/dd/yyyy" if self.month_first else "dd/mm/yyyy"

    def told(self, chosen: DateFormat, declared: DateFormat | None) -> list[str]:
        """Sentences that say how dates were read."""
        how = "opgegeven" if declared is not None else "afgeleid uit alle rijen"
        last = self.day_first + self.month_first + self.either + self.same
        found = [f"Datums als jjjj-mm-dd gelezen: {dutch(self.iso)}."] if self.iso else []
        if last and chosen != "iso":
            shown = {"dd/mm/yyyy": "dd/mm/jjjj", "mm/dd/yyyy": "mm/dd/jjjj"}[chosen]
            found.append(f"Datums als {shown} gelezen ({how}): {dutch(last)}.")
        if self.zoned:
            found.append(f"Tijden met een tijdzone omgezet naar Belgische tijd: {dutch(self.zoned)}.")
        return found


def read_dates(values: pd.Series, form: DateFormat) -> pd.DataFrame:
    """Reads dates, with or without a time of day.

    Args:
        values: Text, null where empty.
        form: How dates with the year last are written; "iso" refuses them.

    Returns:
        Columns time (datetime64[s], local, null when empty or unreadable), has_clock (bool), fault (Dutch reason, else
        null) and instant (datetime64[s], UTC, null without a time zone: it tells apart the two times that a clock
        passes in the night it is set back). One row a value.
    """
    read = _fields(values)
    a, b, c = read["a"], read["b"], read["c"]
    first, last = read["year_first"], read["year_last"] & (form != "iso")
    year = np.where(first, a, np.where(last, c, 0))
    month = np.where(first, b, np.where(last, b if form == "dd/mm/yyyy" else a, 0))
    day = np.where(first, c, np.where(last, a if form == "dd/mm/yyyy" else b, 0))
    days, real = to_days(year, month, day)
    has_clock = read["h"] >= 0
    clock = (read["h"] <= 23) & (read["i"] <= 59) & (read["s"] <= 59)
    usable = real & clock
    seconds = np.where(has_clock, read["h"] * 3600 + np.maximum(read["i"], 0) * 60 + np.maximum(read["s"], 0), 0)
    times = days.astype("datetime64[s]") + seconds.astype("timedelta64[s]")
    times[~usable] = np.datetime64("NaT")
    zoned = read["zoned"] & usable
    instants = np.full(len(times), np.datetime64("NaT"), dtype="datetime64[s]")
    if zoned.any():
        utc = pd.DatetimeIndex(times[zoned] - read["offset"][zoned].astype("timedelta64[s]")).tz_localize("UTC")
        instants[zoned] = utc.tz_localize(None).to_numpy().astype("datetime64[s]")
        times[zoned] = utc.tz_convert("Europe/Brussels").tz_localize(None).to_numpy().astype("datetime64[s]")
    given = values.notna().to_numpy(dtype=bool)
    fault = pd.Series(None, index=values.index, dtype="str")
    detail = " (" + values.str.slice(0, 30) + ")"
    fault = fault.mask(given & ~usable, "geen datum" + detail)
    shaped = first | last
    fault = fault.mask(given & shaped & ~real, "deze datum bestaat niet" + detail)
    fault = fault.mask(given & real & ~clock, "dit uur bestaat niet" + detail)
    fault = fault.mask(given & usable & (year < FIRST_YEAR), "onmogelijk jaar" + detail)
    return pd.DataFrame(
        {
            "time": pd.Series(times, index=values.index).where(fault.isna()),
            "has_clock": has_clock,
            "fault": fault,
            "instant": instants,
        }
    )


def to_days(year: Ints, month: Ints, day: Ints) -> tuple[npt.NDArray[np.datetime64], Flags]:
    """Days of the calendar from their parts, and which of them exist."""
    sane = (year >= 1) & (year <= 9999) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
    y, m, d = (np.where(sane, part, fill) for part, fill in ((year, 1970), (month, 1), (day, 1)))
    months = (y - 1970).astype("datetime64[Y]").astype("datetime64[M]") + (m - 1).astype("timedelta64[M]")
    days = months.astype("datetime64[D]") + (d - 1).astype("timedelta64[D]")
    return days, sane & (days.astype("datetime64[M]") == months)


def is_future(times: pd.Series, today: date) -> pd.Series:
    """Which times lie after the end of today."""
    return times >= pd.Timestamp(today) + pd.Timedelta(days=1)


def _fields(values: pd.Series) -> dict[str, Any]:
    texts = pa.array(values.astype("str"), from_pandas=True)
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    found = pc.extract_regex(texts, pattern=_DATE)
    fields: dict[str, Any] = {}
    for name in "abchis":
        text = pc.struct_field(found, name)
        number = pc.cast(pc.if_else(pc.equal(text, ""), None, text), pa.int64())
        fields[name] = pc.fill_null(number, -1).to_numpy(zero_copy_only=False)
    width = {n: pc.fill_null(pc.utf8_length(pc.struct_field(found, n)), 0).to_numpy(zero_copy_only=False) for n in "ac"}
    fields["year_first"] = (width["a"] == 4) & (width["c"] <= 2) & (width["c"] > 0)
    fields["year_last"] = (width["c"] == 4) & (width["a"] <= 2)
    zone = pc.fill_null(pc.struct_field(found, "z"), "")
    zoned = pc.not_equal(zone, "").to_numpy(zero_copy_only=False)
    fields["zoned"] = zoned & (fields["h"] >= 0)
    offset = np.zeros(len(values), dtype=np.int64)
    if zoned.any():
        for i in np.flatnonzero(zoned):
            text = zone[int(i)].as_py().replace(":", "")
            if text != "Z":
                sign = -1 if text[0] == "-" else 1
                offset[i] = sign * (int(text[1:3]) * 3600 + int(text[3:5]) * 60)
    fields["offset"] = offset
    return fields
