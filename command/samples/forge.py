"""Makes attachments and mails with the standard library alone, so that no stranger's file is among the samples."""
import base64, io, os, random, struct, zipfile, zlib
from email.charset import BASE64, QP, Charset
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.utils import encode_rfc2231

HERE = os.path.dirname(os.path.abspath(__file__))
TOWN = "yamabiko.example"
random.seed(20261120)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument."


def pack(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts:
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 1, 9, 0, 0)), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def types(overrides, defaults=()):
    rows = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    rows += "".join(f'<Default Extension="{e}" ContentType="{t}"/>' for e, t in defaults)
    rows += "".join(f'<Override PartName="{n}" ContentType="{t}"/>' for n, t in overrides)
    return f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{rows}</Types>'


def rels(rows):
    body = "".join(
        f'<Relationship Id="{i}" Type="{t}" Target="{g}"{" TargetMode=" + chr(34) + "External" + chr(34) if x else ""}/>'
        for i, t, g, x in rows)
    return f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{body}</Relationships>'


def esc(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


CORE = f'{XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>企画課 担当</dc:creator></cp:coreProperties>'


def docx(title, paragraphs, table=(), template=None):
    run = lambda t, b=False: f'<w:r><w:rPr>{"<w:b/>" if b else ""}<w:rFonts w:eastAsia="MS 明朝"/></w:rPr><w:t xml:space="preserve">{esc(t)}</w:t></w:r>'
    body = f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{run(title, True)}</w:p>'
    body += "".join(f"<w:p>{run(p)}</w:p>" for p in paragraphs)
    if table:
        edge = "".join(f'<w:{s} w:val="single" w:sz="4" w:color="000000"/>' for s in ("top", "left", "bottom", "right", "insideH", "insideV"))
        rows = "".join("<w:tr>" + "".join(f'<w:tc><w:tcPr><w:tcW w:w="2400" w:type="dxa"/></w:tcPr><w:p>{run(c)}</w:p></w:tc>' for c in row) + "</w:tr>" for row in table)
        body += f'<w:tbl><w:tblPr><w:tblBorders>{edge}</w:tblBorders></w:tblPr><w:tblGrid>{"<w:gridCol w:w=%s2400%s/>" % (chr(34), chr(34)) * len(table[0])}</w:tblGrid>{rows}</w:tbl><w:p/>'
    document = f'{XML}<w:document {W}><w:body>{body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'
    styles = f'{XML}<w:styles {W}><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style></w:styles>'
    settings = f'{XML}<w:settings {W}>{"<w:attachedTemplate r:id=" + chr(34) + "rId1" + chr(34) + "/>" if template else ""}<w:zoom w:percent="100"/></w:settings>'
    parts = [
        ("[Content_Types].xml", types([
            ("/word/document.xml", MAIN + "wordprocessingml.document.main+xml"), ("/word/styles.xml", MAIN + "wordprocessingml.styles+xml"),
            ("/word/settings.xml", MAIN + "wordprocessingml.settings+xml"),
            ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")])),
        ("_rels/.rels", rels([("rId1", OFFICE + "/officeDocument", "word/document.xml", False),
                              ("rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml", False)])),
        ("docProps/core.xml", CORE),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", rels([("rId1", OFFICE + "/styles", "styles.xml", False), ("rId2", OFFICE + "/settings", "settings.xml", False)])),
        ("word/styles.xml", styles), ("word/settings.xml", settings)]
    if template:
        parts.append(("word/_rels/settings.xml.rels", rels([("rId1", OFFICE + "/attachedTemplate", template, True)])))
    return pack(parts)


def cell(column, row, value):
    ref = f"{chr(65 + column)}{row}"
    if isinstance(value, tuple):
        return f'<c r="{ref}"><f>{esc(value[0])}</f><v>{value[1]}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{ref}"><v>{value}</v></c>'
    return f'<c r="{ref}" t="inlineStr"><is><t>{esc(value)}</t></is></c>'


def xlsx(sheets, macros=None, external=False):
    """sheets: [(name, rows)]; macros: [(module, source)]; external: one link to another workbook."""
    main = "application/vnd.ms-excel.sheet.macroEnabled.main+xml" if macros else MAIN + "spreadsheetml.sheet.main+xml"
    overrides = [("/xl/workbook.xml", main), ("/xl/styles.xml", MAIN + "spreadsheetml.styles+xml"),
                 ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")]
    links, sheet_list, parts = [], "", []
    for n, (name, rows) in enumerate(sheets, 1):
        overrides.append((f"/xl/worksheets/sheet{n}.xml", MAIN + "spreadsheetml.worksheet+xml"))
        links.append((f"rId{n}", OFFICE + "/worksheet", f"worksheets/sheet{n}.xml", False))
        sheet_list += f'<sheet name="{esc(name)}" sheetId="{n}" r:id="rId{n}"/>'
        data = "".join(f'<row r="{r}">' + "".join(cell(c, r, v) for c, v in enumerate(row)) + "</row>" for r, row in enumerate(rows, 1))
        parts.append((f"xl/worksheets/sheet{n}.xml", f'{XML}<worksheet {S}><cols><col min="1" max="1" width="24" customWidth="1"/></cols><sheetData>{data}</sheetData></worksheet>'))
    links.append(("rId90", OFFICE + "/styles", "styles.xml", False))
    outside = ""
    if external:
        overrides.append(("/xl/externalLinks/externalLink1.xml", MAIN + "spreadsheetml.externalLink+xml"))
        links.append(("rId91", OFFICE + "/externalLink", "externalLinks/externalLink1.xml", False))
        outside = '<externalReferences><externalReference r:id="rId91"/></externalReferences>'
        parts += [("xl/externalLinks/externalLink1.xml", f'{XML}<externalLink {S}><externalBook r:id="rId1"><sheetNames><sheetName val="単価"/></sheetNames></externalBook></externalLink>'),
                  ("xl/externalLinks/_rels/externalLink1.xml.rels", rels([("rId1", OFFICE + "/externalLinkPath", "file:///\\\\fileserver\\tanka\\R8.xlsx", True)]))]
    defaults = []
    if macros:
        defaults.append(("bin", "application/vnd.ms-office.vbaProject"))
        links.append(("rId92", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin", False))
        parts.append(("xl/vbaProject.bin", vba_project(macros)))
    styles = f'{XML}<styleSheet {S}><fonts count="1"><font><sz val="11"/><name val="游ゴシック"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
    return pack([
        ("[Content_Types].xml", types(overrides, defaults)),
        ("_rels/.rels", rels([("rId1", OFFICE + "/officeDocument", "xl/workbook.xml", False),
                              ("rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml", False)])),
        ("docProps/core.xml", CORE),
        ("xl/workbook.xml", f"{XML}<workbook {S}><sheets>{sheet_list}</sheets>{outside}</workbook>"),
        ("xl/_rels/workbook.xml.rels", rels(links)), ("xl/styles.xml", styles)] + parts)


def squeeze(data):
    """MS-OVBA 2.4.1 with literals only: one chunk a time, short enough to stay below 4096."""
    out = b"\x01"
    for start in range(0, len(data), 3500):
        piece = data[start:start + 3500]
        tokens = b"".join(b"\0" + piece[i:i + 8] for i in range(0, len(piece), 8))
        out += struct.pack("<H", 0xB000 | (len(tokens) + 2 - 3)) + tokens
    return out


def vba_project(macros):
    def rec(number, data):
        return struct.pack("<HI", number, len(data)) + data
    both = lambda a, b, text: rec(a, text.encode("cp932")) + rec(b, text.encode("utf-16-le"))
    directory = rec(1, struct.pack("<I", 1)) + rec(2, struct.pack("<I", 0x411)) + rec(0x14, struct.pack("<I", 0x411)) + rec(3, struct.pack("<H", 932))
    directory += rec(4, b"VBAProject") + both(5, 0x40, "") + rec(6, b"") + rec(0x3D, b"") + rec(7, b"\0" * 4) + rec(8, b"\0" * 4)
    directory += struct.pack("<HIIH", 9, 4, 1, 1) + both(0xC, 0x3C, "")
    directory += rec(0xF, struct.pack("<H", len(macros))) + rec(0x13, b"\xff\xff")
    streams = {}
    for name, source in macros:
        directory += both(0x19, 0x47, name) + both(0x1A, 0x32, name) + both(0x1C, 0x48, "") + rec(0x31, b"\0" * 4)
        directory += rec(0x1E, b"\0" * 4) + rec(0x2C, b"\xff\xff") + rec(0x21, b"") + rec(0x2B, b"")
        streams["VBA/" + name] = squeeze((f'Attribute VB_Name = "{name}"\r\n' + source.replace("\n", "\r\n")).encode("cp932"))
    directory += rec(0x10, b"")
    streams["VBA/dir"] = squeeze(directory)
    streams["VBA/_VBA_PROJECT"] = b"\xcc\x61\xff\xff\x00\x00\x00"
    streams["PROJECT"] = ("ID=\"{00000000-0000-0000-0000-000000000000}\"\r\n" + "".join(f"Module={n}\r\n" for n, _ in macros) + "Name=\"VBAProject\"\r\n").encode("cp932")
    return compound(streams)


def compound(streams):
    """A compound file of small streams, one level of storages (MS-CFB version 3, 512-byte sectors)."""
    free, end, fatsect = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    mini, minifat, entries = b"", [], [["Root Entry", 5, free, 0, 0]]
    children = {0: []}
    storages = {}
    for path in sorted(streams):
        parent = 0
        if "/" in path:
            folder = path.split("/")[0]
            if folder not in storages:
                storages[folder] = len(entries)
                children[len(entries)] = []
                children[0].append(len(entries))
                entries.append([folder, 1, free, 0, 0])
            parent = storages[folder]
        body = streams[path]
        first = len(minifat)
        count = (len(body) + 63) // 64
        minifat += [first + i + 1 for i in range(count - 1)] + [end]
        mini += body.ljust(count * 64, b"\0")
        children[parent].append(len(entries))
        entries.append([path.split("/")[-1], 2, free, first, len(body)])
    sides = {}
    for parent, kids in children.items():
        kids.sort(key=lambda k: (len(entries[k][0]), entries[k][0].upper()))

        def tree(lo, hi):
            if lo >= hi:
                return free
            mid = (lo + hi) // 2
            sides[kids[mid]] = (tree(lo, mid), tree(mid + 1, hi))
            return kids[mid]
        entries[parent][2] = tree(0, len(kids))
    while len(entries) % 4:
        entries.append(["", 0, free, 0, 0])
    sector = lambda data: [data[i:i + 512].ljust(512, b"\0") for i in range(0, len(data), 512)]
    minis, directory_sectors = sector(mini), len(entries) // 4
    minifats = sector(struct.pack(f"<{len(minifat)}I", *minifat).ljust((len(minifat) * 4 + 511) // 512 * 512, b"\xff"))
    start_dir, start_minifat, start_mini = 1, 1 + directory_sectors, 1 + directory_sectors + len(minifats)
    chain = lambda start, n: [start + i + 1 for i in range(n - 1)] + [end]
    fat = [fatsect] + chain(start_dir, directory_sectors) + chain(start_minifat, len(minifats)) + chain(start_mini, len(minis))
    assert len(fat) <= 128
    fat += [free] * (128 - len(fat))
    entries[0][3], entries[0][4] = start_mini, len(mini)
    directory = b""
    for index, (name, kind, child, start, size) in enumerate(entries):
        left, right = sides.get(index, (free, free))
        wide = name.encode("utf-16-le")
        directory += wide.ljust(64, b"\0") + struct.pack("<HBBIII", len(wide) + 2 if name else 0, kind, 1, left, right, child)
        directory += b"\0" * 36 + struct.pack("<IQ", start, size)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, start_dir, 0, 4096, start_minifat, len(minifats), end, 0)
    head += struct.pack("<109I", 0, *[free] * 108)
    return head + struct.pack("<128I", *fat) + directory + b"".join(minifats) + b"".join(minis)


def zip_of(files, password=None, cp932=False):
    """A ZIP; with a password by the traditional encryption, with cp932 as Explorer names files."""
    out, central, offset = b"", b"", 0
    for name, body in files:
        encoded = name.encode("cp932" if cp932 else "utf-8")
        flags = (0 if cp932 else 0x800) | (1 if password else 0)
        crc, squeezed = zlib.crc32(body), zlib.compressobj(9, zlib.DEFLATED, -15)
        data = squeezed.compress(body) + squeezed.flush()
        if password:
            data = scramble(data, password, crc)
        fields = struct.pack("<HHHHHIIIHH", 20, flags, 8, 0x4800, 0x5D6B, crc, len(data), len(body), len(encoded), 0)
        local = b"PK\3\4" + fields + encoded + data
        central += b"PK\1\2" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0x20, offset) + encoded
        out += local
        offset += len(local)
    return out + central + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(central), offset, 0)


def scramble(data, password, crc):
    keys = [0x12345678, 0x23456789, 0x34567890]
    crc32 = lambda b, c: (zlib.crc32(bytes([b]), c ^ 0xFFFFFFFF) ^ 0xFFFFFFFF) & 0xFFFFFFFF

    def update(byte):
        keys[0] = crc32(byte, keys[0])
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = crc32(keys[1] >> 24, keys[2])
    for byte in password.encode():
        update(byte)
    out = bytearray()
    for byte in bytes(random.randrange(256) for _ in range(11)) + bytes([crc >> 24]) + data:
        mask = keys[2] | 2
        out.append(byte ^ (((mask * (mask ^ 1)) >> 8) & 0xFF))
        update(byte)
    return bytes(out)


def pdf(lines):
    """One page in a font every reader has, Japanese by UTF-16."""
    text = "BT /F1 14 Tf 60 780 Td 24 TL " + " ".join(f"<{l.encode('utf-16-be').hex()}> Tj T*" for l in lines) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3 /Encoding /UniJIS-UTF16-H /DescendantFonts [6 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /FontDescriptor 7 0 R >>",
        "<< /Type /FontDescriptor /FontName /HeiseiMin-W3 /Flags 6 /FontBBox [-123 -257 1001 910] /ItalicAngle 0 /Ascent 709 /Descent -241 /CapHeight 709 /StemV 69 >>"]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()


def png(width, height, paint):
    raw = b"".join(b"\0" + b"".join(bytes(paint(x, y)) for x in range(width)) for y in range(height))
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"tEXt", b"Comment\0taken at 35.6812N 139.7671E") + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b"")


def map_picture():
    def paint(x, y):
        if abs(x - 60 - y // 3) < 6 or abs(y - 80) < 5:
            return (245, 200, 90)
        if (x - 190) ** 2 + (y - 40) ** 2 < 500:
            return (110, 170, 220)
        return (225, 238, 220) if (x // 40 + y // 40) % 2 else (214, 230, 208)
    return png(240, 160, paint)


# ── mails ────────────────────────────────────────────────────────────────────────────────────────────────────────
JIS, UTF8, SJIS, EUC = "iso-2022-jp", "utf-8", "shift_jis", "euc-jp"
mails = []


def word(text, charset):
    if all(ord(c) < 127 for c in text):
        return text
    try:
        return Header(text, charset, maxlinelen=70).encode()
    except UnicodeEncodeError:
        return Header(text, UTF8, maxlinelen=70).encode()


def body_part(text, charset, kind="plain"):
    if charset == JIS:
        part = MIMEBase("text", kind, charset="ISO-2022-JP")
        part.set_payload(text.replace("～", "〜").encode("iso-2022-jp").decode("ascii"))
        part["Content-Transfer-Encoding"] = "7bit"
        return part
    cs = Charset(charset)
    cs.body_encoding = BASE64 if charset != UTF8 or kind == "plain" else QP
    part = MIMEBase("text", kind, charset=charset)
    raw = (text.replace("～", "〜") if charset == EUC else text).encode({"shift_jis": "cp932"}.get(charset, charset))
    if cs.body_encoding == QP:
        import quopri
        part.set_payload(quopri.encodestring(raw).decode("ascii"))
        part["Content-Transfer-Encoding"] = "quoted-printable"
    else:
        part.set_payload(base64.encodebytes(raw).decode("ascii").rstrip("\n"))
        part["Content-Transfer-Encoding"] = "base64"
    return part


def attach(name, data, media, style="2231", charset=UTF8):
    main, sub = media.split("/")
    part = MIMEBase(main, sub)
    part.set_payload(base64.encodebytes(data).decode("ascii").rstrip("\n"))
    part["Content-Transfer-Encoding"] = "base64"
    if style == "2231":
        part["Content-Disposition"] = f"attachment; filename*={encode_rfc2231(name, 'utf-8')}"
    elif style == "2047":
        quoted = Header(name, charset, maxlinelen=998).encode()
        part["Content-Type"] = f'{media}; name="{quoted}"'
        part["Content-Disposition"] = f'attachment; filename="{quoted}"'
        del part["Content-Type"]
        part["Content-Type"] = f'{media}; name="{quoted}"'
    else:
        part["Content-Disposition"] = f'attachment; filename="{name}"'
    return part


def mail(slug, ago, who, to, subject, text, *, charset=UTF8, files=(), html=None, inline=None, cc=(), extra=(), sender=None):
    name, address = who
    plain = body_part(text, charset) if text is not None else None
    message = plain
    if html:
        page = body_part(html, UTF8, "html")
        if inline:
            related = MIMEMultipart("related", boundary=f"=_rel_{slug}")
            related.attach(page)
            picture = attach("map.png", inline, "image/png", style="plain")
            del picture["Content-Disposition"]
            picture["Content-Disposition"] = 'inline; filename="map.png"'
            picture["Content-ID"] = "<map@sample>"
            related.attach(picture)
            page = related
        message = page
        if plain is not None:
            message = MIMEMultipart("alternative", boundary=f"=_alt_{slug}")
            message.attach(plain)
            message.attach(page)
    if files:
        mixed = MIMEMultipart("mixed", boundary=f"=_mix_{slug}")
        mixed.attach(message)
        for file in files:
            mixed.attach(file)
        for part in mixed.get_payload():
            del part["MIME-Version"]
        message = mixed
    del message["MIME-Version"]
    domain = address.split("@")[1]
    headers = [("From", f"{word(name, charset)} <{address}>" if name else address),
               ("To", ", ".join(f"{word(n, charset)} <{a}@{TOWN}>" for n, a in to))]
    if cc:
        headers.append(("Cc", ", ".join(f"{word(n, charset)} <{a}@{TOWN}>" for n, a in cc)))
    headers += [("Subject", word(subject, charset)), ("Date", "@DATE@"), ("Message-ID", f"<{slug}@{domain}>"), ("MIME-Version", "1.0")]
    headers += list(extra)
    text = "".join(f"{k}: {v}\n" for k, v in headers) + message.as_string()
    with open(os.path.join(HERE, f"{slug}.eml"), "w", encoding="ascii", newline="\n") as out:
        out.write(text.rstrip("\n") + "\n")
    envelope = sender if sender is not None else address
    mails.append((ago, slug, envelope, ",".join(f"{a}@{TOWN}" for _, a in list(to) + list(cc))))


WORD = MAIN + "wordprocessingml.document"
SHEET = MAIN + "spreadsheetml.sheet"
MACRO = "application/vnd.ms-excel.sheet.macroEnabled.12"
sato = ("佐藤", "sato")


def finish():
    mails.sort(key=lambda m: -m[0])
    with open(os.path.join(HERE, "list.tsv"), "w", encoding="utf-8", newline="\n") as out:
        for ago, slug, envelope, to in mails:
            out.write(f"{slug}\t{ago}\t{envelope}\t{to}\n")
    print(len(mails), "mails")
