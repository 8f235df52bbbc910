"""Words of an original and of its output, and what became of them: recall and precision."""

import collections
import re
import subprocess
import xml.etree.ElementTree as ET
import zipfile

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]|[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]+")
"""A word of letters and digits, or one character of Japanese."""

UNSHOWN = re.compile(
    r"customxml|docprops|embeddings|glossary|externallinks|pivot|macrosheets|diagrams/(layout|drawing)"
    r"|threaded|person|metadata|styleswitheffects|revisions")


def of_files(paths):
    """The words of texts and PDFs that LibreOffice made."""
    bag = collections.Counter()
    for path in paths:
        if path.suffix == ".pdf":
            done = subprocess.run(["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=False, timeout=120)
            text = done.stdout.decode("utf-8", "replace")
        else:
            text = path.read_text("utf-8", "replace")
        bag.update(WORD.findall(text))
    return bag


def of_parts(path, original):
    """The words of the parts that are shown, by a parser of Python's own."""
    bag = collections.Counter()
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if not name.lower().endswith(".xml") or UNSHOWN.search(name.lower()):
                continue
            try:
                stack = [ET.fromstring(package.read(name))]
            except Exception:
                continue
            while stack:
                element = stack.pop()
                space, _, local = element.tag[1:].rpartition("}") if element.tag.startswith("{") else ("", "", element.tag)
                if original and local == "Fallback":
                    continue
                shown = local == "t" or (local == "v" and ("spreadsheetml" in space or "chart" in space)) or (
                    local == "text" and "presentationml" in space)
                if shown and element.text:
                    bag.update(WORD.findall(element.text))
                stack.extend(element)
    return bag


def compare(old, new):
    """(recall, precision)."""
    both, a, b = sum((old & new).values()), sum(old.values()), sum(new.values())
    return (both / a if a else 1.0, both / b if b else 1.0)


def differences(old, new, most=8):
    """A few words that were lost, and a few that came."""
    lost, came = old - new, new - old
    say = lambda bag: " ".join(f"{word[:20]}×{count}" for word, count in bag.most_common(most))
    return f"lost: {say(lost)}; new: {say(came)}"
