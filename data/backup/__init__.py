"""Backup and restore of both stores: the figures, and what people keep. `python -m data.backup make|restore FILE`."""
