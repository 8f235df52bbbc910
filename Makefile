# Two commands: `make run` starts a demo town, `make test` passes every test.
SHELL := /bin/bash
export PATH := $(HOME)/.cargo/bin:$(PATH)
export CARGO_TERM_COLOR ?= never

.PHONY: help run build dist vendor test lint policy bench corpus mutations checkers fuzz fmt clean

help:
	@echo "make run       build, and start the demo town on loopback (Ctrl-C stops it)"
	@echo "make test      everything that must pass, browser tests included"
	@echo "make bench     ratios against mail peers, on this machine, in one run (BENCH=people: the groupware of a prefecture)"
	@echo "make corpus    every sample file through the real sanitizer: what crosses, what is held, how fast"
	@echo "make mutations 200,000 hostile files made by seed, through the real sanitizer; no output may act"
	@echo "make checkers  outside judges of what the sanitizer wrote: LibreOffice, oletools, exiftool, qpdf, PDFium, Poppler"
	@echo "make fuzz      five minutes for each fuzz target (FUZZ_SECONDS); what breaks is kept for the tests"
	@echo "make lint      format and lints only"
	@echo "make clean     forget builds and the demo town"

# Front-end files come from npm, are hashed, and are embedded in the binary.
vendor: appliance/vendor/SHA256SUMS
appliance/vendor/SHA256SUMS: appliance/package-lock.json appliance/vendor.sh
	@scripts/need.sh build
	bash appliance/vendor.sh

build: vendor
	@scripts/need.sh build
	cargo build --release --workspace --exclude tests

# As it is delivered: slow to build, quick to run.
dist: vendor
	@scripts/need.sh build
	cargo build --profile dist --workspace --exclude tests

run: build
	@exec target/release/sekisho demo

lint: vendor
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings

# The tests drive the real binaries, so these are built first.
test: vendor
	@scripts/need.sh test
	npm --prefix tests/browser ci --ignore-scripts --no-audit --no-fund
	cargo fmt --all --check
	cargo build --workspace --bins --locked
	cargo clippy --workspace --all-targets --locked -- -D warnings
	cargo test --workspace --locked --no-fail-fast

policy:
	cargo test -p tests --test policy

bench: dist
	@bash tests/bench/run.sh $(BENCH)

# SEKISHO_CORPUS names another folder of samples.
corpus: build
	cargo run --release --quiet -p tests --bin sekisho-corpus

# SEKISHO_MUTATIONS says how many, SEKISHO_ONLY=pdf which, SEKISHO_SEED repeats a run, SEKISHO_CASE shows one case of it.
mutations: build
	cargo run --release --quiet -p tests --bin sekisho-mutations
	@bash tests/checkers/sample.sh

checkers: build
	@bash tests/checkers/run.sh

fuzz:
	@scripts/need.sh build
	@bash scripts/fuzz.sh

fmt:
	cargo fmt --all

clean:
	cargo clean
	rm -rf var appliance/vendor appliance/node_modules tests/browser/node_modules
