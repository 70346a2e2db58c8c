"""The grid keeps up with the facts and with zones that are drawn anew."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import delete, func, select, update

from data.ingest.derive_grid import write_grid
from data.snapshot import building
from data.tables import area, coverage, incident, incident_grid
from tests.unit.data.queries.conftest import FIETS, area_rows, degrees, fact_rows, square


def test_the_grid_follows_new_facts_and_new_zones(var_dir: Path) -> None:
    with building(fresh=True) as made:
        facts = fact_rows()
        made.append(area, area_rows())
        made.append(incident, facts.iloc[:1])
        published = {"grain": "incidents", "level": "wijk", "category_id": FIETS, "status": "ok", "source_id": "feiten"}
        made.connection.execute(coverage.insert(), [{**published, "month": facts["month"][0]}])
        write_grid(made)
        asked = select(incident_grid.c.cell_x, incident_grid.c.cell_y, incident_grid.c.zone_codes, incident_grid.c.n)
        assert made.connection.execute(asked).fetchall() == [(6040, 6940, "|Z1|", 1)]

        made.append(incident, facts.iloc[1:2])
        write_grid(made)
        assert made.connection.execute(asked.order_by(incident_grid.c.zone_codes)).fetchall() == [
            (6040, 6940, "|Z1|", 1),
            (6040, 6940, "|Z1|Z2|", 1),
        ]

        made.connection.execute(delete(area).where(area.c.area_code == "Z1"))
        made.connection.execute(update(area).where(area.c.area_code == "Z2").values(wkb=square(0, 0, 50, 50)))
        write_grid(made)
        assert made.connection.execute(asked.order_by(incident_grid.c.zone_codes)).fetchall() == [
            (6040, 6940, "|Z2|", 1),
            (6040, 6940, None, 1),
        ]

        made.connection.execute(delete(incident))
        write_grid(made)
        assert made.connection.execute(select(func.count()).select_from(incident_grid)).scalar_one() == 0


def test_a_fact_that_moves_gets_its_new_cell(var_dir: Path) -> None:
    """A newer export writes a fact again, without its cell: what was derived from the old place is gone with it."""
    with building(fresh=True) as made:
        facts = fact_rows().iloc[:1]
        made.append(area, area_rows())
        made.append(incident, facts)
        write_grid(made)
        made.connection.execute(delete(incident))
        lon, lat = degrees(250, 250)
        made.append(incident, facts.assign(lon=lon, lat=lat))
        write_grid(made)
        assert made.connection.execute(select(incident.c.cell_x, incident.c.cell_y)).fetchall() == [(6042, 6942)]
