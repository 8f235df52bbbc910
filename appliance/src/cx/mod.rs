//! Who acts, for whom, in which post, when, in which language: what every command and every page is given.

use crate::auth::Session;
use crate::modules::emergency;
use crate::modules::favourite::Favourites;
use crate::modules::settings::{Look, Settings};
use crate::org::{Acting, Staff, StaffId, Town, Who};
use crate::text::Language;
use crate::text::date::Calendar;
use crate::web::Done;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use uuid::Uuid;

/// The context of one request by somebody who is logged in.
#[derive(Clone, Debug)]
pub(crate) struct Cx {
    /// Who.
    pub staff: StaffId,
    /// Their row as it is now.
    pub person: Staff,
    /// The walls they work within; every question about people and places is asked with it.
    pub town: Town,
    /// Its name.
    pub organisation_name: String,
    /// The post they act in, as `総務課総務係 係長`.
    pub post: String,
    /// Whether their roles of today open the rooms of administration, for the frame; a command asks for a permit.
    pub administers: bool,
    /// 課代表: the accounts that they may act as today.
    pub accounts: Vec<Acting>,
    /// The one that they act as with this request; none for themselves.
    pub acting: Option<Acting>,
    /// What they have chosen for their pages.
    pub settings: Settings,
    /// The pages they keep at hand.
    pub favourites: Favourites,
    /// Where their photo is, for the bar; none where they have none or none is shown.
    pub face: Option<String>,
    /// What stands on top of every page now; empty as a rule.
    pub emergencies: Vec<emergency::Standing>,
    /// What they did just now, for the page that comes next.
    pub done: Option<Done>,
    /// The session they came with.
    pub session: Session,
    /// When the request came.
    pub now: Timestamp,
    /// The town's clock.
    pub zone: TimeZone,
}

impl Cx {
    /// Them today, whose rights are asked for.
    pub(crate) fn who(&self) -> Who {
        Who {
            town: self.town,
            staff: self.staff,
            day: self.today(),
        }
    }

    /// Whose things lie before them: their own, or those of the account that they act as.
    pub(crate) fn whose(&self) -> Uuid {
        let acting = self.acting.as_ref();
        acting.map_or(self.staff.uuid(), |acting| acting.post().uuid())
    }

    /// The language of this person's pages.
    pub(crate) fn language(&self) -> Language {
        self.person.preference.language
    }

    /// How this person's pages look.
    pub(crate) fn look(&self) -> Look {
        Look::new(self.person.preference, self.settings)
    }

    /// How dates are written for this person now.
    pub(crate) fn calendar(&self) -> Calendar {
        Calendar::new(self.zone.clone(), self.now, self.language())
    }

    /// Today, by the town's clock.
    pub(crate) fn today(&self) -> Date {
        self.now.to_zoned(self.zone.clone()).date()
    }

    /// Now in microseconds, as rows keep it.
    pub(crate) fn micros(&self) -> u64 {
        u64::try_from(self.now.as_microsecond()).unwrap_or(0)
    }
}
