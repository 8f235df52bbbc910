//! Notices while people look: what is new, and the number at the bell.

use super::service::{self, notice, quiet_now, topic};
use super::table::Notices;
use super::text;
use crate::cx::Cx;
use crate::live::{Source, Told};
use crate::web::Failure;
use sekisho_platform::store::{Change, Key, ToKey, View};
use serde_json::{Map, Value, json};

/// Notices, for open pages.
pub(crate) struct NoticeLive;

impl Source for NoticeLive {
    fn concerns(&self, change: &Change) -> Option<(Vec<u8>, Vec<u8>)> {
        let (staff, number) = change.key_of::<Notices>()?;
        Some((topic(staff), number.to_key()))
    }

    fn topics(&self, cx: &Cx) -> Vec<Vec<u8>> {
        vec![topic(cx.staff)]
    }

    fn events(
        &self,
        tx: &View<'_>,
        cx: &Cx,
        changed: &[(u64, Vec<u8>)],
    ) -> Result<Vec<Told>, Failure> {
        let quiet = quiet_now(tx, cx)?;
        let mut out = Vec::new();
        for (sequence, key) in changed {
            let Some(number) = u64::from_key(key) else {
                continue;
            };
            let row = notice(tx, cx.staff, number)?;
            let Some(row) = row.filter(|row| row.read.is_none() && row.touched == 0) else {
                continue;
            };
            let said = text::said(cx.language(), &row);
            let speaks = service::source(&row.source).is_some_and(super::Source::speaks);
            out.push(Told {
                event: "notice",
                sequence: *sequence,
                data: json!({
                    "title": said.title, "sentence": said.sentence, "speaks": speaks && !quiet,
                }),
            });
        }
        Ok(out)
    }

    fn counts(&self, tx: &View<'_>, cx: &Cx, out: &mut Map<String, Value>) -> Result<(), Failure> {
        let unread = service::unread_of(tx, cx.staff)?;
        out.insert("notices".to_owned(), json!(unread));
        Ok(())
    }
}
