//! The words of arranging.

use super::model::Way;
use crate::text::Language;

/// The fixed words.
#[derive(Debug)]
pub(super) struct ArrangeText {
    pub title: &'static str,
    pub lead: &'static str,
    pub whose: &'static str,
    pub own: &'static str,
    pub show: &'static str,
    pub numbers: &'static str,
    pub columns: [&'static str; 3],
    pub away: &'static str,
    pub away_lead: &'static str,
    pub nothing: &'static str,
    pub drag: &'static str,
    pub keep: &'static str,
    pub preview: &'static str,
    pub cancel: &'static str,
    pub reset: &'static str,
    pub reset_lead: &'static str,
    pub sample: &'static str,
    pub back: &'static str,
    /// Whose arrangement stands now: one's own, the unit's, everybody's, nobody's.
    pub stands: [&'static str; 4],
    pub conflict: &'static str,
    pub theirs: &'static str,
    pub replace: &'static str,
    pub take_theirs: &'static str,
    pub was_reset: &'static str,
    /// By way: a card's, a number's.
    ways: [(&'static str, &'static str); 6],
}

static JA: ArrangeText = ArrangeText {
    title: "並べ替え",
    lead: "札やカードを動かして、「この並びにする」を押すと決まります。押すまで何も変わりません。",
    whose: "だれのポータル",
    own: "自分のポータル",
    show: "表示する",
    numbers: "上に並ぶ数字",
    columns: ["左の列", "中の列", "右の列"],
    away: "しまってあるもの",
    away_lead: "「出す」で元の場所に戻ります。",
    nothing: "何もありません",
    drag: "つかんで動かす",
    keep: "この並びにする",
    preview: "見本を見る",
    cancel: "やめる",
    reset: "標準に戻す",
    reset_lead: "ここで決めた並びを消して、上の標準の並びに戻します。",
    sample: "見本です。まだ決まっていません。",
    back: "並べ替えに戻る",
    stands: [
        "いまは、自分で決めた並びです。",
        "いまは、所属の標準の並びです。",
        "いまは、団体の標準の並びです。",
        "いまは、はじめからの並びです。",
    ],
    conflict: "開いている間に、ほかの方がこの並びを変えました。下に、いま決まっている並びと、あなたの並びを出しています。",
    theirs: "いま決まっている並び",
    replace: "自分の並びに置きかえる",
    take_theirs: "いまの並びを開く",
    was_reset: "標準に戻されています。",
    ways: [
        ("上へ", "前へ"),
        ("下へ", "後ろへ"),
        ("左へ", "左へ"),
        ("右へ", "右へ"),
        ("しまう", "しまう"),
        ("出す", "出す"),
    ],
};

static EN: ArrangeText = ArrangeText {
    title: "Arrange",
    lead: "Move numbers and cards, then press “Keep this order”. Nothing changes until you do.",
    whose: "Whose portal",
    own: "My own portal",
    show: "Show",
    numbers: "Numbers above",
    columns: ["Left column", "Middle column", "Right column"],
    away: "Put away",
    away_lead: "“Fetch” puts it back where it stood at first.",
    nothing: "Nothing",
    drag: "Drag",
    keep: "Keep this order",
    preview: "Preview",
    cancel: "Cancel",
    reset: "Back to the standard",
    reset_lead: "Forgets what was set here, so that the standard above it stands again.",
    sample: "A preview. Nothing is kept yet.",
    back: "Back to arranging",
    stands: [
        "What stands now is your own order.",
        "What stands now is your section's standard.",
        "What stands now is your organisation's standard.",
        "What stands now is the order of the house.",
    ],
    conflict: "Somebody else changed this order while you had it open. Below are what stands now, and yours.",
    theirs: "What stands now",
    replace: "Replace it with mine",
    take_theirs: "Open what stands now",
    was_reset: "It was set back to the standard.",
    ways: [
        ("Up", "Forward"),
        ("Down", "Back"),
        ("Left", "Left"),
        ("Right", "Right"),
        ("Put away", "Put away"),
        ("Fetch", "Fetch"),
    ],
};

/// Those words in `language`.
pub(super) fn words(language: Language) -> &'static ArrangeText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

/// What stands above a preview, and the words of the way back.
pub(in crate::modules::portal) fn sample_words(language: Language) -> (&'static str, &'static str) {
    let words = words(language);
    (words.sample, words.back)
}

/// The word of a button.
pub(super) fn way(language: Language, way: Way, number: bool) -> &'static str {
    let at = Way::ALL.iter().position(|one| *one == way);
    let words = at.and_then(|at| words(language).ways.get(at));
    words.map_or("", |(card, band)| if number { band } else { card })
}

/// Where a tile stands after it was moved, for whoever hears the page: 「お知らせ」は中の列の2番目です.
pub(super) fn stands_at(language: Language, tile: &str, place: &str, at: usize) -> String {
    match language {
        Language::Japanese => format!("「{tile}」は{place}の{at}番目です。"),
        Language::English => format!("“{tile}” is number {at} in: {place}."),
    }
}

/// 11月20日 8:40に、髙橋 由美さんが決めました.
pub(super) fn set_by(language: Language, name: &str, at: &str) -> String {
    match language {
        Language::Japanese => format!("{at}に、{name}さんが決めました。"),
        Language::English => format!("Set by {name} at {at}."),
    }
}
