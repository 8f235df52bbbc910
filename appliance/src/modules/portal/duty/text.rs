//! The words of what has a deadline.

use super::{Due, day_begin, day_end};
use crate::cx::Cx;
use crate::modules::portal::{Lead, Pill};
use crate::text::Language;
use jiff::{SignedDuration, Timestamp};

/// The fixed words.
#[derive(Debug)]
pub(super) struct DutyText {
    /// What of it ends before noon, what ends today, what ends later.
    pub card: [&'static str; 3],
    /// What the editor calls the card.
    pub card_name: &'static str,
    pub order: &'static str,
    pub today: &'static str,
    /// What is so, and what will be here.
    pub none: (&'static str, &'static str),
    pub title: &'static str,
    pub title_today: &'static str,
    pub all: &'static str,
    pub only_today: &'static str,
    pub back: &'static str,
    pub over: &'static str,
    /// For machines and ears: before the deadline of a row.
    pub due: &'static str,
}

static JA: DutyText = DutyText {
    card: ["午前中にすること", "今日すること", "これから期限が来るもの"],
    card_name: "期限のあること",
    order: "期限の近い順",
    today: "今日が期限",
    none: (
        "期限のあるものはありません。",
        "受け取り待ちの添付ファイルなど、期限のあるものがここに出ます。",
    ),
    title: "期限のあること",
    title_today: "今日が期限のもの",
    all: "すべて",
    only_today: "今日が期限",
    back: "ポータルに戻る",
    over: "期限切れ",
    due: "期限",
};

static EN: DutyText = DutyText {
    card: ["Before noon", "To do today", "What is due next"],
    card_name: "What has a deadline",
    order: "Nearest deadline first",
    today: "Due today",
    none: (
        "Nothing has a deadline.",
        "Held attachments and whatever else has a deadline will appear here.",
    ),
    title: "What has a deadline",
    title_today: "Due today",
    all: "All",
    only_today: "Due today",
    back: "Back to the portal",
    over: "Overdue",
    due: "Due",
};

/// Those words in `language`.
pub(super) fn words(language: Language) -> &'static DutyText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

/// The heading of the card, by its nearest deadline: one does not call before noon what is due next month.
pub(super) fn card(cx: &Cx, nearest: Option<Due>) -> &'static str {
    let [morning, today, later] = words(cx.language()).card;
    let now = cx.now.to_zoned(cx.zone.clone());
    let noon = noon(cx);
    match nearest.map(|due| due.end(&cx.zone)) {
        Some(end) if end > day_end(cx.today(), &cx.zone) => later,
        Some(end) if end > noon => today,
        _ if now.hour() >= 12 => today,
        _ => morning,
    }
}

/// 正午 of today.
pub(super) fn noon(cx: &Cx) -> Timestamp {
    let begin = day_begin(cx.today(), &cx.zone);
    let noon = begin.saturating_add(SignedDuration::from_hours(12));
    noon.unwrap_or(Timestamp::MAX)
}

/// 12:00, 本日中, 11/24: what stands before a duty, and whether it presses.
pub(super) fn lead(cx: &Cx, due: Due) -> Lead {
    let end = due.end(&cx.zone);
    let presses = end <= day_end(cx.today(), &cx.zone);
    let day = match due {
        Due::At(at) => at.to_zoned(cx.zone.clone()).date(),
        Due::On(day) => day,
    };
    let word = match (due, cx.language()) {
        (Due::At(at), _) if day == cx.today() => {
            let at = at.to_zoned(cx.zone.clone());
            format!("{}:{:02}", at.hour(), at.minute())
        }
        (Due::On(day), Language::Japanese) if day == cx.today() => "本日中".to_owned(),
        (Due::On(day), Language::English) if day == cx.today() => "Today".to_owned(),
        _ if day.year() == cx.today().year() => format!("{}/{}", day.month(), day.day()),
        _ => format!("{}/{}/{}", day.year(), day.month(), day.day()),
    };
    Lead { word, presses }
}

/// 期限切れ, where it is.
pub(super) fn over(cx: &Cx, due: Due) -> Option<Pill> {
    (due.end(&cx.zone) <= cx.now).then(|| Pill {
        kind: "is-danger".to_owned(),
        word: words(cx.language()).over.to_owned(),
    })
}

/// 午前中 2件、最も近い期限 10:30; the morning only while there is something in it.
pub(super) fn nearest(language: Language, morning: usize, lead: &str) -> String {
    match (language, morning) {
        (Language::Japanese, 0) => format!("最も近い期限 {lead}"),
        (Language::Japanese, _) => format!("午前中 {morning}件、最も近い期限 {lead}"),
        (Language::English, 0) => format!("nearest {lead}"),
        (Language::English, _) => format!("{morning} before noon, nearest {lead}"),
    }
}

/// ほか 12 件を見る; past the most that are listed, only that there are more.
pub(super) fn more(language: Language, rest: usize, whole: bool) -> String {
    match (language, whole) {
        (Language::Japanese, true) => format!("ほか {rest} 件を見る"),
        (Language::Japanese, false) => format!("ほか {rest} 件以上を見る"),
        (Language::English, true) => format!("{rest} more"),
        (Language::English, false) => format!("{rest} and more"),
    }
}
