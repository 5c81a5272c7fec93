# The same words a person and CI type. `make help` lists them.
#
#   ARGS="…"              further words for `annotator serve`, pytest or the benchmarks
#   PYTHON=/path/python   which Python (3.11 to 3.13) the environments are made with
#   INSTALLER=pip         do without uv
#   EXAMPLES=2000         how often `make fuzz` damages each file in each way

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Two goals that prepare the same environment must not do so at once.
.NOTPARALLEL:

ENVIRONMENT := tools/environment.sh
APP := .venv/.ready
TESTS := .venv-test/.ready
SERVER := .venv-label-studio/.ready
BIN := .venv-test/bin
EXAMPLES := 2000
UV := .tools/bin/uv

# One lock for every platform and every Python; wheels only; no address of any registry in it.
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --only-binary :all: \
	--no-emit-index-url --no-emit-find-links --no-header

# pytest rewrites its plugins on import; where it may not keep the result, every run takes seconds longer.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(APP) ## prepare .venv: the app with all its extras
	@echo "The app is ready: .venv/bin/annotator --help"

run: $(APP) ## set up what is missing, then serve the app
	@exec .venv/bin/annotator serve $(ARGS)

test: $(TESTS) $(SERVER) ## set up what is missing, then run every test
	@$(BIN)/python tools/browser.py --install
	$(PYTEST) -n 2 --dist loadgroup $(ARGS)

quick: $(TESTS) ## run the tests that need no browser and no server, in about a minute
	$(PYTEST) -n 2 --dist loadgroup --hypothesis-profile quick \
		-m "not browser and not postgres and not labelstudio and not slow" $(ARGS)

coverage: $(TESTS) $(SERVER) ## run the tests and show what they did not reach
	@$(BIN)/python tools/browser.py --install
	$(PYTEST) -n 2 --dist loadgroup --cov --cov-report=term-missing:skip-covered $(ARGS)

fuzz: $(TESTS) ## damage files of every format, far more often than the tests do
	ANNOTATOR_TEST_FUZZ=$(EXAMPLES) $(PYTEST) -n 2 --timeout 0 tests/formats/test_damage.py $(ARGS)

check: check-style check-types check-imports check-dependencies check-security check-javascript ## run the linters and the type checkers

check-style: $(TESTS)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

check-types: $(TESTS)
	$(BIN)/mypy

check-imports: $(TESTS)
	$(BIN)/lint-imports --no-logo --cache-dir .cache/import-linter

check-dependencies: $(TESTS)
	$(BIN)/deptry --no-ansi .

check-security: $(TESTS)
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml annotator

check-javascript: $(TESTS)
	$(BIN)/python tools/javascript.py check

fix: $(TESTS) ## format, and mend what the linters can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python tools/javascript.py fix

wheel: $(APP) ## build dist/*.whl
	.venv/bin/python -m hatchling build -t wheel -d dist

bench: $(TESTS) ## run the benchmarks, or those that ARGS names
	@$(BIN)/python tools/browser.py --install
	@$(BIN)/python -m benchmarks $(ARGS)

lock: $(UV) ## resolve the dependencies anew and write the locks (UPGRADE=1 takes the newest)
	$(COMPILE) $(if $(UPGRADE),--upgrade) --all-extras --group build pyproject.toml -o requirements.lock
	$(COMPILE) $(if $(UPGRADE),--upgrade) --all-extras --group build --group test --group lint \
		--constraints requirements.lock pyproject.toml -o test.lock
	$(COMPILE) $(if $(UPGRADE),--upgrade) tools/uv.in -o tools/uv.lock
	$(subst --only-binary :all:,,$(COMPILE)) $(if $(UPGRADE),--upgrade) --override tools/label-studio-overrides.in \
		tools/label-studio.in -o tools/label-studio.lock
	@if command -v npm >/dev/null; then npm install --package-lock-only --ignore-scripts; \
		else echo "no npm: package-lock.json left as it is"; fi

clean: ## remove the environments and what tools left behind (not the data in var/)
	rm -rf .tools .venv .venv-test .venv-label-studio node_modules build dist .cache .coverage .coverage.* htmlcov test-results .hypothesis
	find annotator tests tools migrations benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

$(UV): tools/uv.lock $(ENVIRONMENT)
	@sh $(ENVIRONMENT) uv
	@touch $@

$(APP): requirements.lock pyproject.toml tools/uv.lock $(ENVIRONMENT)
	@sh $(ENVIRONMENT) sync .venv requirements.lock
	@touch $@

$(TESTS): test.lock pyproject.toml tools/uv.lock $(ENVIRONMENT)
	@sh $(ENVIRONMENT) sync .venv-test test.lock
	@touch $@

# A gigabyte, for the tests of the sync alone; where it cannot be had they are skipped, and say so.
$(SERVER): tools/label-studio.lock tools/uv.lock $(ENVIRONMENT)
	@sh $(ENVIRONMENT) apart .venv-label-studio tools/label-studio.lock || \
		{ [ -z "$$CI" ] && echo "Label Studio could not be installed: its tests will be skipped." && mkdir -p $(@D); }
	@touch $@

.PHONY: help setup run test quick coverage fuzz check check-style check-types check-imports check-dependencies \
	check-security check-javascript fix wheel bench lock clean
