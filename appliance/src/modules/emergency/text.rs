//! The words of emergencies.

use super::model::{Level, Reach, Refused};
use crate::text::Language;

/// The fixed words.
#[derive(Debug)]
pub(super) struct EmergencyText {
    pub title: &'static str,
    pub right: &'static str,
    pub right_house: &'static str,
    pub standing: &'static str,
    pub none: &'static str,
    pub take_down: &'static str,
    pub raise: &'static str,
    pub level: &'static str,
    pub text: &'static str,
    pub text_help: &'static str,
    pub until: &'static str,
    pub until_help: &'static str,
    pub reach: &'static str,
    pub act: &'static str,
    pub past: &'static str,
    pub none_past: &'static str,
    pub since: &'static str,
    pub by: &'static str,
    pub end: &'static str,
    pub full: &'static str,
    pub gone: &'static str,
    empty: &'static str,
    long: &'static str,
    over: &'static str,
    far: &'static str,
    levels: [(&'static str, &'static str); 3],
    organisation: &'static str,
    house: &'static str,
    lang: Language,
}

static JA: EmergencyText = EmergencyText {
    title: "緊急のお知らせ",
    right: "団体の全員の画面に、緊急のお知らせを掲げる",
    right_house: "すべての団体の全員の画面に、緊急のお知らせを掲げる",
    standing: "いま掲げているもの",
    none: "いま掲げているお知らせはありません。",
    take_down: "下げる",
    raise: "新しく掲げる",
    level: "重さ",
    text: "お知らせする内容",
    text_help: "200文字まで。何が起きたか、何をしてほしいかを、はじめの一文に書いてください。",
    until: "いつまで",
    until_help: "この時刻に自動で下がります。31日先まで選べます。",
    reach: "だれの画面に",
    act: "この内容で掲げる",
    past: "これまでに掲げたもの",
    none_past: "これまでに掲げたお知らせはありません。",
    since: "掲げた時刻",
    by: "掲げた人",
    end: "終わり",
    full: "同時に掲げられるのは3件までです。どれかを下げてから、もう一度お試しください。",
    gone: "このお知らせは、もう下がっています。",
    empty: "重さを選び、お知らせする内容を入れてください。",
    long: "文字が多すぎます。200文字までに短くしてください。",
    over: "「いつまで」には、これから先の日時を入れてください。",
    far: "「いつまで」は31日先までにしてください。長く知らせることは、お知らせに書けます。",
    levels: [
        (
            "緊急",
            "いますぐ動いてほしいとき（避難、庁舎閉鎖、サイバー攻撃）",
        ),
        ("注意", "備えてほしいとき（警報、停電の予告、不審メール）"),
        (
            "連絡",
            "知っておいてほしいとき（システムの停止、復旧の知らせ）",
        ),
    ],
    organisation: "この団体の全員",
    house: "すべての団体の全員",
    lang: Language::Japanese,
};

static EN: EmergencyText = EmergencyText {
    title: "Emergency banner",
    right: "put an emergency banner on everybody's pages in the organisation",
    right_house: "put an emergency banner on everybody's pages in every organisation",
    standing: "Standing now",
    none: "No banner stands now.",
    take_down: "Take down",
    raise: "Put one up",
    level: "How grave",
    text: "What to say",
    text_help: "Up to 200 letters. Say in the first sentence what happened and what to do.",
    until: "Until",
    until_help: "It comes down by itself then. At most 31 days ahead.",
    reach: "On whose pages",
    act: "Put it up",
    past: "Before",
    none_past: "None stood before.",
    since: "Put up",
    by: "By",
    end: "End",
    full: "At most three stand at once. Take one down and try again.",
    gone: "This banner is down already.",
    empty: "Choose how grave it is and say what to say.",
    long: "Too many letters: 200 at most.",
    over: "“Until” must be a time to come.",
    far: "“Until” is at most 31 days ahead. What is told for longer can be an announcement.",
    levels: [
        (
            "Emergency",
            "act at once (evacuation, building closed, cyber attack)",
        ),
        (
            "Caution",
            "be ready (a warning, a power cut to come, suspicious mail)",
        ),
        ("Information", "to be known (a system down, a system back)"),
    ],
    organisation: "Everybody of this organisation",
    house: "Everybody of every organisation",
    lang: Language::English,
};

/// The words in `language`.
pub(super) fn words(language: Language) -> &'static EmergencyText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

impl EmergencyText {
    fn of(&self, level: Level) -> (&'static str, &'static str) {
        let [urgent, caution, inform] = self.levels;
        match level {
            Level::Urgent => urgent,
            Level::Caution => caution,
            Level::Inform => inform,
        }
    }

    /// What a level is called.
    pub(super) fn level(&self, level: Level) -> &'static str {
        self.of(level).0
    }

    /// When it is chosen.
    pub(super) fn level_help(&self, level: Level) -> &'static str {
        self.of(level).1
    }

    /// Whom it reaches.
    pub(super) fn reach(&self, reach: Reach) -> &'static str {
        match reach {
            Reach::Organisation => self.organisation,
            Reach::House => self.house,
        }
    }

    /// Why something was not taken, and what to do.
    pub(super) fn refused(&self, refused: Refused) -> &'static str {
        match refused {
            Refused::Empty => self.empty,
            Refused::TooLong => self.long,
            Refused::Over => self.over,
            Refused::TooFar => self.far,
        }
    }

    /// What happens when it is put up.
    pub(super) fn lead(&self, organisation: &str) -> String {
        match self.lang {
            Language::Japanese => format!(
                "掲げると、{organisation}の全員が開いている画面のいちばん上に、すぐに出ます。これから開く画面にも、下げるか時刻が来るまで出ます。掲げたこと、下げたことは監査の記録に残ります。"
            ),
            Language::English => format!(
                "It appears at once on top of every page that the people of {organisation} have open, and on every page they open until it is taken down or its time is over. Both acts are kept in the audit trail."
            ),
        }
    }

    /// From where, since when, until when.
    pub(super) fn meta(&self, from: &str, since: &str, until: &str) -> String {
        match self.lang {
            Language::Japanese => format!("{from}　{since} 掲示、{until} まで")
                .trim()
                .to_owned(),
            Language::English => format!("{from}, {since}, until {until}")
                .trim_start_matches(", ")
                .to_owned(),
        }
    }

    /// 10:15 に 田中 が下げた.
    pub(super) fn taken_down(&self, at: &str, by: &str) -> String {
        match self.lang {
            Language::Japanese => format!("{at}　{by}が下げました"),
            Language::English => format!("{at}, taken down by {by}"),
        }
    }

    /// 17:00 に時刻が来て下がった.
    pub(super) fn ran_out(&self, at: &str) -> String {
        match self.lang {
            Language::Japanese => format!("{at}　時刻が来て下がりました"),
            Language::English => format!("{at}, its time was over"),
        }
    }
}
