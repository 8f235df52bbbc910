//! The two mails of the flood: 4 KiB with a small attachment, and 100 KiB with a docx.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use tests::samples;

/// Files that smtp-source reads.
#[derive(Debug)]
pub(crate) struct Mails {
    _folder: tempfile::TempDir,
    small: PathBuf,
    large: PathBuf,
}

impl Mails {
    /// Writes both.
    pub(crate) fn make() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the mails");
        std::fs::set_permissions(
            folder.path(),
            std::os::unix::fs::PermissionsExt::from_mode(0o755),
        )
        .expect("readable mails");
        let small = folder.path().join("4k.eml");
        let notes: String = (0..40).fold(String::new(), |mut text, n| {
            let _ = writeln!(text, "{n}番目の連絡事項です。ご確認ください。");
            text
        });
        std::fs::write(&small, mail("連絡.txt", "text/plain", notes.as_bytes())).expect("written");
        let large = folder.path().join("100k.eml");
        let docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        std::fs::write(&large, mail("要領.docx", docx, &samples::docx(70_000))).expect("written");
        Self {
            _folder: folder,
            small,
            large,
        }
    }

    /// Both, by the name of their size.
    pub(crate) fn all(&self) -> [(&'static str, &Path); 2] {
        [("4k", &self.small), ("100k", &self.large)]
    }
}

/// A mail as a town sends it; lines end in LF, smtp-source adds the CR.
fn mail(name: &str, kind: &str, attachment: &[u8]) -> String {
    let coded = BASE64.encode(attachment);
    let lines: Vec<&str> = coded
        .as_bytes()
        .chunks(76)
        .map(|line| std::str::from_utf8(line).unwrap_or_default())
        .collect();
    let word = |text: &str| format!("=?UTF-8?B?{}?=", BASE64.encode(text.as_bytes()));
    let body =
        "住民基本台帳に関するお問い合わせについて回答いたします。添付ファイルをご確認ください。\n";
    format!(
        "From: {} <kikaku@pref.example>\nTo: <sato@yamabiko.example>\nSubject: {}\n\
         Date: Fri, 20 Nov 2026 09:00:00 +0900\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=\"=_b1\"\n\n--=_b1\n\
         Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\n{}\n--=_b1\n\
         Content-Type: {kind}; name=\"{}\"\nContent-Transfer-Encoding: base64\n\
         Content-Disposition: attachment; filename=\"{}\"\n\n{}\n--=_b1--\n",
        word("企画課"),
        word("照会について"),
        body.repeat(6),
        word(name),
        word(name),
        lines.join("\n")
    )
}
