"""The tables of the analytic snapshot, in SQLAlchemy Core.

Two grains live side by side: `cell.grain = "counts"` (published monthly counts per area) and
`cell.grain = "incidents"` (counted from single facts). A query never adds the two.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

SCHEMA = "9"
"""Version of these tables, kept in `meta` as `schema`; a snapshot of another one is brought up to date at start."""

meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),  # version, schema, created_at, city, is_demo, data_from, data_until
    Column("value", Text, nullable=False),
)

source = Table(
    "source",  # one row per imported file, download or built-in set
    metadata,
    Column("source_id", String, primary_key=True),
    Column("mapping", String, nullable=False),  # which entry of data/catalogue/sources or which mapping file
    Column("kind", String, nullable=False),  # areas | counts | incidents | denominators
    Column("title", String, nullable=False),
    Column("publisher", String, nullable=False),
    Column("licence", String, nullable=False),
    Column("url", String),
    Column("file_name", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("retrieved_at", DateTime, nullable=False),  # UTC
    Column("rows_in", Integer, nullable=False),
    Column("rows_accepted", Integer, nullable=False),
    Column("rows_rejected", Integer, nullable=False),
    Column("month_from", Date),
    Column("month_until", Date),
    Column("provisional_months", Integer, nullable=False),
    Column("is_demo", Boolean, nullable=False),
    Column("is_public", Boolean),  # single facts that anybody can download as they are; not said is not so
    Column("note", Text),
)

source_note = Table(
    "source_note",  # what an import met and mended, or why it rejected, counted
    metadata,
    Column("source_id", String, primary_key=True),
    Column("kind", String, primary_key=True),  # mended | rejected | defect
    Column("reason", String, primary_key=True),  # a Dutch sentence
    Column("n", Integer, nullable=False),
)

rejected = Table(
    "rejected",  # the first rejected rows of each source; the report file has them all
    metadata,
    Column("source_id", String, primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("reason", String, nullable=False),
    Column("raw", Text, nullable=False),
)

category = Table(
    "category",
    metadata,
    Column("category_id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("driven_by", String, nullable=False),  # burgers | politie
    Column("sort", Integer, nullable=False),
)

area = Table(
    "area",
    metadata,
    Column("area_code", String, primary_key=True),
    Column("level", String, nullable=False),  # wijk | buurt | zone
    Column("name", String, nullable=False),
    Column("parent_code", String),  # the wijk of a buurt
    Column("km2", Float),
    Column("is_located", Boolean, nullable=False),  # False: the row "Onbekend"
    Column("sort", Integer, nullable=False),
    Column("west", Float),  # bounding box, degrees WGS84
    Column("south", Float),
    Column("east", Float),
    Column("north", Float),
    Column("label_lon", Float),  # a point inside, for the name on the map
    Column("label_lat", Float),
    Column("wkb", LargeBinary),  # polygon, EPSG:4326
)

geo_asset = Table(
    "geo_asset",  # polygons as the browser gets them, compressed once
    metadata,
    Column("name", String, primary_key=True),  # wijk | buurt | zone | base
    Column("hash", String, nullable=False),
    Column("gzip", LargeBinary, nullable=False),
    Column("brotli", LargeBinary, nullable=False),
)

denominator = Table(
    "denominator",
    metadata,
    Column("area_code", String, primary_key=True),
    Column("kind", String, primary_key=True),  # key in data/catalogue/denominators.toml
    Column("year", Integer, primary_key=True),
    Column("value", Float, nullable=False),
    Column("source_id", String, nullable=False),
)

coverage = Table(
    "coverage",  # which month x category x level is published; what has no row here is missing
    metadata,
    Column("grain", String, primary_key=True),
    Column("level", String, primary_key=True),
    Column("category_id", String, primary_key=True),
    Column("month", Date, primary_key=True),
    Column("status", String, nullable=False),  # ok | provisional
    Column("source_id", String, nullable=False),
)

cell = Table(
    "cell",  # dense: one row per area for each row of coverage; n is null where that area is missing
    metadata,
    Column("grain", String, nullable=False),
    Column("level", String, nullable=False),
    Column("area_code", String, nullable=False),
    Column("category_id", String, nullable=False),
    Column("month", Date, nullable=False),
    Column("n", Integer),
    # What publiek and raad get of grain incidents, made with the snapshot (data/ingest/derive_protected.py): protected,
    # or n where the facts are a demonstration; null as n is, and for grain counts, which is public.
    Column("n_public", Integer),
)

incident = Table(
    "incident",  # one registered fact
    metadata,
    Column("incident_key", String, nullable=False),
    Column("source_id", String, nullable=False),
    Column("category_id", String, nullable=False),
    Column("time_from", DateTime),  # local time, Europe/Brussels
    Column("time_until", DateTime),  # end of the window; null: a moment, unless time_known is "from"
    # minute | hour | day: what time_from is precise to; from | until: one end of the window only; month: no day
    Column("time_known", String),
    Column("hour", Integer),  # 0..23 where the moment is known to the hour, also where its day is not
    Column("month", Date, nullable=False),
    Column("lon", Float),  # degrees WGS84; null: without location
    Column("lat", Float),
    Column("precision_m", Integer),
    Column("buurt_code", String),
    Column("wijk_code", String),
    Column("severity", String),  # of an accident: dood | zwaar | licht
    Column("road_users", String),  # in an accident, sorted, each between bars: "|fiets|voetganger|"
    Column("is_attempt", Boolean),
    Column("object", String),
    # Made from the point when the snapshot is built (data/ingest/derive_grid.py); null: without location.
    Column("cell_x", Integer),  # number of the 100 m cell, eastwards, EPSG:3812
    Column("cell_y", Integer),  # northwards
    Column("zone_codes", String),  # the zones that it lies in, each between bars: "|Z-OVERPOORT|"; null: none
    # Made from the time when the snapshot is built (data/ingest/derive_fields.py); null: the time does not tell.
    Column("day_part", String),  # key of data.statistics.day_parts.DAY_PARTS: dag | avond | nacht
    Column("weekday", Integer),  # 1 Monday .. 7 Sunday
)

incident_field = Table(
    "incident_field",  # what the facts of each published month say of each optional field; made with the snapshot
    metadata,
    Column("category_id", String, nullable=False),
    Column("month", Date, nullable=False),
    Column("field", String, nullable=False),  # day_part | weekday | severity | road_users | attempt | object
    Column("value", String),  # one road user a row, so those add up to more than the facts; null: not told
    Column("n", Integer, nullable=False),  # facts
)

incident_grid = Table(
    "incident_grid",  # facts of each published month on a grid of 100 m: what a map shows, of real ones only to intern
    metadata,
    Column("category_id", String, nullable=False),
    Column("month", Date, nullable=False),
    Column("cell_x", Integer),  # null: facts without location
    Column("cell_y", Integer),
    Column("buurt_code", String),
    Column("wijk_code", String),
    Column("zone_codes", String),
    Column("n", Integer, nullable=False),
)

neighbour = Table(
    "neighbour",  # pairs of buurten that touch, both ways, for smoothing towards the surroundings
    metadata,
    Column("area_code", String, primary_key=True),
    Column("neighbour_code", String, primary_key=True),
)

dispersion = Table(
    "dispersion",  # how much more each category varies than chance; made when the snapshot is built
    metadata,
    Column("category_id", String, primary_key=True),
    Column("phi", Float, nullable=False),  # >= 1
    Column("phi_raw", Float),  # before that floor
    Column("n_areas", Integer, nullable=False),
    Column("n_periods", Integer, nullable=False),  # pairs of consecutive years
    Column("n_comparisons", Integer, nullable=False),  # areas x pairs that were compared
    Column("method", String, nullable=False),
    Column("phi_public", Float),  # of the protected counts of the category, noise included; null where it has none
)

hotspot = Table(
    "hotspot",  # one area of one group of a priority; value is null where there is none
    metadata,
    Column("priority", String, nullable=False),
    Column("group_id", String, nullable=False),
    Column("level", String, nullable=False),
    Column("period_from", Date, nullable=False),  # first day of the first month
    Column("period_until", Date, nullable=False),  # first day of the last month
    Column("based_on", String, nullable=False),  # "per km²", "per 1.000 inwoners"
    Column("area_code", String, nullable=False),
    Column("value", Float),
    Column("gi_z", Float),
    Column("gi_q", Float),
    Column("gi_class", String),  # hot | cold | geen
    Column("moran_q", Float),
    Column("moran_class", String),  # hoog-hoog | laag-laag | hoog-laag | laag-hoog | geen
)

moran = Table(
    "moran",  # one row per group and level: the whole map in one number, or the reason why there is none
    metadata,
    Column("priority", String, primary_key=True),
    Column("group_id", String, primary_key=True),
    Column("level", String, primary_key=True),
    Column("period_from", Date),
    Column("period_until", Date),
    Column("based_on", String),
    Column("permutations", Integer),
    Column("i", Float),
    Column("expected", Float),
    Column("z", Float),
    Column("p", Float),
    Column("n", Integer),
    Column("reason", String),  # a Dutch sentence
)
