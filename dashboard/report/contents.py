"""Which pages a report has: of a selection, of an area, or of every area of a level."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from dashboard import words
from dashboard.caption import DEMO, PROVISIONAL
from dashboard.components.sheet_actions import about
from dashboard.components.sheet_figures import before_text, follows_effort, signal_lines
from dashboard.errors import SelectionError
from dashboard.export.safe import slug
from dashboard.judgement import WORDS
from dashboard.link import made_on, short_version
from dashboard.look import look
from dashboard.report.pages import figure_row, make_page, page_or_reason
from dashboard.report.record import FailedPage, Page, Picture, Report, Section, Table
from dashboard.selection import Selection
from dashboard.sheet import look_at_sheet
from dashboard.sheet_place import place_map
from dashboard.sheet_view import SheetView
from data import queries
from data.catalogue import PRIORITIES
from data.config import Audience
from data.queries import CITY, Months, Snapshot
from data.statistics.methods import METHODS

METHODS_USED = ("aantal", "verandering", "te-weinig", "spreiding", "veel-vergelijkingen", "verwachting")
"""Methods behind every page."""
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Maker:
    """Makes reports from one snapshot for one audience.

    Attributes:
        base_url: What comes before the path in the address of a view.
        progress: Is told the title of each page that is done.
    """

    snapshot: Snapshot
    audience: Audience
    base_url: str = ""
    progress: Progress = lambda _title: None

    def of_selection(self, selection: Selection) -> Report:
        """One page per priority: that of the selection as it is on screen, the others for the same areas and period.

        Raises:
            SelectionError: when the selection itself shows nothing, with the way out of it.
        """
        view = look(selection, self.snapshot, audience=self.audience)
        pages = self._priorities(selection)
        where = view.focus_name
        return self._report(
            title=f"Veiligheid in {where}",
            subtitle=f"{words.months(view.months)}, vergeleken met {view.reference.span}",
            pages=pages,
            sections=(_overview(pages),),
            file="_".join(["rapport", slug(view.selection.the_group.name), slug(where), _period(view.months)]),
        )

    def of_area(self, code: str, selection: Selection) -> Report:
        """The report of a sheet: its figures and signals, then one page per priority.

        Args:
            code: Area code, or `queries.CITY`.
            selection: Of all its choices period and reference are the sheet's.

        Raises:
            SelectionError: for an area or a period that is not there.
        """
        kept = Selection(period=selection.period, reference=selection.reference)
        sheet = look_at_sheet(code, kept, self.snapshot, audience=self.audience)
        place = sheet.place
        level = "buurt" if place.level == "buurt" else "wijk"
        pages = self._priorities(kept.but(areas=place.focus, level=level))
        drawing = place_map(place.code, place.level, self.snapshot, self.audience)
        about = f"{place.name} (oranje) tussen de gebieden eromheen, noorden boven"
        kind = "de hele stad" if place.code == CITY else place.kind
        return self._report(
            title=f"Fiche van {place.name}",
            subtitle=f"{kind}{' in ' + place.parent[1] if place.parent else ''}; {words.months(sheet.months)}, "
            f"vergeleken met {sheet.reference.span}",
            pages=pages,
            sections=tuple(_sheet_sections(sheet)),
            file="_".join(["rapport-fiche", slug(place.name, instead=slug(place.code)), _period(sheet.months)]),
            picture=Picture("Ligging", about, f"Kaartje: {about}.", drawing) if drawing else None,
        )

    def of_level(self, level: str, selection: Selection) -> Report:
        """One page per area of a level, for the priority of the selection.

        Raises:
            SelectionError: when there is no such area, or the selection shows nothing.
        """
        view = look(selection.but(level=level, areas=()), self.snapshot, audience=self.audience)
        if view.selection.level != level:
            raise SelectionError(" ".join(view.notices) or f"Er zijn geen {level}en geladen.")
        frame = view.located.sort_values("name")
        if frame.empty:
            raise SelectionError(f"Er zijn geen {view.level_name} geladen.")
        pages = []
        for code, name in zip(frame.index, frame["name"], strict=True):
            asked = view.selection.but(areas=(str(code),))
            pages.append(self._page(str(name), asked, all_groups=False, with_table=False))
        group = view.selection.the_group
        return self._report(
            title=f"{group.name} per {words.LEVEL_NAMES[level][0]}",
            subtitle=f"{view.info.city}, {words.months(view.months)}, vergeleken met {view.reference.span}",
            pages=tuple(pages),
            sections=(_overview(tuple(pages)),),
            file="_".join(["rapport", slug(group.name), slug(view.level_name), _period(view.months)]),
        )

    def _priorities(self, selection: Selection) -> tuple[Page | FailedPage, ...]:
        pages = []
        for priority in PRIORITIES.values():
            asked = selection if priority.id == selection.priority else selection.for_priority(priority.id)
            if selection.areas and asked is not selection:
                asked = asked.but(areas=selection.areas, level=selection.level)
            pages.append(self._page(priority.name, asked, all_groups=True, with_table=True))
        return tuple(pages)

    def _page(self, title: str, selection: Selection, *, all_groups: bool, with_table: bool) -> Page | FailedPage:
        made = page_or_reason(
            title,
            lambda: make_page(
                title,
                selection,
                self.snapshot,
                audience=self.audience,
                base_url=self.base_url,
                all_groups=all_groups,
                with_table=with_table,
            ),
        )
        self.progress(title)
        return made

    def _report(
        self,
        *,
        title: str,
        subtitle: str,
        pages: tuple[Page | FailedPage, ...],
        sections: tuple[Section, ...],
        file: str,
        picture: Picture | None = None,
    ) -> Report:
        info = queries.snapshot_info(self.snapshot, audience=self.audience)
        there = [page for page in pages if isinstance(page, Page)]
        is_late = any(PROVISIONAL in page.caption.marks for page in there)
        version = f"gegevensversie {short_version(info.version)}, samengesteld op {made_on(info)}"
        product = f"Buurtveiligheid {info.city}"
        publisher = words.listing(list(dict.fromkeys(page.caption.publisher for page in there)) or [product])
        return Report(
            title=title,
            subtitle=subtitle,
            product=product,
            version=version,
            made=words.day(datetime.now(words.BELGIUM)),
            marks=tuple(mark for mark, so in ((DEMO, info.is_demo), (PROVISIONAL, is_late)) if so),
            sections=sections,
            pages=pages,
            methods=_methods(there),
            file=file,
            cite=f"{publisher}. {title}, {subtitle}. {product}, {version}.",
            picture=picture,
        )


def _period(months: Months) -> str:
    return months.iso().replace("_", "-tot-")


def _methods(pages: Iterable[Page]) -> tuple[tuple[str, str, str], ...]:
    """Title, text and limits of what the pages rest on, in the order of /methode."""
    used = set(METHODS_USED)
    for page in pages:
        used.add(page.view.measure.method)
        used |= {"trechter"} if any("vergeleken" in chart.title and chart.drawing for chart in page.charts) else set()
        used |= {"uren"} if page.charts[-1].drawing else set()
        used |= {"los-van-gent"} if page.view.selection.apart else set()
        used |= {"dagdeel"} if page.view.wanted else set()
    return tuple((m.title, m.text, m.limits) for m in METHODS.values() if m.id in used)


NOT_WHOLE = "niet voor de hele periode gepubliceerd"
HEAD = ("", "Feiten", "Referentie", "Verschil", "Oordeel")


def _overview(pages: tuple[Page | FailedPage, ...]) -> Section:
    """Every figure of the pages; a page that is not there has its sentence."""
    rows = []
    for page in pages:
        if isinstance(page, FailedPage):
            rows.append((page.title, "–", "–", "–", page.why))
            continue
        for name, figure in page.figures:
            several = len(page.figures) > 1 or name != page.view.selection.the_group.name
            row = f"{page.title}: {name}" if several and name != page.title else page.title
            rows.append(figure_row(row, figure))
    table = Table("Overzicht", "", HEAD, tuple(rows), (1, 2, 3))
    families = sorted({f.family for page in pages if isinstance(page, Page) for _, f in page.figures if f.family > 1})
    among = (
        " of ".join([words.number(families[0]), *(words.number(families[-1]) for _ in families[1:2])])
        if families
        else ""
    )
    corrected = f", daar gecorrigeerd voor {among} vergelijkingen tegelijk" if families else ""
    return Section("Overzicht", f"elk oordeel zoals op zijn bladzijde{corrected}", table)


def _sheet_sections(sheet: SheetView) -> list[Section]:
    rows = []
    for row in sheet.rows:
        name = f"{row.name} (volgt de inzet)" if follows_effort(row.group.categories) else row.name
        counted = row.counted
        if counted is None or counted.status == "missing":
            why = (
                f"geen cijfers per {sheet.place.kind}" if counted is None else "niet voor de hele periode gepubliceerd"
            )
            rows.append((name, "–", "–", "–", why))
            continue
        late = " (voorlopig)" if counted.status == "provisional" else ""
        there = counted.difference == counted.difference
        rows.append(
            (
                name,
                words.number(counted.n) + late,
                before_text(counted),
                words.signed(counted.difference) if there else "–",
                WORDS.get(row.verdict, "–"),
            )
        )
    many = words.plural(sheet.family, "vergelijking", "vergelijkingen")
    corrected = f"oordelen gecorrigeerd voor {many} tegelijk: deze tabel en alle categorieën" if sheet.family else ""
    found = [Section("Kerncijfers", corrected, Table("Kerncijfers", "", HEAD, tuple(rows), (1, 2, 3)))]
    told = f"alle categorieën, met de kerncijfers gecorrigeerd voor {many} tegelijk" if sheet.family else ""
    found.append(Section("Wat valt op", told, lines=signal_lines(sheet)))
    if sheet.actions:
        done = tuple(action.title + about(action) for action in sheet.actions)
        found.append(Section("Aanpak", "wat hier gedaan werd", lines=done))
    if sheet.notices:
        found.append(Section("Let op", "", lines=sheet.notices))
    return found
