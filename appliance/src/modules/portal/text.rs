//! The words of the portal.

use crate::text::Language;

/// The fixed words of the portal.
#[derive(Debug)]
pub(super) struct PortalText {
    pub title: &'static str,
    pub counts: &'static str,
    pub unread: &'static str,
    pub held: &'static str,
    pub held_card: &'static str,
    pub held_card_hint: &'static str,
    pub held_act: &'static str,
    pub held_none: &'static str,
    pub held_none_hint: &'static str,
    pub unread_card: &'static str,
    pub unread_all: &'static str,
    pub unread_none: &'static str,
    pub unread_none_hint: &'static str,
    /// Before and after the number of those not shown.
    pub more: (&'static str, &'static str),
    pub phone: &'static str,
    pub directory: &'static str,
    pub no_section: &'static str,
    pub me: &'static str,
    pub change: &'static str,
    pub state: &'static str,
    pub unsaid: &'static str,
    pub until: &'static str,
    pub note: &'static str,
    pub note_hint: &'static str,
    pub keep: &'static str,
}

static JA: PortalText = PortalText {
    title: "ポータル",
    counts: "待っているもの",
    unread: "未読メール",
    held: "受け取り待ち",
    held_card: "受け取りを待っているもの",
    held_card_hint: "新しい順",
    held_act: "内容を見る",
    held_none: "受け取りを待っているものはありません。",
    held_none_hint: "確認が必要な添付ファイルが届くと、ここに出ます。",
    unread_card: "まだ読んでいないメール",
    unread_all: "受信箱を開く",
    unread_none: "未読のメールはありません。",
    unread_none_hint: "届くと、開いたままでもここに出ます。",
    more: ("ほか ", " 件を見る"),
    phone: "内線",
    directory: "職員録へ",
    no_section: "今日の所属がありません。所属は団体の管理者が登録します。",
    me: "わたし",
    change: "知らせる",
    state: "いまの状態",
    unsaid: "知らせない",
    until: "何時まで",
    note: "ひとこと",
    note_hint: "第2会議室、県庁 など",
    keep: "この状態にする",
};

static EN: PortalText = PortalText {
    title: "Portal",
    counts: "What waits",
    unread: "Unread mail",
    held: "Held",
    held_card: "Waiting for you",
    held_card_hint: "Newest first",
    held_act: "Look at it",
    held_none: "Nothing waits for you.",
    held_none_hint: "Attachments that need a look will appear here.",
    unread_card: "Mail you have not read",
    unread_all: "Open the inbox",
    unread_none: "You have read everything.",
    unread_none_hint: "New mail appears here while the page is open.",
    more: ("", " more"),
    phone: "Ext.",
    directory: "Directory",
    no_section: "You hold no post today. Posts are entered by your administrator.",
    me: "Me",
    change: "Tell them",
    state: "Where you are",
    unsaid: "Say nothing",
    until: "Until",
    note: "A few words",
    note_hint: "Room 2, prefecture",
    keep: "Say so",
};

/// The portal's words in `language`.
pub(super) fn words(language: Language) -> &'static PortalText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

/// おはようございます、佐藤さん.
pub(super) fn greeting(language: Language, hour: i8, name: &str) -> String {
    let family = name.split_whitespace().next().unwrap_or(name);
    match (language, hour) {
        (Language::Japanese, 4..=10) => format!("おはようございます、{family}さん"),
        (Language::Japanese, 11..=17) => format!("こんにちは、{family}さん"),
        (Language::Japanese, _) => format!("こんばんは、{family}さん"),
        (Language::English, 4..=10) => format!("Good morning, {name}"),
        (Language::English, 11..=17) => format!("Good afternoon, {name}"),
        (Language::English, _) => format!("Good evening, {name}"),
    }
}

/// うち今日 2.
pub(super) fn of_today(language: Language, count: u64) -> String {
    match (language, count) {
        (_, 0) => String::new(),
        (Language::Japanese, count) => format!("うち今日 {count}"),
        (Language::English, count) => format!("{count} of them today"),
    }
}

/// 総務係のいま.
pub(super) fn section_now(language: Language, name: &str) -> String {
    match (language, name) {
        (Language::Japanese, "") => "所属のいま".to_owned(),
        (Language::English, "") => "Your section now".to_owned(),
        (Language::Japanese, name) => format!("{name}のいま"),
        (Language::English, name) => format!("{name} now"),
    }
}

/// 会議 第2会議室 10:30まで.
pub(super) fn told(language: Language, state: &str, note: &str, until: Option<&str>) -> String {
    let until = until.map(|until| match language {
        Language::Japanese => format!("{until}まで"),
        Language::English => format!("until {until}"),
    });
    [state, note, until.as_deref().unwrap_or_default()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("　")
}
