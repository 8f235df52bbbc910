//! The mail module's sentences with numbers and dates in them. Each is whole in each language; none is pieced together.

use crate::text::Language;
use crate::text::Language::{English, Japanese};

/// 「無害化して届けました（3件中2件）」.
pub(super) fn report_heading(
    language: Language,
    parts: usize,
    held: usize,
    body_held: bool,
) -> String {
    let clean = parts.saturating_sub(held);
    match (language, body_held, clean, held) {
        (Japanese, true, _, _) => "本文を確かめられませんでした".to_owned(),
        (Japanese, _, 0, 0) => "無害化して届けました".to_owned(),
        (Japanese, _, 0, _) => format!("本文を無害化して届けました（添付{held}件は保留）"),
        (Japanese, _, _, 0) => format!("無害化して届けました（添付{parts}件）"),
        (Japanese, _, _, _) => format!("無害化して届けました（添付{parts}件中{clean}件）"),
        (English, true, _, _) => "The text could not be checked".to_owned(),
        (English, _, 0, 0) => "Made safe and delivered".to_owned(),
        (English, _, 0, _) => format!("Text made safe and delivered (attachments held: {held})"),
        (English, _, _, 0) => format!("Made safe and delivered (attachments: {parts})"),
        (English, _, _, _) => format!("Made safe and delivered ({clean} of {parts} attachments)"),
    }
}

/// 「受信から 1.4 秒」.
pub(super) fn seconds(language: Language, micros: u64) -> String {
    let tenths = micros / 100_000;
    let (whole, rest) = (tenths / 10, tenths % 10);
    if tenths == 0 {
        return match language {
            Japanese => "受信から 0.1 秒以内".to_owned(),
            English => "within 0.1 s of receipt".to_owned(),
        };
    }
    match (language, whole) {
        (Japanese, 0..100) => format!("受信から {whole}.{rest} 秒"),
        (Japanese, 100..6_000) => format!("受信から {} 分", whole / 60),
        (Japanese, _) => format!("受信から {} 時間", whole / 3_600),
        (English, 0..100) => format!("{whole}.{rest} s from receipt"),
        (English, 100..6_000) => format!("{} min from receipt", whole / 60),
        (English, _) => format!("{} h from receipt", whole / 3_600),
    }
}

/// 「保留 1」.
pub(super) fn held_pill(language: Language, held: u16) -> String {
    match language {
        Japanese => format!("保留 {held}"),
        English => format!("{held} held"),
    }
}

/// 「図面一式.zip（図面の送付）」; without a file it is the mail itself.
pub(super) fn held_title(language: Language, name: &str, subject: &str) -> String {
    match (language, name) {
        (Japanese, "") => format!("{subject}（本文）"),
        (English, "") => format!("{subject} (the text)"),
        (Japanese, name) => format!("{name}（{subject}）"),
        (English, name) => format!("{name} ({subject})"),
    }
}

/// 「無害化済」.
pub(super) fn cleaned_pill(language: Language) -> String {
    match language {
        Japanese => "無害化済".to_owned(),
        English => "Made safe".to_owned(),
    }
}

/// Bytes of the text that no character could be found for.
pub(super) fn unrepresented(language: Language, bytes: u64) -> String {
    match language {
        Japanese => format!(
            "本文や見出しのうち {bytes} バイトは文字として読み取れなかったため、除きました。元のメールは保管しています。"
        ),
        English => format!(
            "{bytes} bytes of the text or head could not be read as characters and were left out. The original is kept."
        ),
    }
}

/// Until when a held part is kept.
pub(super) fn kept_until(language: Language, day: Option<&str>) -> String {
    match (language, day) {
        (Japanese, Some(day)) => format!("元のファイルは{day}まで保管します。"),
        (Japanese, None) => "元のファイルは受付側で保管しています。".to_owned(),
        (English, Some(day)) => format!("The original is kept until {day}."),
        (English, None) => "The original is kept on the receiving side.".to_owned(),
    }
}

/// A file that can be changed in its program.
pub(super) fn editable(language: Language) -> &'static str {
    match language {
        Japanese => "編集できます",
        English => "Editable",
    }
}

/// A step on the way: what it is called, and what there is to say.
pub(super) struct StepWords {
    /// 受信.
    pub word: &'static str,
    /// One sentence.
    pub detail: String,
}

/// The outer side had it on disk.
pub(super) fn step_received(language: Language, size: &str) -> StepWords {
    match language {
        Japanese => StepWords {
            word: "受付",
            detail: format!(
                "インターネット側で受け取りました（{size}）。原本はそちらで保管しています。"
            ),
        },
        English => StepWords {
            word: "Received",
            detail: format!("Received on the internet side ({size}). The original is kept there."),
        },
    }
}

/// It was made safe.
pub(super) fn step_sanitized(language: Language, clean: usize, held: usize) -> StepWords {
    let detail = match (language, clean, held) {
        (Japanese, 0, 0) => "本文を作り直しました。".to_owned(),
        (Japanese, 0, _) => format!("本文を作り直しました。添付{held}件は保留です。"),
        (Japanese, _, 0) => format!("本文と添付{clean}件を作り直しました。"),
        (Japanese, _, _) => {
            format!("本文と添付{clean}件を作り直しました。添付{held}件は保留です。")
        }
        (English, 0, 0) => "The text was made anew.".to_owned(),
        (English, 0, _) => format!("The text was made anew; attachments held: {held}."),
        (English, _, 0) => format!("The text and {clean} attachments were made anew."),
        (English, _, _) => {
            format!("The text and {clean} attachments were made anew; held: {held}.")
        }
    };
    let word = match language {
        Japanese => "無害化",
        English => "Made safe",
    };
    StepWords { word, detail }
}

/// It was let through and sealed.
pub(super) fn step_sealed(language: Language, rule: &str) -> StepWords {
    match (language, rule) {
        (Japanese, "") => StepWords {
            word: "封印",
            detail: "途中で書き換えられないように封印して、庁内へ送りました。".to_owned(),
        },
        (Japanese, rule) => StepWords {
            word: "封印",
            detail: format!("越境ルール「{rule}」で確かめ、封印して庁内へ送りました。"),
        },
        (English, "") => StepWords {
            word: "Sealed",
            detail: "Sealed against change and sent to this side.".to_owned(),
        },
        (English, rule) => StepWords {
            word: "Sealed",
            detail: format!("Let through by the rule “{rule}”, sealed and sent to this side."),
        },
    }
}

/// It landed.
pub(super) fn step_delivered(language: Language) -> StepWords {
    match language {
        Japanese => StepWords {
            word: "お届け",
            detail: "封印を確かめて、受信箱に入れました。".to_owned(),
        },
        English => StepWords {
            word: "Delivered",
            detail: "The seal was checked and the mail put into the inbox.".to_owned(),
        },
    }
}

/// It was opened for the first time.
pub(super) fn step_opened(language: Language) -> StepWords {
    match language {
        Japanese => StepWords {
            word: "開封",
            detail: "はじめて開きました。".to_owned(),
        },
        English => StepWords {
            word: "Opened",
            detail: "Opened for the first time.".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_where_a_clerk_expects_them() {
        assert_eq!(
            report_heading(Japanese, 3, 1, false),
            "無害化して届けました（添付3件中2件）"
        );
        assert_eq!(
            report_heading(Japanese, 2, 0, false),
            "無害化して届けました（添付2件）"
        );
        assert_eq!(
            report_heading(Japanese, 0, 0, false),
            "無害化して届けました"
        );
        assert_eq!(seconds(Japanese, 90_000), "受信から 0.1 秒以内");
        assert_eq!(seconds(Japanese, 1_430_000), "受信から 1.4 秒");
        assert_eq!(seconds(Japanese, 3 * 60 * 1_000_000), "受信から 3 分");
    }
}
