"""A look into packages that shares no line with the sanitizer: Python's own zip and XML.

Under the house's policy nothing leads out of a package and nothing in it acts.
"""

import io
import re
import xml.etree.ElementTree as ET
import zipfile

MEMBERS = {"xml", "rels", "png", "jpg", "jpeg", "gif", "vml"}
"""Extensions that a member of an output may have."""

ACTING = re.compile(
    r"vba|macro|activex|ctrlprop|oleobject|embeddings|/package$|externallink|customui|ui/extensibility|webextension|taskpane"
    r"|attachedtemplate|altchunk|afchunk|connections|querytable|printersettings|ddelink|subdocument|mailmerge|/control$"
    r"|customxml|/frame$|/font$|odttf|xmlsignatures|digital-signature|keymap|attachedtoolbars|model/|powerpivot|userxmldata"
    r"|/video$|/audio$|/media$|hdphoto|/slideupdateinfo|legacydocbinary|/movie", re.IGNORECASE)
"""Words of a part's name, a content type or a relationship's type that speak of something that acts."""

ELEMENTS = {
    "altChunk", "subDoc", "OLEObject", "oleObject", "oleObj", "oleObjects", "control", "controls", "ddeLink", "oleLink", "oleItem",
    "externalReference", "externalLink", "attachedTemplate", "mailMerge", "dataBinding", "legacyDrawingHF", "webPublishing",
    "webExtension", "taskpane", "connection", "queryTable", "embeddedFont", "embedRegular", "embedBold", "embedItalic",
    "embedBoldItalic", "macrosheet", "script", "object", "movie", "externalBook", "foreignObject", "svgBlip",
    "quickTimeFile", "videoFile", "audioFile", "wavAudioFile", "audioCd", "snd", "sndAc", "stSnd",
}
"""Elements that hold, call or name something that acts."""

INSTRUCTION = re.compile(
    r"^\s*(DDE|DDEAUTO|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|EMBED|MACROBUTTON|DATABASE|HYPERLINK|QUOTE|GOTOBUTTON|ADDIN"
    r"|CONTROL|HTMLACTIVEX|PRINT|RD|MERGEFIELD|AUTOTEXT|FILLIN|ASK)\b", re.IGNORECASE)
FORMULA = re.compile(
    r"\||\[\d+\]|(?<![A-Z0-9_.])(WEBSERVICE|HYPERLINK|CALL|REGISTER|REGISTER\.ID|EXEC|DDE|RTD|CUBE\w+|EVALUATE|IMAGE|FILTERXML|SQL\.REQUEST)\s*\(",
    re.IGNORECASE)
SIGNATURES = {
    b"MZ": "a program", b"\x7fELF": "a program", b"\xd0\xcf\x11\xe0": "a compound file", b"%PDF": "a PDF", b"PK\x03\x04": "a package",
    b"{\\rtf": "rich text", b"L\0\0\0\x01\x14\x02\0": "a shortcut", b"Rar!": "an archive", b"7z\xbc\xaf": "an archive",
}


def relationships(package):
    """(part, type, target, external) of every relationship."""
    for name in package.namelist():
        if name.lower().endswith(".rels"):
            for element in ET.fromstring(package.read(name)).iter():
                if element.tag.endswith("}Relationship"):
                    external = element.get("TargetMode", "Internal").lower() != "internal"
                    yield name, element.get("Type", ""), element.get("Target", ""), external


INSIDE = re.compile(r"(?:word|xl|ppt)/documents/document\d+\.(docx|xlsx|pptx)$")
"""A document inside the document, written anew itself and judged like one."""
PROGRAMS = {"Word.Document.12", "Excel.Sheet.12", "PowerPoint.Show.12"}


def _opens_inside(element, local):
    """True for the frame of a document inside the document."""
    attributes = {name.rsplit("}", 1)[-1]: value for name, value in element.attrib.items()}
    children = {child.tag.rsplit("}", 1)[-1] for child in element}
    return (local == "object" and children <= {"shape", "shapetype", "OLEObject", "drawing"}
            or local == "OLEObject" and attributes.get("Type") == "Embed" and attributes.get("ProgID") in PROGRAMS
            or local == "oleObjects" and children <= {"oleObject"}
            or local == "oleObject" and attributes.get("progId") in PROGRAMS and children <= {"objectPr"}
            and not attributes.keys() & {"link", "oleUpdate", "autoLoad"}
            or local == "oleObj" and attributes.get("progId") in PROGRAMS and children <= {"embed", "pic"} and "embed" in children)


def findings(path):
    """All that should not be in an output, each told once."""
    found = set()
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            if len({name.lower() for name in names}) != len(names):
                found.add("two members of one name")
            for part, kind, target, external in relationships(package):
                if external:
                    found.add(f"external relationship {kind.rsplit('/', 1)[-1]} to {target[:60]}")
                inside = kind.endswith("/package") and re.match(r"(\.\./)?documents/document\d+\.\w+$", target) and not external
                if ACTING.search(kind) and not inside:
                    found.add(f"relationship {kind}")
                if re.match(r"[a-z][a-z0-9+.-]*:|//|\\\\", target, re.IGNORECASE) and not external:
                    found.add(f"target {target[:60]}")
            for name in names:
                found |= _member(package, name)
    except Exception as error:
        found.add(f"unreadable: {type(error).__name__} {error}")
    return sorted(found)


def _member(package, name):
    found = set()
    if INSIDE.match(name):
        return {f"{name}: {inner}" for inner in findings(io.BytesIO(package.read(name)))}
    if name.rsplit(".", 1)[-1].lower() not in MEMBERS:
        found.add(f"member {name}")
    if ACTING.search(name):
        found.add(f"member {name}")
    data = package.read(name)
    found |= {f"{what} in {name}" for magic, what in SIGNATURES.items() if data.startswith(magic)}
    if not name.lower().endswith((".xml", ".rels", ".vml")):
        return found
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"<?mso-" in data:
        found.add(f"declaration in {name}")
    chart = "/charts/" in name
    instruction = ""
    for element in ET.fromstring(data).iter():
        local = element.tag.rsplit("}", 1)[-1]
        if local in ELEMENTS and not (local == "control" and chart) and not _opens_inside(element, local):
            found.add(f"element {local} in {name}")
        if name == "[Content_Types].xml":
            if ACTING.search(element.get("ContentType", "")) or ACTING.search(element.get("Extension", "")):
                found.add(f"content type {element.get('ContentType')}")
        # Pieces of an instruction stand in runs of their own; the word may be split over them.
        if local in ("fldChar", "p"):
            instruction = ""
        if local in ("instrText", "delInstrText"):
            instruction += element.text or ""
            if INSTRUCTION.match(instruction):
                found.add(f"field {instruction.strip()[:30]} in {name}")
        if local == "fldSimple" and any(INSTRUCTION.match(value) for value in element.attrib.values()):
            found.add(f"field in {name}")
        if local in ("f", "definedName", "formula1", "formula2", "calculatedColumnFormula") and name.startswith("xl/") and element.text and not chart:
            bare = re.sub(r'"[^"]*"', '""', element.text)
            if FORMULA.search(bare):
                found.add(f"formula {element.text[:40]} in {name}")
        for attribute, value in element.attrib.items():
            word = attribute.rsplit("}", 1)[-1].lower()
            if re.match(r"on[a-z]+$", word) and local not in ("pPr", "rPr") and re.search(r"[(:;]", value):
                found.add(f"attribute {word} in {name}")
            if re.match(r"\s*(javascript|vbscript|file|ms-[a-z]+|mhtml|data)\s*:", value, re.IGNORECASE):
                found.add(f"address {value[:40]} in {name}")
            if word in ("macro", "progid", "action") and value and value not in PROGRAMS and not (word == "action" and value.lower().startswith(("ppaction://hlinkshowjump", "ppaction://noaction"))):
                if not (word == "action" and value.lower().startswith("ppaction://hlinksldjump")) and re.search(r"ppaction|!|\.", value):
                    found.add(f"attribute {word}={value[:40]} in {name}")
    return found
