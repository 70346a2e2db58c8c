"""Errors that carry a sentence for the person who meets them."""

from __future__ import annotations


class BuurtError(Exception):
    """Base of every expected fault: `str(error)` is a clear Dutch sentence (what, where, what to do)."""


class NoSnapshotError(BuurtError):
    """There is no published snapshot to read."""


class DamagedSnapshotError(NoSnapshotError):
    """The file of a snapshot cannot be read; the next question is answered from another one when there is one."""


class UnreachableError(NoSnapshotError):
    """The database with the figures does not answer at all."""


class InputError(BuurtError):
    """A file, a download or a setting cannot be used; nothing was changed."""


class BusyError(BuurtError):
    """Another import is under way."""


class StateError(BuurtError):
    """What people keep (zones, aanpak, saved views) cannot be read or written; nothing was changed."""


class AccessError(BuurtError):
    """This person may not see or do this."""


class ConflictError(StateError):
    """Somebody else was first; nothing was changed, and the sentence says who and when."""


class ProtectedError(BuurtError):
    """The audience may not have what was asked; nothing of it was read."""
