"""Errors of the dashboard, each with the sentence that the visitor gets."""

from __future__ import annotations

from data.errors import BuurtError


class SelectionError(BuurtError):
    """The address asks for something that does not exist; the sentence says what, and how to get out."""
