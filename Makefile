# Everything runs in .venv with what the lock files pin; nothing is installed outside this folder.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# pip is quiet; warnings and errors still show.
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
# One lock for every platform and Python from 3.11; it names no index, each machine uses its own.
COMPILE = $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--no-header --no-annotate --no-emit-index-url --group build

.DEFAULT_GOAL := help
.PHONY: help book test test-all bench lint docs wheel bundle release-check lock clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | while IFS="$$(printf '\t')" read -r goal said; do printf '  make %-10s %s\n' "$$goal" "$$said"; done

book: $(VENV)/base ## build the latest year's book into reports/<year>/book
	$(BIN)/jxa book

test: $(VENV)/dev ## run the tests (under ten minutes)
	$(BIN)/python -m pytest -m "not slow" --numprocesses auto --dist loadfile --no-loadscope-reorder

test-all: $(VENV)/dev ## run all tests, the slow ones too
	$(BIN)/python -m pytest

bench: $(VENV)/dev ## measure; writes benchmarks/results.json
	$(BIN)/python -m benchmarks

lint: $(VENV)/dev ## check style and types
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

docs: $(VENV)/base ## build the documentation as a site into site/
	$(BIN)/python scripts/make_docs.py

wheel: $(VENV)/base ## build the wheel to install anywhere, into dist/
	$(BIN)/python -m hatchling build -t wheel -d dist

bundle: $(VENV)/dev ## make an offline bundle in dist/; PLATFORM=linux, linux-arm64 or windows
	$(BIN)/python scripts/make_bundle.py $(or $(PLATFORM),linux)

release-check: $(VENV)/dev ## install the wheel and the offline bundle into empty environments, build a book in each
	$(BIN)/python -m pytest tests/test_release.py tests/test_wheel.py tests/test_bundle.py

lock: $(VENV)/lock ## pin the newest versions that pyproject.toml allows
	$(COMPILE) pyproject.toml --output-file requirements.lock
	$(COMPILE) --extra dev --constraint requirements.lock pyproject.toml --output-file requirements-dev.lock

clean: ## remove the environment, caches and everything made
	rm -rf $(VENV) .pytest_cache .hypothesis .ruff_cache .mypy_cache reports/[0-9]* reports/draft site _quarto-*.yml
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamp files: an environment is brought up to date when its lock file or pyproject.toml changes.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "jxanalytics needs Python 3.11 or newer; set PYTHON=python3.x")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/base: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) --requirement requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: requirements-dev.lock $(VENV)/base
	$(PIP) --requirement requirements-dev.lock
	@touch $@

$(VENV)/lock: $(VENV)/dev
	$(PIP) uv
	@touch $@
