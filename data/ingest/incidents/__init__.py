"""Importing single facts: when, where and what happened, one row a fact.

How a file comes in: `spill` reads it once, chunk by chunk, and looks at what has to be guessed from all rows;
`times`, `places` and `extras` translate a chunk; `check` tells good rows from bad ones; `store` keeps facts by their
key; `figures` counts them per area and month; `load` does all of this in one publish.
"""
