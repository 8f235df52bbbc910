//! Uploads through the real sanitizer.

use super::*;
use sekisho_sanitizer::{AcceptedWalls, Slots};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The two programs, which stand beside this one's folder; built if they are not there.
pub(crate) fn programs() -> Settings {
    let here = std::env::current_exe().expect("this program");
    let folder = here
        .parent()
        .and_then(Path::parent)
        .expect("a folder")
        .to_owned();
    let there = |name: &str| folder.join(name).exists();
    if !there("sanitize-read") || !there("sanitize-write") {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
        let built = Command::new(cargo)
            .args(["build", "-p", "sekisho-reader", "-p", "sekisho-writer"])
            .status();
        assert!(built.expect("cargo").success());
    }
    at(&folder)
}

/// Where the two programs would be.
pub(crate) fn at(folder: &Path) -> Settings {
    Settings {
        reader: folder.join("sanitize-read"),
        writer: folder.join("sanitize-write"),
        slots: Slots { quick: 2, slow: 2 },
        accept_missing_walls: AcceptedWalls::default(),
    }
}

/// A JPEG of this size, and in it what a camera writes: where it was taken, and words that nobody must ever find.
pub(crate) fn photo(width: u16, height: u16, canary: &str) -> Vec<u8> {
    let mut pixels = Vec::new();
    for y in 0..u32::from(height) {
        for x in 0..u32::from(width) {
            let shade = |value: u32| u8::try_from(value % 256).expect("a byte");
            pixels.extend([shade(x / 3), shade(y / 2), shade((x + y) / 5)]);
        }
    }
    let mut plain = Vec::new();
    jpeg_encoder::Encoder::new(&mut plain, 90)
        .encode(&pixels, width, height, jpeg_encoder::ColorType::Rgb)
        .expect("a JPEG");
    let mut notes =
        b"Exif\0\0II*\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0".to_vec();
    notes.extend(b"\x01\0\x01\0\x02\0\x02\0\0\0N\0\0\0\0\0\0\0");
    notes.extend_from_slice(canary.as_bytes());
    let mut out = plain[..2].to_vec();
    let length = u16::try_from(notes.len() + 2).expect("short notes");
    out.extend([0xff, 0xe1]);
    out.extend(length.to_be_bytes());
    out.extend(notes);
    out.extend_from_slice(&plain[2..]);
    out
}

/// Whether `needle` stands anywhere in it.
pub(crate) fn holds(bytes: &[u8], needle: &str) -> bool {
    memchr::memmem::find(bytes, needle.as_bytes()).is_some()
}

#[tokio::test]
async fn a_photo_comes_in_small_and_without_its_notes() {
    let uploads = Uploads::new(programs());
    let wish = Wish::picture(480);
    let sent = photo(1200, 800, "CANARY-35.6895N");
    assert!(holds(&sent, "CANARY"));
    let file = uploads
        .disarm("顔.jpg", Untrusted::new(sent.clone()), &wish)
        .await
        .expect("taken");
    assert_eq!(file.kind(), Kind::Jpeg);
    assert!(!holds(file.bytes(), "CANARY") && !holds(file.bytes(), "Exif"));
    let (width, height) = size(file.bytes());
    assert_eq!((width, height), (480, 320));
    let again = uploads
        .disarm("顔.jpg", Untrusted::new(sent), &wish)
        .await
        .expect("taken");
    assert_eq!(file.digest(), again.digest(), "the same from the same");
}

/// Width and height by the frame's header (ITU-T T.81, B.2.2).
fn size(jpeg: &[u8]) -> (u16, u16) {
    let at = memchr::memmem::find(jpeg, b"\xff\xc0").expect("a frame");
    let number = |at: usize| u16::from_be_bytes([jpeg[at], jpeg[at + 1]]);
    (number(at + 7), number(at + 5))
}

#[tokio::test]
async fn what_only_says_it_is_a_picture_is_told_for_what_it_is() {
    let uploads = Uploads::new(programs());
    let wish = Wish::picture(480);
    for (bytes, detected, word) in [
        (&b"plain words\n"[..], Kind::Text, "テキスト"),
        (&b"%PDF-1.7\n%%EOF\n"[..], Kind::Pdf, "PDF"),
        (&b"MZ\x90\0\x03\0\0\0"[..], Kind::Executable, "プログラム"),
    ] {
        let answer = uploads.disarm("顔.jpg", Untrusted::new(bytes), &wish).await;
        let refused = answer.expect_err("refused");
        assert!(
            matches!(refused, Refused::Held { detected: found, .. } if found == detected),
            "{refused:?}"
        );
        let told = refused.sentence(&wish, Language::Japanese);
        assert!(told.contains(word) && told.contains("JPEG、PNG"), "{told}");
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn where_the_programs_are_not_there_uploads_alone_are_refused() {
    let uploads = Uploads::new(at(&PathBuf::from("/nonexistent")));
    let wish = Wish::picture(480);
    for _ in 0..2 {
        let answer = uploads.disarm("x", Untrusted::new(&b"x"[..]), &wish).await;
        assert_eq!(answer.expect_err("refused"), Refused::Unavailable);
    }
}

#[test]
fn every_refusal_says_what_to_do_in_both_languages() {
    let wish = Wish::picture(480);
    let all = [
        Refused::Nothing,
        Refused::TooLarge,
        Refused::Broken,
        Refused::Unavailable,
        Refused::Held {
            reason: Reason::UnknownType,
            detected: Kind::Unknown,
        },
        Refused::Held {
            reason: Reason::PolicyHolds,
            detected: Kind::Docx,
        },
    ];
    for refused in all {
        let japanese = refused.sentence(&wish, Language::Japanese);
        let english = refused.sentence(&wish, Language::English);
        assert!(
            japanese.ends_with("ください。") && !japanese.is_ascii(),
            "{japanese}"
        );
        assert!(english.is_ascii() && english.ends_with('.'), "{english}");
        assert!(!japanese.contains("差出人"), "nobody sent it: {japanese}");
    }
}
