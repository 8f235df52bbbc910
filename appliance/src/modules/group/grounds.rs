//! Who keeps which groups, and why: asked of the functions that let them.

use super::text;
use crate::org::{self, Denied, Grounds, GroupOwner, OrgError, Rights, Who};
use crate::text::Language;
use sekisho_platform::store::View;

/// The rights over グループ.
pub(crate) struct GroupGrounds;

impl Grounds for GroupGrounds {
    fn word(&self, language: Language) -> &'static str {
        text::words(language).title
    }

    fn rights(
        &self,
        tx: &View<'_>,
        who: Who,
        language: Language,
        out: &mut Rights,
    ) -> Result<(), OrgError> {
        let words = text::words(language);
        let own = GroupOwner::Staff(who.staff);
        let keeps = |owner| org::keeps(tx, who, owner);
        out.ask(
            ("group.see", None),
            words.right_see.to_owned(),
            org::sees(tx, who, GroupOwner::Town),
        )?;
        let over = Some(who.staff.uuid());
        out.ask(("group.own", over), words.right_own.to_owned(), keeps(own))?;
        let told = words.right_town.to_owned();
        out.ask(("group.town", None), told, keeps(GroupOwner::Town))?;
        let oversight = match org::oversees(tx, who) {
            Ok(oversight) => oversight,
            Err(Denied::Unknown(error)) => return Err(error),
            Err(_) => return Ok(()),
        };
        let mut units = Vec::new();
        for (unit, because) in oversight.units() {
            let path = org::unit_path(tx, who.town, unit, who.day)?;
            units.push((path, unit, because.clone()));
        }
        units.sort_by(|a, b| a.0.cmp(&b.0));
        for (path, unit, because) in units {
            let over = ("group.unit", Some(unit.uuid()));
            out.ask(over, words.right_unit(&path), Ok(because))?;
        }
        Ok(())
    }
}
