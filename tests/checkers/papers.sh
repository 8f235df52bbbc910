#!/usr/bin/env bash
# Outside judges of the PDFs that the sanitizer wrote: programs that share no line with it.
#
#   pikepdf, pdfid, peepdf   find nothing that acts, leads out, is attached or computes
#   qpdf                     finds nothing broken
#   PDFium, Poppler          show the same pages; pdftotext reads the same words
#
# Settings as for run.sh. May be run alone.
set -euo pipefail
cd "$(dirname "$0")/../.."

corpus="${SEKISHO_CORPUS:-../shared/corpus}"
sanitize="${SANITIZE:-target/release/sekisho-sanitize}"
work="${CHECKERS_DIR:-target/checkers}"

if [ ! -d "$corpus" ]; then
  echo "SKIPPED: no corpus at $corpus (set SEKISHO_CORPUS to a folder of sample files)"
  exit 0
fi
if [ ! -x "$sanitize" ]; then
  echo "SKIPPED: $sanitize is not built (make build)"
  exit 0
fi
source tests/checkers/tools.sh

rm -rf "$work/papers" "$work/papers.jsonl"
mkdir -p "$work/papers"
find "$corpus" -type f -iname '*.pdf' -print0 | sort -z > "$work/papers.files"
# The program ends with a number of its own when something is held; that is no failure here.
xargs -0 -n 40 "$sanitize" -o "$work/papers" --json < "$work/papers.files" > "$work/papers.jsonl" 2> "$work/papers.log" || true
exec "$work/venv/bin/python" tests/checkers/papers.py "$work" "$corpus"
