# make results: everything, from nothing.   make test: all tests and linters.   make help: the rest.
.DEFAULT_GOAL := help
BIN := .venv/bin
CORES := $(shell nproc 2> /dev/null || getconf _NPROCESSORS_ONLN 2> /dev/null || echo 2)
PORT := 5000
PYTHON := python3
REV := HEAD
TO :=
TARGET := results/report.html
STUDY :=
CONFIG := $(if $(STUDY),config/$(STUDY).yaml)
FILE :=
TEST :=
LABEL :=
INPUTS :=
OPTIONS :=
NAME :=
YES :=
# Each file is there: Snakemake would answer with a traceback.
CONFIGFILE = $(if $(CONFIG),--configfile $(foreach file,$(CONFIG),$(or $(wildcard $(file)),$(error CONFIG: there is no file $(file)))))
# -EP: neither PYTHONPATH nor a random.py in this folder hides Python's own. As a module: the script knows one place only.
SNAKEMAKE := $(BIN)/python -EP -m snakemake
STEP := PYTHONPATH="$(CURDIR)/seedcheck/study/startup" "$(CURDIR)/$(BIN)/python" -P -m seedcheck.steps

# A home that cannot be written to has no place for caches.
ifneq ($(shell mkdir -p "$${XDG_CACHE_HOME:-$$HOME/.cache}/snakemake" 2> /dev/null && test -w "$${XDG_CACHE_HOME:-$$HOME/.cache}/snakemake" && echo yes),yes)
export XDG_CACHE_HOME := $(CURDIR)/.snakemake/cache
export MPLCONFIGDIR := $(CURDIR)/.snakemake/cache/matplotlib
endif

# Where the page's links to MLflow lead: make results PORT=5001
export SEEDCHECK_PORT := $(PORT)

.PHONY: help results new judge slurm study test test-all lint ui server report refetch why ledger compare crate same benchmark reference \
  format lock verify prune clean

help:  ## Show this list
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

# An environment whose Python is gone or another one by now is made anew; it may move with its folder.
ifneq ($(shell $(BIN)/python -P -c 'from importlib.util import find_spec; print(find_spec("snakemake") and "works")' 2> /dev/null),works)
.PHONY: .venv/.installed
endif

# uv is used where it is there: it installs the same lock in seconds.
.venv/.installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed, this is " + sys.version.split()[0] + "; try: make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	@echo "installing the locked packages into .venv"
	@{ $(BIN)/python -P -c '' && { command -v uv || $(BIN)/python -P -m pip --version; }; } > /dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@if command -v uv > /dev/null; then \
	  uv pip sync --quiet --python $(BIN)/python --require-hashes --compile-bytecode requirements.lock; \
	else \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock; \
	fi
	@touch $@

results: .venv/.installed  ## Compute all results: results/report.html (CONFIG="a study of one's own, or more files")
	@$(SNAKEMAKE) --cores $(CORES) $(CONFIGFILE)

new: .venv/.installed  ## Write a study of your own data (FILE=mine.csv; TEST=other.csv, LABEL=column, NAME=study)
	@$(STEP).command new '$(FILE)' $(if $(TEST),--test '$(TEST)') $(if $(LABEL),--label '$(LABEL)') \
	  $(if $(INPUTS),--inputs '$(INPUTS)') $(if $(NAME),--name '$(NAME)')

judge: .venv/.installed  ## Judge runs from elsewhere (FILE=runs.csv, OPTIONS="--reference none"): docs/judge-a-csv.md
	@$(STEP).command judge '$(FILE)' $(OPTIONS)

# Apart from the others, since Snakemake imports pandas with it at each of its starts.
.venv/.slurm: .venv/.installed requirements-slurm.lock
	@if command -v uv > /dev/null; then \
	  uv pip install --quiet --python $(BIN)/python --require-hashes --no-deps -r requirements-slurm.lock; \
	else \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-slurm.lock; \
	fi
	@touch $@

slurm: .venv/.slurm  ## The results as jobs of Slurm: docs/cluster.md (CONFIG="a study of one's own, or more files")
	@$(SNAKEMAKE) --profile profiles/slurm $(if $(CONFIG),--configfile $(CONFIG))

# What a study compares is sealed in its folder, so one that stands alone has its own; raw files are shared.
study: .venv/.installed  ## The same on further data sets, with sweeps (STUDY=optimizers: of config/optimizers.yaml, in studies/optimizers)
	@$(if $(STUDY),mkdir -p data/raw 'studies/$(STUDY)/data' && ln -sfn ../../../data/raw 'studies/$(STUDY)/data/raw')
	@$(SNAKEMAKE) --cores $(CORES) \
	  $(if $(STUDY),--directory 'studies/$(STUDY)' $(CONFIGFILE),--configfile config/config.yaml config/study.yaml)

test: .venv/.installed  ## Run the tests of what always must hold, and all linters
	$(BIN)/python -m pytest -n 2
	$(MAKE) --no-print-directory lint

test-all: test  ## Run the slow tests too: real accidents, servers, databases
	$(BIN)/python -m pytest -n 2 -m slow

lint: .venv/.installed  ## Run all linters
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/python -P -m mypy
	$(BIN)/python -P -m snakefmt --check Snakefile workflow/rules
	$(SNAKEMAKE) --lint

ui: .venv/.installed  ## Browse the runs in MLflow on 127.0.0.1 (PORT=5000; STUDY=optimizers)
	$(if $(STUDY),cd 'studies/$(STUDY)';) PATH="$(CURDIR)/$(BIN):$$PATH" $(STEP).ui --port $(PORT)

server: .venv/.installed  ## Serve MLflow for many writers, on PostgreSQL: docs/mlflow-server.md
	PATH="$(CURDIR)/$(BIN):$$PATH" $(STEP).server --port $(PORT)

report: .venv/.installed  ## Compile Snakemake's own report: results/snakemake-report.html
	$(SNAKEMAKE) --report results/snakemake-report.html --report-metadata workflow/report/answer.yaml

refetch: .venv/.installed  ## Try all sources of the raw data again, and rebuild what depends on them
	@$(SNAKEMAKE) --cores $(CORES) --forcerun fetch

why: .venv/.installed  ## Why a file is out of date, or what it was made from (TARGET=file, CONFIG="more than one file")
	$(STEP).why '$(TARGET)' $(CONFIGFILE)

ledger: .venv/.installed  ## Write settings, metrics and verdicts of the finished study to ledger.json, to be committed
	$(STEP).ledger

compare: .venv/.installed  ## What moved since a commit's ledger, and whether seeds explain it (REV=commit, TO=another one)
	$(STEP).compare '$(REV)' $(TO)

crate: .venv/.installed  ## Pack the finished study with its provenance: results/crate.zip, a Workflow Run RO-Crate
	$(SNAKEMAKE) --cores $(CORES) $(CONFIGFILE) -- results/crate.zip
	@cat results/logs/crate.log

same: .venv/.installed  ## Whether a redesign kept all results to the last byte (REV=commit to compare with)
	BIN="$(CURDIR)/$(BIN)" CORES=$(CORES) tests/same_results.sh $(REV)

benchmark: .venv/.installed  ## Compare the speed of nn with its peers
	$(BIN)/python -m benchmarks.run

reference: .venv/.installed  ## Renew config/README.md, config/schema.json and results/README.md from the code
	$(BIN)/python -m seedcheck.study.reference

format: .venv/.installed  ## Bring the code into the house's format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/python -P -m snakefmt Snakefile workflow/rules

lock:  ## Renew the locks from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --group dev --extra server --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-header --no-annotate --output-file requirements.lock
	for group in slurm cloud; do \
	  uv pip compile --group $$group --no-deps --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --no-header --no-annotate --output-file requirements-$$group.lock || exit 1; \
	done

verify: .venv/.installed  ## Compare every result with its hash, and all results with MLflow
	$(STEP).verify

prune: .venv/.installed  ## List what is left over of what the config no longer has (CONFIG="all files"; YES=1 deletes it)
	$(STEP).prune $(CONFIGFILE) $(if $(YES),--yes)

clean: .venv/.installed  ## Delete what the study wrote, and nothing else; raw files under data/raw stay
	$(STEP).clean
