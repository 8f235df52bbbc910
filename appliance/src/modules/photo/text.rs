//! The words of photos.

use super::table::Audience;
use crate::text::Language;

/// The fixed words.
#[derive(Debug)]
pub(super) struct PhotoText {
    pub settings: &'static str,
    pub title: &'static str,
    pub lead_everybody: &'static str,
    pub lead_department: &'static str,
    pub now: &'static str,
    pub none: &'static str,
    /// Before and after the name.
    pub alt: (&'static str, &'static str),
    pub as_listed: &'static str,
    pub remove: &'static str,
    pub set: &'static str,
    pub replace: &'static str,
    pub file: &'static str,
    pub file_help: &'static str,
    pub keep: &'static str,
    pub safe: &'static str,
    pub not_shown: &'static str,
    pub not_kept: &'static str,
    pub gone: &'static str,
    pub back: &'static str,
    pub done_set: &'static str,
    pub done_removed: &'static str,
    pub done_back: &'static str,
    pub done_rule: &'static str,
    pub all_title: &'static str,
    pub all_lead: &'static str,
    pub rule: &'static str,
    /// Each with its explanation, in the order of the audiences.
    pub rules: [(&'static str, &'static str); 3],
    pub rule_keep: &'static str,
    pub up: &'static str,
    pub up_none: &'static str,
    pub up_hint: &'static str,
    pub right_see: &'static str,
    pub right_own: &'static str,
    pub right_anybody: &'static str,
}

static JA: PhotoText = PhotoText {
    settings: "設定",
    title: "写真",
    lead_everybody: "職員録などで、名前の横に表示されます。見られるのは、同じ団体の職員だけです。",
    lead_department: "職員録などで、名前の横に表示されます。見られるのは、同じ部の職員と団体の管理者だけです。",
    now: "いまの写真",
    none: "まだありません",
    alt: ("", "さんの写真"),
    as_listed: "職員録での見え方",
    remove: "写真を外す",
    set: "写真を登録する",
    replace: "別の写真に替える",
    file: "写真のファイル",
    file_help: "JPEG、PNG、WebP、BMPの画像、10 MBまで。中央を正方形に切り取り、丸く表示します（縦に長い写真は、少し上寄りに切り取ります）。",
    keep: "この写真にする",
    safe: "送った写真は無害化し、一辺480画素までの正方形の画像に作り直します。撮影した場所や日時などの情報は残りません。送ったファイルそのものは保存しません。",
    not_shown: "この団体では、職員の写真を表示しないことにしています。",
    not_kept: "いまは保存できないため、写真は変わっていません。しばらくしてからもう一度お試しください。続くときは、情報システムの担当へお知らせください。",
    gone: "その間に写真が変わっていたため、元に戻しませんでした。いまの写真を確かめてください。",
    back: "写真の一覧へ",
    done_set: "写真を登録しました。",
    done_removed: "写真を外しました。",
    done_back: "写真を元に戻しました。",
    done_rule: "写真を見られる人を決めました。",
    all_title: "職員の写真",
    all_lead: "写真を見られる人を団体で決め、職員の写真を登録し、外すことができます。行った操作は監査の記録に残ります。",
    rule: "写真を見られる人",
    rules: [
        ("団体の職員全員", "職員がそれぞれ自分の写真を登録できます"),
        (
            "同じ部の職員",
            "組織のいちばん上のまとまり（部、部がなければ課）が同じ職員と、団体の管理者だけが見られます",
        ),
        (
            "表示しない",
            "登録済みの写真は消えませんが、本人と団体の管理者のほかには表示されず、新しく登録することもできません",
        ),
    ],
    rule_keep: "この範囲にする",
    up: "写真のある職員",
    up_none: "写真を登録した職員はまだいません。",
    up_hint: "ほかの職員の写真は、「職員」でその人を開いて登録できます。",
    right_see: "同じ団体の職員の写真を、団体が決めた範囲で見る",
    right_own: "自分の写真を登録し、外す",
    right_anybody: "団体のすべての職員の写真を登録し、外し、見られる人を決める",
};

static EN: PhotoText = PhotoText {
    settings: "Settings",
    title: "Photo",
    lead_everybody: "Stands beside your name, in the directory and elsewhere. Only people of your organisation see it.",
    lead_department: "Stands beside your name, in the directory and elsewhere. Only people of your department and the administrators of your organisation see it.",
    now: "The photo now",
    none: "None yet",
    alt: ("Photo of ", ""),
    as_listed: "As the directory shows it",
    remove: "Take it down",
    set: "Put up a photo",
    replace: "Put up another",
    file: "File",
    file_help: "A picture (JPEG, PNG, WebP, BMP) of at most 10 MB. Its middle is cut square and shown in a circle (of a tall one, a little above the middle).",
    keep: "Use this photo",
    safe: "The photo is made anew by the sanitizer, square, at most 480 pixels a side. Where and when it was taken is not kept, nor is the file you sent.",
    not_shown: "Your organisation has decided to show no photos of people.",
    not_kept: "It cannot be kept at the moment, so the photo is as it was. Try again in a while; if this goes on, tell whoever looks after the system.",
    gone: "The photo was changed meanwhile, so it was not put back. Please look at it as it is now.",
    back: "All photos",
    done_set: "The photo is up.",
    done_removed: "The photo was taken down.",
    done_back: "The photo is as it was before.",
    done_rule: "Who sees photos was decided.",
    all_title: "Photos of people",
    all_lead: "Decide for the organisation who sees photos; put up or take down those of its people. What you do is kept in the audit trail.",
    rule: "Who sees them",
    rules: [
        ("Everybody of the organisation", "People put up their own"),
        (
            "People of the same department",
            "Whoever works below the same unit at the top of the organisation, and its administrators",
        ),
        (
            "Nobody",
            "Those that are there stay, and only the person and the administrators see them; none can be put up",
        ),
    ],
    rule_keep: "Let these see them",
    up: "People with a photo",
    up_none: "Nobody has put up a photo yet.",
    up_hint: "For somebody else, open them under People.",
    right_see: "See the photos of people of the organisation, as far as it has decided",
    right_own: "Put up and take down one's own photo",
    right_anybody: "Put up and take down the photo of anybody of the organisation, and decide who sees them",
};

impl PhotoText {
    /// Who sees a photo.
    pub(super) fn lead(&self, audience: Audience) -> &'static str {
        match audience {
            Audience::Everybody => self.lead_everybody,
            Audience::Department => self.lead_department,
            // Said in a sentence of its own.
            Audience::Nobody => "",
        }
    }
}

/// The words in `language`.
pub(super) fn words(language: Language) -> &'static PhotoText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

/// The heading over another's photo.
pub(super) fn of(language: Language, name: &str) -> String {
    match language {
        Language::Japanese => format!("{name}さんの写真"),
        Language::English => format!("Photo of {name}"),
    }
}

/// How many.
pub(super) fn count(language: Language, count: usize) -> String {
    match language {
        Language::Japanese => format!("{count}人"),
        Language::English => count.to_string(),
    }
}
