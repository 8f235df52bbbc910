//! Office files made by hand, as a sender with bad intentions would.

/// A ZIP of stored members, and the few parts every package has.
#[derive(Default)]
pub(crate) struct Forge {
    parts: Vec<(String, Vec<u8>)>,
    overrides: String,
}

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

impl Forge {
    /// A Word document with this body and these relations: (id, last word of the type, target, external).
    pub(crate) fn word(body: &str, relations: &[(&str, &str, &str, bool)]) -> Self {
        let kind =
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
        let text = format!(
            "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
             xmlns:r=\"{OFFICE}\" xmlns:v=\"urn:schemas-microsoft-com:vml\" \
             xmlns:o=\"urn:schemas-microsoft-com:office:office\"><w:body>{body}</w:body></w:document>"
        );
        Self::package("word/document.xml", kind, text.as_bytes(), relations)
    }

    /// A workbook of one sheet with these rows.
    pub(crate) fn sheet(rows: &str, names: &str, relations: &[(&str, &str, &str, bool)]) -> Self {
        let kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml";
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let book = format!(
            "<workbook xmlns=\"{main}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"rId1\"/>\
             <sheet name=\"Macro1\" sheetId=\"2\" state=\"veryHidden\" r:id=\"rId2\"/></sheets>{names}</workbook>"
        );
        let mut all = vec![("rId1", "worksheet", "worksheets/sheet1.xml", false)];
        all.extend_from_slice(relations);
        let sheet =
            format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>");
        Self::package("xl/workbook.xml", kind, book.as_bytes(), &all)
            .part("xl/worksheets/sheet1.xml", sheet.as_bytes())
    }

    /// A presentation of one slide with these shapes; the relations are the slide's.
    pub(crate) fn slide(shapes: &str, relations: &[(&str, &str, &str, bool)]) -> Self {
        let kind =
            "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml";
        let declared = format!(
            "xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" xmlns:r=\"{OFFICE}\" \
             xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""
        );
        let show = format!(
            "<p:presentation {declared}><p:sldIdLst><p:sldId id=\"256\" r:id=\"rId1\"/></p:sldIdLst></p:presentation>"
        );
        let slide = format!(
            "<p:sld {declared}><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>\
             <p:grpSpPr/>{shapes}</p:spTree></p:cSld></p:sld>"
        );
        let own = Self::relations(relations);
        let leads = [("rId1", "slide", "slides/slide1.xml", false)];
        Self::package("ppt/presentation.xml", kind, show.as_bytes(), &leads)
            .part("ppt/slides/slide1.xml", slide.as_bytes())
            .part("ppt/slides/_rels/slide1.xml.rels", own.as_bytes())
    }

    /// A binary workbook; its parts are added by `binary`.
    pub(crate) fn binary_book(book: &[u8], relations: &[(&str, &str, &str, bool)]) -> Self {
        let kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main";
        Self::package("xl/workbook.bin", kind, book, relations)
    }

    /// Adds a part of a binary workbook, by the last word of its content type.
    pub(crate) fn binary(mut self, name: &str, word: &str, bytes: &[u8]) -> Self {
        self.overrides.push_str(&format!(
            "<Override PartName=\"/{name}\" ContentType=\"application/vnd.ms-excel.{word}\"/>"
        ));
        self.part(name, bytes)
    }

    /// Adds the relations of a part.
    pub(crate) fn leads(self, name: &str, relations: &[(&str, &str, &str, bool)]) -> Self {
        let text = Self::relations(relations);
        self.part(name, text.as_bytes())
    }

    fn package(
        name: &str,
        kind: &str,
        text: &[u8],
        relations: &[(&str, &str, &str, bool)],
    ) -> Self {
        let (folder, file) = name.split_once('/').unwrap();
        let overrides = format!("<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>");
        let forge = Self {
            parts: Vec::new(),
            overrides,
        };
        let root = Self::relations(&[("rId1", "officeDocument", name, false)]);
        let own = Self::relations(relations);
        forge
            .part("_rels/.rels", root.as_bytes())
            .part(name, text)
            .part(&format!("{folder}/_rels/{file}.rels"), own.as_bytes())
    }

    fn relations(relations: &[(&str, &str, &str, bool)]) -> String {
        let mut text =
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">".to_owned();
        for (id, word, target, external) in relations {
            let mode = if *external {
                " TargetMode=\"External\""
            } else {
                ""
            };
            let kind = if word.contains(':') {
                (*word).to_owned()
            } else {
                format!("{OFFICE}/{word}")
            };
            text.push_str(&format!(
                "<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"{mode}/>"
            ));
        }
        text.push_str("</Relationships>");
        text
    }

    /// Adds a part.
    pub(crate) fn part(mut self, name: &str, bytes: &[u8]) -> Self {
        self.parts.push((name.to_owned(), bytes.to_vec()));
        self
    }

    /// Changes the text of a part.
    pub(crate) fn replace(mut self, name: &str, change: impl Fn(&str) -> String) -> Self {
        for (part, bytes) in &mut self.parts {
            if part == name {
                *bytes = change(std::str::from_utf8(bytes).unwrap()).into_bytes();
            }
        }
        self
    }

    /// The whole file.
    pub(crate) fn close(self) -> Vec<u8> {
        let types = format!(
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
             <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Default Extension=\"xml\" ContentType=\"application/xml\"/>{}</Types>",
            self.overrides
        );
        let (mut bytes, mut directory, mut count) = (Vec::new(), Vec::new(), 0_u16);
        let first = ("[Content_Types].xml".to_owned(), types.into_bytes());
        for (name, body) in std::iter::once(&first).chain(&self.parts) {
            let mut crc = flate2::Crc::new();
            crc.update(body);
            let offset = u32::try_from(bytes.len()).unwrap();
            let size = u32::try_from(body.len()).unwrap();
            let mut head = Vec::new();
            for short in [20_u16, 0, 0, 0, 0] {
                head.extend_from_slice(&short.to_le_bytes());
            }
            for long in [crc.sum(), size, size] {
                head.extend_from_slice(&long.to_le_bytes());
            }
            head.extend_from_slice(&u16::try_from(name.len()).unwrap().to_le_bytes());
            head.extend_from_slice(&[0, 0]);
            bytes.extend_from_slice(b"PK\x03\x04");
            bytes.extend_from_slice(&head);
            bytes.extend_from_slice(name.as_bytes());
            bytes.extend_from_slice(body);
            directory.extend_from_slice(b"PK\x01\x02\x14\x00");
            directory.extend_from_slice(&head);
            directory.extend_from_slice(&[0; 10]);
            directory.extend_from_slice(&offset.to_le_bytes());
            directory.extend_from_slice(name.as_bytes());
            count += 1;
        }
        let start = u32::try_from(bytes.len()).unwrap();
        bytes.extend_from_slice(&directory);
        bytes.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        bytes.extend_from_slice(&count.to_le_bytes());
        bytes.extend_from_slice(&count.to_le_bytes());
        bytes.extend_from_slice(&u32::try_from(directory.len()).unwrap().to_le_bytes());
        bytes.extend_from_slice(&start.to_le_bytes());
        bytes.extend_from_slice(&[0, 0]);
        bytes
    }
}

/// All members of a written package as one text, unpacked; our own packer deflates, so this is needed to look inside.
pub(crate) fn unpacked(bytes: &[u8]) -> String {
    use std::io::Read;
    let mut text = String::new();
    let mut at = 0;
    while bytes[at..].starts_with(b"PK\x03\x04") {
        let short = |from: usize| {
            usize::from(u16::from_le_bytes(
                bytes[at + from..at + from + 2].try_into().unwrap(),
            ))
        };
        let size = u32::from_le_bytes(bytes[at + 18..at + 22].try_into().unwrap()) as usize;
        let (method, name, extra) = (short(8), short(26), short(28));
        let start = at + 30 + name + extra;
        let body = &bytes[start..start + size];
        text.push_str(&format!(
            "\n== {}\n",
            String::from_utf8_lossy(&bytes[at + 30..at + 30 + name])
        ));
        let mut out = Vec::new();
        if method == 8 {
            flate2::read::DeflateDecoder::new(body)
                .read_to_end(&mut out)
                .unwrap();
        } else {
            out.extend_from_slice(body);
        }
        text.push_str(&String::from_utf8_lossy(&out));
        at = start + size;
    }
    text
}
