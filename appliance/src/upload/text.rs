//! Why something uploaded was not taken, and what to do next.

use super::receive::FILE_MOST;
use super::{Refused, Wish};
use crate::text::Language;
use sekisho_sanitizer::words::{Lang, held_text, kind_word};
use sekisho_sanitizer::{Kind, Reason};

/// The largest file, in millions of bytes, as it is told.
const MOST: usize = FILE_MOST / 1_000_000;

/// The sentence.
pub(super) fn sentence(refused: Refused, wish: &Wish, language: Language) -> String {
    let kinds = kinds(wish, language);
    match (language, refused) {
        (Language::Japanese, Refused::Nothing) => {
            "ファイルが選ばれていません。ファイルを選んでから、もう一度押してください。".to_owned()
        }
        (Language::English, Refused::Nothing) => {
            "No file was chosen. Choose one, then press the button again.".to_owned()
        }
        (Language::Japanese, Refused::TooLarge) => {
            format!("ファイルが大きすぎます。{MOST} MBまでのファイルを選んでください。")
        }
        (Language::English, Refused::TooLarge) => {
            format!("The file is too large. Choose one of at most {MOST} MB.")
        }
        (Language::Japanese, Refused::Broken) => {
            "ファイルが途中までしか届きませんでした。もう一度送ってください。".to_owned()
        }
        (Language::English, Refused::Broken) => {
            "The file did not arrive whole. Please send it again.".to_owned()
        }
        (Language::Japanese, Refused::Unavailable) => {
            "いまはファイルを無害化できないため、受け付けられません。しばらくしてからもう一度お試しください。続くときは、情報システムの担当へお知らせください。"
                .to_owned()
        }
        (Language::English, Refused::Unavailable) => {
            "Files cannot be made safe at the moment, so none is taken. Try again in a while; if this goes on, tell whoever looks after the system."
                .to_owned()
        }
        (_, Refused::Held { reason, detected }) => held(reason, detected, &kinds, language),
    }
}

fn held(reason: Reason, detected: Kind, kinds: &str, language: Language) -> String {
    let program = matches!(detected, Kind::Executable | Kind::Script | Kind::Shortcut);
    let other = matches!(reason, Reason::PolicyHolds | Reason::UnsupportedType);
    let named = other && !program && detected != Kind::Unknown;
    match language {
        Language::Japanese if named => {
            let found = kind_word(detected, Lang::Ja);
            format!("選ばれたファイルの中身は{found}です。ここには{kinds}を選んでください。")
        }
        Language::English if named => {
            let found = kind_word(detected, Lang::En);
            format!("By its content this file is: {found}. Choose {kinds} here.")
        }
        Language::Japanese => {
            let why = held_text(reason, detected).why.ja;
            format!("{why}。ここには{kinds}を選んでください。")
        }
        Language::English => {
            let why = held_text(reason, detected).why.en;
            format!("It was not taken: {why}. Choose {kinds} here.")
        }
    }
}

/// `JPEG、PNG、WebPの画像`.
fn kinds(wish: &Wish, language: Language) -> String {
    let names: Vec<&str> = wish.takes().iter().map(|kind| name(*kind)).collect();
    match language {
        Language::Japanese => format!("{}の画像", names.join("、")),
        Language::English => format!("a picture ({})", names.join(", ")),
    }
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Jpeg => "JPEG",
        Kind::Png => "PNG",
        Kind::Webp => "WebP",
        Kind::Bmp => "BMP",
        other => other.code(),
    }
}
