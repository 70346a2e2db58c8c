"""The numbers behind what is on screen, as files: which there are, what is in them, and how they are written."""

from dashboard.export import moments, panels, plan, sheet, sources, zone  # these register the exports of the pages
from dashboard.export.registry import EXPORTS, Asked, Export, register
from dashboard.export.told import Told

__all__ = ["EXPORTS", "Asked", "Export", "Told", "moments", "panels", "plan", "register", "sheet", "sources", "zone"]
