#!/usr/bin/env bash
# Fuzzes each target for a while, one after the other; without arguments every one.
#   scripts/fuzz.sh word sheet      FUZZ_SECONDS=60 scripts/fuzz.sh
# Seeds are made here and taken from the corpus where it is present. An input that breaks something is kept in
# sanitizer/reader/tests/regress/<target>/, where an ordinary test replays it from then on.
set -euo pipefail
cd "$(dirname "$0")/.."
root="$PWD"
seconds="${FUZZ_SECONDS:-300}"
corpus="${SEKISHO_CORPUS:-$root/../shared/corpus}"
# The fuzzer asks the compiler for instrumentation that is not stable yet.
export RUSTC_BOOTSTRAP=1
command -v cargo-fuzz >/dev/null || cargo install --locked cargo-fuzz

cd sanitizer/fuzz
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=($(sed -n 's/^name = "\(.*\)"$/\1/p' Cargo.toml | grep -v '^sekisho'))
mkdir -p artifacts
# The words of the formats help to reach what stands behind them.
awk 'NF { print "\"" $1 "\"" }' "$root"/sanitizer/ir/src/vocabulary/*.txt | grep -E '^"[A-Za-z]+"$' | sort -u > artifacts/words.dict
python3 "$root/scripts/fuzz_seeds.py" corpus "$corpus"

status=0
for target in "${targets[@]}"; do
    echo "== $target, $seconds s"
    mkdir -p "corpus/$target" "artifacts/$target"
    if ! cargo fuzz run --fuzz-dir . --release --sanitizer none "$target" -- -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 \
        -max_len=200000 -dict=artifacts/words.dict -print_final_stats=1 > "artifacts/$target.log" 2>&1; then
        status=1
        echo "FOUND in $target:"
        grep -E 'panicked at|ERROR:|SUMMARY' -A2 "artifacts/$target.log" | head -20 || true
        kept="$root/sanitizer/reader/tests/regress/$target"
        mkdir -p "$kept"
        # Kept is the file that the reader was given, not the fuzzer's own spelling of it.
        for input in "artifacts/$target"/*; do
            [ -f "$input" ] || continue
            SEKISHO_KEEP="$kept/$(basename "$input")" cargo fuzz run --fuzz-dir . --release --sanitizer none "$target" "$input" > /dev/null 2>&1 || true
        done
    fi
    grep -E 'stat::number_of_executed_units|stat::average_exec|DONE' "artifacts/$target.log" || true
done
exit "$status"
