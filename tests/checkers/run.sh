#!/usr/bin/env bash
# Outside judges of what the sanitizer wrote: programs that share no line with it.
#
#   LibreOffice opens every output, and says the same text for it as for the original
#   oletools    (olevba, msodde, oleobj) finds no macro, no DDE, no object, no link in any output
#   zip + XML   no relation leads outside, and the words of the parts are the words of the original
#
# Settings: SEKISHO_CORPUS (folder of samples), SANITIZE (the program), CHECKERS_DIR (where tools and results go).
set -euo pipefail
cd "$(dirname "$0")/../.."

corpus="${SEKISHO_CORPUS:-../shared/corpus}"
sanitize="${SANITIZE:-target/debug/sekisho-sanitize}"
work="${CHECKERS_DIR:-target/checkers}"

if [ ! -d "$corpus" ]; then
  echo "SKIPPED: no corpus at $corpus (set SEKISHO_CORPUS to a folder of sample files)"
  exit 0
fi
if [ ! -x "$sanitize" ]; then
  echo "SKIPPED: $sanitize is not built (cargo build --workspace)"
  exit 0
fi

need=()
command -v soffice >/dev/null || need+=(libreoffice-calc libreoffice-writer libreoffice-impress)
command -v pdftotext >/dev/null || need+=(poppler-utils)
python3 -c 'import venv, ensurepip' 2>/dev/null || need+=(python3-venv)
if [ "${#need[@]}" -gt 0 ]; then
  echo "installing ${need[*]}"
  if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${need[@]}"; } >/dev/null; then
    echo "SKIPPED: ${need[*]} could not be installed here"
    exit 0
  fi
fi
mkdir -p "$work"
if [ ! -x "$work/venv/bin/olevba" ]; then
  if ! { python3 -m venv "$work/venv" && "$work/venv/bin/pip" install -q oletools; }; then
    echo "SKIPPED: oletools could not be installed here"
    exit 0
  fi
fi

rm -rf "$work/clean" "$work/report.jsonl"
mkdir -p "$work/clean"
find "$corpus" -type f \( -iname '*.docx' -o -iname '*.docm' -o -iname '*.dotx' -o -iname '*.dotm' \
  -o -iname '*.xlsx' -o -iname '*.xlsm' -o -iname '*.xltx' -o -iname '*.xltm' \
  -o -iname '*.pptx' -o -iname '*.pptm' -o -iname '*.ppsx' -o -iname '*.ppsm' -o -iname '*.potx' \) -print0 |
  sort -z > "$work/files"
# The program ends with a number of its own when something is held; that is no failure here.
xargs -0 -n 40 "$sanitize" -o "$work/clean" --json < "$work/files" > "$work/report.jsonl" 2> "$work/sanitize.log" || true

exec "$work/venv/bin/python" tests/checkers/judge.py "$work"
