//! The words of the portal.

use crate::text::Language;

/// The fixed words of the portal.
#[derive(Debug)]
pub(super) struct PortalText {
    pub title: &'static str,
    pub counts: &'static str,
    /// Stands in the place of a number that nobody knows yet.
    pub unknown: &'static str,
}

static JA: PortalText = PortalText {
    title: "ポータル",
    counts: "待っているもの",
    unknown: "まだ届いていません",
};

static EN: PortalText = PortalText {
    title: "Portal",
    counts: "What waits",
    unknown: "Not told yet",
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
