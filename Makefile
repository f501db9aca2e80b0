# The two commands of a fresh machine are `make test` and `make check`; `make help` lists all.
PYTHON      ?= python3
VENV        := .venv
BIN         := $(VENV)/bin
INSTALLED   := $(VENV)/.installed
COSMIC_RAY  := $(VENV)/.installed-cosmic-ray
DASHBOARD   := $(VENV)/.installed-dashboard
OUTPUTS      = $(wildcard results/*/output.xml)
RUN          = $(BIN)/manuel-tests run --outputdir results/$@ $(RUN_OPTIONS)
PYTHON_FILES = libraries tests variables resources examples docs/*.py
ROBOT_FILES  = suites resources tests examples
LINTERS     := lint-types lint-style lint-imports lint-robot
ENVIRONMENT ?= local
N           ?= 20
LOAD        ?=
UPGRADE     ?=
RUN_OPTIONS ?=
export PATH := $(CURDIR)/$(BIN):$(PATH)
# A run starts many processes, and each of them would compile all libraries anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install lock test smoke test-smoke test-auth test-api test-security test-performance test-e2e test-chaos test-load \
        test-error-handling test-dev test-staging test-prod sandbox report check lint analyze format detect soak mutants browser dashboard coverage bench bench-suites docs clean

help:  ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "%-22s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(INSTALLED)  ## Make .venv and install the pinned lock, unless nothing has changed

$(INSTALLED): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=..."; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

lock:  ## Resolve pyproject.toml into requirements.txt; only what has to change changes, all with UPGRADE=1 (needs uv)
	echo "-e .[dev]" | uv pip compile --quiet --universal --python-version 3.11 --no-annotate --no-header --no-emit-index-url \
	    $(if $(UPGRADE),--upgrade) --output-file requirements.txt -

test: install  ## Run all suites in parallel (ENVIRONMENT=local)
	$(RUN) --environment $(ENVIRONMENT)

smoke: install  ## Run the smoke tests with plain robot
	$(BIN)/robot --name Manuel --outputdir results/$@ --argumentfile resources/report_options.txt --include smoke suites/; status=$$?; \
	    $(BIN)/manuel-tests report results/$@/output.xml || exit; exit $$status

test-smoke: install  ## Run the smoke tests in parallel
	$(RUN) --environment $(ENVIRONMENT) --include smoke

test-auth test-api test-security test-performance test-e2e test-chaos: install
	$(RUN) --environment $(ENVIRONMENT) --include $(@:test-%=%)

test-auth:         ## Run the authentication tests
test-api:          ## Run the API functionality tests
test-security:     ## Run the security tests
test-performance:  ## Run the performance tests
test-e2e:          ## Run the end-to-end tests
test-chaos:        ## Run the failure scenarios

test-load: install  ## Run the load tests
	$(RUN) --environment $(ENVIRONMENT) --include load --load

test-error-handling: install  ## Run the error handling tests
	$(RUN) --environment $(ENVIRONMENT) --include error_handling

test-dev test-staging test-prod: install
	$(RUN) --environment $(@:test-%=%)

test-dev:      ## Run all suites against dev
test-staging:  ## Run all suites against staging
test-prod:     ## Run all suites against prod

sandbox: install  ## Keep a local stack in the foreground and print how to reach it
	$(BIN)/manuel-tests sandbox

report: install  ## Make one report in results/ of what the targets above have left in its folders
	$(BIN)/manuel-tests merge

check: install lint  ## Run the project's own tests: style, types, unit tests and tests of the suites
	$(BIN)/pytest tests/atest -m alone
	$(BIN)/pytest tests/atest tests/utest -m "not alone" --numprocesses 4 --dist loadfile --no-loadscope-reorder
	$(BIN)/manuel-tests detect --sample 40
	$(BIN)/python tests/failure_messages.py results/detection.json

# Two at a time; the slowest comes first.
lint: install  ## Check style and types of Python and Robot files
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target $(LINTERS)

.PHONY: $(LINTERS)

lint-types:
	$(BIN)/mypy

lint-style:
	$(BIN)/ruff check $(PYTHON_FILES)
	$(BIN)/ruff format --check $(PYTHON_FILES)

lint-imports:
	$(BIN)/lint-imports --no-logo

lint-robot:
	$(BIN)/robocop check $(ROBOT_FILES)
	$(BIN)/robocop format --check --diff $(ROBOT_FILES)

analyze: install  ## Find undefined variables and keywords in suites and resources, as editors do
	$(BIN)/robotcode analyze cache clear
	$(BIN)/robotcode analyze code suites resources

format: install  ## Format Python and Robot files
	$(BIN)/ruff check --fix-only $(PYTHON_FILES)
	$(BIN)/ruff format $(PYTHON_FILES)
	$(BIN)/robocop format $(ROBOT_FILES)

detect: install  ## Break the backend on purpose and see which tests notice
	$(BIN)/manuel-tests detect
	$(BIN)/python tests/failure_messages.py results/detection.json

soak: install  ## Run everything N=20 times, beside LOAD busy loops, and see whether a test ever fails
	$(BIN)/manuel-tests soak --runs $(N) $(if $(LOAD),--load $(LOAD))

mutants: $(COSMIC_RAY)  ## Change the reference backend's code at random and see whether a test notices
	$(BIN)/manuel-tests mutate-code

$(COSMIC_RAY): $(INSTALLED)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[mutants]'
	@touch $@

dashboard: $(DASHBOARD)  ## Add the runs in results/ to results/dashboard.html: passed and failed by test and run, with Robot Framework Dashboard
	@test -n "$(OUTPUTS)" || { echo "there is no run in results/: run some tests first, such as make test-smoke"; exit 2; }
	$(BIN)/robotdashboard $(OUTPUTS:%=--outputpath %) --databasepath results/dashboard.db --namedashboard results/dashboard.html \
	    --dashboardtitle Manuel --offlinedependencies true --uselogs true --listruns false

$(DASHBOARD): $(INSTALLED)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dashboard]'
	@touch $@

browser: install  ## Check the report pages and a page that uses the AWS stand-in, in headless Chromium (needs npm)
	npm ci --prefix tests/browser --no-audit --no-fund --loglevel error
	$(BIN)/pytest tests/browser

coverage: install  ## Measure what unit tests and suites cover of the libraries, into results/coverage/
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -p randomly tests/utest
	$(BIN)/coverage run -m manuel_runner.command_line run --outputdir results/$@
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage html --directory results/$@/html
	$(BIN)/coverage report

bench: install  ## Run the benchmarks of engines and start-up
	@for script in $(filter-out %/bench_suites.py,$(wildcard tests/bench/bench_*.py)); do echo "== $$script"; $(BIN)/python $$script || exit 1; done

bench-suites: install  ## Measure how long all suites take; an hour with BESIDE=<another checkout>
	$(BIN)/python tests/bench/bench_suites.py $(if $(BESIDE),--beside $(BESIDE))

docs: install  ## Write the keyword manual into docs/keywords/
	$(BIN)/python docs/keyword_manual.py docs/keywords

clean:  ## Remove what runs and builds have written, and .venv
	rm -rf $(VENV) .pabotsuitenames .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .robocop_cache .robotcode_cache docs/keywords libraries/*.egg-info
	find results -mindepth 1 ! -name .gitkeep -delete
	find docs examples libraries resources suites tests variables -name __pycache__ -type d -prune -exec rm -rf {} +
