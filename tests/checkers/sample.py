"""Judges a folder of outputs: oletools and Python's own look into packages find nothing in any."""

import pathlib
import sys

import oletools_judge
import package

folder, work = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
outputs = sorted(path for path in folder.iterdir() if path.suffix in (".docx", ".xlsx", ".pptx"))
flagged = 0
for path in outputs:
    found = package.findings(path) + oletools_judge.findings(path, str(work / "oleobj"))
    if found:
        flagged += 1
        print("FAILED", path.name, "; ".join(found))
print(f"{len(outputs)} outputs of mutations judged, {flagged} with findings")
sys.exit(bool(flagged))
