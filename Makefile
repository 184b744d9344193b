# On a machine with git, make and Python 3.11 or newer:
#   make site    build the site into public/
#   make test    run the checks that take minutes
# Works with GNU make 3.81, the one macOS ships.

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
  if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$name; break; fi; done)
UV ?= uv
# What `sitegen build` is given besides, such as: make site BUILD_OPTIONS='--drafts'
BUILD_OPTIONS ?=

VENV := .venv
BIN := $(VENV)/bin
RELEASE := .venv-release
# Wheels only: nothing is compiled, and no build script of a dependency runs.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCKED := $(INSTALL) --require-hashes --only-binary :all:
# With its bytecode, as pip has that of other packages: else, where Python is told to write none
# (PYTHONDONTWRITEBYTECODE, as in many containers), every command compiles all of it anew.
PROJECT := $(INSTALL) --no-deps --no-build-isolation --editable . && $(BIN)/python -m compileall -q sitegen
LOCK := $(UV) pip compile pyproject.toml --group build --universal --python-version 3.11 \
  --generate-hashes --custom-compile-command 'make lock' --quiet

.DELETE_ON_ERROR:
.PHONY: help site test test-all nightly lint golden lock dist audit clean

help:
	@echo 'make site    build the site into public/'
	@echo 'make test    style, types and the tests that take minutes'
	@echo 'make test-all  these, and builds that are killed, random edits, and the site in Chromium'
	@echo 'make nightly all of it at length, with many more random examples: takes hours'
	@echo 'make lint    only style and types'
	@echo 'make golden  accept the pages built now as the expected ones'
	@echo 'make lock    renew the locked dependencies (needs uv)'
	@echo 'make audit   look the locked versions up among published advisories'
	@echo 'make dist    make the wheel and the source archive'
	@echo 'make clean   remove what was built, the cache and the environment'

site: $(VENV)/.runtime
	$(BIN)/sitegen build $(BUILD_OPTIONS)
	@echo
	@echo 'The site is in public/. To see it, and every change of it while you write:'
	@echo '  $(BIN)/sitegen serve'

# On all cores; the tests of a file stay together, since they share what is costly to make.
test: lint
	$(BIN)/python -m pytest -m 'not long' -n auto --dist loadfile

test-all: lint
	$(BIN)/python -m pytest

nightly: lint
	SITEGEN_PROFILE=nightly $(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict sitegen

golden: $(VENV)/.dev
	SITEGEN_GOLDEN=update $(BIN)/python -m pytest -k golden

lock:
	$(LOCK) --upgrade --output-file requirements.lock
	$(UV) pip compile --group pyproject.toml:build --group pyproject.toml:release --universal --python-version 3.11 \
	  --generate-hashes --custom-compile-command 'make lock' --quiet --upgrade --constraints requirements.lock \
	  --output-file requirements-release.lock
	$(LOCK) --upgrade --extra dev --extra dask --constraints requirements.lock --output-file requirements-dev.lock

# The wheel carries a list of all that the program needs (CycloneDX), the same at every time and place.
dist: $(RELEASE)/.ready
	$(RELEASE)/bin/uv pip compile pyproject.toml --constraints requirements.lock --universal --python-version 3.11 \
	  --generate-hashes --no-header --quiet --output-file $(RELEASE)/runtime.txt
	$(RELEASE)/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible \
	  --of JSON -o sitegen.cdx.json $(RELEASE)/runtime.txt
	rm -rf dist
	$(RELEASE)/bin/python -m hatchling build
	rm sitegen.cdx.json

# Looks the locked versions up among published advisories; --strict: what cannot be looked up is no pass.
audit: $(RELEASE)/.ready
	for lock in requirements.lock requirements-dev.lock requirements-release.lock; do \
	  $(RELEASE)/bin/pip-audit --strict --require-hashes --disable-pip --vulnerability-service osv -r $$lock || exit 1; done

$(RELEASE)/.ready: requirements-release.lock | $(BIN)/python
	$(PYTHON) -m venv $(RELEASE)
	$(RELEASE)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
	  -r requirements-release.lock
	@touch $@

clean:
	rm -rf public .sitegen dist $(RELEASE) $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(LOCKED) -r requirements.lock
	$(PROJECT)
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	$(LOCKED) -r requirements-dev.lock
	$(PROJECT)
	@touch $@

$(BIN)/python:
	@if [ -z '$(PYTHON)' ]; then \
	  echo 'sitegen needs Python 3.11 or newer, and none was found.'; \
	  echo '  Debian, Ubuntu:  sudo apt install python3 python3-venv'; \
	  echo '  macOS:           brew install python'; \
	  echo 'If it is installed under another name:  make PYTHON=/path/to/python3 ...'; \
	  exit 1; fi
	@if ! $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
	  echo 'sitegen needs Python 3.11 or newer; $(PYTHON) is older.'; exit 1; fi
	@if ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo 'This Python cannot make virtual environments. On Debian or Ubuntu:'; \
	  echo '  sudo apt install python3-venv'; \
	  exit 1; fi
	$(PYTHON) -m venv $(VENV)
