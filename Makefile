.PHONY: help run test check bench
.DEFAULT_GOAL := help
VENV := .venv
PY := $(VENV)/bin/python
NO_DATABASE := confidentiality static macros test_architecture.py test_templates.py test_words.py
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes

help: ## What can be asked of make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-7s %s\n", $$1, $$2}'

$(VENV)/.run: requirements.txt
	@python3 -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else 0'
	@test -x $(PY) || python3 -m venv $(VENV)
	$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.tests: $(VENV)/.run tests/requirements.txt
	$(PIP) -r tests/requirements.txt
	@touch $@

run: $(VENV)/.run ## The product, at http://127.0.0.1:8000, with its demonstration
	@exec $(PY) -m cara_crm.launcher

check: $(VENV)/.tests ## The fast part, under a minute: lint, format, types, templates, translations, rights, migrations
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m pytest -n auto tests/test_*.py tests/core

test: $(VENV)/.tests ## Everything: check, a browser, accessibility, killed processes, and all again on PostgreSQL
	$(PY) -m tests.needs
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m pytest -n auto
	TEST_DATABASE=postgresql $(PY) -m pytest -n auto -m "not browser" $(NO_DATABASE:%=--ignore=tests/%)

bench: $(VENV)/.tests ## Measures at 10,000 members (SCALE=10: ten times that); a table and a JSON file in build/
	$(PY) -m benchmarks.run
