"""Pages as pictures: what a reader sees of an original beside what they see of its output."""

import pathlib
import re
import subprocess
import tempfile

import numpy
from PIL import Image, ImageFilter

DPI = 64
MOST = 25
"""Pages of a file that are compared; a workbook may print thousands."""


def count(pdf):
    """How many pages."""
    said = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, check=False, timeout=60).stdout.decode("utf-8", "replace")
    found = re.search(r"^Pages:\s+(\d+)", said, re.MULTILINE)
    return int(found.group(1)) if found else 0


def pictures(pdf):
    """The first pages in grey, blurred so that a hair's breadth is no difference."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["nice", "pdftoppm", "-r", str(DPI), "-gray", "-l", str(MOST), str(pdf), f"{folder}/p"],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, timeout=300)
        for path in sorted(pathlib.Path(folder).glob("p*.pgm"), key=lambda p: int(p.stem.rsplit("-", 1)[-1])):
            with Image.open(path) as image:
                yield numpy.asarray(image.filter(ImageFilter.GaussianBlur(1.6)), dtype=numpy.float32)


def similarity(a, b):
    """The correlation of two pages: 1 for the same, 0 for nothing in common, a blank page with a written one included."""
    height, width = max(a.shape[0], b.shape[0]), max(a.shape[1], b.shape[1])
    if a.shape != b.shape:
        a, b = _padded(a, height, width), _padded(b, height, width)
    blank = (a.std() < 0.5, b.std() < 0.5)
    if all(blank):
        return 1.0 if abs(float(a.mean()) - float(b.mean())) < 6 else 0.0
    if any(blank):
        return 0.0
    if numpy.array_equal(a, b):
        return 1.0
    return max(0.0, float(numpy.corrcoef(a.ravel(), b.ravel())[0, 1]))


def compare(old, new):
    """One score a page; a page that only one of them has is 0."""
    scores = [similarity(a, b) for a, b in zip(pictures(old), pictures(new))]
    pages = min(max(count(old), count(new)), MOST)
    return scores + [0.0] * (pages - len(scores))


def _padded(page, height, width):
    whole = numpy.full((height, width), 255, dtype=numpy.float32)
    whole[:page.shape[0], :page.shape[1]] = page
    return whole
