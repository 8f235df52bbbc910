//! The words of what is kept at hand.

use crate::text::Language;

/// The fixed words.
#[derive(Debug)]
pub(super) struct FavouriteText {
    pub title: &'static str,
    pub lead: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    pub none_act: &'static str,
    pub name: &'static str,
    pub up: &'static str,
    pub down: &'static str,
    pub take: &'static str,
    pub keep: &'static str,
    pub named: &'static str,
}

static JA: FavouriteText = FavouriteText {
    title: "お気に入り",
    lead: "画面の右上の星を押すと、そのページがここと左の並びに入ります。",
    none: "お気に入りはまだありません。",
    none_hint: "よく開くページで、右上の星を押してください。検索の結果や、絞りこんだ一覧も入れられます。",
    none_act: "職員録を開いてみる",
    name: "表示する名前",
    up: "上へ",
    down: "下へ",
    take: "外す",
    keep: "名前を保存する",
    named: "名前を変えました。",
};

static EN: FavouriteText = FavouriteText {
    title: "Favourites",
    lead: "The star at the upper right keeps the page you are on, here and in the line at the left.",
    none: "Nothing is kept yet.",
    none_hint: "Press the star at the upper right of a page you open often. Results of a search and filtered lists can be kept too.",
    none_act: "Open the directory",
    name: "Name",
    up: "Up",
    down: "Down",
    take: "Remove",
    keep: "Keep the names",
    named: "The names were changed.",
};

/// The words in `language`.
pub(super) fn words(language: Language) -> &'static FavouriteText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

/// 「職員録」をお気に入りに入れました。
pub(super) fn pinned(language: Language, name: &str) -> String {
    match language {
        Language::Japanese => format!("「{name}」をお気に入りに入れました。"),
        Language::English => format!("“{name}” is a favourite now."),
    }
}

/// 「職員録」をお気に入りから外しました。
pub(super) fn unpinned(language: Language, name: &str) -> String {
    match language {
        Language::Japanese => format!("「{name}」をお気に入りから外しました。"),
        Language::English => format!("“{name}” is no favourite any more."),
    }
}

/// お気に入りは20件までです。
pub(super) fn full(language: Language, most: usize) -> String {
    match language {
        Language::Japanese => {
            format!(
                "お気に入りは{most}件までです。使わないものを外してから、もう一度お試しください。"
            )
        }
        Language::English => format!("There is room for {most}. Remove one and try again."),
    }
}
