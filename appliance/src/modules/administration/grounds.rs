//! What everybody may who works here, and what somebody may as an administrator: asked of the functions that let them.

use super::text;
use crate::org::{self, Denied, Grounds, OrgError, Rights, Role, Who};
use crate::text::Language;
use sekisho_platform::store::View;

/// The house itself: whoever works here comes in, and decides where it is their turn.
pub(crate) struct HouseGrounds;

/// The room of administration.
pub(crate) struct AdministrationGrounds;

impl Grounds for HouseGrounds {
    fn word(&self, language: Language) -> &'static str {
        text::rights(language).house
    }

    fn rights(
        &self,
        tx: &View<'_>,
        who: Who,
        language: Language,
        out: &mut Rights,
    ) -> Result<(), OrgError> {
        let words = text::rights(language);
        let mut ask = |code, told: &str, answer| out.ask((code, None), told.to_owned(), answer);
        ask("house.enter", words.enter, org::works(tx, who))?;
        ask("house.approve", words.approve, org::approves(tx, who))
    }
}

impl Grounds for AdministrationGrounds {
    fn word(&self, language: Language) -> &'static str {
        text::words(language).home_title
    }

    fn rights(
        &self,
        tx: &View<'_>,
        who: Who,
        language: Language,
        out: &mut Rights,
    ) -> Result<(), OrgError> {
        let words = text::rights(language);
        let draws = words.draw.to_owned();
        match org::oversees(tx, who) {
            Ok(oversight) => {
                if let Some(because) = oversight.whole() {
                    let told = words.oversee.to_owned();
                    out.ask(("people.oversee", None), told, Ok(because.clone()))?;
                }
                let mut units = Vec::new();
                for (unit, because) in oversight.units() {
                    let path = org::unit_path(tx, who.town, unit, who.day)?;
                    units.push((path, unit, because.clone()));
                }
                units.sort_by(|a, b| a.0.cmp(&b.0));
                for (path, unit, because) in units {
                    let over = ("unit.oversee", Some(unit.uuid()));
                    out.ask(over, words.oversee_unit(&path), Ok(because))?;
                }
            }
            Err(Denied::Unknown(error)) => return Err(error),
            Err(_) => {}
        }
        out.ask(("units.draw", None), draws, org::administers(tx, who))?;
        for (role, code) in [
            (Role::Organisation, "roles.organisation"),
            (Role::Security, "roles.security"),
            (Role::Auditor, "roles.auditor"),
            (Role::System, "roles.system"),
        ] {
            let told = words.give(text::words(language).role(role));
            out.ask((code, None), told, org::cares_for(tx, who, role))?;
        }
        let audit = words.audit.to_owned();
        out.ask(("audit.read", None), audit, org::audits(tx, who))
    }
}
