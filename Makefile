# Every target makes its own .venv when it is missing or out of date; nothing else is needed
# but Python 3.11 or later with its venv module.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed.stamp

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench accuracy peers simulate chaos fuzz docs format clean

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(INSTALLED) ## Make .venv and install tallystick in it (only when something changed).

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed.")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@echo 'Compiling the kernels of screening and of clearing, once for this machine.'
	@$(BIN)/python -c 'from tallystick.screening.matcher import Matcher; Matcher(())'
	@$(BIN)/python -c 'import tallystick.clearing.netting.reduction, tallystick.clearing.optimiser.proposing'
	@$(BIN)/python -c 'import tallystick.clearing.what_if.queues'
	@touch $@

demo: setup ## Two countries on one machine: payments between them, settled and reconciled.
	$(BIN)/tallystick demo --once

# The tests' bytecode is kept, where the machine does not say otherwise for good: to make it anew
# takes each of the processes ten seconds.
check: setup ## Format, lint, types, imports, house rules, fast tests; under a minute.
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -q -n auto --dist loadgroup -m "not slow"

test: setup ## Every test.
	$(BIN)/pytest -q -n auto -rs

bench: setup ## Measure the core.
	$(BIN)/tallystick bench core

accuracy: setup ## Measure how well names are told apart, beside others where the extra is installed.
	$(BIN)/python -m tests.accuracy

peers: setup ## Measure the optimiser beside others, where the extra is installed.
	$(BIN)/python -m tests.peers

simulate: setup ## Run 500 seeds of the simulated world.
	$(BIN)/tallystick simulate --seeds 1..500

chaos: setup ## Real processes: kill -9 of either node under load, twenty times; then reconcile to zero.
	$(BIN)/tallystick chaos --rounds 20

FUZZ_SECONDS ?= 60

fuzz: setup ## Feed the doors for foreign bytes with what breaks them, FUZZ_SECONDS for each.
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,fuzz]'
	$(BIN)/python -m tools.fuzz run all --seconds $(FUZZ_SECONDS)

docs: setup ## Write the generated parts of docs/reference anew.
	$(BIN)/python -m tests.house.reference

format: setup ## Put the source in the house's shape.
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

clean: ## Remove what the tools left behind; keeps .venv.
	rm -rf dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
