# make run | ocr | test | bench | pictures | clean: `make help` says what each does. GNU make 3.81 or later.

# The first Python on the path that the pinned versions are built for and that can make an environment.
# Another one: make PYTHON=/where/it/is run
ABLE   := import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 15))
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c '$(ABLE)' >/dev/null 2>&1 && echo $$python && break; done)
VENV   := .venv
RUN    := $(VENV)/bin/python
PIP    := $(RUN) -m pip --disable-pip-version-check install --quiet

.PHONY: help run ocr test bench pictures clean

help:  ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## /make \1|/p' Makefile | awk -F'|' '{ printf "%-15s %s\n", $$1, $$2 }'

run: $(VENV)/installed  ## install what diffapp needs, when that has changed, and open it in the browser
	@$(RUN) -m diffapp

ocr: $(VENV)/installed-ocr  ## add what recognises the text of scanned pages and pictures

test: $(VENV)/installed-dev  ## format, lint, types and tests: all that CI runs
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	@# a file of tests stays with one worker, which starts its servers and browsers once
	$(RUN) -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

bench: $(VENV)/installed-dev  ## measure the quality of the alignment and its speed, beside baselines
	$(RUN) -m bench

pictures: $(VENV)/installed-dev  ## take the README's pictures of the page again
	$(RUN) -m bench.pictures

clean:  ## remove the environment and every cache
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find bench diffapp tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN):
	@"$(PYTHON)" -c '$(ABLE)' 2>/dev/null || { \
		echo "diffapp needs Python 3.11 to 3.14 with its venv module (on Debian: apt install python3-venv);" \
			"to name one: make run PYTHON=/path/to/python3"; exit 1; } >&2
	@echo "Making $(VENV) ..."
	@"$(PYTHON)" -m venv $(VENV)

# Each stamp is newer than the lists it was installed from, so nothing is installed twice.
$(VENV)/installed: requirements.txt pyproject.toml | $(RUN)
	@echo "Installing what diffapp needs; the first time takes a minute or two ..."
	@$(PIP) -r requirements.txt
	@# read the built-in pair once, so that the first page finds the vectors of its passages made
	@$(RUN) -m diffapp compare texts/us-response.md texts/nato-response.md --output /dev/null || true
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt requirements-tei.txt $(VENV)/installed $(VENV)/installed-ocr
	@echo "Installing what the tests need ..."
	@$(PIP) -r requirements-dev.txt
	@$(PIP) --no-deps -r requirements-tei.txt
	@touch $@

# Without what rapidocr itself depends on: only the weights in its wheel are used.
$(VENV)/installed-ocr: requirements-ocr.txt $(VENV)/installed
	@echo "Installing what the recognition of scanned pages needs ..."
	@$(PIP) --no-deps -r requirements-ocr.txt
	@touch $@
