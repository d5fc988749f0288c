# Two commands do everything on a fresh machine that has Python 3.11+ and make: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
AFTERPRINT_CASES ?= ../shared/cases
AFTERPRINT_CORPORA ?= ../shared/corpora
export AFTERPRINT_CASES AFTERPRINT_CORPORA

.DEFAULT_GOAL := help
.PHONY: help setup run test test-fast page-tools lint types score bench soak soak-machine soak-stack build deploy policy runtime lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

# --- set up ------------------------------------------------------------------------------------------

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Afterprint needs Python 3.11 or later: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.run: requirements.txt pyproject.toml $(VENV)/.python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	touch $@

$(VENV)/.test: requirements-dev.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-dev.txt
	touch $@

setup: $(VENV)/.test ## install everything, locked, into .venv

# --- use ---------------------------------------------------------------------------------------------

run: $(VENV)/.run ## watch the sample newsroom and serve what changed
	$(BIN)/afterprint demo

# --- test --------------------------------------------------------------------------------------------

test: setup lint types ## lint, types and the whole suite
	$(BIN)/python -m pytest -n auto --dist worksteal

test-fast: setup lint types ## the same without slow and browser tests
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow and not browser"

lint: setup ## style
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .

types: setup ## strict types
	$(BIN)/mypy --no-error-summary

tests/browser/tools/node_modules/.package-lock.json: tests/browser/tools/package-lock.json
	cd tests/browser/tools && npm ci --silent
	touch $@

page-tools: tests/browser/tools/node_modules/.package-lock.json ## install what judges the pages: axe-core, Nu Html Checker, html-validate, Lighthouse

score: setup ## score against the external cases and corpora: make score [SUITE=name]
	$(BIN)/python bench/score.py $(SUITE)

bench: setup ## speed and memory, as ratios to baselines of the same run
	$(BIN)/python -m bench

# Captured at Python's level alone: the functions' own logs stay away, and what the tests tell is seen at once.
SOAK := AFTERPRINT_SOAK=1 AFTERPRINT_TELL=1 $(BIN)/python -m pytest --capture=sys -m slow

soak: setup ## the counted tests in their long form, one machine and the stack side by side
	$(MAKE) --no-print-directory -j2 soak-machine soak-stack

soak-machine: setup
	$(SOAK) tests/faults tests/hostile_newsroom tests/unit/extract/test_extract_twice.py tests/browser/test_pages_by_tools.py

soak-stack: setup
	$(SOAK) tests/stack/test_faults.py tests/stack/test_concurrency.py tests/stack/test_soak_stack.py tests/stack/test_stack_politeness.py

# --- the stack (docs/deploy.md) ----------------------------------------------------------------------

build: setup ## pack the stack's functions and its watchlist into build/
	$(BIN)/python -m pip install --quiet uv
	PYTHONPATH=functions $(BIN)/python infra/pack.py

deploy: build ## deploy: make deploy STACK=name BUCKET=artefacts [PARAMETERS="SiteUrl=… AlarmEmail=…"]
	$(BIN)/python infra/deploy.py --stack "$(STACK)" --bucket "$(BUCKET)" $(PARAMETERS)

.venv-policy/.made: infra/policy/requirements.txt
	$(PYTHON) -m venv .venv-policy
	.venv-policy/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r infra/policy/requirements.txt
	touch $@

policy: setup .venv-policy/.made ## checkov on the stack, in an environment of its own
	$(BIN)/python -m pytest tests/stack/test_template_policy.py

.venv-runtime/.made: infra/runtime/requirements.txt $(VENV)/.python
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/python infra/runtime_environment.py
	touch $@

runtime: setup .venv-runtime/.made ## run each packed function in Lambda's runtime emulator, and print what a start takes
	AFTERPRINT_TELL=1 $(BIN)/python -m pytest -s tests/stack/test_runtime.py

lock: $(VENV)/.python ## lock the requirements anew
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --extra build pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --extra aws --extra build --extra dev pyproject.toml -o requirements-dev.txt

clean: ## remove what the targets above made
	rm -rf $(VENV) .venv-policy .venv-runtime build demo-data .mypy_cache .ruff_cache .pytest_cache
