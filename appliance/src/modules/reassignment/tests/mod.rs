//! Stories of 人事異動: a list comes in, is looked at, is made so, and is taken back.

mod laws;
mod pages;
mod scale;
mod stories;

use super::model::DraftId;
use super::service::{self, ReassignmentError};
use crate::app::App;
use crate::auth::{Session, SessionSecret};
use crate::cx::Cx;
use crate::org::{self, Census, LoginName, OrgError, OrganisationId, StaffId, SwapId, Town, demo};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use sekisho_platform::id::{CountingIds, Ids};
use sekisho_platform::store::Store;
use uuid::Uuid;

/// The day most of these are for.
pub(super) const APRIL: Date = date(2027, 4, 1);

/// The head of a list.
const HEAD: &str = "区分,ログイン名,氏名,よみ,所属,職位,内線,メール,新しい名前\n";

/// The demo town in a store.
pub(super) fn town_in(store: &Store) -> Town {
    let ids = CountingIds::new();
    let organisation = OrganisationId::new(ids.uuid());
    let town = Town::at_the_machine(organisation);
    let lines = demo::town(&ids).expect("the list reads");
    store
        .update(|tx| -> Result<(), OrgError> {
            org::organisation_create(tx, organisation, demo::NAME, demo::DOMAIN)?;
            demo::seed(tx, town, &lines)?;
            Ok(())
        })
        .expect("seeded");
    town
}

/// Somebody at their desk on the morning of 20 November 2026.
pub(super) fn desk(store: &Store, login: &str) -> Cx {
    let login = LoginName::new(login).expect("name");
    let now = crate::app::tests::MORNING.parse().expect("time");
    let zone = TimeZone::get("Asia/Tokyo").expect("zone");
    store
        .view(|tx| -> Result<Cx, OrgError> {
            let (staff, row) = org::staff_by_login(tx, &login)?.expect("somebody");
            let session = Session {
                key: SessionSecret::new([7; 32]).key(),
                town: Town::of(&row),
                staff,
                proven: 0,
                two: false,
            };
            Ok(App::cx(tx, session, now, &zone)?.expect("at work"))
        })
        .expect("read")
}

/// Whose log-in name it is.
fn named(store: &Store, login: &str) -> StaffId {
    desk(store, login).staff
}

/// Keeps a list.
pub(super) fn draft(store: &Store, cx: &Cx, number: u128, day: Date, rows: &str) -> DraftId {
    let id = DraftId::new(Uuid::from_u128(0xD0_0000 + number));
    let text = [HEAD, rows].concat();
    store
        .update(|tx| service::draft_create(tx, cx, id, ("四月の異動", day, &text)))
        .expect("kept");
    id
}

/// Makes it so.
pub(super) fn apply(
    store: &Store,
    cx: &Cx,
    id: DraftId,
    attempt: u128,
) -> Result<usize, ReassignmentError> {
    let swap = SwapId::new(Uuid::from_u128(0x50_0000 + attempt));
    service::apply(store, cx, id, swap)
}

/// What a town is on a day, without the number that only says that something happened.
pub(super) fn state(store: &Store, town: Town, day: Date) -> Census {
    let mut census = store
        .view(|tx| org::census(tx, town, day))
        .expect("counted");
    census.number = 0;
    census
}

/// What somebody holds on a day, in words.
fn posts(store: &Store, town: Town, staff: StaffId, day: Date) -> Vec<String> {
    store
        .view(|tx| -> Result<Vec<String>, OrgError> {
            let mut out = Vec::new();
            for held in org::held_on(tx, town, staff, day)? {
                let path = org::unit_path(tx, town, held.post.unit, day)?;
                out.push(format!("{path} {}", held.post.title.as_str()));
            }
            Ok(out)
        })
        .expect("read")
}
