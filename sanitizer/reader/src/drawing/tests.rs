//! Drawings made here: what is shown, and what never comes along.

use sekisho_ir::{Code, Document, Findings, Kind, Layout, Limits, RasterFrame, Reason};

use crate::ReadHint;

/// As an Office document shows it.
fn read(bytes: &[u8], kind: Kind) -> Result<(RasterFrame, Findings), Reason> {
    let hint = ReadHint {
        within_package: kind == Kind::Svg,
        ..ReadHint::default()
    };
    let reading = super::read(bytes, kind, &hint)?;
    let Document::Raster(mut raster) = reading.document else {
        panic!("a raster")
    };
    raster.verify(&Limits::default()).unwrap();
    assert_eq!(raster.format, Kind::Png);
    Ok((raster.frames.remove(0), reading.findings))
}

fn count(findings: &Findings, code: Code) -> u32 {
    findings
        .rows()
        .iter()
        .find(|row| row.code == code)
        .map_or(0, |row| row.count)
}

#[test]
fn a_drawing_is_what_is_seen_and_nothing_that_acts() {
    let svg = br##"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"
        onload="alert(1)"><script>alert(2)</script><title>who</title>
        <style>@import url(http://bad.example/x.css);</style>
        <rect width="10" height="10" fill="#f00" onclick="x()"/>
        <a href="javascript:alert(3)"><rect x="10" width="10" height="10" fill="#00f"/></a>
        <image href="http://bad.example/p.png" width="20" height="10"/>
        <image href="file:///etc/passwd" width="20" height="10"/>
        <foreignObject width="9" height="9"><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>
        <animate attributeName="x"/></svg>"##;
    let (frame, findings) = read(svg, Kind::Svg).unwrap();
    assert_eq!(
        (frame.width, frame.height, frame.layout),
        (40, 20, Layout::Rgb)
    );
    assert_eq!(frame.pixels[..3], [255, 0, 0]);
    assert_eq!(frame.pixels[39 * 3..40 * 3], [0, 0, 255]);
    assert_eq!(count(&findings, Code::ScriptRemoved), 4);
    assert_eq!(count(&findings, Code::RemoteContentRemoved), 3);
    assert_eq!(count(&findings, Code::MarkupDropped), 2);
    assert_eq!(count(&findings, Code::MetadataRemoved), 1);
}

/// Numbers that no drawing has, found by changed drawings: the parser works out what is drawn of a picture and fell
/// over where nothing of it is.
#[test]
fn a_picture_taller_than_the_world_is_no_picture() {
    let gif = "R0lGODlhAQABAPAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==";
    for (width, height) in [
        ("20", "9999999999"),
        ("9999999999", "20"),
        ("1e30", "1e-30"),
        ("1e-30", "1e-30"),
        ("1e38", "1e38"),
    ] {
        for ratio in ["none", "xMidYMid", "xMinYMax slice", "xMidYMid slice"] {
            let svg = format!(
                "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='120' height='90'>\
                 <rect width='9' height='9'/><image x='200' y='10' width='{width}' height='{height}' \
                 preserveAspectRatio='{ratio}' xlink:href='data:image/gif;base64,{gif}'/></svg>"
            );
            // Shown without it or held in words, never a reader that fell over.
            let _ = read(svg.as_bytes(), Kind::Svg);
        }
    }
}

#[test]
fn entities_that_multiply_and_uses_without_end_stop() {
    let mut bomb = String::from("<!DOCTYPE svg [<!ENTITY a0 'x'>");
    for level in 1..30 {
        let inner = format!("&a{};", level - 1).repeat(10);
        bomb = format!("{bomb}<!ENTITY a{level} '{inner}'>");
    }
    bomb.push_str("]><svg xmlns='http://www.w3.org/2000/svg'><text>&a29;</text></svg>");
    assert!(read(bomb.as_bytes(), Kind::Svg).is_err());
    let mut uses = String::from("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>");
    uses.push_str("<g id='u0'><rect width='1' height='1'/></g>");
    for level in 1..40 {
        let inner = format!("<use href='#u{}'/>", level - 1).repeat(10);
        uses = format!("{uses}<g id='u{level}'>{inner}</g>");
    }
    uses.push_str("</svg>");
    assert!(matches!(
        read(uses.as_bytes(), Kind::Svg),
        Err(Reason::TooMany | Reason::Malformed)
    ));
    assert_eq!(read(b"<svg", Kind::Svg).unwrap_err(), Reason::Malformed);
}

#[test]
fn a_packed_drawing_is_unpacked_within_limits() {
    use std::io::Write;
    let pack = |bytes: &[u8]| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    };
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
    assert!(read(&pack(svg), Kind::Svg).is_ok());
    let bomb = pack(&vec![b' '; super::MOST_TEXT + 1]);
    assert_eq!(read(&bomb, Kind::Svg).unwrap_err(), Reason::TooLarge);
}

/// A bitmap of two pixels, a red and a blue, without a file header.
fn dib() -> Vec<u8> {
    let mut dib = vec![0_u8; 40];
    dib[0] = 40;
    dib[4] = 2;
    dib[8] = 1;
    dib[12] = 1;
    dib[14] = 24;
    dib.extend([0, 0, 255, 255, 0, 0, 0, 0]);
    dib
}

#[test]
fn a_metafile_around_one_bitmap_is_that_bitmap() {
    let dib = dib();
    let mut header = [0_u8; 88];
    header[..8].copy_from_slice(&[1, 0, 0, 0, 88, 0, 0, 0]);
    header[40..44].copy_from_slice(b" EMF");
    let mut record = [0_u8; 80];
    for (at, value) in [
        (0, 81_u32),
        (4, 128),
        (40, 2),
        (44, 1),
        (48, 80),
        (52, 40),
        (56, 120),
        (60, 8),
        (72, 500),
        (76, 250),
    ] {
        record[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
    let end = [
        14, 0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0, 16, 0, 0, 0, 20, 0, 0, 0,
    ];
    let emf = [&header[..], &record, &dib, &end].concat();
    let (frame, _) = read(&emf, Kind::Emf).unwrap();
    assert_eq!(frame.pixels, [255, 0, 0, 0, 0, 255]);

    let mut wmf = vec![1, 0, 9, 0, 0, 3];
    wmf.extend([0; 12]);
    let mut record = Vec::new();
    record.extend(38_u32.to_le_bytes());
    record.extend(0x0f43_u16.to_le_bytes());
    record.extend(0x00cc_0020_u32.to_le_bytes());
    for value in [0_u16, 1, 2, 0, 0, 250, 500, 0, 0] {
        record.extend(value.to_le_bytes());
    }
    record.extend(dib);
    wmf.extend(record);
    wmf.extend([3, 0, 0, 0, 0, 0]);
    let (frame, _) = read(&wmf, Kind::Wmf).unwrap();
    assert_eq!(frame.pixels, [255, 0, 0, 0, 0, 255]);
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>) {
        for kind in [Kind::Svg, Kind::Emf, Kind::Wmf] {
            let _ = super::read(&bytes, kind, &ReadHint::default());
        }
    }
}
