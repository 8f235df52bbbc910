//! Who writes on others' portals, and why: asked of the function that lets them.

use super::access;
use super::model::Audience;
use super::text;
use crate::org::{self, Denied, Grounds, OrgError, Rights, Who};
use crate::text::Language;
use sekisho_platform::store::View;

/// The rights over announcements and links.
pub(crate) struct PortalGrounds;

impl Grounds for PortalGrounds {
    fn word(&self, language: Language) -> &'static str {
        crate::web::text::frame(language).portal
    }

    fn rights(
        &self,
        tx: &View<'_>,
        who: Who,
        language: Language,
        out: &mut Rights,
    ) -> Result<(), OrgError> {
        let everybody = access::edits(tx, who, Audience::Everybody);
        let told = text::writes_for(language, None);
        out.ask(("portal.write", None), told, everybody)?;
        let oversight = match org::oversees(tx, who) {
            Ok(oversight) => oversight,
            Err(Denied::Unknown(error)) => return Err(error),
            Err(_) => return Ok(()),
        };
        let mut units = Vec::new();
        for (unit, _) in oversight.units() {
            units.push((org::unit_path(tx, who.town, unit, who.day)?, unit));
        }
        units.sort();
        for (path, unit) in units {
            let told = text::writes_for(language, Some(&path));
            let answer = access::edits(tx, who, Audience::Unit(unit));
            out.ask(("portal.write-unit", Some(unit.uuid())), told, answer)?;
        }
        Ok(())
    }
}
