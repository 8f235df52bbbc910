//! The words of the page that tells what somebody may, and why.

use crate::text::Language;

/// The fixed words.
#[derive(Debug)]
pub(in crate::modules::administration) struct RightsText {
    pub back: &'static str,
    pub link: &'static str,
    pub lead: &'static str,
    pub show: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    pub why: &'static str,
    pub house: &'static str,
    pub enter: &'static str,
    pub approve: &'static str,
    pub oversee: &'static str,
    pub draw: &'static str,
    pub audit: &'static str,
    pub own: &'static str,
    lang: Language,
}

static JA: RightsText = RightsText {
    back: "この方のページへ",
    link: "この方に見えるもの",
    lead: "この日にできることのすべてと、その根拠です。ここにないことはできません。根拠が二つ以上あるときは、一つを外してもできるままです。",
    show: "この日を見る",
    none: "この日は、何も見えず、何もできません",
    none_hint: "在籍していないか、利用が止まっています。",
    why: "根拠",
    house: "共通",
    enter: "ログインして使う",
    approve: "回ってきたものを承認する",
    oversee: "団体のすべての職員の登録と役割を見る",
    draw: "組織を変える、人事異動を行う、利用を止める",
    audit: "監査の記録を見る",
    own: "本人のもの",
    lang: Language::Japanese,
};

static EN: RightsText = RightsText {
    back: "This person's page",
    link: "What this person may, and why",
    lead: "Everything they may do on this day, and what gives it. What does not stand here they may not do. Where two chains give it, taking one away leaves the other.",
    show: "Show this day",
    none: "On this day they see nothing and may do nothing",
    none_hint: "They do not work here then, or are suspended.",
    why: "Why",
    house: "Everybody",
    enter: "Log in",
    approve: "Approve what comes to them",
    oversee: "See everybody's account and roles",
    draw: "Change units, reassign people, suspend",
    audit: "Read the audit trail",
    own: "it is their own",
    lang: Language::English,
};

/// The words in `language`.
pub(in crate::modules::administration) fn rights(language: Language) -> &'static RightsText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

impl RightsText {
    /// Whose rights.
    pub(in crate::modules::administration) fn heading(&self, name: &str) -> String {
        match self.lang {
            Language::Japanese => format!("{name}さんに見えるもの"),
            Language::English => format!("What {name} may, and why"),
        }
    }

    /// Caring for a unit.
    pub(in crate::modules::administration) fn oversee_unit(&self, unit: &str) -> String {
        match self.lang {
            Language::Japanese => format!("{unit}の職員の登録と役割を見る"),
            Language::English => format!("See the accounts and roles of {unit}"),
        }
    }

    /// Giving a role.
    pub(in crate::modules::administration) fn give(&self, role: &str) -> String {
        match self.lang {
            Language::Japanese => format!("「{role}」を付ける・外す"),
            Language::English => format!("Grant and revoke “{role}”"),
        }
    }

    /// They work here.
    pub(in crate::modules::administration) fn works(&self, organisation: &str) -> String {
        match self.lang {
            Language::Japanese => format!("{organisation}の職員"),
            Language::English => format!("works at {organisation}"),
        }
    }

    /// They hold a post.
    pub(in crate::modules::administration) fn holds(&self, post: &str, period: &str) -> String {
        match self.lang {
            Language::Japanese => format!("{post}（{period}）"),
            Language::English => format!("{post} ({period})"),
        }
    }

    /// The post bears a role.
    pub(in crate::modules::administration) fn given_post(
        &self,
        role: &str,
        period: &str,
    ) -> String {
        match self.lang {
            Language::Japanese => format!("職に「{role}」（{period}）"),
            Language::English => format!("the post bears “{role}” ({period})"),
        }
    }

    /// They bear a role themselves.
    pub(in crate::modules::administration) fn given_person(
        &self,
        role: &str,
        period: &str,
    ) -> String {
        match self.lang {
            Language::Japanese => format!("本人に「{role}」（{period}）"),
            Language::English => format!("they bear “{role}” ({period})"),
        }
    }

    /// A unit below.
    pub(in crate::modules::administration) fn below(&self, unit: &str) -> String {
        match self.lang {
            Language::Japanese => format!("その下の{unit}"),
            Language::English => format!("{unit} below it"),
        }
    }

    /// Somebody of the unit.
    pub(in crate::modules::administration) fn of(&self, name: &str) -> String {
        match self.lang {
            Language::Japanese => format!("{name}さんの所属"),
            Language::English => format!("the unit of {name}"),
        }
    }
}
