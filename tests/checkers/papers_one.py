"""One PDF and what the sanitizer made of it, before programs that share no line with it; answers JSON.

    papers_one.py ORIGINAL OUTPUT

Whatever hangs or falls over does so in this process alone.
"""

import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy
import pikepdf
import pypdfium2
from PIL import Image, ImageFilter

old, new = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])

DPI, MOST = 50, 25
"""How finely pages are shown, and how many of a file."""
FORBIDDEN = set(
    "JS JavaScript OpenAction AA Launch GoToR GoToE SubmitForm ImportData ResetForm Hide Named EmbeddedFile EmbeddedFiles "
    "EF Filespec FileAttachment AcroForm XFA RichMedia Movie Sound Rendition Screen 3D 3DD U3D Thread Threads Collection OPI "
    "Ref PS Encrypt Perms PieceInfo SpiderInfo AlternatePresentations OCProperties OC StructTreeRoot Alternates Thumb AF "
    "Widget FontFile FontFile2 JBIG2Decode JPXDecode Crypt FFilter DL Names Dests Extends GoTo3DView SetOCGState Trans".split())
"""Keys and names that no output has."""


def walk():
    """What pikepdf finds in any object of the output: forbidden words, functions of PostScript, links that lead out."""
    found = set()
    with pikepdf.open(new) as pdf:
        for thing in pdf.objects:
            stack = [thing]
            while stack:
                one = stack.pop()
                if isinstance(one, pikepdf.Stream):
                    stack.append(one.stream_dict)
                elif isinstance(one, pikepdf.Dictionary):
                    for key, value in one.items():
                        # A way of blending has the name of an annotation.
                        if key == "/BM":
                            continue
                        if key[1:] in FORBIDDEN:
                            found.add(f"key {key}")
                        if key == "/FunctionType" and int(value) == 4:
                            found.add("a function of PostScript")
                        if key in ("/URI", "/F") and not isinstance(value, int):
                            found.add(f"{key} {value!r:.60}")
                        if not getattr(value, "is_indirect", False):
                            stack.append(value)
                elif isinstance(one, pikepdf.Array):
                    stack.extend(value for value in one if not getattr(value, "is_indirect", False))
                elif isinstance(one, pikepdf.Name) and str(one)[1:] in FORBIDDEN:
                    found.add(f"name {one}")
    return sorted(found)


def streams(path):
    """Digests of all streams of 64 bytes or more as they are packed; streams of objects among them."""
    found = set()
    with pikepdf.open(path) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream):
                raw = thing.read_raw_bytes()
                # Of ink and paper there is one spelling by T.6: the same pixels are the same bytes.
                if len(raw) >= 64 and thing.get("/Filter") != pikepdf.Name.CCITTFaxDecode:
                    found.add(hashlib.sha256(raw).hexdigest())
    # Streams of objects are no objects to this library: they are found by their words.
    data = path.read_bytes()
    for match in re.finditer(rb"/ObjStm\b.{0,400}?stream\r?\n", data, re.DOTALL):
        found.add(hashlib.sha256(data[match.end():match.end() + 256]).hexdigest())
    return found


def carried():
    """How many streams came out as they went in."""
    try:
        return len(streams(old) & streams(new))
    except Exception:
        return 0


def grey(image):
    return numpy.asarray(image.convert("L").filter(ImageFilter.GaussianBlur(1.2)), dtype=numpy.float32)


def by_pdfium(path):
    pdf = pypdfium2.PdfDocument(path)
    try:
        pdf.init_forms()
    except Exception:
        pass
    try:
        return [grey(pdf[number].render(scale=DPI / 72).to_pil()) for number in range(min(len(pdf), MOST))]
    finally:
        pdf.close()


def by_poppler(path):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["nice", "pdftoppm", "-cropbox", "-r", str(DPI), "-l", str(MOST), str(path), f"{folder}/p"],
                       capture_output=True, check=False, timeout=120)
        pages = sorted(pathlib.Path(folder).glob("p*.ppm"), key=lambda p: int(p.stem.rsplit("-", 1)[-1]))
        found = []
        for page in pages:
            with Image.open(page) as image:
                found.append(grey(image))
        return found


def likeness(before, after):
    """(correlation, mean difference) of each page; none where a renderer opens nothing; blank pages have no correlation."""
    try:
        a, b = before(), after()
    except Exception as why:
        return {"failed": str(why)[:80]}
    scores = []
    for x, y in zip(a, b):
        height, width = min(x.shape[0], y.shape[0]), min(x.shape[1], y.shape[1])
        if abs(x.shape[0] - y.shape[0]) > 2 or abs(x.shape[1] - y.shape[1]) > 2:
            scores.append([0.0, 255.0])
            continue
        x, y = x[:height, :width], y[:height, :width]
        difference = float(numpy.abs(x - y).mean())
        blank = x.std() < 0.5 or y.std() < 0.5
        scores.append([None if blank else float(numpy.corrcoef(x.ravel(), y.ravel())[0, 1]), difference])
    return {"pages": [len(a), len(b)], "scores": scores}


def text(path):
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", "-l", "200", str(path), "-"], capture_output=True, check=False, timeout=120)
    return done.stdout.decode("utf-8", "replace")


def words():
    """Characters of the original, and of them in the output; whether every font of the original says what it means."""
    import collections
    fonts = subprocess.run(["pdffonts", str(old)], capture_output=True, check=False, timeout=60).stdout.decode("utf-8", "replace")
    rows = [row for row in fonts.splitlines()[2:] if row.strip()]
    told = bool(rows) and all(re.search(r"\s(yes|no)\s+(yes|no)\s+yes\s+\d+\s+\d+\s*$", row) for row in rows)
    bag = lambda path: collections.Counter(c for c in text(path) if not c.isspace() and c.isprintable() and c != "\ufffd")
    a, b = bag(old), bag(new)
    lost = a - b
    return {"told": told, "old": sum(a.values()), "new": sum(b.values()), "both": sum((a & b).values()),
            "lost": "".join(f"{c}×{n} " for c, n in lost.most_common(6)), "japanese": sum(n for c, n in a.items() if "\u3040" <= c <= "\u9fff")}


def pdfid():
    """What pdfid counts in the output with nothing packed."""
    with tempfile.TemporaryDirectory() as folder:
        plain = f"{folder}/a.pdf"
        subprocess.run(["qpdf", "--qdf", "--object-streams=disable", str(new), plain], capture_output=True, check=False, timeout=120)
        done = subprocess.run([sys.executable, "-W", "ignore", "-m", "pdfid", plain], capture_output=True, check=False, timeout=120)
    counts = re.findall(r"^\s*(/\S+|/Colors\D+\d+)\s+(\d+)", done.stdout.decode("utf-8", "replace"), re.MULTILINE)
    if not counts:
        return ["pdfid says nothing"]
    usual = ("/Page",)
    return [f"{word} {number}" for word, number in counts if int(number) and word not in usual]


def peepdf():
    """What peepdf finds suspicious."""
    try:
        from peepdf.PDFCore import PDFParser
    except ImportError:
        return ["peepdf is not installed"]
    import contextlib
    import io
    with contextlib.redirect_stdout(io.StringIO()):
        _, pdf = PDFParser().parse(str(new), forceMode=True, looseMode=False, manualAnalysis=True)
        stats = pdf.getStats() if pdf and pdf != -1 else None
    if stats is None:
        return ["peepdf cannot read it"]
    found = [f"{part} {list(version[part])}" for version in stats["Versions"] for part in ("Events", "Actions", "Vulns", "Elements")
             if version.get(part)]
    return found + [f"versions {len(stats['Versions'])}"] * (len(stats["Versions"]) != 1)


def qpdf():
    done = subprocess.run(["qpdf", "--check", str(new)], capture_output=True, check=False, timeout=120)
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace").strip().splitlines()[-1:][0][:120]


def safe(what):
    try:
        return what()
    except Exception as why:
        return [f"{what.__name__} fell over: {type(why).__name__} {why!s:.80}"]


code, said = qpdf()
json.dump({
    "qpdf": [] if code == 0 else [said],
    "walk": safe(walk),
    "pdfid": safe(pdfid),
    "peepdf": safe(peepdf),
    "carried": carried(),
    "pdfium": likeness(lambda: by_pdfium(old), lambda: by_pdfium(new)),
    "poppler": likeness(lambda: by_poppler(old), lambda: by_poppler(new)),
    "each other": likeness(lambda: by_pdfium(old), lambda: by_poppler(old)),
    "words": words(),
    "sizes": [old.stat().st_size, new.stat().st_size],
}, sys.stdout)
