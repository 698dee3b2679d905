.DEFAULT_GOAL := help
SHELL := /bin/bash
.PHONY: help demo test setup lint audit bench load soak screenshots lock

help: ## What can be done here
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | while IFS=$$'\t' read -r name text; do printf '  make %-12s %s\n' "$$name" "$$text"; done

demo: ## Install, fill three demonstration years, serve on http://127.0.0.1:8000 (PORT=...)
	@tools/system.sh run
	@tools/venv.sh requirements.lock
	@PORT=$(PORT) tools/demo.sh

test: ## Install and run every check and test (ARGS="tests/ranking -k why" for a part)
	@tools/system.sh test
	@tools/venv.sh requirements-dev.lock
	@tools/tests.sh $(ARGS)

setup: ## Only make .venv, with the tools of development
	@tools/system.sh run
	@tools/venv.sh requirements-dev.lock

lint: ## Only the static checks
	@tools/system.sh run
	@tools/venv.sh requirements-dev.lock
	@tools/lint.sh

audit: ## Known holes of the locked packages (needs the network)
	@tools/venv.sh requirements-dev.lock
	@tools/audit.sh

bench: ## Every target beside its floor, one table (DOCS=1 writes docs/performance.md)
	@tools/system.sh test
	@tools/venv.sh requirements-dev.lock
	@DOCS=$(DOCS) tools/with-services.sh .venv/bin/python tools/bench.py

load: ## February: sixty heads and twenty readers on the whole installation (SECONDS=300 SEED=1)
	@tools/system.sh test
	@tools/venv.sh requirements-dev.lock
	@SECONDS=$(SECONDS) SEED=$(SEED) .venv/bin/python tools/load/run.py

soak: ## Long trials: races, kills, changed rules, hostile forms; report in docs/soak.md (SEED=...)
	@tools/system.sh test
	@tools/venv.sh requirements-dev.lock
	@SEED=$(SEED) tools/soak.sh

screenshots: ## Pictures of every page (build/screenshots, one contact sheet) and of the guide
	@tools/system.sh test
	@tools/venv.sh requirements-dev.lock
	@.venv/bin/python tools/screenshots.py

lock: ## Resolve the requirements anew (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url requirements.in -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url requirements-dev.in -o requirements-dev.lock
