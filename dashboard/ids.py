"""Every component id, in one place."""

from __future__ import annotations

URL = "url"
PAGE = "page"
PAGE_TITLE = "page-title"

SEARCH = "search"

SENTENCE = "sentence"
PROVENANCE = "provenance"
NOTICES = "notices"
STORY = "story"

DRAW = "draw"
MAP = "map"
MAP_FRAME = "map-frame"
MAP_TILES = "map-tiles"
LEGEND = "legend"
LAYER_LEGEND = "layer-legend"

KEY_FIGURES = "key-figures"
TREND = "trend"
TREND_HEAD = "trend-head"
YEARS = "years"
YEARS_HEAD = "years-head"
SIGNALS = "signals"
FUNNEL = "funnel"
FUNNEL_HEAD = "funnel-head"
CATEGORIES = "categories"
CATEGORIES_CARD = "categories-card"
CATEGORIES_HEAD = "categories-head"
WHEN = "when"  # both are filled by a request of their own, after the first picture (assets/when.js)
ZONE_VIEW = "zone-view"
SPLITS = "splits"
USERS_NOTE = "road-users-note"
SPLITS_CARD = "splits-card"
SPLITS_HEAD = "splits-head"
SPLITS_TABLE = "splits-table"
SPLITS_CHART = "splits-chart"
SPLITS_TREND_HEAD = "splits-trend-head"
TABLE = "table"
TABLE_HEAD = "table-head"

PLAN = "plan"
PLAN_SENTENCE = "plan-sentence"
PLAN_PROVENANCE = "plan-provenance"
PLAN_NOTICES = "plan-notices"
PLAN_LATER = "plan-later"
PLAN_EFFECTIVE = "plan-effective"
SOURCES = "sources"
SOURCES_LATER = "sources-later"
UPLOAD = "upload"
UPLOAD_START = "upload-start"
ACTIONS = "actions"
SHEET = "sheet"
SHEET_LATER = "sheet-later"
SHARE = "share"
SHARE_NOTE = "share-note"
PROJECT = "project"
SLIDE_SAVE = "slide-save"
SLIDES = "slides"  # of a browser that keeps its own list; assets/later/slides.js fills it
HOME_VIEW = "home-view"
HOME_NOTE = "home-note"
WHEN_NOTE = "when-note"
FILTERS_TOGGLE = "filters-toggle"


def filter_id(name: str) -> dict[str, str]:
    """Id of the control of one filter."""
    return {"type": "filter", "name": name}


def choice_id(name: str, value: str) -> str:
    """Id of one choice of a filter with a list of them, by which it alone can be told to look otherwise."""
    return f"choice-{name}-{value}"


def plan_filter_id(name: str) -> dict[str, str]:
    """Id of a control of the page with the whole plan; its own type, because that page has only some of the filters."""
    return {"type": "plan-filter", "name": name}


SIGN_OUT = "afmelden"
SIGN_IN = "aanmelden"
