"""Everything that reads the snapshot: documented frames, each row with its status, for an audience."""

from data.own.now import current
from data.queries.base_map import base_shapes
from data.queries.before_after import BeforeAfterMonths, before_after_months
from data.queries.comparison import grain_comparison
from data.queries.counts import AreaMonths, area_months, grain_of, has_grain
from data.queries.denominators import denominator_levels, denominators, sizes_of
from data.queries.derived import StoredHotspots, dispersion, hotspots, neighbours
from data.queries.fact_filter import ATTEMPTS, FactFilter
from data.queries.grains import GrainChoice, finest_grain
from data.queries.groups import member_levels
from data.queries.marks import Box, Marks, marks
from data.queries.moments import Hours, Weeks, hours, hours_and_rest, weeks
from data.queries.months import Months, month_number, month_of, parse_months, runs_of
from data.queries.nested import around, nested, sharing
from data.queries.parts import Parts, parts
from data.queries.places import CellCounts, Facts, cell_counts, fact_months, has_grid, incident_months, without_location
from data.queries.protection import is_approximate, protected_categories, why_not_facts
from data.queries.provenance import (
    ROUNDED,
    areas_without_figures,
    categories,
    coverage_years,
    rejected_rows,
    source_notes,
    sources,
    used_sources,
)
from data.queries.search import CITY, Hit, find
from data.queries.shapes import AreaShapes, area_at, area_shapes, overlapping, to_lambert, touching
from data.queries.snapshot_info import GeoFile, SnapshotInfo, areas, geo_file, outlines, shapes, snapshot_info
from data.queries.sums import area_sums, missing_months, per_area, per_month, total
from data.queries.surroundings import Surroundings, surroundings
from data.queries.told import LeftOut, left_out, told_fields
from data.snapshot import Snapshot, close_connections, current_version
from data.snapshot_files import LOST, UNREACHABLE

__all__ = [
    "ATTEMPTS",
    "CITY",
    "LOST",
    "ROUNDED",
    "UNREACHABLE",
    "AreaMonths",
    "AreaShapes",
    "BeforeAfterMonths",
    "Box",
    "CellCounts",
    "FactFilter",
    "Facts",
    "GeoFile",
    "GrainChoice",
    "Hit",
    "Hours",
    "LeftOut",
    "Marks",
    "Months",
    "Parts",
    "Snapshot",
    "SnapshotInfo",
    "StoredHotspots",
    "Surroundings",
    "Weeks",
    "area_at",
    "area_months",
    "area_shapes",
    "area_sums",
    "areas",
    "areas_without_figures",
    "around",
    "base_shapes",
    "before_after_months",
    "categories",
    "cell_counts",
    "close_connections",
    "coverage_years",
    "current",
    "current_version",
    "denominator_levels",
    "denominators",
    "dispersion",
    "fact_months",
    "find",
    "finest_grain",
    "geo_file",
    "grain_comparison",
    "grain_of",
    "has_grain",
    "has_grid",
    "hotspots",
    "hours",
    "hours_and_rest",
    "incident_months",
    "is_approximate",
    "left_out",
    "marks",
    "member_levels",
    "missing_months",
    "month_number",
    "month_of",
    "neighbours",
    "nested",
    "outlines",
    "overlapping",
    "parse_months",
    "parts",
    "per_area",
    "per_month",
    "protected_categories",
    "rejected_rows",
    "runs_of",
    "shapes",
    "sharing",
    "sizes_of",
    "snapshot_info",
    "source_notes",
    "sources",
    "surroundings",
    "to_lambert",
    "told_fields",
    "total",
    "touching",
    "used_sources",
    "weeks",
    "why_not_facts",
    "without_location",
]
