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
        signers: None,
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
    let wish = Wish::square(480);
    let sent = photo(1200, 800, "CANARY-35.6895N");
    assert!(holds(&sent, "CANARY"));
    let file = uploads
        .disarm("顔.jpg", Untrusted::new(sent.clone()), &wish)
        .await
        .expect("taken");
    assert_eq!(file.kind(), Kind::Jpeg);
    assert!(!holds(file.bytes(), "CANARY") && !holds(file.bytes(), "Exif"));
    let (width, height) = size(file.bytes());
    assert_eq!((width, height), (480, 480), "square");
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
    let wish = Wish::square(480);
    for (bytes, detected, word) in [
        (&b"plain words\n"[..], Kind::Text, "テキスト"),
        (&b"%PDF-1.7\n%%EOF\n"[..], Kind::Pdf, "PDF"),
        (&b"MZ\x90\0\x03\0\0\0"[..], Kind::Executable, "プログラム"),
        (&b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0;"[..], Kind::Gif, "GIF"),
        (
            &b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x08mdat"[..],
            Kind::Heic,
            "JPEGで保存し直し",
        ),
    ] {
        let answer = uploads.disarm("顔.jpg", Untrusted::new(bytes), &wish).await;
        let refused = answer.expect_err("refused");
        assert!(
            matches!(refused, Refused::Held { detected: found, .. } if found == detected),
            "{refused:?}"
        );
        let told = refused.sentence(&wish, Language::Japanese);
        assert!(told.contains(word) && told.contains("JPEG"), "{told}");
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
}

/// A PNG that claims so many pixels a side in a hundred bytes, and has none.
fn claims(side: u32) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = side.to_be_bytes().to_vec();
    header.extend(side.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    for (name, data) in [
        (b"IHDR", header.as_slice()),
        (b"IDAT", b"\x78\x9c\x03\0\0\0\0\x01"),
        (b"IEND", b""),
    ] {
        out.extend(u32::try_from(data.len()).expect("short").to_be_bytes());
        out.extend_from_slice(name);
        out.extend_from_slice(data);
        let mut of = name.to_vec();
        of.extend_from_slice(data);
        out.extend(crc(&of).to_be_bytes());
    }
    out
}

/// The check sum of a piece of a PNG (its specification, annex D).
fn crc(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 {
                (sum >> 1) ^ 0xedb8_8320
            } else {
                sum >> 1
            };
        }
    }
    !sum
}

#[tokio::test]
async fn a_picture_that_claims_to_be_vast_is_refused_by_its_size_and_a_broken_one_as_broken() {
    let uploads = Uploads::new(programs());
    let wish = Wish::square(480);
    for (bytes, why, word) in [
        (claims(30_000), Reason::TooLarge, "画素数が多すぎて"),
        (claims(400), Reason::Malformed, "壊れていて"),
    ] {
        let answer = uploads.disarm("顔.png", Untrusted::new(bytes), &wish).await;
        let refused = answer.expect_err("refused");
        assert!(
            matches!(refused, Refused::Held { reason, .. } if reason == why),
            "{refused:?}"
        );
        let told = refused.sentence(&wish, Language::Japanese);
        assert!(told.contains(word), "{told}");
    }
    // And the next one is taken all the same.
    let next = uploads.disarm("顔.jpg", Untrusted::new(photo(600, 600, "")), &wish);
    assert!(next.await.is_ok());
}

#[tokio::test]
async fn what_hangs_behind_or_inside_a_picture_does_not_come_along() {
    let uploads = Uploads::new(programs());
    let wish = Wish::square(480);
    let mut both = photo(600, 600, "<script>CANARY()</script>");
    both.extend_from_slice(b"PK\x03\x04CANARY.exe MZ\x90\0");
    let file = uploads
        .disarm("顔.jpg.html", Untrusted::new(both), &wish)
        .await;
    let file = file.expect("its pixels are a picture");
    assert_eq!(file.kind(), Kind::Jpeg);
    for word in ["CANARY", "<script", "PK\x03\x04"] {
        assert!(!holds(file.bytes(), word), "{word}");
    }
}

#[tokio::test]
async fn where_the_programs_are_not_there_uploads_alone_are_refused() {
    let uploads = Uploads::new(at(&PathBuf::from("/nonexistent")));
    let wish = Wish::square(480);
    for _ in 0..2 {
        let answer = uploads.disarm("x", Untrusted::new(&b"x"[..]), &wish).await;
        assert_eq!(answer.expect_err("refused"), Refused::Unavailable);
    }
}

#[test]
fn every_refusal_says_what_to_do_in_both_languages() {
    let wish = Wish::square(480);
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
        Refused::Held {
            reason: Reason::PolicyHolds,
            detected: Kind::Heic,
        },
        Refused::Held {
            reason: Reason::TooLarge,
            detected: Kind::Png,
        },
        Refused::Held {
            reason: Reason::Malformed,
            detected: Kind::Jpeg,
        },
        Refused::Held {
            reason: Reason::Crashed,
            detected: Kind::Png,
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
