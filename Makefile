# Montoyer. `make run` starts everything, `make test` tests everything; both set up what they need.
SHELL := /bin/sh
TOOLS := .tools
UV := $(TOOLS)/bin/uv
UV_VERSION := 0.13.9
PYTHON := .venv/bin/python
STAMP := .venv/.locked

.DEFAULT_GOAL := setup
.PHONY: help setup run train check test format report audit sbom clean

help: ## Show the commands
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## Install the locked dependencies, with Python 3.10 found or fetched

run: $(STAMP) ## Start the whole assistant
	@exec $(PYTHON) -m bot.cli run

train: $(STAMP) ## Train if data, domain or configuration changed
	@$(PYTHON) -m bot.cli train

check: $(STAMP) ## Lint, types, layers, training data, answers and facts
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports
	RASA_TELEMETRY_ENABLED=false PYTHONWARNINGS=ignore .venv/bin/rasa data validate
	$(PYTHON) -m bot.cli check

test: train ## Train if needed, then run every test
	$(PYTHON) -m pytest

format: $(STAMP) ## Format the code
	$(PYTHON) -m ruff check --fix --quiet . || true
	$(PYTHON) -m ruff format .

audit: $(STAMP) ## Known vulnerabilities of the locked dependencies
	@$(PYTHON) -m security.audit $(UV)

sbom: $(STAMP) ## List what is installed in service, as CycloneDX, in build/sbom.json
	@mkdir -p build
	$(UV) export --locked --no-dev --no-emit-project --quiet --format requirements-txt -o build/requirements.txt
	$(UV) tool run --from cyclonedx-bom==7.1.0 cyclonedx-py requirements build/requirements.txt \
		--pyproject pyproject.toml --mc-type application --sv 1.6 --output-format JSON -o build/sbom.json

clean: ## Remove what can be made again; never the database or its keys
	rm -rf .venv $(TOOLS) models build .rasa .cache

# A second run finds the stamp newer than the lock file and installs nothing.
$(STAMP): uv.lock pyproject.toml | $(UV)
	$(UV) sync --locked
	@touch $(STAMP)

# uv as it is on the machine, else from PyPI in a virtual environment of its own.
$(UV):
	@if command -v uv >/dev/null 2>&1; then mkdir -p $(TOOLS)/bin && ln -s "$$(command -v uv)" $(UV); \
	else python3 -m venv $(TOOLS) && $(TOOLS)/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION); fi
