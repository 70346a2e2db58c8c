"""The demonstration set: figures true to size over 2018-01..2023-04, reconstructed from published totals.

No single cell is real. How it is made:

1. **Totals** (margins.py): facts per month in the city, parking fines apart; facts per wijk over the whole period,
   monthly for two wijken; sixteen category totals of one wijk; the largest cell. All published (data/gent/README.md).
2. **Shape** (shape.toml): what nobody published is assumed: how wijken, years, seasons and hours differ by category.
   The police's yearly figures use wider definitions than the open figures: they shape the categories, they are never
   taken as a count.
3. **Expected cells** (fit.py): the shape, with random differences between wijken, years and cells, is fitted to the
   totals by iterative proportional fitting (Deming & Stephan 1940).
4. **Draw** (draw.py, moves.py): integer counts, multinomial given their totals (Poisson counts with a gamma-mixed mean,
   so at least Poisson variation), mended by random moves of single facts and shuffled among all tables with the same
   totals (Diaconis & Sturmfels 1998). Never rounded expectations.
5. **Facts** (incidents.py, points.py, times.py): one synthetic fact for each one counted but parking fines, with an
   hour and a point on a 100 m grid; accidents get a severity and road users (accidents.py), in assumed shares.

The draw is kept in counts.csv.gz (`python -m data.ingest.demo.draw` makes it again); facts are made from it whenever a
snapshot is built, always the same ones.
"""

from __future__ import annotations

from data.ingest.upgrade import is_built_in, is_up_to_date, upgrade
from data.snapshot import close_connections, current_version


def ensure() -> bool:
    """Builds the first snapshot (Gent with the demonstration set) when none is published, or its file is gone.

    A snapshot of an older version is brought up to date: the demonstration is built again, a user's figures are kept
    and get what this version adds.

    Returns:
        Whether a snapshot was built.

    Raises:
        BusyError: when another process is building.
    """
    version = current_version()
    if version is not None:
        if is_up_to_date():
            return False
        if not is_built_in():
            upgrade()
            return True
    # Only now: these load the libraries for geography, which take longer than all of a second start.
    from data.ingest.demo.load import load_demo
    from data.ingest.derive import building_figures
    from data.ingest.gent import write_gent

    close_connections()
    with building_figures(fresh=True) as made:
        write_gent(made)
        load_demo(made)
    return True
