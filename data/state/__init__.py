"""What people add to the figures: zones and groups, aanpak, saved views; each change with who and when.

`create`, `change` and `delete` write a row and its line of the history in one transaction; `get`, `rows` and `changes`
read. A row is changed with the version that the user saw: when somebody else was first, ConflictError says so.
"""

from data.state.records import (
    NOBODY_YET,
    Change,
    Kind,
    Record,
    change,
    change_many,
    changes,
    create,
    create_many,
    delete,
    get,
    latest_change,
    rows,
)
from data.state.store import check, close, prepare

__all__ = [
    "NOBODY_YET",
    "Change",
    "Kind",
    "Record",
    "change",
    "change_many",
    "changes",
    "check",
    "close",
    "create",
    "create_many",
    "delete",
    "get",
    "latest_change",
    "prepare",
    "rows",
]
