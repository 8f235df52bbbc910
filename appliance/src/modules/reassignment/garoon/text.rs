//! The words of reading another system's lists.

use super::convert::Note;
use crate::text::Language;
use std::collections::{BTreeMap, BTreeSet};

/// The fixed words.
#[derive(Debug)]
pub(super) struct GaroonText {
    pub title: &'static str,
    pub lead: &'static str,
    pub files: &'static str,
    pub organisations: &'static str,
    pub organisations_hint: &'static str,
    pub members: &'static str,
    pub members_hint: &'static str,
    pub users: &'static str,
    pub users_hint: &'static str,
    pub convert: &'static str,
    pub result: &'static str,
    pub notes: &'static str,
    pub nothing: &'static str,
    pub list: &'static str,
    pub list_hint: &'static str,
    pub no_files: &'static str,
    lang: Language,
}

static JA: GaroonText = GaroonText {
    title: "GaroonのCSVから作る",
    lead: "GaroonやcybozuのCSVファイルと今の職員録を比べて、違うところを人事異動の一覧にします。読み込んだだけでは何も変わりません。",
    files: "CSVファイルを選ぶ",
    organisations: "組織",
    organisations_hint: "現在の組織コード・組織名・新しい組織コード・親の組織コード・メモの順のファイルです。",
    members: "組織に所属するユーザー",
    members_hint: "組織コードの後にログイン名が並ぶファイルです。兼務している方は、今の所属が残っていればそこを本務とし、ほかを兼務とします。",
    users: "ユーザー（任意）",
    users_hint: "新しく採用する方の氏名・よみ・内線・メールを読みます。パスワードの列は読み飛ばし、どこにも残しません。",
    convert: "一覧にする",
    result: "違うところ",
    notes: "先にお確かめください",
    nothing: "今の職員録と違うところはありません。",
    list: "人事異動の一覧",
    list_hint: "ここで直してから進めます。空いている職位は埋めてください。",
    no_files: "発令日と、組織と所属ユーザーの二つのファイルを選んでください。",
    lang: Language::Japanese,
};

static EN: GaroonText = GaroonText {
    title: "From CSV files of Garoon",
    lead: "Compares the CSV files of Garoon or cybozu with the directory as it is, and tells the difference as a list of appointments. Reading changes nothing.",
    files: "Choose the CSV files",
    organisations: "Organisations",
    organisations_hint: "The file with current code, name, new code, parent's code and memo.",
    members: "Members of organisations",
    members_hint: "The file with a code and the log-in names after it. Whoever is in several keeps the main post they have when it is among them; the others are held beside it.",
    users: "Users (optional)",
    users_hint: "Read for the name, reading, extension and address of those who join. The column of passwords is passed over and kept nowhere.",
    convert: "Make the list",
    result: "What differs",
    notes: "Look at these first",
    nothing: "Nothing differs from the directory.",
    list: "List of appointments",
    list_hint: "Correct it here before you go on. Fill in the titles that are empty.",
    no_files: "Give the day and the two files of organisations and of members.",
    lang: Language::English,
};

/// The words of a language.
pub(super) fn words(language: Language) -> &'static GaroonText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

/// How many names a sentence gives; of more it says how many.
const NAMED: usize = 30;

impl GaroonText {
    /// What has to be looked at, a sentence for each kind of it.
    pub(super) fn notes(&self, notes: &BTreeSet<Note>) -> Vec<String> {
        let mut kinds: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for note in notes {
            let (kind, name) = told(note);
            kinds.entry(kind).or_default().push(name);
        }
        let sentences = match self.lang {
            Language::Japanese => &JA_NOTES,
            Language::English => &EN_NOTES,
        };
        let sentence = |(kind, names): (usize, Vec<String>)| {
            let sentence = sentences.get(kind).copied().unwrap_or_default();
            sentence.replace("{}", &self.names(&names))
        };
        kinds.into_iter().map(sentence).collect()
    }

    fn names(&self, names: &[String]) -> String {
        let shown = names.iter().take(NAMED).cloned().collect::<Vec<_>>();
        let more = names.len().saturating_sub(NAMED);
        let (comma, rest) = match self.lang {
            Language::Japanese => ("、", format!(" ほか{more}件")),
            Language::English => (", ", format!(" and {more} more")),
        };
        let shown = shown.join(comma);
        if more == 0 { shown } else { shown + &rest }
    }
}

/// The kind of a note, by its sentence below, and what it is about.
fn told(note: &Note) -> (usize, String) {
    match note {
        Note::NoCode(code) => (0, code.clone()),
        Note::Ring(code) => (1, code.clone()),
        Note::Unknown(login) => (2, login.clone()),
        Note::Renamed(login, new) => (3, format!("{login} → {new}")),
        Note::Nowhere(login) => (4, login.clone()),
        Note::NoTitle(login) => (5, login.clone()),
        Note::AtTop(login) => (6, login.clone()),
        Note::NotListed(login) => (7, login.clone()),
    }
}

const JA_NOTES: [&str; 8] = [
    "次の組織コードの組織がファイルにありません。組織のファイルを確かめてください。{}",
    "次の組織は、親をたどると自分に戻ります。親の組織コードを直してください。{}",
    "次の方は職員録にもユーザーのファイルにもいません。採用の行を加えるか、ユーザーのファイルも選んでください。{}",
    "次のログイン名の変更は、人事異動ではできません。今の名前のまま一覧にしました。{}",
    "次の方はどの組織にも所属していません。一覧には入れていません。{}",
    "次の方は採用ですが、職位が分かりません。一覧の職位を埋めてください。{}",
    "次の方は団体そのものに所属しています。課や係への所属ではないので、一覧には入れていません。{}",
    "次の方はユーザーのファイルにいません。退職でしたら、退職の行を加えてください。{}",
];

const EN_NOTES: [&str; 8] = [
    "No organisation has these codes; check the file of organisations: {}",
    "These organisations stand below themselves; correct the code of the parent: {}",
    "Neither in the directory nor in the file of users; add lines 採用, or give the file of users too: {}",
    "Log-in names cannot be changed by an appointment; the list keeps them: {}",
    "In no organisation, and so not in the list: {}",
    "These join, but no title came with them; fill it in: {}",
    "Members of the town itself and of no section, and so not in the list: {}",
    "Not in the file of users; if they have left, add lines 退職: {}",
];
