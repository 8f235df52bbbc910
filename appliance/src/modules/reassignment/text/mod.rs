//! The words of 人事異動.

mod findings;

use super::model::{Act, Finding};
use crate::org::Role;
use crate::text::Language;

/// The fixed words.
#[derive(Debug)]
pub(super) struct ReassignmentText {
    pub title: &'static str,
    pub lead: &'static str,
    pub right: &'static str,
    pub new: &'static str,
    pub name: &'static str,
    pub name_hint: &'static str,
    pub day: &'static str,
    pub day_hint: &'static str,
    pub file: &'static str,
    pub file_hint: &'static str,
    pub paste: &'static str,
    pub look: &'static str,
    pub columns: &'static str,
    pub column_texts: [&'static str; 10],
    pub sample: &'static str,
    pub sample_file: &'static str,
    pub all: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    pub decide: &'static str,
    pub next_lead: &'static str,
    pub next_link: &'static str,
    pub undone_heading: &'static str,
    pub undone_hint: &'static str,
    pub undone_again: &'static str,
    pub state: &'static str,
    pub states: [&'static str; 4],
    pub no_day: &'static str,
    pub no_list: &'static str,
    pub back: &'static str,
    /// The button that leads to the list in a form.
    pub again: &'static str,
    pub garoon: &'static str,
    pub book: &'static str,
    pub tree: &'static str,
    pub source: &'static str,
    pub findings: &'static str,
    pub line: &'static str,
    pub column: &'static str,
    pub what: &'static str,
    pub next: &'static str,
    pub preview: &'static str,
    pub preview_none: &'static str,
    pub units: &'static str,
    pub before: &'static str,
    pub after: &'static str,
    pub person: &'static str,
    pub no_post: &'static str,
    pub rights: &'static str,
    pub rights_none: &'static str,
    pub memberships: &'static str,
    pub memberships_lead: &'static str,
    pub memberships_none: &'static str,
    pub memberships_leave: &'static str,
    pub memberships_join: &'static str,
    pub heirs: &'static str,
    pub heirs_lead: &'static str,
    pub role: &'static str,
    pub whose: &'static str,
    pub then: &'static str,
    pub keep: &'static str,
    pub end: &'static str,
    pub choose: &'static str,
    pub vacant: &'static str,
    pub mailboxes: &'static str,
    pub mailboxes_lead: &'static str,
    pub apply: &'static str,
    pub apply_lead: &'static str,
    pub apply_two: &'static str,
    pub two_lead: &'static str,
    pub waits: &'static str,
    pub waits_link: &'static str,
    pub undo: &'static str,
    pub undo_lead: &'static str,
    pub history: &'static str,
    pub happened: [&'static str; 3],
    pub idle: &'static str,
    /// What to say after an act.
    pub applied: &'static str,
    pub proposed: &'static str,
    pub undone: &'static str,
    pub chosen: &'static str,
    pub changed: &'static str,
    pub stopped: &'static str,
    pub blocked: &'static str,
    pub no_heir: &'static str,
    pub other_heir: &'static str,
    pub look_up: &'static str,
    /// 予行.
    pub rehearse: &'static str,
    pub rehearse_lead: &'static str,
    pub rehearsal: &'static str,
    pub restored: &'static str,
    pub not_restored: &'static str,
    pub administrators: &'static str,
    pub no_administrator: &'static str,
    pub unadministered: &'static str,
    /// Marks of a person's line.
    pub joins: &'static str,
    pub leaves: &'static str,
    pub moves: &'static str,
    pub beside: &'static str,
    pub opens: &'static str,
    pub closes: &'static str,
    pub renames: &'static str,
    pub places: &'static str,
    pub tenures: [&'static str; 6],
    roles: [&'static str; 6],
    lang: Language,
}

/// A list to begin with.
pub(super) const SAMPLE: &str =
    "区分,ログイン名,氏名,よみ,所属,職位,内線,メール,新しい名前,新しい上の所属
異動,sato,佐藤 美咲,,福祉課,係長,,,,
採用,mori,森 一郎,もり いちろう,総務課/総務係,主事,1150,,,
兼務,suzuki,,,危機管理課,主査,,,,
兼務解除,tanaka,,,危機管理課,参事,,,,
退職,okada,,,,,,,,
休職,fujii,,,,,,,,
組織新設,,,,総務課/デジタル推進係,,,,,
組織改称,,,,情報政策課,,,,デジタル課,
組織移管,,,,危機管理課,,,,,総務課
";

static JA: ReassignmentText = ReassignmentText {
    title: "人事異動",
    right: "人事異動を予約し、取り消す",
    lead: "発令の一覧を読み込み、結果を確かめてから、発令日の0時に一度に切り替えます。確かめるまで何も変わりません。",
    new: "一覧を読み込む",
    name: "名前",
    name_hint: "例：令和9年4月1日付 定期異動",
    day: "発令日",
    day_hint: "この日の0時から新しい所属になります。",
    file: "CSVファイル",
    file_hint: "UTF-8とShift_JISのどちらも読めます。",
    paste: "または、ここに貼り付け",
    look: "結果を確かめる",
    columns: "一覧の書き方",
    column_texts: [
        "採用・異動・兼務・併任・兼務解除・退職・休職・出向・復帰・組織新設・組織廃止・組織改称・組織移管のどれか",
        "職員のログイン名。組織の行では空けておきます",
        "採用のときは必ず。ほかの区分では、取り違えの確認に使います",
        "採用のときは必ず",
        "総務課/総務係 のように上から。名前だけで一つに決まれば名前だけでも",
        "課長、主事など",
        "採用のとき、任意",
        "採用のとき、任意。空ならログイン名から作ります",
        "組織改称のときの新しい名前",
        "組織移管のときの、新しく上に立つ所属。いちばん上に移すときは「いちばん上」",
    ],
    sample: "例",
    sample_file: "この例をCSVで受け取る",
    all: "これまでの人事異動",
    none: "まだありません",
    none_hint: "発令の一覧を読み込むと、ここに並びます。後から開いて、経過を見たり取り消したりできます。",
    decide: "切り替える",
    next_lead: "内容を確かめたら、切り替えを予約します。",
    next_link: "予約へ進む",
    undone_heading: "取り消しました",
    undone_hint: "この人事異動で変わるところは、すべて元のままです。同じ一覧から、もう一度始められます。",
    undone_again: "同じ一覧をもう一度確かめる",
    state: "状態",
    states: ["確認中", "発令待ち", "発令済み", "取り消し"],
    no_day: "発令日を入れてください。",
    no_list: "CSVファイルを選ぶか、一覧を貼り付けてください。",
    back: "一覧へ戻る",
    again: "この一覧をここで直す",
    garoon: "GaroonのCSVから作る",
    book: "名簿の読み込み",
    tree: "組織の読み込み",
    source: "読み込んだ一覧（CSV）",
    findings: "直すところ",
    line: "行",
    column: "列",
    what: "内容",
    next: "次にすること",
    preview: "切り替わる内容",
    preview_none: "変わるところはありません。",
    units: "組織",
    before: "前日まで",
    after: "発令日から",
    person: "職員",
    no_post: "（なし）",
    rights: "権限の変化",
    rights_none: "権限の変わる方はいません。",
    memberships: "グループの変化",
    memberships_lead: "所属・職・条件で決まるグループは、発令日に自動で入れ替わります。氏名で入れた方は、異動しても残ります。",
    memberships_none: "グループの変わる方はいません。",
    memberships_leave: "外れるグループ",
    memberships_join: "加わるグループ",
    heirs: "引き継ぎ先のない役割",
    heirs_lead: "担当の方がいなくなる役割です。候補は、同じ職に就く方、いなければ上の職の方です。",
    role: "役割",
    whose: "これまで",
    then: "発令日から",
    keep: "このまま残す",
    end: "終わりにする",
    choose: "この引き継ぎにする",
    vacant: "（空席になる職）",
    mailboxes: "退職する方のメール",
    mailboxes_lead: "届いたメールは残ります。必要なメールは退職日までに転送してもらってください。",
    apply: "この内容で切り替えを予約する",
    apply_two: "もう一人の確認を求める",
    two_lead: "人数が多いか、管理者が変わるため、もう一人の管理者の確認が必要です。",
    waits: "もう一人の管理者の確認を待っています。",
    waits_link: "確認の画面へ",
    proposed: "もう一人の管理者に確認を求めました。確認されるまで、何も変わりません。",
    apply_lead: "予約しても、発令日の0時までは今の所属のままです。予約は取り消せます。",
    undo: "取り消して元に戻す",
    undo_lead: "この人事異動で変わるところを、すべて元に戻します。",
    history: "経過",
    happened: ["読み込みました", "予約しました", "取り消しました"],
    idle: "変更なし",
    applied: "予約しました。発令日の0時に切り替わります。",
    undone: "取り消しました。すべて元のままです。",
    chosen: "引き継ぎ先を保存しました。",
    changed: "確かめている間に職員や組織が変わりました。下の内容をもう一度お確かめください。",
    stopped: "直すところが残っています。一覧を直して、もう一度読み込んでください。",
    blocked: "後からの変更があるため、取り消せません。先に次の変更を戻してください。",
    no_heir: "そのログイン名の方は、発令日にはいません。引き継ぎ先は変えていません。",
    other_heir: "ほかの方（氏名・よみ・ログイン名）",
    look_up: "ログイン名をさがす",
    rehearse: "写しで試す",
    rehearse_lead: "職員録の写しの上で切り替えて、元に戻るところまで確かめます。今の職員録は変わりません。",
    rehearsal: "予行の結果",
    restored: "取り消すと、すべて元に戻りました。",
    not_restored: "取り消しても元に戻らないところがありました。予約せずに、サポート窓口へお知らせください。",
    administrators: "発令日の団体管理者：",
    no_administrator: "いません。切り替えると、この団体を管理できる方がいなくなります。引き継ぎ先を選んでください。",
    unadministered: "このまま切り替えると、発令日からこの団体を管理できる方がいなくなります。先に「団体管理者」の引き継ぎ先を選んでください。",
    joins: "採用",
    leaves: "退職",
    moves: "異動",
    beside: "兼務",
    opens: "新設",
    closes: "廃止",
    renames: "改称",
    places: "移管",
    tenures: ["", "兼 ", "併任 ", "出向 ", "事務取扱 ", "休職 "],
    roles: [
        "総合管理者",
        "団体管理者",
        "所属管理者",
        "情報セキュリティ担当",
        "監査担当",
        "課代表",
    ],
    lang: Language::Japanese,
};

static EN: ReassignmentText = ReassignmentText {
    title: "Reassignment",
    right: "Schedule and take back reassignments",
    lead: "Read a list of appointments, look at what it does, and let it take effect at once at 00:00 of its day. Nothing changes before you have looked.",
    new: "Read a list",
    name: "Name",
    name_hint: "For example: Reassignment of 1 April 2027",
    day: "Effective day",
    day_hint: "New posts hold from 00:00 of this day.",
    file: "CSV file",
    file_hint: "UTF-8 and Shift_JIS are both read.",
    paste: "Or paste it here",
    look: "Look at the result",
    columns: "How the list is written",
    column_texts: [
        "採用 joins, 異動 moves, 兼務 or 併任 holds beside, 兼務解除 no longer does, 退職 leaves, 休職 goes on leave, 出向 is lent away, 復帰 comes back, 組織新設 opens, 組織廃止 closes, 組織改称 renames, 組織移管 moves a unit",
        "The person's log-in name; empty for units",
        "Needed for those who join; elsewhere it checks that the right person is meant",
        "Needed for those who join",
        "From the top, as 総務課/総務係; the name alone where it is the only one",
        "課長, 主事 and so on",
        "For those who join, optional",
        "For those who join, optional; made of the log-in name where empty",
        "The new name of a unit",
        "The unit that a moved one stands below from the day on; いちばん上 for the top",
    ],
    sample: "Example",
    sample_file: "Get this example as CSV",
    all: "Reassignments so far",
    none: "None yet",
    none_hint: "Lists that are read are kept here, to see what became of them and to take them back.",
    decide: "Make it so",
    next_lead: "Once you have looked, schedule the change.",
    next_link: "Go to scheduling",
    undone_heading: "Taken back",
    undone_hint: "Everything is as it was. The same list can be begun anew.",
    undone_again: "Look at the same list again",
    state: "State",
    states: ["Being looked at", "Scheduled", "In effect", "Taken back"],
    no_day: "Please give the effective day.",
    no_list: "Please choose a CSV file or paste the list.",
    back: "Back to all",
    again: "Correct this list here",
    garoon: "From CSV files of Garoon",
    book: "Read the directory's file",
    tree: "Read the units' file",
    source: "The list as read (CSV)",
    findings: "To be corrected",
    line: "Line",
    column: "Column",
    what: "What",
    next: "What to do",
    preview: "What changes",
    preview_none: "Nothing changes.",
    units: "Units",
    before: "Until the day before",
    after: "From the day on",
    person: "Person",
    no_post: "(none)",
    rights: "Changes of rights",
    rights_none: "Nobody's rights change.",
    memberships: "Changes of groups",
    memberships_lead: "Groups made by unit, post or rule follow by themselves on the day. Whoever is in a group by name stays in it.",
    memberships_none: "Nobody's groups change.",
    memberships_leave: "No longer in",
    memberships_join: "From the day on in",
    heirs: "Roles without a bearer",
    heirs_lead: "Whoever bears these goes. Proposed is whoever takes the same post, or else stands above it.",
    role: "Role",
    whose: "Until now",
    then: "From the day on",
    keep: "Leave it as it is",
    end: "Let it end",
    choose: "Keep these choices",
    vacant: "(a post that stands empty)",
    mailboxes: "Mail of those who leave",
    mailboxes_lead: "What has arrived stays. Ask them to forward what is needed before their last day.",
    apply: "Schedule this change",
    apply_two: "Ask a second person",
    two_lead: "It moves many people, or those who administer, so another administrator must confirm it.",
    waits: "It waits for another administrator to confirm it.",
    waits_link: "Look at what waits",
    proposed: "Proposed to the other administrators. Nothing changes until one of them confirms it.",
    apply_lead: "Until 00:00 of the day everything stays as it is. It can be taken back.",
    undo: "Take it back",
    undo_lead: "Everything that this reassignment changes becomes what it was.",
    history: "History",
    happened: ["Read", "Scheduled", "Taken back"],
    idle: "No change",
    applied: "Scheduled. It takes effect at 00:00 of the day.",
    undone: "Taken back. Everything is as it was.",
    chosen: "The choices are kept.",
    changed: "People or units changed meanwhile. Please look at the result below again.",
    stopped: "Something is left to correct. Please correct the list and read it again.",
    blocked: "Later changes stand upon this one. Please take these back first.",
    no_heir: "Nobody of that log-in name is here on the day. The choice is as it was.",
    other_heir: "Somebody else (name or log-in name)",
    look_up: "Look up a log-in name",
    rehearse: "Rehearse on a copy",
    rehearse_lead: "Makes it so on a copy of the directory and takes it back there. The directory itself stays as it is.",
    rehearsal: "What the rehearsal showed",
    restored: "Taken back, everything was as before.",
    not_restored: "Taken back, something was not as before. Do not schedule it; tell your support desk.",
    administrators: "Administrators of the organisation on the day:",
    no_administrator: "nobody. Nobody could administer this organisation any more; choose an heir.",
    unadministered: "As it stands nobody could administer this organisation from the day on. Choose an heir for its administrator first.",
    joins: "joins",
    leaves: "leaves",
    moves: "moves",
    beside: "beside",
    opens: "opens",
    closes: "closes",
    renames: "renamed",
    places: "moved",
    tenures: [
        "",
        "also ",
        "jointly ",
        "on loan from ",
        "acting ",
        "on leave from ",
    ],
    roles: [
        "System administrator",
        "Organisation administrator",
        "Unit administrator",
        "Security officer",
        "Auditor",
        "Section representative",
    ],
    lang: Language::English,
};

/// The words in `language`.
pub(super) fn words(language: Language) -> &'static ReassignmentText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

impl ReassignmentText {
    /// What a rehearsal did.
    pub(super) fn rehearsed(&self, changes: usize) -> String {
        match self.lang {
            Language::Japanese => format!("写しの上で{changes}件を切り替えました。"),
            Language::English => format!("Changes made on the copy: {changes}."),
        }
    }

    /// The word for a role.
    fn role_word(&self, role: Role) -> &'static str {
        let [
            system,
            organisation,
            unit,
            security,
            auditor,
            representative,
        ] = self.roles;
        match role {
            Role::System => system,
            Role::Organisation => organisation,
            Role::Unit(_) => unit,
            Role::Security => security,
            Role::Auditor => auditor,
            Role::Represent(_) => representative,
        }
    }

    /// A role with the unit it is for, where it is for one.
    pub(super) fn role_of(&self, role: Role, unit: &str) -> String {
        let word = self.role_word(role);
        match self.lang {
            _ if unit.is_empty() => word.to_owned(),
            Language::Japanese => format!("{unit}の{word}"),
            Language::English => format!("{word} of {unit}"),
        }
    }

    /// How many more people there are than are shown.
    pub(super) fn more_people(&self, people: usize) -> String {
        match self.lang {
            Language::Japanese => format!("ほかに{people}人います。"),
            Language::English => format!("And {people} more people."),
        }
    }

    /// How many lines are wrong, as a sentence.
    pub(super) fn wrong(&self, lines: usize) -> String {
        match self.lang {
            Language::Japanese => {
                format!(
                    "{lines}行に直すところがあります。一覧を直して、もう一度読み込んでください。"
                )
            }
            Language::English => {
                format!("Lines to correct: {lines}. Please correct the list and read it again.")
            }
        }
    }

    /// What is wrong, and what to do next.
    pub(super) fn finding(&self, finding: &Finding) -> (String, &'static str) {
        match self.lang {
            Language::Japanese => findings::japanese(finding),
            Language::English => findings::english(finding),
        }
    }

    /// The word of an act, for the counts.
    pub(super) fn act(&self, act: Act) -> String {
        match self.lang {
            Language::Japanese => act.word().to_owned(),
            Language::English => {
                let word = match act {
                    Act::Join => "join",
                    Act::Move => "move",
                    Act::Concurrent => "hold beside",
                    Act::Joint => "hold jointly",
                    Act::Release => "released",
                    Act::Leave => "leave",
                    Act::Pause => "on leave",
                    Act::Lend => "on loan",
                    Act::Return => "back",
                    Act::Open => "units opened",
                    Act::Close => "units closed",
                    Act::Rename => "units renamed",
                    Act::Place => "units moved",
                };
                word.to_owned()
            }
        }
    }
}
