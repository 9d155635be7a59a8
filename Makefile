# Guanxi. `make` lists every target; GUANXI_… variables reach the server.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# Where cargo builds; arguments for the server: `make run ARGS='--listen 0.0.0.0:8080'`.
TARGET := $(or $(CARGO_TARGET_DIR),target)
GUANXI := $(TARGET)/release/guanxi
ARGS ?=

export REDOCLY_TELEMETRY := off
export REDOCLY_SUPPRESS_UPDATE_NOTICE := true

.PHONY: help
help: ## list every target
	@echo "make TARGET"; echo
	@awk -F ':.*## ' '/^[a-z][a-z0-9-]*:.*## / { printf "  %-16s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

##### Using it

.PHONY: run
run: server ## build everything and serve at http://127.0.0.1:8080
	exec "$(GUANXI)" serve $(ARGS)

.PHONY: dist
dist: server ## one stripped binary with the web app inside, in dist/
	"$(GUANXI)" web-app
	mkdir -p dist
	cp "$(GUANXI)" dist/guanxi
	cd dist && sha256sum guanxi | tee guanxi.sha256

##### Working on it

.PHONY: dev
dev: setup-build node_modules/.stamp ## build, serve, and do both again on every change
	cargo xtask dev -- $(ARGS)

.PHONY: test
test: setup-test server ## run every test: units, both databases, the browser
	scripts/postgres.sh scripts/test.sh

.PHONY: e2e
e2e: setup-test server ## run the browser journeys alone, or one: make e2e JOURNEY=shell
	scripts/postgres.sh node --test --test-concurrency=2 --test-reporter=spec e2e/$(or $(JOURNEY),*).test.mjs

.PHONY: guide
guide: setup-test server ## take the pictures of the user guide anew, in docs/user-guide
	GUANXI_GUIDE=1 node --test --test-reporter=spec e2e/guide.test.mjs

.PHONY: check
check: format-check clippy proofs size openapi-check openapi-lint openapi-breaking ## formatting, lints, layering, texts, migrations, licences, size, API document

.PHONY: format
format: ## format the Rust sources
	cargo fmt --all

.PHONY: format-check
format-check: ## are the Rust sources formatted?
	cargo fmt --all --check

.PHONY: clippy
clippy: setup-build ## lints with warnings as errors, for the server and for the browser
	cargo clippy --workspace --all-targets -- -D warnings
	cargo clippy --package guanxi-web --target wasm32-unknown-unknown -- -D warnings

.PHONY: proofs
proofs: setup-build ## layers, texts, migrations and licences are as they must be
	cargo xtask layering
	cargo xtask texts
	cargo xtask migrations
	cargo xtask licences

.PHONY: size
size: web ## the web app stays within its size budget
	cargo xtask size

.PHONY: openapi
openapi: server ## write the API document as the server describes it
	"$(GUANXI)" openapi > openapi/openapi.json

.PHONY: openapi-check
openapi-check: server ## the committed API document is the one the server describes
	"$(GUANXI)" openapi | diff -u openapi/openapi.json -

.PHONY: openapi-breaking
openapi-breaking: setup-build ## the API document keeps what the last release promised
	cargo xtask breaking

.PHONY: openapi-lint
openapi-lint: node_modules/.stamp ## no error and no warning in the API document
	node_modules/.bin/spectral lint openapi/openapi.json --ruleset .ci/spectral.yaml --fail-severity warn
	node_modules/.bin/redocly lint openapi/openapi.json --config .ci/redocly.yaml --max-problems 1000

.PHONY: contract
contract: setup-contract server ## ask a server 500 made-up questions an operation, by the API document: make contract EXAMPLES=10
	scripts/contract.sh "$(GUANXI)" $(or $(EXAMPLES),500)

.PHONY: bench
bench: setup-bench server ## measure the server beside the raw engine: make bench ARGS='--accounts 2000 --only get,list'
	cargo build --release --package guanxi-bench
	scripts/bench.sh "$(TARGET)/release/guanxi-bench" "$(GUANXI)" $(ARGS)

.PHONY: faults
faults: setup-faults server ## break what the server stands on, hundreds of times: make faults ONLY=kill,disk ENGINE=sqlite SHORT=1
	cargo build --release --package guanxi-faults
	scripts/faults.sh "$(TARGET)/release/guanxi-faults" "$(GUANXI)" $(if $(SHORT),--short) $(if $(ONLY),--only $(ONLY)) $(if $(ENGINE),--engine $(ENGINE)) $(ARGS)

.PHONY: strangers
strangers: setup-contract setup-test server ## hold the API against programs of others: a validating proxy, generated clients, odd input
	scripts/postgres.sh scripts/strangers.sh "$(GUANXI)"

.PHONY: cluster
cluster: setup-test setup-cluster server ## two servers, a primary and its replica: lose each while people work: make cluster ROUNDS=20 JOURNEYS=live
	scripts/replicas.sh scripts/cluster.sh "$(GUANXI)"

.PHONY: lighthouse
lighthouse: setup-test vitals/node_modules/.stamp server ## how pages come up on a phone, by Lighthouse and by the browser's own figures
	node --test --test-reporter=spec vitals/vitals.test.mjs

.PHONY: drill
drill: setup-test setup-cluster server ## restore a gigabyte on an empty machine, on both databases, and say how long it takes
	POSTGRES_DURABLE=1 scripts/postgres.sh scripts/drill.sh "$(GUANXI)"

.PHONY: release-fixture
release-fixture: setup-test server ## keep a database of this version for upgrade tests: make release-fixture VERSION=0.1.0
	scripts/postgres.sh scripts/release-fixture.sh "$(GUANXI)" $(VERSION)
	GUANXI_WRITE_FIGURES=1 scripts/postgres.sh cargo test --package guanxi-api --test it upgrades::every_released

##### Steps of the above

.PHONY: server
server: web ## the optimised server with the web app inside
	cargo build --release --package guanxi-api

.PHONY: web
web: setup-build node_modules/.stamp ## the optimised web app, in web/dist
	cargo xtask web

.PHONY: setup-build
setup-build:
	@scripts/setup.sh build

.PHONY: setup-test
setup-test: node_modules/.stamp ## database, browser and fonts for the tests
	@scripts/setup.sh test

.PHONY: setup-contract
setup-contract:
	@scripts/setup.sh contract

.PHONY: setup-cluster
setup-cluster:
	@scripts/setup.sh cluster

.PHONY: setup-faults
setup-faults:
	@scripts/setup.sh faults

.PHONY: setup-bench
setup-bench:
	@scripts/setup.sh bench

node_modules/.stamp: package.json package-lock.json .npmrc
	npm ci
	@touch $@

vitals/node_modules/.stamp: vitals/package.json vitals/package-lock.json vitals/.npmrc
	npm ci --prefix vitals
	@touch $@

.PHONY: clean
clean: ## remove what was built; data stay
	cargo clean
	rm -rf dist e2e/out node_modules strangers/node_modules strangers/out vitals/node_modules
	find web/dist -mindepth 1 ! -name .gitkeep -delete
