"""Seeds for the fuzz targets: small files of the corpus for the targets that take files, their parts for those that
take parts; where no corpus is, a few made here."""

import pathlib
import re
import sys
import zipfile

out, corpus = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
source = (pathlib.Path(__file__).parent.parent / "sanitizer/fuzz/src/office.rs").read_text("utf-8")
parts = {
    name.lower(): re.findall(r'\("([^"]+)", "[^"]*"\)', block)
    for name, block in re.findall(r"pub const (WORD|SHEET|SLIDE): Language = Language \{(.*?)\n\};", source, re.DOTALL)
}
FILES = {"mail": ("eml",), "text": ("txt", "md"), "html": ("html",), "csv": ("csv",), "png": ("png",), "gif": ("gif",),
         "jpeg": ("jpg", "jpeg"), "zip": ("zip",), "pdf": ("pdf",), "recheck": (), "any": ("docx", "xlsx", "pptx", "xlsb", "bmp", "png", "rtf")}
PACKAGES = {"word": "docm docx dotx", "sheet": "xlsm xlsx xltx", "slide": "pptm pptx ppsx"}
SMALL = {"word": b"<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r>"
                 b"<w:t>a</w:t></w:r></w:p></w:body></w:document>",
         "sheet": b"<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheets/></workbook>",
         "page": b"BT /F1 20 Tf 9 99 Td (a) Tj ET 0 0 m 9 9 20 20 c S /X Do /P gs\x1e/XObject<</X 7 0 R>>/ExtGState<</P 8 0 R>>\x1e/Rotate 90"
                 b"\x1e<</Subtype/Form/BBox[0 0 9 9]/Length 4>>\nstream\n9 w \nendstream\x1e<</CA .5/SMask/None>>",
         "recheck": b"%PDF-1.7\n%\x80\x80\x80\x80\n1 0 obj\n<</Length 1/Type/XObject/Subtype/Image/Width 1>>\nstream\nx\nendstream\nendobj\n2 0 obj\n"
                    b"<</Length 1/Type/XRef/Size 3/Root 1 0 R>>\nstream\nx\nendstream\nendobj\nstartxref\n100\n%%EOF\n",
         "slide": b"<p:presentation xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"/>"}


def put(target, name, data):
    folder = out / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"seed-{name[-60:]}").write_bytes(data)


for target, data in SMALL.items():
    put(target, "made", data)
if not corpus.is_dir():
    print(f"SKIPPED: no corpus at {corpus}; seeds are only those made here")
    sys.exit()
for path in sorted(corpus.rglob("*")):
    extension = path.suffix.lstrip(".").lower()
    if not path.is_file() or path.stat().st_size > 100_000:
        continue
    for target, wanted in FILES.items():
        if extension in wanted:
            data = path.read_bytes()
            put(target, path.name, data[4:] if target in ("zip", "png", "gif", "jpeg") else data[5:] if target == "pdf" else data)
    for target, wanted in PACKAGES.items():
        if extension in wanted.split():
            try:
                with zipfile.ZipFile(path) as package:
                    held = set(package.namelist())
                    bodies = [package.read(name) if name in held else b"" for name in parts[target]]
            except Exception:
                continue
            data = b"\x1e".join(body.replace(b"\x1e", b"") for body in bodies)
            if 100 < len(data) < 150_000:
                put(target, path.name, data)
