//! The words of グループ.

use super::page::Told;
use crate::org::{Member, PostKind, Rule, Title};
use crate::text::Language;

/// The fixed words.
#[derive(Debug)]
pub(super) struct GroupText {
    pub title: &'static str,
    pub lead: &'static str,
    pub mine: &'static str,
    pub mine_none: &'static str,
    pub shared: &'static str,
    pub shared_none: &'static str,
    pub own: &'static str,
    pub town: &'static str,
    pub create: &'static str,
    pub create_do: &'static str,
    pub name: &'static str,
    pub whose: &'static str,
    pub up: &'static str,
    pub down: &'static str,
    pub directory: &'static str,
    pub book: &'static str,
    pub back: &'static str,
    pub day: &'static str,
    pub show: &'static str,
    pub in_directory: &'static str,
    pub people: &'static str,
    pub people_none: &'static str,
    pub people_more: &'static str,
    pub found_by: &'static str,
    pub found_by_lead: &'static str,
    pub found_by_none: &'static str,
    pub drop: &'static str,
    pub add_person: &'static str,
    pub add_person_lead: &'static str,
    pub search: &'static str,
    pub search_do: &'static str,
    pub nobody: &'static str,
    pub add: &'static str,
    pub add_unit: &'static str,
    pub unit: &'static str,
    pub below: &'static str,
    pub add_rule: &'static str,
    pub add_rule_lead: &'static str,
    pub anywhere: &'static str,
    pub rule_title: &'static str,
    pub rule_any: &'static str,
    pub rule_kind: &'static str,
    pub ordinary: &'static str,
    pub representative: &'static str,
    pub add_group: &'static str,
    pub group: &'static str,
    pub rename: &'static str,
    pub rename_do: &'static str,
    pub remove: &'static str,
    pub remove_lead: &'static str,
    pub remove_do: &'static str,
    pub gone: &'static str,
    pub right_see: &'static str,
    pub right_own: &'static str,
    pub right_town: &'static str,
    kinds: [&'static str; 6],
    tellings: &'static [(&'static str, bool, &'static str)],
    lang: Language,
}

static JA: GroupText = GroupText {
    title: "グループ",
    lead: "よく一緒に使う職員を、名前を付けてまとめておけます。職・所属・条件で集めたグループは、人事異動の後も自動で新しい方に替わります。",
    mine: "自分のグループ",
    mine_none: "まだありません。下から作れます。ほかの方からは見えません。",
    shared: "共有グループ",
    shared_none: "まだありません。管理者の方が作ります。",
    own: "個人",
    town: "共有（団体）",
    create: "グループを作る",
    create_do: "作る",
    name: "名前",
    whose: "使う範囲",
    up: "上へ",
    down: "下へ",
    directory: "職員録へ",
    book: "共有グループをCSVで直す",
    back: "グループの一覧へ",
    day: "基準日",
    show: "この日を見る",
    in_directory: "職員録で見る",
    people: "職員",
    people_none: "この日に当てはまる方はいません。",
    people_more: "ほかの方は「職員録で見る」で。",
    found_by: "集め方",
    found_by_lead: "上から順に集めます。同じ方は一度だけです。",
    found_by_none: "まだ何も決めていません。下から加えてください。",
    drop: "外す",
    add_person: "職員を加える",
    add_person_lead: "さがした方を加えるか、その方の職に就く方を加えます。職で加えると、後任の方に替わります。",
    search: "氏名・よみ・内線・メールの一部",
    search_do: "さがす",
    nobody: "見つかりませんでした。",
    add: "加える",
    add_unit: "所属を加える",
    unit: "所属",
    below: "下の所属も含める",
    add_rule: "条件で加える",
    add_rule_lead: "例：建設部の課長のすべて。職位か種類を選んでください。",
    anywhere: "団体のすべて",
    rule_title: "職位",
    rule_any: "どれでも",
    rule_kind: "職の種類",
    ordinary: "一般の職",
    representative: "課代表",
    add_group: "別のグループを加える",
    group: "グループ",
    rename: "名前を変える",
    rename_do: "この名前にする",
    remove: "グループを消す",
    remove_lead: "職員やほかのグループは消えません。",
    remove_do: "このグループを消す",
    gone: "（なくなりました）",
    right_see: "共有グループを見る",
    right_own: "自分のグループを作り、変える",
    right_town: "団体の共有グループを作り、変える",
    kinds: ["職員", "職", "所属", "所属", "グループ", "条件"],
    tellings: &[
        (
            "created",
            true,
            "グループを作りました。集め方を決めてください。",
        ),
        ("named", true, "名前を変えました。"),
        ("removed", true, "グループを消しました。"),
        ("added", true, "加えました。"),
        ("dropped", true, "外しました。"),
        (
            "incomplete",
            false,
            "足りないところがあります。選び直して、もう一度お試しください。",
        ),
        (
            "within-itself",
            false,
            "このグループを含むグループは加えられません。",
        ),
        (
            "full",
            false,
            "これ以上は加えられません。所属や条件でまとめてください。",
        ),
    ],
    lang: Language::Japanese,
};

static EN: GroupText = GroupText {
    title: "Groups",
    lead: "Keep people together who are often wanted together. A group by post, unit or rule follows every reassignment by itself.",
    mine: "Your groups",
    mine_none: "None yet. Make one below; nobody else sees it.",
    shared: "Shared groups",
    shared_none: "None yet. Administrators make them.",
    own: "Personal",
    town: "Shared (organisation)",
    create: "Make a group",
    create_do: "Make",
    name: "Name",
    whose: "For",
    up: "Up",
    down: "Down",
    directory: "Directory",
    book: "Shared groups by CSV",
    back: "All groups",
    day: "As of",
    show: "Show this day",
    in_directory: "In the directory",
    people: "People",
    people_none: "Nobody on this day.",
    people_more: "All of them stand in the directory.",
    found_by: "Found by",
    found_by_lead: "From the top down; each person once.",
    found_by_none: "Nothing yet. Add something below.",
    drop: "Remove",
    add_person: "Add people",
    add_person_lead: "Add a person, or whoever holds a post of theirs: by post, the successor follows.",
    search: "Part of a name, reading, extension or address",
    search_do: "Search",
    nobody: "Nobody found.",
    add: "Add",
    add_unit: "Add a unit",
    unit: "Unit",
    below: "with the units below",
    add_rule: "Add by a rule",
    add_rule_lead: "For example every 課長 of a department. Choose a title or a kind.",
    anywhere: "The whole organisation",
    rule_title: "Title",
    rule_any: "any",
    rule_kind: "Kind of post",
    ordinary: "ordinary",
    representative: "section representative",
    add_group: "Add another group",
    group: "Group",
    rename: "Rename",
    rename_do: "Use this name",
    remove: "Remove the group",
    remove_lead: "People and other groups stay.",
    remove_do: "Remove this group",
    gone: "(gone)",
    right_see: "See shared groups",
    right_own: "Make and change their own groups",
    right_town: "Make and change the organisation's shared groups",
    kinds: ["person", "post", "unit", "unit", "group", "rule"],
    tellings: &[
        (
            "created",
            true,
            "The group is made. Now say by what its people are found.",
        ),
        ("named", true, "Renamed."),
        ("removed", true, "The group is removed."),
        ("added", true, "Added."),
        ("dropped", true, "Removed."),
        (
            "incomplete",
            false,
            "Something is missing. Please choose again.",
        ),
        (
            "within-itself",
            false,
            "A group that holds this one cannot be added to it.",
        ),
        ("full", false, "No more can be added. Use units or rules."),
    ],
    lang: Language::English,
};

/// The words in `language`.
pub(super) fn words(language: Language) -> &'static GroupText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

impl GroupText {
    /// A group that a unit's administrators keep.
    pub(super) fn of_unit(&self, unit: &str) -> String {
        match self.lang {
            Language::Japanese => format!("共有（{unit}）"),
            Language::English => format!("Shared ({unit})"),
        }
    }

    /// Keeping the groups of a unit, as a right.
    pub(super) fn right_unit(&self, unit: &str) -> String {
        match self.lang {
            Language::Japanese => format!("{unit}の共有グループを作り、変える"),
            Language::English => format!("Make and change the shared groups of {unit}"),
        }
    }

    /// How many people.
    pub(super) fn count(&self, count: usize) -> String {
        match self.lang {
            Language::Japanese => format!("{count}人"),
            Language::English if count == 1 => "1 person".to_owned(),
            Language::English => format!("{count} people"),
        }
    }

    /// A unit with what stands below it.
    pub(super) fn branch(&self, unit: &str) -> String {
        match self.lang {
            Language::Japanese => format!("{unit}と、その下の所属"),
            Language::English => format!("{unit} and the units below"),
        }
    }

    /// Whoever holds a post, as a choice.
    pub(super) fn add_post(&self, post: &str) -> String {
        match self.lang {
            Language::Japanese => format!("{post} の職に就く方"),
            Language::English => format!("whoever is {post}"),
        }
    }

    /// A rule in words.
    pub(super) fn rule(&self, rule: &Rule, unit: Option<&str>) -> String {
        let kind = match rule.kind {
            None => "",
            Some(PostKind::Ordinary) => self.ordinary,
            Some(PostKind::Representative) => self.representative,
        };
        let what = match rule.title.as_ref().map(Title::as_str) {
            Some(title) if kind.is_empty() => title.to_owned(),
            Some(title) => match self.lang {
                Language::Japanese => format!("{title}（{kind}）"),
                Language::English => format!("{title} ({kind})"),
            },
            None => kind.to_owned(),
        };
        let unit = unit.unwrap_or(self.anywhere);
        match self.lang {
            Language::Japanese => format!("{unit}の{what}"),
            Language::English => format!("{what} in {unit}"),
        }
    }

    /// What people are found by, in a word.
    pub(super) fn kind(&self, member: &Member) -> &'static str {
        let [staff, post, unit, branch, group, rule] = self.kinds;
        match member {
            Member::Staff(_) => staff,
            Member::Post(_) => post,
            Member::Unit(_) => unit,
            Member::Branch(_) => branch,
            Member::Group(_) => group,
            Member::Rule(_) => rule,
        }
    }

    /// What came of an act.
    pub(super) fn told(&self, code: &str) -> Option<Told> {
        let found = self.tellings.iter().find(|(known, ..)| *known == code);
        found.map(|(_, done, word)| Told {
            word,
            kind: if *done { "is-safe" } else { "is-hold" },
            icon: if *done { "check" } else { "alert" },
        })
    }
}
