# Buurtveiligheid Gent: `make run` starts it, `make test` checks it, `make help` tells the rest.
# A setting is an environment variable (data/config.py): PORT=9000 make run, or make run PORT=9000.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
VAR := $(or $(VAR_DIR),var)
FIGURES := $(VAR)/.figures
READY_DEV := $(VENV)/.ready-dev
PYTEST := $(BIN)/python -m pytest
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make pins"

.DEFAULT_GOAL := help
.PHONY: help run backup restore test check bench soak audit pins clean python chromium

help:
	@echo "make run    start op http://127.0.0.1:8050 (PORT=... voor een andere poort)"
	@echo "make backup maakt een back-up in var/backups (FILE=... voor een andere plaats)"
	@echo "make restore FILE=...  zet een back-up terug"
	@echo "make test   voert alle controles en tests uit"
	@echo "make check  alleen opmaak, stijl, types en de pijlen tussen de kamers"
	@echo "make bench  meet de snelheid tegen het budget"
	@echo "make soak   de lange tests"
	@echo "make audit  zoekt bekende kwetsbaarheden in wat requirements.txt vastlegt (vraagt het aan pypi.org)"
	@echo "make pins   maakt requirements*.txt opnieuw uit requirements*.in"
	@echo "make clean  verwijdert de omgeving en de caches; var/ (uw cijfers) blijft"

run: $(READY) $(FIGURES)
	@test -f "$(VAR)/snapshots/$$(cat $(VAR)/CURRENT 2>/dev/null).duckdb" || $(BIN)/python -m data.ingest ensure
	@exec $(BIN)/python app.py

# Figures are made when there are none, and looked at again when the tables changed; not at every start.
$(FIGURES): data/tables.py $(READY)
	@echo "Cijfers nakijken ..."
	@$(BIN)/python -m data.ingest ensure
	@touch $@

backup: $(READY)
	@$(BIN)/python -m data.backup make "$(or $(FILE),$(VAR)/backups/buurtveiligheid-$$(date -u +%Y%m%dT%H%M%SZ).tar)"

restore: $(READY)
	@test -n "$(FILE)" || { echo "Zeg welke back-up: make restore FILE=var/backups/..."; exit 1; }
	@$(BIN)/python -m data.backup restore "$(FILE)"

# Two tests at a time, a file by one worker in the order of its name: the browser's first, the many short ones last.
# What measures time runs after them, with nothing beside it. 5: ARGS chose none of them.
test: check chromium
	@echo "Tests uitvoeren, twee tegelijk ..."
	@$(PYTEST) -p no:cacheprovider -n 2 --dist loadfile --no-loadscope-reorder -m "not soak and not alone" $(ARGS) || test $$? = 5
	@echo "Wat tijd meet, met niets ernaast ..."
	@$(PYTEST) -m "alone and not soak" $(ARGS) || test $$? = 5

check: $(READY_DEV)
	@echo "Opmaak, stijl, types en pijlen nakijken ..."
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(READY_DEV) chromium
	@$(BIN)/python -m bench $(ARGS)

soak: $(READY_DEV) chromium
	@$(BIN)/python -m pytest -m soak $(ARGS)

# In an environment of its own, outside the pins: it asks the network, and only this command needs it.
audit: python
	@test -x var/audit/bin/pip-audit || { $(PYTHON) -m venv var/audit && var/audit/bin/python -m pip install -qq --disable-pip-version-check pip-audit==2.10.1; }
	@var/audit/bin/pip-audit --strict -r requirements.txt --disable-pip --require-hashes --progress-spinner off \
	  || { echo "Er is een kwetsbaarheid, of de databank ermee is niet te bereiken: de regels hierboven zeggen welke."; exit 1; }

pins: $(READY_DEV)
	@echo "Versies vastleggen ..."
	@$(COMPILE) requirements.in -o requirements.txt $(ARGS)
	@$(COMPILE) requirements-dev.in -o requirements-dev.txt $(ARGS)

clean:
	@echo "Omgeving en caches verwijderen; var/ blijft ..."
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache var/bench
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps: pip runs only when the pins are newer than the last good install.
$(READY): requirements.txt
	@$(MAKE) --no-print-directory python
	@echo "Omgeving maken in $(VENV) (alleen de eerste keer, enkele minuten) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) -r requirements.txt || { echo "Installeren is niet gelukt: is er een verbinding met een pakketindex? Probeer 'make run' opnieuw."; exit 1; }
	@touch $@

$(READY_DEV): requirements-dev.txt $(READY)
	@echo "Hulpmiddelen voor de tests installeren ..."
	@$(PIP) -r requirements-dev.txt || { echo "Installeren is niet gelukt: is er een verbinding met een pakketindex?"; exit 1; }
	@touch $@

python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "Python is niet gevonden. Installeer Python 3.11 of nieuwer, of kies er een: make run PYTHON=/pad/naar/python3.11"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$$($(PYTHON) --version) is te oud: Python 3.11 of nieuwer is nodig. Kies een nieuwere: make run PYTHON=/pad/naar/python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "De Python-module venv ontbreekt. Installeer ze, bijvoorbeeld met: apt-get install python3-venv"; exit 1; }

# Browser tests use the system's Chromium; only root may install it here.
chromium:
	@command -v chromium >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	    echo "Chromium installeren voor de browsertests ..."; \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >/dev/null \
	      || { echo "Chromium installeren is niet gelukt."; exit 1; }; \
	  else \
	    echo "De browsertests hebben Chromium nodig. Installeer het, bijvoorbeeld met: sudo apt-get install chromium"; exit 1; \
	  fi; }
