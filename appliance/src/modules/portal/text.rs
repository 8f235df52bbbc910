//! The words of the portal.

use super::model::Refused;
use crate::text::Language;

/// The fixed words of the portal.
#[derive(Debug)]
pub(super) struct PortalText {
    pub title: &'static str,
    pub counts: &'static str,
    /// Stands in the place of a number that nobody knows yet.
    pub unknown: &'static str,
    /// The rooms behind the portal.
    pub rooms: &'static str,
    pub portal: &'static str,
    pub announcements: &'static str,
    pub links: &'static str,
    pub arrange: &'static str,
    pub external: &'static str,
    /// Said of what opens in a window of its own.
    pub foreign: &'static str,
    pub everybody: &'static str,
    pub write: &'static str,
    /// Why something typed was not taken.
    pub refused: RefusedText,
}

/// Why something typed was not taken, and what to do.
#[derive(Debug)]
pub(super) struct RefusedText {
    pub title: &'static str,
    pub text: &'static str,
    pub days: &'static str,
    pub address: &'static str,
    pub long: &'static str,
    pub changed: &'static str,
}

impl RefusedText {
    /// The sentence for what was refused.
    pub(super) fn of(&self, refused: Refused) -> &'static str {
        match refused {
            Refused::Empty("address") | Refused::NoAddress => self.address,
            Refused::Empty("text") => self.text,
            Refused::Empty(_) => self.title,
            Refused::TooLong(_) => self.long,
            Refused::Backwards => self.days,
        }
    }
}

static JA: PortalText = PortalText {
    title: "ポータル",
    counts: "待っているもの",
    unknown: "まだ届いていません",
    rooms: "ポータルの画面",
    portal: "ポータル",
    announcements: "お知らせ",
    links: "リンク集",
    arrange: "並べ替え",
    external: "ほかのシステムの件数",
    foreign: "（新しいタブで開きます）",
    everybody: "団体の全員",
    write: "お知らせとリンクを書く",
    refused: RefusedText {
        title: "題名を入れてください。",
        text: "本文を入れてください。",
        days: "掲載する日を確かめてください。終わりの日は、始まりの日と同じか、それより後にします。",
        address: "リンク先は https:// か http:// で始まる住所、またはこの画面の中の / で始まる住所にしてください。",
        long: "文字が多すぎます。短くしてから、もう一度お試しください。",
        changed: "開いている間に、ほかの方が変更しました。下に今の内容を出しています。確かめてから、もう一度入れてください。",
    },
};

static EN: PortalText = PortalText {
    title: "Portal",
    counts: "What waits",
    unknown: "Not told yet",
    rooms: "Pages of the portal",
    portal: "Portal",
    announcements: "Announcements",
    links: "Links",
    arrange: "Arrange",
    external: "Numbers of other systems",
    foreign: "(opens in a new tab)",
    everybody: "The whole organisation",
    write: "Write announcements and links",
    refused: RefusedText {
        title: "Please give it a title.",
        text: "Please write a text.",
        days: "Please check the days: the last is the first or a later one.",
        address: "A link begins with https:// or http://, or with / for a page of this house.",
        long: "That is too long. Please shorten it and try again.",
        changed: "Somebody else changed it while you had it open. What stands now is shown below; please look at it and enter yours again.",
    },
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

/// Writing announcements and links, as a right: for a unit, or for everybody.
pub(super) fn writes_for(language: Language, unit: Option<&str>) -> String {
    match (language, unit) {
        (Language::Japanese, None) => "全職員へのお知らせとリンクを書く".to_owned(),
        (Language::Japanese, Some(unit)) => format!("{unit}へのお知らせとリンクを書く"),
        (Language::English, None) => "Write announcements and links for everybody".to_owned(),
        (Language::English, Some(unit)) => format!("Write announcements and links for {unit}"),
    }
}
