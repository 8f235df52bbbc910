//! Office documents behind a password: opened by the right one, held for a wrong one, and never believed.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test fails loudly"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "the files of the corpus are on a disk"
)]

mod road;

use std::path::Path;

use road::forge::Forge;
use road::locksmith::{Agile, agile, agile_streams, compound, standard};
use road::{Clean, carry, carry_opened};
use sekisho_ir::{Code, Kind, Reason};

const BODY: &str = "<w:p><w:r><w:t>予定価格は秘密です</w:t></w:r></w:p>";

fn letter() -> Vec<u8> {
    Forge::word(BODY, &[]).close()
}

/// Two segments and a bit, so that segments and the odd end are met.
fn long_letter() -> Vec<u8> {
    Forge::word(&BODY.repeat(150), &[]).close()
}

fn told(clean: &Clean, code: Code) -> bool {
    clean.findings.iter().any(|finding| finding.code == code)
}

#[test]
fn every_size_of_key_and_every_digest_opens_with_the_right_password() {
    for hash in ["SHA1", "SHA256", "SHA384", "SHA512"] {
        for key_bits in [128, 192, 256] {
            let lock = Agile {
                hash,
                key_bits,
                ..Agile::default()
            };
            let open = carry("a.docx", &long_letter()).unwrap();
            let locked = agile(&long_letter(), "ひらけ𠮷ゴマ", &lock);
            assert_eq!(carry("a.docx", &locked).err(), Some(Reason::PasswordLocked));
            let clean = carry_opened("a.docx", &locked, &["wrong", "ひらけ𠮷ゴマ"]).unwrap();
            assert_eq!(clean.kind, Kind::Docx, "{lock:?}");
            assert!(clean.bytes == open.bytes, "{lock:?}: as if never locked");
            assert!(told(&clean, Code::LockOpened) && !told(&open, Code::LockOpened));
        }
    }
    for bits in [128, 192, 256] {
        let locked = standard(&long_letter(), "pass", bits);
        assert_eq!(
            carry_opened("a.docx", &locked, &["Pass", ""]).err(),
            Some(Reason::PasswordLocked)
        );
        assert!(carry_opened("a.docx", &locked, &["pass"]).is_ok(), "{bits}");
    }
}

#[test]
fn salts_of_odd_lengths_and_no_integrity_value_still_open() {
    for salt_bytes in [1, 8, 20, 64] {
        let lock = Agile {
            salt_bytes,
            integrity: salt_bytes == 64,
            ..Agile::default()
        };
        let locked = agile(&letter(), "x", &lock);
        assert!(carry_opened("a.docx", &locked, &["x"]).is_ok(), "{lock:?}");
    }
}

#[test]
fn a_workbook_that_excel_opens_unasked_needs_no_password() {
    let book = Forge::sheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", "", &[]).close();
    for locked in [
        agile(&book, "VelvetSweatshop", &Agile::default()),
        standard(&book, "VelvetSweatshop", 128),
    ] {
        let clean = carry("表.xlsx", &locked).unwrap();
        assert_eq!(clean.kind, Kind::Xlsx);
        assert!(told(&clean, Code::LockOpened));
    }
    // A lock that costs an hour is not tried unasked.
    let slow = Agile {
        said_rounds: Some(1_000_001),
        ..Agile::default()
    };
    let locked = agile(&book, "VelvetSweatshop", &slow);
    assert_eq!(
        carry("表.xlsx", &locked).err(),
        Some(Reason::PasswordLocked)
    );
}

#[test]
fn a_changed_byte_of_the_package_is_noticed() {
    let (info, sealed) = agile_streams(&long_letter(), "x", &Agile::default());
    for at in [0, 8, 5_000, sealed.len() - 1] {
        let mut sealed = sealed.clone();
        sealed[at] ^= 1;
        let locked = compound(&[("EncryptionInfo", &info), ("EncryptedPackage", &sealed)]);
        assert_eq!(
            carry_opened("a.docx", &locked, &["x"]).err(),
            Some(Reason::Malformed)
        );
    }
}

#[test]
fn a_lock_does_not_decide_how_long_it_is_worked_on() {
    for (rounds, reason) in [
        (10_000_001, Reason::Malformed),
        (u32::MAX, Reason::Malformed),
        (7_000_000, Reason::TimedOut),
    ] {
        let lock = Agile {
            hash: "SHA1",
            said_rounds: Some(rounds),
            ..Agile::default()
        };
        let locked = agile(&letter(), "x", &lock);
        // Only the first of these passwords is worth its rounds.
        let tried = carry_opened("a.docx", &locked, &["a", "b", "c"]);
        assert_eq!(tried.err(), Some(reason), "{rounds}");
    }
}

#[test]
fn descriptors_that_lie_are_held() {
    let (info, sealed) = agile_streams(&letter(), "x", &Agile::default());
    let xml = String::from_utf8(info[8..].to_vec()).unwrap();
    for (from, to, reason) in [
        ("blockSize=\"16\"", "blockSize=\"4096\"", Reason::Malformed),
        ("saltValue=\"", "saltValue=\"!", Reason::Malformed),
        ("spinCount=\"1000\"", "spinCount=\"-1\"", Reason::Malformed),
        (
            "encryptedKeyValue=\"",
            "encryptedKeyValue=\"AAAA",
            Reason::Malformed,
        ),
        ("\"AES\"", "\"RC2\"", Reason::UnsupportedLock),
        (
            "ChainingModeCBC",
            "ChainingModeCFB",
            Reason::UnsupportedLock,
        ),
        ("\"SHA512\"", "\"WHIRLPOOL\"", Reason::UnsupportedLock),
        (
            "keyEncryptor/password\">",
            "keyEncryptor/certificate\">",
            Reason::UnsupportedLock,
        ),
        (
            "<encryption ",
            "<!DOCTYPE a [<!ENTITY b \"c\">]><encryption ",
            Reason::Malformed,
        ),
        ("<encryption ", "", Reason::Malformed),
    ] {
        let lie = xml.replace(from, to);
        assert_ne!(lie, xml, "{from}");
        let info = [&info[..8], lie.as_bytes()].concat();
        let locked = compound(&[("EncryptionInfo", &info), ("EncryptedPackage", &sealed)]);
        assert_eq!(
            carry_opened("a.docx", &locked, &["x"]).err(),
            Some(reason),
            "{from} {to}"
        );
    }
}

#[test]
fn locks_that_no_password_opens_say_so() {
    let rights = compound(&[("EncryptedPackage", &[0; 64])]);
    assert_eq!(
        carry("a.docx", &rights).err(),
        Some(Reason::UnsupportedLock)
    );
    let extensible = compound(&[("EncryptionInfo", &[3, 0, 3, 0]), ("EncryptedPackage", &[])]);
    assert_eq!(
        carry_opened("a.docx", &extensible, &["x"]).err(),
        Some(Reason::UnsupportedLock)
    );
    let word = compound(&[("WordDocument", &[0; 32]), ("\u{9}DRMContent", &[0; 32])]);
    assert_eq!(carry("a.doc", &word).err(), Some(Reason::UnsupportedLock));
}

#[test]
fn what_stands_behind_the_lock_is_not_believed() {
    let again = agile(&letter(), "x", &Agile::default());
    for (inner, reason) in [
        (&b"MZ\x90\0 a program"[..], Reason::UnsupportedType),
        (&[], Reason::UnknownType),
        (&again, Reason::TooDeep),
    ] {
        let locked = agile(inner, "x", &Agile::default());
        let held = carry_opened("a.docx", &locked, &["x"]);
        if inner.is_empty() {
            assert!(held.is_ok_and(|clean| clean.kind == Kind::Text));
        } else {
            assert_eq!(held.err(), Some(reason));
        }
    }
}

#[test]
fn documents_of_1997_say_whether_they_are_locked() {
    let word = |flags: u8| {
        let mut stream = [0; 64];
        stream[..2].copy_from_slice(&[0xec, 0xa5]);
        stream[11] = flags;
        compound(&[("WordDocument", &stream)])
    };
    let record = |kind: u8, body: &[u8]| {
        let length = u8::try_from(body.len()).unwrap();
        [&[kind, if kind == 9 { 8 } else { 0 }, length, 0], body].concat()
    };
    let excel = |pass: &[u8]| {
        let end = record(0x0a, &[]);
        // Behind the end of the globals a sheet may say anything.
        let book = [&record(9, &[0; 16]), pass, &end, &record(0x2f, &[0; 6])].concat();
        compound(&[("Workbook", &book)])
    };
    let show = |token: u32| {
        let head = [
            &[0, 0, 0xf6, 0x0f, 0x14, 0, 0, 0, 0x14, 0, 0, 0][..],
            &token.to_le_bytes(),
        ];
        compound(&[
            ("PowerPoint Document", &[0; 16]),
            ("Current User", &head.concat()),
        ])
    };
    for (bytes, locked) in [
        (word(0x02), false),
        (word(0x03), true),
        (excel(&[]), false),
        (excel(&record(0x2f, &[0; 6])), true),
        (show(0xe391_c05f), false),
        (show(0xf3d1_c4df), true),
    ] {
        let reason = if locked {
            Reason::PasswordLocked
        } else {
            Reason::UnsupportedType
        };
        assert_eq!(carry("a.doc", &bytes).err(), Some(reason));
    }
}

#[test]
fn a_password_that_fits_an_old_lock_shows_that_the_lock_is_not_the_trouble() {
    for (folder, name, password) in [
        ("office", "poi__test-data__spreadsheet__50833.xls", None),
        (
            "office",
            "poi__test-data__spreadsheet__xor-encryption-abc.xls",
            Some("abc"),
        ),
        (
            "office",
            "poi__test-data__document__password_password_cryptoapi.doc",
            Some("password"),
        ),
    ] {
        let Ok(bytes) = std::fs::read(corpus().join(folder).join(name)) else {
            eprintln!(
                "SKIPPED: no {folder}/{name} (set SEKISHO_CORPUS to a folder of sample files)"
            );
            continue;
        };
        if let Some(password) = password {
            let wrong = carry_opened(name, &bytes, &["not this one"]);
            assert_eq!(wrong.err(), Some(Reason::PasswordLocked), "{name}");
            let right = carry_opened(name, &bytes, &[password]);
            assert_ne!(right.err(), Some(Reason::PasswordLocked), "{name}");
        } else {
            assert_ne!(
                carry(name, &bytes).err(),
                Some(Reason::PasswordLocked),
                "{name}"
            );
        }
    }
}

fn corpus() -> std::path::PathBuf {
    let named = std::env::var_os("SEKISHO_CORPUS").map(std::path::PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    named.unwrap_or(beside)
}

#[test]
fn locked_files_of_the_world_open_with_their_passwords() {
    let corpus = corpus();
    for (folder, name, password, kind) in [
        (
            "office",
            "poi__test-data__document__bug53475-password-is-solrcell.docx",
            "solrcell",
            Kind::Docx,
        ),
        (
            "office",
            "poi__test-data__poifs__extenxls_pwd123.xlsx",
            "pwd123",
            Kind::Xlsx,
        ),
        (
            "office",
            "poi__test-data__spreadsheet__58616.xlsx",
            "",
            Kind::Xlsx,
        ),
        (
            "hostile-office",
            "oletools__tests__test-data__encrypted__autostart-encrypt-standardpassword.xlsm",
            "",
            Kind::Xlsx,
        ),
        (
            "hostile-office",
            "oletools__tests__test-data__encrypted__dde-test-encrypt-standardpassword.xlsx",
            "",
            Kind::Xlsx,
        ),
    ] {
        let Ok(bytes) = std::fs::read(corpus.join(folder).join(name)) else {
            eprintln!(
                "SKIPPED: no {folder}/{name} (set SEKISHO_CORPUS to a folder of sample files)"
            );
            continue;
        };
        let clean = carry_opened(name, &bytes, &[password]).unwrap();
        assert_eq!(clean.kind, kind, "{name}");
        assert!(told(&clean, Code::LockOpened), "{name}");
        if !password.is_empty() {
            let wrong = carry_opened(name, &bytes, &["not this one"]);
            assert_eq!(wrong.err(), Some(Reason::PasswordLocked), "{name}");
        }
    }
}
