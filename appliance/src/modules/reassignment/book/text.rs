//! The words of reading the directory's file.

use crate::text::Language;

/// The fixed words.
#[derive(Debug)]
pub(super) struct BookText {
    pub title: &'static str,
    pub lead: &'static str,
    pub steps: [&'static str; 3],
    pub file: &'static str,
    pub file_hint: &'static str,
    pub day: &'static str,
    pub day_hint: &'static str,
    pub look: &'static str,
    pub no_file: &'static str,
    pub again: &'static str,
    pub amended: &'static str,
    pub same: &'static str,
    pub absent: &'static str,
    pub findings: &'static str,
    pub amends: &'static str,
    pub moves: &'static str,
    pub moves_hint: &'static str,
    pub skip: &'static str,
    pub apply: &'static str,
    pub apply_hint: &'static str,
    pub undo: &'static str,
    pub undo_hint: &'static str,
    pub draft: &'static str,
    pub nothing: &'static str,
    pub changed: &'static str,
    pub has_findings: &'static str,
    pub empty: &'static str,
    pub draft_title: &'static str,
    lang: Language,
}

static JA: BookText = BookText {
    title: "名簿の読み込み",
    lead: "職員録から書き出した CSV を直して読み込み、違うところだけを変えます。確かめるまで何も変わりません。",
    steps: [
        "職員録の「書き出す」で CSV を作り、表計算ソフトで直します。列の名前とログイン名は、そのままにしてください。",
        "ここで読み込むと、変わるところと直すところが一行ずつ出ます。まだ何も変わりません。",
        "「この内容を反映する」で、氏名・よみ・内線・メールは一度に変わります。所属と職位の違いは人事異動の一覧になり、そちらで確かめて切り替えます。どちらも取り消せます。",
    ],
    file: "職員録の CSV",
    file_hint: "UTF-8とShift_JISのどちらも読めます。Shift_JISで表せない文字は、元のまま残します。",
    day: "所属と職位が変わる日",
    day_hint: "人事異動の発令日になります。",
    look: "変わるところを確かめる",
    no_file: "CSVファイルを選び、日付を入れてください。",
    again: "別のファイルを読み込む",
    amended: "登録内容の変更",
    same: "変わらない方",
    absent: "ファイルにいない方（変えません）",
    findings: "直すところ",
    amends: "登録内容の変更",
    moves: "人事異動の一覧になるもの",
    moves_hint: "反映すると人事異動の一覧が一つでき、そちらで結果と引き継ぎ先を確かめてから切り替えます。",
    skip: "直すところのある方を除いて反映する",
    apply: "この内容を反映する",
    apply_hint: "すべてか、何もしないかのどちらかです。変えた方ごとに監査の記録に残ります。",
    undo: "登録内容を元に戻す",
    undo_hint: "このファイルで変えた氏名・よみ・内線・メールを元に戻します。人事異動は、その画面で取り消します。",
    draft: "できた人事異動の一覧を開く",
    nothing: "変わるところはありません。",
    changed: "読み込んだ後に、職員や組織が変わりました。もう一度読み込んで確かめてください。",
    has_findings: "直すところが残っています。ファイルを直すか、「直すところのある方を除いて反映する」を選んでください。",
    empty: "（空欄）",
    draft_title: "名簿の読み込み",
    lang: Language::Japanese,
};

static EN: BookText = BookText {
    title: "Read the directory's file",
    lead: "The CSV that the directory exports, corrected and read again: only what differs is changed, and nothing before you have looked.",
    steps: [
        "Export the directory as CSV and correct it in a spreadsheet. Leave the names of the columns and the log-in names as they are.",
        "Read it here: what changes and what has to be corrected is told row by row. Nothing is changed yet.",
        "“Apply” changes names, readings, extensions and addresses at once. Differences of units and titles become a list of 人事異動, which is looked at and made so there. Both can be taken back.",
    ],
    file: "CSV of the directory",
    file_hint: "UTF-8 or Shift_JIS. Letters that Shift_JIS lacks stay as they are.",
    day: "Day on which units and titles change",
    day_hint: "The day of the reassignment.",
    look: "See what changes",
    no_file: "Choose a CSV file and give a day.",
    again: "Read another file",
    amended: "Corrected people",
    same: "Unchanged people",
    absent: "People not in the file (left alone)",
    findings: "To correct",
    amends: "Corrections",
    moves: "Becomes a list of 人事異動",
    moves_hint: "Applying makes one list, where you look at what it does and who inherits before it is made so.",
    skip: "Apply without the people who have something to correct",
    apply: "Apply",
    apply_hint: "All of it or nothing. A row of audit is kept for each person.",
    undo: "Take the corrections back",
    undo_hint: "Names, readings, extensions and addresses are as before again. The reassignment is taken back on its own page.",
    draft: "Open the list of 人事異動",
    nothing: "Nothing changes.",
    changed: "People or units have changed since. Read the file again.",
    has_findings: "Something has to be corrected. Correct the file, or choose to apply without those people.",
    empty: "(empty)",
    draft_title: "Directory file",
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
    /// What was done.
    pub(super) fn applied(&self, people: usize) -> String {
        match self.lang {
            Language::Japanese => format!("{people}人の登録内容を変えました。"),
            Language::English => format!("Corrected people: {people}."),
        }
    }

    /// What was taken back.
    pub(super) fn undone(&self, people: usize) -> String {
        match self.lang {
            Language::Japanese => format!("{people}人の登録内容を元に戻しました。"),
            Language::English => format!("As before again: {people} people."),
        }
    }

    /// Why it was not taken back.
    pub(super) fn others(&self, names: &str) -> String {
        match self.lang {
            Language::Japanese => {
                format!("その後に登録内容が変わった方がいるため、元に戻しませんでした：{names}")
            }
            Language::English => {
                format!("Nothing was taken back; these have changed since: {names}")
            }
        }
    }
}
