"""The budget: what each thing that a user waits for may take, and the table that says whether it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Line:
    """One measured figure, or a median with its 95th percentile.

    Attributes:
        name: What was measured.
        measured: The figure, or the median, in `unit`.
        unit: ms, s, kB, MB, GB or a noun.
        limit: The most that it may be; None is only to know.
        p95: The 95th percentile, in `unit`, where many were measured.
        p95_limit: The most that it may be.
    """

    name: str
    measured: float
    unit: str
    limit: float | None = None
    p95: float | None = None
    p95_limit: float | None = None

    @classmethod
    def of(
        cls, name: str, all_of_them: list[float], unit: str, limit: float | None = None, p95_limit: float | None = None
    ) -> Self:
        """The median and the 95th percentile of what was measured; nothing measured is over every limit."""
        median, p95 = np.percentile(all_of_them, [50, 95]) if all_of_them else (np.inf, np.inf)
        return cls(name, float(median), unit, limit, float(p95), p95_limit)

    @property
    def kept(self) -> bool:
        """Whether the figures are within their limits."""
        return all(
            limit is None or (figure is not None and figure <= limit)
            for figure, limit in ((self.measured, self.limit), (self.p95, self.p95_limit))
        )

    @property
    def has_limit(self) -> bool:
        """Whether the budget says anything about it."""
        return self.limit is not None or self.p95_limit is not None


def report(lines: list[Line]) -> bool:
    """Prints the table of figures against their limits, and tells whether all are kept."""
    table = Table(title="Budget, 2 cores, 1,000,000 incidents and 8 years of counts")
    for heading in ("what", "measured (median, p95)", "budget", "ok"):
        table.add_column(heading, justify="left" if heading in ("what", "ok") else "right")
    for line in lines:
        verdict = ("yes" if line.kept else "NO") if line.has_limit else ""
        measured = _figures(line.measured, line.p95, line.unit)
        table.add_row(line.name, measured, _figures(line.limit, line.p95_limit, line.unit), verdict)
    Console(width=110).print(table)
    return all(line.kept for line in lines)


def _figures(first: float | None, second: float | None, unit: str) -> str:
    shown = [f"{figure:,.4g}" if figure is not None else "–" for figure in (first, second)]
    if second is None:
        return f"{shown[0]} {unit}" if first is not None else ""
    return f"{shown[0]}, {shown[1]} {unit}"
