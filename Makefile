# `make publish` checks the article and builds its editions; `make test` passes the tests.
# Both begin from nothing but Python 3.11, and need the network only to install.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# A stamp stands for an installed set of pinned packages; it is made anew when the pins change.
RUN := $(VENV)/.run
TEST := $(VENV)/.test
# The archive of the tests wants other versions of some packages, and has an environment of its own.
PYWB := $(VENV)/pywb/.stamp
# Of this package only the DTD of JATS is wanted; what it needs itself would be too old here.
JATS := $(VENV)/jats/.stamp
# Fuzzers and mutation tests bring packages that nothing else wants.
FUZZ := $(VENV)/fuzz/.stamp
NODE := tests/tools/node_modules/.package-lock.json
DEBIAN := chromium nodejs npm poppler-utils postgresql
JOBS ?= 2
MINUTES ?= 60

.PHONY: publish verify test lint bench bench-docs fuzz mutate docs man tables pins clean help

help:
	@echo "make publish  check the article, build PDF, HTML and EPUB into output/"
	@echo "make verify   only check the article"
	@echo "make test     install what the tests need, and pass them"
	@echo "make lint     formatting, lint and types"
	@echo "make bench    measure, and compare with peers (needs node and npm; half an hour)"
	@echo "make bench-docs  the same, written into docs/performance.md"
	@echo "make fuzz     fuzz every reader for MINUTES=60 in all, see docs/fuzzing.md"
	@echo "make mutate   change the rules in thousands of ways, and see whether tests notice"
	@echo "make docs     build the pages on how to use it into build/docs/site, and check their links"
	@echo "make man      write the page of the manual, build/kzru-cite.1"
	@echo "make tables   renew the table of rules in docs/rules.md"
	@echo "make pins     choose the newest versions anew, with hashes"

publish: $(RUN)
	$(BIN)/kzru-cite publish

verify: $(RUN)
	$(BIN)/kzru-cite verify --offline

test: $(TEST) $(PYWB) $(JATS) $(NODE)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --cov --cov-report=term

lint: $(TEST)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(TEST)
	$(BIN)/python bench/run.py

bench-docs: $(TEST)
	$(BIN)/python bench/run.py --write docs/performance.md

fuzz: $(FUZZ)
	$(VENV)/fuzz/bin/python tests/fuzz/campaign.py --minutes $(MINUTES) --jobs $(JOBS)
	$(VENV)/fuzz/bin/python tests/fuzz/campaign.py --report

mutate: $(FUZZ)
	$(VENV)/fuzz/bin/mutmut run --max-children $(JOBS)
	$(VENV)/fuzz/bin/python tests/fuzz/score.py

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || \
	  { echo "The Python module venv is missing. On Debian: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUN): $(BIN)/python requirements/run.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

$(TEST): $(RUN) requirements/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement requirements/test.txt
	@touch $@

$(PYWB): $(BIN)/python tests/loopback/pywb.txt
	$(PYTHON) -m venv $(VENV)/pywb
	$(VENV)/pywb/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement tests/loopback/pywb.txt
	@touch $@

$(JATS): $(BIN)/python tests/tools/jats.txt
	rm -rf $(VENV)/jats
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --target $(VENV)/jats --requirement tests/tools/jats.txt
	@touch $@

$(FUZZ): $(BIN)/python requirements/test.txt requirements/fuzz.txt
	$(PYTHON) -m venv $(VENV)/fuzz
	$(VENV)/fuzz/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement requirements/test.txt
	$(VENV)/fuzz/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement requirements/fuzz.txt
	$(VENV)/fuzz/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

$(NODE): tests/tools/package.json tests/tools/package-lock.json tests/tools/debian.sh
	sh tests/tools/debian.sh $(DEBIAN)
	npm ci --loglevel=error --ignore-scripts --no-audit --no-fund --prefix tests/tools

docs: $(TEST)
	$(BIN)/python docs/build.py build/docs

man: $(RUN)
	mkdir -p build
	$(BIN)/kzru-cite man >build/kzru-cite.1

tables: $(RUN)
	{ sed '/^| code /,$$d' docs/rules.md; $(BIN)/kzru-cite rules --format markdown; } > docs/rules.new
	mv docs/rules.new docs/rules.md

pins: $(TEST)
	sh requirements/pin.sh $(BIN)/python

clean:
	rm -rf $(VENV) build tests/tools/node_modules output/article.* output/manifest.json
