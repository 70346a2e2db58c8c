"""Pure statistics: frames in, frames out. No database, no drawing.

Light imports only: scipy.special, esda and libpysal are imported inside the functions that need them.
"""
