"""What a report is made of, before anything knows on what it is printed."""

from __future__ import annotations

from dataclasses import dataclass, field

from dashboard.caption import Caption
from dashboard.outcome import Figure
from dashboard.view import View
from layers import Drawing


@dataclass(frozen=True)
class Picture:
    """A chart or a map.

    Attributes:
        title: Above it. about: How to read it. alt: What it shows, for who does not see it.
        drawing: None when there is nothing to draw; then `about` says why.
    """

    title: str
    about: str
    alt: str
    drawing: Drawing | None


@dataclass(frozen=True)
class Table:
    """Rows of text.

    Attributes:
        head: Names of the columns. numbers: Places of the columns that hold numbers.
        strong: Places of rows that the report is about. note: Sentence under it.
    """

    title: str
    about: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    strong: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True, eq=False)
class Page:
    """One priority or one area.

    Attributes:
        title: In the contents. figures: Name and figure of each group, for the overview.
        view: What is on screen for it; caption: what goes with it.
        facts: Label and text of the key figures.
        table: Its areas; None when the report has the same table elsewhere.
    """

    title: str
    view: View
    caption: Caption
    figures: tuple[tuple[str, Figure], ...]
    facts: tuple[tuple[str, str], ...]
    map: Picture
    trend: Picture
    charts: tuple[Picture, ...]
    table: Table | None


@dataclass(frozen=True)
class FailedPage:
    """A page that could not be made, and the sentence that says why."""

    title: str
    why: str


@dataclass(frozen=True)
class Section:
    """A part of the first pages: a table or sentences under a heading."""

    title: str
    about: str
    table: Table | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Report:
    """A whole report.

    Attributes:
        title, subtitle: On the first page. marks: Demonstration, provisional.
        product: Name of the dashboard, with the version and the day of its figures in `version`.
        sections: Overview, and what else comes before the pages. picture: Where an area lies.
        methods: Title, text and limits of each method that the pages rest on.
        file: Name without its ending.
    """

    title: str
    subtitle: str
    product: str
    version: str
    made: str
    marks: tuple[str, ...]
    sections: tuple[Section, ...]
    pages: tuple[Page | FailedPage, ...]
    methods: tuple[tuple[str, str, str], ...]
    file: str
    cite: str
    picture: Picture | None = field(default=None)

    @property
    def failed(self) -> tuple[FailedPage, ...]:
        """The pages that could not be made."""
        return tuple(page for page in self.pages if isinstance(page, FailedPage))
