//! Words for holds: a short word, why, and what to do next.

use sekisho_ir::{Kind, Reason};

use super::{Both, both};

/// The words for one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReasonText {
    /// Two or three words.
    pub word: Both,
    /// Why it is held, one sentence.
    pub why: Both,
    /// What to do next, one sentence.
    pub next: Both,
}

/// The words for a reason.
pub fn reason_text(reason: Reason) -> ReasonText {
    let text = |word, why, next| ReasonText { word, why, next };
    match reason {
        Reason::PasswordLocked => text(
            both("パスワード付き", "password-locked"),
            both(
                "パスワードが付いているため、中身を確かめられませんでした",
                "it is behind a password, so its content could not be looked at",
            ),
            both(
                "差出人に、パスワードを付けないファイルの再送を依頼してください",
                "ask the sender to send it again without a password",
            ),
        ),
        Reason::UnsupportedLock => text(
            both("開けない保護", "a lock no password opens"),
            both(
                "証明書や権限管理などで保護されているため、パスワードでは開けません",
                "it is protected by a certificate or by rights management, which no password opens",
            ),
            both(
                "差出人に、保護を外したファイルの再送を依頼してください",
                "ask the sender to send it again without that protection",
            ),
        ),
        Reason::UnknownType => text(
            both("種類不明", "unknown kind"),
            both(
                "ファイルの種類を判別できませんでした",
                "nobody could tell what kind of file it is",
            ),
            ASK_PDF_OR_RELEASE,
        ),
        Reason::UnsupportedType => text(
            both("未対応の形式", "unsupported kind"),
            both(
                "安全な形に作り直す方法がまだない形式です",
                "there is no way yet to write this kind of file anew",
            ),
            ASK_PDF_OR_RELEASE,
        ),
        Reason::Malformed => text(
            both("壊れたファイル", "broken file"),
            both(
                "ファイルが壊れていて読み取れませんでした",
                "the file is broken and could not be read",
            ),
            both(
                "差出人に再送を依頼してください",
                "ask the sender to send it again",
            ),
        ),
        Reason::TooLarge => text(
            both("大きすぎます", "too large"),
            both(
                "ファイルが上限より大きいため、取り込めませんでした",
                "it is larger than allowed",
            ),
            both(
                "差出人に、分割しての再送を依頼してください",
                "ask the sender to send it in smaller pieces",
            ),
        ),
        Reason::TooDeep => text(
            both("入れ子が深い", "nested too deep"),
            both(
                "書庫の中の書庫が上限より深く重なっています",
                "archives stand inside each other deeper than allowed",
            ),
            both(
                "差出人に、圧縮を重ねないファイルの再送を依頼してください",
                "ask the sender to send it without archives inside archives",
            ),
        ),
        Reason::TooMany => text(
            both("数が多すぎます", "too many parts"),
            both(
                "中に含まれるものの数が上限を超えています",
                "it has more parts than allowed",
            ),
            both(
                "差出人に、分割しての再送を依頼してください",
                "ask the sender to send it in smaller pieces",
            ),
        ),
        Reason::TimedOut => text(
            both("時間切れ", "timed out"),
            both(
                "決められた時間のうちに処理が終わりませんでした",
                "it was not done within the time allowed",
            ),
            ASK_OFFICER,
        ),
        Reason::Crashed => text(
            both("処理できません", "could not be processed"),
            both(
                "読み取りの途中で処理が止まりました。ほかのものへの影響はありません",
                "reading it came to a stop; nothing else is affected",
            ),
            ASK_OFFICER,
        ),
        Reason::MemoryExceeded => text(
            both("展開すると大きすぎます", "too large when unpacked"),
            both(
                "処理に必要なメモリが上限を超えました",
                "processing it needed more memory than allowed",
            ),
            ASK_OFFICER,
        ),
        Reason::ForbiddenCall => text(
            both("不審な動作", "suspicious behaviour"),
            both(
                "読み取り中に許されていない動作が見つかったため、止めました",
                "reading it led to an act that is not allowed, and was stopped",
            ),
            both(
                "開かずに、情報セキュリティ担当へお知らせください",
                "do not open it; tell your information security officer",
            ),
        ),
        Reason::MethodUnavailable => text(
            both("使えない方法", "method not available"),
            both(
                "この種類のファイルには、指定された方法がまだ使えません",
                "the method asked for cannot be used on this kind of file yet",
            ),
            both(
                "この種類には別の方法（再構築など）を指定してください",
                "choose another method for this kind, such as rebuilding it",
            ),
        ),
        Reason::PolicyHolds => text(
            both("規則により保留", "held by rule"),
            both(
                "この種類のファイルは、規則により保留されます",
                "a rule says that this kind of file is held",
            ),
            ASK_OFFICER,
        ),
        Reason::WriterRefused | Reason::RecheckFailed => text(
            both("安全を確認できません", "safety not confirmed"),
            both(
                "作り直した結果の安全を確認できませんでした",
                "what was written anew could not be confirmed as safe",
            ),
            ASK_OFFICER,
        ),
        _ => text(
            both("保留", "held"),
            both(
                "安全を確認できないため、保留しています",
                "it is held because its safety is not confirmed",
            ),
            ASK_OFFICER,
        ),
    }
}

/// The words for a part that is held: a program is named as one, whatever the reason says.
pub fn held_text(reason: Reason, detected: Kind) -> ReasonText {
    match detected {
        Kind::Executable | Kind::Script | Kind::Shortcut => ReasonText {
            word: both("プログラム", "a program"),
            why: both(
                "中身は文書ではなく、パソコンで動くプログラムです",
                "it is not a document but a program that would run",
            ),
            next: both(
                "心当たりがなければ差出人には返信せず、情報セキュリティ担当へお知らせください",
                "if you did not expect it, do not answer the sender; tell your information security officer",
            ),
        },
        _ => reason_text(reason),
    }
}

const ASK_PDF_OR_RELEASE: Both = both(
    "差出人に別の形式（Word、Excelなど）での再送を依頼するか、情報セキュリティ担当に目視確認による取込を依頼してください",
    "ask the sender for another format, or ask your information security officer to release it by inspection",
);
const ASK_OFFICER: Both = both(
    "必要なファイルであれば、情報セキュリティ担当に目視確認による取込を依頼してください",
    "if you need it, ask your information security officer to release it by inspection",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_says_why_and_what_next() {
        for reason in Reason::ALL {
            let text = reason_text(*reason);
            assert_ne!(text.word.ja, "保留", "{reason} has no words of its own");
            assert!(text.next.ja.ends_with("ください"), "{reason}");
        }
    }
}
