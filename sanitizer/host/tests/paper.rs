//! PDFs through both real halves: locked ones, signed ones, and what is attached inside.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fall over"
)]

mod scene;

use std::fmt::Write;

use data_encoding::BASE64_MIME;
use sekisho_ir::signature::{Integrity, Trust};
use sekisho_sanitizer::words::{Lang, part_sentence};
use sekisho_sanitizer::{
    AcceptedWalls, Code, Kind, PartReport, PartResult, Password, Policy, Reason, Sanitizer,
    Settings, Slots, Untrusted,
};

const PROGRAM: &[u8] =
    b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0This program cannot be run in DOS mode";

macro_rules! sample {
    ($name:literal) => {
        include_bytes!(concat!("../../reader/samples/pdf/", $name)).to_vec()
    };
}

/// A PDF of one empty page with these files attached.
fn pdf_with(attached: &[(&str, &[u8])]) -> Vec<u8> {
    let mut names = String::new();
    for (number, (name, _)) in (4..).zip(attached) {
        let mut hex = String::from("FEFF");
        for unit in name.encode_utf16() {
            write!(hex, "{unit:04X}").unwrap();
        }
        write!(
            names,
            "<{hex}><</Type/Filespec/UF<{hex}>/EF<</F {number} 0 R>>>>"
        )
        .unwrap();
    }
    let mut objects: Vec<Vec<u8>> = vec![
        format!("<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[{names}]>>>>>>").into(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".into(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>".into(),
    ];
    for (_, body) in attached {
        let head = format!("<</Type/EmbeddedFile/Length {}>>\nstream\n", body.len());
        objects.push([head.as_bytes(), body, b"\nendstream"].concat());
    }
    pdf(&objects)
}

/// A PDF of these objects, numbered from one.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(out.len());
        out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let (start, size) = (out.len(), places.len() + 1);
    let mut table = format!("xref\n0 {size}\n0000000000 65535 f \n");
    for place in places {
        writeln!(table, "{place:010} 00000 n ").unwrap();
    }
    write!(
        table,
        "trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    )
    .unwrap();
    out.extend_from_slice(table.as_bytes());
    out
}

fn states(parts: &[PartReport]) -> Vec<(&str, Option<Reason>)> {
    parts
        .iter()
        .map(|part| (part.name.as_str(), part.result.reason()))
        .collect()
}

fn told(part: &PartReport, code: Code) -> Option<&[String]> {
    let row = part.findings.iter().find(|row| row.code == code)?;
    Some(&row.places)
}

#[test]
fn what_is_attached_inside_goes_its_own_way_and_stands_beside() {
    let sanitizer = scene::real(Slots::default());
    let inner = pdf_with(&[("奥の表.csv", "氏名,計算\n佐藤,=1+1\n".as_bytes())]);
    let outer = pdf_with(&[
        ("議事録.txt", "会議\n".as_bytes()),
        ("別紙.pdf", &inner),
        ("run.exe", PROGRAM),
    ]);
    let policy = Policy::default();
    let done = sanitizer.file("通知.pdf", Untrusted::new(outer.clone()), &policy);
    assert_eq!(done.file.as_ref().unwrap().kind(), Kind::Pdf);
    assert!(done.report.members.is_empty());
    let (reports, files): (Vec<_>, Vec<_>) = done.beside.into_iter().unzip();
    let expected = [
        ("議事録.txt", None),
        ("別紙.pdf", None),
        ("奥の表.csv", None),
        ("run.exe", Some(Reason::UnsupportedType)),
    ];
    assert_eq!(states(&reports), expected);
    let whole: Vec<_> = files.iter().map(Option::is_some).collect();
    assert_eq!(whole, [true, true, true, false]);
    assert!(
        !files[1]
            .as_ref()
            .unwrap()
            .bytes()
            .windows(12)
            .any(|w| w == b"EmbeddedFile")
    );
    assert_eq!(told(&reports[0], Code::TakenFrom).unwrap(), ["通知.pdf"]);
    assert_eq!(told(&reports[2], Code::TakenFrom).unwrap(), ["別紙.pdf"]);
    assert!(told(&reports[2], Code::FormulaNeutralised).is_some());
    let said = part_sentence(&done.report, Lang::Ja);
    assert!(
        said.contains("ファイル3件（議事録.txt、別紙.pdf、run.exe）"),
        "{said}"
    );
    let said = part_sentence(&reports[0], Lang::Ja);
    assert!(
        said.contains("「通知.pdf」の中に添付されていたファイルです"),
        "{said}"
    );
}

#[test]
fn in_a_mail_they_are_attachments_of_their_own() {
    let sanitizer = scene::real(Slots::default());
    let pdf = pdf_with(&[("議事録.txt", "会議\n".as_bytes()), ("run.exe", PROGRAM)]);
    let mut mail = String::from(
        "From: a@example.jp\r\nTo: b@yamabiko.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\n\r\nbody\r\n",
    );
    for (name, bytes) in [("a.pdf", &pdf[..]), ("b.txt", b"last")] {
        let base64 = BASE64_MIME.encode(bytes);
        write!(
            mail,
            "--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; \
             filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{base64}"
        )
        .unwrap();
    }
    mail.push_str("--b--\r\n");
    let done = sanitizer.mail(Untrusted::new(mail.into_bytes()), &Policy::default());
    let expected = [
        ("a.pdf", None),
        ("b.txt", None),
        ("議事録.txt", None),
        ("run.exe", Some(Reason::UnsupportedType)),
    ];
    assert_eq!(states(&done.report.parts), expected);
    for (place, part) in (0_u32..).zip(&done.report.parts) {
        assert_eq!(part.index, place);
        let file = &done.files[usize::try_from(place).unwrap()];
        match (&part.result, file) {
            (
                PartResult::Clean {
                    file: at, digest, ..
                },
                Some(file),
            ) => {
                assert_eq!(*at, place);
                assert_eq!(file.digest().to_hex().as_str(), digest);
            }
            (PartResult::Held { .. }, None) => {}
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn in_an_archive_they_stand_beside_their_document_and_the_same_bytes_come_again() {
    let sanitizer = scene::real(Slots::default());
    let pdf = pdf_with(&[("memo.txt", b"inside")]);
    let archive = scene::stored_zip(&[("memo.txt", b"outside"), ("a.pdf", &pdf)]);
    let run = || {
        let bytes = Untrusted::new(archive.clone());
        sanitizer.file("x.zip", bytes, &Policy::default())
    };
    let done = run();
    assert!(done.beside.is_empty());
    let names: Vec<_> = states(&done.report.members);
    assert_eq!(
        names,
        [("memo.txt", None), ("a.pdf", None), ("memo.txt", None)]
    );
    let bytes = done.file.unwrap().bytes().clone();
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("memo (2).txt"));
    assert_eq!(run().file.unwrap().bytes(), &bytes);
}

#[test]
fn attached_files_count_against_the_same_depth_and_number() {
    let sanitizer = scene::real(Slots::default());
    let mut nested = pdf_with(&[("core.txt", b"core")]);
    for _ in 0..7 {
        nested = pdf_with(&[("deeper.pdf", &nested)]);
    }
    let done = sanitizer.file("a.pdf", Untrusted::new(nested), &Policy::default());
    assert!(done.file.is_some());
    let last = done.beside.last().unwrap();
    assert_eq!(last.0.result.reason(), Some(Reason::TooDeep));
    let many: Vec<(String, &[u8])> = (0..6).map(|n| (format!("{n}.txt"), &b"x"[..])).collect();
    let many: Vec<_> = many
        .iter()
        .map(|(name, body)| (name.as_str(), *body))
        .collect();
    let mut limits = Policy::default().limits();
    limits.parts = 4;
    let policy = Policy::default().with_limits(limits);
    let done = sanitizer.file("a.pdf", Untrusted::new(pdf_with(&many)), &policy);
    let held = done
        .beside
        .iter()
        .filter(|(report, _)| report.result.reason() == Some(Reason::TooMany));
    assert_eq!(held.count(), 3);
}

#[test]
fn signers_are_known_by_what_the_site_brought_in_and_nothing_else_is_taken_for_one() {
    let folder = tempfile::tempdir().unwrap();
    let programs = scene::programs();
    let settings = Settings {
        reader: programs.join("sanitize-read"),
        writer: programs.join("sanitize-write"),
        signers: Some(folder.path().to_owned()),
        slots: Slots::default(),
        accept_missing_walls: AcceptedWalls::default(),
    };
    std::fs::write(folder.path().join("root.der"), sample!("root.der")).unwrap();
    let sanitizer = Sanitizer::start(&settings).unwrap();
    let look = |sanitizer: &Sanitizer, bytes: Vec<u8>| {
        let done = sanitizer.file("契約書.pdf", Untrusted::new(bytes), &Policy::default());
        assert!(done.file.is_some());
        let text = String::from_utf8_lossy(done.file.as_ref().unwrap().bytes()).into_owned();
        assert!(!text.contains("ByteRange") && !text.contains("AcroForm"));
        done.report
    };
    let report = look(&sanitizer, sample!("signed-rsa.pdf"));
    assert_eq!(report.signatures[0].trust, Trust::Trusted);
    let said = part_sentence(&report, Lang::Ja);
    assert!(
        said.starts_with("電子署名: 山田太郎（株式会社やまびこ商会）、2026年4月1日 10:02"),
        "{said}"
    );
    assert!(
        said.contains("文書全体、改変なし、証明書は信頼できる発行元"),
        "{said}"
    );
    assert!(said.contains("署名は引き継がれません"), "{said}");
    let mut changed = sample!("signed-rsa.pdf");
    let at = changed.windows(7).position(|w| w == b"(Hello)").unwrap();
    changed[at + 2] = b'a';
    let report = look(&sanitizer, changed);
    assert_eq!(report.signatures[0].integrity, Integrity::Broken);
    assert!(part_sentence(&report, Lang::Ja).contains("改変されています"));
    let report = look(&scene::real(Slots::default()), sample!("signed-rsa.pdf"));
    assert_eq!(report.signatures[0].trust, Trust::Unknown);
    // A file that is no certificate stops the start; nobody shall believe it counts.
    std::fs::write(folder.path().join("readme.txt"), "roots").unwrap();
    assert!(Sanitizer::start(&settings).is_err());
}

#[test]
fn a_locked_pdf_opens_with_what_a_person_gave() {
    let sanitizer = scene::real(Slots::default());
    let locked = || Untrusted::new(sample!("aes-256-r6.pdf"));
    let policy = Policy::default();
    let held = sanitizer.file("a.pdf", locked(), &policy);
    assert_eq!(held.report.result.reason(), Some(Reason::PasswordLocked));
    let given = [Password::new("違う"), Password::new("合言葉ガ1")];
    let done = sanitizer.file_opened("a.pdf", locked(), &policy, &given);
    assert!(done.file.is_some());
    assert!(told(&done.report, Code::LockOpened).is_some());
}

/// Needs the house's fonts, which the halves read before their walls.
#[test]
fn what_was_typed_into_a_field_is_shown_in_japanese_where_the_form_left_that_to_the_viewer() {
    // 役場, in UTF-16.
    let field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V<feff5f795834>/Rect[10 10 200 40]/DA(/Helv 12 Tf 0 g)>>";
    let objects: Vec<Vec<u8>> = [
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]/DA(/Helv 12 Tf 0 g)>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Annots[4 0 R]>>",
        field,
    ]
    .map(|object| object.as_bytes().to_vec())
    .to_vec();
    let sanitizer = scene::real(Slots::default());
    let policy = Policy::from_toml("[methods]\npdf = \"text\"\n").unwrap();
    let done = sanitizer.file("form.pdf", Untrusted::new(pdf(&objects)), &policy);
    let file = done.file.unwrap();
    assert_eq!(file.kind(), Kind::Text);
    let text = String::from_utf8_lossy(file.bytes()).into_owned();
    assert!(text.contains("役場"), "{text:?}");
}
