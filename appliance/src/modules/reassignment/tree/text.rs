//! The words of reading the tree.

use super::compare::{Finding, HEAD, Wrong};
use crate::text::Language;

/// The fixed words.
#[derive(Debug)]
pub(super) struct TreeText {
    pub title: &'static str,
    pub lead: &'static str,
    pub steps: [&'static str; 3],
    columns: [&'static str; 4],
    pub units: &'static str,
    pub out: &'static str,
    pub out_xlsx: &'static str,
    pub out_csv: &'static str,
    pub out_cp932: &'static str,
    /// What the file is called.
    pub sheet: &'static str,
    pub file: &'static str,
    pub day: &'static str,
    pub day_hint: &'static str,
    pub no_file: &'static str,
    pub nothing: &'static str,
    pub stopped: &'static str,
    pub draft_title: &'static str,
    lang: Language,
}

static JA: TreeText = TreeText {
    title: "組織の読み込み",
    lead: "組織の一覧を書き出し、表計算ソフトで直して読み込みます。違うところだけを、その日の0時から変えます。確かめるまで何も変わりません。",
    steps: [
        "「組織を書き出す」でCSVを受け取り、名前・上の所属・廃止の列を直します。「所属」の列は、どの組織の行かの目印ですので変えません。",
        "読み込むと、直すところがあれば一行ずつ出ます。なければ、違うところが人事異動の一覧になります。",
        "その画面で、変わる内容を前日までと並べて確かめてから予約します。予約は、後から取り消して元に戻せます。",
    ],
    columns: [
        "いまの所属。総務課/総務係 のように上から。新しく作る行では空けておきます",
        "この日からの名前。変えると改称になります",
        "この日から上に立つ所属。変えると移管になります。空ならいちばん上です",
        "廃止する行に ○ を入れます。職員や下の所属が残っている間は廃止できません",
    ],
    units: "組織の画面へ",
    out: "組織を書き出す",
    out_xlsx: "Excel ブック（見るため）",
    out_csv: "CSV（UTF-8）",
    out_cp932: "CSV（Shift_JIS）",
    sheet: "組織",
    file: "直したCSV",
    day: "変わる日",
    day_hint: "この日の0時から変わります。前の日までの組織は、そのまま残ります。",
    no_file: "CSVファイルを選び、日付を入れてください。",
    nothing: "変わるところはありません。",
    stopped: "直すところがあります。ファイルを直して、もう一度読み込んでください。まだ何も変わっていません。",
    draft_title: "組織の読み込み",
    lang: Language::Japanese,
};

static EN: TreeText = TreeText {
    title: "Read the units' file",
    lead: "The list of units, exported, corrected in a spreadsheet and read again. Only what differs changes, from 00:00 of the day, and nothing before you have looked.",
    steps: [
        "Export the units as CSV and correct the name, the unit above and whether it closes. Leave 所属 as it is: it says which unit a row is about.",
        "Read it here: what has to be corrected is told row by row. Where nothing has to be, what differs becomes a list of reassignment.",
        "There you look at it beside the day before and schedule it. It can be taken back.",
    ],
    columns: [
        "The unit as it is now, from the top: 総務課/総務係. Empty for a new one",
        "Its name from the day on",
        "The unit above from the day on; empty for the top",
        "○ closes it. A unit with people or units in it cannot be closed",
    ],
    units: "To the units",
    out: "Export the units",
    out_xlsx: "Workbook (to look at)",
    out_csv: "CSV (UTF-8)",
    out_cp932: "CSV (Shift_JIS)",
    sheet: "Units",
    file: "The corrected CSV",
    day: "Effective day",
    day_hint: "From 00:00 of this day. The units of the days before stay as they are.",
    no_file: "Choose a CSV file and give a day.",
    nothing: "Nothing changes.",
    stopped: "Something has to be corrected. Correct the file and read it again. Nothing has changed.",
    draft_title: "Units' file",
    lang: Language::English,
};

/// The words in `language`.
pub(super) fn words(language: Language) -> &'static TreeText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

impl TreeText {
    /// The words over the columns, with what stands below.
    pub(super) fn columns(&self) -> Vec<(&'static str, &'static str)> {
        HEAD.into_iter().zip(self.columns).collect()
    }

    /// What is wrong with a row, and what to do next.
    pub(super) fn finding(&self, finding: &Finding) -> (String, &'static str) {
        match self.lang {
            Language::Japanese => japanese(finding),
            Language::English => english(finding),
        }
    }
}

fn japanese(finding: &Finding) -> (String, &'static str) {
    match &finding.wrong {
        Wrong::NoColumn => (
            format!("「{}」の列がありません。", finding.column),
            "「組織を書き出す」で受け取ったCSVを直してお使いください。",
        ),
        Wrong::NoRow => (
            "読み込む行がありません。".to_owned(),
            "1行目に列の名前、2行目から組織を書いてください。",
        ),
        Wrong::Bytes => (
            "読み取れない文字があります。".to_owned(),
            "UTF-8かShift_JISで保存し直してください。",
        ),
        Wrong::NoUnit(name) => (
            format!("この日に「{name}」という所属がありません。"),
            "「所属」を書き出したときの名前に戻してください。新しく作る行では空けておきます。",
        ),
        Wrong::ManyUnits(name) => (
            format!("「{name}」という所属が二つ以上あります。"),
            "総務課/総務係 のように上から書いてください。",
        ),
        Wrong::NoName => (
            "名前が空いています。".to_owned(),
            "名前を入れるか、廃止の列に ○ を入れてください。",
        ),
        Wrong::Twice(line) => (
            format!("{line}行目と同じ所属です。"),
            "どちらかの行を消してください。",
        ),
        Wrong::NoSign(sign) => (
            format!("「{sign}」は廃止の印ではありません。"),
            "廃止するときは ○ を入れ、しないときは空けてください。",
        ),
    }
}

fn english(finding: &Finding) -> (String, &'static str) {
    match &finding.wrong {
        Wrong::NoColumn => (
            format!("There is no column “{}”.", finding.column),
            "Correct the CSV that the export gives.",
        ),
        Wrong::NoRow => (
            "There is nothing to read.".to_owned(),
            "Write the names of the columns in line 1 and units below.",
        ),
        Wrong::Bytes => (
            "Letters cannot be read.".to_owned(),
            "Save the file as UTF-8 or Shift_JIS.",
        ),
        Wrong::NoUnit(name) => (
            format!("There is no unit “{name}” on the day."),
            "Write 所属 as it was exported; leave it empty for a new unit.",
        ),
        Wrong::ManyUnits(name) => (
            format!("There is more than one unit “{name}”."),
            "Write it from the top, as 総務課/総務係.",
        ),
        Wrong::NoName => (
            "The unit has no name.".to_owned(),
            "Give it a name, or close it by ○.",
        ),
        Wrong::Twice(line) => (
            format!("It is the same unit as in line {line}."),
            "Remove one of the lines.",
        ),
        Wrong::NoSign(sign) => (
            format!("“{sign}” is no sign of closing."),
            "Write ○ to close it, or leave it empty.",
        ),
    }
}
