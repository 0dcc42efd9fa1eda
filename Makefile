# Two commands for a newcomer: `make brief` makes an issue, `make test` proves the checkout.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DESK ?= my-desk

.PHONY: chaos test-llm brief test eval real kills bench scale lock clean lint types layers

brief: $(VENV)/.installed
	@test -f $(DESK)/draft.toml || $(BIN)/draft init $(DESK)
	@$(BIN)/draft today --desk $(DESK)

test: $(VENV)/.installed-dev
	@scripts/system-packages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --dist worksteal
	$(BIN)/draft eval

# The gate alone: the golden briefs against eval/baseline.json. To renew that after a change that is meant:
# `draft eval --accept "why"`.
eval: $(VENV)/.installed
	$(BIN)/draft eval

# The same with the shared benchmarks measured too, where they lie beside the checkout: minutes.
real: $(VENV)/.installed
	$(BIN)/draft eval --real

# Fifty kill -9 at random moments of ingest, embedding and today (the tests do six).
kills: $(VENV)/.installed-dev
	DRAFT_KILLS=50 $(BIN)/pytest tests/index/test_kills.py --timeout 1800

# Two hundred issues against a model endpoint that fails and lies at random (the tests do ten).
chaos: $(VENV)/.installed-dev
	DRAFT_CHAOS=200 $(BIN)/pytest tests/writer/test_chaos.py -s

# A real, small language model on loopback writes the sample desk, and a day of real articles where CORPUS is there.
TOOLS ?= ../shared/tools
CORPUS ?= $(wildcard ../shared/corpus/news-2023-07.jsonl.gz)
DAY ?= 2023-08-08
test-llm: $(VENV)/.installed-dev
	DRAFT_TEST_LLM=$(TOOLS)/local-llm DRAFT_TEST_LLM_CORPUS=$(CORPUS) DRAFT_TEST_LLM_DAY=$(DAY) \
		$(BIN)/pytest tests/writer/test_local_model.py -s

bench: $(VENV)/.installed-dev
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-bench.txt
	$(BIN)/python -m eval.bench

# 1,000 feeds and 10,000 pages from a local server that is slow and fails now and then (Linux): see docs/scale.md.
scale: $(VENV)/.installed-dev
	$(BIN)/python -m eval.scale --again

# Lock files carry hashes and no registry's address. Needs `uv` (in requirements-dev.txt's environment or yours).
lock:
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		pyproject.toml -o requirements.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--group dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--group bench -c requirements-dev.txt -o requirements-bench.txt

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps -e .
	@$(BIN)/python -m compileall -q agent eval  # where no byte code may be written, each start would compile anew: .2 to .5 s
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV)
