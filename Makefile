# SPDX-License-Identifier: EUPL-1.2
# Every command of a developer. `make demo` and `make test` do all set-up themselves.
PYTHON ?= python3
PORT ?= 8000
DB ?= all

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint lock bench drill-durability drill-codes drill-guessing drill-permissions drill-proxy traceability clean

help:           ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 26

setup:          ## .venv with the run-time requirements, our package, assets and texts
	@$(PYTHON) -m tools.setup

demo:           ## fictional instance on 127.0.0.1 (PORT=8000; RESET=1 starts over)
	@PORT="$(PORT)" RESET="$(RESET)" exec $(PYTHON) -m tools.demo

test:           ## linters, types and the whole suite (DB=all, sqlite or postgresql)
	@exec $(PYTHON) -m tools.test --db "$(DB)"

lint:           ## only the linters and types
	@exec $(PYTHON) -m tools.test --only-checks

lock:           ## compile requirements/*.in to *.txt with hashes (UPGRADE=1 takes newer releases)
	@UPGRADE="$(UPGRADE)" exec $(PYTHON) -m tools.lock

bench:          ## measure beside two yardsticks on both databases; long (WRITE=1 keeps the figures)
	@WRITE="$(WRITE)" exec $(PYTHON) -m tools.run_bench

drill-durability: ## kill application and database while people report; long (WRITE=1 keeps the figures)
	@WRITE="$(WRITE)" exec $(PYTHON) -m tools.run_drill durability

drill-codes:    ## time the answers to wrong, unknown and expired codes (WRITE=1 keeps the figures)
	@WRITE="$(WRITE)" exec $(PYTHON) -m tools.run_drill codes

drill-guessing: ## guess from a thousand networks while people sign in; long (WRITE=1 keeps the figures)
	@WRITE="$(WRITE)" exec $(PYTHON) -m tools.run_drill guessing

drill-permissions: ## ask every door of everybody, then without each check in turn; long (WRITE=1 keeps the figures)
	@WRITE="$(WRITE)" exec $(PYTHON) -m tools.run_drill permissions

drill-proxy:    ## nginx as docs/nginx.conf has it, before the real server (WRITE=1 keeps the figures)
	@WRITE="$(WRITE)" exec $(PYTHON) -m tools.run_drill proxy

traceability:   ## make docs/traceability.md anew and print how many sections are open
	@exec .venv/bin/python -m tools.traceability --write

clean:          ## remove what set-up made; data/ stays
	rm -rf .venv .venv-lock node_modules build sluitend/shell/static/shell/dist *.egg-info
