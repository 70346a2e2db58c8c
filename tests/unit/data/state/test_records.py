"""What people keep stays as they left it: who and when, nothing over the work of another, nothing lost."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data import state
from data.errors import ConflictError, StateError
from data.state.store import is_file, reading, writing
from data.state.tables import metadata

pytestmark = pytest.mark.usefixtures("var_dir")
LABELS = {"title": "Fietslabels", "area_code": "W01", "priority": "fietsdiefstal", "date_from": date(2024, 3, 1)}


def test_a_row_is_kept_with_who_and_when_and_each_change_of_it() -> None:
    made = state.create("action", LABELS, user="an")
    assert (made.version, made.created_by, made["date_from"], made["note"]) == (1, "an", date(2024, 3, 1), None)
    changed = state.change("action", made.id, {"note": "200 labels"}, version=1, user="bea")
    assert (changed.version, changed.created_by, changed.changed_by, changed["note"]) == (2, "an", "bea", "200 labels")
    state.delete("action", made.id, version=2, user="cas")
    assert state.get("action", made.id) is None
    assert state.rows("action") == ()
    assert state.get("action", made.id, deleted=True)["title"] == "Fietslabels"
    told = [(c.by, c.change, c.version, c.before and c.before["note"], c.after) for c in state.changes("action")]
    assert [line[:4] for line in told] == [
        ("cas", "delete", 3, "200 labels"),
        ("bea", "update", 2, None),
        ("an", "create", 1, None),
    ]
    assert told[0][4] is None
    assert told[2][4]["date_from"] == "2024-03-01"


def test_the_second_of_two_editors_is_told_and_nothing_of_the_first_is_lost() -> None:
    seen_by_both = state.create("saved_view", {"name": "Dampoort", "query": "?gebied=W05"}, user="an")
    state.change("saved_view", seen_by_both.id, {"name": "Dampoort per buurt"}, version=1, user="bea")
    with pytest.raises(ConflictError, match=r"intussen gewijzigd door bea \(.* uur\); uw wijziging is niet bewaard"):
        state.change("saved_view", seen_by_both.id, {"name": "Anders"}, version=1, user="an")
    with pytest.raises(ConflictError, match="gewijzigd door bea"):
        state.delete("saved_view", seen_by_both.id, version=1)
    assert [row["name"] for row in state.rows("saved_view")] == ["Dampoort per buurt"]
    assert len(state.changes("saved_view", seen_by_both.id)) == 2
    state.delete("saved_view", seen_by_both.id, version=2, user="bea")
    with pytest.raises(ConflictError, match="intussen verwijderd door bea"):
        state.change("saved_view", seen_by_both.id, {"name": "Te laat"}, version=2)
    with pytest.raises(StateError, match="bestaat niet"):
        state.change("saved_view", 99, {"name": "Nooit"}, version=1)


def test_rows_are_added_all_or_none() -> None:
    zone = {"code": "Z-A", "kind": "groep", "name": "A", "members": "W01,W02"}
    with pytest.raises(ConflictError, match="bestaat al"):
        state.create_many("own_area", [zone, zone | {"code": "Z-B"}, zone])
    assert state.rows("own_area", deleted=True) == ()
    assert state.changes() == ()
    assert [r["code"] for r in state.create_many("own_area", [zone, zone | {"code": "Z-B"}])] == ["Z-A", "Z-B"]


def test_a_code_may_come_back_after_it_was_deleted() -> None:
    zone = {"code": "Z-A", "kind": "groep", "name": "A", "members": "W01"}
    first = state.create("own_area", zone)
    state.delete("own_area", first.id, version=1)
    assert state.create("own_area", zone).id != first.id


def test_rows_are_found_by_what_they_hold_and_the_latest_change_has_a_number() -> None:
    assert state.latest_change("action") == 0
    state.create_many("action", [LABELS, LABELS | {"area_code": "W02"}])
    assert [r["area_code"] for r in state.rows("action", area_code="W02")] == ["W02"]
    before = state.latest_change("action")
    state.create("saved_view", {"name": "A", "query": ""})
    assert state.latest_change("action") == before > 0


def test_a_caller_cannot_write_who_and_when_itself() -> None:
    with pytest.raises(ValueError, match="version"):
        state.create("action", LABELS | {"version": 7})


@pytest.mark.parametrize("statement", ["UPDATE history SET change = 'niets'", "DELETE FROM history"])
def test_what_happened_cannot_be_changed_afterwards(statement: str) -> None:
    state.create("action", LABELS)
    with pytest.raises(StateError) as refused, writing() as connection:
        connection.execute(text(statement))
    assert isinstance(refused.value.__cause__, DBAPIError)
    assert len(state.changes()) == 1


def test_the_migrations_make_the_tables_that_the_code_reads() -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    state.prepare()
    with reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        if is_file():
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_a_store_of_a_newer_version_is_refused_with_a_sentence() -> None:
    with writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    state.close()
    with pytest.raises(StateError, match="nieuwere versie"):
        state.prepare()


def test_a_store_that_is_damaged_is_refused_with_a_sentence(var_dir) -> None:
    (var_dir / "state.sqlite").write_bytes(b"geen databank" * 500)
    with pytest.raises(StateError, match="niet bereikbaar"):
        state.rows("action")
