# Every target sets up .venv by itself when it is missing or older than the lock. Needs Python 3.11+, make and git.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready

# Every process that a test starts would compile all of Avisa again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo story story-postgres run test test-postgres test-long check fix lock cards sheets bench audit sbom

help: ## what can be typed here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

# pip brings uv, which installs the rest much faster; where uv reaches no registry, as behind a mirror that only
# pip is told of, pip does that too. What all of it imports is compiled here, and not by the first processes side by side.
LOCKED := --quiet --require-hashes --only-binary :all:
$(READY): requirements.lock requirements-uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Avisa needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PY) -m pip install --disable-pip-version-check $(LOCKED) -r requirements-uv.lock
	@$(PY) -m uv pip install --python $(PY) $(LOCKED) -r requirements.lock || \
		$(PY) -m pip install --disable-pip-version-check $(LOCKED) -r requirements.lock
	@$(PY) -c 'import alembic.command, bot.app, hypothesis, playwright.async_api, pytest, simulator.demo, xdist'
	@touch $@

setup: $(READY) ## make .venv from requirements.lock

demo: $(READY) ## the main job with no token: a simulated Telegram, the bot and a small city, until Ctrl-C
	@$(PY) -m simulator demo

story: $(READY) ## the same story played once and asserted step by step
	@$(PY) -m simulator story

story-postgres: $(READY) ## the same on a PostgreSQL that is installed here and runs for the story alone
	@$(PY) -m tests.stories.played

run: $(READY) ## the bot itself, with AVISA_TOKEN in the environment or .env
	@$(PY) -m bot run

# Many tests wait: for a process, a browser, Telegram's limits. Two workers more than there are processors.
export PYTEST_XDIST_AUTO_NUM_WORKERS ?= $(shell expr $$(nproc 2>/dev/null || echo 2) + 2)

test: $(READY) ## every test; what works with the database also on a PostgreSQL, where one is installed
	@$(PY) -m pytest -n auto --dist loadfile --no-loadscope-reorder
	@$(PY) -m tests.on_postgres --where-found

test-postgres: $(READY) ## the second half of that alone
	@$(PY) -m tests.on_postgres

test-long: $(READY) ## every test, with the full counts
	@AVISA_TEST_LONG=1 $(PY) -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: $(READY) ## format, lint, types, import contracts, catalogs, cities
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports
	@$(PY) -m locales check
	@$(PY) -m cities check boston

fix: $(READY) ## format, and fix what can be fixed by itself, the tables in docs/ and .env.example included
	@$(PY) -m tests.house.generated
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

UV := $(PY) -m uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 --custom-compile-command 'make lock'
lock: ## make the locks again from pyproject.toml (needs .venv with uv, and a registry)
	@test -x $(PY) || { $(PYTHON) -m venv $(VENV); }
	@$(PY) -m uv --version >/dev/null 2>&1 || $(PY) -m pip install --quiet uv
	@$(UV) $(UPGRADE) pyproject.toml --group dev -o requirements.lock
	@$(UV) pyproject.toml -c requirements.lock -o requirements-run.lock
	@echo uv | $(UV) - -c requirements.lock -o requirements-uv.lock

cards: $(READY) ## the rights cards as pictures and pages, with Chromium and Noto fonts; CITY=folder for another city
	@$(PY) -m tests.browser.printing $(CITY)

sheets: $(READY) ## what people see in all languages side by side, as pictures in sheets/, to be looked at
	@$(PY) -m tests.browser.sheets

bench: $(READY) ## every number that we claim, small sizes; NAME="delivery --subscribers 1000" for one
	@$(PY) -m bench $(or $(NAME),all)

audit: $(READY) ## known vulnerabilities in what is locked (asks a registry)
	@$(VENV)/bin/pip-audit --strict --require-hashes --disable-pip -r requirements.lock || \
	  { echo "Not audited: holes were found above, or this registry (a mirror?) does not say of every package whether it has any."; exit 1; }

sbom: $(READY) ## the bill of materials of what runs (CycloneDX), as sbom.json
	@$(PY) -m tests.house.bill > sbom.json
