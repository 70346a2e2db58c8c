"""Aanpak as a CSV file, out and in: what goes out comes back the same, and a bad row keeps the whole file out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from data.errors import InputError
from data.state.actions import Action, Draft, checked

COLUMNS = ("titel", "gebied", "gebied_naam", "prioriteit", "van", "tot", "nota")
"""`gebied` is the code; `gebied_naam` is for the reader and is not read back."""
_NEEDED = tuple(c for c in COLUMNS if c not in ("gebied_naam", "tot", "nota"))
MOST_BYTES = 2_000_000
MOST_ROWS = 5_000
_FORMULA = re.compile(r"'*\s*[=+\-@＝＋－＠]")
"""What a spreadsheet would compute gets an apostrophe before it; so does what already looks like that."""
_BELGIAN_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True)
class Rejected:
    """A row that cannot be an action: the line of the file where it begins, and why."""

    line: int
    reason: str


@dataclass(frozen=True)
class ActionFile:
    """What a file holds: every row of it is in one of the two.

    Attributes:
        accepted: Rows that can be kept. rejected: Rows that cannot.
    """

    accepted: tuple[Draft, ...]
    rejected: tuple[Rejected, ...]

    @property
    def rows(self) -> int:
        """Rows of the file, without its heading and empty lines."""
        return len(self.accepted) + len(self.rejected)


def to_csv(actions: Sequence[Action], *, names: Mapping[str, str]) -> bytes:
    """The actions as CSV: `;` between cells, UTF-8 with a byte order mark, days as 2026-03-31.

    Args:
        actions: In the order of the rows.
        names: Name of an area by its code.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for each in actions:
        days = (each.first.isoformat(), each.until.isoformat() if each.until else "")
        cells = (each.title, each.area_code, names.get(each.area_code, ""), each.priority, *days, each.note)
        writer.writerow([_safe(cell) for cell in cells])
    return b"\xef\xbb\xbf" + file.getvalue().encode("utf-8")


def from_csv(content: bytes, *, areas: pd.DataFrame, there: Collection[Action] = ()) -> ActionFile:
    """Reads a file of actions; nothing is kept.

    Args:
        content: Of the file: UTF-8, `;` or `,` between cells. A spreadsheet may have turned days into 31/03/2026.
        areas: Every area, as `queries.areas` gives them.
        there: Actions that are kept already; a row that is the same as one of them is rejected.

    Raises:
        InputError: when it is no such file.
    """
    known = {(a.title, a.area_code, a.priority, a.first, a.until, a.note) for a in there}
    accepted: list[Draft] = []
    rejected: list[Rejected] = []
    for line, cells in _rows(content):
        try:
            draft = _draft(cells)
            values = checked(draft, areas=areas)
            if _key(values) in known:
                raise InputError("Deze aanpak is al geregistreerd.")
            accepted.append(draft)
        except InputError as error:
            rejected.append(Rejected(line, str(error)))
    return ActionFile(tuple(accepted), tuple(rejected))


def _key(values: Mapping[str, Any]) -> tuple[str, str, str, date, date | None, str]:
    return (
        values["title"],
        values["area_code"],
        values["priority"],
        values["date_from"],
        values["date_until"],
        values["note"] or "",
    )


def _rows(content: bytes) -> list[tuple[int, dict[str, str] | None]]:
    """Each row that is not empty with its first line; None has another number of cells than the heading."""
    if len(content) > MOST_BYTES:
        raise InputError(f"Dit bestand is te groot: hoogstens {MOST_BYTES // 1_000_000} MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("Dit bestand is geen UTF-8. Bewaar het als 'CSV UTF-8' en probeer opnieuw.") from error
    heading = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in heading else ",", strict=True)
    found: list[tuple[int, dict[str, str] | None]] = []
    names: list[str] = []
    line = 1
    try:
        for cells in reader:
            if not names:
                names = [cell.strip().casefold() for cell in cells]
                missing = [name for name in _NEEDED if name not in names]
                if missing or len(set(names)) < len(names):
                    raise InputError(
                        f"De eerste regel noemt de kolommen niet: {'; '.join(COLUMNS)}. "
                        f"Ontbreekt of staat er twee keer: {', '.join(missing) or 'een kolom'}."
                    )
            elif any(cell.strip() for cell in cells):
                found.append((line, dict(zip(names, cells, strict=True)) if len(cells) == len(names) else None))
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"Dit bestand is niet te lezen als CSV vanaf regel {line}. Er is niets bewaard.") from error
    if not names:
        raise InputError("Dit bestand is leeg.")
    if len(found) > MOST_ROWS:
        raise InputError(f"Dit bestand heeft {len(found)} rijen; hoogstens {MOST_ROWS} tegelijk.")
    return found


def _draft(cells: Mapping[str, str] | None) -> Draft:
    if cells is None:
        raise InputError("Deze rij heeft meer of minder cellen dan de eerste regel.")
    read = {name: _plain(cells.get(name, "")) for name in COLUMNS}
    return Draft(read["titel"], read["gebied"], read["prioriteit"], _iso(read["van"]), _iso(read["tot"]), read["nota"])


def _iso(text: str) -> str:
    day = _BELGIAN_DAY.fullmatch(text.strip())
    return f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}" if day else text


def _safe(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _plain(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
