# giaoviec: `make help` lists what can be made.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' && { echo $$p; break; }; done)
SYSTEM := tesseract-ocr tesseract-ocr-vie tesseract-ocr-script-viet fonts-dejavu-core
OUT ?= data/processed
ARGS ?=

.PHONY: help setup run test quick lint samples quality bench lock docs serve clean

help:  ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.ready $(VENV)/.system  ## the environment in .venv, and the system packages where allowed

run: setup  ## read the directives in data/raw, publish the tables in data/processed
	@$(BIN)/giaoviec run data/raw --out $(OUT) $(ARGS)

test: setup  ## all tests, the slow ones too, on all cores
	@$(BIN)/python -m pytest -n auto $(ARGS)

quick: setup  ## the fast tests
	@$(BIN)/python -m pytest -m "not slow" $(ARGS)

lint: setup  ## style, types, import direction
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

samples: setup  ## the sample directives and their gold again, from samples/sources
	@$(BIN)/python -m samples.generate

quality: setup  ## score the samples (and the shared corpus where it is), hold the figures against the ratchet
	@$(BIN)/python -m benchmarks.quality $(ARGS)

bench: setup  ## speed: writes benchmarks/results/
	@for b in $(filter-out benchmarks/__init__.py benchmarks/quality.py,$(wildcard benchmarks/*.py)); do \
		if grep -q '__main__' $$b; then echo "== $$b"; $(BIN)/python -m "benchmarks.$$(basename $$b .py)" || exit 1; fi; done

docs: setup  ## write docs/tables.md from the schemas
	@$(BIN)/python -c 'from pipeline.schemas import markdown; print(markdown(), end="")' > docs/tables.md

lock:  ## pin every package with hashes, from the ranges in pyproject.toml (ARGS=--upgrade: newest versions)
	@$(PYTHON) -m venv build/lock && build/lock/bin/python -m pip install -q --disable-pip-version-check uv
	@build/lock/bin/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
		--no-annotate --no-header --no-emit-find-links --system-certs $(ARGS) -q -o requirements.lock

clean:  ## remove what was made; inbox, catalogue and published tables stay
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the environment ---------------------------------------------------------------------------------------------

$(VENV)/.ready: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed: apt-get install python3 python3-venv" >&2; exit 3; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(call install,python3-venv) || \
		{ echo "python3-venv is missing; run as root: apt-get install -y python3-venv" >&2; exit 3; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked packages in $(VENV) (once) …"
	@$(PIP) --require-hashes --no-deps -r requirements.lock || { \
		echo "Trying without tesserocr, which is optional and may have no build for this machine …" >&2; \
		awk '/^[a-z]/ { keep = !/^tesserocr=/ } keep' requirements.lock > $(VENV)/without-tesserocr.txt; \
		$(PIP) --require-hashes --no-deps -r $(VENV)/without-tesserocr.txt; }
	@$(PIP) --no-deps --no-build-isolation -e .
	@$(BIN)/python -m pipeline.prefect_server || echo "Prefect's database could not be made now; the first run tries again." >&2
	@touch $@

$(VENV)/.system: | $(VENV)/.ready
	@missing=""; for p in $(SYSTEM); do \
		case $$(dpkg-query -W -f='$${Status}' $$p 2>/dev/null) in *"ok installed") ;; *) missing="$$missing $$p";; esac; done; \
	if [ -z "$$missing" ]; then touch $@; \
	elif ! command -v apt-get >/dev/null; then \
		echo "Scanned pages need:$$missing (Debian names); install them with your system's tool. Going on without." >&2; \
	elif $(call install,$$missing); then touch $@; \
	else echo "Scanned pages need these packages; run as root:  apt-get install -y$$missing" >&2; \
		echo "Going on: text, Word and typed PDF files are read without them." >&2; fi

# $(call install,packages): apt-get as root, or through sudo where it asks for no password; false where it may not
define install
{ apt=apt-get; [ "$$(id -u)" = 0 ] || apt="sudo -n apt-get"; \
  { [ "$$(id -u)" = 0 ] || sudo -n true 2>/dev/null; } && echo "Installing$(1) …" >&2 && \
  { DEBIAN_FRONTEND=noninteractive $$apt install -y -qq $(1) >/dev/null 2>&1 || \
    { $$apt update -qq >/dev/null 2>&1; DEBIAN_FRONTEND=noninteractive $$apt install -y -qq $(1) >/dev/null; }; }; }
endef
