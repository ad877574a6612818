# The commands of the project. `make run` and `make test` need nothing installed by hand but Python.

PYTHON ?= python3
PY := .venv/bin/python
UV := $(shell command -v uv 2>/dev/null)

.PHONY: run test lint fuzz bench lock format ci clean

# --- environment: a stamp file per list, so that a second run is quick ---------------------

.venv/bin/python:
ifneq ($(UV),)
	uv venv -q --python 3.11 .venv || $(PYTHON) -m venv .venv
else
	$(PYTHON) -m venv .venv
endif

define install
	@if [ -n "$(UV)" ]; then uv pip install -q --python $(PY) --require-hashes -r $(1); \
	else $(PY) -m pip install -q --disable-pip-version-check --require-hashes -r $(1); fi
endef

.venv/run.stamp: requirements/run.txt | .venv/bin/python
	$(call install,requirements/run.txt)
	@touch $@

.venv/dev.stamp: requirements/dev.txt | .venv/bin/python
	$(call install,requirements/dev.txt)
	@touch $@ .venv/run.stamp

# Flags and fonts are extras: without npm the pages show code tiles and system fonts.
node_modules/.stamp: package.json package-lock.json
	@if command -v npm >/dev/null 2>&1; then \
	  npm ci --ignore-scripts --no-audit --no-fund --silent && touch $@ \
	  || echo "npm could not fetch flags and fonts; pages use code tiles and system fonts."; \
	else echo "npm is not here; pages use code tiles and system fonts."; fi

# --- the two commands ----------------------------------------------------------------------

run: .venv/run.stamp
	@$(MAKE) -s node_modules/.stamp || true
	@exec $(PY) manage.py up

test: .venv/dev.stamp
	@$(PY) -m tests.browser
	$(PY) -m pytest -n 2 -q --dist worksteal

# --- the rest ------------------------------------------------------------------------------

lint: .venv/dev.stamp
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy config relations articles api pages benchmarks
	.venv/bin/lint-imports
	DYAD_VAR=var/lint $(PY) manage.py makemigrations --check --dry-run
	DYAD_VAR=var/lint DYAD_HTTPS=on $(PY) manage.py check --deploy --fail-level WARNING
	.venv/bin/djlint --quiet --lint pages/templates

format: .venv/dev.stamp
	.venv/bin/ruff check --fix -q .
	.venv/bin/ruff format -q .

fuzz: .venv/dev.stamp
	$(PY) -m pytest -q -m fuzz

bench: .venv/dev.stamp
	$(PY) -m benchmarks.timeline
	$(PY) -m benchmarks.api

ci: lint test

# Extras stay in the lists: pip with hashes takes "coverage[toml]" for another package than "coverage".
# Except lxml's: older pip spells its extra in two ways, and lxml_html_clean is listed by itself.
COMPILE := uv pip compile -q --universal --no-strip-extras --generate-hashes --no-header --no-annotate pyproject.toml

lock:
	$(COMPILE) -o requirements/run.txt
	$(COMPILE) --extra dev --extra nlp -o requirements/dev.txt
	$(COMPILE) --extra nlp -o requirements/nlp.txt
	sed -i 's/^lxml\[html-clean\]/lxml/' requirements/*.txt

clean:
	rm -rf .venv node_modules var
