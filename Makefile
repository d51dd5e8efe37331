# gaitcheck: `make app` and `make test` set up everything they need. `make help` lists the rest.

# Any Python from 3.11 on; name another one with `make PYTHON=/path/to/python3.12 app`.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; \
	done || echo python3)

UV := .tools/bin/uv
# Not .venv/bin/pytest: scripts name the place where they were made, and checkouts get moved.
RUN := .venv/bin/python -m
PORT ?=
PYTEST_ARGS ?=

# The environment is always the checkout's own, whatever the shell has active.
export UV_PROJECT_ENVIRONMENT := .venv
unexport VIRTUAL_ENV PYTHONHOME PYTHONPATH
# An analysis and its workers start Python anew: without its cache each compiles all modules again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup app test test-all lint docs fuzz licences audit format clean
.DEFAULT_GOAL := help

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Create or update .venv from uv.lock
	@"$(PYTHON)" tools/bootstrap_uv.py .tools
	@$(UV) sync --locked --quiet --python "$(PYTHON)"

app: setup ## Open the app in the browser (another port: make app PORT=8600)
	@exec .venv/bin/gaitcheck app $(if $(PORT),--port $(PORT))

test: lint ## Check style, types and rooms, run the tests (make test PYTEST_ARGS="-k cli")
	$(RUN) pytest -m "not long" $(PYTEST_ARGS)

test-all: lint ## The same with the tests that take long: all real clips, every kind of spoilt file
	$(RUN) pytest $(PYTEST_ARGS)

lint: setup ## Check style, types and which room may know which
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) mypy
	.venv/bin/python -c 'from importlinter.cli import lint_imports_command as lint; lint()' --no-logo --no-cache

docs: setup ## Build the documentation as a site in build/docs, without the network
	@$(UV) sync --locked --quiet --group docs --python "$(PYTHON)"
	$(RUN) zensical build --clean --strict

FUZZ ?=
fuzz: setup ## Spoil clips in a thousand ways, run each through the program, count faults (FUZZ="--count 100")
	PYTHONPATH=tools $(RUN) fuzz_clips $(FUZZ)

licences: setup ## Write docs/licences.md: the licence of every package in uv.lock (needs no network)
	$(RUN) tools.list_licences

audit: setup ## Look every package of uv.lock up in the OSV database of known holes (needs the network)
	$(UV) audit --locked

format: setup ## Put the code into the project's style
	$(RUN) ruff check --fix-only
	$(RUN) ruff format

clean: ## Remove everything that was built here, .venv too
	rm -rf .venv .tools .fuzz .kills build dist .mypy_cache .mypy_worker.* .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
