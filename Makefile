# make results: everything, from nothing.   make test: all tests and linters.   make help: the rest.
.DEFAULT_GOAL := help
BIN := .venv/bin
CORES := $(shell nproc 2> /dev/null || getconf _NPROCESSORS_ONLN 2> /dev/null || echo 2)
PORT := 5000
PYTHON := python3
REV := HEAD

.PHONY: help results study test test-all lint ui server report refetch same benchmark reference format lock clean

help:  ## Show this list
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

# uv is used where it is there: it installs the same lock in seconds.
.venv/.installed: requirements.lock
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed, this is " + sys.version.split()[0] + "; try: make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	if command -v uv > /dev/null; then \
	  uv pip sync --quiet --python $(BIN)/python --require-hashes --compile-bytecode requirements.lock; \
	else \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock; \
	fi
	touch $@

results: .venv/.installed  ## Compute all results: results/report.html
	$(BIN)/snakemake --cores $(CORES)

study: .venv/.installed  ## The same on further data sets, with sweeps: does a trick's effect carry over?
	$(BIN)/snakemake --cores $(CORES) --configfile config/config.yaml config/study.yaml

test: .venv/.installed  ## Run the tests of what always must hold, and all linters
	$(BIN)/python -m pytest -n 2
	$(MAKE) --no-print-directory lint

test-all: test  ## Run the slow tests too: real accidents, servers, databases
	$(BIN)/python -m pytest -n 2 -m slow

lint: .venv/.installed  ## Run all linters
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/snakefmt --check Snakefile workflow/rules
	$(BIN)/snakemake --lint

ui: .venv/.installed  ## Browse the runs in MLflow on 127.0.0.1 (PORT=5000)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m seedcheck.steps.ui --port $(PORT)

server: .venv/.installed  ## Serve MLflow for many writers, on PostgreSQL: docs/mlflow-server.md
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m seedcheck.steps.server --port $(PORT)

report: .venv/.installed  ## Compile Snakemake's own report: results/snakemake-report.html
	$(BIN)/snakemake --report results/snakemake-report.html

refetch: .venv/.installed  ## Try all sources of the raw data again, and rebuild what depends on them
	$(BIN)/snakemake --cores $(CORES) --forcerun fetch

same: .venv/.installed  ## Whether a redesign kept all results to the last byte (REV=commit to compare with)
	BIN="$(CURDIR)/$(BIN)" CORES=$(CORES) tests/same_results.sh $(REV)

benchmark: .venv/.installed  ## Compare the speed of nn with its peers
	$(BIN)/python -m benchmarks.run

reference: .venv/.installed  ## Renew config/README.md, config/schema.json and results/README.md from the code
	$(BIN)/python -m seedcheck.study.reference

format: .venv/.installed  ## Bring the code into the house's format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/snakefmt Snakefile workflow/rules

lock:  ## Renew requirements.lock from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --group dev --extra server --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-header --no-annotate --output-file requirements.lock

clean:  ## Delete all results and generated data; raw files that were put or fetched under data/raw stay
	rm -rf results/[!R]* data/*.h5 .snakemake
