//! Mail while people look: arrivals, changes made in another window, and the counts of the shelves.

use super::access;
use super::model::{MailboxId, MessageId, Shelf};
use super::service::{self, MailError};
use super::table::Entries;
use crate::cx::Cx;
use crate::live::{Source, Told};
use crate::web::Failure;
use sekisho_platform::store::{Change, Key, ToKey, View};
use serde_json::{Map, Value, json};

/// Mail, for open pages.
pub(crate) struct MailLive;

impl Source for MailLive {
    fn concerns(&self, change: &Change) -> Option<(Vec<u8>, Vec<u8>)> {
        let (mailbox, id) = change.key_of::<Entries>()?;
        Some((mailbox.to_key(), id.to_key()))
    }

    fn topics(&self, cx: &Cx) -> Vec<Vec<u8>> {
        vec![MailboxId::at(cx).to_key()]
    }

    fn events(
        &self,
        tx: &View<'_>,
        cx: &Cx,
        changed: &[(u64, Vec<u8>)],
    ) -> Result<Vec<Told>, Failure> {
        let Ok(permit) = access::may_read(tx, cx, MailboxId::at(cx)) else {
            return Ok(Vec::new());
        };
        let quiet = crate::notice::quiet_now(tx, cx)?;
        let mut out = Vec::new();
        for (sequence, key) in changed {
            let Some(id) = MessageId::from_key(key) else {
                continue;
            };
            let entry = match service::mail_entry(tx, &permit, id) {
                Ok(entry) => entry,
                Err(MailError::NotThere) => continue,
                Err(error) => return Err(error.into()),
            };
            let folder = Shelf::In(entry.folder).key();
            let mut data = json!({
                "id": id.to_string(), "folder": folder, "unread": entry.unread, "held": entry.held,
            });
            let arrived = entry.touched == 0;
            if let Some(data) = data.as_object_mut().filter(|_| arrived) {
                let from = if entry.from_name.is_empty() {
                    entry.from_address
                } else {
                    entry.from_name
                };
                data.insert("from".to_owned(), json!(from));
                data.insert("subject".to_owned(), json!(entry.subject));
                data.insert("quiet".to_owned(), json!(quiet));
            }
            out.push(Told {
                event: if arrived { "arrival" } else { "changed" },
                sequence: *sequence,
                data,
            });
        }
        Ok(out)
    }

    fn counts(&self, tx: &View<'_>, cx: &Cx, out: &mut Map<String, Value>) -> Result<(), Failure> {
        let Ok(permit) = access::may_read(tx, cx, MailboxId::at(cx)) else {
            return Ok(());
        };
        for shelf in Shelf::ALL {
            let shown = service::mail_shown(tx, &permit, shelf)?;
            out.insert(shelf.key().to_owned(), json!(shown));
        }
        Ok(())
    }
}
