//! What the reading half reads once before the first item comes: small things of our own.
//!
//! Whatever is found out once (the processor's features, vocabularies, tables of charsets) is then
//! known to every child from its birth.

use std::io::{self, Write};

use flate2::Crc;

/// A mail of the kind most mails are: words in two charsets, HTML, one file.
pub(crate) const MAIL: &[u8] = b"From: =?ISO-2022-JP?B?GyRCMnE1RBsoQg==?= <a@example.jp>\r\n\
    Subject: =?UTF-8?B?5Lya6K2w?=\r\nDate: Fri, 20 Nov 2026 09:00:00 +0900\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/mixed; boundary=b\r\n\r\n\
    --b\r\nContent-Type: text/plain; charset=Shift_JIS\r\n\r\n\x83\x41\r\n\
    --b\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n<p>a<br>b</p>\r\n\
    --b\r\nContent-Type: application/octet-stream; name=a.txt\r\n\
    Content-Transfer-Encoding: base64\r\n\r\nYQ==\r\n--b--\r\n";

const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const SHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A document of one paragraph.
pub(crate) fn document() -> io::Result<Vec<u8>> {
    let text = format!(
        "<w:document xmlns:w=\"{WORD}\"><w:body><w:p><w:r><w:t>a</w:t></w:r></w:p></w:body></w:document>"
    );
    package("word/document.xml", "wordprocessingml.document", &text, &[])
}

/// A book of one sheet with a number and a formula.
pub(crate) fn book() -> io::Result<Vec<u8>> {
    let book = format!(
        "<workbook xmlns=\"{SHEET}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let sheet = format!(
        "<worksheet xmlns=\"{SHEET}\"><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><f>SUM(A1)</f><v>1</v></c></row></sheetData></worksheet>"
    );
    let leads = format!(
        "<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"r1\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    package(
        "xl/workbook.xml",
        "spreadsheetml.sheet",
        &book,
        &[
            ("xl/_rels/workbook.xml.rels", &leads),
            ("xl/worksheets/sheet1.xml", &sheet),
        ],
    )
}

/// One pixel.
pub(crate) fn picture() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 1, 1);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&[1, 2, 3])?;
    writer.finish()?;
    Ok(bytes)
}

/// A package with its main part, and others.
fn package(main: &str, kind: &str, text: &str, others: &[(&str, &str)]) -> io::Result<Vec<u8>> {
    let types = format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/><Override PartName=\"/{main}\" ContentType=\"application/vnd.openxmlformats-officedocument.{kind}.main+xml\"/></Types>"
    );
    let leads = format!(
        "<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" Target=\"{main}\"/></Relationships>"
    );
    let parts = [
        ("[Content_Types].xml", types.as_str()),
        ("_rels/.rels", leads.as_str()),
        (main, text),
    ];
    stored(parts.iter().chain(others))
}

/// A ZIP of parts as they are.
fn stored<'p>(parts: impl Iterator<Item = &'p (&'p str, &'p str)>) -> io::Result<Vec<u8>> {
    let long = |length| u32::try_from(length).map_err(io::Error::other);
    let (mut bytes, mut directory, mut count) = (Vec::new(), Vec::new(), 0_u16);
    for (name, text) in parts {
        let mut sum = Crc::new();
        sum.update(text.as_bytes());
        let mut head = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        head.extend(sum.sum().to_le_bytes());
        head.extend(long(text.len())?.to_le_bytes());
        head.extend(long(text.len())?.to_le_bytes());
        head.extend(
            u16::try_from(name.len())
                .map_err(io::Error::other)?
                .to_le_bytes(),
        );
        head.extend([0, 0]);
        directory.write_all(b"PK\x01\x02\x14\0")?;
        directory.write_all(&head)?;
        directory.write_all(&[0; 10])?;
        directory.write_all(&long(bytes.len())?.to_le_bytes())?;
        directory.write_all(name.as_bytes())?;
        bytes.write_all(b"PK\x03\x04")?;
        bytes.write_all(&head)?;
        bytes.write_all(name.as_bytes())?;
        bytes.write_all(text.as_bytes())?;
        count = count.saturating_add(1);
    }
    let start = long(bytes.len())?;
    let size = long(directory.len())?;
    bytes.append(&mut directory);
    bytes.write_all(b"PK\x05\x06\0\0\0\0")?;
    bytes.write_all(&count.to_le_bytes())?;
    bytes.write_all(&count.to_le_bytes())?;
    bytes.write_all(&size.to_le_bytes())?;
    bytes.write_all(&start.to_le_bytes())?;
    bytes.write_all(&[0, 0])?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use sekisho_ir::{Frame, FrameReader, Kind, Limits};
    use sekisho_reader::ReadHint;

    /// A rehearsal that stopped half-way would leave the rest cold.
    #[test]
    fn each_rehearsal_is_read_to_its_end() {
        for (input, kind) in [
            (super::document().unwrap(), Kind::Docx),
            (super::book().unwrap(), Kind::Xlsx),
            (super::picture().unwrap(), Kind::Png),
        ] {
            let mut out = Vec::new();
            sekisho_reader::read(&input, &ReadHint::default(), &mut out).unwrap();
            let limits = Limits::default();
            let mut frames = FrameReader::new(&out, &limits);
            let (mut found, mut described) = (None, false);
            while let Some(frame) = frames.next().unwrap() {
                match frame {
                    Frame::Detected(kind) => found = Some(kind),
                    Frame::Document(_) => described = true,
                    other => assert!(!matches!(other, Frame::Held(_)), "{other:?}"),
                }
            }
            assert_eq!((found, described), (Some(kind), true));
        }
    }
}
