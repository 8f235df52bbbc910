"""exiftool on every picture that came out, inside packages and beside them: nothing but what our writer puts."""

import json
import pathlib
import subprocess
import zipfile

INSIDE = ("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "svg", "emf", "wmf")

ALLOWED = {
    "PNG": {"ImageWidth", "ImageHeight", "BitDepth", "ColorType", "Compression", "Filter", "Interlace", "Palette", "Transparency"},
    "PNG-pHYs": {"PixelsPerUnitX", "PixelsPerUnitY", "PixelUnits"},
    "JFIF": {"JFIFVersion", "ResolutionUnit", "XResolution", "YResolution"},
    "GIF": {"GIFVersion", "ImageWidth", "ImageHeight", "HasColorMap", "ColorResolutionDepth", "BitsPerPixel", "BackgroundColor",
            "AnimationIterations", "FrameCount", "Duration", "TransparentColor"},
    "File": {"FileType", "FileTypeExtension", "MIMEType", "ImageWidth", "ImageHeight", "EncodingProcess", "BitsPerSample",
             "ColorComponents", "YCbCrSubSampling", "ExifByteOrder"},
    # The directory of a TIFF says how its pixels are stored, and nothing else.
    "IFD0": {"ImageWidth", "ImageHeight", "BitsPerSample", "Compression", "PhotometricInterpretation", "StripOffsets",
             "SamplesPerPixel", "RowsPerStrip", "StripByteCounts", "XResolution", "YResolution", "PlanarConfiguration",
             "ResolutionUnit", "Predictor"},
}
"""Tags that say how the pixels are stored, by exiftool's groups."""
ABOUT = {"System", "ExifTool", "Composite"}
"""Groups that speak of the file on the disk, of exiftool itself, and of what it computes."""


def extract(outputs, folder):
    """{picture on the disk: (output, member)} of all pictures in and beside packages."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for number, output in enumerate(outputs):
        if output.suffix.lstrip(".").lower() in INSIDE:
            found[str(output)] = (str(output), "")
        elif zipfile.is_zipfile(output):
            with zipfile.ZipFile(output) as package:
                for at, name in enumerate(package.namelist()):
                    extension = name.rsplit(".", 1)[-1].lower()
                    if extension in INSIDE:
                        path = folder / f"{number:05}-{at:04}.{extension}"
                        path.write_bytes(package.read(name))
                        found[str(path)] = (str(output), name)
    return found


def findings(pictures, folder):
    """(how many pictures were looked at, what is in one that should not be)."""
    if not pictures:
        return 0, []
    listing = pathlib.Path(folder) / "list"
    listing.write_text("\n".join(pictures), encoding="utf-8")
    done = subprocess.run(["exiftool", "-j", "-a", "-G1", "-s", "-u", "-charset", "filename=utf8", "-@", str(listing)],
                          capture_output=True, check=False, timeout=900)
    found = []
    rows = json.loads(done.stdout or b"[]")
    for row in rows:
        output, member = pictures[row["SourceFile"]]
        for key in row:
            group, _, tag = key.rpartition(":")
            if group and group not in ABOUT and tag not in ALLOWED.get(group, ()):
                found.append(f"{output} {member}: {key}")
        if "ExifTool:Error" in row or "ExifTool:Warning" in row:
            found.append(f"{output} {member}: {row.get('ExifTool:Error') or row.get('ExifTool:Warning')}")
    if len(rows) != len(pictures):
        found.append(f"exiftool looked at {len(rows)} of {len(pictures)} pictures")
    return len(rows), found
