#!/usr/bin/env bash
# The sample of outputs that `make mutations` left behind, before oletools and a look of Python's own into packages.
set -euo pipefail
cd "$(dirname "$0")/../.."
work="${CHECKERS_DIR:-target/checkers}"
source tests/checkers/tools.sh
exec "$work/venv/bin/python" tests/checkers/sample.py target/mutations/sample "$work"
