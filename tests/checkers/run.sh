#!/usr/bin/env bash
# Outside judges of what the sanitizer wrote: programs that share no line with it.
#
#   oletools      (olevba, mraptor, oleid, msodde, oleobj) finds nothing that acts in any output
#   zip + XML     of Python's own: nothing leads outside, no part acts, the words of the parts are there
#   exiftool      finds in no picture more than how its pixels are stored
#   LibreOffice   opens every output, says the same text for it as for the original, and shows the same pages
#
#   papers.sh     judges PDFs, with programs of their own
#
# Settings: SEKISHO_CORPUS (folder of samples), SANITIZE (the program), CHECKERS_DIR (where tools and results go).
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

rm -rf "$work/clean" "$work/report.jsonl" "$work/pictures" "$work/oleobj"
mkdir -p "$work/clean" "$work/oleobj"
names=()
for extension in docx docm dotx dotm xlsx xlsm xltx xltm xlsb pptx pptm ppsx ppsm potx potm \
  png jpg jpeg gif bmp tif tiff webp svg emf wmf; do
  names+=(-o -iname "*.$extension")
done
find "$corpus" -type f \( "${names[@]:1}" \) -print0 | sort -z > "$work/files"
# The program ends with a number of its own when something is held; that is no failure here.
xargs -0 -n 40 "$sanitize" -o "$work/clean" --json < "$work/files" > "$work/report.jsonl" 2> "$work/sanitize.log" || true

status=0
"$work/venv/bin/python" tests/checkers/judge.py "$work" "$corpus" || status=$?
# Pictures are many and made anew each time.
rm -rf "$work/pictures"
bash tests/checkers/papers.sh || status=$?
exit "$status"
