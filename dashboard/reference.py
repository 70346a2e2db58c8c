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
        instead: One sentence when this is not the reference that was asked for: which one was, why it cannot be, and
            what stands in its place; else empty.
    """

    windows: tuple[Months, ...]
    text: str
    short: str
    instead: str = ""

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
    window = months.year_before(years)
    instead = _instead(key, months, window)
    if years == 1:
        then = "het jaar ervoor" if len(months) == 12 else f"{words.same_months(months)} een jaar eerder"
        return Reference((window,), then, "Jaar ervoor", instead)
    return Reference((window,), f"de {years} jaar ervoor", f"{years} jaar ervoor", instead)


def _instead(key: str, months: Months, window: Months) -> str:
    """Why the reference that was asked for cannot be, and what is there in its place; empty for a year before."""
    if key == "3jaar":
        why = "dat kan alleen voor een periode van hoogstens 12 maanden"
    elif key == "plan":
        first_year = current_plan().years[0]
        why = f"de gekozen periode begint niet na dat jaar ({first_year})"
        if months.first.year > first_year:
            why = "de gekozen periode is zo lang dat ze ermee zou overlappen"
    else:
        return ""
    asked = REFERENCES[key][0].lower() + REFERENCES[key][1:]
    return f"Vergelijken met '{asked}' gaat hier niet: {why}. Er is vergeleken met {words.months(window)}."
