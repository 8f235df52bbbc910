"""Judges what the sanitizer wrote, with programs that share no line with it; says figures, and fails below the bounds.

Reads report.jsonl in the work folder; leaves there opens.txt (which originals LibreOffice opens) and worst.txt
(what to look at first). A second run judges only what changed: results are remembered by content.
"""

import concurrent.futures
import json
import pathlib
import statistics
import subprocess
import sys

import numpy

import package
import pages
import pairs as reported
import pictures
import words
from office import Office

work, corpus = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])

OPEN, TEXT, PAGE = 0.99, 0.995, 0.97
"""Of outputs that open; median of a file's recall and of its precision; median similarity of pages."""
OURS = ("writer-refused", "recheck-failed", "crashed", "forbidden-call")

failures = []
worst = []
everything = reported.read(work, corpus)
clean = [pair for pair in everything if pair.new]
office = [pair for pair in clean if pair.office]
print(f"sanitized {len(everything)}: clean {len(clean)} ({len(office)} Office), held {dict(reported.held(everything))}")
for reason in OURS:
    count = reported.held(everything).get(reason, 0)
    if count:
        failures.append(f"{count} held as {reason}")


def oletools(paths):
    """{path: findings}, in processes of their own; a file that hangs or kills one is a finding itself."""
    memory = work / "cache" / "oletools"
    memory.mkdir(parents=True, exist_ok=True)
    homes = {path: memory / reported.digest(path) for path in paths}
    todo = [path for path in paths if not homes[path].exists()]

    def some(files):
        judge = [sys.executable, "-W", "ignore", str(pathlib.Path(__file__).with_name("oletools_judge.py")), str(work / "oleobj")]
        try:
            done = subprocess.run(judge, input="\n".join(map(str, files)), capture_output=True, text=True, check=False, timeout=60 * len(files))
            lines = done.stdout.splitlines()
        except subprocess.TimeoutExpired:
            lines = []
        if len(lines) != len(files):
            if len(files) > 1:
                for path in files:
                    some([path])
                return
            lines = ['["oletools hung or fell over"]']
        for path, line in zip(files, lines):
            homes[path].write_text(line, encoding="utf-8")

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(some, [todo[at:at + 20] for at in range(0, len(todo), 20)]))
    return {path: json.loads(homes[path].read_text("utf-8")) for path in paths}


def judge_active():
    said = oletools([pair.new for pair in office])
    dirty = {path: found for path, found in said.items() if found}
    before = oletools([pair.old for pair in office])
    print(f"oletools: findings in {sum(any('unreadable' not in f for f in found) for found in before.values())} originals, in {len(dirty)} outputs")
    leads = {pair.new: found for pair in office if (found := package.findings(pair.new))}
    print(f"own look into packages: findings in {len(leads)} outputs of {len(office)}")
    failures.extend(f"{path.name}: {'; '.join(found)}" for path, found in (*dirty.items(), *leads.items()))


def judge_pictures():
    outputs = [pair.new for pair in clean]
    count, found = pictures.findings(pictures.extract(outputs, work / "pictures"), work)
    print(f"exiftool: {count} pictures looked at, {len(found)} findings")
    failures.extend(found)


def spread(label, values, bound=None):
    """One line of figures; a failure where the median is below the bound."""
    if values:
        middle = statistics.median(values)
        low = float(numpy.quantile(values, 0.05))
        print(f"{label}: n {len(values)}, median {middle:.5f}, p5 {low:.5f}, mean {statistics.fmean(values):.5f}, "
              f"at 0.999 or more {sum(v >= 0.999 for v in values)}")
        if bound is not None and middle < bound:
            failures.append(f"{label}: median {middle:.5f} is below {bound}")


def judge_open(converter):
    """Which originals and outputs LibreOffice opens; leaves opens.txt."""
    originals = [pair for pair in everything if pair.office]
    olds = converter.convert([pair.old for pair in originals], "pdf")
    opens = sorted(pair.name for pair in originals if olds[pair.old])
    (work / "opens.txt").write_text("".join(name + "\n" for name in opens), encoding="utf-8")
    news = converter.convert([pair.new for pair in office], "pdf")
    delivered = [pair for pair in originals if olds[pair.old] and pair.new]
    print(f"LibreOffice opens {len(opens)} of {len(originals)} originals; {len(delivered)} of them are delivered "
          f"({len(delivered) / max(len(opens), 1):.2%})")
    for pair in originals:
        if olds[pair.old] and not pair.new:
            print(f"   held though it opens ({pair.reason}): {pair.name}")
    opened = [pair for pair in office if news[pair.new]]
    print(f"LibreOffice opens {len(opened)} of {len(office)} outputs ({len(opened) / max(len(office), 1):.2%})")
    for pair in office:
        if not news[pair.new]:
            print(f"   output does not open{'' if olds[pair.old] else ' (nor does its original)'}: {pair.name}")
            worst.append((0.0, "open", pair.name, "original opens" if olds[pair.old] else "original does not open either"))
    if len(opened) < OPEN * len(office):
        failures.append(f"only {len(opened)} of {len(office)} outputs open")
    return olds, news


def judge_words(converter, kind, olds, news):
    target = {"docx": "txt", "xlsx": "csv"}.get(kind)
    some = [pair for pair in office if pair.kind == kind]
    if target:
        olds = converter.convert([pair.old for pair in some], target)
        news = converter.convert([pair.new for pair in some], target)
    recalls, precisions = [], []
    for pair in some:
        if not olds[pair.old]:
            continue
        old, new = words.of_files(olds[pair.old]), words.of_files(news[pair.new])
        recall, precision = words.compare(old, new)
        recalls.append(recall)
        precisions.append(precision)
        if min(recall, precision) < 0.999:
            worst.append((min(recall, precision), "text", pair.name, f"recall {recall:.4f} precision {precision:.4f}  {words.differences(old, new)}"))
    spread(f"text recall    {kind}", recalls, TEXT)
    spread(f"text precision {kind}", precisions, TEXT)


def judge_parts():
    recalls, precisions = [], []
    for pair in office:
        # The parts of a binary workbook are no XML.
        if pair.old.suffix.lower() == ".xlsb":
            continue
        try:
            old, new = words.of_parts(pair.old, True), words.of_parts(pair.new, False)
        except Exception:
            continue
        recall, precision = words.compare(old, new)
        recalls.append(recall)
        precisions.append(precision)
        if min(recall, precision) < 0.99:
            worst.append((min(recall, precision), "part", pair.name, f"recall {recall:.4f} precision {precision:.4f}  {words.differences(old, new)}"))
    spread("words of the parts, recall", recalls)
    spread("words of the parts, precision", precisions)


def judge_pages(olds, news):
    memory = work / "cache" / "pages"
    memory.mkdir(parents=True, exist_ok=True)

    def scores(pair):
        old, new = olds[pair.old][0], news[pair.new]
        if not new:
            return [0.0]
        home = memory / f"{reported.digest(old)[:32]}-{reported.digest(new[0])[:32]}.json"
        if not home.exists():
            home.write_text(json.dumps(pages.compare(old, new[0])), encoding="utf-8")
        return json.loads(home.read_text("utf-8"))

    some = [pair for pair in office if olds[pair.old]]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        found = dict(zip(some, pool.map(scores, some)))
    for kind in ("docx", "xlsx", "pptx"):
        chosen = [found[pair] for pair in some if pair.kind == kind]
        spread(f"page similarity {kind}, by page", [score for file in chosen for score in file], PAGE)
        spread(f"page similarity {kind}, by file", [statistics.fmean(file) for file in chosen if file], PAGE)
    spread("page similarity, all pages", [score for file in found.values() for score in file], PAGE)
    for pair, file in found.items():
        if file and statistics.fmean(file) < 0.999:
            low = min(range(len(file)), key=file.__getitem__)
            worst.append((statistics.fmean(file), "page", pair.name,
                          f"{len(file)} pages, worst {file[low]:.3f} on page {low + 1}  {olds[pair.old][0]} {news[pair.new][0] if news[pair.new] else '-'}"))


def write_worst():
    worst.sort()
    with open(work / "worst.txt", "w", encoding="utf-8") as file:
        for what in ("open", "text", "page", "part"):
            chosen = [row for row in worst if row[1] == what]
            file.write(f"== {what}: {len(chosen)} files below 0.999 (part: 0.99), worst first\n")
            for score, _, name, why in chosen:
                file.write(f"{score:.4f} {name}\n       {why}\n")
            if what in ("text", "page"):
                print(f"worst by {what}:")
                for score, _, name, _ in chosen[:25]:
                    print(f"   {score:.4f} {name}")


judge_active()
judge_pictures()
judge_parts()
converter = Office(work)
olds, news = judge_open(converter)
for kind in ("docx", "xlsx", "pptx"):
    judge_words(converter, kind, olds, news)
judge_pages(olds, news)
write_worst()

for failure in failures:
    print("FAILED", failure)
print("passed" if not failures else f"{len(failures)} failures")
sys.exit(bool(failures))
