#!/usr/bin/env bash
# Ratios against mail peers in one run on one machine. The peers' set-up is used where it is present
# beside the checkout; without it, only Debian's Postfix stands beside us.
set -euo pipefail
cd "$(dirname "$0")/../.."
scripts/need.sh bench
scripts/need.sh check
npm --prefix tests/browser ci --ignore-scripts --no-audit --no-fund >/dev/null
cargo build --profile dist --workspace --bins
# Not `exec`: the bench asks what its children used, and the compilers above would be among them.
target/dist/sekisho-bench "$@"
