"""What a period is compared with: always the same months of other years, never the month before."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import words
from data.catalogue import current_plan
from data.queries import Months

REFERENCES = {
    "jaar": "Een jaar eerder",
    "3jaar": "Gemiddelde 3 jaar ervoor",
    "plan": "Eerste jaar van het plan",
}


@dataclass(frozen=True)
class Reference:
    """The months that a period is compared with.

    Attributes:
        windows: Ranges as long as the period; their facts are added up.
        text: In a sentence, after "dan".
        short: Above a column.
    """

    windows: tuple[Months, ...]
    text: str
    short: str

    @property
    def exposure(self) -> int:
        """How many times the length of the period the reference spans."""
        return len(self.windows)

    @property
    def span(self) -> str:
        """The months in words."""
        return words.listing([words.months(window) for window in self.windows], most=3)


def reference(key: str, months: Months) -> Reference:
    """The reference of a period.

    Args:
        key: A key of REFERENCES.
        months: The selected period; a period of several years is compared with as many years before it.
    """
    years = -(-len(months) // 12)
    if key == "3jaar" and years == 1:
        windows = tuple(months.year_before(k) for k in (1, 2, 3))
        return Reference(windows, "gemiddeld in de 3 jaar ervoor", "Gemiddeld 3 jaar ervoor")
    if key == "plan":
        first_year = current_plan().years[0]
        back = months.first.year - first_year
        if back > 0 and (window := months.year_before(back)).last < months.first:
            return Reference((window,), f"in {words.months(window)}", words.months(window))
    if years == 1:
        then = "het jaar ervoor" if len(months) == 12 else "dezelfde maanden een jaar eerder"
        return Reference((months.year_before(),), then, "Jaar ervoor")
    return Reference((months.year_before(years),), f"de {years} jaar ervoor", f"{years} jaar ervoor")
