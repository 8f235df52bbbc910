//! The words of photos.

use crate::text::Language;

/// The fixed words.
#[derive(Debug)]
pub(super) struct PhotoText {
    pub settings: &'static str,
    pub title: &'static str,
    pub lead: &'static str,
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
    pub gone: &'static str,
    pub back: &'static str,
    pub done_set: &'static str,
    pub done_removed: &'static str,
    pub done_back: &'static str,
    pub done_rule: &'static str,
    pub all_title: &'static str,
    pub all_lead: &'static str,
    pub rule: &'static str,
    pub rule_shown: &'static str,
    pub rule_shown_help: &'static str,
    pub rule_hidden: &'static str,
    pub rule_hidden_help: &'static str,
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
    lead: "職員録で、名前の横に表示されます。同じ団体の職員だけが見られます。",
    now: "いまの写真",
    none: "まだありません",
    alt: ("", "さんの写真"),
    as_listed: "職員録での見え方",
    remove: "写真を外す",
    set: "写真を登録する",
    replace: "別の写真に替える",
    file: "写真のファイル",
    file_help: "JPEG、PNG、WebP、BMPの画像、10 MBまで。中央が丸く切り取られて表示されます。",
    keep: "この写真にする",
    safe: "送った写真は無害化し、長い辺480画素までの新しい画像に作り直します。撮影した場所や日時などの情報は残りません。送ったファイルそのものは保存しません。",
    not_shown: "この団体では、職員の写真を表示しないことにしています。",
    gone: "その間に写真が変わっていたため、元に戻しませんでした。いまの写真を確かめてください。",
    back: "写真の一覧へ",
    done_set: "写真を登録しました。",
    done_removed: "写真を外しました。",
    done_back: "写真を元に戻しました。",
    done_rule: "写真の扱いを変えました。",
    all_title: "職員の写真",
    all_lead: "写真を載せるかどうかを団体で決め、職員の写真を登録し、外すことができます。行った操作は監査の記録に残ります。",
    rule: "写真の扱い",
    rule_shown: "表示する",
    rule_shown_help: "職員がそれぞれ自分の写真を登録できます",
    rule_hidden: "表示しない",
    rule_hidden_help: "登録済みの写真は消えませんが、どこにも表示されません",
    rule_keep: "この扱いにする",
    up: "写真のある職員",
    up_none: "写真を登録した職員はまだいません。",
    up_hint: "ほかの職員の写真は、「職員」でその人を開いて登録できます。",
    right_see: "同じ団体の職員の写真を見る（団体が表示すると決めているとき）",
    right_own: "自分の写真を登録し、外す",
    right_anybody: "団体のすべての職員の写真を登録し、外し、表示するかどうかを決める",
};

static EN: PhotoText = PhotoText {
    settings: "Settings",
    title: "Photo",
    lead: "Stands beside your name in the directory. Only people of your organisation see it.",
    now: "The photo now",
    none: "None yet",
    alt: ("Photo of ", ""),
    as_listed: "As the directory shows it",
    remove: "Take it down",
    set: "Put up a photo",
    replace: "Put up another",
    file: "File",
    file_help: "A picture (JPEG, PNG, WebP, BMP) of at most 10 MB. Its middle is shown in a circle.",
    keep: "Use this photo",
    safe: "The photo is made anew by the sanitizer, at most 480 pixels long. Where and when it was taken is not kept, nor is the file you sent.",
    not_shown: "Your organisation has decided to show no photos of people.",
    gone: "The photo was changed meanwhile, so it was not put back. Please look at it as it is now.",
    back: "All photos",
    done_set: "The photo is up.",
    done_removed: "The photo was taken down.",
    done_back: "The photo is as it was before.",
    done_rule: "What is done with photos was changed.",
    all_title: "Photos of people",
    all_lead: "Decide for the organisation whether photos are shown; put up or take down those of its people. What you do is kept in the audit trail.",
    rule: "What is done with photos",
    rule_shown: "They are shown",
    rule_shown_help: "People put up their own",
    rule_hidden: "They are not shown",
    rule_hidden_help: "Those that are there stay, and are shown nowhere",
    rule_keep: "Keep it so",
    up: "People with a photo",
    up_none: "Nobody has put up a photo yet.",
    up_hint: "For somebody else, open them under People.",
    right_see: "See the photos of people of the organisation, where it shows them",
    right_own: "Put up and take down one's own photo",
    right_anybody: "Put up and take down the photo of anybody of the organisation, and decide whether they are shown",
};

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
