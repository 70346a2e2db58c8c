"""The numbers behind what is on screen, as files: which there are, what is in them, and how they are written."""

from dashboard.export import moments, panels, zone  # these register the exports of the main page
from dashboard.export.registry import EXPORTS, Asked, Export, register

__all__ = ["EXPORTS", "Asked", "Export", "moments", "panels", "register", "zone"]
