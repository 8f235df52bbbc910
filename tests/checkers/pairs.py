"""What the sanitizer made of the corpus: originals and outputs, as its own report tells."""

import collections
import dataclasses
import hashlib
import json
import pathlib

OFFICE = ("docx", "docm", "dotx", "dotm", "xlsx", "xlsm", "xltx", "xltm", "xlsb", "pptx", "pptm", "ppsx", "ppsm", "potx", "potm")
PICTURES = ("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "emf", "wmf", "svg")


@dataclasses.dataclass(frozen=True)
class Pair:
    """One original, and its output where there is one."""

    name: str
    """Its path below the corpus."""
    old: pathlib.Path
    new: pathlib.Path | None
    reason: str | None

    @property
    def kind(self):
        """The extension of the output: docx, xlsx, pptx, png, …; that of the original where it is held."""
        return (self.new or self.old).suffix.lstrip(".").lower()

    @property
    def office(self):
        return self.old.suffix.lstrip(".").lower() in OFFICE


def read(work, corpus, report="report.jsonl"):
    """All pairs of a report."""
    found = []
    for line in open(work / report, encoding="utf-8"):
        if not line.startswith("{"):
            continue
        row = json.loads(line)
        result = row["report"]["result"]
        clean = result["state"] == "clean" and row.get("output")
        old = pathlib.Path(row["input"])
        found.append(Pair(
            name=str(old.resolve().relative_to(corpus.resolve())),
            old=old,
            new=pathlib.Path(row["output"]) if clean else None,
            reason=None if clean else result.get("reason", "unknown"),
        ))
    return found


def held(pairs):
    """How many are held for which reason."""
    return collections.Counter(pair.reason for pair in pairs if pair.reason)


def digest(path):
    """The SHA-256 of a file; names its results in the cache."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
