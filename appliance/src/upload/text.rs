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
        (_, Refused::Held { reason, detected }) => {
            // What nobody asked for is called by its name, broken or not.
            let wished = wish.takes().contains(&detected) || detected == Kind::Unknown;
            let reason = match reason {
                Reason::Malformed if !wished => Reason::UnsupportedType,
                reason => reason,
            };
            held(reason, detected, &kinds, language)
        }
    }
}

fn held(reason: Reason, detected: Kind, kinds: &str, language: Language) -> String {
    let program = matches!(detected, Kind::Executable | Kind::Script | Kind::Shortcut);
    let other = matches!(reason, Reason::PolicyHolds | Reason::UnsupportedType);
    if let Some(own) = own(reason, detected, language) {
        return own.to_owned();
    }
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

/// What clerks meet most, each with its own way out.
fn own(reason: Reason, detected: Kind, language: Language) -> Option<&'static str> {
    let said = match (reason, detected, language) {
        (Reason::PolicyHolds | Reason::UnsupportedType, Kind::Heic, Language::Japanese) => {
            "選ばれたファイルの中身はHEICの写真です。iPhoneの「設定」の「カメラ」→「フォーマット」を「互換性優先」にして撮り直すか、パソコンの「フォト」などで開いてJPEGで保存し直し、それを選んでください。"
        }
        (Reason::PolicyHolds | Reason::UnsupportedType, Kind::Heic, Language::English) => {
            "By its content this is a HEIC photo. Set Settings, Camera, Formats of the iPhone to Most Compatible and take it again, or open it on a computer, save it as JPEG, and choose that."
        }
        (Reason::TooLarge, _, Language::Japanese) => {
            "画像の画素数が多すぎて開けませんでした。縦横を縮小した画像を選んでください。"
        }
        (Reason::TooLarge, _, Language::English) => {
            "The picture has too many pixels to be opened. Choose a smaller one."
        }
        (Reason::Malformed, _, Language::Japanese) => {
            "画像が壊れていて読み取れませんでした。元の写真を開けるか確かめ、保存し直してから選んでください。"
        }
        (Reason::Malformed, _, Language::English) => {
            "The picture is broken and could not be read. See whether it opens elsewhere, save it anew, and choose that."
        }
        (Reason::Crashed | Reason::TimedOut, _, Language::Japanese) => {
            "画像を読み取れませんでした。保存し直すか、別の画像を選んでください。"
        }
        (Reason::Crashed | Reason::TimedOut, _, Language::English) => {
            "The picture could not be read. Save it anew, or choose another one."
        }
        _ => return None,
    };
    Some(said)
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
