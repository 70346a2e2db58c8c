"""Making the Dash app: theme, pages, callbacks and routes."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from string import Template

import dash_mantine_components as dmc
from dash import Dash, dcc, html
from flask import send_from_directory

from dashboard import (
    action_routes,
    answer_route,
    audit,
    callback_guard,
    compression,
    error_answers,
    export_routes,
    fact_routes,
    geo,
    headers,
    health,
    ids,
    log_route,
    loopback,
    metrics,
    own_area_routes,
    page_status,
    projection_routes,
    rate_limits,
    report_routes,
    request_log,
    search_route,
    sign_in,
    slide_routes,
    upload_routes,
)
from dashboard.bundle import Bundle
from dashboard.callbacks import draw, plan, routing, sheet
from dashboard.first_script import FIRST_SCRIPT
from layers import pane_rules

INDEX = """<!DOCTYPE html>
<html lang="nl-BE">
<head>
{%metas%}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="Geregistreerde feiten per wijk en buurt, met kaart en trends per prioriteit">
<title>{%title%}</title>
{%favicon%}
{%css%}
$styles
<style>$panes</style>
</head>
<body>
{%app_entry%}
<footer><script>$first</script>{%config%}{%scripts%}$scripts{%renderer%}</footer>
</body>
</html>"""

NAVY = ["#eef3fb", "#d7e2f3", "#a9c1e4", "#7a9fd6", "#547fc4", "#2f5fae", "#174590", "#0c3278", "#022064", "#01164a"]
ASSETS = Path(__file__).resolve().parent.parent / "assets"
MOST_BYTES = 16_000_000
"""Of a body; a route that takes files sets `request.max_content_length` itself, callbacks take far less."""
THEME = {
    "fontFamily": '"Fira Sans", Inter, system-ui, sans-serif',
    "primaryColor": "navy",
    "primaryShade": 8,
    "defaultRadius": 4,
    "colors": {"navy": NAVY},
    "components": {
        "SegmentedControl": {"defaultProps": {"color": "navy"}},
        "Checkbox": {"defaultProps": {"radius": 3}},
        "Combobox": {"defaultProps": {"keepMounted": False}},  # a list that is closed need not be drawn at each change
    },
}


_POLYFILL = re.compile(r'<script src="[^"]*/dash/deps/polyfill@[^"]*"></script>')
_GEOJSON = '<script src="/_dash-component-suites/dash_leaflet/async-GeoJSON.js"></script>'


class Page(Dash):  # type: ignore[misc]
    """Dash, whose page says it is loading in Dutch, does not tell which Python it runs on, and loads what it needs.

    The polyfill that Dash puts first is for browsers of 2015, which do not run our own scripts: it took a tenth of a
    first visit, and replaced parts of newer browsers by slower ones. Dash itself needs only the `regeneratorRuntime` in
    it (assets/vendor). The script that the map would ask when it is drawn is asked with the others.
    """

    def interpolate_index(self, **parts: str) -> str:
        """The page around the app."""
        parts["app_entry"] = parts["app_entry"].replace("Loading...", "Laden ...")
        parts["scripts"] = _POLYFILL.sub("", parts["scripts"]) + _GEOJSON
        parts["config"] = re.sub(r'"python_version":"[^"]*"', '"python_version":""', parts["config"])
        return str(super().interpolate_index(**parts))


def make_app() -> Dash:
    """The app, ready to be served."""
    scripts, styles = (Bundle(ASSETS, kind) for kind in ("js", "css"))
    app = Page(
        "buurtveiligheid",
        title="Buurtveiligheid",  # until the first answer, which names the city of its figures
        update_title=None,
        assets_folder=str(ASSETS),
        assets_ignore=r"\.(js|css)$",  # served; a page has bundles of them, and asks those in later/ itself
        index_string=Template(INDEX).substitute(
            styles=styles.tag, panes=pane_rules(), first=FIRST_SCRIPT, scripts=scripts.tag
        ),
        suppress_callback_exceptions=True,
    )
    app.layout = dmc.MantineProvider(
        [dcc.Location(id=ids.URL, refresh=False), html.Div(id=ids.PAGE, className="page", disable_n_clicks=True)],
        theme=THEME,
        forceColorScheme="light",
    )
    sign_in.register(app.server)
    app.server.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    routing.register(app)
    draw.register(app)
    plan.register(app)
    sheet.register(app)
    request_log.register(app.server, routing.PAGES)
    metrics.register(app.server)
    error_answers.register(app.server)
    loopback.register(app.server)
    rate_limits.register(app.server)
    callback_guard.register(app.server, app)
    geo.register(app.server)
    answer_route.register(app.server)
    scripts.register(app.server)
    styles.register(app.server)
    # Browsers ask this address of themselves, for an answer that is no page too.
    app.server.add_url_rule("/favicon.ico", "favicon", partial(send_from_directory, ASSETS, "favicon.ico"))
    fact_routes.register(app.server)
    own_area_routes.register(app.server)
    action_routes.register(app.server)
    export_routes.register(app.server)
    report_routes.register(app.server)
    upload_routes.register(app.server)
    search_route.register(app.server)
    projection_routes.register(app.server)
    slide_routes.register(app.server)
    health.register(app.server)
    page_status.register(app.server)
    compression.register(app.server)
    headers.register(app.server, app, FIRST_SCRIPT)
    log_route.register(app.server)
    audit.register(app.server)  # last, so that it sees an answer before it is compressed
    return app
