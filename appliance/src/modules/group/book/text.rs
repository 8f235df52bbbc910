//! The words of reading groups.

use super::compare::{Finding, HEAD, Wrong};
use super::known::Kind;
use crate::text::Language;

/// The fixed words.
#[derive(Debug)]
pub(super) struct BookText {
    pub title: &'static str,
    pub lead: &'static str,
    pub steps: [&'static str; 3],
    pub back: &'static str,
    pub out: &'static str,
    pub out_xlsx: &'static str,
    pub out_csv: &'static str,
    pub out_cp932: &'static str,
    /// What the file is called.
    pub sheet: &'static str,
    pub file: &'static str,
    pub file_hint: &'static str,
    pub look: &'static str,
    pub no_file: &'static str,
    pub columns_title: &'static str,
    columns: [&'static str; 5],
    pub kinds_title: &'static str,
    kinds: [&'static str; 6],
    pub again: &'static str,
    pub changed_groups: &'static str,
    pub same: &'static str,
    pub absent: &'static str,
    pub findings: &'static str,
    pub line: &'static str,
    pub column: &'static str,
    pub what: &'static str,
    pub next: &'static str,
    pub changes: &'static str,
    pub whom: &'static str,
    pub kind: &'static str,
    pub does: &'static str,
    pub makes: &'static str,
    pub adds: &'static str,
    pub drops: &'static str,
    pub moves: &'static str,
    pub not_yet: &'static str,
    pub stopped: &'static str,
    pub nothing: &'static str,
    pub changed: &'static str,
    pub apply: &'static str,
    pub apply_hint: &'static str,
    pub undo: &'static str,
    pub undo_hint: &'static str,
    lang: Language,
}

static JA: BookText = BookText {
    title: "共有グループの読み込み",
    lead: "団体の共有グループを書き出し、表計算ソフトで直して読み込みます。違うところだけを一度に変えます。確かめるまで何も変わりません。",
    steps: [
        "「グループを書き出す」でCSVを受け取り、行を足す、消す、書き直すなどして保存します。",
        "読み込むと、変わるところと直すところが一行ずつ出ます。まだ何も変わりません。",
        "「この内容を反映する」で、すべてのグループを一度に変えます。後から元に戻せます。",
    ],
    back: "グループの一覧へ",
    out: "グループを書き出す",
    out_xlsx: "Excel ブック（見るため）",
    out_csv: "CSV（UTF-8）",
    out_cp932: "CSV（Shift_JIS）",
    sheet: "共有グループ",
    file: "直したCSV",
    file_hint: "UTF-8とShift_JISのどちらも読めます。Shift_JISで表せない文字は、元のまま残します。",
    look: "変わるところを確かめる",
    no_file: "CSVファイルを選んでください。",
    columns_title: "列の書き方",
    columns: [
        "グループの名前。新しい名前を書くと、グループができます。ファイルにないグループは変えません",
        "グループの中の順番。空けると、すぐ上の行の次になります",
        "下の六つのどれか。誰もいないグループは、名前だけの一行にします",
        "種類ごとに下のとおり書きます。ファイルにない行は、グループから外れます",
        "読むための列です。職員の行では、ログイン名との取り違えを確かめます。空でも構いません",
    ],
    kinds_title: "種類と「だれ」",
    kinds: [
        "ログイン名。例：sato",
        "所属と職位の間を空けて。例：総務課/総務係 係長",
        "所属の名前を上から。例：総務課/総務係",
        "その所属と、その下のすべて。例：総務課",
        "ほかの共有グループの名前",
        "所属・職位・種類を「、」で並べます。例：所属：福祉課、職位：主査。職の種類は「一般の職」か「課代表」",
    ],
    again: "別のファイルを読み込む",
    changed_groups: "変わるグループ",
    same: "変わらないグループ",
    absent: "ファイルにないグループ（変えません）",
    findings: "直すところ",
    line: "行",
    column: "列",
    what: "内容",
    next: "次にすること",
    changes: "変わるところ",
    whom: "だれ",
    kind: "種類",
    does: "変わり方",
    makes: "新しいグループ",
    adds: "加える",
    drops: "外す",
    moves: "順を変える",
    not_yet: "まだ何も変わっていません。確かめて、下の「この内容を反映する」を押してください。",
    stopped: "直すところがあります。ファイルを直して、もう一度読み込んでください。まだ何も変わっていません。",
    nothing: "変わるところはありません。",
    changed: "読み込んだ後に、グループや職員、組織が変わりました。もう一度書き出して確かめてください。",
    apply: "この内容を反映する",
    apply_hint: "すべてか、何もしないかのどちらかです。変えたグループごとに監査の記録に残ります。",
    undo: "元に戻す",
    undo_hint: "このファイルで変えたグループを元に戻します。新しくできたグループは消えます。",
    lang: Language::Japanese,
};

static EN: BookText = BookText {
    title: "Read shared groups",
    lead: "The organisation's shared groups, exported, corrected in a spreadsheet and read again. Only what differs changes, all at once, and nothing before you have looked.",
    steps: [
        "Export the groups as CSV; add, remove and correct rows.",
        "Read it here: what changes and what has to be corrected is told row by row. Nothing is changed yet.",
        "“Apply” changes all groups at once. It can be taken back.",
    ],
    back: "All groups",
    out: "Export the groups",
    out_xlsx: "Workbook (to look at)",
    out_csv: "CSV (UTF-8)",
    out_cp932: "CSV (Shift_JIS)",
    sheet: "Shared groups",
    file: "The corrected CSV",
    file_hint: "UTF-8 or Shift_JIS. Letters that Shift_JIS lacks stay as they are.",
    look: "See what changes",
    no_file: "Choose a CSV file.",
    columns_title: "The columns",
    columns: [
        "The name of the group. A new name makes a group; groups that are not in the file are left alone",
        "The place in the group. Empty stands behind the row above",
        "One of the six below. A group without anybody is one row with its name alone",
        "As told below for each kind. What has no row is taken out of the group",
        "To be read only. For a person it keeps log-in names from being mixed up; it may be empty",
    ],
    kinds_title: "The kinds, and whom they name",
    kinds: [
        "A person by log-in name: sato",
        "A post, its unit and its title apart: 総務課/総務係 係長",
        "A unit from the top: 総務課/総務係",
        "A unit with everything below it: 総務課",
        "Another shared group by name",
        "A rule of unit, title and kind with 、 between: 所属：福祉課、職位：主査. The kind is 一般の職 or 課代表",
    ],
    again: "Read another file",
    changed_groups: "Groups that change",
    same: "Unchanged groups",
    absent: "Groups not in the file (left alone)",
    findings: "To correct",
    line: "Line",
    column: "Column",
    what: "What",
    next: "Next",
    changes: "What changes",
    whom: "Whom",
    kind: "Kind",
    does: "How",
    makes: "new group",
    adds: "added",
    drops: "taken out",
    moves: "moved",
    not_yet: "Nothing has changed yet. Look at it, then apply it below.",
    stopped: "Something has to be corrected. Correct the file and read it again. Nothing has changed.",
    nothing: "Nothing changes.",
    changed: "Groups, people or units have changed since. Export again and look once more.",
    apply: "Apply",
    apply_hint: "All of it or nothing. A row of audit is kept for each group.",
    undo: "Take it back",
    undo_hint: "The groups of this file are as before again. Groups that it made are removed.",
    lang: Language::English,
};

/// The words in `language`.
pub(super) fn words(language: Language) -> &'static BookText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

impl BookText {
    /// The words over the columns, with what stands below.
    pub(super) fn columns(&self) -> Vec<(&'static str, &'static str)> {
        HEAD.into_iter().zip(self.columns).collect()
    }

    /// The kinds, with how each is written.
    pub(super) fn kinds(&self) -> Vec<(&'static str, &'static str)> {
        let words = Kind::ALL.into_iter().map(|(_, word)| word);
        words.zip(self.kinds).collect()
    }

    /// What was done.
    pub(super) fn applied(&self, groups: usize) -> String {
        match self.lang {
            Language::Japanese => format!("{groups}個のグループを変えました。"),
            Language::English => format!("Changed groups: {groups}."),
        }
    }

    /// What was taken back.
    pub(super) fn undone(&self, groups: usize) -> String {
        match self.lang {
            Language::Japanese => format!("{groups}個のグループを元に戻しました。"),
            Language::English => format!("As before again: {groups} groups."),
        }
    }

    /// Why it was not taken back.
    pub(super) fn others(&self, names: &str) -> String {
        match self.lang {
            Language::Japanese => {
                format!("その後に変わったグループがあるため、元に戻しませんでした：{names}")
            }
            Language::English => {
                format!("Nothing was taken back; these have changed since: {names}")
            }
        }
    }

    /// How many lines are not shown.
    pub(super) fn more(&self, lines: usize) -> String {
        match self.lang {
            Language::Japanese => format!("ほかに{lines}行あります。"),
            Language::English => format!("{lines} more lines."),
        }
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
            "「グループを書き出す」で受け取ったCSVを直してお使いください。",
        ),
        Wrong::NoRow => (
            "読み込む行がありません。".to_owned(),
            "1行目に列の名前、2行目からグループを書いてください。",
        ),
        Wrong::TooMany => (
            "行やグループが多すぎます。".to_owned(),
            "ファイルを分けて読み込んでください。",
        ),
        Wrong::Bytes => (
            "読み取れない文字があります。".to_owned(),
            "UTF-8かShift_JISで保存し直してください。",
        ),
        Wrong::Geta => (
            "新しいグループの名前に「〓」があります。".to_owned(),
            "UTF-8で保存し、元の文字で書いてください。",
        ),
        Wrong::NoGroup => (
            "グループの名前が空いています。".to_owned(),
            "名前を入れてください。",
        ),
        Wrong::NoName(name) => (
            format!("「{name}」はグループの名前にできません。"),
            "60文字までの一行で書いてください。",
        ),
        Wrong::ManyGroups(name) => (
            format!("「{name}」というグループが二つ以上あります。"),
            "書き出したときの、後ろに番号の付いた名前で書いてください。",
        ),
        Wrong::NoOrder(order) => (
            format!("「{order}」は順番にできません。"),
            "数字を入れるか、空けておいてください。",
        ),
        Wrong::NoKind(kind) => (
            format!("「{kind}」という種類はありません。"),
            "職員・職・所属・所属以下・グループ・条件のどれかにしてください。",
        ),
        Wrong::Half => (
            format!("「{}」が空いています。", finding.column),
            "種類とだれの両方を入れてください。",
        ),
        Wrong::Nothing(word) => (
            format!("今日、「{word}」が見つかりません。"),
            "書き方を確かめてください。要らなくなった行は消してください。",
        ),
        Wrong::Many(word) => (
            format!("「{word}」が二つ以上あります。"),
            "所属は 総務課/総務係 のように上から書いてください。",
        ),
        Wrong::NoRule(rule) => (
            format!("「{rule}」は条件になりません。"),
            "所属：福祉課、職位：主査 のように書いてください。職位か種類のどちらかは要ります。",
        ),
        Wrong::OtherName(name) => (
            format!("このログイン名は「{name}」さんのものです。"),
            "ログイン名か氏名を直してください。",
        ),
        Wrong::Twice(line) => (
            format!("同じグループの{line}行目と同じです。"),
            "どちらかの行を消してください。",
        ),
        Wrong::WithinItself(group) => (
            format!("「{group}」が、めぐって自分を含むことになります。"),
            "この行を消すか、別のグループにしてください。",
        ),
        Wrong::Full => (
            "一つのグループに入れられる数を超えています。".to_owned(),
            "所属や条件でまとめてください。",
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
            "Write the names of the columns in line 1 and groups below.",
        ),
        Wrong::TooMany => (
            "There are too many rows or groups.".to_owned(),
            "Read them as several files.",
        ),
        Wrong::Bytes => (
            "Letters cannot be read.".to_owned(),
            "Save the file as UTF-8 or Shift_JIS.",
        ),
        Wrong::Geta => (
            "The name of the new group has 〓 in it.".to_owned(),
            "Save the file as UTF-8 with the letter itself.",
        ),
        Wrong::NoGroup => ("No group is named.".to_owned(), "Give its name."),
        Wrong::NoName(name) => (
            format!("“{name}” cannot be the name of a group."),
            "Write one line of at most 60 letters.",
        ),
        Wrong::ManyGroups(name) => (
            format!("There is more than one group “{name}”."),
            "Write it as it was exported, with its number behind.",
        ),
        Wrong::NoOrder(order) => (
            format!("“{order}” is no place."),
            "Write a number, or leave it empty.",
        ),
        Wrong::NoKind(kind) => (
            format!("There is no kind “{kind}”."),
            "Write 職員, 職, 所属, 所属以下, グループ or 条件.",
        ),
        Wrong::Half => (
            format!("“{}” is empty.", finding.column),
            "Give both the kind and whom.",
        ),
        Wrong::Nothing(word) => (
            format!("There is no “{word}” today."),
            "Look at how it is written, or remove the row.",
        ),
        Wrong::Many(word) => (
            format!("There is more than one “{word}”."),
            "Write a unit from the top, as 総務課/総務係.",
        ),
        Wrong::NoRule(rule) => (
            format!("“{rule}” is no rule."),
            "Write it as 所属：福祉課、職位：主査, with a title or a kind.",
        ),
        Wrong::OtherName(name) => (
            format!("The log-in name is that of {name}."),
            "Correct the log-in name or the name.",
        ),
        Wrong::Twice(line) => (
            format!("The group has it in line {line} already."),
            "Remove one of the lines.",
        ),
        Wrong::WithinItself(group) => (
            format!("“{group}” would hold itself."),
            "Remove the row, or name another group.",
        ),
        Wrong::Full => (
            "It is more than a group takes.".to_owned(),
            "Use units or rules.",
        ),
    }
}
