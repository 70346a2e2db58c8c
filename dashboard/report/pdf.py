"""A report as PDF: typst sets the record in the template beside this file; texts go in as data, never as code."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.report.pages import lines_of
from dashboard.report.printed import printed
from dashboard.report.record import FailedPage, Page, Picture, Report, Section, Table
from layers import Drawing, paper

if TYPE_CHECKING:
    import typst

HERE = Path(__file__).parent
FAILED = "Deze bladzijde kon niet gezet worden. De cijfers staan op de pagina zelf."
SHORT, CELL = 90, 120
"""Characters of a heading, and of a cell; the whole name stands in the caption of the page."""


def as_pdf(report: Report) -> tuple[bytes, Report]:
    """The report as PDF: A4, tagged, with bookmarks, alternative texts and the fonts in it.

    Returns:
        The file, and the report as it is in it: a page that cannot be set has become a page that says so.
    """
    import typst

    try:
        return _set(_told(report)), report
    except typst.TypstError:
        report = replace(report, pages=tuple(_page_or_reason(report, page) for page in report.pages))
        return _set(_told(report)), report


def as_png(drawing: Drawing, *, ppi: float = 300.0) -> bytes:
    """A drawing as PNG, where vectors cannot go; a unit is a point."""
    data = {"svg": paper.svg(drawing), "width": drawing.width}
    made = _compiler("picture.typ").compile(format="png", ppi=ppi, sys_inputs={"data": json.dumps(data)})
    assert isinstance(made, bytes)
    return made


def _page_or_reason(report: Report, page: Page | FailedPage) -> Page | FailedPage:
    import typst

    try:
        _set(_told(replace(report, pages=(page,))))
    except typst.TypstError:
        return FailedPage(page.title, FAILED)
    return page


def _set(data: dict[str, Any]) -> bytes:
    made = _compiler("report.typ").compile(sys_inputs={"data": json.dumps(data)})
    assert isinstance(made, bytes)
    return made


@lru_cache(maxsize=2)
def _compiler(template: str) -> typst.Compiler:
    """The compiler with its fonts: those of the product, and those of the machine for scripts that they lack."""
    import typst

    return typst.Compiler(str(HERE / template), root=str(HERE), font_paths=[str(HERE / "fonts")])


def _told(report: Report) -> dict[str, Any]:
    return {
        "title": printed(report.title, most=SHORT),
        "subtitle": printed(report.subtitle),
        "product": printed(report.product),
        "version": printed(report.version),
        "made": report.made,
        "marks": [printed(mark) for mark in report.marks],
        "cite": printed(report.cite),
        "picture": _picture(report.picture) if report.picture else None,
        "sections": [_section(section) for section in report.sections],
        "pages": [_page(page) for page in report.pages],
        "methods": [[printed(text) for text in method] for method in report.methods],
    }


def _page(page: Page | FailedPage) -> dict[str, Any]:
    if isinstance(page, FailedPage):
        return {"title": printed(page.title, most=SHORT), "failed": printed(page.why)}
    return {
        "title": printed(page.title, most=SHORT),
        "failed": None,
        "sentence": printed(page.caption.sentence),
        "marks": [printed(mark) for mark in page.caption.marks],
        "facts": [[printed(label), printed(text)] for label, text in page.facts],
        "map": _picture(page.map),
        "trend": _picture(page.trend),
        "charts": [_picture(chart) for chart in page.charts],
        "lines": [[printed(label), printed(text)] for label, text in lines_of(page)],
        "table": _table(page.table) if page.table else None,
    }


def _picture(picture: Picture) -> dict[str, Any]:
    drawing = picture.drawing
    return {
        "title": printed(picture.title, most=SHORT),
        "about": printed(picture.about, most=400),
        "alt": printed(picture.alt, breaks=False),
        "svg": paper.svg(drawing) if drawing else None,
        "width": drawing.width if drawing else 0,
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": printed(section.title),
        "about": printed(section.about),
        "table": _table(section.table) if section.table else None,
        "lines": [printed(line) for line in section.lines],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": printed(table.title, most=SHORT),
        "about": printed(table.about),
        "head": [printed(name) for name in table.head],
        "rows": [[printed(cell, most=CELL) for cell in row] for row in table.rows],
        "numbers": list(table.numbers),
        "strong": list(table.strong),
        "note": printed(table.note),
    }
