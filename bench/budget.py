"""The budget: what each thing that a user waits for may take, and the table that says whether it does."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Line:
    """One measured figure.

    Attributes:
        name: What was measured.
        measured: The figure, in `unit`.
        unit: ms, s, kB, MB, GB or a noun.
        limit: The most that it may be; None is only to know.
    """

    name: str
    measured: float
    unit: str
    limit: float | None = None

    @property
    def kept(self) -> bool:
        """Whether the figure is within its limit."""
        return self.limit is None or self.measured <= self.limit


def report(lines: list[Line]) -> bool:
    """Prints the table of figures against their limits, and tells whether all are kept."""
    table = Table(title="Budget, 2 cores, 1,000,000 incidents and 8 years of counts")
    for heading in ("what", "measured", "limit", ""):
        table.add_column(heading, justify="left" if heading in ("what", "") else "right")
    for line in lines:
        limit = "" if line.limit is None else f"{line.limit:,g} {line.unit}"
        verdict = "" if line.limit is None else ("kept" if line.kept else "OVER")
        table.add_row(line.name, f"{line.measured:,.4g} {line.unit}", limit, verdict)
    Console(width=110).print(table)
    return all(line.kept for line in lines)
