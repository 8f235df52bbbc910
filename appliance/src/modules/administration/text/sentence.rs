//! The sentences of 管理 that hold a name, a number or a day; each language says them in its own order.

use super::super::page::Told;
use super::AdministrationText;
use crate::org::{Employment, Role, Tenure};
use crate::text::Language;

impl AdministrationText {
    /// The word for a role.
    pub(in crate::modules::administration) fn role(&self, role: Role) -> &'static str {
        let [
            system,
            organisation,
            unit,
            security,
            auditor,
            representative,
        ] = self.roles_words;
        match role {
            Role::System => system,
            Role::Organisation => organisation,
            Role::Unit(_) => unit,
            Role::Security => security,
            Role::Auditor => auditor,
            Role::Represent(_) => representative,
        }
    }

    /// The role of a unit.
    pub(in crate::modules::administration) fn role_of(&self, role: &str, unit: &str) -> String {
        match self.lang {
            Language::Japanese => format!("{role}（{unit}）"),
            Language::English => format!("{role} ({unit})"),
        }
    }

    /// How a post is held, before it.
    pub(in crate::modules::administration) fn tenure(&self, tenure: Tenure) -> &'static str {
        let [main, concurrent, joint, seconded, acting, on_leave] = self.tenures;
        match tenure {
            Tenure::Main => main,
            Tenure::Concurrent => concurrent,
            Tenure::Joint => joint,
            Tenure::Seconded => seconded,
            Tenure::Acting => acting,
            Tenure::OnLeave => on_leave,
        }
    }

    /// On what terms somebody works here.
    pub(in crate::modules::administration) fn employment(
        &self,
        employment: Employment,
    ) -> &'static str {
        let [regular, fiscal, again, other] = self.employments;
        match employment {
            Employment::Regular => regular,
            Employment::FiscalYear => fiscal,
            Employment::Reappointed => again,
            Employment::Other => other,
        }
    }

    /// From when until when.
    pub(in crate::modules::administration) fn period(
        &self,
        from: &str,
        last: Option<&str>,
    ) -> String {
        match (self.lang, last) {
            (Language::Japanese, Some(last)) => format!("{from}から{last}まで"),
            (Language::Japanese, None) => format!("{from}から"),
            (Language::English, Some(last)) => format!("{from} – {last}"),
            (Language::English, None) => format!("from {from}"),
        }
    }

    /// How many people.
    pub(in crate::modules::administration) fn people_count(&self, count: usize) -> String {
        match self.lang {
            Language::Japanese => format!("{count}人"),
            Language::English if count == 1 => "1 person".to_owned(),
            Language::English => format!("{count} people"),
        }
    }

    /// A role goes to a post.
    pub(in crate::modules::administration) fn bearer_post(&self, post: &str) -> String {
        match self.lang {
            Language::Japanese => format!("{post} の職（後任の方に引き継がれます）"),
            Language::English => format!("The post {post} (the successor has it too)"),
        }
    }

    /// What the room is for.
    pub(in crate::modules::administration) fn lead(&self, organisation: &str) -> String {
        match self.lang {
            Language::Japanese => {
                format!(
                    "{organisation}の職員・組織・役割を受け持ちます。ほかの方のメールは読めません。"
                )
            }
            Language::English => {
                format!(
                    "People, units and roles of {organisation}. Nobody's mail is read from here."
                )
            }
        }
    }

    /// When a unit closes.
    pub(in crate::modules::administration) fn closes(&self, last: &str) -> String {
        match self.lang {
            Language::Japanese => format!("{last}で廃止"),
            Language::English => format!("closes after {last}"),
        }
    }

    /// The tree of a day that is not today.
    pub(in crate::modules::administration) fn as_of(&self, day: &str) -> String {
        match self.lang {
            Language::Japanese => format!("{day}の組織です。"),
            Language::English => format!("The units of {day}."),
        }
    }

    /// Until when it waits.
    pub(in crate::modules::administration) fn second_waits(&self, until: &str) -> String {
        match self.lang {
            Language::Japanese => format!("確認待ち（{until}まで）"),
            Language::English => format!("waits until {until}"),
        }
    }

    /// Who confirmed it.
    pub(in crate::modules::administration) fn second_done(&self, by: &str, at: &str) -> String {
        match self.lang {
            Language::Japanese => format!("{by}さんが確認（{at}）"),
            Language::English => format!("confirmed by {by}, {at}"),
        }
    }

    /// Who refused it.
    pub(in crate::modules::administration) fn second_refused(&self, by: &str, at: &str) -> String {
        match self.lang {
            Language::Japanese => format!("行わない（{by}さん、{at}）"),
            Language::English => format!("refused by {by}, {at}"),
        }
    }

    /// Who proposed it.
    pub(in crate::modules::administration) fn second_by(&self, by: &str, at: &str) -> String {
        match self.lang {
            Language::Japanese => format!("{by}さん　{at}"),
            Language::English => format!("{by}, {at}"),
        }
    }

    /// Giving a role.
    pub(in crate::modules::administration) fn second_give(
        &self,
        whom: &str,
        role: &str,
        last: Option<&str>,
    ) -> String {
        match (self.lang, last) {
            (Language::Japanese, None) => format!("「{whom}」に「{role}」を付ける"),
            (Language::Japanese, Some(last)) => {
                format!("「{whom}」に「{role}」を{last}まで付ける")
            }
            (Language::English, None) => format!("Grant “{role}” to {whom}"),
            (Language::English, Some(last)) => format!("Grant “{role}” to {whom} until {last}"),
        }
    }

    /// Taking a role.
    pub(in crate::modules::administration) fn second_take(&self, whom: &str, role: &str) -> String {
        match self.lang {
            Language::Japanese => format!("「{whom}」から「{role}」を外す"),
            Language::English => format!("Revoke “{role}” from {whom}"),
        }
    }

    /// Shutting somebody out.
    pub(in crate::modules::administration) fn second_suspend(&self, whom: &str) -> String {
        match self.lang {
            Language::Japanese => format!("{whom}さんの利用を止める"),
            Language::English => format!("Suspend {whom}"),
        }
    }

    /// Giving somebody a code who has logged in before.
    pub(in crate::modules::administration) fn second_recover(
        &self,
        whom: &str,
        reset: bool,
    ) -> String {
        match (self.lang, reset) {
            (Language::Japanese, false) => format!("{whom}さんに登録コードを出し直す"),
            (Language::Japanese, true) => {
                format!("{whom}さんに登録コードを出し直し、二段階の確認も取り消す")
            }
            (Language::English, false) => format!("Give {whom} a new enrolment code"),
            (Language::English, true) => {
                format!("Give {whom} a new enrolment code and take the second step away")
            }
        }
    }

    /// Letting somebody in.
    pub(in crate::modules::administration) fn second_restore(&self, whom: &str) -> String {
        match self.lang {
            Language::Japanese => format!("{whom}さんの利用を再開する"),
            Language::English => format!("Restore {whom}"),
        }
    }

    /// Loosening what takes two.
    pub(in crate::modules::administration) fn second_guard(
        &self,
        two: bool,
        people: u32,
    ) -> String {
        match (self.lang, two) {
            (Language::Japanese, true) => {
                format!("もう一人の確認を、{people}人を超える人事異動からにする")
            }
            (Language::Japanese, false) => "もう一人の確認を必要としないことにする".to_owned(),
            (Language::English, true) => {
                format!("A second person for reassignments of more than {people} people")
            }
            (Language::English, false) => "No second person any more".to_owned(),
        }
    }

    /// A reassignment.
    pub(in crate::modules::administration) fn second_reassign(&self, title: &str) -> String {
        match self.lang {
            Language::Japanese => format!("人事異動「{title}」を予約する"),
            Language::English => format!("Schedule the reassignment “{title}”"),
        }
    }

    /// What came of a deed.
    pub(in crate::modules::administration) fn told(&self, code: &str) -> Option<Told> {
        let found = self.tellings.iter().find(|(known, ..)| *known == code);
        found.map(|(_, done, word)| Told {
            word,
            kind: if *done { "is-safe" } else { "is-hold" },
            icon: if *done { "check" } else { "alert" },
        })
    }
}
