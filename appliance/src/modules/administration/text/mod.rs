//! The words of 管理.

mod audit;
mod en;
mod ja;
mod rights;
mod sentence;

pub(super) use audit::{AuditText, act, acts, audit};
pub(super) use rights::{RightsText, rights};

use crate::text::Language;

/// The fixed words.
#[derive(Debug)]
pub(super) struct AdministrationText {
    pub ways: &'static str,
    pub home: &'static str,
    pub home_title: &'static str,
    pub people: &'static str,
    pub units: &'static str,
    pub reassignment: &'static str,
    /// How others log in.
    pub sign_in: &'static str,
    pub emergency: &'static str,
    pub photos: &'static str,
    pub photo: &'static str,
    pub suspended: &'static str,
    pub wardens: &'static str,
    pub wardens_none: &'static str,
    pub role: &'static str,
    pub who: &'static str,
    pub through: &'static str,
    pub directly: &'static str,
    pub nobody_now: &'static str,
    pub somebody: &'static str,
    pub search: &'static str,
    pub search_do: &'static str,
    pub search_clear: &'static str,
    pub state: &'static str,
    pub filters: [&'static str; 4],
    pub states: [&'static str; 4],
    pub nobody: &'static str,
    pub nobody_hint: &'static str,
    pub name: &'static str,
    pub posts: &'static str,
    pub no_post: &'static str,
    pub roles: &'static str,
    pub no_role: &'static str,
    pub pages: &'static str,
    pub before: &'static str,
    pub after: &'static str,
    pub back_to_people: &'static str,
    pub account: &'static str,
    pub login: &'static str,
    pub address: &'static str,
    pub phone: &'static str,
    pub employment: &'static str,
    pub now: &'static str,
    pub coming: &'static str,
    pub take: &'static str,
    pub give: &'static str,
    pub give_lead: &'static str,
    pub unit: &'static str,
    pub unit_hint: &'static str,
    pub bearer: &'static str,
    pub bearer_person: &'static str,
    pub last: &'static str,
    pub last_hint: &'static str,
    pub give_do: &'static str,
    pub let_in: &'static str,
    pub suspend: &'static str,
    pub suspend_lead: &'static str,
    pub suspend_do: &'static str,
    pub restore: &'static str,
    pub restore_lead: &'static str,
    pub day: &'static str,
    pub day_show: &'static str,
    pub today: &'static str,
    pub units_lead: &'static str,
    pub unit_name: &'static str,
    pub unit_above: &'static str,
    pub unit_top: &'static str,
    pub units_file: &'static str,
    pub units_file_lead: &'static str,
    pub unit_from: &'static str,
    pub unit_open: &'static str,
    pub unit_open_do: &'static str,
    pub unit_change: &'static str,
    pub unit_rename: &'static str,
    pub unit_rename_do: &'static str,
    pub unit_place: &'static str,
    pub unit_place_do: &'static str,
    pub unit_close: &'static str,
    pub unit_close_from: &'static str,
    pub unit_close_do: &'static str,
    pub unit_close_lead: &'static str,
    pub unit_people: &'static str,
    pub unit_nobody: &'static str,
    pub unit_below: &'static str,
    pub back_to_units: &'static str,
    pub no_units: &'static str,
    pub second: &'static str,
    pub second_title: &'static str,
    pub second_waiting: &'static str,
    pub second_lead: &'static str,
    pub second_open: &'static str,
    pub second_none: &'static str,
    pub second_over: &'static str,
    pub second_back: &'static str,
    pub second_proposed: &'static str,
    pub second_digest: &'static str,
    pub second_digest_lead: &'static str,
    pub second_state: &'static str,
    pub second_confirm_lead: &'static str,
    pub second_more: &'static str,
    pub second_mine: &'static str,
    pub second_confirm: &'static str,
    pub second_refuse: &'static str,
    pub second_withdraw: &'static str,
    pub second_expired: &'static str,
    pub second_take_gone: &'static str,
    pub second_unknown: &'static str,
    pub guard: &'static str,
    pub guard_on: &'static str,
    pub guard_alone: &'static str,
    pub guard_off: &'static str,
    pub guard_who: &'static str,
    pub guard_change: &'static str,
    pub guard_hint: &'static str,
    pub guard_two: &'static str,
    pub guard_yes: &'static str,
    pub guard_no: &'static str,
    pub guard_people: &'static str,
    pub guard_do: &'static str,
    pub account_card: &'static str,
    pub account_lead: &'static str,
    pub account_none: &'static str,
    pub account_acts: &'static str,
    pub account_acts_none: &'static str,
    pub account_post: &'static str,
    pub account_give: &'static str,
    pub account_open: &'static str,
    pub account_close: &'static str,
    pub account_close_lead: &'static str,
    pub account_close_do: &'static str,
    roles_words: [&'static str; 6],
    tenures: [&'static str; 6],
    employments: [&'static str; 4],
    tellings: &'static [(&'static str, bool, &'static str)],
    lang: Language,
}

/// The words in `language`.
pub(super) fn words(language: Language) -> &'static AdministrationText {
    match language {
        Language::Japanese => &ja::JA,
        Language::English => &en::EN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_told_in_one_language_is_told_in_the_other() {
        let codes = |words: &AdministrationText| {
            let all = words.tellings.iter();
            all.map(|(code, done, _)| (*code, *done))
                .collect::<Vec<_>>()
        };
        assert_eq!(codes(&ja::JA), codes(&en::EN));
    }
}
