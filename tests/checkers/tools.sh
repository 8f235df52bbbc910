# The tools of the checkers, installed where they are missing; sourced with $work set to where they go.
scripts/need.sh check
mkdir -p "$work"
work="$(realpath "$work")"
if [ ! -x "$work/venv/bin/python" ] || ! "$work/venv/bin/python" -c 'import numpy, PIL, oletools, pikepdf, pypdfium2, pdfid, peepdf' 2>/dev/null; then
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" install -q -r tests/checkers/requirements.txt
fi
