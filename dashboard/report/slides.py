"""A report as slides of 16:9: charts that PowerPoint can edit, the map as a picture, and the source in the notes."""

from __future__ import annotations

import io
import re
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

from dashboard import words
from dashboard.chart_frames import months_outside
from dashboard.export.safe import one_line
from dashboard.report.native_charts import add_categories, add_trend, add_years
from dashboard.report.pages import lines_of
from dashboard.report.pdf import as_png
from dashboard.report.printed import printed
from dashboard.report.record import FailedPage, Page, Report, Table

WIDE, HIGH = 13.333, 7.5
EDGE = 0.5
NAVY, GREY, ALARM, TEXT = "022064", "5A666B", "B83D00", "23333A"
FONT = "Fira Sans"
SMALLEST = 8
"""Points; a text is not made smaller."""
_WORD = re.compile(r"[^\s-]*[\s-]*")
MOST_ROWS = 16
"""Rows of a table that stay readable on a slide."""


def as_pptx(report: Report) -> bytes:
    """The report as slides: a title, the overview, and two slides a page.

    Returns:
        A file of PowerPoint; every chart is native and holds its numbers.
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    core = deck.core_properties
    core.title, core.author = one_line(report.title)[:250], one_line(report.product)[:250]
    core.subject, core.keywords = one_line(report.subtitle)[:250], "; ".join(report.marks)[:250]
    core.language = "nl-BE"
    _title_slide(deck, report)
    for section in report.sections:
        if section.table is not None:
            slide = _slide(deck, section.title, report, section.about)
            _table(slide, section.table)
    for page in report.pages:
        if isinstance(page, FailedPage):
            slide = _slide(deck, page.title, report, "")
            _text(slide, page.why, (EDGE, 2.0, WIDE - 2 * EDGE, 1.5), size=20, colour=ALARM)
            _notes(slide, page.why)
        else:
            _page_slides(deck, page, report)
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def _title_slide(deck: Any, report: Report) -> None:
    """The title as large as it fits, and each line under what the one above it takes."""
    across, top, high, size = WIDE - 2 * EDGE, 1.9, 2.0, 40
    slide = _slide(deck, report.title, report, "", top=top, high=high, size=size)
    top += fitted(printed(report.title, breaks=False), across, high, size=size, bold=True)[1] + 0.15
    for text, size, high, colour, bold in (
        (report.subtitle, 20, 0.8, GREY, False),
        (" · ".join(report.marks), 18, 0.6, ALARM, True),
        (f"Citeer als: {report.cite}", 12, 1.0, GREY, False),
    ):
        _text(slide, text, (EDGE, top, across, high), size=size, colour=colour, bold=bold)
        top += fitted(printed(text, breaks=False), across, high, size=size, bold=bold)[1] + 0.2
    _notes(slide, f"{report.title}. {report.subtitle}. {report.cite}")


def _page_slides(deck: Any, page: Page, report: Report) -> None:
    """The sentence with map and trend; then the years with the categories."""
    view = page.view
    slide = _slide(deck, page.title, report, page.caption.sentence)
    if page.map.drawing is not None:
        drawing = page.map.drawing
        wide = 5.6
        high = wide * drawing.height / drawing.width
        picture = slide.shapes.add_picture(
            io.BytesIO(as_png(drawing)),
            Inches(EDGE),
            Inches(2.05),
            Inches(wide),
            Inches(high),
        )
        _describe(picture, page.map.alt)
        _text(slide, page.map.about, (EDGE, 5.95, wide, 0.6), size=11, colour=GREY)
    left, across = 6.3, WIDE - 6.3 - EDGE
    _text(slide, page.trend.title, (left, 1.75, across, 0.35), size=14, colour=NAVY, bold=True)
    if page.trend.drawing is not None:
        _describe(add_trend(slide, view.trend, (left, 2.05, across, 3.9)), page.trend.alt)
    _text(slide, _trend_about(page), (left, 5.95, across, 0.6), size=11, colour=GREY)
    _page_notes(slide, page)
    slide = _slide(deck, f"{page.title}: jaar na jaar", report, page.caption.sentence)
    for i, chart in enumerate(page.charts[:2]):
        place = (EDGE + i * 6.25, 2.05, 5.9, 3.9)
        if i == 0:
            _text(slide, chart.title, (place[0], 1.75, place[2], 0.35), size=14, colour=NAVY, bold=True)
            _describe(add_years(slide, view, place), chart.alt)
            _text(slide, chart.about, (place[0], 5.95, place[2], 0.6), size=11, colour=GREY)
        elif len(view.categories) > 1:
            _text(slide, chart.title, (place[0], 1.75, place[2], 0.35), size=14, colour=NAVY, bold=True)
            _describe(add_categories(slide, view, place), chart.alt)
            _text(slide, chart.about, (place[0], 5.95, place[2], 0.6), size=11, colour=GREY)
        else:
            _facts(slide, page, place)
    _page_notes(slide, page)


def _trend_about(page: Page) -> str:
    """How to read the trend as PowerPoint draws it."""
    view = page.view
    if page.trend.drawing is None:
        return page.trend.about
    parts = ["feiten per maand"]
    if view.band.reason is None:
        parts.append("streep: verwacht; dunne lijnen: grenzen van de normale schommeling, een punt ligt erbuiten")
    if "provisional" in view.trend["status"].tolist():
        parts.append("open punt: voorlopig")
    if (view.trend["status"] == "missing").any():
        parts.append("onderbroken: niet gepubliceerd")
    about = "; ".join(parts) + "."
    outside = months_outside(view)
    if outside:
        about += f" {words.plural(len(outside), 'maand', 'maanden')} van de periode erbuiten, zie de notities."
    return f"{about} {view.band.reason}" if view.band.reason else about


def _facts(slide: Any, page: Page, place: tuple[float, float, float, float]) -> None:
    rows = tuple((label, text) for label, text in page.facts)
    table = Table("Kerncijfers", "", ("Kerncijfers", ""), rows, ())
    _table(slide, table, place=(place[0], 1.85, place[2]), first=0.4)


def _slide(
    deck: Any, title: str, report: Report, sentence: str, *, top: float = 0.3, high: float = 0.6, size: int = 26
) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[5])  # title only
    heading = slide.shapes.title
    across = WIDE - 2 * EDGE
    heading.left, heading.top, heading.width, heading.height = (Inches(v) for v in (EDGE, top, across, high))
    said = printed(title, breaks=False)
    _fill(heading.text_frame, said, size=fitted(said, across, high, size=size, bold=True)[0], colour=NAVY, bold=True)
    if sentence:
        _text(slide, sentence, (EDGE, 0.9, WIDE - 2 * EDGE, 0.8), size=16)
    foot = " · ".join([report.product, report.version])
    _text(slide, foot, (EDGE, 6.95, 7.6, 0.3), size=10, colour=GREY)
    marks = " · ".join(report.marks)
    _text(slide, marks, (8.2, 6.95, WIDE - 8.2 - EDGE, 0.3), size=10, colour=ALARM, bold=True, align=PP_ALIGN.RIGHT)
    return slide


def _text(
    slide: Any,
    text: str,
    place: tuple[float, float, float, float],
    *,
    size: int,
    colour: str = TEXT,
    bold: bool = False,
    align: Any = PP_ALIGN.LEFT,
) -> None:
    """A text in its place, smaller when it is long: it is never cut."""
    said = printed(text, breaks=False)
    if not said:
        return
    box = slide.shapes.add_textbox(*(Inches(v) for v in place))
    size = fitted(said, place[2], place[3], size=size, bold=bold)[0]
    _fill(box.text_frame, said, size=size, colour=colour, bold=bold, align=align)


def fitted(text: str, wide: float, high: float, *, size: int, bold: bool = False) -> tuple[int, float]:
    """The largest size, of at most `size` points, at which a text stays in its place.

    Args:
        wide, high: Of the place, in inches.

    Returns:
        The size, and the height in inches that the text then takes, in a font that may be wider than our own.
    """
    for points in range(size, SMALLEST - 1, -1):
        taken = _lines(text, wide * 72 / (points * (0.64 if bold else 0.58))) * points * 1.2 / 72
        if taken <= high:
            return points, taken
    return SMALLEST, taken


def _lines(text: str, most: float) -> int:
    """Lines that a text takes at `most` characters a line; a word that is longer than a line is broken."""
    lines, used = 1, 0.0
    for word in _WORD.findall(text):
        if used and used + len(word.rstrip()) > most:
            lines, used = lines + 1, 0.0
        lines += int(len(word) // most)
        used += len(word) % most
    return lines


def _fill(frame: Any, text: str, *, size: int, colour: str, bold: bool, align: Any = PP_ALIGN.LEFT) -> None:
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    paragraph = frame.paragraphs[0]
    paragraph.alignment = align
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
    run.font.color.rgb = RGBColor.from_string(colour)


def _table(
    slide: Any, table: Table, *, place: tuple[float, float, float] = (EDGE, 1.5, WIDE - 2 * EDGE), first: float = 0.36
) -> None:
    shown = table.rows[:MOST_ROWS]
    many = len(table.head)
    left, top, wide = place
    shape = slide.shapes.add_table(len(shown) + 1, many, Inches(left), Inches(top), Inches(wide), Inches(0.3))
    grid = shape.table
    last = 1 - first if many == 2 else 0.28
    between = (1 - first - last) / max(many - 2, 1)
    widths = [first, *[between] * (many - 2), last]
    for column, share in zip(grid.columns, widths, strict=True):
        column.width = Inches(wide * share)
    for y, row in enumerate((table.head, *shown)):
        grid.rows[y].height = Inches(0.3)
        for x, text in enumerate(row):
            cell = grid.cell(y, x)
            cell.margin_top = cell.margin_bottom = Inches(0.03)
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor.from_string(NAVY if y == 0 else "F0F2F6" if y % 2 else "FFFFFF")
            align = PP_ALIGN.RIGHT if x in table.numbers else PP_ALIGN.LEFT
            said = printed(text, most=70, breaks=False)
            frame = cell.text_frame
            _fill(frame, said, size=12, colour="FFFFFF" if y == 0 else TEXT, bold=y == 0, align=align)
    rest = len(table.rows) - len(shown)
    if rest > 0:
        _text(slide, f"En nog {rest} andere, elk op een dia hierna.", (left, 6.6, wide, 0.3), size=11, colour=GREY)
    _notes(slide, "\n".join(" | ".join(row) for row in (table.head, *table.rows)))


def _page_notes(slide: Any, page: Page) -> None:
    lines = [f"{label}: {text}" for label, text in lines_of(page)]
    _notes(slide, "\n".join([page.caption.sentence, *lines]))


def _notes(slide: Any, text: str) -> None:
    said = "\n".join(printed(line, breaks=False) for line in text.split("\n"))
    slide.notes_slide.notes_text_frame.text = said


def _describe(shape: Any, text: str) -> None:
    """The alternative text of a picture or a chart."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", printed(text, breaks=False))
