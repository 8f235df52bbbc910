//! The words around notices; the notices themselves are said by their modules.

use super::digest::MOST_TIMES;
use super::service;
use super::source::Said;
use super::table::Notice;
use crate::text::Language;

/// The fixed words.
#[derive(Debug)]
pub(super) struct NoticeText {
    pub title: &'static str,
    pub all: &'static str,
    pub unread: &'static str,
    pub choose: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    pub no_unread: &'static str,
    pub no_unread_hint: &'static str,
    pub read: &'static str,
    pub mark_unread: &'static str,
    pub read_all: &'static str,
    pub older: &'static str,
    pub newest: &'static str,
    pub settings: &'static str,
    pub settings_lead: &'static str,
    pub kinds: &'static str,
    pub kinds_hint: &'static str,
    pub quiet: &'static str,
    pub quiet_hint: &'static str,
    pub quiet_hours: &'static str,
    pub quiet_from: &'static str,
    pub quiet_until: &'static str,
    pub quiet_weekend: &'static str,
    pub wrong_time: &'static str,
    pub digest: &'static str,
    pub digest_hint: &'static str,
    pub digest_wanted: &'static str,
    pub digest_weekend: &'static str,
    pub digest_times: [&'static str; MOST_TIMES],
    pub digest_none: &'static str,
    pub digest_from: &'static str,
    pub keep: &'static str,
    pub kept: &'static str,
}

static JA: NoticeText = NoticeText {
    title: "通知",
    all: "すべて",
    unread: "未読",
    choose: "通知の設定",
    none: "通知はまだありません。",
    none_hint: "確認が必要なことがあると、ここに届きます。画面を開いたままでも増えます。",
    no_unread: "未読の通知はありません。",
    no_unread_hint: "読んだ通知は「すべて」にあります。",
    read: "既読にする",
    mark_unread: "未読に戻す",
    read_all: "すべて既読にする",
    older: "前の通知を見る",
    newest: "新しい通知にもどる",
    settings: "通知の設定",
    settings_lead: "受け取る通知と、控える時間を選べます。",
    kinds: "受け取る通知",
    kinds_hint: "外した通知は、届きません（サインインの通知は外せません）。メールや掲示そのものは、これまでどおり届きます。",
    quiet: "通知を控える時間",
    quiet_hint: "控える時間は、画面の隅のお知らせを出しません。通知は一覧にたまり、件数も変わりません。",
    quiet_hours: "時間を決めて控える",
    quiet_from: "何時から",
    quiet_until: "何時まで",
    quiet_weekend: "土曜日と日曜日は控える",
    wrong_time: "時刻は「17:30」のように入れてください。",
    digest: "まとめのメール",
    digest_hint: "まだ読んでいない通知を、決めた時刻に1通のメールにまとめてお届けします。新しい通知がなければ届きません。",
    digest_wanted: "まとめのメールを受け取る",
    digest_weekend: "土曜日と日曜日も受け取る",
    digest_times: ["1回目", "2回目（なくてもよい）", "3回目（なくてもよい）"],
    digest_none: "受け取る時刻を「08:15」のように、1つは入れてください。",
    digest_from: "関所 通知",
    keep: "この設定にする",
    kept: "通知の設定を変えました。",
};

static EN: NoticeText = NoticeText {
    title: "Notices",
    all: "All",
    unread: "Unread",
    choose: "Which notices",
    none: "There are no notices yet.",
    none_hint: "What needs you will arrive here, also while the page stays open.",
    no_unread: "You have read everything.",
    no_unread_hint: "What you have read stands under All.",
    read: "Mark as read",
    mark_unread: "Mark as unread",
    read_all: "Mark all as read",
    older: "Older notices",
    newest: "Back to the newest",
    settings: "Notices",
    settings_lead: "Which notices you get, and when it shall be quiet.",
    kinds: "Notices you get",
    kinds_hint: "What you leave out is not written; those of sign-in cannot be left out. The mail itself arrives as before.",
    quiet: "Quiet hours",
    quiet_hint: "In quiet hours nothing is said at the edge of the page. Notices gather in the list and are counted.",
    quiet_hours: "Keep quiet hours",
    quiet_from: "From",
    quiet_until: "Until",
    quiet_weekend: "Quiet on Saturday and Sunday",
    wrong_time: "Please enter times like 17:30.",
    digest: "Digest by mail",
    digest_hint: "Notices you have not read yet, in one mail at the times you choose. No new notices, no mail.",
    digest_wanted: "Send me a digest",
    digest_weekend: "Also on Saturday and Sunday",
    digest_times: ["First", "Second (optional)", "Third (optional)"],
    digest_none: "Please enter at least one time like 08:15.",
    digest_from: "Sekisho notices",
    keep: "Keep these settings",
    kept: "The settings were changed.",
};

/// The words in `language`.
pub(super) fn words(language: Language) -> &'static NoticeText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

/// 12件を既読にしました。
pub(super) fn all_read(language: Language, count: u64) -> String {
    match language {
        Language::Japanese => format!("{count}件の通知を既読にしました。"),
        Language::English => format!("{count} notices were marked as read."),
    }
}

/// The subject of a digest.
pub(super) fn digest_subject(language: Language, count: usize) -> String {
    match language {
        Language::Japanese => format!("未読の通知のまとめ（{count}件）"),
        Language::English => format!("Digest: {count} unread notices"),
    }
}

/// What stands above its lines.
pub(super) fn digest_opening(language: Language, at: &str, count: usize) -> String {
    match language {
        Language::Japanese => {
            format!("{at} までに届いた通知のうち、まだ読んでいないものは{count}件です。")
        }
        Language::English => format!("Up to {at}, you have {count} notices you have not read yet."),
    }
}

/// What stands below them.
pub(super) fn digest_closing(language: Language, more: usize) -> String {
    let rest = match language {
        _ if more == 0 => String::new(),
        Language::Japanese => format!("ほかに{more}件あります。通知の一覧でご覧ください。\n"),
        Language::English => format!("There are {more} more; please see the list of notices.\n"),
    };
    let how = match language {
        Language::Japanese => {
            "このメールは、通知の設定で選んだ時刻に届きます。設定の画面でやめられます。"
        }
        Language::English => {
            "This mail comes at the times you chose among your settings for notices, where you can stop it."
        }
    };
    rest + how
}

/// A notice in words; one of a module that is gone says what it was made of.
pub(super) fn said(language: Language, row: &Notice) -> Said {
    match service::source(&row.source) {
        Some(source) => source.say(language, &row.kind, &row.words),
        None => Said {
            title: row.words.first().cloned().unwrap_or_default(),
            sentence: String::new(),
        },
    }
}
