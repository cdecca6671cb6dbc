# One line each; `make help` lists them. Needs Python 3.11+ and nothing else.
PYTHON ?= python3
BIN := .venv/bin
UV := $(shell grep -ohE '^uv==[0-9.]+' requirements-dev.txt)
PIN := $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes
export DJANGO_SETTINGS_MODULE := trainportal.settings

help:            ## list the targets
	@grep -hE '^[a-z%-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

env: .venv/ready    ## what running needs, from the hash-pinned requirements
.venv/ready: requirements.txt requirements-mysql.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(UV)
	$(PIN) -r requirements.txt
	@if command -v mariadb_config >/dev/null && command -v cc >/dev/null; then $(PIN) -r requirements-mysql.txt; \
	else echo "No MariaDB client library here: the MySQL driver is left out."; fi
	@touch $@

dev: .venv/ready-dev ## what testing needs beside it
.venv/ready-dev: .venv/ready requirements-dev.txt
	$(PIN) -r requirements-dev.txt
	@touch $@

assets: env      ## join the style sheets, compile the messages
	$(BIN)/python manage.py assets
	$(BIN)/python -m tools.messages compile

demo: assets     ## build everything, load the demo, start web and worker
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py demo
	$(BIN)/python manage.py serve

serve: assets    ## start web and worker on what is there
	$(BIN)/python manage.py serve

test: dev assets     ## every test; says at the end what was left out and why
	$(BIN)/python -m tools.suite $(TEST_ARGUMENTS)

matrix: dev assets   ## every route as every role with every method: minutes
	MATRIX=full $(BIN)/pytest -q -n 2 tests/architecture/test_access.py

e2e: dev assets      ## only the tests in a real browser
	$(BIN)/pytest -m browser

check: dev assets    ## lint, contracts, templates, migrations, types on the seams
	$(BIN)/python -m tools.check

fix: dev         ## let the tools mend what they can
	$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

messages: env    ## collect the strings of code and templates into locale/
	$(BIN)/python -m tools.messages update

docs: dev assets     ## renew docs/generated: API description, state diagrams, permission matrix
	$(BIN)/python -m tools.documents

screenshots: dev assets ## renew docs/screenshots with a real browser on the demo data
	$(BIN)/python -m tools.screenshots

bench: dev assets    ## all benchmarks, into docs/bench.md
	$(BIN)/python -m bench.run

bench-%: dev assets  ## one of them: bench-intake, bench-compose, bench-match, bench-catalogue
	$(BIN)/python -m bench.run $*

requirements: dev ## resolve the versions anew and pin them by hash
	$(BIN)/python -m tools.requirements

.PHONY: help env dev assets demo serve test matrix e2e check fix messages docs screenshots bench requirements
