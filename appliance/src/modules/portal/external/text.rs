//! The words of numbers of other systems.

use crate::text::Language;

/// The fixed words.
#[derive(Debug)]
pub(super) struct ExternalText {
    pub title: &'static str,
    pub lead: &'static str,
    pub none: &'static str,
    pub name: &'static str,
    pub name_help: &'static str,
    pub address: &'static str,
    pub address_help: &'static str,
    pub stale: &'static str,
    pub stale_help: &'static str,
    pub new: &'static str,
    pub add: &'static str,
    pub change: &'static str,
    pub keep: &'static str,
    pub remove: &'static str,
    pub token: &'static str,
    pub token_help: &'static str,
    pub token_title: &'static str,
    pub token_once: &'static str,
    pub sends_to: &'static str,
    pub token_word: &'static str,
    pub how: &'static str,
    pub how_lead: &'static str,
    pub how_after: &'static str,
    pub silent: &'static str,
    pub full: &'static str,
    lang: Language,
}

static JA: ExternalText = ExternalText {
    title: "ほかのシステムの件数",
    lead: "決裁や文書管理など、ほかのシステムで待っている件数を、団体の全員のポータルに一人ずつ出します。件数は、そのシステムが知らせてきます。",
    none: "まだありません。下で加えると、知らせるための鍵をお見せします。",
    name: "名前",
    name_help: "ポータルの札に出る名前です（例：決裁待ち）。",
    address: "一覧の住所",
    address_help: "札を押すと開く、そのシステムの画面です。https:// か http:// で始めます。",
    stale: "古いとみなすまで",
    stale_help: "これより長く知らせがないと、件数に「○時現在」と、知らせが届いていないことを添えます。",
    new: "加える",
    add: "加えて、鍵を見る",
    change: "直す",
    keep: "この内容にする",
    remove: "消す",
    token: "鍵を作り直す",
    token_help: "いまの鍵は、すぐに使えなくなります。",
    token_title: "知らせるための鍵",
    token_once: "この鍵が画面に出るのは、いまだけです。そのシステムの担当の方に、ほかの人の目に触れない方法で渡してください。なくしたときは作り直せます。",
    sends_to: "送り先",
    token_word: "鍵",
    how: "知らせ方",
    how_lead: "そのシステムから、次のように PUT で送ります。職員はログイン名で書きます。名前のない職員は 0 件になります。一部の職員だけを変えるときは complete を false にします。",
    how_after: "5秒より短い間隔では受け取りません。一度に20,000人、2 MiB までです。この団体の職員でないログイン名は数えずに、返事でお知らせします。",
    silent: "まだ知らせがありません",
    full: "加えられるのは20件までです。使っていないものを消してから、もう一度お試しください。",
    lang: Language::Japanese,
};

static EN: ExternalText = ExternalText {
    title: "Numbers of other systems",
    lead: "What waits in another system (approvals, documents) stands on everybody's portal, each with their own number. That system tells it.",
    none: "None yet. Add one below, and the token to tell it with is shown.",
    name: "Name",
    name_help: "Stands on the tile.",
    address: "Address of the list",
    address_help: "Opens from the tile. Begins with https:// or http://.",
    stale: "Old after",
    stale_help: "Where nothing came for longer, the number says as of when it is and that nothing came since.",
    new: "Add one",
    add: "Add and show the token",
    change: "Change",
    keep: "Keep this",
    remove: "Remove",
    token: "Make another token",
    token_help: "The present one opens nothing from then on.",
    token_title: "The token to tell it with",
    token_once: "It is shown this once. Hand it to whoever runs the other system where nobody else reads it. A lost one is made anew.",
    sends_to: "Send to",
    token_word: "Token",
    how: "How it is told",
    how_lead: "The other system sends this by PUT. People go by their log-in names. Whoever is not named has none; to change only some people, set complete to false.",
    how_after: "Not more often than every 5 seconds; at most 20,000 people and 2 MiB at once. Log-in names that are nobody's here are not counted and are told in the answer.",
    silent: "Nothing told yet",
    full: "At most 20. Remove one that is not used and try again.",
    lang: Language::English,
};

/// The words in `language`.
pub(super) fn words(language: Language) -> &'static ExternalText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

impl ExternalText {
    /// 60分, 3時間.
    pub(super) fn minutes(&self, minutes: u32) -> String {
        let (hours, whole) = (minutes / 60, minutes.is_multiple_of(60));
        match self.lang {
            Language::Japanese if whole => format!("{hours}時間"),
            Language::Japanese => format!("{minutes}分"),
            Language::English if whole => format!("{hours} h"),
            Language::English => format!("{minutes} min"),
        }
    }

    /// As of when a number is.
    pub(super) fn as_of(&self, moment: &str, stale: bool) -> String {
        match (self.lang, stale) {
            (Language::Japanese, false) => format!("{moment} 現在"),
            (Language::Japanese, true) => format!("{moment} 現在。その後の知らせがありません"),
            (Language::English, false) => format!("as of {moment}"),
            (Language::English, true) => format!("as of {moment}; nothing came since"),
        }
    }

    /// What was last said.
    pub(super) fn told(&self, moment: &str, people: u32, unknown: u32) -> String {
        match (self.lang, unknown) {
            (Language::Japanese, 0) => format!("{moment} 現在、{people}人分"),
            (Language::Japanese, _) => {
                format!("{moment} 現在、{people}人分（この団体の職員でない名前 {unknown}件）")
            }
            (Language::English, 0) => format!("as of {moment}, {people} people"),
            (Language::English, _) => {
                format!("as of {moment}, {people} people ({unknown} names are nobody's here)")
            }
        }
    }
}
