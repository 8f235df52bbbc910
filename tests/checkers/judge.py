"""Judges the outputs listed in report.jsonl; says figures, and fails where something active or nothing readable came out."""

import collections
import contextlib
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile

work = pathlib.Path(sys.argv[1])
rows = [json.loads(line) for line in open(work / "report.jsonl", encoding="utf-8") if line.startswith("{")]
clean = [(r["input"], r["output"]) for r in rows if r.get("output") and r["report"]["result"]["state"] == "clean"]
held = collections.Counter(r["report"]["result"].get("reason") for r in rows if r["report"]["result"]["state"] != "clean")
failures = []
print(f"sanitized {len(rows)}: clean {len(clean)}, held {dict(held)}")
for bad in ("writer-refused", "recheck-failed", "crashed", "forbidden-call", "timed-out"):
    if held.get(bad):
        failures.append(f"{held[bad]} held as {bad}")


def find_active(path):
    """What oletools finds in a file."""
    from oletools import msodde, oleobj, olevba

    found = []
    try:
        parser = olevba.VBA_Parser(path)
        if parser.detect_vba_macros():
            found.append("VBA")
        if parser.detect_xlm_macros():
            found.append("XLM")
        parser.close()
    except Exception:
        found.append("unreadable")
    with contextlib.suppress(Exception):
        if msodde.process_maybe_encrypted(path, None, field_filter_mode=msodde.FIELD_FILTER_DDE):
            found.append("DDE")
    said = io.StringIO()
    with contextlib.suppress(Exception), contextlib.redirect_stdout(said):
        oleobj.process_file(path, None, str(work / "oleobj"))
    if re.search(r"Found relationship|extract file embedded", said.getvalue()):
        found.append("object or link")
    return found


def outside(path):
    """Relations that leave the package."""
    with zipfile.ZipFile(path) as package:
        rels = [name for name in package.namelist() if name.endswith(".rels")]
        return sum(b"TargetMode" in package.read(name) for name in rels)


def parts_text(path, original):
    """Every word of the parts that are shown, by a parser of Python's own."""
    bag = collections.Counter()
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            lower = name.lower()
            if not lower.endswith(".xml") or re.search(
                r"customxml|docprops|embeddings|glossary|externallinks|pivot|macrosheets|diagrams/(layout|drawing)"
                r"|threaded|person|metadata|styleswitheffects|revisions", lower):
                continue
            try:
                root = ET.fromstring(package.read(name))
            except Exception:
                continue
            stack = [root]
            while stack:
                element = stack.pop()
                space, _, local = element.tag[1:].partition("}") if element.tag.startswith("{") else ("", "", element.tag)
                if original and local == "Fallback":
                    continue
                shown = local == "t" or (local == "v" and ("spreadsheetml" in space or "chart" in space)) or (
                    local == "text" and "presentationml" in space)
                if shown and element.text:
                    bag.update(re.findall(r"[\w.]+", element.text))
                stack.extend(element)
    return bag


def office(files, folder, target):
    """Converts files with LibreOffice, a dozen at a time and the stubborn ones alone; gives what came out."""
    folder.mkdir(parents=True, exist_ok=True)
    extension = target.split(":")[0]

    # Two originals may differ in nothing but their extension: each gets a name of its own.
    link = {}
    for number, path in enumerate(files):
        link[path] = folder / f"{number:05}_{pathlib.Path(path).suffix}"
        link[path].unlink(missing_ok=True)
        link[path].symlink_to(pathlib.Path(path).resolve())

    def made(path):
        return sorted(found for found in folder.glob(link[path].stem + "*." + extension) if found != link[path])

    def convert(some, seconds):
        some = [path for path in some if not made(path)]
        if some:
            subprocess.run(
                # A few kilobytes may say gigabytes; no file the checker makes grows beyond 64 MB.
                ["bash", "-c", 'ulimit -f 65536; exec "$@"', "bash", "timeout", "-k", "5", str(seconds), "soffice", f"-env:UserInstallation=file://{work.resolve()}/profile",
                 "--headless", "--norestore", "--convert-to", target, "--outdir", str(folder), *(str(link[path]) for path in some)],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)

    for at in range(0, len(files), 12):
        convert(files[at:at + 12], 120)
    for path in files:
        convert([path], 60)
    return {path: made(path) for path in files}


def words(files):
    bag = collections.Counter()
    for path in files:
        if path.suffix == ".pdf":
            text = subprocess.run(["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=False).stdout
            text = text.decode("utf-8", "replace")
        else:
            text = path.read_text("utf-8", "replace")
        bag.update(re.findall(r"\w+", text))
    return bag


def compare(pairs, label):
    common = before = after = whole = 0
    worst = []
    for name, old, new in pairs:
        both, a, b = sum((old & new).values()), sum(old.values()), sum(new.values())
        common, before, after = common + both, before + a, after + b
        recall, precision = both / a if a else 1, both / b if b else 1
        whole += recall >= 0.999 and precision >= 0.999
        if recall < 0.99 or precision < 0.99:
            worst.append((round(recall, 3), round(precision, 3), name))
    if pairs:
        print(f"{label}: {len(pairs)} files, recall {common / max(before, 1):.5f}, precision {common / max(after, 1):.5f}, whole {whole}")
        for row in sorted(worst)[:15]:
            print("   ", *row)


active = {path: find_active(path) for _, path in clean}
dirty = {path: found for path, found in active.items() if found}
control = sum(bool(set(find_active(path)) - {"unreadable"}) for path, _ in clean)
print(f"oletools: {control} originals with findings, {len(dirty)} outputs with findings")
failures += [f"{path}: {found}" for path, found in dirty.items()]
leads = [path for _, path in clean if outside(path)]
print(f"relations that leave the package: {len(leads)}")
failures += [f"{path} leads outside" for path in leads]

pairs = []
for old, new in clean:
    with contextlib.suppress(zipfile.BadZipFile, NotImplementedError, OSError):
        pairs.append((os.path.basename(old), parts_text(old, True), parts_text(new, False)))
compare(pairs, "words of the parts")

for extension, target in (("docx", "txt:Text (encoded):UTF8"), ("xlsx", 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1'), ("pptx", "pdf")):
    some = [(old, new) for old, new in clean if new.endswith("." + extension)]
    news = office([new for _, new in some], work / "office" / "clean" / extension, target)
    unopened = [new for new, made in news.items() if not made]
    olds = office([old for old, _ in some], work / "office" / "original" / extension, target)
    lost = [(old, new) for old, new in some if olds[old] and not news[new]]
    print(f"LibreOffice opens {len(some) - len(unopened)} of {len(some)} {extension}; originals {sum(bool(m) for m in olds.values())}")
    failures += [f"{new} does not open, its original does" for _, new in lost]
    compare([(os.path.basename(old), words(olds[old]), words(news[new])) for old, new in some if olds[old] and news[new]],
            f"words as LibreOffice shows them, {extension}")

for failure in failures:
    print("FAILED", failure)
sys.exit(bool(failures))
