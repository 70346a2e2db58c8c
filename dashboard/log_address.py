"""The addresses of the log, for the menu, the page and the route."""

PATH = "/logboek"
FILE = "/logboek.csv"
