"""Judges the PDFs that the sanitizer wrote: says figures, names what is below, and fails below the bounds.

    papers.py WORK CORPUS

Reads papers.jsonl in the work folder. A second run judges only what changed: results are remembered by content.
"""

import collections
import concurrent.futures
import itertools
import json
import pathlib
import statistics
import subprocess
import sys

import pairs as reported

work, corpus = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])

CORRELATION, DIFFERENCE, PAGES = 0.95, 6.0, 0.95
"""A page is as it was from this correlation of blurred greys and below this mean difference; so many pages have to be, by
one of two renderers, which do not see the same themselves: how far they agree of the originals is said beside it."""
RECALL = 0.99
"""Characters of files whose fonts say what they mean."""
DELIVERED = 0.97
"""Of files without a password."""
SIZE = 1.5
"""Median of output over input."""
OURS = ("writer-refused", "recheck-failed", "crashed", "forbidden-call")
LOCKED = ("password-locked", "unsupported-lock")

failures = []
everything = reported.read(work, corpus, "papers.jsonl")
clean = [pair for pair in everything if pair.new]
held = reported.held(everything)
print(f"PDFs {len(everything)}: written anew {len(clean)}, held {dict(held)}")
failures.extend(f"{held[reason]} held as {reason}" for reason in OURS if held[reason])
open_ones = [pair for pair in everything if pair.reason not in LOCKED]
share = len(clean) / max(len(open_ones), 1)
print(f"delivered of those without a password: {len(clean)} of {len(open_ones)} ({share:.2%})")
if share < DELIVERED:
    failures.append(f"only {share:.2%} delivered")
for pair in everything:
    if pair.reason:
        print(f"   held ({pair.reason}): {pair.name}")

judge = pathlib.Path(__file__).with_name("papers_one.py")
memory = work / "cache" / "papers" / reported.digest(judge)[:16]
memory.mkdir(parents=True, exist_ok=True)


def one(pair):
    home = memory / f"{reported.digest(pair.old)[:32]}-{reported.digest(pair.new)[:32]}.json"
    if not home.exists():
        try:
            done = subprocess.run(["nice", sys.executable, "-W", "ignore", str(judge), str(pair.old), str(pair.new)],
                                  capture_output=True, check=False, timeout=400)
            said = done.stdout.decode("utf-8", "replace")
            json.loads(said)
        except (subprocess.TimeoutExpired, ValueError):
            return None
        home.write_text(said, encoding="utf-8")
    return json.loads(home.read_text("utf-8"))


with concurrent.futures.ThreadPoolExecutor(2) as pool:
    results = dict(zip(clean, pool.map(one, clean)))
for pair in clean:
    if results[pair] is None:
        failures.append(f"the judges hung or fell over: {pair.name}")
judged = {pair: result for pair, result in results.items() if result}

for tool in ("qpdf", "walk", "pdfid", "peepdf"):
    dirty = {pair: result[tool] for pair, result in judged.items() if result[tool]}
    print(f"{tool}: findings in {len(dirty)} of {len(judged)} outputs")
    failures.extend(f"{tool}: {pair.name}: {'; '.join(map(str, found))}" for pair, found in dirty.items())
same = {pair: result["carried"] for pair, result in judged.items() if result["carried"]}
print(f"streams of an original in its output: {sum(same.values())}, in {len(same)} files")
failures.extend(f"{count} streams carried over: {pair.name}" for pair, count in same.items())


def is_good(correlation, difference):
    return correlation is not None and correlation >= CORRELATION and difference < DIFFERENCE


def judge_pages(renderer):
    good = total = blank = 0
    unopened, counts, low = [], [], []
    for pair, result in judged.items():
        seen = result[renderer]
        if "failed" in seen or not seen["pages"][0]:
            unopened.append(pair.name)
            continue
        if seen["pages"][0] != seen["pages"][1]:
            counts.append(f"{pair.name} {seen['pages']}")
        for number, (correlation, difference) in enumerate(seen["scores"], 1):
            if correlation is None:
                blank += 1
                if difference >= DIFFERENCE:
                    low.append((0.0, difference, pair.name, number, "blank in one of the two"))
                continue
            total += 1
            if is_good(correlation, difference):
                good += 1
            else:
                low.append((correlation, difference, pair.name, number, ""))
    print(f"{renderer}: {good} of {total} pages are as they were ({good / max(total, 1):.2%}); {blank} blank in either; "
          f"{len(unopened)} originals it does not open; pages counted otherwise {len(counts)}")
    for correlation, difference, name, number, why in sorted(low):
        print(f"   {correlation:.3f} {difference:5.1f} {name} page {number} {why}")
    for line in counts:
        print(f"   pages: {line}")


def judge_by_either():
    good, low = 0, []
    for pair, result in judged.items():
        seen = [result[renderer].get("scores", []) for renderer in ("pdfium", "poppler")]
        for number, scores in enumerate(itertools.zip_longest(*seen), 1):
            scores = [score for score in scores if score]
            if all(score[0] is None and score[1] < DIFFERENCE for score in scores):
                continue
            if any(is_good(*score) for score in scores):
                good += 1
            else:
                low.append(f"{pair.name} page {number}")
    total = good + len(low)
    print(f"by either: {good} of {total} pages are as they were ({good / max(total, 1):.2%})")
    for line in low:
        print(f"   {line}")
    if good < PAGES * total:
        failures.append(f"only {good / max(total, 1):.2%} of pages are as they were, by either renderer")


def judge_the_judges():
    scores = [score for result in judged.values() for score in result["each other"].get("scores", []) if score[0] is not None]
    good = sum(is_good(*score) for score in scores)
    print(f"the two renderers agree on {good} of {len(scores)} pages of the originals ({good / max(len(scores), 1):.2%})")


judge_pages("pdfium")
judge_pages("poppler")
judge_by_either()
judge_the_judges()

told = {pair: result["words"] for pair, result in judged.items() if result["words"]["told"] and result["words"]["old"]}
both, old = sum(w["both"] for w in told.values()), sum(w["old"] for w in told.values())
new = sum(w["new"] for w in told.values())
print(f"characters of {len(told)} files whose fonts say what they mean: recall {both / max(old, 1):.4%}, precision {both / max(new, 1):.4%}")
if both < RECALL * old:
    failures.append(f"recall of characters {both / max(old, 1):.4%}")
for pair, seen in sorted(told.items(), key=lambda item: item[1]["both"] / item[1]["old"]):
    if seen["both"] < RECALL * seen["old"]:
        print(f"   {seen['both'] / seen['old']:.4f} {pair.name} ({seen['old']} characters) lost {seen['lost']}")
print("the others with Japanese words, one by one (as pdftotext reads both):")
for pair, result in judged.items():
    seen = result["words"]
    if pair not in told and seen["japanese"]:
        print(f"   {seen['both'] / max(seen['old'], 1):.4f} {pair.name} ({seen['old']} characters, {seen['japanese']} Japanese) lost {seen['lost']}")

ratios = [result["sizes"][1] / max(result["sizes"][0], 1) for result in judged.values()]
if ratios:
    ratios.sort()
    print(f"size of output over input: median {statistics.median(ratios):.2f}, p90 {ratios[int(len(ratios) * 0.9)]:.2f}, most {ratios[-1]:.2f}")
    if statistics.median(ratios) > SIZE:
        failures.append(f"median size {statistics.median(ratios):.2f}")

for failure in failures:
    print("FAILED", failure)
print("passed" if not failures else f"{len(failures)} failures")
sys.exit(bool(failures))
