# A fresh machine needs two commands: `make run` and `make test`.
# They need Python 3.11 or later, Node 20 or later and make, and install everything else into this folder.

PYTHON ?= python3
VENV_PYTHON := .venv/bin/python
ARGS ?=
REPORT ?= .local

.DEFAULT_GOAL := help
.PHONY: help install install-into migration forget run evaluate client test prove check format lock bench screenshots clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

install: ## Install what is missing (run and test do it by themselves)
	@command -v "$(PYTHON)" >/dev/null 2>&1 || { echo "reprise: $(PYTHON) is not installed; install Python 3.11 or later, or name another one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" local/install.py

run: forget install ## Start everything and stay in the foreground; Ctrl-C stops it
	@exec $(VENV_PYTHON) -m local --stop-with-parent

evaluate: install ## Grade what is due in the running stack (OPENAI_API_KEY turns the model on)
	@test -f .local/env || { echo "reprise: nothing is running here; start it with: make run" >&2; exit 1; }
	@set -a; . ./.local/env; set +a; exec $(VENV_PYTHON) -m shared.grading

client: install ## Pack the client library with its types into examples/, for other applications to install
	@npm run --silent types --workspace @reprise/client
	@npm pack --silent --ignore-scripts --workspace @reprise/client --pack-destination examples
	@rm -rf web/client/types

# Removes the .local/env of a stack that was killed, so that it is not mistaken for the new one's. kill -0
# succeeds for a zombie (an exited process that nothing has reaped), so its state is checked as well.
forget:
	@owner=$$(cat .local/owner 2>/dev/null); \
	{ kill -0 "$$owner" && ! grep -q "^State:[[:space:]]*Z" "/proc/$$owner/status"; } 2>/dev/null \
	|| rm -f .local/env

# Otherwise every worker compiles every test anew, which takes as long as collecting them.
unexport PYTHONDONTWRITEBYTECODE

PYTEST := $(VENV_PYTHON) -m pytest --numprocesses=auto --maxprocesses=4 --dist=loadfile --no-loadscope-reorder

test: install ## Run the everyday tests (make test ARGS="-k start"), one more at once than there are cores, up to four
	@$(VENV_PYTHON) -m tests.support.chromium || true # without one the browser tests fail, and say why; the others run
	@exec $(PYTEST) -m "not prove" $(ARGS)

prove: install ## Run every test in full, and the controls that break something on purpose; REPORT=docs: write the report there
	@$(VENV_PYTHON) -m tests.support.chromium || true
	@mkdir -p .local "$(REPORT)"
	@export REPRISE_ROUNDS=full; status=0; $(PYTEST) --junitxml=.local/proofs.xml $(ARGS) || status=$$?; \
	$(VENV_PYTHON) -m tests.support.proofs .local/proofs.xml "$(REPORT)" || status=$$?; exit $$status

check: install ## Lint, formatting and types of Python, JavaScript and CSS; the schema by the Supabase CLI and its advisors
	@$(VENV_PYTHON) -m ruff check .
	@$(VENV_PYTHON) -m ruff format --check .
	@$(VENV_PYTHON) -m mypy .
	@node_modules/.bin/biome check
	@node_modules/.bin/tsc -p web/jsconfig.json
	@exec $(VENV_PYTHON) -m pytest -q tests/schema

migration: install ## Write a migration from what changed in supabase/schemas: NAME=add_x WHY="Reviews read answers by day."
	@exec $(VENV_PYTHON) -m local.migration "$$NAME" "$$WHY"

install-into: install ## Copy the migrations into another Supabase project: PROJECT=../their-project
	@exec $(VENV_PYTHON) -m local.install_into "$$PROJECT"

format: install ## Format the code
	@$(VENV_PYTHON) -m ruff format .
	@$(VENV_PYTHON) -m ruff check --fix .
	@node_modules/.bin/biome check --write

UV := $(VENV_PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --custom-compile-command "make lock"

lock: install ## Pin the packages of requirements*.in with their hashes (ARGS=--upgrade: newer ones)
	@$(VENV_PYTHON) -m pip install --quiet uv==0.13.9
	@$(UV) requirements.in -o requirements.txt $(ARGS)
	@$(UV) -c requirements.txt requirements-dev.in -o requirements-dev.txt $(ARGS)

bench: install ## Run the benchmarks
	@exec $(VENV_PYTHON) -m benchmarks $(ARGS)

screenshots: install ## Take the pictures of docs/screens.md
	@$(VENV_PYTHON) -m tests.support.chromium
	@exec $(VENV_PYTHON) -m tests.browser.screenshots $(FOLDER)

clean: ## Remove what was installed and cached; your data in .local stays
	@rm -rf .venv node_modules .chromium .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "Removed. Your data is still in .local; delete it with: rm -rf .local"
