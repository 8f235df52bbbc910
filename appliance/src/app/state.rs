//! What the running appliance holds, and how a request reaches the store without blocking the others.

use super::config::SessionTimes;
use crate::auth::{Lifetime, MachineKey, Party, Passwords, Touches};
use crate::cx::Cx;
use crate::live::Live;
use crate::modules::mail;
use crate::modules::{FOLLOWED, SEARCHED};
use crate::modules::{emergency, favourite, photo, settings};
use crate::org::{self, Denied, OrgError, Rosters, Who};
use crate::search::Search;
use crate::upload::Uploads;
use crate::web::csp::Reports;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sekisho_platform::blob::Blobs;
use sekisho_platform::clock::Clock;
use sekisho_platform::disk::Disk;
use sekisho_platform::id::Ids;
use sekisho_platform::store::{Store, StoreError, Update, View};
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

/// Who is at the other end of a connection. Without a network address (a Unix socket, a test) it is the machine itself.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Peer(pub(crate) Option<IpAddr>);

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(address) => address.fmt(f),
            None => f.write_str("local"),
        }
    }
}

/// What an appliance is put together from.
pub(crate) struct Parts {
    /// Rows.
    pub store: Store,
    /// Large things.
    pub blobs: Blobs,
    /// Where the index of search lies, which is made from the two.
    pub index: Arc<dyn Disk>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Identity and randomness.
    pub ids: Arc<dyn Ids>,
    /// The hasher.
    pub passwords: Passwords,
    /// What codes are checked with and second factors are sealed with.
    pub machine: MachineKey,
    /// The town's clock.
    pub zone: TimeZone,
    /// How long a log-in lasts.
    pub session: SessionTimes,
    /// Whether pages are served over TLS.
    pub secure: bool,
    /// A trusted origin, when a proxy stands between.
    pub origin: Option<String>,
    /// The name passkeys are made under; none where browsers would make none.
    pub party: Option<Party>,
    /// Where uploads are made anew.
    pub uploads: Uploads,
}

/// The running appliance.
pub(crate) struct App {
    parts: Parts,
    live: Live,
    search: Search,
    reports: Reports,
    rosters: Arc<Rosters>,
    touches: Arc<Touches>,
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").finish_non_exhaustive()
    }
}

impl App {
    /// Puts an appliance together.
    pub(crate) fn new(parts: Parts) -> Result<Arc<Self>, StoreError> {
        mail::catch_up(&parts.store)?;
        let live = Live::follow(&parts.store, FOLLOWED)?;
        let index = Arc::clone(&parts.index);
        let search = Search::follow(&parts.store, &parts.blobs, index, SEARCHED);
        Ok(Arc::new(Self {
            parts,
            live,
            search,
            reports: Reports::default(),
            rosters: Arc::default(),
            touches: Arc::default(),
        }))
    }

    /// Rows.
    pub(crate) fn store(&self) -> &Store {
        &self.parts.store
    }

    /// Large things.
    pub(crate) fn blobs(&self) -> &Blobs {
        &self.parts.blobs
    }

    /// The hasher.
    pub(crate) fn passwords(&self) -> &Passwords {
        &self.parts.passwords
    }

    /// The machine's key.
    pub(crate) fn machine(&self) -> &MachineKey {
        &self.parts.machine
    }

    /// Identity and randomness.
    pub(crate) fn ids(&self) -> &dyn Ids {
        self.parts.ids.as_ref()
    }

    /// What changes while somebody looks.
    pub(crate) fn live(&self) -> &Live {
        &self.live
    }

    /// What everything is found by.
    pub(crate) fn search(&self) -> &Search {
        &self.search
    }

    /// What browsers reported.
    pub(crate) fn reports(&self) -> &Reports {
        &self.reports
    }

    /// By what people are found.
    pub(crate) fn rosters(&self) -> Arc<Rosters> {
        Arc::clone(&self.rosters)
    }

    /// When sessions were last used.
    pub(crate) fn touches(&self) -> Arc<Touches> {
        Arc::clone(&self.touches)
    }

    /// Now.
    pub(crate) fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    /// Whether pages are served over TLS.
    pub(crate) fn secure(&self) -> bool {
        self.parts.secure
    }

    /// A trusted origin, when a proxy stands between.
    pub(crate) fn origin(&self) -> Option<&str> {
        self.parts.origin.as_deref()
    }

    /// The name passkeys are made under; none where browsers would make none.
    pub(crate) fn party(&self) -> Option<&Party> {
        self.parts.party.as_ref()
    }

    /// Where uploads are made anew.
    pub(crate) fn uploads(&self) -> &Uploads {
        &self.parts.uploads
    }

    /// How long a log-in lasts.
    pub(crate) fn lifetime(&self) -> Lifetime {
        Lifetime {
            idle: self.parts.session.idle_seconds,
            absolute: self.parts.session.absolute_seconds,
        }
    }

    /// Asks the store on a thread made for that.
    pub(crate) async fn view<R, E>(
        &self,
        question: impl Fn(&View<'_>) -> Result<R, E> + Send + 'static,
    ) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.store()
            .blocking(move |store| store.view(question))
            .await
    }

    /// The same for a short question that is asked again and again: where all it reads is at hand in memory it is answered
    /// here and now, which spares the way to another thread and back.
    pub(crate) async fn glance<R, E>(
        &self,
        question: impl Fn(&View<'_>) -> Result<R, E> + Send + 'static,
    ) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let again = match self.store().glance(&question) {
            Ok(answer) => return answer,
            Err(again) => again,
        };
        let ask = move |store: &Store| {
            if again {
                store.view_keeping(question)
            } else {
                store.view(question)
            }
        };
        self.store().blocking(ask).await
    }

    /// Changes the store on a thread made for that; returns once the change is durable.
    pub(crate) async fn update<R, E>(
        &self,
        work: impl Fn(&mut Update<'_>) -> Result<R, E> + Send + 'static,
    ) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.store().blocking(move |store| store.update(work)).await
    }

    /// The name that stands on the log-in page.
    pub(crate) async fn house_name(&self) -> Result<String, OrgError> {
        let first = self.view(org::organisation_first).await?;
        Ok(first.map_or_else(String::new, |(_, row)| row.name))
    }

    /// The context of a person whose session was found.
    pub(crate) fn cx(
        tx: &View<'_>,
        session: crate::auth::Session,
        now: Timestamp,
        zone: &TimeZone,
    ) -> Result<Option<Cx>, OrgError> {
        let town = session.town;
        let today = now.to_zoned(zone.clone()).date();
        let who = Who {
            town,
            staff: session.staff,
            day: today,
        };
        let person = match org::enters(tx, who) {
            Ok((person, _)) => person,
            Err(Denied::Unknown(error)) => return Err(error),
            Err(_) => return Ok(None),
        };
        let held = org::held_on(tx, town, session.staff, today)?;
        let post = match held.first() {
            Some(main) => {
                let place = org::unit_path(tx, town, main.post.unit, today)?;
                let whole = [place.as_str(), main.post.title.as_str()].join(" ");
                whole.trim().to_owned()
            }
            None => String::new(),
        };
        let name = org::organisation_named(tx, town.organisation())?
            .map_or_else(String::new, |row| row.name);
        Ok(Some(Cx {
            staff: session.staff,
            town,
            organisation_name: name,
            post,
            administers: org::opens_rooms(tx, who)?,
            accounts: org::actings(tx, who)?,
            acting: None,
            settings: settings::settings_of(tx, town, session.staff)?,
            favourites: favourite::favourites_of(tx, town, session.staff)?,
            face: photo::own_face(tx, who)?,
            emergencies: emergency::emergencies_standing(tx, town, now)?,
            done: None,
            session,
            now,
            zone: zone.clone(),
            person,
        }))
    }

    /// The town's clock.
    pub(crate) fn zone(&self) -> &TimeZone {
        &self.parts.zone
    }
}
