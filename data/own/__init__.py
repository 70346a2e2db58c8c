"""Zones and groups that people made, as areas of a snapshot: what they are, and what is counted in them.

Who may see them is decided in data/queries: each query looks at `visible(snapshot, audience)`.
"""
