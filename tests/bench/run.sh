#!/usr/bin/env bash
# Ratios against mail peers in one run on one machine. The peers' set-up is used where it is present
# beside the checkout; without it, only Debian's Postfix stands beside us.
set -euo pipefail
cd "$(dirname "$0")/../.."
scripts/need.sh bench
npm --prefix tests/browser ci --ignore-scripts --no-audit --no-fund >/dev/null
cargo build --release -p tests --bins
exec target/release/sekisho-bench "$@"
