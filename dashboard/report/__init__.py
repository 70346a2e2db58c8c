"""The report: a selection, an area or a whole level as PDF and as slides; `python -m dashboard.report` makes them."""
