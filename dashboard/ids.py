"""Every component id, in one place."""

from __future__ import annotations

URL = "url"
PAGE = "page"
PAGE_TITLE = "page-title"
NAV = "nav"

SENTENCE = "sentence"
PROVENANCE = "provenance"
NOTICES = "notices"
EFFECTIVE = "effective"  # what the server made of the URL, for the JavaScript that writes the URL
STORY = "story"

MAP = "map"
MAP_FRAME = "map-frame"
MAP_PAINT = "map-paint"
MAP_TILES = "map-tiles"
LEGEND = "legend"

KEY_FIGURES = "key-figures"
TREND = "trend"
TREND_HEAD = "trend-head"
YEARS = "years"
YEARS_HEAD = "years-head"
CATEGORIES = "categories"
CATEGORIES_CARD = "categories-card"
CATEGORIES_HEAD = "categories-head"
TABLE = "table"
TABLE_LATER = "table-later"
TABLE_HEAD = "table-head"

PLAN = "plan"
SHARE = "share"
SHARE_NOTE = "share-note"
HOME_VIEW = "home-view"
HOME_NOTE = "home-note"
FILTERS_TOGGLE = "filters-toggle"


def filter_id(name: str) -> dict[str, str]:
    """Id of the control of one filter."""
    return {"type": "filter", "name": name}
