"""Figures and state store in PostgreSQL, for who sets DATABASE_URL or STATE_URL; nothing else imports this room.

Snapshots are built in DuckDB all the same: one engine for what is derived. A finished one is loaded by COPY into a
schema of its own, in the one transaction that also makes it the published one.
"""
