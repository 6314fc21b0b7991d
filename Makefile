# All that is needed besides Rust, Node and Python is installed by these targets themselves.
.DEFAULT_GOAL := build
SHELL := bash
CARGO ?= cargo
DATA ?= ./data
BIND ?= 127.0.0.1:9191

WEB_SOURCES := $(shell find web -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' -not -path 'web/e2e/screenshots/*' 2>/dev/null)

.PHONY: build run dev web test lint format test-rust test-python test-web test-e2e clean

## build: the release binary, web UI and Python parts inside
build: web/dist/index.html
	$(CARGO) build --release --locked -p pluggarr

## run: build, then serve on http://127.0.0.1:9191 with sample data in an empty data folder
run: build
	./target/release/pluggarr --data-dir $(DATA) serve --bind $(BIND) --sample

## dev: server and web UI, both rebuilt on change
dev: web/node_modules/.package-lock.json
	scripts/dev

web: web/dist/index.html

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	npm --prefix web ci --no-audit --no-fund

web/dist/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES)
	npm --prefix web run build

## test: linters and every test; what CI runs
test: lint test-rust test-python test-web test-e2e

lint: web/node_modules/.package-lock.json
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	scripts/python-tests lint
	npm --prefix web run lint
	npm --prefix web run typecheck

test-rust:
	$(CARGO) test --workspace --locked

test-python:
	scripts/python-tests

test-web: web/node_modules/.package-lock.json
	npm --prefix web test

test-e2e: build
	scripts/e2e

## format: all three languages
format:
	$(CARGO) fmt --all
	scripts/python-tests format
	npm --prefix web run format

clean:
	$(CARGO) clean
	rm -rf web/dist web/node_modules
