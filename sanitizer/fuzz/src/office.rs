//! Office packages of a few parts whose text the fuzzer chooses: the zip and the content types are given, so that every
//! change meets the code behind them.

/// What stands between two parts in an input.
pub const BETWEEN: u8 = 0x1e;

/// One language: its parts in the order of the input, and the content type of each.
pub struct Language {
    /// The name the file goes by.
    pub file: &'static str,
    /// Name and content type; a `.rels` has none of its own.
    pub parts: &'static [(&'static str, &'static str)],
}

/// Word.
pub const WORD: Language = Language {
    file: "a.docx",
    parts: &[
        ("word/document.xml", "wordprocessingml.document.main"),
        ("word/_rels/document.xml.rels", ""),
        ("word/styles.xml", "wordprocessingml.styles"),
        ("word/settings.xml", "wordprocessingml.settings"),
        ("word/numbering.xml", "wordprocessingml.numbering"),
        ("word/header1.xml", "wordprocessingml.header"),
        ("word/footnotes.xml", "wordprocessingml.footnotes"),
        ("word/comments.xml", "wordprocessingml.comments"),
    ],
};

/// Excel.
pub const SHEET: Language = Language {
    file: "a.xlsx",
    parts: &[
        ("xl/workbook.xml", "spreadsheetml.sheet.main"),
        ("xl/_rels/workbook.xml.rels", ""),
        ("xl/worksheets/sheet1.xml", "spreadsheetml.worksheet"),
        ("xl/worksheets/_rels/sheet1.xml.rels", ""),
        ("xl/styles.xml", "spreadsheetml.styles"),
        ("xl/sharedStrings.xml", "spreadsheetml.sharedStrings"),
        ("xl/drawings/drawing1.xml", "drawing"),
        ("xl/charts/chart1.xml", "drawingml.chart"),
    ],
};

/// PowerPoint.
pub const SLIDE: Language = Language {
    file: "a.pptx",
    parts: &[
        ("ppt/presentation.xml", "presentationml.presentation.main"),
        ("ppt/_rels/presentation.xml.rels", ""),
        ("ppt/slides/slide1.xml", "presentationml.slide"),
        ("ppt/slides/_rels/slide1.xml.rels", ""),
        (
            "ppt/slideLayouts/slideLayout1.xml",
            "presentationml.slideLayout",
        ),
        (
            "ppt/slideMasters/slideMaster1.xml",
            "presentationml.slideMaster",
        ),
        ("ppt/theme/theme1.xml", "theme"),
        (
            "ppt/notesSlides/notesSlide1.xml",
            "presentationml.notesSlide",
        ),
    ],
};

/// The package that an input stands for.
pub fn package(language: &Language, input: &[u8]) -> Vec<u8> {
    let mut types = String::from(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
    );
    let mut parts: Vec<(&str, &[u8])> = Vec::new();
    for ((name, kind), body) in language.parts.iter().zip(input.split(|b| *b == BETWEEN)) {
        if body.is_empty() {
            continue;
        }
        if !kind.is_empty() {
            types.push_str(&format!(
                "<Override PartName=\"/{name}\" ContentType=\"application/vnd.openxmlformats-officedocument.{kind}+xml\"/>"
            ));
        }
        parts.push((name, body));
    }
    types.push_str("</Types>");
    let main = language.parts.first().map_or("", |(name, _)| name);
    let root = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
         Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"{main}\"/>\
         </Relationships>"
    );
    let mut all: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
    ];
    all.extend(parts);
    stored(&all)
}

/// A ZIP of stored members.
fn stored(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut files, mut directory) = (Vec::new(), Vec::new());
    for (name, body) in parts {
        let mut crc = flate2::Crc::new();
        crc.update(body);
        let long = |n: usize| u32::try_from(n).expect("small").to_le_bytes();
        let length = u16::try_from(name.len()).expect("short").to_le_bytes();
        let told = [
            &[20, 0, 0, 0, 0, 0, 0, 0, 0, 0][..],
            &crc.sum().to_le_bytes(),
            &long(body.len()),
            &long(body.len()),
            &length,
            &[0, 0],
        ]
        .concat();
        let place = long(files.len());
        directory.extend(
            [
                b"PK\x01\x02\x14\0",
                &told[..],
                &[0; 10],
                &place,
                name.as_bytes(),
            ]
            .concat(),
        );
        files.extend([b"PK\x03\x04", &told[..], name.as_bytes(), body].concat());
    }
    let count = u16::try_from(parts.len()).expect("few").to_le_bytes();
    let size = u32::try_from(directory.len()).expect("small").to_le_bytes();
    let place = u32::try_from(files.len()).expect("small").to_le_bytes();
    let end = [
        &b"PK\x05\x06\0\0\0\0"[..],
        &count,
        &count,
        &size,
        &place,
        &[0, 0],
    ]
    .concat();
    [files, directory, end].concat()
}
