//! The words of the audit trail: what each act is called.

use crate::text::Language;

/// The fixed words.
#[derive(Debug)]
pub(in crate::modules::administration) struct AuditText {
    pub title: &'static str,
    pub lead: &'static str,
    pub who: &'static str,
    pub who_hint: &'static str,
    pub act: &'static str,
    pub any: &'static str,
    pub from: &'static str,
    pub last: &'static str,
    pub show: &'static str,
    pub clear: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    pub older: &'static str,
    pub newest: &'static str,
    pub out: &'static str,
    pub out_xlsx: &'static str,
    pub out_csv: &'static str,
    pub out_cp932: &'static str,
    pub time: &'static str,
    pub what: &'static str,
    pub whom: &'static str,
    pub detail: &'static str,
    pub columns: [&'static str; 7],
    operator: &'static str,
    nobody: &'static str,
    lang: Language,
}

static JA: AuditText = AuditText {
    title: "監査の記録",
    lead: "この団体の職員がしたこと、この団体の職員や組織にされたことの記録です。見ることと書き出すことだけができ、変えることはできません。書き出したことも記録されます。",
    who: "職員",
    who_hint: "氏名かログイン名",
    act: "操作",
    any: "すべて",
    from: "いつから",
    last: "いつまで",
    show: "しぼり込む",
    clear: "条件を消す",
    none: "当てはまる記録はありません",
    none_hint: "職員・操作・日付を変えてください。",
    older: "さらにさかのぼる",
    newest: "いちばん新しい記録へ",
    out: "書き出す",
    out_xlsx: "Excel ブック",
    out_csv: "CSV（UTF-8）",
    out_cp932: "CSV（Shift_JIS）",
    time: "日時",
    what: "操作",
    whom: "相手・対象",
    detail: "くわしく",
    columns: [
        "番号",
        "日時",
        "職員",
        "操作",
        "操作の符号",
        "相手・対象",
        "くわしく",
    ],
    operator: "機械の前の操作",
    nobody: "（ログイン前）",
    lang: Language::Japanese,
};

static EN: AuditText = AuditText {
    title: "Audit trail",
    lead: "What people of this organisation did, and what was done to its people and units. It can be read and saved, and changed by nobody; saving it leaves a row too.",
    who: "Person",
    who_hint: "name or log-in name",
    act: "Act",
    any: "any",
    from: "From",
    last: "Until",
    show: "Show",
    clear: "Clear",
    none: "No such rows",
    none_hint: "Try another person, act or day.",
    older: "Further back",
    newest: "To the latest",
    out: "Export",
    out_xlsx: "Workbook",
    out_csv: "CSV (UTF-8)",
    out_cp932: "CSV (Shift_JIS)",
    time: "When",
    what: "What",
    whom: "To whom or what",
    detail: "More",
    columns: [
        "Row",
        "When",
        "Who",
        "What",
        "Code",
        "To whom or what",
        "More",
    ],
    operator: "at the machine",
    nobody: "(before log-in)",
    lang: Language::English,
};

/// Every act, with its word in Japanese and in English.
const ACTS: [(&str, &str, &str); 89] = [
    ("log-in", "ログイン", "logged in"),
    (
        "log-in-begun",
        "パスワードを確かめた（二段階の確認の前）",
        "password right, second step still to come",
    ),
    (
        "totp-set",
        "確認アプリを設定した",
        "authenticator app set up",
    ),
    (
        "totp-remove",
        "確認アプリをやめた",
        "authenticator app given up",
    ),
    (
        "recovery-codes",
        "回復コードを作り直した",
        "recovery codes made anew",
    ),
    (
        "password-policy",
        "パスワードの決まりを変えた",
        "password rules changed",
    ),
    ("second", "二段階の確認をした", "second step taken"),
    (
        "second-refused",
        "二段階の確認ができなかった",
        "second step refused",
    ),
    (
        "second-closed",
        "二段階の確認を一時停止",
        "second step closed for a while",
    ),
    ("confirm", "ご本人の確認をした", "confirmed who they are"),
    (
        "confirm-refused",
        "ご本人の確認ができなかった",
        "confirmation refused",
    ),
    ("log-in-refused", "ログインできなかった", "log-in refused"),
    (
        "log-in-closed",
        "ログインを一時停止",
        "log-in closed for a while",
    ),
    ("log-out", "ログアウト", "logged out"),
    ("session-end", "ほかの端末をログアウト", "ended sessions"),
    (
        "session-expelled",
        "利用停止のため終了",
        "sessions ended by suspension",
    ),
    (
        "password-change",
        "パスワードの変更",
        "changed the password",
    ),
    (
        "password-change-refused",
        "パスワードの変更に失敗",
        "password change refused",
    ),
    (
        "enrolment-code",
        "登録コードの発行",
        "enrolment code issued",
    ),
    ("enrol", "パスワードの登録", "enrolled"),
    ("enrol-refused", "登録できなかった", "enrolment refused"),
    (
        "enrol-closed",
        "登録を一時停止",
        "enrolment closed for a while",
    ),
    (
        "app-password-policy",
        "アプリパスワードの決まりの変更",
        "rule for app passwords changed",
    ),
    (
        "app-password-make",
        "アプリパスワードを作った",
        "app password made",
    ),
    (
        "app-password-revoke",
        "アプリパスワードを止めた",
        "app password revoked",
    ),
    (
        "app-password-used",
        "アプリパスワードを使った",
        "app password used",
    ),
    (
        "app-password-refused",
        "アプリパスワードが違った",
        "app password refused",
    ),
    (
        "app-password-closed",
        "アプリパスワードを一時停止",
        "app password closed for a while",
    ),
    ("passkey-add", "パスキーを加えた", "passkey added"),
    ("passkey-remove", "パスキーを消した", "passkey removed"),
    (
        "passkey-refused",
        "パスキーを確かめられなかった",
        "passkey refused",
    ),
    (
        "passkey-doubted",
        "写しのおそれがあるパスキーを止めた",
        "passkey stopped, there may be a copy",
    ),
    ("recover", "パスワードの再登録", "recovery"),
    ("user-add", "職員の登録", "person added"),
    ("suspend", "利用の停止", "suspended"),
    ("restore", "利用の再開", "restored"),
    ("staff-amend", "登録内容の変更", "account changed"),
    (
        "staff-amend-undo",
        "登録内容の変更を元に戻した",
        "account changed back",
    ),
    ("role-grant", "役割を付けた", "role granted"),
    ("role-revoke", "役割を外した", "role revoked"),
    ("unit-open", "所属を作った", "unit opened"),
    ("unit-name", "所属の名前を変えた", "unit renamed"),
    ("unit-place", "所属を移した", "unit moved"),
    ("unit-close", "所属を廃止した", "unit closed"),
    ("account-open", "課代表を作った", "section account opened"),
    ("account-close", "課代表をやめた", "section account closed"),
    (
        "act-as",
        "課代表として使い始めた",
        "began to act for a section",
    ),
    ("act-as-oneself", "本人に戻った", "acts as oneself again"),
    (
        "section-mail-open",
        "課代表のメールを開いた",
        "opened a section's mail",
    ),
    (
        "section-mail-mark",
        "課代表のメールに印を付けた",
        "marked a section's mail",
    ),
    (
        "section-mail-move",
        "課代表のメールを移した",
        "moved a section's mail",
    ),
    (
        "section-mail-file",
        "課代表の添付ファイルを受け取った",
        "took a file of a section's mail",
    ),
    (
        "section-mail-answer",
        "課代表のメールに対応",
        "answers a section's mail",
    ),
    (
        "section-mail-leave",
        "対応をやめた",
        "leaves a section's mail",
    ),
    (
        "mail-file-taken",
        "添付ファイルを受け取った",
        "took a file of a mail",
    ),
    (
        "reassignment-draft",
        "人事異動の読み込み",
        "reassignment read",
    ),
    (
        "reassignment-rehearse",
        "人事異動の予行",
        "reassignment rehearsed",
    ),
    (
        "reassignment-apply",
        "人事異動の予約",
        "reassignment scheduled",
    ),
    (
        "reassignment-undo",
        "人事異動の取り消し",
        "reassignment taken back",
    ),
    (
        "second-propose",
        "もう一人の確認を求めた",
        "proposed to a second person",
    ),
    ("second-confirm", "確認して行った", "confirmed"),
    ("second-refuse", "行わないことにした", "refused"),
    (
        "safeguard",
        "二人で行う決まりの変更",
        "rule of two people changed",
    ),
    ("list-read", "一覧の読み込み", "list read"),
    ("list-apply", "一覧の反映", "list applied"),
    ("list-undo", "一覧の取り消し", "list taken back"),
    ("group-create", "共有グループを作った", "shared group made"),
    (
        "group-change",
        "共有グループを変えた",
        "shared group changed",
    ),
    (
        "group-remove",
        "共有グループを消した",
        "shared group removed",
    ),
    (
        "announcement-create",
        "お知らせを書いた",
        "announcement written",
    ),
    (
        "announcement-change",
        "お知らせを直した",
        "announcement changed",
    ),
    (
        "announcement-take-off",
        "お知らせを下げた",
        "announcement taken off",
    ),
    (
        "emergency-raise",
        "緊急のお知らせを掲げた",
        "emergency banner put up",
    ),
    (
        "emergency-take-down",
        "緊急のお知らせを下げた",
        "emergency banner taken down",
    ),
    ("photo-set", "写真を登録した", "photo put up"),
    ("photo-remove", "写真を外した", "photo taken down"),
    ("photo-back", "写真を元に戻した", "photo put back"),
    (
        "photo-rule",
        "写真を見られる人を決めた",
        "who sees photos decided",
    ),
    (
        "arrangement-set",
        "ポータルの標準の並びを決めた",
        "standard of a portal set",
    ),
    (
        "arrangement-reset",
        "ポータルの標準の並びをやめた",
        "standard of a portal forgotten",
    ),
    (
        "external-create",
        "ほかのシステムの件数を加えた",
        "number of another system added",
    ),
    (
        "external-change",
        "ほかのシステムの件数を直した",
        "number of another system changed",
    ),
    (
        "external-token",
        "ほかのシステムの鍵を作り直した",
        "token of another system made anew",
    ),
    (
        "external-remove",
        "ほかのシステムの件数を消した",
        "number of another system removed",
    ),
    ("link-create", "リンクを加えた", "link added"),
    ("link-change", "リンクを直した", "link changed"),
    ("link-remove", "リンクを消した", "link removed"),
    ("link-move", "リンクを並べ替えた", "link moved"),
    (
        "audit-export",
        "監査の記録を書き出した",
        "audit trail exported",
    ),
];

/// What the rows say more, with its words: how somebody came in, and which role it was.
const DETAILS: [(&str, &str, &str); 13] = [
    ("password", "パスワードで", "by password"),
    ("passkey", "パスキーで", "by passkey"),
    ("totp", "確認アプリで", "by an authenticator app"),
    ("recovery", "回復コードで", "by a recovery code"),
    ("aged", "期限切れのため", "because it ran out"),
    ("allowed", "使えるようにした", "allowed"),
    ("forbidden", "使えないようにした", "forbidden"),
    ("system", "総合管理者", "system administrator"),
    ("organisation", "団体管理者", "organisation administrator"),
    ("unit", "所属管理者", "unit administrator of"),
    ("security", "情報セキュリティ担当", "security officer"),
    ("auditor", "監査担当", "auditor"),
    ("representative", "課代表", "section representative of"),
];

/// The words in `language`.
pub(in crate::modules::administration) fn audit(language: Language) -> &'static AuditText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

/// Every act that can be asked for, with its word.
pub(in crate::modules::administration) fn acts(
    language: Language,
) -> impl Iterator<Item = (&'static str, &'static str)> {
    ACTS.iter().map(move |(code, ja, en)| match language {
        Language::Japanese => (*code, *ja),
        Language::English => (*code, *en),
    })
}

/// What an act is called; one that has no word yet is told by its code.
pub(in crate::modules::administration) fn act(language: Language, code: &str) -> &str {
    acts(language)
        .find(|(known, _)| *known == code)
        .map_or(code, |(_, word)| word)
}

impl AuditText {
    /// A name of the trail that is nobody's of the town.
    pub(in crate::modules::administration) fn named(&self, name: &str) -> String {
        match name {
            "operator" => self.operator.to_owned(),
            "-" => self.nobody.to_owned(),
            other => other.to_owned(),
        }
    }

    /// What a word of a row's detail means, where it is one of ours.
    pub(in crate::modules::administration) fn detail_word(
        &self,
        word: &str,
    ) -> Option<&'static str> {
        let found = DETAILS.iter().find(|(code, ..)| *code == word);
        found.map(|(_, ja, en)| match self.lang {
            Language::Japanese => *ja,
            Language::English => *en,
        })
    }

    /// A name that means nobody, or several.
    pub(in crate::modules::administration) fn unclear(&self, count: usize) -> String {
        match (self.lang, count) {
            (Language::Japanese, 0) => {
                "その職員は見つかりません。氏名かログイン名を確かめてください。".to_owned()
            }
            (Language::Japanese, count) => {
                format!("{count}人が当てはまります。ログイン名で一人に決めてください。")
            }
            (Language::English, 0) => "Nobody is called so. Please check the name.".to_owned(),
            (Language::English, count) => {
                format!("{count} people fit. Please give a log-in name.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every act that the sources write into the trail has its word.
    #[test]
    fn whatever_is_written_into_the_trail_has_a_word() {
        let mut files = vec![std::path::PathBuf::from(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/src"
        ))];
        let mut missing = Vec::new();
        while let Some(path) = files.pop() {
            if path.is_dir() {
                let entries = std::fs::read_dir(&path).expect("folder");
                files.extend(entries.map(|entry| entry.expect("entry").path()));
                continue;
            }
            let name = path.to_string_lossy().into_owned();
            if name.strip_suffix(".rs").is_none() || name.contains("tests") {
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("source");
            for call in [
                "Audit::append(",
                "told(tx, cx, ",
                "note(tx, at, staff, ",
                "const KIND: &'static str =",
            ] {
                for piece in text.split(call).skip(1) {
                    let arguments: String = piece.chars().take(220).collect();
                    let arguments = arguments.split(';').next().unwrap_or_default();
                    for word in arguments.split('"').skip(1).step_by(2) {
                        let is_act = word.contains('-')
                            && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
                        if is_act && word.len() > 1 && !ACTS.iter().any(|(code, ..)| *code == word)
                        {
                            missing.push(format!("{name}: {word}"));
                        }
                    }
                }
            }
        }
        // What stands outside every town is the operator's alone.
        missing.retain(|word| {
            !["demo-seed", "machine-key-replaced"]
                .iter()
                .any(|own| word.ends_with(own))
        });
        assert!(missing.is_empty(), "{missing:#?}");
    }
}
