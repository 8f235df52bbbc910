//! What travels with its mail: small plain attachments that the mail's own reader read along the way, and that
//! the writer of the mail's record writes in the same process.
//!
//! Promises: only a shortcut. What comes out is what each thing alone would have come to, is re-checked like
//! everything else, and whatever is not right here is done again alone, so that a fault holds its own part only.

use std::collections::BTreeMap;

use bytes::Bytes;
use sekisho_ir::{Kind, Output};

use crate::form::form;
use crate::halves::{Described, Reading, Source, gather, write_many};
use crate::policy::Policy;
use crate::sanitizer::Sanitizer;

/// A child that was read along the way, and what was written of it.
pub(crate) struct Along {
    /// What was read.
    pub(crate) reading: Reading,
    /// What was written, not yet re-checked; `None` when it has to be written alone.
    pub(crate) written: Option<Bytes>,
}

/// Reads nothing again: takes what came along, and has it written together with the record of the mail. The second
/// value is the record, not yet re-checked; `None` when it has to be written alone.
pub(crate) fn together(
    sanitizer: &Sanitizer,
    policy: &Policy,
    described: &Described,
) -> (BTreeMap<u32, Along>, Option<Bytes>) {
    let mut company: BTreeMap<u32, Along> = described
        .along
        .iter()
        .filter_map(|(index, stream)| {
            let reading = gather(stream).ok().filter(plain)?;
            Some((
                *index,
                Along {
                    reading,
                    written: None,
                },
            ))
        })
        .collect();
    let mut wanted = vec![(Output::MessageRecord, Source::Payload(&described.document))];
    let mut places = Vec::new();
    for (index, along) in &company {
        let kind = along.reading.kind;
        let (Ok(child), Some((output, _))) =
            (&along.reading.described, form(policy.treatment(kind), kind))
        else {
            continue;
        };
        places.push(*index);
        wanted.push((output, Source::Payload(&child.document)));
    }
    if places.is_empty() {
        return (company, None);
    }
    let mut written = write_many(sanitizer, policy, &wanted).into_iter();
    let record = written.next().flatten();
    drop(wanted);
    for (index, bytes) in places.into_iter().zip(written) {
        if let Some(along) = company.get_mut(&index) {
            along.written = bytes;
        }
    }
    (company, record)
}

/// Words and nothing else, and nothing inside.
fn plain(reading: &Reading) -> bool {
    let words = matches!(
        reading.kind,
        Kind::Text | Kind::Empty | Kind::Html | Kind::Csv
    );
    let alone = |described: &Described| described.children.is_empty();
    words && reading.described.as_ref().is_ok_and(alone)
}
