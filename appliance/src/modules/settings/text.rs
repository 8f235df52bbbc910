//! The words of the settings.

use crate::text::Language;
use crate::web::Tab;

/// The fixed words.
#[derive(Debug)]
pub(super) struct SettingsText {
    pub all: &'static str,
    pub title: &'static str,
    pub lead: &'static str,
    pub theme: &'static str,
    pub theme_hint: &'static str,
    pub theme_auto: &'static str,
    pub theme_light: &'static str,
    pub theme_dark: &'static str,
    pub theme_contrast: &'static str,
    pub size: &'static str,
    pub size_hint: &'static str,
    pub size_plain: &'static str,
    pub size_large: &'static str,
    pub size_larger: &'static str,
    /// A line in each size, to choose by.
    pub size_sample: &'static str,
    pub language: &'static str,
    pub letters: &'static str,
    pub letters_hint: &'static str,
    pub letters_on: &'static str,
    pub letters_off: &'static str,
    pub motion: &'static str,
    pub motion_hint: &'static str,
    pub keep: &'static str,
    pub kept: &'static str,
}

static JA: SettingsText = SettingsText {
    all: "設定",
    title: "表示の設定",
    lead: "あなたの画面だけが変わります。どの端末でログインしても、同じ表示になります。",
    theme: "画面の色",
    theme_hint: "「自動」は、お使いの端末の設定に合わせます。",
    theme_auto: "自動",
    theme_light: "明るい",
    theme_dark: "暗い",
    theme_contrast: "はっきり",
    size: "文字の大きさ",
    size_hint: "ブラウザーの拡大（Ctrl と +）と合わせて使えます。",
    size_plain: "標準",
    size_large: "大",
    size_larger: "特大",
    size_sample: "会議室の予約",
    language: "表示する言葉",
    letters: "文字キーの操作",
    letters_hint: "「/」で検索、「g」「m」でメールのように、1つのキーで操作できます。音声入力をお使いの方や、キーに手が触れやすい方は「使わない」にしてください。",
    letters_on: "使う",
    letters_off: "使わない",
    motion: "画面の動き",
    motion_hint: "関所の画面は、点滅や動く飾りを使いません。端末で「視差効果を減らす」「アニメーションを表示しない」を選ぶと、わずかな動きも止まります。",
    keep: "この表示にする",
    kept: "表示を変えました。",
};

static EN: SettingsText = SettingsText {
    all: "Settings",
    title: "Display",
    lead: "Only your own pages change, on every machine you log in at.",
    theme: "Colours",
    theme_hint: "Automatic goes with the setting of your machine.",
    theme_auto: "Automatic",
    theme_light: "Light",
    theme_dark: "Dark",
    theme_contrast: "High contrast",
    size: "Size of letters",
    size_hint: "Works together with the zoom of the browser (Ctrl and +).",
    size_plain: "Standard",
    size_large: "Large",
    size_larger: "Very large",
    size_sample: "Meeting room",
    language: "Language",
    letters: "Single-letter keys",
    letters_hint: "One key acts: / searches, g then m goes to mail. Choose Off if you dictate by voice or touch keys by accident.",
    letters_on: "On",
    letters_off: "Off",
    motion: "Motion",
    motion_hint: "Nothing here blinks or moves for show. Where your machine asks for reduced motion, the little there is stops too.",
    keep: "Show it like this",
    kept: "The display was changed.",
};

/// The words in `language`.
pub(super) fn words(language: Language) -> &'static SettingsText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

/// 設定, over all pages of them.
pub(crate) fn all_word(language: Language) -> &'static str {
    words(language).all
}

/// The pages of the settings, which stand beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// 表示.
    Display,
    /// 通知.
    Notices,
    /// 写真.
    Photo,
    /// お気に入り.
    Favourites,
    /// サインイン.
    SignIn,
}

/// The line of them with the one that is open.
pub(crate) fn tabs(language: Language, here: Place) -> Vec<Tab> {
    let word = |place| match (language, place) {
        (Language::Japanese, Place::Display) => "表示",
        (Language::Japanese, Place::Notices) => "通知",
        (Language::Japanese, Place::Photo) => "写真",
        (Language::Japanese, Place::Favourites) => "お気に入り",
        (Language::Japanese, Place::SignIn) => "サインイン",
        (Language::English, Place::Display) => "Display",
        (Language::English, Place::Notices) => "Notices",
        (Language::English, Place::Photo) => "Photo",
        (Language::English, Place::Favourites) => "Favourites",
        (Language::English, Place::SignIn) => "Sign-in",
    };
    let all = [
        (Place::Display, "/settings/display"),
        (Place::Notices, "/settings/notices"),
        (Place::Photo, "/settings/photo"),
        (Place::Favourites, "/favourites"),
        (Place::SignIn, "/account"),
    ];
    all.map(|(place, href)| Tab {
        href: href.to_owned(),
        word: word(place),
        count: String::new(),
        here: place == here,
    })
    .to_vec()
}
